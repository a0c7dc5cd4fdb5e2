"""Whether rows about single trajectories may go, and how coarse; decided on plain values."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mentorship.evaluation.disclosure.crossed.ledger import CrossRelease
from mentorship.evaluation.disclosure.records import (
    Asked,
    Insiders,
    Levels,
    Row,
    anonymity,
    classes,
    diversity,
    generalised,
    holds,
    least_general,
    with_offices,
)
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.records.columns import HALF_YEAR, HOUSE, INSIDE, Inside, Known
from mentorship.evaluation.records.people import PERSON, THROUGH
from mentorship.evaluation.tables import CohortCounts, Dimension, Level, Words
from mentorship.evaluation.wording import both
from mentorship.foundation.i18n import lazy_gettext as _l

L = 2
_NOT_TOLD = 4  # steps of an answer that isn't told at all: more than any measure has
# A House that is told as a column knows its classes by office, and is bound by that.
INSIDERS = Insiders(PERSON, THROUGH, HOUSE)


class RecordsRule(StrEnum):
    """Why no row may go, in the order in which it is looked at."""

    NOT_AN_EVALUATOR = "not_an_evaluator"
    COHORT_OPEN = "cohort_open"
    TOLD_BEFORE = "told_before"
    HIDDEN = "hidden_in_a_table"
    NOT_AS_COUNTED = "not_as_counted"
    TOO_FEW = "too_few"
    DIFFERENCE = "difference"
    TOO_ALIKE = "too_alike"


@dataclass(frozen=True, slots=True)
class Answered:
    """A column that nobody may learn of one person, told at one of the levels of its measure."""

    inside: Inside
    dimension: Dimension
    at: int

    @property
    def name(self) -> str:
        return self.inside.name

    @property
    def level(self) -> Level:
        return self.dimension.levels[self.at]

    @property
    def detail(self) -> Words:
        """The finest level is called as the whole column, which would say nothing here."""
        return self.level.name if self.at else both(_l("as fine as it is counted"))

    @property
    def groups(self) -> dict[str, str]:
        """What each finest category is told as."""
        return {part: group.code for group in self.level.groups for part in group.parts}


@dataclass(frozen=True, slots=True)
class RecordsVerdict:
    """`rows` are as coarse as they are told, and none where they aren't; `columns` are those that
    others may know, each at its place in `levels`; `answers` are the others, without those that
    can't be told. `hiding` are tables, by id, that leave out something which rows would tell."""

    cohorts: tuple[str, ...]
    columns: tuple[Known, ...] = ()
    levels: Levels = ()
    answers: tuple[Answered, ...] = ()
    rows: tuple[Row, ...] = ()
    broken: RecordsRule | None = None
    hiding: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        return self.broken is None

    @property
    def k(self) -> int:
        return anonymity(self._alike)

    @property
    def l(self) -> int:  # noqa: E743 (its name in the literature)
        return min(diversity(self._alike, one.name) for one in self.answers)

    @property
    def told_at(self) -> dict[str, Level]:
        return {
            one.name: one.dimension.levels[at]
            for one, at in zip(self.columns, self.levels, strict=True)
        }

    @property
    def steps(self) -> dict[str, int]:
        """How coarse each column is that is told."""
        known = zip((one.name for one in self.columns), self.levels, strict=True)
        return {**dict(known), **{one.name: one.at for one in self.answers}}

    @property
    def _alike(self) -> list[list[Row]]:
        return classes(self.rows, [one.name for one in self.columns])


EDITIONS: Mapping[str, int] = {one.measure.id: one.measure.edition for one in INSIDE}


