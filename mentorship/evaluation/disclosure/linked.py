"""Tables of one dimension that hang together: beside each other they tell more than each by itself.

How long it lasted, and how it ended when: where ten lasted a year and ten had a planned end after a
year, nobody stopped then. Each is attacked with what the others tell of its own groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship.evaluation.disclosure.attacked import Link, attacked_table
from mentorship.evaluation.disclosure.releases import Release, release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Verdict, all_tellable
from mentorship.evaluation.tables import CohortCounts, Specification, Table
from mentorship.evaluation.tabulating import table_of

Counted = Mapping[str, CohortCounts]


@dataclass(frozen=True, slots=True)
class Linked:
    """One of them as it is counted; `links` are the others."""

    specification: Specification
    counted: Counted
    links: Sequence[Link]


def beside_each_other(
    verdicts: Sequence[Verdict],
    linked: Mapping[str, Linked],
    earlier: Sequence[Release],
    limits: Limits,
) -> tuple[Verdict, ...]:
    """One after the other, each with those before it and all that was ever told: as it is, coarser,
    as a total, or not at all. `linked` is by the id of the table."""
    known, kept = list(earlier), list[Verdict]()
    for one in verdicts:
        own = linked.get(one.specification.id)
        found = one if own is None or one.told is None else _kept(one, own, linked, known, limits)
        known += [] if found.table is None else [release_of_table(found.table)]
        kept.append(found)
    return tuple(kept)


def _kept(
    verdict: Verdict,
    own: Linked,
    linked: Mapping[str, Linked],
    known: Sequence[Release],
    limits: Limits,
) -> Verdict:
    family = {own.specification.id, *(one.specification.id for one in own.links)}
    linked = {name: one for name, one in linked.items() if name in family}
    for table in _ways(verdict, own, known, limits):
        if makes_nothing_worse(linked, known, [release_of_table(table)], limits):
            is_as_it_was = table is verdict.table
            broken = verdict.broken if is_as_it_was else (*verdict.broken, Rule.BESIDE)
            return Verdict(
                verdict.specification, verdict.cohorts, table, broken, attack=verdict.attack
            )
    return Verdict(verdict.specification, verdict.cohorts, None, (*verdict.broken, Rule.BESIDE))


def makes_nothing_worse(
    linked: Mapping[str, Linked],
    known: Sequence[Release],
    more: Sequence[Release],
    limits: Limits,
) -> bool:
    """Whether no table of which anything was told, or is now, has more numbers that are unsafe."""
    before, after = _unsafe(linked, known, limits), _unsafe(linked, [*known, *more], limits)
    return all(number <= before.get(name, 0) for name, number in after.items())


def _ways(verdict: Verdict, own: Linked, known: Sequence[Release], limits: Limits) -> list[Table]:
    """The table itself, then every coarser level that passes by itself, the total as the last."""
    table, specification = verdict.table, verdict.specification
    ways = [] if table is None else [table]
    first = 0 if table is None or table.pooled else table.level + 1
    counts = [own.counted[one] for one in verdict.cohorts]
    for level in range(first, len(specification.dimension.levels)):
        coarser = table_of(specification, level, counts)
        if coarser.is_total or all_tellable(
            specification, level, [verdict.cohorts], own.counted, known, limits
        ):
            ways.append(coarser)
    return ways


def _unsafe(
    linked: Mapping[str, Linked], told: Sequence[Release], limits: Limits
) -> dict[str, int]:
    """How many numbers of each table of which anything was told are unsafe."""
    return {
        name: attacked_table(one.specification, one.counted, told, limits, one.links).unsafe
        for name, one in linked.items()
        if any(release.is_of(one.specification) for release in told)
    }
