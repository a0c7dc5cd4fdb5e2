"""Knows what all earlier releases together give away about a part of a population."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mentorship.evaluation.disclosure.rules import Limits, broken_by
from mentorship.evaluation.tables import CohortCounts, Group, Specification, Table
from mentorship.evaluation.tabulating import cells_of, others_of

ROWS, HOW_MANY, NOTHING = "records", "how many", "nothing"


@dataclass(frozen=True, slots=True)
class Release:
    """A table that somebody outside has: to whom it went doesn't matter, people talk.

    Groups whose codes are `pooled` were told as one number. Rows about single people are a release
    of ROWS, one for each group of cohorts that they tell apart, beside a table of each question
    that they answer; by these together groups of other tables are `countable`, each by its table
    and code, or all of a table by no code. One that `tells_each` is held to tell everything.
    """

    specification: str
    edition: int
    population: str
    cohorts: frozenset[str]
    level: int
    pooled: frozenset[str] = frozenset()
    countable: frozenset[tuple[str, str]] = frozenset()
    tells_each: bool = False

    @property
    def is_rows(self) -> bool:
        return self.specification == ROWS

    @property
    def is_silent(self) -> bool:
        return self.specification == NOTHING

    def may_tell(self, specification: Specification) -> bool:
        """Rows about these people say something of them, which may hang together with it."""
        return self.is_rows and self.population == specification.population

    def hides_beside(self, other: "Release") -> bool:
        """A table of which some groups are one row, and rows about some of the same people: by
        these could be counted what that row hides."""
        is_about_them = not self.cohorts.isdisjoint(other.cohorts)
        hidden = {(self.specification, code) for code in ("", *self.pooled)}
        return bool(self.pooled) and is_about_them and not hidden.isdisjoint(other.countable)

    def is_of(self, specification: Specification) -> bool:
        return (self.specification, self.edition) == (specification.id, specification.edition)

    def is_other_edition_of(self, specification: Specification, cohorts: Collection[str]) -> bool:
        """The same question counted in another way about some of the same people."""
        is_same_question = self.specification == specification.id
        is_another = is_same_question and self.edition != specification.edition
        return is_another and not self.cohorts.isdisjoint(cohorts)


def release_of(
    specification: Specification,
    cohorts: Collection[str],
    level: int,
    pooled: frozenset[str] = frozenset(),
) -> Release:
    return Release(
        specification.id,
        specification.edition,
        specification.population,
        frozenset(cohorts),
        level,
        pooled,
    )


def how_many(specification: Specification, cohorts: Collection[str]) -> Release:
    """That tells how many these are, as every table about them does, and no more."""
    return Release(HOW_MANY, 0, specification.population, frozenset(cohorts), 0)


def silent(release: Release) -> Release:
    """Of the same people, and tells nothing."""
    return Release(NOTHING, 0, release.population, release.cohorts, 0)


def release_of_table(table: Table) -> Release:
    return release_of(table.specification, table.cohorts, table.level, table.pooled)


def readings(
    specification: Specification, releases: Sequence[Release]
) -> Iterator[Sequence[Release]]:
    """What anybody may have of this question: as it was told, and where rows went out about the
    same people as if they told all of it as well. A table has to pass both ways."""
    yield releases
    if any(one.may_tell(specification) for one in releases):
        yield [replace(one, tells_each=one.may_tell(specification)) for one in releases]


def atoms(families: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The smallest sets of cohorts that adding and taking away these sets can ever isolate."""
    known: dict[tuple[bool, ...], set[str]] = {}
    for cohort in frozenset[str]().union(*families):
        known.setdefault(tuple(cohort in family for family in families), set()).add(cohort)
    return [frozenset(atom) for _, atom in sorted(known.items(), reverse=True)]


def tells_differences(
    specification: Specification,
    releases: Sequence[Release],
    counted: Mapping[str, CohortCounts],
    limits: Limits,
) -> bool:
    """Whether these releases together isolate something that couldn't be released by itself.

    Whoever adds and takes away released tables can reach a sum of cells of these atoms, in the
    groups that are left where all tables about an atom are laid on one another, and nothing
    smaller. So when every such cell passes, all that can be worked out passes: sums of cells at the
    threshold are at the threshold, a share of at most nine tenths in every atom is one in all of
    them together, and nobody contributed more to a sum than the largest contributors of its cells
    together.

    Of people whose rows went out one by one nothing is left to isolate; what is left of a table
    without them is, and so is the rest of such a group where a table is about a part of it.
    """
    every = readings(specification, releases)
    return any(_tells_differences(specification, one, counted, limits) for one in every)


def _tells_differences(
    specification: Specification,
    releases: Sequence[Release],
    counted: Mapping[str, CohortCounts],
    limits: Limits,
) -> bool:
    own = [release for release in releases if release.is_of(specification)]
    rows = [release.cohorts for release in releases if release.tells_each]
    for atom in atoms([*(release.cohorts for release in own), *rows]):
        if atom in rows:
            continue
        around = atom.union(*(group for group in rows if atom < group))
        told = [release for release in own if not around.isdisjoint(release.cohorts)]
        if around == atom:
            told = [release for release in own if atom <= release.cohorts]
        if not _passes(specification, _laid(specification, told), atom, counted, limits):
            return True
    related = [one.cohorts for one in releases if one.population == specification.population]
    return any(not _is_many(atom, counted, limits) for atom in atoms(related))


def _laid(specification: Specification, releases: Sequence[Release]) -> list[Group]:
    """The groups of all of these tables laid on one another: parts told together in each."""
    tables = [specification.groups(one.level, one.pooled) for one in releases]
    places: dict[tuple[str, ...], set[str]] = {}
    for part in sorted(specification.dimension.levels[0].parts):
        where = tuple(
            next(group.code for group in groups if part in group.parts) for groups in tables
        )
        places.setdefault(where, set()).add(part)
    return [
        Group("/".join(where), specification.unit, frozenset(parts))
        for where, parts in places.items()
    ]


def _passes(
    specification: Specification,
    groups: Sequence[Group],
    atom: frozenset[str],
    counted: Mapping[str, CohortCounts],
    limits: Limits,
) -> bool:
    if not atom <= counted.keys():  # told before, and not to be counted any more: no proof
        return False
    cells = cells_of(specification, groups, [counted[one] for one in atom])
    return broken_by(cells, limits) is None


def _is_many(atom: frozenset[str], counted: Mapping[str, CohortCounts], limits: Limits) -> bool:
    """Also for the largest contributor, who takes its own away from a total as from a cell."""
    if not atom <= counted.keys():
        return False
    found = [counted[one] for one in atom]
    everybody = frozenset[str]().union(*(one.counts for one in found))
    return others_of(found, everybody) >= limits.threshold
