"""What the machine of the courses acts with: the young person, who opens the file, a refusal."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    rule,
)
from sqlmodel import select

from mentorship.accounts.access import UserActor
from mentorship.accounts.cover.rules import CoverRefused
from mentorship.foundation.db import Database
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.rules import MatchRefused
from mentorship.matching.models import Match
from mentorship.mentors.rules import MentorRefused
from mentorship.referrals.mentees import rules as mentee_rules
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.policy import mentees_visible_to
from mentorship.referrals.queries import lock_mentee
from mentorship.trajectories import policy, queries, rules
from mentorship.trajectories.models import Phase as Stand
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions.models import SessionKind
from tests.accounts.people import Person
from tests.factories import FixedNow
from tests.trajectories.oracle.course import Course, Refusals
from tests.trajectories.played import looking
from tests.trajectories.played.region import CONSULTANTS, Region

DAY = timedelta(days=1)
REFUSED = (
    rules.TrajectoryRefused, CoverRefused, MatchRefused, MentorRefused, mentee_rules.CourseClosed,
)  # fmt: skip
WHEN = st.tuples(
    st.sampled_from(["today", "today", "today", "start", "step", "pause", "end", "planned end"]),
    st.sampled_from([0, 0, 0, -1, 1, -5]),
)
PHASES = st.sampled_from([one.value for one in Stand])
NAMES = st.sampled_from(sorted(CONSULTANTS))
KINDS = st.sampled_from([one.value for one in SessionKind])


class Case(RuleBasedStateMachine):
    """One young person, three mentors, three Houses; each example is rolled back."""

    def __init__(self, database: Database, clock: FixedNow, region: Region) -> None:
        super().__init__()
        self.clock, self.region, self.world = clock, region, region.world()
        clock.moment = region.moment
        self._writing = database.writing()
        self.db = self._writing.__enter__()
        self.matches = [region.first_match]
        self.covers: list[UUID] = []
        self.steps, self.is_sound = 0, False

    def teardown(self) -> None:
        self._writing.__exit__(None, None, None)

    # How the machine acts.

    @property
    def today(self) -> date:
        return self.world.today

    def _day(self, when: tuple[str, int], course: Course) -> date:
        pause = course.pauses[-1] if course.pauses else None
        known = {
            "start": course.started_on, "step": course.stepped_on, "end": course.stopped_on,
            "pause": pause and (pause.until or pause.first), "planned end": course.planned_end,
        }  # fmt: skip
        return (known.get(when[0]) or self.today) + when[1] * DAY

    def _consultant(self) -> tuple[Person, UserActor]:
        """Somebody who may open the case now; there is always one."""
        able = [name for name in sorted(CONSULTANTS) if self.world.may_open(name)]
        name = able[self.today.day % len(able)]
        return self.region.staff[name], self.region.acting(self.db, name)

    def _expect(self, refused: Refusals, act: Callable[[], Any]) -> Any:
        """Refused for one of these reasons with nothing changed, or done."""
        if not refused:
            made = act()
            self.db.flush()
            return made
        before = looking.everything(self.db)
        with pytest.raises(REFUSED) as told:
            act()
        assert type(told.value).__name__ in refused, (told.value, refused)
        assert looking.everything(self.db) == before
        return None

    def _pick(self, back: int = 0) -> tuple[Course, UUID]:
        number = max(len(self.matches) - 1 - back, 0)
        return self.world.courses[number], self.matches[number]

    def _open(self, match_id: UUID) -> tuple[Trajectory, Person]:
        by, actor = self._consultant()
        known = queries.of_match(self.db, match_id)
        assert known is not None
        one = queries.lock(self.db, policy.visible_to(actor), known.id)
        assert one is not None
        return one, by

    def _match(self, match_id: UUID) -> Match:
        match = matches.lock(self.db, select(Match), match_id)
        assert match is not None
        return match

    def _mentee(self) -> tuple[Mentee, Person]:
        by, actor = self._consultant()
        visible = mentees_visible_to(actor)
        mentee = lock_mentee(self.db, visible, self.region.mentee)
        assert mentee is not None
        return mentee, by

    # When a step makes sense, and every fourth time when it doesn't.

    @property
    def now(self) -> Course:
        return self.world.courses[-1]

    @property
    def is_known(self) -> bool:
        """There is a trajectory."""
        return self.now.phase != "unplanned"

    @property
    def is_judged(self) -> bool:
        """Between the end of a match and its closing only some verbs are spoken of."""
        return self.is_known and (self.now.is_live or self.now.ended_on is not None)

    @property
    def unclosed(self) -> int | None:
        """How many places back the oldest course stands that nobody closed."""
        found = [one for one in self.world.courses if one.phase != "unplanned" and not one.ended_on]
        return len(self.world.courses) - 1 - self.world.courses.index(found[0]) if found else None

    def may(self, makes_sense: bool) -> bool:
        return makes_sense or self.steps % 4 == 0

    @rule(days=st.sampled_from([1, 3, 7, 14, 29, 45, 90, 180]))
    def days_pass(self, days: int) -> None:
        self.clock.advance(days=days)
        self.world.today += days * DAY
