"""What rows that went out mean for tables: of their people nothing is left to isolate, of the rest
everything is."""

import pytest

from mentorship.evaluation.disclosure.attacked import attacked_table
from mentorship.evaluation.disclosure.releases import Release, release_of, tells_differences
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import judge
from mentorship.evaluation.records.verdicts import released_group
from tests.evaluation.samples import cohort, counted, specification

LIMITS = Limits(threshold=5)
TABLE = specification()
# The first two are many in every group, the third is few, the fourth few in one of the fine ones.
COHORTS = counted(
    cohort("2024-1", a=10, b=9, c=12), cohort("2024-2", a=8, b=11, c=7),
    cohort("2025-1", a=2, b=1, c=2), cohort("2025-2", a=9, b=2, c=8),
)  # fmt: skip


def rows_of(*cohorts: str) -> Release:
    return released_group("people", cohorts, {TABLE.id: TABLE.edition})


@pytest.mark.parametrize(
    ("rows", "table", "level", "is_told_apart"),
    [
        (["2024-1"], ["2024-1"], 0, False),  # a table of the same people tells nothing new
        (["2025-2"], ["2025-2"], 0, False),  # not even of a small group: its rows went out
        (["2024-1"], ["2024-1", "2024-2"], 0, False),
        (["2024-1"], ["2024-1", "2025-1"], 0, True),  # the rest is few
        (["2024-1"], ["2024-1", "2025-2"], 0, True),
        (["2024-1"], ["2024-1", "2025-2"], 1, False),
        (["2024-1", "2024-2"], ["2024-1"], 0, False),  # a part of them, and the other part
        (["2024-1", "2025-1"], ["2024-1"], 0, True),
        (["2024-1", "2025-2"], ["2024-1"], 0, True),
        (["2024-1", "2025-2"], ["2024-1"], 1, False),
    ],
)
def test_what_a_table_leaves_beside_rows(
    rows: list[str], table: list[str], level: int, is_told_apart: bool
) -> None:
    known = [rows_of(*rows), release_of(TABLE, table, level)]
    assert tells_differences(TABLE, known, COHORTS, LIMITS) is is_told_apart
    if is_told_apart:
        assert not attacked_table(TABLE, COHORTS, known, LIMITS).is_safe


def test_a_table_beside_rows_of_others_is_as_fine_as_ever() -> None:
    verdict = judge(TABLE, ["2024-2"], COHORTS, [rows_of("2025-1")], LIMITS)
    assert verdict.told is not None
    assert verdict.told.level == 0


def test_another_edition_about_the_same_people_isnt_told_beside_rows() -> None:
    other = specification(edition=2)
    assert rows_of("2024-1").is_other_edition_of(other, ["2024-1", "2024-2"])
    assert not rows_of("2024-1").is_other_edition_of(other, ["2024-2"])
    assert not rows_of("2024-1").is_other_edition_of(TABLE, ["2024-1"])
