"""One row for each counted trajectory, as fine as it is known; it never leaves this process so."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.disclosure.records import Row
from mentorship.evaluation.measures.began import Began, began
from mentorship.evaluation.measures.per_trajectory import band_of
from mentorship.evaluation.measures.referrals import PARTNER_OF
from mentorship.evaluation.records.columns import (
    AGE,
    AGES_FROM,
    GENDER,
    HALF_YEAR,
    HOUSE,
    INSIDE,
    PARTNER,
    UNKNOWN,
)
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.profiles.profile import MenteeProfile, restored
from mentorship.referrals.mentees.models import Mentee, MenteeWishes
from mentorship.referrals.models import Referral
from mentorship.referrals.padding import unpad
from mentorship.region.models import OrganisationType

# Beside its columns each row says what and whose it is and who knows of it; none of it is told.
WHOSE, PERSON, THROUGH = "trajectory", "person", "through"
_Told = Mapping[UUID, str]


def rows_of(db: Db, cohorts: Collection[HalfYear]) -> list[Row]:
    """In a fixed order. Unsealed by the program itself, as one event for each kind of text."""
    found = began(db, cohorts)
    ids = [one.trajectory.mentee_id for one in found]
    mentees = {one.id: one for one in db.exec(select(Mentee).where(col(Mentee.id).in_(ids)))}
    years, genders, partners = _births(db, mentees), _genders(db, mentees), _partners(db, mentees)
    inside = {
        column.name: column.measure.each(db, cohorts)
        for column in INSIDE
        if column.measure.each is not None
    }
    return [
        {
            WHOSE: one.id,
            PERSON: mentee.id,
            THROUGH: one.through,
            AGE: _age_band(one, years.get(mentee.id)),
            GENDER: genders.get(mentee.id, UNKNOWN),
            HOUSE: mentee.house_code,
            PARTNER: partners.get(mentee.id, UNKNOWN),
            HALF_YEAR: one.cohort.code,
            **{name: told[one.id].row for name, told in inside.items()},
        }
        for one in found
        for mentee in (mentees[one.trajectory.mentee_id],)
    ]


def _births(db: Db, mentees: Mapping[UUID, Mentee]) -> _Told:
    return vault.scan(db, mentees.values(), "birth_year", purpose=Purpose.EVALUATION)


def _age_band(one: Began, birth_year: str | None) -> str:
    if birth_year is None or not birth_year.isdecimal():
        return UNKNOWN
    return band_of(max(one.started_on.year - int(birth_year), 0), AGES_FROM)


def _genders(db: Db, mentees: Mapping[UUID, Mentee]) -> _Told:
    wishes = select(MenteeWishes).where(col(MenteeWishes.mentee_id).in_(list(mentees)))
    rows = {row.id: row for row in db.exec(wishes)}
    read = vault.scan(db, rows.values(), "profile", purpose=Purpose.EVALUATION)
    profiles = {rows[key].mentee_id: restored(MenteeProfile, text) for key, text in read.items()}
    return {key: profile.gender for key, profile in profiles.items() if profile.gender}


def _partners(db: Db, mentees: Mapping[UUID, Mentee]) -> _Told:
    """Of the referral with which they came; a later one doesn't change it."""
    wanted = {one.referral_id: one.id for one in mentees.values() if one.referral_id is not None}
    found = db.exec(select(Referral).where(col(Referral.id).in_(list(wanted)))).all()
    read = vault.scan(db, found, "source_type", purpose=Purpose.EVALUATION)
    return {
        wanted[key]: PARTNER_OF.get(OrganisationType(unpad(kind)), "justice")
        for key, kind in read.items()
    }
