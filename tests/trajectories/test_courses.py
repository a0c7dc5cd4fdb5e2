"""Random courses through the real services: after every step all is as the oracle says."""

import functools

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from mentorship.foundation.db import Database
from mentorship.trajectories.reviews.models import Wave
from tests.factories import FixedNow
from tests.soak import budget
from tests.trajectories.oracle.meetings import meetings_ask
from tests.trajectories.played import counting, looking
from tests.trajectories.played.around import Around
from tests.trajectories.played.ending import OUTCOMES, Endings
from tests.trajectories.played.notes import Notes
from tests.trajectories.played.on_the_way import OnTheWay
from tests.trajectories.played.region import Region, settle

DRAWS = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 14))
# Places in the sorted choices of who has met: aftercare, nothing, other_mentor.
AFTERCARE, OTHER_MENTOR = 0, 2


class Courses(OnTheWay, Endings, Around, Notes):
    """One young person, three mentors, three Houses; each example is rolled back."""

    # Several steps at once, because a chain of so many lucky draws is rare.

    @precondition(lambda self: self.world.young.stage == "started" and self.world.live is not None)
    @rule(draws=DRAWS, days=st.sampled_from([0, 3]))
    def another_mentor(self, draws: tuple[int, int, int], days: int) -> None:
        """This course ends, or is called off; somebody else is found as soon as may be."""
        self.days_pass(days)
        if self.is_known:
            self.end(0, "one_sided", None, (draws[0], draws[1], OTHER_MENTOR), ("today", 0))
        else:
            self.somebody_leaves("consent")
        if self.world.young.stage != "waiting":
            return
        self.wait_for_another()
        if self._free_mentor() is not None:
            self.another_match()
            self.begin(3, draws[2] % 4)

    @precondition(lambda self: self.now.has_met and self.now.is_live)
    @rule(first=OUTCOMES, second=OUTCOMES, draws=DRAWS)
    def to_the_end_of_aftercare(self, first: str, second: str, draws: tuple[int, int, int]) -> None:
        self.end(0, "planned", None, (draws[0], draws[1], AFTERCARE), ("today", 0))
        self.aftercare(first, soon=True)
        if self.now.phase == "aftercare":
            self.aftercare(second, soon=True)

    # What has to be equal after every step.

    @invariant()
    def all_is_as_the_oracle_says(self) -> None:
        self.steps += 1
        self.is_sound = False
        self.db.flush()
        self.db.expire_all()
        for course, match_id in zip(self.world.courses, self.matches, strict=True):
            looking.compare(self.db, course, self.world.young, match_id, self.today)
        looking.check_young_person(self.db, self.world, self.region)
        looking.check_mentors(self.db, self.world, self.region)
        looking.check_rights(self.db, self.world, self.region, self.matches)
        self.is_sound = True

    def teardown(self) -> None:
        """Once for each example: the practice standards read everything of a House."""
        try:
            if self.is_sound:
                counting.check_benchmarks(self.db, self.world, self.region)
        finally:
            super().teardown()


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
            max_examples=budget.examples(2, 150),
            stateful_step_count=25,
            deadline=None,
            database=None,
            print_blob=True,
            # Shrinking on a database takes longer than the search; the blob plays it again.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_second_mentor_a_move_and_a_third_wait(
    database: Database, fixed_now: FixedNow, region: Region
) -> None:
    """Chosen by hand, because chance hardly gets this far in a short search."""
    one = Courses(database, fixed_now, region)
    steps = (
        lambda: one.begin(30, 1),
        lambda: one.log(0, ("today", 0), "met", "a"),
        lambda: one.pause(("today", 0), 30),
        lambda: one.days_pass(7),
        lambda: one.another_mentor((0, 0, 1), 3),
        lambda: one.log(1, ("end", 0), "met", "late"),
        lambda: one.cover_the_consultant("zoe"),
        one.move_or_take_over,
        one.move_or_take_over,
        lambda: one.somebody_leaves("consent"),
        one.agree_again,
        lambda: one.end_as_it_should("unplanned", (1, 1, 0), 0),
        one.wait_for_another,
        one.another_match,
        lambda: one.begin(3, 0),
        lambda: one.to_the_end_of_aftercare("well", "reopened", (0, 0, 0)),
        lambda: one.days_pass(1),
    )
    try:
        for step in steps:
            step()
            one.all_is_as_the_oracle_says()
        assert [course.phase for course in one.world.courses] == ["done"] * 3
        assert one.world.matchable_from() is not None
    finally:
        one.teardown()


def test_missed_meetings_ask_for_a_call_and_a_review(
    database: Database, fixed_now: FixedNow, region: Region
) -> None:
    """And others who come to hold authority have to agree before somebody else is found."""
    one = Courses(database, fixed_now, region)
    missed, told = functools.partial(one.log, 0, ("today", 0)), list[set[str]]()
    steps = (
        lambda: one.begin(30, 1),
        lambda: missed("no_contact", "a"),
        lambda: one.days_pass(1),
        lambda: missed("cancelled_by_mentee", "a"),
        lambda: one.contact("mentee", True, 0),
        lambda: one.days_pass(1),
        lambda: missed("cancelled_by_mentor", "a"),
        lambda: missed("no_contact", "b"),
        lambda: one.review(Wave.MONTH_3, 0),
        lambda: one.who_holds_authority("both_parents"),
        lambda: one.days_pass(45),
        lambda: one.one_agrees(0),
        lambda: one.another_mentor((0, 0, 1), 0),
        lambda: one.somebody_leaves("guardian"),
        one.agree_again,
    )
    try:
        for step in steps:
            step()
            one.all_is_as_the_oracle_says()
            told.append(set(meetings_ask(one.world.courses[0], one.today)))
        nothing = set[str]()
        assert told[:4] == [{"log"}, nothing, nothing, {"missed_two"}]
        assert told[4:8] == [nothing, nothing, nothing, {"missed_three"}]
        assert (told[8], told[10]) == (nothing, {"log"})
        assert one.world.young.agreed == {"young_person", "guardian", "second_guardian"}
    finally:
        one.teardown()


def test_who_parted_is_only_asked_to_be_closed(
    database: Database, fixed_now: FixedNow, region: Region
) -> None:
    """No support contact and no review is asked between the end of the match and the closing."""
    one = Courses(database, fixed_now, region)
    try:
        one.begin(100, 0)
        one.all_is_as_the_oracle_says()
        one.somebody_leaves("mentor")
        one.all_is_as_the_oracle_says()
    finally:
        one.teardown()
