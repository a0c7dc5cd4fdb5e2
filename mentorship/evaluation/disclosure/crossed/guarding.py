"""Keeps what was told of crossed tables safe from whatever is told after them."""

from collections.abc import Mapping, Sequence

from mentorship.evaluation.crosstabs import CrossSpecification
from mentorship.evaluation.disclosure.attack.judging import AttackVerdict
from mentorship.evaluation.disclosure.crossed.attacked import Told, attacked
from mentorship.evaluation.disclosure.crossed.ledger import Before, Numbers
from mentorship.evaluation.disclosure.releases import Release, release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Verdict

# Every crossed table of the catalogue by its id, told or not.
Family = Mapping[str, tuple[CrossSpecification, Numbers]]


def attack_together(
    family: Family, population: str, before: Before, limits: Limits
) -> dict[str, AttackVerdict]:
    """Of every crossed table about these people of which anything was told, by its id."""
    told = [
        Told(specification, numbers, about)
        for specification, numbers in family.values()
        if specification.population == population
        and (about := before.about(specification)).crossed
        and all(one.cohorts <= numbers.cells.keys() for one in about.crossed)
    ]
    verdicts = attacked(told, limits)
    return {one.specification.id: found for one, found in zip(told, verdicts, strict=True)}


def is_kept_safe(
    family: Family, population: str, before: Before, after: Before, limits: Limits
) -> bool:
    """Whether `after` gives nothing away of crossed tables that `before` doesn't give away."""
    found = attack_together(family, population, after, limits)
    if all(one.is_safe for one in found.values()):
        return True
    known = attack_together(family, population, before, limits)
    return all(
        found[table].is_safe or found[table].unsafe <= known[table].unsafe for table in known
    )


def guarded(
    verdicts: Sequence[Verdict], family: Family, before: Before, limits: Limits
) -> tuple[Verdict, ...]:
    """Without tables that would give away a hidden cell of a crossed table that was told before.

    One after the other, each with those before it; a table of other people, or one that says
    nothing new of a crossed one, isn't looked at.
    """
    known = list(before.tables)
    kept: list[Verdict] = []
    for one in verdicts:
        if one.table is None:
            kept.append(one)
            continue
        release = release_of_table(one.table)
        now = Before(known, before.crossed)
        later = Before([*known, release], before.crossed)
        if _is_news(release, one, family, now) and not is_kept_safe(
            family, release.population, now, later, limits
        ):
            broken = (*one.broken, Rule.DIFFERENCE)
            kept.append(Verdict(one.specification, one.cohorts, None, broken))
            continue
        known.append(release)
        kept.append(one)
    return tuple(kept)


def _is_news(release: Release, verdict: Verdict, family: Family, before: Before) -> bool:
    """Of a table that is crossed its rows are; of any other at most how many there are."""
    if release in before.tables:
        return False
    parts = (part for each, _ in family.values() for part in (each.rows, each.columns))
    if any(part.id == verdict.specification.id for part in parts):
        return True
    return not any(
        one.population == release.population and one.cohorts == release.cohorts
        for one in before.tables
    )
