"""Plans lose as little as any safe plan, by trying all of them; and every plan is safe."""

from itertools import islice

from hypothesis import HealthCheck, assume, given, settings

from mentorship.evaluation.disclosure.protection.defences import NothingIsSafe
from mentorship.evaluation.disclosure.protection.primary import Protections, demands_on
from mentorship.evaluation.disclosure.protection.protecting import losses_of, protect
from mentorship.evaluation.disclosure.protection.suppression import Proof
from tests.evaluation.disclosure import naive, worlds
from tests.soak.budget import examples

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


# Tables with more cheaper sets than this are another draw: only of 2 x 2 x 2 are there such.
MOST_SETS = 500


def exhaustive(short: int, long: int):
    return settings(max_examples=examples(short, long), deadline=None, suppress_health_check=SLOW)


def only(threshold: int, **switches: bool) -> Protections:
    off = {"contributor": False, "group": False, "dominance": False, "shares": False}
    return Protections(threshold=threshold, **{**off, **switches})


def holds(world: worlds.World, protections: Protections) -> None:
    """The plan is safe, and no set of cells that loses less is."""
    demands, _ = demands_on(world.figures, protections)
    losses = losses_of(world.figures)
    asked = world.figures.asked - world.figures.impossible
    needing = world.needing() & asked
    try:
        plan = protect(world.figures, demands)
    except NothingIsSafe:
        assert not world.is_safe(frozenset(asked))
        return
    assert world.is_safe(plan.hidden)
    assert plan.proof is Proof.OPTIMAL
    assert plan.loss == plan.bound == sum(losses[cell] for cell in plan.hidden)
    cheaper = naive.hide_sets(needing, asked - needing, losses, below=plan.loss)
    tried = list(islice(cheaper, MOST_SETS + 1))
    assume(len(tried) <= MOST_SETS)
    for hidden in tried:
        assert not world.is_safe(hidden), f"{sorted(hidden, key=repr)} loses less"


@exhaustive(30, 3_000)
@given(worlds.crossed())
def test_small_tables_lose_as_little_as_can_be(world):
    worlds.small_counts(world)
    holds(world, only(world.threshold))


@exhaustive(40, 2_000)
@given(worlds.linked())
def test_linked_tables_lose_as_little_as_can_be(world):
    worlds.small_counts(world)
    holds(world, only(world.threshold))


@exhaustive(30, 2_000)
@given(worlds.crossed(largest=6, contributors=True, sizes=((3,), (2, 2), (2, 3))))
def test_who_brought_some_of_them_learns_nothing_of_the_others(world):
    worlds.small_counts(world)
    worlds.insiders(world)
    holds(world, only(world.threshold, contributor=True))


@exhaustive(40, 2_000)
@given(worlds.crossed(largest=40, sizes=((2,), (3,), (2, 2), (2, 3))))
def test_nobody_learns_that_nearly_all_are_in_one_group(world):
    worlds.small_counts(world)
    worlds.large_groups(world)
    holds(world, only(world.threshold, group=True))


@exhaustive(4, 150)
@given(worlds.crossed(largest=3, sizes=((2, 2, 2),)))
def test_three_dimensions_lose_as_little_as_can_be(world):
    worlds.small_counts(world)
    holds(world, only(world.threshold))


@exhaustive(40, 2_000)
@given(worlds.cohorts())
def test_what_was_told_of_a_half_year_counts_when_the_year_is_told(two):
    first, both = two
    worlds.small_counts(first)
    worlds.small_counts(both)
    told = protect(first.figures, demands_on(first.figures, only(first.threshold))[0]).told
    demands, _ = demands_on(both.figures, only(both.threshold))
    asked = both.figures.asked - both.figures.impossible
    losses = losses_of(both.figures)
    try:
        plan = protect(both.figures, demands, told)
    except NothingIsSafe:
        assert not both.is_safe(asked, told)
        return
    assert both.is_safe(plan.hidden, told)
    assert plan.proof is Proof.OPTIMAL
    needing = both.needing() & asked
    for hidden in naive.hide_sets(needing, asked - needing, losses, below=plan.loss):
        assert not both.is_safe(hidden, told)
