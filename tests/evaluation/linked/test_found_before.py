"""Stories in which the long search once found a leak, by the words its dice were called with."""

from random import Random

import pytest

from mentorship.foundation.db import Db
from tests.evaluation.linked.oracle import leaks
from tests.evaluation.linked.worlds import any_story, tell

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
