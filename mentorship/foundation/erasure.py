"""Erasing one person: tombstone, key, rows; each step can be repeated without harm."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, Table, delete, exists, select
from sqlmodel import Session, SQLModel

from mentorship.foundation import audit
from mentorship.foundation.batches import batches
from mentorship.foundation.db import AuditActor, Database, Db
from mentorship.foundation.subjects import Purpose

UNUSED_FOR = timedelta(days=1)


class ErasureBlocked(Exception):
    """Records about others still name this person; nothing was destroyed."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(f"records about others still name this person: {', '.join(places)}")
        self.places = tuple(places)


def _nothing(_db: Db, _removed: Mapping[str, int] | None = None) -> None:
    """What most erasures do before and beside it."""


def erase(
    database: Database,
    subject_id: UUID,
    *,
    actor: AuditActor | None = None,
    before: Callable[[Db], None] = _nothing,
    beside: Callable[[Db, Mapping[str, int]], None] = _nothing,
) -> None:
    """All that is stored about this person, or nothing while `ErasureBlocked`.

    In the same transaction `before` may refuse by raising, and `beside` gets how many rows went
    from which table. The rows go first but are only gone for good after the key: from the moment
    the key is destroyed nothing about this person can be read, also in old backups, and whoever
    was interrupted then can do it again.
    """
    with database.writing(actor) as db:
        before(db)
        if places := named_by_others(db, subject_id):
            raise ErasureBlocked(places)
        removed = _delete_by_table(db, subject_id)
        beside(db, removed)
        audit.record(
            db,
            "person.erased",
            subject_id=subject_id,
            purpose=Purpose.SUBJECT_RIGHTS,
            rows=sum(removed.values()),
        )
        database.keys.destroy(subject_id)
        db.commit()


def named_by_others(db: Session, subject_id: UUID) -> list[str]:
    """Which columns of others' records keep this person from being erased."""
    return sorted(
        f"{table.name}.{reference.parent.name}"
        for table in SQLModel.metadata.sorted_tables
        for reference in table.foreign_keys
        if not reference.ondelete and _stands_in_the_way(db, reference, subject_id)
    )


def _stands_in_the_way(db: Session, reference: ForeignKey, subject_id: UUID) -> bool:
    """Whether a row that isn't this person's own, and doesn't go along, points at one that is."""
    target, table = reference.column.table, reference.parent.table
    if "subject_id" not in target.c:
        return False
    of_others = [table.c.subject_id != subject_id] if "subject_id" in table.c else []
    persons = select(target.c.id).where(target.c.subject_id == subject_id)
    staying = [
        other.parent.is_(None) | other.parent.not_in(persons)
        for other in table.foreign_keys
        if other.ondelete == "CASCADE" and other.column is target.c.id
    ]
    pointing = exists().where(reference.parent.in_(persons), *of_others, *staying)
    return bool(db.connection().execute(select(pointing)).scalar_one())


def delete_rows(db: Session, subject_id: UUID) -> int:
    """Deletes from every table that knows people, children before parents; counts the rows."""
    return sum(_delete_by_table(db, subject_id).values())


def _delete_by_table(db: Session, subject_id: UUID) -> Mapping[str, int]:
    removed = Counter[str]()
    for table in reversed(_tables_about_people()):
        gone = db.connection().execute(delete(table).where(table.c.subject_id == subject_id))
        removed[table.name] += gone.rowcount
    return +removed


def replay_tombstones(database: Database) -> int:
    """Erases again, in a restored backup, everybody who was erased since; before it opens.

    In the order of then, and those whom others still name once more after these are gone. Raises
    ErasureBlocked when who was never erased names somebody in it; the others are gone by then.
    """
    erased = list(dict.fromkeys(database.keys.tombstones.read()))
    left, blocked = _erase_each(database, erased)
    while blocked is not None and len(left) < len(erased):
        erased, (left, blocked) = left, _erase_each(database, left)
    if blocked is not None:
        raise blocked
    return len(set(database.keys.tombstones.read()))


def _erase_each(
    database: Database, subject_ids: Sequence[UUID]
) -> tuple[list[UUID], ErasureBlocked | None]:
    """Who couldn't be erased yet, and why the last of these couldn't."""
    left, why = [], None
    for subject_id in subject_ids:
        try:
            erase(database, subject_id)
        except ErasureBlocked as blocked:
            left.append(subject_id)
            why = blocked
    return left, why


def sweep_unused_keys(database: Database, unused_for: timedelta = UNUSED_FOR) -> int:
    """Removes the keys of people whose data was never committed, or is all gone."""
    moment = database.clock() - unused_for
    swept = 0
    for some in batches(list(database.keys.unused_since(moment))):
        with database.reading() as db:
            without = _without_rows(db, some)
        swept += sum(database.keys.drop_unused(subject_id, moment) for subject_id in without)
    database.keys.forget_traces()
    return swept


def _without_rows(db: Session, subject_ids: Sequence[UUID]) -> list[UUID]:
    """Of these people those about whom no table holds anything, in a statement for each table."""
    left = set(subject_ids)
    for table in _tables_about_people():
        if not left:
            break
        held = select(table.c.subject_id).where(table.c.subject_id.in_(left)).distinct()
        left -= set(db.connection().execute(held).scalars())
    return [subject_id for subject_id in subject_ids if subject_id in left]


def has_rows(db: Session, subject_id: UUID) -> bool:
    """Whether any table holds something about this person."""
    return any(
        db.connection()
        .execute(select(exists().where(table.c.subject_id == subject_id)))
        .scalar_one()
        for table in _tables_about_people()
    )


def _tables_about_people() -> list[Table]:
    return [table for table in SQLModel.metadata.sorted_tables if "subject_id" in table.c]
