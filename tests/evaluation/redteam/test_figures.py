"""Figures and rows beside tables, and who is in them: without its protection, each is missed."""

import pytest

from tests.evaluation.redteam.control import Keep, Outcome
from tests.evaluation.redteam.figures import WAYS, tried_figures, tried_participants
from tests.evaluation.redteam.records import tried_beside, tried_linkage
from tests.soak.budget import SEED, examples

FIRST = (SEED - 1) * 10_000


def numbers(short: int, long: int) -> range:
    return range(FIRST, FIRST + examples(short, long))


def is_missed_and_enough(outcome: Outcome, cases: int) -> None:
    assert outcome.cases >= cases
    assert outcome.won_off >= 0.95 * outcome.cases, outcome.missed
    assert not outcome.won_on, outcome.lost


@pytest.mark.parametrize("kind", WAYS)
def test_figures_that_the_attacker_refuses_give_values_away_and_others_do_not(
    kind: str, kept: Keep
) -> None:
    cases = examples(2, 200)
    is_missed_and_enough(kept(tried_figures(kind, iter(numbers(40, 4_000)), cases)), cases)


def test_who_is_counted_learns_too_much_only_where_nobody_knows_who_guided_whom(
    kept: Keep,
) -> None:
    cases = examples(1, 200)
    is_missed_and_enough(kept(tried_participants(iter(numbers(60, 4_000)), cases)), cases)


@pytest.mark.parametrize("of", ["k", "l"])
def test_nobody_is_found_among_rows(of: str, kept: Keep) -> None:
    cases = examples(3, 200)
    is_missed_and_enough(kept(tried_linkage(of, iter(numbers(100, 4_000)), cases)), cases)


def test_rows_beside_a_table_do_not_open_it(kept: Keep) -> None:
    cases = examples(2, 200)
    outcome, together = tried_beside(iter(numbers(60, 6_000)), cases)
    is_missed_and_enough(kept(outcome), cases)
    assert together  # and not by never letting rows go
