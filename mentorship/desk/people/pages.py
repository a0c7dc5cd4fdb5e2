"""Gathers the life of one person: everything that happened, across rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

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
from mentorship.matching.rounds.gathering import taken_seats
from mentorship.mentors import policy as mentors_policy
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee


@dataclass(frozen=True)
class MenteePage:
    name: str
    happenings: list[Happening]
    people: dict[UUID, str]


@dataclass(frozen=True)
class MentorPage:
    """`taken` counts seats only: which young people that are, not everybody may know."""

    name: str
    seats: int
    taken: int
    happenings: list[Happening]
    people: dict[UUID, str]


def mentee_page(
    db: Db, actor: UserActor, mentee: Mentee, house_names: dict[str, str]
) -> MenteePage:
    happenings = newest_first(
        [
            *referral_story.told(db, mentee),
            *course_story.told(db, mentee, house_names),
            *match_story.of_mentee(db, actor, mentee),
        ]
    )
    name = _name(Reading(db, Purpose.INTAKE), mentee)
    return MenteePage(name, happenings, _people(db, happenings))


def mentor_page(db: Db, actor: UserActor, mentor: Mentor) -> MentorPage:
    may_match = Permission.MATCH_READ in actor.permissions
    happenings = newest_first(
        [
            *(screening_story.told(db, mentor) if mentors_policy.screens(actor, mentor) else ()),
            *training_story.told(db, actor, mentor),
            *(match_story.of_mentor(db, actor, mentor) if may_match else ()),
        ]
    )
    return MentorPage(
        name=_name(Reading(db, Purpose.SCREENING), mentor),
        seats=len(mentors.open_seats(db, mentor.id)),
        taken=taken_seats(db)[mentor.id],
        happenings=happenings,
        people=_people(db, happenings),
    )


def _name(reading: Reading, person: Mentee | Mentor) -> str:
    parts = (reading.text(person, part) for part in ("first_name", "family_name"))
    return " ".join(filter(None, parts))


def _people(db: Db, happenings: Iterable[Happening]) -> dict[UUID, str]:
    """The names of the colleagues who did it."""
    return names_of_ids(db, {one.by for one in happenings if one.by is not None})
