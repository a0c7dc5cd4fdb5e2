"""Published examples, and every level of every column tried naively."""

from collections import Counter
from collections.abc import Hashable
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from mentorship.evaluation.disclosure.records import (
    Asked,
    Hierarchy,
    Row,
    Sensitive,
    anonymity,
    classes,
    closeness,
    distance,
    diversity,
    generalised,
    holds,
    least_general,
)

SALARIES = tuple(range(3, 12))


@pytest.mark.parametrize(
    ("salaries", "published"),
    [((3, 4, 5), "0.375"), ((6, 8, 11), "0.167")],
)
def test_the_distances_of_two_classes_of_salaries(
    salaries: tuple[int, ...], published: str
) -> None:
    """Li, Li and Venkatasubramanian 2007, section 5: salaries of 3000 to 11 000 in nine steps."""
    found = distance(Counter(salaries), Counter(SALARIES), SALARIES)
    assert f"{float(found):.3f}" == published


def test_the_closeness_of_a_table_with_three_classes_of_salaries() -> None:
    """The same paper, table 5: 0.167-closeness with respect to salary."""
    groups = {"a": (3, 5, 9), "b": (6, 11, 8), "c": (4, 7, 10)}
    rows: list[Row] = [{"group": name, "pay": pay} for name in groups for pay in groups[name]]
    found = closeness(classes(rows, ["group"]), Sensitive("pay", SALARIES))
    assert found == Fraction(1, 6)


INPATIENTS = [
    ("13053", 28, "heart"),
    ("13068", 29, "heart"),
    ("13068", 21, "viral"),
    ("13053", 23, "viral"),
    ("14853", 50, "cancer"),
    ("14853", 55, "heart"),
    ("14850", 47, "viral"),
    ("14850", 49, "viral"),
    ("13053", 31, "cancer"),
    ("13053", 37, "cancer"),
    ("13068", 36, "cancer"),
    ("13068", 35, "cancer"),
]


@pytest.mark.parametrize(
    ("digits", "ages", "k", "values"),
    [(3, (30, 40), 4, 1), (4, (41,), 4, 3)],
    ids=["four look alike", "three illnesses each"],
)
def test_inpatients_of_the_paper_on_diversity(
    digits: int, ages: tuple[int, ...], k: int, values: int
) -> None:
    """Machanavajjhala and others 2007, figures 2 and 3: 4-anonymous, then 3-diverse."""
    rows: list[Row] = [
        {"code": code[:digits], "age": sum(age >= step for step in ages), "illness": illness}
        for code, age, illness in INPATIENTS
    ]
    alike = classes(rows, ["code", "age"])
    assert (anonymity(alike), diversity(alike, "illness")) == (k, values)


shares = st.dictionaries(st.integers(0, 4), st.integers(1, 5), min_size=1)


@given(shares, shares, st.booleans())
@settings(deadline=None, max_examples=60)
def test_the_distance_is_the_least_work_of_moving_earth(
    some: dict[Hashable, int], everybody: dict[Hashable, int], is_ordered: bool
) -> None:
    """As a transport problem, which is its definition."""
    from_, to = (
        [counts.get(value, 0) / sum(counts.values()) for value in range(5)]
        for counts in (some, everybody)
    )
    places = range(5)
    work = [abs(i - j) / 4 if is_ordered else float(i != j) for i, j in product(places, places)]
    rows = np.array([[i == at for i, _ in product(places, places)] for at in places], float)
    columns = np.array([[j == at for _, j in product(places, places)] for at in places], float)
    moved = linprog(work, A_eq=np.vstack([rows, columns]), b_eq=[*from_, *to])
    order = tuple(range(5)) if is_ordered else None
    assert float(distance(some, everybody, order)) == pytest.approx(moved.fun, abs=1e-9)


