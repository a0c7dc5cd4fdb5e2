"""What rows that went out mean for tables: of their people nothing is left to isolate, of the rest
everything is."""

import pytest

from mentorship.evaluation.disclosure.attacked import attacked_table
from mentorship.evaluation.disclosure.releases import (
    ROWS,
    Release,
    release_of,
    tells_differences,
)
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import judge
from mentorship.evaluation.records.ledger import groups_told
from tests.evaluation.samples import cohort, counted, level, specification

LIMITS = Limits(threshold=5)
TABLE = specification()
# The first two are many in every group, the third is few, the fourth few in one of the fine ones.
COHORTS = counted(
    cohort("2024-1", a=10, b=9, c=12), cohort("2024-2", a=8, b=11, c=7),
    cohort("2025-1", a=2, b=1, c=2), cohort("2025-2", a=9, b=2, c=8),
)  # fmt: skip


def rows_of(*cohorts: str) -> Release:
    return Release(ROWS, 1, "people", frozenset(cohorts), 0, countable=frozenset({(TABLE.id, "")}))


@pytest.mark.parametrize(
    ("rows", "table", "level", "is_told_apart"),
    [
        (["2024-1"], ["2024-1"], 0, False),  # a table of the same people tells nothing new
        (["2025-2"], ["2025-2"], 0, True),  # a small group stays one
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


def test_groups_as_one_row_arent_told_beside_rows_that_tell_them_apart() -> None:
    of_four = specification(level("per kind", a="a", b="b", c="c", d="d"))
    numbers = counted(cohort("2024-1", a=10, b=3, c=4, d=12), cohort("2025-1", a=9, b=8, c=9, d=10))
    alone = judge(of_four, ["2024-1"], numbers, [], LIMITS)
    assert alone.told is not None
    assert alone.told.pooled == {"b", "c"}
    beside = judge(of_four, ["2024-1"], numbers, [rows_of("2024-1")], LIMITS)
    assert beside.told is None
    elsewhere = judge(of_four, ["2024-1"], numbers, [rows_of("2025-1")], LIMITS)
    assert elsewhere.told == alone.told


def test_rows_are_a_table_of_each_answer_for_each_group_of_half_years() -> None:
    told = list(groups_told(["2024-1", "2024-2", "2025-1"], 1, [("duration", 1, 2)]))
    assert [one.is_rows for one in told] == [True, False, True, False]
    assert [one.cohorts for one in told if not one.is_rows] == [
        {"2024-1", "2024-2"}, {"2025-1"},
    ]  # fmt: skip
    assert {(one.specification, one.level) for one in told if not one.is_rows} == {("duration", 2)}
