"""Medians over the rounds of one size and market, and ratios taken round by round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.assignment.child import Told
from bench.assignment.running import Meeting


@dataclass(frozen=True)
class Row:
    """A line of the table: a contender's whole act, or parts of it that it tells itself."""

    name: str
    contender: str
    laps: tuple[str, ...] = ()


CANDIDATES = Row("candidates", "candidates")
SOLVE = Row("solve, tie-break included", "end to end", ("optimum",))
CORE = Row("candidates and solve", "end to end", ("candidates", "optimum"))
WHY = Row("why the others wait", "end to end", ("explanation",))
END_TO_END = Row("end to end, without prices", "end to end")
PRICES = Row("all prices", "prices", ("prices",))
CORE_BEFORE_PRICES = Row("candidates and solve", "prices", ("candidates", "optimum"))
ARRIVAL = Row("one arrival", "arrival")
RECRUITING = Row("recruit next", "recruiting")
RAW = Row("raw OR-Tools flow", "raw OR-Tools flow")
DENSE = Row("SciPy dense, solve only", "SciPy dense")
SPARSE = Row("SciPy sparse, solve only", "SciPy sparse")
NETWORKX = Row("NetworkX, solve only", "NetworkX")
PEER = Row("the peer's way, scoring included", "peer's way")
OURS = (CANDIDATES, SOLVE, CORE, WHY, END_TO_END, PRICES, ARRIVAL, RECRUITING)
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
        return _median(warm(one.told, row) for one in self.of(size, market, row.contender))

    def cold(self, size: int, market: str, row: Row) -> float | None:
        return _median(cold(one.told, row) for one in self.of(size, market, row.contender))

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
        time = cold if is_cold else warm
        times = {
            (one.density, one.seed): time(one.told, under)
            for one in self.of(size, market, under.contender)
        }
        return _median(
            _divided(time(one.told, over), times.get((one.density, one.seed)))
            for one in self.of(size, market, over.contender)
        )

    def waited(self) -> float:
        """The share of the time on the clock in which the measured processes had no processor."""
        shares = [share for one in self.meetings for share in one.told.own_share]
        return 1 - min(1.0, median(shares)) if shares else 0.0


def warm(told: Told, row: Row) -> float | None:
    """Milliseconds; where only one run was reached there is no warm one."""
    if not row.laps:
        return median(told.warm) if told.warm else None
    return _median(_laps(laps, row) for laps in told.warm_laps)


def cold(told: Told, row: Row) -> float | None:
    return _laps(told.cold_laps, row) if row.laps else told.cold


def _laps(laps: dict[str, float], row: Row) -> float | None:
    known = [laps[name] for name in row.laps if name in laps]
    return sum(known) if len(known) == len(row.laps) else None


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _divided(over: float | None, under: float | None) -> float | None:
    return None if over is None or not under else over / under
