"""What stands in one trajectory: meetings, contacts, reviews, answers, goals and the end."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from bench.rows import Rows, at
from mentorship.accounts.models import Language
from mentorship.referrals.mentees.models import Goal
from mentorship.trajectories.closure import models as closure
from mentorship.trajectories.contacts.models import ContactHow, ContactSide, SupportContact
from mentorship.trajectories.models import (
    CommitmentAgreement,
    PauseReason,
    Phase,
    TrajectoryPause,
)
from mentorship.trajectories.reviews.check_ins.models import (
    AnsweredHow,
    AnswerSheet,
    CallAsked,
    CheckIn,
)
from mentorship.trajectories.reviews.models import (
    REVIEWED,
    GoalLevel,
    GoalScale,
    Review,
    ReviewDecision,
    TookPart,
    Wave,
)
from mentorship.trajectories.sessions.models import SessionKind, SessionLog

_UNREAD = "Staat er alleen."
_LEVELS = ("much_less", "less", "expected", "more", "much_more")


@dataclass(frozen=True)
class Pair:
    """Who, where, and from when to when; `ended_on` is empty while they meet."""

    mentee: UUID
    mentor: UUID
    house: str
    consultant: UUID
    started_on: date
    ended_on: date | None
    phase: Phase


class FollowUp:
    """Writes it as chance has it; until this day where the two meet on."""

    def __init__(self, rows: Rows, random: Random, day: date) -> None:
        self.rows, self.random, self.day = rows, random, day

    def write(self, person: UUID, key: UUID, mentor_user: UUID, pair: Pair) -> None:
        end = pair.ended_on or self.day
        self._agreement(person, key, pair)
        self._meetings(person, key, mentor_user, pair, end)
        for side, every in ((ContactSide.MENTEE, 24), (ContactSide.MENTOR, 40)):
            day = pair.started_on + timedelta(days=self.random.randrange(7, 28))
            while day <= end - timedelta(days=self.random.randrange(40)):
                self._contact(person, key, side, day, pair.consultant)
                day += timedelta(days=self.random.randrange(14, every))
        self._reviews(person, key, pair, end)
        if pair.ended_on:
            self._closure(person, key, pair, pair.ended_on)

    def _agreement(self, person: UUID, key: UUID, pair: Pair) -> None:
        self.rows.put(
            CommitmentAgreement, person, trajectory_id=key, text_version="1",
            language=Language.DUTCH, meetings_per_month=4, hours_per_month=6, months=12,
            signed_on=pair.started_on, signed_by_mentor=True, signed_by_mentee=True,
            signed_by_staff=True, signed_by_guardian=False, noted_at=at(pair.started_on),
            noted_by=pair.consultant,
        )  # fmt: skip
        if self.random.random() < 0.3:
            day = pair.started_on + timedelta(days=5)
            self.rows.put(
                TrajectoryPause, person, trajectory_id=key, from_on=day,
                resumed_on=day + timedelta(days=5), reason=PauseReason.HOLIDAY, noted_at=at(day),
                noted_by=pair.consultant,
            )  # fmt: skip

    def _meetings(self, person: UUID, key: UUID, user: UUID, pair: Pair, end: date) -> None:
        """Some mentors fall silent some time before the end."""
        day, last = pair.started_on, end - timedelta(days=self.random.choice((0, 0, 0, 0, 50)))
        while day <= last:
            kind = self.random.choice((*[SessionKind.MET] * 5, SessionKind.CANCELLED_BY_MENTEE))
            given = {name: self.random.randint(4, 10) for name in ("contact", "useful", "safe")}
            self.rows.put(
                SessionLog, person, {"experience": json.dumps(given)}, trajectory_id=key,
                mentor_id=pair.mentor, held_on=day, kind=kind,
                minutes=90 if kind is SessionKind.MET else None, expense_cents=250,
                body_digest=bytes(32), logged_at=at(day, 20), logged_by=user,
            )  # fmt: skip
            day += timedelta(days=self.random.randrange(10, 25))

    def _contact(self, who: UUID, key: UUID, side: ContactSide, day: date, by: UUID) -> None:
        self.rows.put(
            SupportContact, who, trajectory_id=key, side=side, held_on=day, how=ContactHow.PHONE,
            is_reached=self.random.random() < 0.9, topics=[], topics_covered=0, noted_at=at(day),
            noted_by=by,
        )  # fmt: skip

    def _reviews(self, person: UUID, key: UUID, pair: Pair, end: date) -> None:
        put, start, by = self.rows.put, pair.started_on, pair.consultant
        goal = put(
            Goal, person, {"text": _UNREAD}, mentee_id=pair.mentee, position=1, is_active=True,
            added_at=at(start),
        )  # fmt: skip
        put(
            GoalScale, person, {"baseline": "-1", **dict.fromkeys(_LEVELS, _UNREAD)},
            trajectory_id=key, goal_id=goal, weight=1, set_at=at(start), set_by=by,
        )  # fmt: skip
        self._check_in(person, key, Wave.START, start, by)
        for number, wave in enumerate(REVIEWED, start=1):
            day = start + timedelta(days=90 * number)
            if day > end or self.random.random() < 0.1:
                continue
            review = put(
                Review, person, trajectory_id=key, wave=wave, held_on=day,
                took_part=[TookPart.MENTEE.value], decision=ReviewDecision.CONTINUE,
                noted_at=at(day), noted_by=by,
            )  # fmt: skip
            level = {"level": str(self.random.randint(-1, 2))}
            put(GoalLevel, person, level, review_id=review, goal_id=goal, is_dropped=False)
            self._check_in(person, key, wave, day, by)

    def _check_in(self, person: UUID, key: UUID, wave: Wave, day: date, by: UUID) -> None:
        """One in twenty asks for a call."""
        check_in = self.rows.put(
            CheckIn, person, trajectory_id=key, wave=wave, asked_at=at(day), asked_by=by,
            answered_at=at(day), how=AnsweredHow.LINK,
        )  # fmt: skip
        for code, items in (
            ("cantril", ("ladder",)),
            ("own-mentee", ("contact", "useful", "safe")),
        ):
            given = {item: self.random.randint(4, 10) for item in items}
            self.rows.put(
                AnswerSheet, person, {"answers": json.dumps(given)}, check_in_id=check_in,
                instrument_code=code, instrument_version="1",
            )  # fmt: skip
        if self.random.random() < 0.05:
            self.rows.put(
                CallAsked, person, trajectory_id=key, check_in_id=check_in, asked_at=at(day)
            )

    def _closure(self, person: UUID, key: UUID, pair: Pair, day: date) -> None:
        put, by = self.rows.put, pair.consultant
        noted = {"noted_at": at(day), "noted_by": by}
        put(
            closure.Closure, person, trajectory_id=key, kind=closure.ClosureKind.PLANNED,
            reason=closure.ClosureReason.GOALS_REACHED, ended_by=closure.EndedBy.TOGETHER,
            ended_on=day, what_next=closure.WhatNext.AFTERCARE, was_celebrated=True, **noted,
        )  # fmt: skip
        for side in (closure.TalkSide.MENTOR, closure.TalkSide.MENTEE):
            put(
                closure.ExitTalk, person, trajectory_id=key, side=side, is_held=True,
                talked_on=day, topics=[], topics_covered=0, **noted,
            )  # fmt: skip
        put(
            closure.ContactStatement, person, trajectory_id=key, text_version="1",
            choice=closure.ContactAfterwards.NONE, may_be_online=False, known_to_mentor=True,
            known_to_mentee=True, agreed_on=day, **noted,
        )  # fmt: skip
