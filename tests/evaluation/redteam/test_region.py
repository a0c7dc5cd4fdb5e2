"""The invented region is one in which there is something to protect, and adds up."""

from collections import Counter

import pytest

from tests.evaluation.redteam.region import (
    HALF_YEARS,
    PUBLISHED,
    SIZES,
    as_rows,
    counted,
    during,
    largest_part,
    parts_of,
    region,
    summed,
)


@pytest.mark.parametrize("a_year", SIZES)
def test_a_region_has_about_as_many_a_year_and_is_the_same_each_time(a_year: int) -> None:
    people = region(a_year, seed=1)
    assert 0.6 * 3 * a_year < len(people) < 1.4 * 3 * a_year
    assert people == region(a_year, seed=1)
    assert people != region(a_year, seed=2)
    assert {person.half_year for person in people} == set(HALF_YEARS)


@pytest.mark.parametrize("columns", [("house",), ("house", "gender"), ("age", "reason", "gender")])
def test_margins_are_the_sum_of_their_parts_in_every_way(columns: tuple[str, ...]) -> None:
    people = during(region(40, seed=3), HALF_YEARS[:3])
    table = counted(people, columns)
    hours = summed(people, columns, "sessions")
    for whole, parts in parts_of(columns):
        assert table[whole] == sum(table[part] for part in parts)
        assert hours[whole] == sum(hours[part] for part in parts)
    assert table[frozenset()] == len(people)


def test_cells_are_those_of_counting_the_rows() -> None:
    people = region(40, seed=4)
    table = counted(people, ("house", "partner"))
    rows = Counter((row["house"], row["partner"]) for row in as_rows(people))
    for house in PUBLISHED["house"]:
        for partner in PUBLISHED["partner"]:
            assert (
                table[frozenset({("house", house), ("partner", partner)})] == rows[house, partner]
            )


def test_small_regions_have_few_large_cells_and_large_regions_many() -> None:
    filled = {}
    for a_year in SIZES:
        table = counted(region(a_year, seed=5), ("house", "partner"))
        filled[a_year] = sum(count >= 10 for count in table.values()) / len(table)
    assert filled[10] < 0.4 < filled[400]


def test_some_cells_rest_on_one_sender() -> None:
    people = region(400, seed=6)
    table = counted(people, ("house", "partner"))
    resting = [
        place
        for place, count in table.items()
        if count >= 10 > count - largest_part(people, place, "sender")
    ]
    assert resting
