"""How long, how, why and by whose wish it ended are told of the same people, in five tables.

Whoever lays them side by side, also those of another bundle, learns of no group that one of them
keeps back. Bundles about invented people, one or two after the other, each with some of the tables
in any order; after each of them everything that was told is attacked together.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from mentorship.evaluation.disclosure.verdicts import Outcome
from mentorship.evaluation.measures.closures import BY_KIND, BY_REASON, BY_WHOM
from mentorship.evaluation.measures.lasting import ATTRITION, DURATION
from mentorship.evaluation.tables import Specification
from mentorship.foundation.db import Db
from tests.evaluation.linked.oracle import Leak, Why, leaks
from tests.evaluation.linked.worlds import (
    ALL_IN_ONE,
    PLANNED,
    ROW_OF,
    TABLES,
    Ask,
    World,
    any_story,
    every_place,
    large_world,
    specifications,
    tell,
    tell_each_alone,
    world_of,
)
from tests.soak.budget import dice, examples, replay, rounds

HERE = "tests/evaluation/linked/test_linked_tables.py"
SENDERS = pytest.mark.parametrize("through", [0, 4], ids=["nobody inside", "mentors and referrers"])


BUNDLES = pytest.mark.parametrize("bundles", [1, 2], ids=["one bundle", "one after the other"])


@BUNDLES
@SENDERS
def test_nobody_works_out_what_a_table_keeps_back(
    bundles: int, through: int, db: Db, tried: Counter[str]
) -> None:
    """Of people who are in a row of one table and one of another, which no table ever shows, none
    learns that they are few. That they are at least so many follows from any two tables that
    divide the same people, however large their rows are: how often it does is counted."""
    for number in rounds(3, 2_000, at_most=examples(0.4, 900)):
        world, asks = any_story(dice("linked", bundles, through, number), bundles, through)
        told = list(tell(db, world, asks))
        for last in range(1, len(told) + 1):
            found = list(leaks(world, told[:last]))
            worse = [one for one in found if not one.is_only_at_least]
            about = f"story {number}, bundle {last} of {asks}: {replay(HERE)}"
            assert not worse, f"{worse[0]}\n{about}"
            tried["bundles with at least so many in two rows at once"] += bool(found)
        tried.update(str(one.outcome) for bundle in told for one in bundle.verdicts)
        tried["stories"] += 1
    assert tried["stories"]


@BUNDLES
def test_who_looks_at_each_table_alone_gives_people_away(bundles: int, tried: Counter[str]) -> None:
    """So that a search that finds nothing isn't one that can't find anything."""
    for number in rounds(12, 1_000, at_most=examples(10, 300)):
        world, asks = any_story(dice("linked", bundles, 0, number), bundles)
        found = next(leaks(world, list(tell_each_alone(world, asks))), None)
        tried["given away" if found else "safe by luck"] += 1
    assert tried["given away"]


@pytest.mark.parametrize("half_years", [1, 2])
def test_where_all_groups_are_large_everything_is_told_as_asked(
    half_years: int, db: Db, tried: Counter[str]
) -> None:
    for number in rounds(3, 500, at_most=examples(0.3, 120)):
        rolled = dice("large", half_years, number)
        world = large_world(rolled, half_years)
        ask = Ask(world.half_years, tuple(rolled.sample(TABLES, len(TABLES))))
        told = list(tell(db, world, [ask]))
        outcomes = {one.specification.id: str(one.outcome) for one in told[0].verdicts}
        assert set(outcomes.values()) == {Outcome.AS_ASKED}, f"{number}: {outcomes} {replay(HERE)}"
        tried["all five told as asked"] += 1


def _found(world: World, *tables: str) -> Sequence[Leak]:
    return list(leaks(world, list(tell_each_alone(world, [Ask(world.half_years, tables)]))))


def test_a_number_that_two_tables_share_leaves_nobody_for_the_rest() -> None:
    found = _found(ALL_IN_ONE, ATTRITION.id, BY_KIND.id)
    nobody = {str(one.target) for one in found if one.target.why is Why.POOLED and not one.value}
    assert "2023-1: attrition planned-3" in nobody
    assert not _found(ALL_IN_ONE, ATTRITION.id)
    assert not _found(ALL_IN_ONE, BY_KIND.id)


def test_two_tables_say_together_what_a_third_one_would_keep_back() -> None:
    """Nobody asked who stopped when, and of eight only three can have ended up to month 3."""
    world = world_of(
        3,
        (3, "unplanned", "3", "contact", "mentee"),
        (3, PLANNED, "6", PLANNED, PLANNED),
        (2, "one_sided", "6", "contact", "mentor"),
    )
    assert {one.target.why for one in _found(world, DURATION.id, BY_KIND.id)} == {Why.LINKED}
    assert not _found(world, DURATION.id)
    assert not _found(world, BY_KIND.id)


# Rows that have only some of their people in common say at least or at most of one another.
BOUNDED = {
    # At most six are planned, and four of these are told: of the other spans there are two at most.
    (ATTRITION.id, BY_REASON.id): world_of(
        4,
        (39, "unplanned", "6", "other", "other"),
        (13, "unplanned", "12", "contact", "other"),
        (32, "unplanned", "12", "other", "other"),
        (2, "one_sided", "9", "other", "other"),
        (4, PLANNED, "6", PLANNED, PLANNED),
        (2, PLANNED, "later", PLANNED, PLANNED),
    ),
    # At most eight are planned, and ten are planned or ended after month 9: of these two at least.
    (ATTRITION.id, BY_WHOM.id): world_of(
        4,
        (20, "unplanned", "3", "other", "mentee"),
        (3, "unplanned", "3", "other", "mentor"),
        (13, "unplanned", "6", "other", "mentor"),
        (20, "unplanned", "9", "other", "mentor"),
        (17, "one_sided", "later", "other", "mentor"),
        (2, "one_sided", "12", "other", "mentor"),
        (8, PLANNED, "9", PLANNED, PLANNED),
    ),
    # The young person wanted 58 of the ends, and 56 have another reason than circumstances.
    (BY_REASON.id, BY_WHOM.id): world_of(
        3,
        (36, "unplanned", "6", "contact", "mentee"),
        (20, "one_sided", "9", "other", "mentee"),
        (2, "unplanned", "3", "circumstances", "mentee"),
        (11, PLANNED, "9", PLANNED, PLANNED),
    ),
    # Of six up to month 12 four at most weren't planned: two at least were. Nobody asked for those.
    (DURATION.id, BY_KIND.id): world_of(
        4,
        (2, "unplanned", "3", "circumstances", "other"),
        (1, "one_sided", "6", "other", "other"),
        (1, "one_sided", "9", "circumstances", "mentee"),
        (2, PLANNED, "6", PLANNED, PLANNED),
        (4, PLANNED, "later", PLANNED, PLANNED),
    ),
}


@pytest.mark.parametrize("tables", BOUNDED, ids=" ".join)
def test_at_least_and_at_most_give_nobody_away(tables: tuple[str, ...], db: Db) -> None:
    world = BOUNDED[tables]
    assert _found(world, *tables), "each table by itself would tell too much here"
    for order in (tables, tables[::-1]):
        asks = [Ask(world.half_years, order)], [Ask(world.half_years, (one,)) for one in order]
        for asked in asks:
            found = next(leaks(world, list(tell(db, world, asked))), None)
            assert found is None, str(found)


# Nine are planned or circumstances, of which a referrer brought one of the latter: at most eight
# are planned, so of the fourteen planned or wished by others at least six are the latter.
BROUGHT = world_of(
    5,
    (2, PLANNED, "6", PLANNED, PLANNED),
    (1, "unplanned", "6", "circumstances", "mentee"),
    (3, "unplanned", "6", "contact", "other"),
)
BESIDE_THESE = world_of(
    5,
    (5, PLANNED, "6", PLANNED, PLANNED),
    (1, "unplanned", "6", "circumstances", "mentee"),
    (4, "unplanned", "6", "contact", "other"),
    (20, "unplanned", "6", "contact", "mentee"),
    (20, "unplanned", "6", "other", "mentor"),
)


@pytest.mark.parametrize("order", [(BY_REASON.id, BY_WHOM.id), (BY_WHOM.id, BY_REASON.id)])
def test_a_referrer_knows_their_own_in_every_table(order: tuple[str, str], db: Db) -> None:
    brought = tuple(replace(one, through=("referrer:1",)) for one in BROUGHT.people)
    world = replace(BESIDE_THESE, people=(*BESIDE_THESE.people, *brought))
    assert {one.who for one in _found(world, *order)} == {"referrer:1"}
    assert not list(leaks(world, list(tell(db, world, [Ask(world.half_years, order)]))))


BEFORE = world_of(
    3,
    (3, "unplanned", "3", "contact", "mentee"),
    (2, "unplanned", "3", "other", "mentor"),
    (1, PLANNED, "6", PLANNED, PLANNED),
)
AFTER = world_of(
    3,
    (7, "unplanned", "6", "contact", "mentee"),
    (6, "unplanned", "6", "other", "mentor"),
    (1, "unplanned", "6", "circumstances", "mentee"),
    (5, "unplanned", "9", "contact", "mentee"),
    (7, "unplanned", "9", "other", "mentor"),
    (1, "unplanned", "9", "circumstances", "mentee"),
    (1, PLANNED, "3", PLANNED, PLANNED),
    half_year="2023-2",
)


def test_two_rows_that_cant_be_many_at_once_are_not_told(db: Db) -> None:
    """In both half-years 14 ended early in months 4 to 6, and in the second 14 at all: so many of
    the first as planned it in the second. Planned or circumstances were 4 in both."""
    world = replace(
        BEFORE,
        half_years=(*BEFORE.half_years, *AFTER.half_years),
        people=(*BEFORE.people, *AFTER.people),
    )
    asks = [Ask(world.half_years, (BY_REASON.id, ATTRITION.id)), Ask(("2023-2",), (DURATION.id,))]
    found = {str(one) for one in leaks(world, list(tell_each_alone(world, asks)))}
    assert any("early-6 and closure-by-reason circumstances+planned" in one for one in found)
    told = list(tell(db, world, asks))
    assert all(one.table for one in told[0].verdicts)
    assert not list(leaks(world, told))


def test_each_table_counts_everybody_once_in_one_of_its_own_rows() -> None:
    places = every_place(["2023-1"])
    for name, specification in specifications().items():
        assert {ROW_OF[name](place) for place in places} == _finest(specification)


def _finest(specification: Specification) -> set[str]:
    return {group.code for group in specification.dimension.levels[0].groups}


def test_the_same_dice_draw_the_same_story() -> None:
    drawn = [any_story(dice("twice"), 2, 3) for _ in range(2)]
    assert drawn[0] == drawn[1]
