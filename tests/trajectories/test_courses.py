"""Random courses through the real services: after every step all is as the oracle says."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from mentorship.accounts.access import UserActor
from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import CoverRefused, Days
from mentorship.foundation.db import Database
from mentorship.matching import services as matching
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.rules import MatchRefused
from mentorship.matching.models import Match
from mentorship.mentors.models import MentorStatus
from mentorship.mentors.rules import MentorRefused
from mentorship.referrals.mentees import rules as mentee_rules
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee, StoppedBy
from mentorship.referrals.policy import mentees_visible_to
from mentorship.referrals.queries import lock_mentee
from mentorship.trajectories import policy, queries, rules, services
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    ContactAfterwards,
    EndedBy,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.closure.services import Agreed, Checked, Talk
from mentorship.trajectories.contacts import services as contacts
from mentorship.trajectories.contacts.models import ContactHow, ContactSide
from mentorship.trajectories.models import MeetingOutcome, PauseReason, Trajectory
from mentorship.trajectories.models import Phase as Stand
from mentorship.trajectories.reviews import services as reviews
from mentorship.trajectories.reviews.models import REVIEWED, ReviewDecision, Wave
from mentorship.trajectories.sessions import services as sessions
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from tests.accounts.people import Person
from tests.factories import FixedNow
from tests.referrals.courses import agree
from tests.simulation.workdays import add_months
from tests.soak import budget
from tests.trajectories.oracle import looking
from tests.trajectories.oracle.course import ENDED_BY, REASONS, Course, Refusals
from tests.trajectories.oracle.region import CONSULTANTS, Region, mentor_of, pair_up, settle
from tests.trajectories.pairs import PLACE, at, signed

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


class Courses(RuleBasedStateMachine):
    """One young person, three mentors, three Houses; each example is rolled back."""

    def __init__(self, database: Database, clock: FixedNow, region: Region) -> None:
        super().__init__()
        self.clock, self.region, self.world = clock, region, region.world()
        clock.moment = region.moment
        self._writing = database.writing()
        self.db = self._writing.__enter__()
        self.matches = [region.first_match]
        self.covers: list[UUID] = []

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

    def _is_judged(self, course: Course) -> bool:
        """Between the end of a match and its closing only some verbs are spoken of."""
        return course.phase != "unplanned" and (course.is_live or course.ended_on is not None)

    # Time and the beginning.

    @initialize(ago=st.sampled_from([None, 0, 0, 30, 60, 200]), to=st.integers(0, 3))
    def begin(self, ago: int | None, to: int) -> None:
        if ago is None:
            return
        self.plan(0)
        self.meeting_is_held()
        self.sign(("start", 0), 12)
        self.days_pass(ago)
        for phase in ("building_trust", "deepening", "letting_go")[:to]:
            self.go_on(phase, ("step", 0))

    @rule(days=st.sampled_from([1, 3, 7, 14, 29, 45, 90, 180]))
    def days_pass(self, days: int) -> None:
        self.clock.advance(days=days)
        self.world.today += days * DAY

    @rule(later=st.sampled_from([0, 0, 2, 10]))
    def plan(self, later: int) -> None:
        course, match_id = self._pick()
        day, (by, _) = self.today + later * DAY, self._consultant()
        match = self._match(match_id)
        self._expect(
            course.plan(day, self.today),
            lambda: services.plan_first_meeting(self.db, match, at(day), PLACE, by=by.id),
        )

    @precondition(lambda self: self._pick()[0].phase != "unplanned" and self._pick()[0].is_live)
    @rule(outcome=st.sampled_from([o for o in MeetingOutcome if o is not MeetingOutcome.HELD]))
    def meeting_is_not_held(self, outcome: MeetingOutcome) -> None:
        course, match_id = self._pick()
        one, _by = self._open(match_id)
        self._expect(course.not_held(), lambda: services.note_not_held(self.db, one, outcome))

    @precondition(lambda self: self._pick()[0].phase != "unplanned")
    @rule()
    def meeting_is_held(self) -> None:
        course, match_id = self._pick()
        one, by = self._open(match_id)
        self._expect(
            course.held(self.today),
            lambda: services.note_held(self.db, one, is_staff_present=True, by=by.id),
        )

    @precondition(lambda self: self._is_judged(self._pick()[0]))
    @rule(when=WHEN, months=st.sampled_from([3, 12, 14]))
    def sign(self, when: tuple[str, int], months: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self._day(when, course), self._open(match_id)
        self._expect(
            course.sign(day, months, self.today),
            lambda: services.sign_agreement(self.db, one, signed(day, months), by=by.id),
        )

    # On the way.

    @precondition(lambda self: self._is_judged(self._pick()[0]))
    @rule(to=PHASES, when=WHEN)
    def go_on(self, to: str, when: tuple[str, int]) -> None:
        course, match_id = self._pick()
        day, (one, by) = self._day(when, course), self._open(match_id)
        if to == course.phase:
            return
        self._expect(
            course.go_on(to, day, self.today),
            lambda: services.go_on(self.db, one, Stand(to), day, by=by.id),
        )

    @precondition(lambda self: self._pick()[0].is_running and self._pick()[0].is_live)
    @rule()
    def go_on_as_it_should(self) -> None:
        phase = self._pick()[0].phase
        order = ["getting_acquainted", "building_trust", "deepening", "letting_go", "deepening"]
        self.go_on(order[order.index(phase) + 1], ("today", 0))

    @precondition(lambda self: self._is_judged(self._pick()[0]))
    @rule(when=WHEN, for_days=st.sampled_from([None, 1, 30]))
    def pause(self, when: tuple[str, int], for_days: int | None) -> None:
        course, match_id = self._pick()
        day, (one, by) = self._day(when, course), self._open(match_id)
        until = day + for_days * DAY if for_days else None
        self._expect(
            course.stop_meeting(day, until, self.today),
            lambda: services.pause(
                self.db, one, day, PauseReason.HOLIDAY, expected_on=until, by=by.id
            ),
        )

    @precondition(lambda self: self._is_judged(self._pick()[0]))
    @rule(when=WHEN)
    def resume(self, when: tuple[str, int]) -> None:
        course, match_id = self._pick()
        day, (one, _by) = self._day(when, course), self._open(match_id)
        self._expect(course.resume(day, self.today), lambda: services.resume(self.db, one, day))

    @precondition(lambda self: self._is_judged(self._pick()[0]))
    @rule(months=st.sampled_from([6, 12, 18]), more=st.sampled_from([0, 0, 1, -40]))
    def extend(self, months: int, more: int) -> None:
        course, match_id = self._pick()
        one, by = self._open(match_id)
        day = add_months(course.started_on or self.today, months) + more * DAY
        self._expect(
            course.extend(day, self.today),
            lambda: services.extend(self.db, one, day, "Nog niet klaar.", by=by.id),
        )

    @precondition(lambda self: self._is_judged(self._pick()[0]))
    @rule(to=PHASES)
    def the_database_refuses_a_wrong_step(self, to: str) -> None:
        course, match_id = self._pick()
        one, by = self._open(match_id)
        looking.check_wrong_step(self.db, one, course.phase, to, self.today, by.id)

    # The end and after it.

    @precondition(lambda self: self._pick()[0].phase != "unplanned")
    @rule(
        back=st.sampled_from([0, 0, 0, 1]),
        kind=st.sampled_from(sorted(REASONS)),
        other_kind=st.sampled_from([None, None, None, *sorted(REASONS)]),
        draws=st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20)),
        when=WHEN,
    )
    def end(
        self, back: int, kind: str, other_kind: str | None, draws: tuple[int, int, int],
        when: tuple[str, int],
    ) -> None:  # fmt: skip
        course, match_id = self._pick(back)
        if course.phase == "unplanned":
            return
        reasons, people = sorted(REASONS[other_kind or kind]), sorted(ENDED_BY[kind])
        nexts = sorted(self.world.choices(course)) if draws[2] < 15 else [w.value for w in WhatNext]
        reason, by_whom, what_next = (
            some[draw % len(some)]
            for some, draw in zip((reasons, people, nexts), draws, strict=True)
        )
        day, (one, by) = self._day(when, course), self._open(match_id)
        ending = Ending(
            ClosureKind(kind), ClosureReason(reason), EndedBy(by_whom), day, WhatNext(what_next)
        )
        if course.ended_on is None:
            offered = {choice.value for choice in services.choices_after(self.db, one)}
            assert offered == self.world.choices(course)
        self._expect(
            self.world.end(course, kind, reason, by_whom, day, what_next),
            lambda: services.end_trajectory(self.db, one, ending, by=by.id),
        )

    @precondition(lambda self: self._pick()[0].has_met)
    @rule(side=st.sampled_from(["mentee", "mentor"]), when=st.sampled_from([0, 0, 0, 1]))
    def talk(self, side: str, when: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self.today + when * DAY, self._open(match_id)
        self._expect(
            course.talk(side, day, self.today),
            lambda: services.note_exit_talk(self.db, one, Talk(TalkSide(side), day), by=by.id),
        )

    @precondition(lambda self: self._pick()[0].has_met)
    @rule(when=st.sampled_from([0, 0, 0, 1]))
    def agree_on_contact(self, when: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self.today + when * DAY, self._open(match_id)
        told = Agreed(ContactAfterwards.NOW_AND_THEN, True, day, "2026-1")
        self._expect(
            course.agree_contact(day, self.today),
            lambda: services.agree_contact(self.db, one, told, by=by.id),
        )

    @precondition(lambda self: self._pick()[0].has_met)
    @rule(outcome=st.sampled_from([one.value for one in AftercareOutcome]), soon=st.booleans())
    def aftercare(self, outcome: str, soon: bool) -> None:
        course, match_id = self._pick()
        if outcome == "reopened" and self.world.young.stage == "stopped":
            return
        months = 6 if 3 in course.checked else 3
        if soon and course.phase == "aftercare" and course.ended_on is not None:
            opens = add_months(course.ended_on, months) - 21 * DAY
            if opens > self.today:
                self.days_pass((opens - self.today).days)
        one, by = self._open(match_id)
        told = Checked(months, self.today, AftercareOutcome(outcome))
        self._expect(
            self.world.check(course, months, self.today, outcome),
            lambda: services.note_aftercare(self.db, one, told, by=by.id),
        )

    # People who leave, move, come back.

    @rule(who=st.sampled_from(["young person", "mentor", "consent", "consent", "consent"]))
    def somebody_leaves(self, who: str) -> None:
        mentee, by = self._mentee()
        if who == "young person":
            self._expect(
                self.world.young_stops(),
                lambda: matching.stop_mentee(self.db, mentee, StoppedBy.YOUNG_PERSON, "", by=by.id),
            )
        elif who == "consent":
            purpose, given = ConsentPurpose.PARTICIPATION, GivenBy.YOUNG_PERSON
            matching.withdraw_consent(self.db, mentee, purpose, given, by=by.id)
            self.world.withdraw()
        else:
            name = self._pick()[0].mentor
            mentor = mentor_of(self.db, self.region, name)
            self._expect(
                self.world.mentor_stops(name),
                lambda: matching.end_mentor(self.db, mentor, MentorStatus.STOPPED, "", by.id),
            )

    @precondition(lambda self: not self.world.young.has_agreed)
    @rule()
    def agree_again(self) -> None:
        mentee, by = self._mentee()
        self._expect(self.world.agree(), lambda: agree(self.db, mentee, by))

    @precondition(lambda self: not self._pick()[0].is_live)
    @rule(looks_again=st.booleans())
    def choose_next(self, looks_again: bool) -> None:
        course, match_id = self._pick()
        match = self._match(match_id)
        if course.ended_on is not None:
            return
        self._expect(
            self.world.choose_next(course, looks_again=looks_again),
            lambda: matching.choose_next(self.db, match, "Besproken.", looks_again=looks_again),
        )

    @rule()
    def move_or_take_over(self) -> None:
        """The consultant of the new House takes the file over in the step after it."""
        mentee, by = self._mentee()
        young = self.world.young
        if young.consultant is None:
            name = next(n for n, house in sorted(CONSULTANTS.items()) if house == young.house)
            verbs.take_over(self.db, mentee, self.region.staff[name].id)
            self.world.take_over(name)
        else:
            house = "KEN" if young.house == "NHN" else "NHN"
            verbs.transfer(self.db, mentee, house, "Verhuisd.", by=by.id)
            self.world.transfer(house)

    @precondition(lambda self: self._free_mentor() is not None)
    @rule()
    def another_match(self) -> None:
        name = self._free_mentor()
        assert name is not None
        mentee, by = self._mentee()
        by = self.region.staff[
            next(n for n, house in sorted(CONSULTANTS.items()) if house == mentee.house_code)
        ]
        match = pair_up(self.db, by, mentee, self.region.mentors[name])
        self.matches.append(match.id)
        self.world.pair_up(name)

    def _free_mentor(self) -> str | None:
        day, had = self.world.matchable_from(), {one.mentor for one in self.world.courses}
        if day is None or day > self.today or self.today > self.region.matched_on + 330 * DAY:
            return None  # later than that the mentors' own agreements are over
        return next(
            (
                name for name, one in self.world.mentors.items()
                if one.house == self.world.young.house and name not in had
                and not one.has_stopped and one.rests_until < self.today
            ),
            None,
        )  # fmt: skip

    # Cover, logs, contacts, reviews.

    @rule(absent=NAMES, deputy=NAMES, first=st.sampled_from([0, 0, 1, 7, -1]),
          length=st.sampled_from([0, 6, 29, 91, 92]))  # fmt: skip
    def cover(self, absent: str, deputy: str, first: int, length: int) -> None:
        days = Days(self.today + first * DAY, self.today + (first + length) * DAY)
        people = [self.region.staff[name].id for name in (absent, deputy)]
        made = self._expect(
            self.world.arrange(absent, deputy, days.first, days.last),
            lambda: cover.arrange(self.db, *people, days, by=people[0]),
        )
        if made is not None:
            self.covers.append(made.id)

    @precondition(lambda self: self.world.young.consultant is not None)
    @rule(deputy=st.sampled_from(["nel", "zoe", "zoe"]))
    def cover_the_consultant(self, deputy: str) -> None:
        self.cover(self.world.young.consultant or "", deputy, 0, 29)

    @precondition(lambda self: self.covers)
    @rule(number=st.integers(0, 5))
    def end_cover(self, number: int) -> None:
        number %= len(self.covers)
        cover.end(self.db, self.db.get_one(Cover, self.covers[number]), self.region.staff["cor"].id)
        self.db.flush()
        self.world.covers[number].has_ended = True

    def _told(self, day: date, kind: str, words: str) -> Told:
        minutes = 60 if SessionKind(kind).is_contact else None
        return Told(day, SessionKind(kind), minutes, note=words)

    def _log(self, match_id: UUID, told: Told, key: UUID, corrects: SessionLog | None) -> Any:
        course = self.world.courses[self.matches.index(match_id)]
        mentor = mentor_of(self.db, self.region, course.mentor)
        known = queries.of_match(self.db, match_id)
        assert known is not None
        one = queries.lock(self.db, policy.own_of(mentor), known.id)
        assert one is not None
        by = self.region.accounts[course.mentor].id
        return sessions.log_session(
            self.db, one, mentor, told, key=key, by=by, corrects=corrects
        )  # fmt: skip

    def _logger(self, back: int) -> tuple[Course, UUID] | None:
        course, match_id = self._pick(back)
        gone = self.world.mentors[course.mentor].has_stopped
        return None if course.phase == "unplanned" or gone else (course, match_id)

    @rule(back=st.sampled_from([0, 0, 1]), when=WHEN, kind=KINDS, words=st.sampled_from("ab"))
    def log(self, back: int, when: tuple[str, int], kind: str, words: str) -> None:
        if (found := self._logger(back)) is None:
            return
        (course, match_id), key = found, uuid4()
        day = self._day(when, course)
        told = self._told(day, kind, words)
        self._expect(
            course.log(str(key), day, kind, words, self.today),
            lambda: self._log(match_id, told, key, None),
        )

    @precondition(lambda self: self._pick()[0].logs)
    @rule(number=st.integers(0, 9), words=st.sampled_from(["a", "b", "a"]))
    def send_again(self, number: int, words: str) -> None:
        """With the same words it is the same log, also long after the end."""
        if (found := self._logger(0)) is None:
            return
        course, match_id = found
        log = course.logs[number % len(course.logs)]
        if log.place_of is not None:
            return
        told = self._told(log.held_on, log.kind, words)
        before = looking.everything(self.db)
        self._expect(
            course.log(log.key, log.held_on, log.kind, words, self.today),
            lambda: self._log(match_id, told, UUID(log.key), None),
        )
        assert looking.everything(self.db) == before

    @precondition(lambda self: self._pick()[0].logs)
    @rule(number=st.integers(0, 9), when=WHEN, words=st.sampled_from("ab"))
    def correct(self, number: int, when: tuple[str, int], words: str) -> None:
        if (found := self._logger(0)) is None:
            return
        (course, match_id), key = found, uuid4()
        old = course.logs[number % len(course.logs)]
        day = self._day(when, course)
        told = self._told(day, old.kind, words)
        row = self.db.get_one(SessionLog, UUID(old.key))
        self._expect(
            course.correct(str(key), old.key, day, words, self.today),
            lambda: self._log(match_id, told, key, row),
        )

    @precondition(lambda self: self._pick()[0].has_met and self._pick()[0].is_live)
    @rule(side=st.sampled_from(looking.SIDES), reached=st.booleans(),
          ago=st.sampled_from([0, 0, 3, -1]))  # fmt: skip
    def contact(self, side: str, reached: bool, ago: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self.today - ago * DAY, self._open(match_id)
        if course.started_on is None or day < course.started_on:
            return
        told = contacts.NewContact(ContactSide(side), day, ContactHow.PHONE, reached)
        refused = {"DayImpossible"} if day > self.today else set()
        self._expect(refused, lambda: contacts.note_contact(self.db, one, told, by=by.id))
        if reached and not refused:
            course.contacts.setdefault(side, []).append(day)

    @precondition(lambda self: self._is_judged(self._pick()[0]))
    @rule(wave=st.sampled_from(REVIEWED), ahead=st.sampled_from([0, 0, 0, 1]))
    def review(self, wave: Wave, ahead: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self.today + ahead * DAY, self._open(match_id)
        told = reviews.NewReview(day, ("mentee",), ReviewDecision.CONTINUE, "Goed.", "", {})
        refused = {
            name for name, holds in {
                "ReviewedBefore": wave.value in course.reviewed,
                "NotRunning": not course.has_met,
                "DayImpossible": ahead > 0,
            }.items() if holds
        }  # fmt: skip
        self._expect(refused, lambda: reviews.note_review(self.db, one, wave, told, by=by.id))
        if not refused:
            course.reviewed.add(wave.value)

    # What has to be equal after every step.

    @invariant()
    def all_is_as_the_oracle_says(self) -> None:
        self.db.flush()
        self.db.expire_all()
        for course, match_id in zip(self.world.courses, self.matches, strict=True):
            expected = looking.oracle_says(course, self.today)
            found = looking.program_says(self.db, match_id, self.today)
            if course.phase == "unplanned":
                assert (found.is_live, found.asks) == (expected.is_live, expected.asks)
            else:
                assert found == expected
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
