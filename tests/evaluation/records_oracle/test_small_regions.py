"""Small regions in which the definition was broken once."""

import pytest

from mentorship.evaluation.disclosure.releases import release_of_table
from mentorship.evaluation.disclosure.rules import USUAL
from mentorship.evaluation.disclosure.verdicts import judge_all
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Database
from tests.evaluation.crossed.worlds import specification
from tests.evaluation.records_oracle.checks import wrong
from tests.evaluation.records_oracle.people import AGE, GENDER, HALF_YEAR, HOUSE, PARTNER, Person
from tests.evaluation.records_oracle.region import made
from tests.evaluation.records_oracle.story import Story
from tests.factories import FixedNow


def _person(number: int, half_year: str, kind: str, time: str) -> Person:
    """Each by a mentor and a referrer of their own, alike in all that others know."""
    looks = {AGE: "18-20", GENDER: "man", HOUSE: "KEN", PARTNER: "education", HALF_YEAR: half_year}
    secrets = {
        "end_kind": kind,
        "duration": time,
        "meetings": ("0", "1-5")[number % 2],
        "end_steps": ("formal", "part", "none")[number % 3],
    }
    return Person(looks, secrets, frozenset({f"m{number}"}), frozenset({f"education {number}"}))


def _people(numbers: dict[tuple[str, str, str], int]) -> list[Person]:
    every = [one for one, many in numbers.items() for _ in range(many)]
    return [_person(number, *one) for number, one in enumerate(every)]


@pytest.mark.parametrize("first", ["rows", "table"])
@pytest.mark.parametrize(
    ("table", "odd"),
    [
        ("attrition", ("unplanned", "3")),
        ("closure-by-reason", ("planned", "3")),
        ("closure-by-whom", ("planned", "3")),
        ("closure-by-kind", ("planned", "3")),
    ],
)
def test_a_table_that_can_be_counted_from_rows_is_held_against_them(
    sqlite_database: Database, fixed_now: FixedNow, table: str, odd: tuple[str, str], first: str
) -> None:
    """Four people of the second half-year stand between the rows and the table of both."""
    many = 30 if odd[0] == "planned" else 14
    rest = {(kind, time): many for kind in ("planned", "unplanned") for time in ("3", "later")}
    if odd[0] == "planned":
        rest = {("one_sided", "3"): many, ("unplanned", "later"): many}
    numbers = {
        (half_year, *which): number
        for half_year, few in (("2022-2", 14), ("2023-1", 4))
        for which, number in {**rest, odd: few}.items()
    }
    people = _people(numbers)
    story = Story(made(sqlite_database, fixed_now, people, 10), 10)
    asked = [(("2022-2",), "expenses", True), (("2022-2", "2023-1"), table, False)]
    for half_years, measure, rows in asked if first == "rows" else reversed(asked):
        story.release(half_years, [measure], rows=rows)
        assert not list(wrong(story))


def test_rows_tell_no_half_years_apart_of_which_a_table_may_not_tell(
    sqlite_database: Database, fixed_now: FixedNow
) -> None:
    """Of half-years with twelve, four and four planned ends the last two aren't told apart."""
    numbers = {
        (half_year, kind, time): number
        for half_year, planned in (("2022-2", 12), ("2023-1", 4), ("2023-2", 4))
        for kind, time, number in (
            ("planned", "3", planned // 2),
            ("planned", "6", planned // 2),
            ("unplanned", "3", 15 - planned // 2),
            ("unplanned", "6", 15 - planned // 2),
        )
    }
    story = Story(made(sqlite_database, fixed_now, _people(numbers), 10), 10)
    story.release(("2022-2", "2023-1", "2023-2"), ["closure-by-kind"], rows=True)
    assert not list(wrong(story))
    rows = story.last.records
    assert rows is not None
    assert "end_kind" in rows.groups
    assert rows.half_year_of["2023-1"] == rows.half_year_of["2023-2"]


def test_a_coarser_table_after_one_with_groups_as_one_row_is_judged() -> None:
    """Not about rows: the attacker of tables gave up, and the page with it."""
    table = specification("t", "abcdef", {"abcd": "abcd", "ef": "ef"})
    half_years = {
        "1": CohortCounts("1", dict(zip("abcdef", (23, 28, 3, 2, 3, 4), strict=True))),
        "2": CohortCounts("2", dict(zip("abcdef", (5, 5, 5, 5, 6, 6), strict=True))),
    }
    (first,) = judge_all([table], ["1"], {"t": half_years}, [], USUAL)
    assert first.table is not None
    told = [release_of_table(first.table)]
    (second,) = judge_all([table], ["2"], {"t": half_years}, told, USUAL)
    assert second.table is not None