AGES = Hierarchy("age", {age: (age // 2, age // 4, "*") for age in range(8)})
PLACES = Hierarchy("place", {place: (place in "ab", "*") for place in "abcd"})
GENDERS = Hierarchy("gender", {"m": ("*",), "f": ("*",)})
ALL = (AGES, PLACES, GENDERS)

people = st.fixed_dictionaries(
    {
        "age": st.integers(0, 7),
        "place": st.sampled_from("abcd"),
        "gender": st.sampled_from("mf"),
        "why": st.sampled_from("xyz"),
        "score": st.integers(1, 3),
    }
)
demands = st.builds(
    Asked, st.integers(1, 5), st.integers(1, 3), st.fractions(0, 1, max_denominator=6)
)


@given(st.lists(people, min_size=1, max_size=14), demands)
@settings(deadline=None, max_examples=40)
def test_the_least_general_level_is_that_of_trying_all(rows: list[Row], asked: Asked) -> None:
    sensitive = (Sensitive("why"), Sensitive("score", (1, 2, 3)))
    holding = {
        levels: number
        for levels in product(range(4), range(3), range(2))
        if (number := naive_classes(rows, levels, asked))
    }
    found = least_general(rows, ALL, sensitive, asked)
    if not holding:
        assert found is None
        return
    assert found == min(holding, key=lambda levels: (sum(levels), -holding[levels], levels))
    assert least_general(rows[::-1], ALL, sensitive, asked) == found


def naive_classes(rows: list[Row], levels: tuple[int, ...], asked: Asked) -> int:
    """How many classes there are when all is as asked, 0 when it is not."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        key = tuple(
            row[each.column] if level == 0 else each.ways[row[each.column]][level - 1]
            for each, level in zip(ALL, levels, strict=True)
        )
        groups.setdefault(key, []).append(row)
    for group in groups.values():
        if len(group) < asked.k:
            return 0
        for column, ordered in (("why", False), ("score", True)):
            if len({row[column] for row in group}) < asked.l:
                return 0
            if naive_distance(group, rows, column, ordered) > asked.t:
                return 0
    return len(groups)


def naive_distance(group: list[Row], rows: list[Row], column: str, ordered: bool) -> Fraction:
    def share(some: list[Row], *values: Hashable) -> Fraction:
        return Fraction(sum(row[column] in values for row in some), len(some))

    if ordered:
        first = share(group, 1) - share(rows, 1)
        second = share(group, 1, 2) - share(rows, 1, 2)
        return (abs(first) + abs(second)) / 2
    return sum((max(Fraction(), share(group, v) - share(rows, v)) for v in "xyz"), Fraction())


def test_rows_become_coarser_and_keep_what_is_sensitive() -> None:
    row: Row = {"age": 5, "place": "c", "gender": "f", "why": "x", "score": 2}
    assert generalised([row], ALL, (1, 1, 0)) == [
        {"age": 2, "place": False, "gender": "f", "why": "x", "score": 2}
    ]


def test_nobody_can_be_told_apart_where_nobody_is() -> None:
    assert holds([], ["age"], [Sensitive("why")], Asked(10, 2))


def test_hierarchies_that_split_again_or_end_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="becomes two things"):
        Hierarchy("age", {1: ("young", "a"), 2: ("young", "b")})
    with pytest.raises(ValueError, match="more and fewer"):
        Hierarchy("age", {1: ("young",), 2: ("young", "*")})


def test_an_order_has_every_value_once() -> None:
    for order in [(1, 2), (1, 2, 2, 3)]:
        with pytest.raises(ValueError, match="order"):
            distance({1: 1}, {1: 1, 3: 1}, order)


def test_an_unknown_value_is_no_wild_card() -> None:
    with pytest.raises(KeyError):
        least_general([{"gender": "x"}], [GENDERS], [], Asked(2, 1))


def test_of_as_few_steps_the_most_classes_are_kept() -> None:
    """Ages in pairs leave four classes of two and more, no gender leaves three."""
    several = {(0, "m"): 1, (1, "m"): 1, (0, "f"): 2, (1, "f"): 2, (2, "m"): 2, (2, "f"): 2}
    rows: list[Row] = [
        {"age": age, "gender": gender} for (age, gender), n in several.items() for _ in range(n)
    ]
    assert least_general(rows, [AGES, GENDERS], [], Asked(2, 1)) == (1, 0)
    assert least_general(rows[::-1], [AGES, GENDERS], [], Asked(2, 1)) == (1, 0)
