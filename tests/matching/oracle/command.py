"""Runs `mentorship match` as somebody at a keyboard would, and reads back what it wrote."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import cycle
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryDirectory
from threading import Timer
from typing import IO, Any, cast

MENTORSHIP = Path(sys.executable).with_name("mentorship")
BEGUN = Path(__file__).with_name("begun.py")


def match(*arguments: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """The command's own process, with nothing of the test's environment but the path."""
    command = [str(MENTORSHIP), "match", *map(str, arguments)]
    with TemporaryDirectory() as folder:
        out, err = (Path(folder, name) for name in ("out", "err"))
        for file in (out, err):
            file.touch()
        asked = {"arguments": command, "out": str(out), "err": str(err)}
        status = _become(asked | {"environment": _environment()}, timeout)
        told = [file.read_text("utf-8") for file in (out, err)]
    if status == -SIGKILL:
        raise subprocess.TimeoutExpired(command, timeout, *told)
    return subprocess.CompletedProcess(command, status, *told)


def _environment() -> dict[str, str]:
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return {**kept, "LANG": "C.UTF-8"}


def _become(asked: dict[str, object], timeout: float) -> int:
    """The exit status."""
    begun = _begun(next(_TURNS))
    begun_in, begun_out = cast(IO[str], begun.stdin), cast(IO[str], begun.stdout)
    begun_in.write(f"{json.dumps(asked)}\n")
    begun_in.flush()
    late = Timer(timeout, os.killpg, (int(begun_out.readline()), SIGKILL))
    late.start()
    try:
        return int(begun_out.readline())
    finally:
        late.cancel()


# Two, in turn: what becomes the command has the hash seed of what it was before, so an answer that
# hung on the order of a set would come out of one of them the same each time.
_TURNS = cycle(range(2))


@cache
def _begun(_which: int) -> subprocess.Popen[str]:
    """Ends when the process of the tests does: nothing comes in any more."""
    return subprocess.Popen(
        [sys.executable, "-P", str(BEGUN)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )


@dataclass(frozen=True)
class Written:
    """The folder a finished run left behind."""

    folder: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def round(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads((self.folder / "round.json").read_text("utf-8"))
        return answer

    @cached_property
    def proposals(self) -> list[dict[str, str]]:
        return self.rows("proposals.csv")

    @cached_property
    def unmatched(self) -> list[dict[str, str]]:
        return self.rows("unmatched.csv")

    @cached_property
    def pairs(self) -> list[dict[str, str]]:
        return self.rows("pairs.csv")
