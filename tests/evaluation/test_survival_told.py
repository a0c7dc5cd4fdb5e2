"""Survival in a report follows from what the table of ends tells, in whatever detail it is told."""

from collections.abc import Mapping

import pytest

from mentorship.evaluation.measures.lasting import ATTRITION, DURATION
from mentorship.evaluation.package.survival import headers, rows_of, survival_of
from mentorship.evaluation.tables import CohortCounts, Table
from mentorship.evaluation.tabulating import table_of
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import speaking

COUNTS = {
    "early-3": 41, "early-6": 22, "early-9": 31, "early-12": 21, "early-later": 23,
    "planned-3": 23, "planned-6": 14, "planned-9": 18, "planned-12": 13, "planned-later": 12,
}  # fmt: skip
# Worked out by hand: 177/218, times 132/154, times 87/118, times 48/69.
SURVIVAL = [0.811927, 0.695937, 0.513106, 0.356943]


def told(
    db: Database, level: int = 0, pooled: tuple[str, ...] = (), counts: Mapping[str, int] = COUNTS
) -> Table:
    with db.reading() as session:
        specification = ATTRITION.specify(session, ["2024-1"])
    return table_of(
        specification, level, [CohortCounts("2024-1", counts)], frozenset(pooled)
    )  # fmt: skip


def test_every_month_has_its_cells_and_what_follows_from_them(sqlite_database: Database) -> None:
    found = survival_of(told(sqlite_database))
    cells = [one.interval for one in found]
    assert [one.month for one in cells] == [3, 6, 9, 12]
    assert [one.at_risk for one in cells] == [218, 154, 118, 69]
    assert [one.early for one in cells] == [41, 22, 31, 21]
    assert [one.planned for one in cells] == [23, 14, 18, 13]
    assert {one.censored for one in cells} == {0}
    assert [one.survival for one in found] == pytest.approx(SURVIVAL, abs=1e-6)
    assert [one.early for one in found] == pytest.approx([41 / 218, 63 / 218, 94 / 218, 115 / 218])
    assert [one.planned for one in found] == pytest.approx([23 / 218, 37 / 218, 55 / 218, 68 / 218])


def test_a_coarser_table_tells_fewer_months(sqlite_database: Database) -> None:
    halves, year = (survival_of(told(sqlite_database, level)) for level in (1, 2))
    assert [one.interval.month for one in halves] == [6, 12]
    assert [one.interval.early for one in halves] == [63, 52]
    assert [one.interval.at_risk for one in halves] == [218, 118]
    assert [one.interval.month for one in year] == [12]
    assert survival_of(told(sqlite_database, 3)) == []


@pytest.mark.parametrize(
    ("pooled", "months"),
    [
        (("early-9", "early-12"), [3, 6, 12]),
        (("early-12", "planned-12"), [3, 6, 9]),
        (("planned-3", "planned-12"), [12]),
        (("early-3", "planned-3"), []),
        (("early-later", "planned-later"), [3, 6, 9, 12]),
        (("early-12", "early-later"), [3, 6, 9]),
    ],
)
def test_groups_that_are_one_row_take_away_the_months_that_they_hide(
    sqlite_database: Database, pooled: tuple[str, ...], months: list[int]
) -> None:
    found = survival_of(told(sqlite_database, pooled=pooled))
    assert [one.interval.month for one in found] == months
    whole = {one.interval.month: one for one in survival_of(told(sqlite_database))}
    for one in found:
        assert one.early == pytest.approx(whole[one.interval.month].early)
        assert one.planned == pytest.approx(whole[one.interval.month].planned)


def test_it_is_read_as_whole_percents_with_a_dash_where_there_is_no_interval(
    sqlite_database: Database,
) -> None:
    nobody = {**COUNTS, "early-3": 0}
    with speaking("en"):
        rows = rows_of(survival_of(told(sqlite_database, counts=nobody)))
        assert len(headers()) == len(rows[0])
    assert rows[0] == ("3", "177", "0", "23", "0", "100%", "–", "0%", "13%")
    assert rows[1][5:7] == ("86%", "79% to 90%")


def test_another_table_has_none(sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        other = DURATION.specify(db, ["2024-1"])
    counts = CohortCounts("2024-1", {"3": 20, "6": 20, "9": 20, "12": 20, "later": 20})
    assert survival_of(table_of(other, 0, [counts])) == []
