"""Runs several programs as one: started together, stopped together, none left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from types import FrameType

_STOPS_WITHIN = 15  # seconds that a program gets to end what it holds
_LOOK_AGAIN = 0.2
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """A command that should run until it is stopped."""

    name: str
    command: Sequence[str]


class ProgramEnded(Exception):
    """One of the programs stopped by itself; `name` says which."""

    def __init__(self, name: str, code: int) -> None:
        super().__init__(f"{name} ended with {code}")
        self.name = name


class Servers:
    """The running programs; leaving the context stops every one of them."""

    def __init__(
        self,
        programs: Sequence[Program],
        environment: Mapping[str, str],
        stops_within: float = _STOPS_WITHIN,
    ) -> None:
        self._programs = programs
        self._stops_within = stops_within
        self._environment = dict(environment)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = Event()

    def __enter__(self) -> "Servers":
        self._before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        try:
            for program in self._programs:
                self._running[program.name] = self._start(program)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running.values():
            _send(process, signal.SIGTERM)
        until = time.monotonic() + self._stops_within
        for process in self._running.values():
            _wait_or_kill(process, until)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def wait_until(self, is_ready: Callable[[], bool], seconds: float) -> bool:
        """True when ready, False when asked to stop or too slow; raises ProgramEnded."""
        until = time.monotonic() + seconds
        while not self._asked_to_stop.is_set() and time.monotonic() < until:
            self._check()
            if is_ready():
                return True
            self._asked_to_stop.wait(_LOOK_AGAIN)
        return False

    def serve(self) -> None:
        """Until Ctrl-C or SIGTERM; raises ProgramEnded when one stops by itself."""
        while not self._asked_to_stop.wait(_LOOK_AGAIN):
            self._check()

    @property
    def process_ids(self) -> list[int]:
        return [process.pid for process in self._running.values()]

    @property
    def is_asked_to_stop(self) -> bool:
        return self._asked_to_stop.is_set()

    def _start(self, program: Program) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches us alone, and we end them in order.
        return subprocess.Popen(  # noqa: S603 - commands of our own, no shell
            program.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads
        )

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop.set()

    def _check(self) -> None:
        for name, process in self._running.items():
            code = process.poll()
            if code is not None:
                raise ProgramEnded(name, code)


def _send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(number)


def _wait_or_kill(process: subprocess.Popen[bytes], until: float) -> None:
    """Whoever is not gone in time is ended with all its children."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(0.1, until - time.monotonic()))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _die_with_parent() -> None:
    """Linux: when this program is killed outright, its programs are asked to stop too."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
