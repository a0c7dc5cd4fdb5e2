"""Who takes away the rows they know: known answers by hand, and every one of them tried naively."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.records import (
    Asked,
    Hierarchy,
    Insiders,
    Row,
    Sensitive,
    holds,
    least_general,
    with_offices,
    withstands,
)

NINE_TENTHS = Fraction(9, 10)
INSIDERS = Insiders("person", "through", "house")
KIND = [Sensitive("kind")]


def alike(kinds: str, through: dict[int, set[str]] | None = None, persons: str = "") -> list[Row]:
    """One row for each letter, by default of as many people, whom nobody else knows."""
    return [
        {
            "kind": kind,
            "person": persons[at] if persons else str(at),
            "through": frozenset((through or {}).get(at, set())),
            "house": "A",
        }
        for at, kind in enumerate(kinds)
    ]


def asked(k: int = 10, share: Fraction = NINE_TENTHS) -> Asked:
    return Asked(k, 2, share=share)


@pytest.mark.parametrize(
    ("kinds", "goes"),
    [
        ("x" * 10, False),
        ("x" * 9 + "y", False),  # whoever is y knows that all others are x
        ("x" * 8 + "yy", True),  # without one y eight of nine are x
        ("x" * 18 + "yy", False),  # without one y 18 of 19 are x
        ("x" * 17 + "yyy", True),  # 17 of 19
        ("x" * 17 + "yyz", True),
        ("x" * 8 + "yz", True),
        ("x" * 27 + "yyy", False),  # nine tenths of all, 27 of the 29 others
        ("x" * 26 + "yyyy", True),
        ("x" * 5 + "y" * 4, False),  # nine people
    ],
)
def test_who_is_one_of_them_takes_away_their_own(kinds: str, goes: bool) -> None:
    assert withstands(alike(kinds), KIND, asked(), INSIDERS) is goes


def test_somebody_with_several_rows_takes_them_all_and_counts_once() -> None:
    twice = alike("x" * 8 + "yyx", persons="01234567889")
    assert not withstands(twice, KIND, asked(), INSIDERS)  # ten people, and 9 x of the 9 others
    assert withstands(alike("x" * 8 + "yyyx", persons="012345678899"), KIND, asked(9), INSIDERS)
    assert not withstands(
        alike("x" * 8 + "yyyx", persons="012345678899"), KIND, asked(11), INSIDERS
    )


@pytest.mark.parametrize(
    ("through", "goes"),
    [
        ({}, True),
        ({0: {"mentor:a"}, 1: {"mentor:b"}}, True),
        ({at: {"mentor:a"} for at in range(4)}, False),  # nine others
        ({0: {"mentor:a"}, 1: {"mentor:a"}, 2: {"referrer:a"}, 3: {"referrer:a"}}, True),
        ({10: {"mentor:a"}, 11: {"mentor:a"}}, False),  # two y: ten of the eleven others are x
        ({10: {"mentor:a"}, 11: {"mentor:b"}}, True),
        ({10: {"referrer:a"}, 11: {"referrer:"}}, False),  # the other one may be theirs too
        ({0: {"referrer:a"}, 11: {"referrer:"}}, True),
        ({10: {"referrer:"}, 11: {"referrer:"}}, False),  # somebody may have sent both
        ({0: {"referrer:a"}} | {at: {"referrer:"} for at in (1, 2, 3)}, False),  # nine, maybe
    ],
)
def test_who_knows_several_takes_away_all_of_theirs(
    through: dict[int, set[str]], goes: bool
) -> None:
    """Ten x and three y."""
    assert withstands(alike("x" * 10 + "yyy", through), KIND, asked(), INSIDERS) is goes


def test_a_house_is_an_insider_where_its_column_is_not_told() -> None:
    rows = [{**row, "house": "AB"[at % 2]} for at, row in enumerate(alike("xy" * 12))]
    houses = Hierarchy("house", {"A": ("all",), "B": ("all",)})
    mixed = [{**row, "kind": "xy"[at // 2 % 2]} for at, row in enumerate(rows)]
    assert least_general(mixed, [houses], KIND, asked(12), INSIDERS) == (0,)
    # Told as a column, thirteen are too few; together each House leaves twelve.
    assert least_general(mixed, [houses], KIND, asked(13), INSIDERS) is None
    assert least_general(mixed, [houses], KIND, asked(13), Insiders("person", "through")) == (1,)
    (first, *_rest) = with_offices(rows, [{**row, "house": "all"} for row in rows], INSIDERS)
    assert first["through"] == {"house:A"}
    assert with_offices(rows, rows, INSIDERS) == rows


rows_of_people = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from("xxxy"),
            "person": st.integers(0, 12),
            "through": st.sets(
                st.sampled_from(["mentor:a", "mentor:b", "referrer:a", "referrer:"]), max_size=3
            ).map(frozenset),
        }
    ),
    min_size=1,
    max_size=12,
)


@given(rows_of_people, st.integers(1, 4), st.sampled_from([Fraction(1, 2), Fraction(3, 4), 1]))
@settings(deadline=None, max_examples=300)
def test_it_is_what_trying_everybody_finds(rows: list[Row], k: int, share: Fraction) -> None:
    """Also every way in which whom nobody can name may be somebody's."""
    found = withstands(rows, KIND, asked(k, Fraction(share)), Insiders("person", "through"))
    assert found is _tried(rows, k, Fraction(share))


def _tried(rows: list[Row], k: int, share: Fraction) -> bool:
    for person in {row["person"] for row in rows}:
        if not _in_doubt([row for row in rows if row["person"] != person], share):
            return False
    for kind in ("mentor", "referrer"):
        nobody = f"{kind}:"
        for who in (nobody, f"{kind}:a", f"{kind}:b"):
            sure = {at for at, row in enumerate(rows) if who in _who(row) and who != nobody}
            maybe = {at for at, row in enumerate(rows) if nobody in _who(row)} - sure
            for more in _subsets(maybe):
                known = sure | more
                rest = [row for at, row in enumerate(rows) if at not in known]
                theirs = {rows[at]["person"] for at in known}
                people = {row["person"] for row in rows} - theirs
                if len(people) < k or not _in_doubt(rest, share):
                    return False
    return True


def _who(row: Row) -> frozenset[str]:
    through = row["through"]
    assert isinstance(through, frozenset)
    return through


def _subsets(some: set[int]) -> Iterator[set[int]]:
    sizes = range(len(some) + 1)
    return map(set, chain.from_iterable(combinations(sorted(some), size) for size in sizes))


def _in_doubt(rest: list[Row], share: Fraction) -> bool:
    return all(number <= share * len(rest) for number in Counter(r["kind"] for r in rest).values())


@given(rows_of_people, st.integers(1, 4))
@settings(deadline=None, max_examples=100)
def test_more_is_asked_than_k_and_l(rows: list[Row], k: int) -> None:
    plain = Insiders("person", "through")
    if holds(rows, [], KIND, asked(k), plain):
        assert holds(rows, [], KIND, Asked(k, 2))
        assert len({row["kind"] for row in rows}) >= 2
