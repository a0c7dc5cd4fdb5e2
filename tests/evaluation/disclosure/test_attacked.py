"""The attack that every table has to stand before it is told, on tables that were told all the
same: it has to find what they give away."""

import pytest

from mentorship.evaluation.disclosure.attacked import attacked_table
from mentorship.evaluation.disclosure.releases import Release, release_of
from mentorship.evaluation.disclosure.rules import Limits
from tests.evaluation.samples import FINE, PAIRED, WHOLE, cohort, counted, level, specification

TEN = Limits()
FOUR = level("per kind", a="a", b="b", c="c", d="d"), level("all", all="abcd")
TWO_YEARS = counted(cohort("1", a=30, b=30, c=30), cohort("2", a=12, b=4, c=15))


def told(*releases: tuple[list[str], int]) -> list[Release]:
    return [release_of(specification(), cohorts, at) for cohorts, at in releases]


def test_a_table_that_may_be_told_leaves_nothing_to_find() -> None:
    found = attacked_table(specification(), TWO_YEARS, told((["1"], 0)), TEN)
    assert (found.asked > 0, found.unsafe) == (True, 0)
    assert attacked_table(
        specification(), TWO_YEARS, told((["1"], 0), (["1", "2"], 1)), TEN
    ).is_safe


@pytest.mark.parametrize(
    "releases",
    [
        [(["1"], 0), (["1", "2"], 0)],  # b of the second half-year
        [(["2"], 0)],
        [(["1", "2"], 0), (["2"], 1), (["1"], 0)],
    ],
)
def test_what_two_populations_differ_by_is_found(releases: list[tuple[list[str], int]]) -> None:
    assert attacked_table(specification(), TWO_YEARS, told(*releases), TEN).unsafe > 0


def test_totals_of_other_tables_about_the_same_people_count_too() -> None:
    cohorts = counted(cohort("1", a=30, b=30, c=30), cohort("2", a=2, b=3, c=4))
    other = release_of(specification(WHOLE, name="other"), ["1", "2"], 0)
    found = attacked_table(specification(), cohorts, [*told((["1"], 0)), other], TEN)
    assert found.unsafe > 0
    elsewhere = Release("other", 1, "other people", frozenset({"1", "2"}), 0)
    assert attacked_table(specification(), cohorts, [*told((["1"], 0)), elsewhere], TEN).is_safe


def test_groups_that_are_laid_over_one_another_are_found() -> None:
    """a, b+c and d, then a+b, c and d: of b is known what is left."""
    wanted = specification(*FOUR)
    cohorts = counted(cohort("1", a=30, b=4, c=12, d=25))
    first = release_of(wanted, ["1"], 0, frozenset("bc"))
    second = release_of(wanted, ["1"], 0, frozenset("ab"))
    assert attacked_table(wanted, cohorts, [first], TEN).is_safe
    assert not attacked_table(wanted, cohorts, [first, second], TEN).is_safe


def test_nearly_everybody_in_one_group_is_found() -> None:
    cohorts = counted(cohort("1", a=400, b=20, c=20))
    assert not attacked_table(specification(), cohorts, told((["1"], 0)), TEN).is_safe


def test_who_sent_most_of_a_group_is_an_attacker() -> None:
    """Of twelve all but three came through one; those whom nobody knows may have come through
    that one too."""
    for through in ({"referrer:1": 9}, {"referrer:1": 2, "referrer:": 7}):
        sent = {"b": through}
        cohorts = counted(cohort("1", a=30, b=12, c=30, contributors=sent))
        assert not attacked_table(specification(), cohorts, told((["1"], 0)), TEN).is_safe
        paired = specification(PAIRED, WHOLE)
        assert attacked_table(paired, cohorts, [release_of(paired, ["1"], 0)], TEN).is_safe


def test_nobody_can_be_there_is_no_secret() -> None:
    fine = specification(FINE, WHOLE)
    cohorts = counted(cohort("1", impossible="c", a=30, b=30))
    assert attacked_table(fine, cohorts, [release_of(fine, ["1"], 0)], TEN).is_safe
    cohorts = counted(cohort("1", a=30, b=30))
    assert not attacked_table(fine, cohorts, [release_of(fine, ["1"], 0)], TEN).is_safe
