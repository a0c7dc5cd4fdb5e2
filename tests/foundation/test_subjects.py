"""The personal-data map: a column that nobody accounted for stops the program."""

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Uuid

from mentorship.foundation.sealing import SealedBytes
from mentorship.foundation.subjects import (
    D,
    PersonalDataMapIncomplete,
    Retention,
    Sensitivity,
    check_personal_data_map,
)
from tests.foundation.samples import LETTERS


def test_a_complete_map_passes() -> None:
    check_personal_data_map(LETTERS)


@pytest.mark.parametrize(
    ("column", "retention", "complaint"),
    [
        (Column("x", Integer), Retention.DRAFT, "column thing.x states no data class"),
        (
            Column("x", Integer, info={"data": "IDENTITY"}),
            Retention.DRAFT,
            "column thing.x states no data class",
        ),
        (Column("x", Integer, info={"data": D.OPERATION}), None, "thing states no retention"),
        (
            Column("x", String, info={"data": D.IDENTITY}),
            Retention.DRAFT,
            "column thing.x holds IDENTITY unsealed",
        ),
        (
            Column("x", SealedBytes, info={"data": D.IDENTITY}),
            Retention.DRAFT,
            "thing seals values without an id and a subject_id",
        ),
    ],
)
def test_what_is_missing_is_named(
    column: Column[object], retention: Retention | None, complaint: str
) -> None:
    metadata = MetaData()
    Table("thing", metadata, column, info={"retention": retention})
    with pytest.raises(PersonalDataMapIncomplete, match=complaint):
        check_personal_data_map(metadata)


def test_everything_missing_is_named_at_once() -> None:
    metadata = MetaData()
    Table("thing", metadata, Column("a", Uuid), Column("b", LargeBinary))
    with pytest.raises(PersonalDataMapIncomplete) as incomplete:
        check_personal_data_map(metadata)
    assert str(incomplete.value).count(";") == 2


def test_no_special_or_high_class_ever_leaves_in_a_bundle() -> None:
    sensitive = (Sensitivity.HIGH, Sensitivity.SPECIAL)
    assert not [d for d in D if d.facts.in_bundle and d.facts.sensitivity in sensitive]


def test_about_fifteen_classes_and_no_more() -> None:
    # The last three are complaints, rights, and questions about bundles: each a purpose of its own.
    assert 12 <= len(D) <= 25
    assert len({d.name for d in D}) == len(D)
