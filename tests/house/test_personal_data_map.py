"""The personal-data map covers every table of the program."""

from mentorship import tables
from mentorship.foundation.subjects import D, check_personal_data_map


def test_every_column_has_a_data_class_and_every_table_a_retention() -> None:
    check_personal_data_map(tables.metadata)


def test_every_person_key_is_indexed() -> None:
    """Erasure and subject access walk all tables by person."""
    slow = [
        table.name
        for table in tables.metadata.sorted_tables
        if "subject_id" in table.c and not _is_indexed(table)
    ]
    assert slow == []


def _is_indexed(table: object) -> bool:
    column = table.c.subject_id
    return (
        column.primary_key
        or column.unique
        or any(index.columns.keys()[0] == "subject_id" for index in table.indexes)
    )


def test_subject_id_always_means_a_person() -> None:
    assert [
        table.name
        for table in tables.metadata.sorted_tables
        if "subject_id" in table.c and table.c.subject_id.info["data"] is not D.PERSON_KEY
    ] == []
