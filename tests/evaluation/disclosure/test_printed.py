"""What printed figures give away is what trying every pair of counts gives away."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.attack.attacking import Attack
from mentorship.evaluation.disclosure.attack.evidence import Evidence
from mentorship.evaluation.disclosure.attack.printed import (
    Ties,
    bar,
    bars_compared,
    mean,
    mean_of_counts,
    share,
    told_sum,
)
from mentorship.evaluation.disclosure.statements import Combination, Interval

ROUNDINGS = {Ties.UP: ROUND_HALF_UP, Ties.EVEN: ROUND_HALF_EVEN}
MOST = 24


@cache
def as_printed(above: int, below: int, decimals: int, ties: Ties) -> str:
    digits = Decimal(1).scaleb(-decimals)
    return str((Decimal(above) / Decimal(below)).quantize(digits, ROUNDINGS[ties]))


def attacker(told: tuple[Combination, ...], **most: int) -> Attack:
    return Attack(Evidence({cell: Interval(0, high) for cell, high in most.items()}, (), told))


@given(st.integers(1, MOST), st.data(), st.integers(0, 2), st.sampled_from(Ties))
@settings(deadline=None, max_examples=25)
def test_a_share_of_hidden_counts(
    whole: int, data: st.DataObject, decimals: int, ties: Ties
) -> None:
    part = data.draw(st.integers(0, whole))
    printed = as_printed(100 * part, whole, decimals, ties)
    pairs = [
        (p, w)
        for w in range(1, MOST + 1)
        for p in range(w + 1)
        if as_printed(100 * p, w, decimals, ties) == printed
    ]
    attack = attacker(share(printed, "p", "w", ties=ties), w=MOST)
    assert attack.interval("p") == Interval(min(p for p, _ in pairs), max(p for p, _ in pairs))
    assert attack.interval("w") == Interval(min(w for _, w in pairs), max(w for _, w in pairs))


@given(st.lists(st.integers(0, 3), min_size=4, max_size=4).filter(any), st.sampled_from(Ties))
@settings(deadline=None, max_examples=15)
def test_a_mean_of_hidden_answers(counts: list[int], ties: Ties) -> None:
    """Four answers of one to four points, at most three people each."""

    def printed_mean(table: tuple[int, ...]) -> str:
        points = sum(value * count for value, count in enumerate(table, start=1))
        return as_printed(points, sum(table), 1, ties)

    told = printed_mean(tuple(counts))
    tables = [t for t in product(range(4), repeat=4) if any(t) and printed_mean(t) == told]
    values = {"one": 1, "two": 2, "three": 3, "four": 4}
    attack = attacker(mean_of_counts(told, values, ties=ties), **dict.fromkeys(values, 3))
    for place, cell in enumerate(values):
        seen = [table[place] for table in tables]
        assert attack.interval(cell) == Interval(min(seen), max(seen))


@given(st.integers(1, 12), st.data())
@settings(deadline=None, max_examples=15)
def test_a_mean_of_a_hidden_total(number: int, data: st.DataObject) -> None:
    total = data.draw(st.integers(number, 5 * number))
    told = as_printed(total, number, 1, Ties.UP)
    pairs = [
        (s, n)
        for n in range(1, 13)
        for s in range(n, 5 * n + 1)
        if as_printed(s, n, 1, Ties.UP) == told
    ]
    attack = attacker(mean(told, "s", "n", (1, 5)), n=12)
    assert attack.interval("s") == Interval(min(s for s, _ in pairs), max(s for s, _ in pairs))
    assert attack.interval("n") == Interval(min(n for _, n in pairs), max(n for _, n in pairs))


def test_a_third_in_one_decimal_says_that_the_whole_is_three_or_more_and_no_four() -> None:
    """33.3 of an unknown number: 1 of 3 at least; of fewer than five people it is 1 of 3."""
    told = share("33,3", "p", "w")
    assert attacker(told).interval("p") == Interval(1, None)
    assert attacker(told).interval("w") == Interval(3, None)
    assert attacker(told, w=5).interval("w") == Interval.exactly(3)
    assert attacker(told, w=5).interval("p") == Interval.exactly(1)


def test_a_share_of_a_printed_whole_is_the_count() -> None:
    """Thirteen percent of forty people is five of them, whatever the rounding hides."""
    evidence = Evidence({"w": Interval.exactly(40)}, (), share("13", "p", "w"))
    assert Attack(evidence).interval("p") == Interval.exactly(5)


@pytest.mark.parametrize(
    ("ties", "printed", "expected"),
    [
        (Ties.UP, "1", Interval(1, 2)),
        (Ties.UP, "0", Interval(0, 0)),
        (Ties.EVEN, "1", Interval(2, 2)),
        (Ties.EVEN, "0", Interval(0, 1)),
    ],
)
def test_a_half_goes_where_the_rule_says(ties: Ties, printed: str, expected: Interval) -> None:
    """Of two hundred people one is half a percent."""
    evidence = Evidence({"w": Interval.exactly(200)}, (), share(printed, "p", "w", ties=ties))
    assert Attack(evidence).interval("p") == expected


def test_bars_tell_their_length() -> None:
    """Eight pixels a person, read to the pixel: exact. One pixel for two: a range."""
    seen = Fraction(1)
    fine = attacker((bar("men", Fraction(56), Fraction(8), seen),))
    assert fine.interval("men") == Interval.exactly(7)
    coarse = attacker((bar("men", Fraction(4), Fraction(1, 2), seen),))
    assert coarse.interval("men") == Interval(6, 10)


def test_bars_without_an_axis_tell_how_one_is_to_the_other() -> None:
    told = bars_compared("men", "women", (Fraction(100), Fraction(50)), Fraction(1))
    evidence = Evidence({"women": Interval.exactly(20)}, (), told)
    assert Attack(evidence).interval("men") == Interval(39, 41)


def test_two_printed_sums_give_the_answers_behind_them_away() -> None:
    """Number, total and squares of answers one to three: three sums, three answers."""
    values = {"one": 1, "two": 2, "three": 3}
    told = tuple(
        told_sum({cell: value**power for cell, value in values.items()}, total)
        for power, total in [(0, 9), (1, 20), (2, 48)]
    )
    attack = attacker(told)
    assert [attack.interval(cell) for cell in values] == [
        Interval.exactly(1),
        Interval.exactly(5),
        Interval.exactly(3),
    ]


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="Fraction"):
        share("–", "p", "w")
