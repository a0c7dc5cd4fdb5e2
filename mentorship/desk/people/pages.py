"""Gathers one person: who it is, what comes next, and everything that happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col

from mentorship.accounts.access import UserActor
from mentorship.accounts.queries import names_of_ids
from mentorship.desk.people import (
    course_story,
    match_story,
    referral_story,
    screening_story,
    training_story,
)
from mentorship.desk.people.happenings import Happening, Reading, newest_first
from mentorship.foundation.access import Permission
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching import policy as matching
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.queries import OneMatch
from mentorship.matching.models import LIVE, Match
from mentorship.matching.rounds.gathering import taken_seats
from mentorship.mentors import policy as mentors_policy
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.rules import Readiness
from mentorship.referrals.mentees import file, rules
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.file import Told
from mentorship.referrals.mentees.lists import clock_of
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.rules import Step
from mentorship.referrals.terms import Clock


@dataclass(frozen=True)
class MenteePage:
    mentee: Mentee
    told: Told
    step: Step | None
    clock: Clock | None
    match: OneMatch | None
    happenings: list[Happening]
    people: dict[UUID, str]


@dataclass(frozen=True)
class MentorPage:
    """`taken` counts seats only: which young people that are, not everybody may know."""

    mentor: Mentor
    name: str
    email: str
    phone: str
    readiness: Readiness
    seats: int
    taken: int
    happenings: list[Happening]
    people: dict[UUID, str]


def mentee_page(
    db: Db, actor: UserActor, mentee: Mentee, day: date, house_names: dict[str, str]
) -> MenteePage:
    happenings = newest_first(
        [
            *referral_story.told(db, mentee),
            *course_story.told(db, mentee, house_names),
            *match_story.of_mentee(db, actor, mentee),
        ]
    )
    step = rules.next_step(mentees.facts_of(db, [mentee])[mentee.id])
    return MenteePage(
        mentee=mentee,
        told=file.told_of(db, mentee),
        step=step,
        clock=clock_of(step, day),
        match=_live_match(db, actor, mentee),
        happenings=happenings,
        people=_people(db, happenings, mentee.consultant_id),
    )


def mentor_page(db: Db, actor: UserActor, mentor: Mentor, day: date) -> MentorPage:
    may_match = Permission.MATCH_READ in actor.permissions
    happenings = newest_first(
        [
            *(screening_story.told(db, mentor) if mentors_policy.screens(actor, mentor) else ()),
            *training_story.told(db, actor, mentor),
            *(match_story.of_mentor(db, actor, mentor) if may_match else ()),
        ]
    )
    reading = Reading(db, Purpose.SCREENING)
    names = (reading.text(mentor, part) for part in ("first_name", "family_name"))
    return MentorPage(
        mentor=mentor,
        name=" ".join(filter(None, names)),
        email=reading.text(mentor, "email"),
        phone=reading.text(mentor, "phone"),
        readiness=mentors.readiness_of(db, mentor, day),
        seats=len(mentors.open_seats(db, mentor.id)),
        taken=taken_seats(db)[mentor.id],
        happenings=happenings,
        people=_people(db, happenings, None),
    )


def _live_match(db: Db, actor: UserActor, mentee: Mentee) -> OneMatch | None:
    found = matching.matches_of(actor).where(
        col(Match.mentee_id) == mentee.id, col(Match.status).in_(LIVE)
    )
    return next(iter(matches.with_answers(db, db.exec(found).all())), None)


def _people(db: Db, happenings: Iterable[Happening], consultant_id: UUID | None) -> dict[UUID, str]:
    """The names of the colleagues who did it."""
    ids = {one.by for one in happenings if one.by is not None}
    return names_of_ids(db, ids | ({consultant_id} if consultant_id else set()))
