"""The board: each benchmark with its count by House and together, in words; never a certificate.

A consultant reads the exact counts of the own House. A coordinator reads those of all Houses; what
hangs on fewer units than the threshold of internal steering they read as "fewer than", and then no
sum over the Houses either, because it would tell the one that is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.referrals.calendar import today
from mentorship.region.queries import short_names
from mentorship.trajectories.contacts.rules import Terms
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.standards import answers, facts
from mentorship.trajectories.standards.benchmarks import Benchmark, shipped, target_of
from mentorship.trajectories.standards.measures import Count, counted, measures
from mentorship.trajectories.standards.models import ChecklistAnswer
from mentorship.trajectories.standards.periods import Span
from mentorship.trajectories.standards.plain import Facts, Period

REGION = ""


class Verdict(StrEnum):
    """What comes of a count or an answer."""

    MET = "met"
    NOT_MET = "not_met"
    NOTHING = "nothing"
    FEW = "few"


@dataclass(frozen=True)
class Cell:
    """One count as this reader sees it; None where it hangs on too few."""

    count: Count | None
    verdict: Verdict


@dataclass(frozen=True)
class Line:
    """One benchmark: cells by House code, `REGION` for all together; or the newest answer."""

    benchmark: Benchmark
    target: int
    cells: Mapping[str, Cell]
    answer: ChecklistAnswer | None = None


@dataclass(frozen=True)
class Board:
    """What the page and the file show, the same for both."""

    span: Span
    houses: Mapping[str, str]
    lines: Sequence[Line]
    few: int
    is_exact: bool

    @property
    def has_region(self) -> bool:
        return len(self.houses) > 1

    @property
    def editions(self) -> list[str]:
        return list(dict.fromkeys(line.benchmark.edition for line in self.lines))


def board(db: Db, actor: UserActor, span: Span) -> Board:
    settings, day = settings_of(db), today(db)
    houses, is_exact = _houses_of(db, actor)
    known = facts.facts_of(db, list(houses))
    period = Period(span.first, span.last, day)
    answered = answers.newest(db, min(span.last, day))
    few = 0 if is_exact else settings.steering_threshold
    lines = [
        Line(
            one,
            target := target_of(one, settings.standards_targets),
            _cells(known, one, period, Terms.of(settings), target, few) if one.is_counted else {},
            answered.get(one.key),
        )
        for one in shipped()
    ]
    return Board(span, houses, lines, settings.steering_threshold, is_exact)


def _houses_of(db: Db, actor: UserActor) -> tuple[Mapping[str, str], bool]:
    """All of them for a coordinator; who is both reads the way of a coordinator."""
    if actor.has(Role.COORDINATOR):
        return short_names(db), False
    return short_names(db, actor.houses_as(Role.MENTOR_CONSULTANT)), True


def _cells(
    known: Mapping[str, Facts], one: Benchmark, period: Period, terms: Terms, target: int, few: int
) -> dict[str, Cell]:
    measure = measures(terms)[one.metric]
    counts = {house: counted(measure(found, period, one.least)) for house, found in known.items()}
    cells = {house: cell(count, target, few) for house, count in counts.items()}
    if len(counts) > 1:
        is_hidden = any(one.count is None for one in cells.values())
        whole = sum(counts.values(), Count(0, 0, 0))
        cells[REGION] = Cell(None, Verdict.FEW) if is_hidden else cell(whole, target, few)
    return cells


def cell(count: Count, target: int, few: int) -> Cell:
    """`few` is the number below which a count isn't shown; 0 shows every one."""
    if 0 < count.denominator < few:
        return Cell(None, Verdict.FEW)
    met = count.is_met(target)
    verdict = Verdict.NOTHING if met is None else (Verdict.MET if met else Verdict.NOT_MET)
    return Cell(count, verdict)
