"""How long matches last: survival, and the share that ended in each way, at fixed months.

Sources: E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations",
Journal of the American Statistical Association 53 (1958) 457–481; for several ways to end,
the estimator of O. O. Aalen and S. Johansen, "An empirical transition matrix for non-homogeneous
Markov chains based on censored observations", Scandinavian Journal of Statistics 5 (1978) 141–150;
for the interval the variance of M. Greenwood, "The natural duration of cancer", Reports on Public
Health and Medical Subjects 33 (1926), on the scale log(−log S) of J. D. Kalbfleisch and R. L.
Prentice, The Statistical Analysis of Failure Time Data (Wiley, 1980).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt

MONTHS = (3, 6, 9, 12)
# 97.5 % of a normal distribution lie below it: an interval of 95 %.
Z = 1.959963984540054


class End(StrEnum):
    """How a match was last seen; a planned closure competes with an early end."""

    EARLY = "early"
    PLANNED = "planned"
    RUNNING = "running"  # censored: it goes on, or nobody knows


@dataclass(frozen=True, slots=True)
class Course:
    """One match: months since its first meeting until it ended or was last seen.

    A pause doesn't stop this clock.
    """

    months: float
    end: End

    def __post_init__(self) -> None:
        if self.months < 0:
            raise ValueError("a match can't end before its first meeting")


@dataclass(frozen=True, slots=True)
class Interval:
    """What happened after the month before, up to and including this one."""

    month: int
    at_risk: int
    early: int
    planned: int
    censored: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """At one month: the share that hadn't ended early, and the share ended each way.

    `survival` treats a planned closure as censored; the two incidences don't.
    """

    month: int
    survival: float
    early: float
    planned: float


def intervals(courses: Iterable[Course], months: Sequence[int] = MONTHS) -> tuple[Interval, ...]:
    """Each month's number at risk, ended and censored: the cells that a table tells."""
    courses = list(courses)
    found = []
    for before, month in zip((0, *months), months, strict=False):
        here = [one for one in courses if _is_in(one, before, month)]
        found.append(
            Interval(
                month=month,
                at_risk=sum(_is_at_risk(one, before) for one in courses),
                early=sum(one.end is End.EARLY for one in here),
                planned=sum(one.end is End.PLANNED for one in here),
                censored=sum(one.end is End.RUNNING for one in here),
            )
        )
    return tuple(found)


def _is_in(course: Course, before: int, month: int) -> bool:
    return before < course.months <= month or (before == 0 and course.months == 0)


def _is_at_risk(course: Course, before: int) -> bool:
    return course.months > before or before == 0


def estimates(courses: Iterable[Course], months: Sequence[int] = MONTHS) -> tuple[Estimate, ...]:
    """From every moment at which something ended; only these months are ever told.

    Who is last seen at the moment of an end is still at risk of it, as the authors do.
    """
    courses = sorted(courses, key=lambda one: one.months)
    survival = going_on = 1.0
    early = planned = 0.0
    found, moments = [], sorted({one.months for one in courses if one.end is not End.RUNNING})
    for month in months:
        while moments and moments[0] <= month:
            moment = moments.pop(0)
            at_risk = sum(one.months >= moment for one in courses)
            ended_early = sum(one.months == moment and one.end is End.EARLY for one in courses)
            closed = sum(one.months == moment and one.end is End.PLANNED for one in courses)
            early += going_on * ended_early / at_risk
            planned += going_on * closed / at_risk
            going_on *= 1 - (ended_early + closed) / at_risk
            survival *= 1 - ended_early / at_risk
        found.append(Estimate(month, survival, early, planned))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Told:
    """What follows from the cells of the spans up to one month and from nothing else.

    `low` and `high` are the interval of 95 % around survival; None where it has none: before the
    first early end, and once nobody is left.
    """

    interval: Interval
    survival: float
    low: float | None
    high: float | None
    early: float
    planned: float


def told_by(cells: Iterable[Interval]) -> Iterator[Told]:
    """Each span is one step, and who wasn't lost sight of early in it counts as at risk all of it.

    So survival is that of Kaplan and Meier with every end at the last day of its span. The
    incidences are exact where nobody is censored.
    """
    survival = going_on = 1.0
    early = planned = hazards = 0.0
    for cell in cells:
        if cell.at_risk:
            early += going_on * cell.early / cell.at_risk
            planned += going_on * cell.planned / cell.at_risk
            going_on *= 1 - (cell.early + cell.planned) / cell.at_risk
            survival *= 1 - cell.early / cell.at_risk
            left = cell.at_risk * (cell.at_risk - cell.early)
            hazards += cell.early / left if left else 0.0
        yield Told(cell, survival, *_around(survival, hazards), early, planned)


def _around(survival: float, hazards: float) -> tuple[float | None, float | None]:
    """On the scale log(−log S), so that it stays between nothing and one."""
    if not 0 < survival < 1:
        return None, None
    width = Z * sqrt(hazards) / log(survival)
    return exp(log(survival) * exp(-width)), exp(log(survival) * exp(width))
