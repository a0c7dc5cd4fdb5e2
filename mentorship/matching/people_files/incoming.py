"""A file of people on its way into the database: locked, checked row by row, written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from mentorship.foundation.i18n import LazyText
from mentorship.matching.people_files import numbers, rows
from mentorship.matching.people_files.plans import (
    Bringing,
    Effect,
    Plan,
    PlannedRow,
    RowCheck,
    ban,
    is_new_ban,
    lock_houses,
    lock_in_turn,
    tell_left,
)
from mentorship.matching.people_files.rows import IncomingMentee, IncomingMentor
from mentorship.matching.reading import FilePeople
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee

Incoming = TypeVar("Incoming", IncomingMentor, IncomingMentee)
Known = TypeVar("Known", Mentor, Mentee)
Partner = TypeVar("Partner", Mentor, Mentee)


class PeopleFile(ABC, Generic[Incoming, Known, Partner]):
    """What a file of mentors and one of young people have in common."""

    side: numbers.Side[Known]
    other_side: numbers.Side[Partner]
    columns_left: ClassVar[Mapping[str, LazyText]]

    def __init__(self, by: Bringing, plan: Plan, people: FilePeople[Incoming]) -> None:
        self._by, self._db, self._plan = by, by.db, plan
        self._people: FilePeople[Incoming] = people
        self._rows: list[tuple[Incoming, Known | None]] = []
        self._named: numbers.Found[Known] = {}
        self._partners: numbers.Found[Partner] = {}
        self._held: set[UUID] | None = None  # nobody while the file is only looked at
        self._moved: set[str] = set()

    def lock(self) -> None:
        """Everybody whom the file names, those included whom a row keeps apart."""
        lock_houses(self._by)
        self._look_up()
        everybody: list[Mentor | Mentee] = []
        for named in self._named.values():
            everybody.extend(named)
        for partners in self._partners.values():
            everybody.extend(partners)
        held = self._held = lock_in_turn(self._by, everybody)
        self._moved = {
            number
            for number, named in self._named.items()
            if not numbers.is_id(number) and any(one.id not in held for one in named)
        }

    def check(self) -> None:
        """Row by row, as everybody is now: who moved while the lock was waited for isn't ours."""
        self._look_up()
        tell_left(self._people, self.columns_left, self._plan.warnings)
        for row in self._people.people:
            known = self._known(row)
            check = RowCheck(self._plan.faults, self._people, row)
            check.check(self._by.houses, known)
            if row.id in self._moved:
                check.tell_outside()
            if known is None:
                self.check_new(row, check)
            self._warn_excluded(row, known.house_code if known else rows.house_of(row), check)
            self._rows.append((row, known))
            self._plan.rows.append(self._planned(row, known))

    def write(self) -> None:
        for row, known in self._rows:
            if known is not None:
                self.change(row, known)
                numbers.renew(self._db, self.side, known, row.id)
            person = self.add(row) if known is None else known
            for partner in self._kept_from(row, person):
                ban(self._by, person, partner)

    def check_new(self, row: Incoming, check: RowCheck) -> None:
        """What more is asked of somebody who isn't known here yet."""

    @abstractmethod
    def changes(self, row: Incoming, known: Known) -> tuple[tuple[str, ...], int]:
        """The columns that differ, and the version of the profile they differ from."""

    @abstractmethod
    def change(self, row: Incoming, known: Known) -> None: ...

    @abstractmethod
    def add(self, row: Incoming) -> Known: ...

    def _look_up(self) -> None:
        people, houses = self._people.people, self._by.houses
        named = numbers.find(self._db, self.side, houses, {row.id for row in people})
        excluded = {number for row in people for number in row.excluded}
        partners = numbers.find(self._db, self.other_side, houses, excluded)
        self._named = _only(named, self._is_held)
        self._partners = _only(partners, lambda one: self._is_held(one) and self._is_ours(one))

    def _is_held(self, one: Mentor | Mentee) -> bool:
        return self._held is None or one.id in self._held

    def _is_ours(self, one: Mentor | Mentee) -> bool:
        """Whether this House may keep them apart: of young people only its own, of mentors any."""
        return isinstance(one, Mentor) or one.house_code in self._by.houses

    def _known(self, row: Incoming) -> Known | None:
        """The House that a row names decides; else that of the only one with this number."""
        own = [one for one in self._named.get(row.id, []) if one.house_code in self._by.houses]
        if numbers.is_id(row.id) or (row.house is None and len(own) == 1):
            return own[0] if own else None
        return _of_house(own, rows.house_of(row))

    def _kept_from(self, row: Incoming, person: Known) -> Iterable[Partner]:
        for number in sorted(row.excluded):
            if partner := self._partner(number, person.house_code):
                yield partner

    def _partner(self, number: str, house: str | None) -> Partner | None:
        """Who goes by this number: the only one, or else the one of the House of this row."""
        people = self._partners.get(number, [])
        return people[0] if len(people) == 1 else _of_house(people, house)

    def _warn_excluded(self, row: Incoming, house: str | None, check: RowCheck) -> None:
        for number in sorted(row.excluded):
            if self._partner(number, house) is None:
                several = len(self._partners.get(number, [])) > 1
                check.warn_excluded(self._plan.warnings, number, are_several=several)

    def _planned(self, row: Incoming, known: Known | None) -> PlannedRow:
        columns: tuple[str, ...] = ()
        version = 0
        if known is not None:
            columns, version = self.changes(row, known)
            if any(is_new_ban(self._by, known, one) for one in self._kept_from(row, known)):
                columns = (*columns, "excluded")
        effect = Effect.CHANGED if columns else Effect.SAME
        return PlannedRow(
            self._people.row_of[row.id],
            row.id,
            row.name,
            Effect.ADDED if known is None else effect,
            tuple(map(self._people.header.called, columns)),
            version,
        )


def _only(found: numbers.Found[Known], is_meant: Callable[[Known], bool]) -> numbers.Found[Known]:
    return {number: [one for one in some if is_meant(one)] for number, some in found.items()}


def _of_house(people: Iterable[Known], house: str | None) -> Known | None:
    return next((person for person in people if person.house_code == house), None)
