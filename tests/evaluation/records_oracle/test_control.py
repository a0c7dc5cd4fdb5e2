"""What the oracle catches when something isn't as it should be."""

from collections import Counter
from itertools import islice
from operator import le
from random import Random

import pytest

from tests.evaluation.records_oracle.bundles import VALUES
from tests.evaluation.records_oracle.classes import ALL_RULES, Reading, Rule
from tests.evaluation.records_oracle.differences import given_away
from tests.evaluation.records_oracle.draws import any_people, any_shape
from tests.evaluation.records_oracle.least import every_way, passing
from tests.evaluation.records_oracle.linkage import looked_for
from tests.evaluation.records_oracle.people import (
    AGE,
    GENDER,
    HALF_YEAR,
    HOUSE,
    PARTNER,
    Ladders,
    Levels,
    Person,
    classes_of,
)
from tests.evaluation.records_oracle.told import Table, records_at
from tests.soak.budget import dice, examples, rounds

THRESHOLD = 5
_AGES = ("0-15", "16-17", "18-20", "21-24", "25-")
_PARTNERS = ("education", "care", "municipality", "justice", "unknown")
_HALF_YEARS = ("2023-1", "2023-2")


def _same(*values: str) -> dict[str, str]:
    return {value: value for value in values}


def _all(*values: str) -> dict[str, str]:
    return dict.fromkeys(values, "all")


LADDERS: Ladders = {
    AGE: [
        _same(*_AGES),
        {one: "0-17" if one < "18" else "18-" for one in _AGES},
        _all(*_AGES),
    ],
    GENDER: [_same("man", "woman"), _all("man", "woman")],
    HOUSE: [_same("KEN", "ZW"), _all("KEN", "ZW")],
    PARTNER: [_same(*_PARTNERS), _all(*_PARTNERS)],
    HALF_YEAR: [_same(*_HALF_YEARS), _all(*_HALF_YEARS)],
}
LOOKS = {AGE: _AGES, GENDER: ("man", "woman"), HOUSE: ("KEN", "ZW"), PARTNER: _PARTNERS[:4]}
FINEST = (0, 0, 0, 0, 0)
# Who finds somebody where these are left out: what holds without some rows nearly holds with them.
FINDS = {
    frozenset({Rule.TWO_VALUES, Rule.ONE_ROW, Rule.ONE_WHO_KNOWS}): "anybody",
    frozenset({Rule.ONE_ROW, Rule.ONE_WHO_KNOWS}): "one of them",
    frozenset({Rule.ONE_WHO_KNOWS}): "mentor referrer",
}


def _people(number: int) -> list[Person]:
    rolled = dice("control", number)
    secrets = dict(list(VALUES.items())[:2])
    return any_people(rolled, any_shape(rolled, _HALF_YEARS, 25), LOOKS, secrets)


def _told(people: list[Person], rules: frozenset[Rule]) -> Levels | None:
    return next(
        passing(people, LADDERS, THRESHOLD, Reading.MILD, lambda _levels: True, rules), None
    )


@pytest.mark.parametrize(("off", "who"), FINDS.items(), ids=FINDS.values())
def test_without_a_rule_somebody_is_found(
    off: frozenset[Rule], who: str, tried: Counter[str]
) -> None:
    """With all of them nobody is, by anybody."""
    for number in rounds(40, 3_000, at_most=examples(60, 120)):
        people = _people(number)
        with_all = _told(people, ALL_RULES)
        if with_all is not None:
            assert not list(looked_for(classes_of(people, LADDERS, with_all)))
            tried["told with all rules"] += 1
        without = _told(people, ALL_RULES - off)
        if without is not None and without != with_all:
            found = list(looked_for(classes_of(people, LADDERS, without)))
            tried["told more without one"] += 1
            tried["somebody found"] += any(one.who.split()[0] in who for one in found)
    assert tried["told with all rules"]
    assert tried["somebody found"]


def test_rows_that_are_too_fine_are_caught() -> None:
    """As they are they never do, and who goes up from what does finds that it does too."""
    people = next(some for some in map(_people, range(99)) if _told(some, ALL_RULES))
    ways = list(passing(people, LADDERS, THRESHOLD, Reading.MILD, lambda _levels: True))
    assert ways
    assert FINEST not in ways
    for levels in every_way(LADDERS):
        if any(all(map(le, way, levels)) for way in ways):
            assert levels in ways


def _few_more(number: int) -> tuple[list[Person], Table, Table]:
    """A table about both half-years, of which the second has only so many; and about the first."""
    people = [
        Person(
            {AGE: "18-20", GENDER: "man", HOUSE: "KEN", PARTNER: "care", HALF_YEAR: half_year},
            {"end_kind": VALUES["end_kind"][place % 2]},
            frozenset({f"m {half_year} {place}"}),
            frozenset({f"w {half_year} {place}"}),
        )
        for half_year, many in zip(_HALF_YEARS, (30, number), strict=True)
        for place in range(many)
    ]
    return people, _table(people, _HALF_YEARS), _table(people, _HALF_YEARS[:1])


def _table(people: list[Person], half_years: tuple[str, ...]) -> Table:
    counts = Counter(one.secrets["end_kind"] for one in people if one.half_year in half_years)
    cells = {frozenset({(value,)}): counts[value] for value in VALUES["end_kind"]}
    return Table(("end_kind",), frozenset(half_years), cells)


@pytest.mark.parametrize(("number", "is_caught"), [(2, True), (7, True), (22, False), (40, False)])
def test_a_few_people_between_rows_and_a_table_are_caught(number: int, is_caught: bool) -> None:
    """Of the rows of the first half-year and the table of both, nobody is told the second."""
    people, both, _ = _few_more(number)
    told = {"end_kind": VALUES["end_kind"][:2]}  # that the third can't be is known
    first = [one for one in people if one.half_year == _HALF_YEARS[0]]
    records = records_at(first, LADDERS, FINEST)
    both = Table(both.columns, both.half_years, dict(islice(both.cells.items(), 2)))
    found = list(given_away(people, told, [both], [records], 10))
    assert bool(found) == is_caught
    assert not list(given_away(people, told, [both], [], 10))


@pytest.mark.parametrize(("number", "is_caught"), [(3, True), (24, False)])
def test_a_half_year_that_rows_leave_open_is_caught_beside_a_table(
    number: int, is_caught: bool
) -> None:
    """Rows say only the year, and a table tells the first half of it."""
    people, _, first = _few_more(number)
    told = {"end_kind": VALUES["end_kind"][:2]}
    records = records_at(people, LADDERS, (0, 0, 0, 0, 1))
    first = Table(first.columns, first.half_years, dict(islice(first.cells.items(), 2)))
    found = list(given_away(people, told, [first], [records], 10))
    assert bool(found) == is_caught


def test_who_looks_for_somebody_leaves_out_what_their_half_year_cannot_hold() -> None:
    people, *_ = _few_more(10)
    classes = classes_of(people, LADDERS, (0, 0, 0, 0, 1))
    assert not list(looked_for(classes))
    found = list(looked_for(classes, lambda half_year, _column, value: value == "planned"))
    assert {one.value for one in found} == {"planned"}


def test_the_same_dice_draw_the_same_people() -> None:
    shape = any_shape(Random(1), _HALF_YEARS, 9)
    drawn = [any_people(Random(2), shape, LOOKS, VALUES) for _ in range(2)]
    assert drawn[0] == drawn[1]
