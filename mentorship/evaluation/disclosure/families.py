"""Tables of which the groups are made of the same pieces, seen from one of them.

What the others tell is sums of their own categories; where categories of two tables hold just the
same people, these sums are equal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.disclosure.statements import Relation
from mentorship.evaluation.tables import CohortCounts, Specification

People = frozenset[str]


@dataclass(frozen=True, slots=True)
class Member:
    """A table of a family, and which pieces each of its finest categories is made of."""

    specification: Specification
    counted: Mapping[str, CohortCounts]
    pieces: Mapping[str, frozenset[object]]

    def rows(self, release: Release) -> list[People] | None:
        """What it tells, if it is of this table and all of it was counted."""
        if not release.is_of(self.specification) or not release.cohorts <= self.counted.keys():
            return None
        groups = self.specification.groups(release.level, release.pooled)
        return [group.parts for group in groups]

    def count(self, people: People, cohorts: Iterable[str]) -> int:
        return sum(self.counted[one].counts.get(code, 0) for one in cohorts for code in people)

    def places(self, people: People, other: "Member") -> People:
        """In which categories of another table these may be."""
        here = frozenset[object]().union(*(self.pieces[part] for part in people))
        return frozenset(part for part, there in other.pieces.items() if there & here)

    def meets(self, other: "Member", rows: Iterable[People]) -> list[tuple[People, People]]:
        """These rows, and where those of the other are: those that may share somebody are one."""
        found: list[tuple[People, People]] = []
        for row in rows:
            there = self.places(row, other)
            touched = [one for one in found if one[1] & there]
            found = [one for one in found if not one[1] & there]
            mine = row.union(*(one[0] for one in touched))
            found.append((mine, there.union(*(one[1] for one in touched))))
        return found


@dataclass(frozen=True, slots=True)
class Kin:
    """One table and those others of its family of which anything was told."""

    own: Member
    others: Sequence[Member]

    def told(self, release: Release) -> tuple[Member, list[People]] | None:
        """By which of the others, and its rows in that one's own categories."""
        for one in self.others:
            rows = one.rows(release)
            if rows is not None:
                return one, rows
        return None

    def seen(self, release: Release) -> list[People]:
        """What another table tells of own categories."""
        found = self.told(release)
        return [] if found is None else [there for _, there in found[0].meets(self.own, found[1])]

    def numbers(self, release: Release) -> dict[People, int]:
        """Its rows by their names."""
        found = self.told(release)
        if found is None:
            return {}
        member, rows = found
        return {self.name(member, row): member.count(row, release.cohorts) for row in rows}

    def relations(self, releases: Iterable[Release]) -> Iterator[Relation]:
        """Rows of the others, and where two tables hold just the same people."""
        sums = {people for one in releases for people in self.numbers(one)}
        for one, other in combinations([self.own, *self.others], 2):
            for mine, theirs in one.meets(other, singles(frozenset(one.pieces))):
                name = self.name(one, mine)
                yield Relation(name, singles(self.name(other, theirs)))
                sums.add(name)
        for name in sorted(sums, key=sorted):
            if len(name) > 1:
                yield Relation(name, singles(name))

    def categories(self) -> Iterator[tuple[Member, str, People]]:
        """Each finest one of all of them, and its name."""
        for member in (self.own, *self.others):
            for part in sorted(member.pieces):
                yield member, part, self.name(member, [part])

    def name(self, member: Member, parts: Iterable[str]) -> People:
        """Of its own categories they are the name; of another table's with its id before them."""
        own = member is self.own
        return frozenset(part if own else f"{member.specification.id}:{part}" for part in parts)


def kin_of(
    specification: Specification, family: Sequence[Member], releases: Sequence[Release]
) -> Kin | None:
    """None for a table that is in no family."""
    own = next((one for one in family if one.specification == specification), None)
    if own is None:
        return None
    others = [
        one
        for one in family
        if one is not own and any(release.is_of(one.specification) for release in releases)
    ]
    return Kin(own, others)


def singles(people: People) -> tuple[People, ...]:
    return tuple(frozenset({one}) for one in sorted(people))
