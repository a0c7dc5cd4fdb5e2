"""How long, how, why and by whose wish it ended are told of the same people, in five tables.

Whoever lays them side by side, also those of another bundle, learns of no group that one of them
keeps back. Bundles about invented people, one or two after the other, each with some of the tables
in any order; after each of them everything that was told is attacked together.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from mentorship.evaluation.disclosure.linked import beside_each_other
from mentorship.evaluation.disclosure.releases import release_of
from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import Outcome, Verdict, judge_all
from mentorship.evaluation.measures.closures import BY_KIND, BY_REASON, BY_WHOM
from mentorship.evaluation.measures.lasting import ATTRITION, DURATION
from mentorship.evaluation.measures.linked import linked
from mentorship.evaluation.tables import CohortCounts, Specification
from mentorship.foundation.db import Db
from tests.evaluation.linked.oracle import Leak, Why, leaks
from tests.evaluation.linked.worlds import (
    DURATIONS,
    KINDS,
    PLANNED,
    ROW_OF,
    TABLES,
    Ask,
    Person,
    Place,
    World,
    any_story,
    every_place,
    large_world,
    specifications,
    tell,
    tell_each_alone,
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


def _world(
    threshold: int, *groups: tuple[int, str, str, str, str], half_year: str = "2023-1"
) -> World:
    """So many of this kind, duration, reason and wish, all of one half-year."""
    people = [Person(Place(half_year, *where)) for number, *where in groups for _ in range(number)]
    return World((half_year,), tuple(people), Limits(threshold=threshold))


# All five planned ends came after month 9, up to month 12; at other times nobody planned one.
ALL_IN_ONE = _world(
    5,
    (5, PLANNED, "12", PLANNED, PLANNED),
    (6, "unplanned", "3", "contact", "mentee"),
    (3, "unplanned", "6", "other", "mentor"),
    (2, "one_sided", "9", "other", "mentor"),
    (7, "one_sided", "later", "circumstances", "other"),
)


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
    world = _world(
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
    (ATTRITION.id, BY_REASON.id): _world(
        4,
        (39, "unplanned", "6", "other", "other"),
        (13, "unplanned", "12", "contact", "other"),
        (32, "unplanned", "12", "other", "other"),
        (2, "one_sided", "9", "other", "other"),
        (4, PLANNED, "6", PLANNED, PLANNED),
        (2, PLANNED, "later", PLANNED, PLANNED),
    ),
    # At most eight are planned, and ten are planned or ended after month 9: of these two at least.
    (ATTRITION.id, BY_WHOM.id): _world(
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
    (BY_REASON.id, BY_WHOM.id): _world(
        3,
        (36, "unplanned", "6", "contact", "mentee"),
        (20, "one_sided", "9", "other", "mentee"),
        (2, "unplanned", "3", "circumstances", "mentee"),
        (11, PLANNED, "9", PLANNED, PLANNED),
    ),
    # Of six up to month 12 four at most weren't planned: two at least were. Nobody asked for those.
    (DURATION.id, BY_KIND.id): _world(
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
BROUGHT = _world(
    5,
    (2, PLANNED, "6", PLANNED, PLANNED),
    (1, "unplanned", "6", "circumstances", "mentee"),
    (3, "unplanned", "6", "contact", "other"),
)
BESIDE_THESE = _world(
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


BEFORE = _world(
    3,
    (3, "unplanned", "3", "contact", "mentee"),
    (2, "unplanned", "3", "other", "mentor"),
    (1, PLANNED, "6", PLANNED, PLANNED),
)
AFTER = _world(
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


Counted = dict[str, dict[str, CohortCounts]]


def _two_half_years(*, is_corrected: bool) -> tuple[World, Counted]:
    """The earlier one is large; corrected, two of its tables can't both be true."""
    before = [
        Person(Place("2022-1", kind, span, PLANNED, PLANNED) if kind == PLANNED
               else Place("2022-1", kind, span, "contact", "mentee"))
        for kind, span, _ in product(KINDS, DURATIONS, range(12))
    ]  # fmt: skip
    world = replace(ALL_IN_ONE, half_years=("2022-1", "2023-1"))
    counted = replace(world, people=(*ALL_IN_ONE.people, *before)).counted()
    if is_corrected:
        numbers = dict(counted[ATTRITION.id]["2022-1"].counts)
        numbers["planned-3"], numbers["early-3"] = 13, 23
        counted[ATTRITION.id]["2022-1"] = CohortCounts("2022-1", numbers)
    return world, counted


def _beside(
    db: Db, wanted: Sequence[Specification], window: Sequence[str], counted: Counted, world: World
) -> tuple[Sequence[Verdict], Sequence[Verdict]]:
    """What may be told of these by themselves, and beside two tables about 2022-1."""
    two = [specifications()[one] for one in (ATTRITION.id, BY_KIND.id)]
    earlier = [release_of(one, ["2022-1"], 0) for one in two]
    alone = judge_all(wanted, window, counted, earlier, world.limits)
    own = linked(db, {(one, specifications()[one].edition): counted[one] for one in TABLES})
    return alone, beside_each_other(alone, own, earlier, world.limits)


@pytest.mark.parametrize("is_corrected", [False, True])
def test_an_earlier_table_that_cant_be_true_opens_nothing(db: Db, is_corrected: bool) -> None:
    """Two tables about a half-year were counted on both sides of a correction, and told."""
    world, counted = _two_half_years(is_corrected=is_corrected)
    wanted = [specifications()[one] for one in (ATTRITION.id, BY_KIND.id)]
    alone, found = _beside(db, wanted, ["2023-1"], counted, world)
    assert alone[1].told is not None
    assert found[1].told is None


def test_an_earlier_table_that_cant_be_true_keeps_no_other_table_back(db: Db) -> None:
    """One of no family is told as ever: of what can't be true nobody works anything out."""
    world, counted = _two_half_years(is_corrected=True)
    other = replace(specifications()[BY_WHOM.id], id="no-family")
    counted[other.id] = counted[BY_WHOM.id]
    alone, found = _beside(db, [other], ["2022-1", "2023-1"], counted, world)
    assert alone[0].told is not None
    assert found == alone
