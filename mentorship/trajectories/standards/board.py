"""The board: each benchmark with its count by House and together, in words; never a certificate.

A consultant reads the exact counts of the own House. A coordinator reads those of all Houses; a
count of which any part is smaller than the threshold of internal steering isn't shown to them. Then
no sum over the Houses either, because it would tell the one that is left out; and no year of which
just one half isn't shown, because the other half taken away leaves it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
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
    """One count as this reader sees it; None where a part of it is too few."""

    count: Count | None
    verdict: Verdict


HIDDEN = Cell(None, Verdict.FEW)


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
    answered = answers.newest(db, min(span.last, day))
    reader = Reader(
        known, span, day, Terms.of(settings), 0 if is_exact else settings.steering_threshold
    )
    lines = [
        Line(
            one,
            target := target_of(one, settings.standards_targets),
            reader.cells(one, target) if one.is_counted else {},
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


@dataclass(frozen=True)
class Reader:
    """What one reader may see; `few` is the number below which no part is shown, 0 shows all."""

    known: Mapping[str, Facts]
    span: Span
    day: date
    terms: Terms
    few: int

    def cells(self, one: Benchmark, target: int) -> dict[str, Cell]:
        counts = self._counts(one, self.span)
        given_away = self._given_away(one)
        cells = {
            house: HIDDEN if house in given_away else cell(count, target, self.few)
            for house, count in counts.items()
        }
        if len(counts) > 1:
            is_hidden = any(one.count is None for one in cells.values())
            whole = sum(counts.values(), Count(0, 0, 0))
            cells[REGION] = HIDDEN if is_hidden else cell(whole, target, self.few)
        return cells

    def _counts(self, one: Benchmark, span: Span) -> dict[str, Count]:
        measure, period = measures(self.terms)[one.metric], Period(span.first, span.last, self.day)
        return {
            house: counted(measure(found, period, one.least)) for house, found in self.known.items()
        }

    def _given_away(self, one: Benchmark) -> set[str]:
        """The Houses of whose halves the year would tell the one that isn't shown."""
        if not self.few or not self.span.halves:
            return set()
        first, second = (self._counts(one, half) for half in self.span.halves)
        return {
            house
            for house in self.known
            if is_too_few(first[house], self.few) != is_too_few(second[house], self.few)
        }


def is_too_few(count: Count, few: int) -> bool:
    """Whether a part of it, other than nothing, is smaller than may be shown."""
    parts = (
        count.numerator, count.denominator - count.numerator, count.denominator,
        count.not_applicable,
    )  # fmt: skip
    return any(0 < part < few for part in parts)


def cell(count: Count, target: int, few: int) -> Cell:
    """`few` is the number below which no part of a count is shown; 0 shows every one."""
    if is_too_few(count, few):
        return HIDDEN
    met = count.is_met(target)
    verdict = Verdict.NOTHING if met is None else (Verdict.MET if met else Verdict.NOT_MET)
    return Cell(count, verdict)
