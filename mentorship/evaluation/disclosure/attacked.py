"""Attacks a table of one dimension with every table about the same people that anybody has.

Its own way of counting: cells are called by the people in them, and nothing is taken from the
rules by which the table was judged. A table that is told whole leaves nothing to work out; what
this finds is a difference of two populations, or groups laid over one another, that they missed.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product

from mentorship.evaluation.disclosure.at_once import Sides, both_of, sides_of
from mentorship.evaluation.disclosure.attack.attacking import Attack
from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Evidence
from mentorship.evaluation.disclosure.attack.insiders import attack_by_all
from mentorship.evaluation.disclosure.attack.judging import AttackVerdict, Protected
from mentorship.evaluation.disclosure.attack.ledger import (
    Ledger,
    NumberOf,
    Population,
    Telling,
    blocks,
    differences,
)
from mentorship.evaluation.disclosure.families import Kin, Member, People, kin_of, singles
from mentorship.evaluation.disclosure.releases import Release, readings
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.statements import (
    CellName,
    Interval,
    Need,
    Relation,
    need_of,
)
from mentorship.evaluation.tables import CohortCounts, Specification


def attacked_table(
    specification: Specification,
    counted: Mapping[str, CohortCounts],
    told: Sequence[Release],
    limits: Limits,
    family: Sequence[Member] = (),
) -> AttackVerdict:
    """`told` holds what is about to be told too. Who can't be counted any more is left out. Of a
    `family` each table tells of the others, this one among them."""
    worlds = [_World(specification, counted, one, family) for one in readings(specification, told)]
    verdicts = (_verdict(one, limits) for one in worlds)
    return max(verdicts, key=lambda one: (one.is_contradictory, one.unsafe))


def _verdict(world: "_World", limits: Limits) -> AttackVerdict:
    try:
        return attack_by_all(
            Attack(world.ledger.held_by()), lambda own: world.protected(limits.threshold, own),
            world.groups(), world.insiders(), limits.largest_share,
        )  # fmt: skip
    except Contradictory:
        return AttackVerdict(1, 1, is_contradictory=True)


@dataclass(frozen=True)
class _World:
    specification: Specification
    counted: Mapping[str, CohortCounts]
    told: Sequence[Release]
    family: Sequence[Member] = ()

    @cached_property
    def everybody(self) -> People:
        return self.specification.dimension.levels[0].parts

    @cached_property
    def releases(self) -> list[Release]:
        return [
            one
            for one in self.told
            if one.population == self.specification.population
            and one.cohorts <= self.counted.keys()
        ]

    def _rows(self, release: Release) -> list[People]:
        """Possible ones; of a table over time those that it is about."""
        if release.tells_each:
            return [frozenset({part}) for part in sorted(self.everybody)]
        if not release.is_of(self.specification):
            return []
        groups = self.specification.groups(release.level, release.pooled)
        return [group.parts for group in groups if self._is_possible(group.parts, release.cohorts)]

    @cached_property
    def _kin(self) -> Kin | None:
        return kin_of(self.specification, self.family, self.releases)

    def _seen(self, release: Release) -> list[People]:
        """What another table of the family tells of these groups."""
        return [] if self._kin is None else self._kin.seen(release)

    def _in(self, release: Release) -> list[People]:
        """Groups that it told as one row, where another table may tell of them."""
        if self._kin is None or not self._kin.others or not release.is_of(self.specification):
            return []
        return [
            group.parts
            for group in self.specification.groups(release.level)
            if group.code in release.pooled and self._is_possible(group.parts, release.cohorts)
        ]

    def _is_possible(self, people: People, cohorts: Collection[str]) -> bool:
        if self.specification.is_over_time:
            return not people.isdisjoint(cohorts)
        return any(not people <= self.counted[one].impossible for one in cohorts)

    @cached_property
    def ledger(self) -> Ledger:
        relations = tuple(self._relations())
        return Ledger(
            tuple(
                Telling("somebody", one.cohorts, Evidence(self._known(one), relations))
                for one in self.releases
            )
        )

    def _known(self, release: Release) -> dict[CellName, Interval]:
        if release.is_silent:
            return {}
        known: dict[CellName, Interval] = {
            people: Interval.exactly(self._count(people, release.cohorts))
            for people in (self.everybody, *self._rows(release))
        }
        theirs = {} if self._kin is None else self._kin.numbers(release)
        known |= {people: Interval.exactly(number) for people, number in theirs.items()}
        return known

    def _relations(self) -> Iterator[Relation]:
        """Every row is the sum of what was counted in it, and so is what is left where rows lie
        over one another, and whatever nobody may work out."""
        told = [row for one in self.releases for row in self._rows(one)]
        protected = (people for _, people in self._protected)
        both = (side.cells for side in chain.from_iterable(self._sides))
        for people in dict.fromkeys([self.everybody, *told, *_laid(told), *protected, *both]):
            if len(people) > 1:
                yield Relation(people, singles(people))
        if self._kin is not None:
            yield from self._kin.relations(self.releases)

    def _count(self, people: People, cohorts: Collection[str]) -> int:
        return sum(self.counted[one].counts.get(code, 0) for one in cohorts for code in people)

    @cached_property
    def _about(self) -> list[Release]:
        return [one for one in self.releases if one.is_of(self.specification) or self._seen(one)]

    @cached_property
    def _populations(self) -> list[Population]:
        """All of whom anything was told, in a family if only how many they are, and whatever two
        of these differ by."""
        one_by_one = [one.cohorts for one in self.releases if one.tells_each]
        about = self._about if self._kin is None else self.releases
        told = dict.fromkeys([*(one.cohorts for one in about), *one_by_one])
        return [
            one
            for one in differences(told)
            if one != frozenset().union(*(rows for rows in one_by_one if rows <= one))
        ]

    @cached_property
    def _protected(self) -> list[tuple[Population, People]]:
        """Rows that were told, what lies in two of them and whatever is left where all lie over one
        another, in every population and in whatever two of these differ by; not of people told one
        by one."""
        told = dict.fromkeys(
            row for one in self._about for row in (*self._rows(one), *self._seen(one))
        )
        inside = dict.fromkeys([*told, *(row for one in self._about for row in self._in(one))])
        rows = dict.fromkeys([*inside, *_in_two(told), *_laid(inside)])
        everywhere = differences(dict.fromkeys(one.cohorts for one in self.releases))
        return [
            *((each, self.everybody) for each in everywhere),
            *(
                (each, row)
                for each in self._populations
                for row in rows
                if row != self.everybody and self._is_possible(row, [str(one) for one in each])
            ),
        ]

    @cached_property
    def _values(self) -> dict[CellName, int]:
        return {
            NumberOf(population, people): self._count(people, [str(one) for one in population])
            for population, people in self._protected
        }

    @cached_property
    def _sides(self) -> list[Sides]:
        """Those who may be in two rows at once."""
        if self._kin is None or not self._kin.others:
            return []
        own = [one for one in self.releases if one.is_of(self.specification)]
        rows = dict.fromkeys(row for one in own for row in self._rows(one))
        rows.pop(self.everybody, None)
        return list(sides_of(self._kin, list(rows), self.releases, self._populations))

    def protected(self, threshold: int, own: Mapping[CellName, int]) -> Protected:
        both = tuple(both_of(self._sides, threshold, own))
        return Protected(self._needs(threshold, own), both=both)

    def _needs(self, threshold: int, own: Mapping[CellName, int]) -> dict[CellName, Need]:
        found: dict[CellName, Need] = {}
        for name, value in self._values.items():
            need = need_of(value, threshold, own.get(name, 0))
            if need is not None:
                found[name] = need
        return found

    def groups(self) -> list[tuple[CellName, CellName]]:
        """A row and the whole, where more than this one is possible."""
        found: dict[Population, list[People]] = {}
        for population, people in self._protected:
            if people != self.everybody:
                found.setdefault(population, []).append(people)
        return [
            (NumberOf(population, people), NumberOf(population, self.everybody))
            for population, rows in found.items()
            if len(rows) > 1 and self._count(self.everybody, [str(one) for one in population])
            for people in rows
        ]

    def insiders(self) -> list[dict[CellName, int]]:
        """Per referrer and mentor how many came through them; who came through somebody unknown
        may have come through any of the same kind."""
        found: dict[str, dict[CellName, int]] = {}
        for name, through in self._through():
            for who, number in through.items():
                unknown = 0 if who.endswith(":") else through[f"{who.partition(':')[0]}:"]
                found.setdefault(who, {})[name] = number + unknown
        return [found[who] for who in sorted(found)]

    def _through(self) -> Iterator[tuple[CellName, Counter[str]]]:
        """How many of what came through whom; where tables hang together, of everything that
        everybody was counted in, as from their own in one they know something of another."""
        for population, people in self._protected:
            yield NumberOf(population, people), _sent(self.counted, population, people)
        for side in chain.from_iterable(self._sides):
            yield side.name, _sent(side.table.counted, side.population, side.people)
        if self._kin is None or not self._kin.others:
            return
        for population in blocks(one.cohorts for one in self.releases):
            for member, code, name in self._kin.categories():
                yield NumberOf(population, name), _sent(member.counted, population, [code])


def _sent(
    counted: Mapping[str, CohortCounts], population: Population, people: Iterable[str]
) -> Counter[str]:
    """Through whom; of a half-year in which the table wasn't counted nothing is known."""
    found = Counter[str]()
    half_years = (counted[str(one)] for one in population if one in counted)
    for half_year, code in product(half_years, people):
        found.update(half_year.contributors.get(code, {}))
    return found


def _in_two(rows: Collection[People]) -> Iterator[People]:
    """What lies in two of these rows."""
    for one, other in combinations(rows, 2):
        if not one.isdisjoint(other):
            yield one & other


def _laid(rows: Collection[People]) -> list[People]:
    """What lies in the same of these rows."""
    together: dict[tuple[bool, ...], set[str]] = {}
    for one in sorted(frozenset[str]().union(*rows)):
        together.setdefault(tuple(one in row for row in rows), set()).add(one)
    return [frozenset(people) for people in together.values()]