def coarsened(
    cohorts: tuple[str, ...],
    columns: tuple[Known, ...],
    rows: Sequence[Row],
    limits: Limits,
    answers_at: Callable[[int], Sequence[Answered] | None],
) -> RecordsVerdict:
    """As fine as every class withstands whoever knows some of it (decision 54).

    `answers_at` says what may be told with the half-years at a level; None where no row may.
    """
    found: list[RecordsVerdict] = []
    broken = set[RecordsRule]()
    levels = {one.name: range(len(one.dimension.levels)) for one in columns}
    for level in levels[HALF_YEAR]:
        answers = answers_at(level)
        if not answers:
            broken.add(RecordsRule.DIFFERENCE if answers is None else RecordsRule.TOO_FEW)
        for house in levels[HOUSE] if answers else ():
            at = {HALF_YEAR: level, HOUSE: house}
            one = _as_fine_as_can_be(
                answers or (), at, RecordsVerdict(cohorts, columns), rows, limits
            )
            found += [one] if one is not None else []
            broken.add(RecordsRule.TOO_ALIKE)
    if found:
        return min(found, key=_coarseness)
    return RecordsVerdict(cohorts, broken=max(broken, key=list(RecordsRule).index))


def _as_fine_as_can_be(
    answers: Sequence[Answered],
    fixed: Mapping[str, int],
    asked: RecordsVerdict,
    rows: Sequence[Row],
    limits: Limits,
) -> RecordsVerdict | None:
    """With the half-years and the House at these levels. There, what a class withstands it nearly
    always withstands coarser too (not where one mentor knows more of two classes together), so an
    answer that fails at the coarsest is left out; what goes out is looked at once more."""
    names = [one.name for one in asked.columns]
    hierarchies = [one.hierarchy for one in asked.columns]
    rule = Asked(limits.threshold, L, share=limits.largest_share)
    answered = [
        {**row, **{one.name: one.groups[str(row[one.name])] for one in answers}} for row in rows
    ]
    top = tuple(fixed.get(one.column, one.highest) for one in hierarchies)
    coarsest = with_offices(answered, generalised(answered, hierarchies, top), INSIDERS)
    kept = tuple(
        one for one in answers if holds(coarsest, names, [one.inside.sensitive], rule, INSIDERS)
    )
    if not rows or not kept:
        return None
    levels = least_general(
        answered, hierarchies, [one.inside.sensitive for one in kept], rule, INSIDERS,
        lambda levels: all(levels[names.index(name)] == at for name, at in fixed.items()),
    )  # fmt: skip
    if levels is None:
        return None
    left_out = {one.name for one in INSIDE} - {one.name for one in kept}
    told = (
        {name: value for name, value in row.items() if name not in left_out}
        for row in generalised(answered, hierarchies, levels)
    )
    return replace(asked, levels=levels, answers=kept, rows=tuple(told))


def _coarseness(told: RecordsVerdict) -> tuple[int, int, Levels]:
    """Steps up of all columns; of as many steps the most classes, then the lowest levels."""
    steps = sum(told.steps.get(one.name, _NOT_TOLD) for one in INSIDE)
    alike = classes(told.rows, [one.name for one in told.columns])
    return sum(told.levels) + steps, -len(alike), told.levels


def counted_as(rows: Sequence[Row], kept: Mapping[str, Mapping[str, CohortCounts]]) -> bool:
    """Whether every half-year of every measure is exactly as it was kept; `kept` by measure."""
    for one in INSIDE:
        found: dict[str, Counter[str]] = {code: Counter() for code in kept[one.measure.id]}
        for row in rows:
            found[str(row[HALF_YEAR])][str(row[one.name])] += 1
        if any(
            +Counter(dict(counts.counts)) != found[code]
            for code, counts in kept[one.measure.id].items()
        ):
            return False
    return True


def clashes(
    crossed: CrossRelease, questions: Collection[str], rows: Collection[frozenset[str]]
) -> bool:
    """Whether a crossed table and rows of these groups of half-years give each other away.

    With the rows could be counted what is hidden in it, or what is left of either without the
    other: unless it is about whole groups and hides nothing.
    """
    touched = [group for group in rows if not group.isdisjoint(crossed.cohorts)]
    if not touched or not {one.measure.id for one in INSIDE} & set(questions):
        return False
    return None in crossed.cells.values() or crossed.cohorts != frozenset().union(*touched)
