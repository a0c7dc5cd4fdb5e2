"""Tables of one dimension that hang together: beside each other they tell more than each by itself.

How long it lasted, and how it ended when: where ten lasted a year and ten had a planned end after a
year, nobody stopped then. Each is attacked with what the others tell of its own groups.
"""

from collections.abc import Sequence

from mentorship.evaluation.disclosure.attacked import attacked_table
from mentorship.evaluation.disclosure.families import Member
from mentorship.evaluation.disclosure.releases import (
    Release,
    how_many,
    release_of_table,
    silent,
)
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Verdict, all_tellable
from mentorship.evaluation.tables import Table
from mentorship.evaluation.tabulating import table_of

# Whatever is told of one of these tables may tell of the others.
Family = Sequence[Member]


def beside_each_other(
    verdicts: Sequence[Verdict],
    families: Sequence[Family],
    earlier: Sequence[Release],
    limits: Limits,
) -> tuple[Verdict, ...]:
    """One after the other, each with those before it and all that was ever told: as it is, coarser,
    as a total, or not at all. None where how many there are already tells too much."""
    known, kept = list(earlier), list[Verdict]()
    uncountable = _uncountable(verdicts, families, earlier, limits)
    for one in verdicts:
        family, found = _family_of(one, families), one
        if one.table is not None and one.specification.population in uncountable:
            found = _untold(one)
        elif one.told is not None and family:
            found = _kept(one, family, known, limits)
        known += [] if found.table is None else [release_of_table(found.table)]
        kept.append(found)
    return tuple(kept)


def _family_of(verdict: Verdict, families: Sequence[Family]) -> Family:
    for family in families:
        if any(one.specification.id == verdict.specification.id for one in family):
            return family
    return ()


def _uncountable(
    verdicts: Sequence[Verdict],
    families: Sequence[Family],
    earlier: Sequence[Release],
    limits: Limits,
) -> set[str]:
    """Populations of which it can't be told how many they are: what is left of an earlier table
    without them would be a small group. Any table tells it, whatever it is about. Where what was
    told of a family can't all be true, nobody can work anything out of it."""
    numbers = dict.fromkeys(
        how_many(one.specification, one.cohorts) for one in verdicts if one.table is not None
    )
    told = {(one.population, one.cohorts) for one in earlier}
    return {
        one.population
        for one in numbers
        if (one.population, one.cohorts) not in told
        and not all(
            makes_nothing_worse([family], earlier, [one], limits)
            or _cant_all_be_true(family, _hanging(earlier, [one]), limits)
            for family in families
        )
    }


def _cant_all_be_true(family: Family, told: Sequence[Release], limits: Limits) -> bool:
    return any(
        attacked_table(one.specification, one.counted, told, limits, family).is_contradictory
        for one in family
    )


def _untold(verdict: Verdict) -> Verdict:
    broken = (*verdict.broken, Rule.BESIDE)
    return Verdict(verdict.specification, verdict.cohorts, None, broken)


def _kept(verdict: Verdict, family: Family, known: Sequence[Release], limits: Limits) -> Verdict:
    for table in _ways(verdict, family, known, limits):
        if makes_nothing_worse([family], known, [release_of_table(table)], limits):
            is_as_it_was = table is verdict.table
            broken = verdict.broken if is_as_it_was else (*verdict.broken, Rule.BESIDE)
            return Verdict(
                verdict.specification, verdict.cohorts, table, broken, attack=verdict.attack
            )
    return _untold(verdict)


def makes_nothing_worse(
    families: Sequence[Family],
    known: Sequence[Release],
    more: Sequence[Release],
    limits: Limits,
) -> bool:
    """Whether no table of a family of which anything was told, or is now, has more numbers that are
    unsafe, or is counted so that not all can be true. What was unsafe in what is left of earlier
    tables without these people was so before anything is told of them."""
    known = _hanging(known, more)
    before, after = [*known, *map(silent, more)], [*known, *more]
    return all(
        _is_no_worse(one, family, before, after, limits)
        for family in families
        if _is_told(family, after)
        for one in family
    )


def _is_told(family: Family, told: Sequence[Release]) -> bool:
    return any(release.is_of(one.specification) for release in told for one in family)


def _is_no_worse(
    table: Member,
    family: Family,
    before: Sequence[Release],
    after: Sequence[Release],
    limits: Limits,
) -> bool:
    """Of one table: also one that was never told, as what others tell together may be a group of
    it. What was known is only looked for where it matters, because that takes as long again."""
    specification, counted = table.specification, table.counted
    found = attacked_table(specification, counted, after, limits, family)
    if found.is_safe or found.is_contradictory:
        return found.is_safe
    if not _is_told(family, before):
        return False
    known = attacked_table(specification, counted, before, limits, family)
    return found.unsafe <= known.unsafe


def _hanging(known: Sequence[Release], more: Sequence[Release]) -> list[Release]:
    """Of all that is known what hangs together with more of it: of other people nothing changes."""
    cohorts, size = frozenset[str]().union(*(one.cohorts for one in more)), -1
    populations = {one.population for one in more}
    found: list[Release] = []
    while len(found) > size:
        size = len(found)
        found = [
            one
            for one in known
            if one.population in populations and not cohorts.isdisjoint(one.cohorts)
        ]
        cohorts = cohorts.union(*(one.cohorts for one in found))
    return found


def _ways(
    verdict: Verdict, family: Family, known: Sequence[Release], limits: Limits
) -> list[Table]:
    """The table itself, then every coarser level that passes by itself, the total as the last."""
    table, specification = verdict.table, verdict.specification
    ways = [] if table is None else [table]
    first = 0 if table is None or table.pooled else table.level + 1
    own = next(one for one in family if one.specification.id == specification.id)
    counts = [own.counted[one] for one in verdict.cohorts]
    for level in range(first, len(specification.dimension.levels)):
        coarser = table_of(specification, level, counts)
        if coarser.is_total or all_tellable(
            specification, level, [verdict.cohorts], own.counted, known, limits
        ):
            ways.append(coarser)
    return ways
