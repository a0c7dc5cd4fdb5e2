"""Solves a round in a process of its own, which can be stopped when it takes too long."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from time import monotonic
from types import TracebackType
from typing import Any, Self

from mentorship.matching.assignment.helps import Helps
from mentorship.matching.assignment.model import Answer, Pair, PinRefused, Round
from mentorship.matching.assignment.profiles import RecruitNext

PAIRS_AT_ONCE = 5_000
# Beyond it a report would have to wait for seconds.
MOST_PAIRS_TO_RECRUIT_FOR = 20_000


class StoppedBeforeProof(Exception):
    """There is no proven answer: the time was up, or the process was ended from outside."""


class PinsNotKept(Exception):
    """Pins that break a rule, a capacity or a caseload."""

    def __init__(self, refused: tuple[PinRefused, ...]) -> None:
        super().__init__(f"{len(refused)} pins")
        self.refused = refused


class SolverFailed(RuntimeError):
    """The optimiser itself went wrong; the message holds its traceback."""


class Solver:
    """A context manager; entering it starts the process, which loads while files are read."""

    def __init__(self, time_limit: float | None = None) -> None:
        self._time_limit = time_limit
        self._deadline: float | None = None
        spawn = multiprocessing.get_context("spawn")
        self._here, self._there = spawn.Pipe()
        # Flow solvers can't be interrupted from within: only ending the process stops them.
        self._process = spawn.Process(target=_serve, args=(self._there,), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self._there.close()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._here.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def solve(
        self, round_: Round, *, with_pairs: bool = False, with_recruiting: bool = False
    ) -> Answer:
        """The proven answer. Raises `StoppedBeforeProof` or `PinsNotKept`."""
        if self._time_limit is not None:
            self._deadline = monotonic() + self._time_limit
        self._send((round_, with_pairs, with_recruiting))
        answer: Answer = self._receive()
        return answer

    def pairs(self) -> Iterator[Pair]:
        """After `solve(…, with_pairs=True)`: every eligible pair, by mentee and mentor."""
        while pairs := self._receive():
            yield from pairs

    def recruiting(self) -> RecruitNext | None:
        """After `solve(…, with_recruiting=True)`, and after its pairs: whom to recruit.

        None when there are too many people to say, or no time is left: the answer stands.
        """
        try:
            found: RecruitNext | None = self._receive()
        except StoppedBeforeProof:
            return None
        return found

    def helping(self) -> Mapping[str, Helps] | None:
        """After `recruiting`, what would help each who waits; None as with that."""
        try:
            found: Mapping[str, Helps] | None = self._receive()
        except StoppedBeforeProof:
            return None
        return found

    def _send(self, request: tuple[Round, bool, bool]) -> None:
        try:
            self._here.send(request)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise StoppedBeforeProof from error

    def _receive(self) -> Any:
        try:
            if not self._here.poll(self._time_left()):
                raise StoppedBeforeProof
            kind, content = self._here.recv()
        except (EOFError, ConnectionResetError) as error:
            raise StoppedBeforeProof from error
        if kind == "refused":
            raise PinsNotKept(content)
        if kind == "failed":
            raise SolverFailed(content)
        return content

    def _time_left(self) -> float | None:
        return None if self._deadline is None else max(0.0, self._deadline - monotonic())


def _serve(pipe: Connection) -> None:
    """The process' whole life: one round in, one answer out, then the pairs if asked."""
    # Ctrl-C reaches both processes; the one that started this one decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _answer(pipe)
    except (EOFError, BrokenPipeError):
        return
    except Exception:
        pipe.send(("failed", traceback.format_exc()))


def _answer(pipe: Connection) -> None:
    # Loads NumPy and OR-Tools: in this process only, and while the other one reads files.
    from mentorship.matching.assignment.engine import (  # noqa: PLC0415
        eligible_pairs,
        refused_pins,
        solve,
    )
    from mentorship.matching.assignment.helping import helps_of  # noqa: PLC0415
    from mentorship.matching.assignment.recruiting import recruit_next  # noqa: PLC0415

    round_, with_pairs, with_recruiting = pipe.recv()
    if refused := refused_pins(round_):
        pipe.send(("refused", refused))
        return
    answer = solve(round_)
    pipe.send(("answer", answer))
    if with_pairs:
        _send_pairs(pipe, eligible_pairs(round_))
    if with_recruiting:
        is_small = len(round_.mentees) * len(round_.mentors) <= MOST_PAIRS_TO_RECRUIT_FOR
        pipe.send(("recruiting", recruit_next(round_) if is_small else None))
        pipe.send(("helping", helps_of(round_, answer.unmatched) if is_small else None))


def _send_pairs(pipe: Connection, pairs: Iterator[Pair]) -> None:
    batch: list[Pair] = []
    for pair in pairs:
        batch.append(pair)
        if len(batch) == PAIRS_AT_ONCE:
            pipe.send(("pairs", batch))
            batch = []
    if batch:
        pipe.send(("pairs", batch))
    pipe.send(("pairs", []))
