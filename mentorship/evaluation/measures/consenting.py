"""Whose data may be used for evaluation: only with that consent, as long as it stands."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.referrals.mentees import queries, rules
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose
from mentorship.referrals.mentees.models import Mentee


def agreed(db: Db, mentees: Collection[Mentee]) -> set[UUID]:
    """Of whom everybody who has to agree says yes now; by the id of the mentee."""
    given = queries.agreed_by(db, [mentee.id for mentee in mentees])
    return {
        mentee.id
        for mentee in mentees
        if rules.is_agreed_by_all(
            mentee.authority, frozenset(given.get(mentee.id, ())), ConsentPurpose.EVALUATION
        )
    }


def said_no(db: Db, mentees: Collection[Mentee]) -> set[UUID]:
    """Who was asked and doesn't agree, or not any more: they count nowhere."""
    asked = set(
        db.exec(select(Consent.mentee_id).where(col(Consent.purpose) == ConsentPurpose.EVALUATION))
    )
    return (asked & {mentee.id for mentee in mentees}) - agreed(db, mentees)
