"""Steps of a random course: session logs, support contacts, reviews."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from mentorship.trajectories import policy, queries
from mentorship.trajectories.contacts import services as contacts
from mentorship.trajectories.contacts.models import ContactHow, ContactSide
from mentorship.trajectories.reviews import services as reviews
from mentorship.trajectories.reviews.models import REVIEWED, ReviewDecision, Wave
from mentorship.trajectories.sessions import services as sessions
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from tests.trajectories.oracle.course import Course
from tests.trajectories.played import looking
from tests.trajectories.played.case import DAY, KINDS, WHEN, Case
from tests.trajectories.played.region import mentor_of


class Notes(Case):
    """What is written down on the way, late, twice or corrected."""

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

    @precondition(lambda self: self.now.has_met and self.now.is_live)
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

    @precondition(lambda self: self.is_judged)
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
            course.review_days.append(day)
