"""Habits that every table keeps, so that both engines guard the same things."""

from sqlalchemy import CheckConstraint, DateTime, Enum, String

from mentorship import tables
from mentorship.foundation.columns import UtcDateTime

COLUMNS = [column for table in tables.metadata.sorted_tables for column in table.columns]


def test_every_constraint_has_a_name() -> None:
    unnamed = [
        str(constraint)
        for table in tables.metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]
    assert unnamed == []


def test_names_fit_into_postgresql() -> None:
    names = [
        str(named.name)
        for table in tables.metadata.sorted_tables
        for named in (table, *table.constraints, *table.indexes, *table.columns)
    ]
    assert [name for name in names if len(name) > 63] == []


def test_every_moment_is_in_utc() -> None:
    assert [str(column) for column in COLUMNS if isinstance(column.type, DateTime)] == []
    assert any(isinstance(column.type, UtcDateTime) for column in COLUMNS)


def test_every_enum_and_every_text_has_a_check() -> None:
    unchecked = [
        str(column)
        for column in COLUMNS
        if isinstance(column.type, Enum | String)
        and not any(
            isinstance(constraint, CheckConstraint)
            and str(constraint.name).endswith((f"{column.name}_known", f"{column.name}_length"))
            for constraint in column.table.constraints
        )
        and not column.foreign_keys
    ]
    assert unchecked == []


def test_no_enum_is_a_type_of_the_database() -> None:
    native = [
        str(column)
        for column in COLUMNS
        if isinstance(column.type, Enum) and column.type.native_enum
    ]
    assert native == []
