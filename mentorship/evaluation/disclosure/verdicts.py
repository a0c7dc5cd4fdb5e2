"""Judges a table: as it was asked, coarser, or not at all, and then what would pass."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from mentorship.evaluation.disclosure.attack.judging import AttackVerdict
from mentorship.evaluation.disclosure.attacked import attacked_table
from mentorship.evaluation.disclosure.pooling import best_pool
from mentorship.evaluation.disclosure.releases import (
    Release,
    release_of,
    release_of_table,
    tells_differences,
)
from mentorship.evaluation.disclosure.rules import Limits, Rule, broken_by
from mentorship.evaluation.disclosure.windows import windows
from mentorship.evaluation.tables import CohortCounts, Specification, Table
from mentorship.evaluation.tabulating import cells_of, table_of

Counted = Mapping[str, CohortCounts]


class Outcome(StrEnum):
    AS_ASKED = "as_asked"
    COARSENED = "coarsened"
    TOTAL_ONLY = "total_only"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wider:
    """The same table over more cohorts, which would pass at this level."""

    level: int
    cohorts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be told of one table.

    `broken` names the rule that each finer level broke, in their order. A table of one row says
    how many people there are and no more: it is told as their total, not as a table.
    """

    specification: Specification
    cohorts: tuple[str, ...]
    table: Table | None
    broken: tuple[Rule, ...]
    wider: Wider | None = None
    attack: AttackVerdict | None = None

    @property
    def outcome(self) -> Outcome:
        if self.table is None:
            return Outcome.REFUSED
        if self.table.is_total:
            return Outcome.TOTAL_ONLY
        is_coarser = self.table.level or self.table.pooled
        return Outcome.COARSENED if is_coarser else Outcome.AS_ASKED

    @property
    def told(self) -> Table | None:
        """The table, if it says anything about these people."""
        return None if self.table is None or self.table.is_total else self.table


def judge(
    specification: Specification,
    cohorts: Collection[str],
    counted: Counted,
    earlier: Sequence[Release],
    limits: Limits,
) -> Verdict:
    """As `decided`, and what would help where nothing of it is told."""
    found = decided(specification, cohorts, counted, earlier, limits)
    return _advised(found, counted, earlier, limits)


def decided(
    specification: Specification,
    cohorts: Collection[str],
    counted: Counted,
    earlier: Sequence[Release],
    limits: Limits,
) -> Verdict:
    """`counted` holds every closed cohort, `earlier` every release there ever was.

    No cell is hidden: with the total beside them those that are hidden are known together. Where
    no level passes, the few groups that need it are one row together, which says just that.
    """
    asked = tuple(sorted(set(cohorts)))
    if not asked or not counted.keys() >= set(asked):
        return Verdict(specification, asked, None, (Rule.COHORT_OPEN,))
    broken: list[Rule] = []
    for level in range(len(specification.dimension.levels)):
        rule = _broken(specification, level, asked, counted, earlier, limits)
        if rule is None and len(specification.dimension.levels[level].groups) > 1:
            return _verdict(specification, level, asked, counted, broken)
        if rule is None:
            break
        broken.append(rule)
    pooled = _pooled(specification, asked, counted, earlier, limits)
    if pooled is not None:
        return Verdict(specification, asked, pooled, tuple(broken))
    if rule is None:
        return _verdict(specification, level, asked, counted, broken)
    return Verdict(specification, asked, None, tuple(broken))


def _pooled(
    specification: Specification,
    asked: tuple[str, ...],
    counted: Counted,
    earlier: Sequence[Release],
    limits: Limits,
) -> Table | None:
    found = [counted[one] for one in asked]
    best = best_pool(
        specification,
        found,
        lambda cell: broken_by([cell], limits) is not None,
        lambda level, pool: (
            _broken(specification, level, asked, counted, earlier, limits, pool) is None
        ),
    )
    return None if best is None else table_of(specification, best[0], found, best[1])


def _verdict(
    specification: Specification,
    level: int,
    asked: tuple[str, ...],
    counted: Counted,
    broken: Sequence[Rule],
) -> Verdict:
    table = table_of(specification, level, [counted[one] for one in asked])
    return Verdict(specification, asked, table, tuple(broken))


def _advised(
    verdict: Verdict, counted: Counted, earlier: Sequence[Release], limits: Limits
) -> Verdict:
    if verdict.told is not None or not verdict.broken or Rule.COHORT_OPEN in verdict.broken:
        return verdict
    wider = _wider(verdict.specification, verdict.cohorts, counted, earlier, limits)
    return replace(verdict, wider=wider)


def judge_all(
    specifications: Sequence[Specification],
    cohorts: Collection[str],
    counted: Mapping[str, Counted],
    earlier: Sequence[Release],
    limits: Limits,
) -> tuple[Verdict, ...]:
    """One after the other, each knowing what those before it tell; `counted` is by id."""
    known = list(earlier)
    verdicts: list[Verdict] = []
    for _, together in groupby(specifications, key=lambda one: one.pair or one.id):
        found = _side_by_side(list(together), cohorts, counted, known, limits)
        known += _releases_of(found)
        verdicts += found
    return tuple(_attacked(one, counted, known, limits) for one in verdicts)


