"""Sealed fields: writing them under the key of one person; unsealing is the audited read."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast
from uuid import UUID

from sqlalchemy import Column, inspect
from sqlalchemy.orm import Mapper
from sqlmodel import Session

from mentorship.foundation import audit
from mentorship.foundation.columns import Row
from mentorship.foundation.keys.store import KeyMissing, KeyStore
from mentorship.foundation.sealing import Place, Sealed, SealedBytes, seal, unseal
from mentorship.foundation.subjects import Purpose

if TYPE_CHECKING:
    from mentorship.foundation.db import Database


class TextTooLong(ValueError):
    """The text doesn't fit; nothing of it was stored."""

    def __init__(self, field: str, length: int, max_length: int) -> None:
        super().__init__(f"{field} has {length} characters; at most {max_length} fit")
        self.field, self.length, self.max_length = field, length, max_length


def write(db: Session, row: Row, **values: str | None) -> None:
    """Seals these fields of a row; the person's key is committed in the key store first."""
    for name, value in values.items():
        column = _sealed_column(row, name)
        setattr(row, name, None if value is None else _seal(db, row, column, value))


def _seal(db: Session, row: Row, column: Column[object], value: str) -> Sealed:
    max_length = column.info["max_length"]
    if len(value) > max_length:
        raise TextTooLong(column.name, len(value), max_length)
    place = _place(row, column)
    known = _session_keys(db)
    if place.subject_id not in known:
        known[place.subject_id] = _keys(db).ensure(place.subject_id)
    return seal(known[place.subject_id], place, value)


def read(db: Session, row: Row, name: str, *, purpose: Purpose) -> str | None:
    """The plain text; the reading is in the audit trail before the answer can leave."""
    column = _sealed_column(row, name)
    sealed = getattr(row, name)
    if sealed is None:
        return None
    place = _place(row, column)
    audit.note_reading(db, purpose, place.subject_id, f"{place.table}.{name}", place.row_id)
    return unseal(_keys_of(db, [place.subject_id])[place.subject_id], place, sealed)


def scan(db: Session, rows: Iterable[Row], name: str, *, purpose: Purpose) -> dict[UUID, str]:
    """The plain text per row id, for lists and search; empty and erased values are left out.

    The rows are of one table; one event names everybody in them.
    """
    found = scan_fields(db, rows, (name,), purpose=purpose)
    return {row_id: texts[name] for row_id, texts in found.items()}


def scan_fields(
    db: Session, rows: Iterable[Row], names: Sequence[str], *, purpose: Purpose
) -> dict[UUID, dict[str, str]]:
    """The same for several fields at once, still as one event; a row without any is left out."""
    values = [
        (row, name, sealed)
        for row in rows
        for name in names
        if (sealed := getattr(row, name)) is not None
    ]
    if not values:
        return {}
    columns = {name: _sealed_column(values[0][0], name) for name in names}
    places = [_place(row, columns[name]) for row, name, _ in values]
    subjects = frozenset(place.subject_id for place in places)
    fields = {f"{column.table.name}.{column.name}" for column in columns.values()}
    audit.note_list(db, purpose, subjects, *fields)
    keys = _keys_of(db, subjects, missing_allowed=True)
    found: dict[UUID, dict[str, str]] = {}
    for place, (_, name, sealed) in zip(places, values, strict=True):
        if (key := keys.get(place.subject_id)) is not None:
            found.setdefault(place.row_id, {})[name] = unseal(key, place, sealed)
    return found


def blind_index(db: Session, column: str, value: str) -> bytes:
    """A keyed hash for exact look-up; spelling differences in case and spaces don't count."""
    plain = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return _keys(db).keyed_hash(f"blind-index:{column}", plain.encode())


def check_known(db: Session, subject_ids: Iterable[UUID]) -> None:
    """Raises `KeyMissing` when one of them was erased, say since something was sealed for them."""
    _keys_of(db, subject_ids)


def _sealed_column(row: Row, name: str) -> Column[object]:
    mapper = cast(Mapper[Row], inspect(type(row)))
    column = mapper.columns.get(name)
    if column is None or not isinstance(column.type, SealedBytes):
        raise TypeError(f"{type(row).__name__}.{name} is not a sealed column")
    return cast("Column[object]", column)


def _place(row: Row, column: Column[object]) -> Place:
    row_id, subject_id = getattr(row, "id", None), getattr(row, "subject_id", None)
    if not isinstance(row_id, UUID) or not isinstance(subject_id, UUID):
        raise TypeError(f"{type(row).__name__} needs its id and subject_id before it is sealed")
    return Place(column.table.name, column.name, row_id, subject_id)


def _keys(db: Session) -> KeyStore:
    database = cast("Database", db.info["database"])
    return database.keys


def _session_keys(db: Session) -> dict[UUID, bytes]:
    """Data keys live as long as one session, so that an erasure counts in every process."""
    return cast("dict[UUID, bytes]", db.info.setdefault("data_keys", {}))


def _keys_of(
    db: Session, subject_ids: Iterable[UUID], *, missing_allowed: bool = False
) -> dict[UUID, bytes]:
    known = _session_keys(db)
    wanted = [subject_id for subject_id in subject_ids if subject_id not in known]
    known.update(_keys(db).find(wanted))
    if not missing_allowed and any(subject_id not in known for subject_id in wanted):
        raise KeyMissing("this person has no data key: erased, or never stored")
    return known
