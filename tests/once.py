"""What takes long to make is made once for all workers of a run; whoever needs it gets a copy."""

import fcntl
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path


@dataclass(frozen=True)
class Once:
    """`shared` is the folder of all workers of this run, `own` of this one."""

    shared: Path
    own: Path
    _numbers: "count[int]" = field(default_factory=count)

    def copy_of(self, name: str, make: Callable[[Path], None]) -> Path:
        """A copy of the folder of this name; who is first makes it, the others wait for that."""
        self.shared.mkdir(exist_ok=True)
        whole = self.shared / name
        with (self.shared / f"{name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not whole.exists():
                partial = self.shared / f"{name}-unfinished"
                partial.mkdir()
                make(partial)
                partial.rename(whole)
        return shutil.copytree(whole, self.own / f"{name}-{next(self._numbers)}")
