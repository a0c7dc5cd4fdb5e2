"""The red team: nobody learns a protected value, but with a protection off; and it is useful."""

import pytest

from mentorship.evaluation.disclosure.protection.suppression import Proof
from tests.evaluation.redteam import draws
from tests.evaluation.redteam.attacks import FROM_OUTSIDE, Target
from tests.evaluation.redteam.bundles import Asked, release
from tests.evaluation.redteam.control import PROTECTIONS, tried
from tests.evaluation.redteam.searching import BUNDLES, FIRST, PAIRS, look_at
from tests.soak.budget import examples


def numbers(short: int, long: int) -> range:
    return range(FIRST, FIRST + examples(short, long))


def test_no_bundle_gives_a_protected_value_away() -> None:
    for number in numbers(6, BUNDLES):
        assert not look_at("bundle", number).lost, number


def test_no_two_successive_bundles_give_a_protected_value_away() -> None:
    for number in numbers(2, PAIRS):
        assert not look_at("pair", number).lost, number


@pytest.mark.parametrize("name", PROTECTIONS)
def test_a_protection_taken_away_is_missed(name: str) -> None:
    outcome = tried(name, iter(numbers(60, 4_000)), examples(1, 200))
    assert outcome.cases == examples(1, 200)
    assert outcome.won_off >= 0.95 * outcome.cases, outcome.missed
    assert not outcome.won_on, outcome.lost


def test_plans_of_two_dimensions_are_proven() -> None:
    for number in numbers(9, 500):
        (one,) = draws.released((draws.bundle(number),))
        if all(len(columns) <= 2 for columns in one.asked.tables):
            assert one.plan.proof is Proof.OPTIMAL
            assert one.plan.loss == one.plan.bound


def test_what_may_be_told_whole_is_told_whole() -> None:
    """Large regions of which nobody knows a part: by these attacks nothing in them is protected."""
    whole = []
    for number in numbers(1, 20):
        for columns in (("house",), ("gender",), ("gender", "age"), ("age", "partner")):
            one = release(Asked(2_000, number, (columns,), contributors=False))
            if not any(True for attack in FROM_OUTSIDE for _ in attack(Target([one]))):
                whole.append(columns)
                assert not one.hidden, (number, columns)
    assert {len(columns) for columns in whole} == {1, 2}
