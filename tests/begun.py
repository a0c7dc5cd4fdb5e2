"""Programs as processes of their own that begin at once: forked from one that has loaded them.

To load them takes longer than most of what tests want of them. They are processes like others, with
an environment and files of their own, to be held still, stopped and killed. How a program begins by
itself is what tests/demo/test_demo.py and tests/matching/test_cli.py look at.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from mentorship.cli import main

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.begun_loaded"])


class Begun:
    """Like `subprocess.Popen`; it leads a session of its own."""

    def __init__(self, process: "multiprocessing.context.ForkServerProcess") -> None:
        self._process = process
        self.pid = process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def kill_all(self) -> None:
        """With what it started itself."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def mentorship() -> None:
    """The command itself."""
    main()


def begin(
    program: Callable[..., object],
    *arguments: str,
    environment: Mapping[str, str],
    out: Path | None = None,
    err: Path | None = None,
) -> Begun:
    """`program` is a function of a module, called without anything; it finds `arguments` where a
    command finds them. What it says goes to these files, or to where the tests say things."""
    process = _CONTEXT.Process(
        target=_become, args=(program, arguments, dict(environment), out, err), daemon=False
    )
    process.start()
    return Begun(process)


def _become(
    program: Callable[..., object],
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    out: Path | None,
    err: Path | None,
) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    for number, file in ((1, out), (2, err)):
        if file is not None:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(opened, number)
            os.close(opened)
    sys.argv = list(arguments)
    program()
