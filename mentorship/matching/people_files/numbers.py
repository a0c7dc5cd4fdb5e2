"""By which number somebody stands in their House's files: the House's own where it gave one.

A number belongs to one House: another may use it too, and learns nothing of this one. Who moves to
another House leaves it behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.models import FileNumber
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import HouseTransfer, Mentee

Person = TypeVar("Person", Mentor, Mentee)
Found = dict[str, list[Person]]
_AT_ONCE = 5_000  # values in one statement


class NumberTaken(Exception):
    """Somebody else of this House stands in its files by this number."""


@dataclass(frozen=True)
class Side(Generic[Person]):
    """Mentors or young people: their table, and the column that refers to it."""

    table: type[Person]
    column: str

    @property
    def reference(self) -> Any:
        return col(getattr(FileNumber, self.column))

    def key(self, db: Db, house: str, number: str) -> bytes:
        """Capitals and blanks count, as they do in a file."""
        return vault.blind_index(
            db, f"file_number.{self.column}", f"{house} {number.encode().hex()}"
        )

    def earlier_key(self, db: Db, number: str) -> bytes:
        """As it was made while a number belonged to no House."""
        kind = self.column.removesuffix("_id")
        return vault.blind_index(db, f"file_number.{kind}", number.encode().hex())

    def key_of(self, row: FileNumber) -> UUID | None:
        key: UUID | None = getattr(row, self.column)
        return key


MENTORS = Side(Mentor, "mentor_id")
MENTEES = Side(Mentee, "mentee_id")


def numbers_of(db: Db, side: Side[Person], houses: Mapping[UUID, str]) -> dict[UUID, str]:
    """Of each the number in the House given with them, or else the id, which never changes.

    Two of them whose Houses use the same number both go by their id.
    """
    rows = db.exec(select(FileNumber).where(side.reference.in_(houses))).all()
    told = vault.scan(db, rows, "number", purpose=Purpose.MATCHING)
    given = {
        key: told[row.id]
        for row in rows
        if (key := side.key_of(row)) and row.id in told
        and row.number_key == side.key(db, houses[key], told[row.id])
    }  # fmt: skip
    used = Counter(given.values())
    alone = {key: number for key, number in given.items() if used[number] == 1}
    return {key: alone.get(key, str(key)) for key in houses}


def find(
    db: Db, side: Side[Person], houses: Collection[str], numbers: Collection[str]
) -> Found[Person]:
    """Per number who goes by it in these Houses, at most one each; an id is one's own anywhere.

    Somebody with a number from before Houses had their own goes by it where they always were.
    """
    meant = [
        (number, house, key)
        for house, by_number in keys_of_numbers(db, side, houses, numbers).items()
        for number, key in by_number.items()
    ]
    ids = {number: UUID(number) for number in numbers if is_id(number)}
    earlier = _earlier(db, side, set(numbers) - ids.keys())
    keys = {key for _, _, key in meant}
    people = _people(db, side, keys | set(ids.values()) | set(earlier.values()))
    found: Found[Person] = {n: [people[key]] for n, key in ids.items() if key in people}
    for number, house, key in meant:
        if key in people and people[key].house_code == house:
            found.setdefault(number, []).append(people[key])
    for number, key in earlier.items():
        if key in people and (house := people[key].house_code) in houses:
            others = found.setdefault(number, [])
            if all(one.house_code != house for one in others):
                others.append(people[key])
    return found


def keys_of_numbers(
    db: Db, side: Side[Person], houses: Collection[str], numbers: Collection[str]
) -> dict[str, dict[str, UUID]]:
    """Per House whose number each is or was; they may have moved since."""
    found: dict[str, dict[str, UUID]] = {}
    for house in sorted(houses):
        wanted = {side.key(db, house, number): number for number in numbers}
        for some in _in_parts(list(wanted)):
            for row in db.exec(select(FileNumber).where(col(FileNumber.number_key).in_(some))):
                if key := side.key_of(row):
                    found.setdefault(house, {})[wanted[row.number_key]] = key
    return found


def _earlier(db: Db, side: Side[Person], numbers: Collection[str]) -> dict[str, UUID]:
    """Without who moved since: a number of one House means somebody else in another."""
    wanted = {side.earlier_key(db, number): number for number in numbers}
    found: dict[str, UUID] = {}
    for some in _in_parts(list(wanted)):
        for row in db.exec(select(FileNumber).where(col(FileNumber.number_key).in_(some))):
            if key := side.key_of(row):
                found[wanted[row.number_key]] = key
    moved = set[UUID]()
    for some in _in_parts(list(found.values())):
        transfers = select(HouseTransfer.mentee_id).where(col(HouseTransfer.mentee_id).in_(some))
        moved.update(db.exec(transfers))
    return {number: key for number, key in found.items() if key not in moved}


def renew(db: Db, side: Side[Person], person: Person, number: str) -> None:
    """Makes a number from before Houses had their own one of the House. The person is locked."""
    row = db.exec(select(FileNumber).where(side.reference == person.id)).one_or_none()
    if row is not None and row.number_key == side.earlier_key(db, number):
        give(db, side, person, number)


def give(db: Db, side: Side[Person], person: Person, number: str) -> None:
    """From now on they go by this number in their House, and by none they had. NumberTaken."""
    key = side.key(db, person.house_code, number)
    before = db.exec(select(FileNumber).where(col(FileNumber.number_key) == key)).one_or_none()
    if before is not None:
        _take_back(db, side, before, person.house_code)
    for left_behind in db.exec(select(FileNumber).where(side.reference == person.id)):
        db.delete(left_behind)
    db.flush()
    row = FileNumber(subject_id=person.subject_id, number_key=key)
    setattr(row, side.column, person.id)
    vault.write(db, row, number=number)
    db.add(row)
    db.flush()


def _take_back(db: Db, side: Side[Person], row: FileNumber, house: str) -> None:
    """From who left the House, and only from them."""
    person = db.get(side.table, side.key_of(row))
    if person is not None and person.house_code == house:
        raise NumberTaken
    db.delete(row)
    db.flush()


def is_id(number: str) -> bool:
    try:
        UUID(number)
    except ValueError:
        return False
    return True


def _people(db: Db, side: Side[Person], keys: Collection[UUID]) -> dict[UUID, Person]:
    """As they are now: somebody may have moved while a lock was waited for."""
    table: Any = side.table
    found: dict[UUID, Person] = {}
    for some in _in_parts(list(keys)):
        wanted = select(table).where(col(table.id).in_(some))
        fresh = wanted.execution_options(populate_existing=True)
        found.update({one.id: one for one in db.exec(fresh)})
    return found


def _in_parts(values: list[Any]) -> Iterator[list[Any]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
