"""Stories in which the long search once found a leak, by the words its dice were called with.

And what one of them showed: how many people there are of other half-years is a fact about every
table that was told before, whichever table tells it.
"""

from random import Random

import pytest

from mentorship.evaluation.disclosure.linked import beside_each_other
from mentorship.evaluation.disclosure.releases import release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import judge_all
from mentorship.evaluation.measures.lasting import ATTRITION, DURATION
from mentorship.evaluation.measures.linked import linked
from mentorship.foundation.db import Db
from tests.evaluation.linked.oracle import leaks
from tests.evaluation.linked.worlds import (
    PLANNED,
    Person,
    Place,
    World,
    any_story,
    specifications,
    tell,
)

STORIES = [
    # Of a second half-year only the total, from another table: a mentor knew what was left of a
    # row over both half-years.
    pytest.param("1 linked 2 4 120", id="a total"),
    # Planned, and not after month 9, of a first half-year: no row of attrition, but all of some of
    # its groups, and a later row over both half-years left at least three.
    pytest.param("1 linked 2 4 264", id="groups that lie in two rows"),
]


@pytest.mark.parametrize("story", STORIES)
def test_what_was_found_once_isnt_found_again(story: str, db: Db) -> None:
    world, asks = any_story(Random(story), 2, 4)
    told = list(tell(db, world, asks))
    for last in range(1, len(told) + 1):
        worse = [one for one in leaks(world, told[:last]) if not one.is_only_at_least]
        assert not worse, str(worse[0])


def _planned(number: int, half_year: str, duration: str) -> tuple[Person, ...]:
    return (Person(Place(half_year, PLANNED, duration, PLANNED, PLANNED)),) * number


@pytest.mark.parametrize("is_of_the_family", [True, False])
def test_how_many_they_are_is_told_by_any_table(is_of_the_family: bool, db: Db) -> None:
    """In both half-years 20 in one row and 19 in the other. If 26 are of the first, then at least
    six of these are in the other row: six are too few."""
    people = _planned(20, "1", "12") + _planned(6, "1", "3") + _planned(13, "2", "3")
    world, specified = World(("1", "2"), people, Limits(threshold=8)), specifications()
    counted = world.counted()
    families = linked(db, {(one, specified[one].edition): counted[one] for one in counted})
    attrition, duration = specified[ATTRITION.id], specified[DURATION.id]
    told = judge_all([attrition], ["1", "2"], counted, [], world.limits)[0].table
    assert told is not None
    assert sorted(row.count or 0 for row in told.rows) == [19, 20]
    alone = judge_all([duration], ["2"], counted, [release_of_table(told)], world.limits)
    assert alone[0].table is not None, "by itself it may be told how many they are"
    if not is_of_the_family:
        families = [[one for one in each if one.specification != duration] for each in families]
    (found,) = beside_each_other(alone, families, [release_of_table(told)], world.limits)
    assert found.table is None
    assert found.broken[-1] is Rule.BESIDE
