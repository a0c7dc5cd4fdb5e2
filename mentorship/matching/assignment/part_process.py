"""The process in which a large block is solved: a part comes in, what is chosen of it goes out."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import subprocess
import sys
from typing import cast

from mentorship.matching.assignment.part import Part, chosen_of
from mentorship.matching.assignment.people import Booleans
from mentorship.matching.assignment.potentials import NotProven

_PR_SET_PDEATHSIG = 1


def chosen_apart(part: Part) -> Booleans:
    """As `chosen_of`, in a process that dies with this one.

    Not by `multiprocessing`: a round is solved in a process that may be killed at any time, and
    such processes may have no children there.
    """
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", __name__, str(os.getpid())],
        input=pickle.dumps(part),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    if done.returncode:
        raise NotProven(f"the process of a block ended as {done.returncode}")
    return cast(Booleans, pickle.loads(done.stdout))  # noqa: S301 — our own process wrote it


def _die_with(parent: int) -> None:
    """A flow solver can't be interrupted from within, so the system has to end it (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    _die_with(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = pickle.load(sys.stdin.buffer)  # noqa: S301
    sys.stdout.buffer.write(pickle.dumps(chosen_of(asked)))
