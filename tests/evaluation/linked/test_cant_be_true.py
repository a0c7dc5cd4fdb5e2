"""Two tables about a half-year were counted on both sides of a correction, and told."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from mentorship.evaluation.disclosure.linked import beside_each_other
from mentorship.evaluation.disclosure.releases import release_of
from mentorship.evaluation.disclosure.verdicts import Verdict, judge_all
from mentorship.evaluation.measures.closures import BY_KIND, BY_WHOM
from mentorship.evaluation.measures.lasting import ATTRITION
from mentorship.evaluation.measures.linked import linked
from mentorship.evaluation.tables import CohortCounts, Specification
from mentorship.foundation.db import Db
from tests.evaluation.linked.worlds import (
    ALL_IN_ONE,
    DURATIONS,
    KINDS,
    PLANNED,
    TABLES,
    Person,
    Place,
    World,
    specifications,
)

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
