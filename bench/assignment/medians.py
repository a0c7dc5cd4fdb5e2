"""Medians over the rounds of one size and market, and ratios taken round by round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.assignment.child import Told
from bench.assignment.running import Meeting


@dataclass(frozen=True)
class Row:
    """A line of the table: a contender's whole act, or a part of it that it tells itself, or what
    it takes longer than another in the same round."""

    name: str
    contender: str
    lap: str = ""
    minus: str = ""


CANDIDATES = Row("candidates", "candidates")
SOLVE = Row("solve, tie-break included (the difference)", "who gets whom", minus="candidates")
CORE = Row("candidates and solve", "who gets whom")
WHY = Row("words: why the others wait", "end to end", "explanation")
END_TO_END = Row("end to end, without prices", "end to end")
PRICES = Row("all prices", "prices")
ARRIVAL = Row("one arrival, its pairs known", "arrival", "way")
ARRIVAL_WHOLE = Row("one arrival, its rules and points too", "arrival", "whole")
RECRUITING = Row("recruit next", "recruiting")
RAW = Row("raw OR-Tools flow", "raw OR-Tools flow")
DENSE = Row("SciPy dense, solve only", "SciPy dense")
SPARSE = Row("SciPy sparse, solve only", "SciPy sparse")
NETWORKX = Row("NetworkX, solve only", "NetworkX")
PEER = Row("the peer's way, scoring included", "peer's way")
OURS = (CANDIDATES, SOLVE, CORE, WHY, END_TO_END, PRICES, ARRIVAL, ARRIVAL_WHOLE, RECRUITING)
RIVALS = (RAW, DENSE, SPARSE, NETWORKX, PEER)


@dataclass(frozen=True)
class Run:
    """All meetings of a run."""

    meetings: Sequence[Meeting]

    @property
    def sizes(self) -> list[int]:
        return sorted({one.size for one in self.meetings})

    @property
    def markets(self) -> list[str]:
        return list(dict.fromkeys(one.market for one in self.meetings))

    def of(self, size: int, market: str, contender: str) -> list[Meeting]:
        return [
            one
            for one in self.meetings
            if (one.size, one.market, one.name) == (size, market, contender)
        ]

    def warm(self, size: int, market: str, row: Row) -> float | None:
        return _median(self._times(size, market, row, is_cold=False).values())

    def cold(self, size: int, market: str, row: Row) -> float | None:
        return _median(self._times(size, market, row, is_cold=True).values())

    def _times(
        self, size: int, market: str, row: Row, *, is_cold: bool
    ) -> dict[tuple[int, int], float | None]:
        """By density and seed."""
        time = cold if is_cold else warm
        found = {
            (one.density, one.seed): time(one.told, row.lap)
            for one in self.of(size, market, row.contender)
        }
        if not row.minus:
            return found
        less = self._times(size, market, Row("", row.minus), is_cold=is_cold)
        return {key: _less(value, less.get(key)) for key, value in found.items()}

    def peak(self, size: int, market: str, row: Row) -> float | None:
        found = self.of(size, market, row.contender)
        return _median(one.told.peak or None for one in found)

    def why_not(self, size: int, market: str, row: Row) -> str:
        reasons = [one.told.why_not for one in self.of(size, market, row.contender)]
        return next((reason for reason in reasons if reason), "")

    def ratio(
        self, size: int, market: str, over: Row, under: Row, *, is_cold: bool = False
    ) -> float | None:
        """The median of the ratios in the same round."""
        shorter = self._times(size, market, under, is_cold=is_cold)
        longer = self._times(size, market, over, is_cold=is_cold)
        return _median(_divided(value, shorter.get(key)) for key, value in longer.items())

    def waited(self) -> float:
        """The share of the time on the clock in which the measured processes had no processor."""
        shares = [share for one in self.meetings for share in one.told.own_share]
        return 1 - min(1.0, median(shares)) if shares else 0.0


def warm(told: Told, lap: str = "") -> float | None:
    """Milliseconds; where only one run was reached there is no warm one."""
    if lap:
        return _median(laps.get(lap) for laps in told.warm_laps)
    return _median(told.warm)


def cold(told: Told, lap: str = "") -> float | None:
    return told.cold_laps.get(lap) if lap else told.cold


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _less(whole: float | None, part: float | None) -> float | None:
    """None where noise makes the part the longer one."""
    return None if whole is None or part is None or whole <= part else whole - part


def _divided(over: float | None, under: float | None) -> float | None:
    return None if over is None or not under else over / under
