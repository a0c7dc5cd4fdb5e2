"""Everything that is kept about one person: the map of personal data says what, table by table."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from math import isfinite
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, Uuid, func, inspect
from sqlmodel import SQLModel, col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db, Row
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.sealing import SealedBytes
from mentorship.foundation.subjects import D, Purpose, Subject
from mentorship.mentors.models import Mentor

Value = Any  # what JSON can hold
_DEEPEST = 20  # the program's own lie far less deep
_NO_KINDS = frozenset({D.OPERATION, D.PERSON_KEY})


@dataclass(frozen=True)
class Part:
    """The rows of one table; an empty field is left out."""

    table: str
    kinds: tuple[D, ...]
    rows: list[dict[str, Value]]


def everything_about(db: Db, subject_id: UUID) -> Iterator[Part]:
    """Unsealed for the rights of who asks, in one event of the trail for each table.

    Numbers that the program gives to rows and people are left out: they say nothing to anybody,
    and some are those of others. So is what a mentor told of themself in a young person's file.
    """
    own = select(Mentor.id).where(col(Mentor.subject_id) == subject_id)
    not_theirs = None if db.exec(own).first() else Subject.MENTOR
    for table, kind in _tables_about_people():
        shown = [one for one in table.columns if _is_shown(one, not_theirs)]
        found = select(kind).where(col(kind.subject_id) == subject_id)  # type: ignore[attr-defined]
        rows = db.exec(found.order_by(*table.primary_key.columns)).all()
        if shown and rows:
            told = list(_told(db, rows, shown))
            if any(told):
                yield Part(table.name, kinds_of(shown), told)


def counts_about(db: Db, subject_id: UUID) -> dict[str, int]:
    """How many rows of each table are about this person; nothing is read of them."""
    found = {}
    for table, kind in _tables_about_people():
        about = select(func.count()).select_from(kind)
        if rows := db.exec(about.where(table.c.subject_id == subject_id)).one():
            found[table.name] = rows
    return found


def _tables_about_people() -> Iterator[tuple[Table, type[Row]]]:
    kinds = {inspect(kind).local_table: kind for kind in _kinds(Row)}
    for table in SQLModel.metadata.sorted_tables:
        if "subject_id" in table.c and table in kinds:
            yield table, kinds[table]


def _kinds(parent: type[Row]) -> Iterator[type[Row]]:
    """Every class of rows that is stored, by itself and not as a part of another."""
    for kind in parent.__subclasses__():
        if hasattr(kind, "__table__"):
            yield kind
        yield from _kinds(kind)


def _is_shown(column: Column[Any], not_theirs: Subject | None) -> bool:
    facts = column.info["data"].facts
    if not facts.in_subject_access or facts.subject is not_theirs:
        return False
    is_sealed = isinstance(column.type, SealedBytes)
    return is_sealed or not isinstance(column.type, Uuid | LargeBinary)


def kinds_of(columns: Iterable[Column[Any]]) -> tuple[D, ...]:
    there = {column.info["data"] for column in columns} - _NO_KINDS
    return tuple(kind for kind in D if kind in there)


def _told(db: Db, rows: Any, columns: list[Column[Any]]) -> Iterator[dict[str, Value]]:
    sealed = [one.name for one in columns if isinstance(one.type, SealedBytes)]
    texts = vault.scan_fields(db, rows, sealed, purpose=Purpose.SUBJECT_RIGHTS) if sealed else {}
    for row in rows:
        unsealed = texts.get(row.id, {}) if sealed else {}
        told = {}
        for column in columns:
            if column.name in sealed:
                value = _read(unsealed.get(column.name))
            else:
                value = _plain(getattr(row, column.name))
            if value not in (None, "", [], {}):
                told[column.name] = value
        yield told


def _read(text: str | None) -> Value:
    """What was sealed is a text, filled up with blanks, or several answers in one; what somebody
    typed that only looks like these stays as it was typed."""
    text = (text or "").strip()
    if text[:1] in ("{", "["):
        try:
            told = json.loads(text, parse_constant=_refuse, parse_float=_finite)
            return _without_numbers(told, _DEEPEST)
        except (ValueError, RecursionError):
            return text
    return None if _is_number(text) else text


def _refuse(constant: str) -> None:
    """What JSON has no word for: a file that holds it can't be read elsewhere."""
    raise ValueError(constant)


def _finite(written: str) -> float:
    number = float(written)
    if not isfinite(number):
        raise ValueError(written)
    return number


def _plain(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(TIME_ZONE).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return _without_numbers(value, _DEEPEST)


def _without_numbers(value: Value, levels: int) -> Value:
    """The same without the keys by which the program knows rows and people; at most so many values
    lie within each other."""
    if not levels:
        raise ValueError("too many values within each other")
    if isinstance(value, dict):
        return {
            key: _without_numbers(one, levels - 1)
            for key, one in value.items()
            if not _is_number(key) and not _is_number(one)
        }
    if isinstance(value, list):
        return [_without_numbers(one, levels - 1) for one in value if not _is_number(one)]
    return value


def _is_number(value: Value) -> bool:
    if not isinstance(value, str):
        return False
    try:
        UUID(value)
    except ValueError:
        return False
    return True