def _attacked(
    verdict: Verdict, counted: Mapping[str, Counted], known: Sequence[Release], limits: Limits
) -> Verdict:
    """Told only when an attacker of other making finds nothing either; else the total, if that
    holds. What that finds stands between this table and others."""
    if verdict.table is None:
        return verdict
    specification, own = verdict.specification, counted[verdict.specification.id]
    attack = attacked_table(specification, own, known, limits)
    if attack.is_safe:
        return replace(verdict, attack=attack)
    broken = [*verdict.broken, Rule.DIFFERENCE]
    level = len(specification.dimension.levels) - 1
    total = _verdict(specification, level, verdict.cohorts, own, broken)
    if total.table is not None and total.table.is_total:
        others = [one for one in known if one != release_of_table(verdict.table)]
        attack = attacked_table(
            specification, own, [*others, release_of_table(total.table)], limits
        )
        if attack.is_safe:
            return replace(total, attack=attack)
    return Verdict(specification, verdict.cohorts, None, tuple(broken))


def _releases_of(verdicts: Sequence[Verdict]) -> list[Release]:
    return [release_of_table(one.table) for one in verdicts if one.table is not None]


def _side_by_side(
    specifications: Sequence[Specification],
    cohorts: Collection[str],
    counted: Mapping[str, Counted],
    earlier: Sequence[Release],
    limits: Limits,
) -> list[Verdict]:
    """Each as fine as it may be; those of a pair that are both tables at one and the same level."""
    found: list[Verdict] = []
    for one in specifications:
        known = [*earlier, *_releases_of(found)]
        found.append(judge(one, cohorts, counted[one.id], known, limits))
    levels = {one.told.level for one in found if one.told is not None}
    if len(levels) < 2:
        return found
    for level in range(max(levels), len(specifications[0].dimension.levels)):
        evened = _at_level(level, found, counted, earlier, limits)
        if evened is not None:
            return evened
    return found


def _at_level(
    level: int,
    verdicts: Sequence[Verdict],
    counted: Mapping[str, Counted],
    earlier: Sequence[Release],
    limits: Limits,
) -> list[Verdict] | None:
    found: list[Verdict] = []
    for one in verdicts:
        known, own = [*earlier, *_releases_of(found)], counted[one.specification.id]
        if _broken(one.specification, level, one.cohorts, own, known, limits) is not None:
            return None
        kept = [*one.broken, *[Rule.SAME_LEVEL] * (level - len(one.broken))]
        verdict = _verdict(one.specification, level, one.cohorts, own, kept)
        found.append(_advised(verdict, own, known, limits))
    return found


def _broken(
    specification: Specification,
    level: int,
    cohorts: tuple[str, ...],
    counted: Counted,
    earlier: Sequence[Release],
    limits: Limits,
    pooled: frozenset[str] = frozenset(),
) -> Rule | None:
    if any(one.is_other_edition_of(specification, cohorts) for one in earlier):
        return Rule.OTHER_EDITION  # who changed place between the two would stand between them
    groups = specification.groups(level, pooled)
    rule = broken_by(cells_of(specification, groups, [counted[one] for one in cohorts]), limits)
    if rule is not None:
        return rule
    own = release_of(specification, cohorts, level, pooled)
    if any(own.hides_beside(one) for one in earlier):
        return Rule.RECORDS_TOLD
    known = [*earlier, own]
    if tells_differences(specification, known, counted, limits):
        return Rule.DIFFERENCE
    return None


def all_tellable(
    specification: Specification,
    level: int,
    every: Sequence[Collection[str]],
    counted: Counted,
    earlier: Sequence[Release],
    limits: Limits,
) -> bool:
    """Whether a table at this level about each of these sets of cohorts may be told, all of them
    together. Raises KeyError for a cohort that isn't counted."""
    if len(specification.dimension.levels[level].groups) == 1:
        return False
    known = list(earlier)
    for one in every:
        cohorts = tuple(sorted(one))
        if _broken(specification, level, cohorts, counted, known, limits) is not None:
            return False
        known.append(release_of(specification, cohorts, level))
    return attacked_table(specification, counted, known, limits).is_safe


def _wider(
    specification: Specification,
    cohorts: tuple[str, ...],
    counted: Counted,
    earlier: Sequence[Release],
    limits: Limits,
) -> Wider | None:
    """The fewest further cohorts with which it would pass, and then as fine as it can be."""
    for window in windows(cohorts, sorted(counted)):
        for level in range(len(specification.dimension.levels)):
            if table_of(specification, level, [counted[one] for one in window]).is_total:
                continue
            if _broken(specification, level, window, counted, earlier, limits) is None:
                return Wider(level, window)
    return None
