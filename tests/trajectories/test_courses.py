"""Random courses through the real services: after every step all is as the oracle says."""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)

from mentorship.foundation.db import Database
from tests.factories import FixedNow
from tests.soak import budget
from tests.trajectories.played import looking
from tests.trajectories.played.around import Around
from tests.trajectories.played.ending import Endings
from tests.trajectories.played.notes import Notes
from tests.trajectories.played.on_the_way import OnTheWay
from tests.trajectories.played.region import Region, settle


class Courses(OnTheWay, Endings, Around, Notes):
    """One young person, three mentors, three Houses; each example is rolled back."""

    # What has to be equal after every step.

    @invariant()
    def all_is_as_the_oracle_says(self) -> None:
        self.steps += 1
        self.db.flush()
        self.db.expire_all()
        for course, match_id in zip(self.world.courses, self.matches, strict=True):
            looking.compare(self.db, course, match_id, self.today)
        looking.check_young_person(self.db, self.world, self.region)
        looking.check_mentors(self.db, self.world, self.region)
        looking.check_rights(self.db, self.world, self.region, self.matches)


@pytest.fixture
def region(database: Database) -> Region:
    return settle(database)


def test_random_courses_are_as_the_oracle_says(
    database: Database, fixed_now: FixedNow, region: Region
) -> None:
    start = seed(budget.SEED)(lambda: Courses(database, fixed_now, region))
    run_state_machine_as_test(
        start,
        settings=settings(
            max_examples=budget.examples(3, 150),
            stateful_step_count=25,
            deadline=None,
            database=None,
            print_blob=True,
            # Shrinking on a database takes longer than the search; the blob plays it again.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
