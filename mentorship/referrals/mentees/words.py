"""What decides which words a referrer reads: how the course stands, and what was agreed since."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.referrals.mentees import rules
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Authority, Mentee


@dataclass(frozen=True)
class StatusWords:
    """Of one young person; `answers` are the newest about the status, a withdrawn yes is a no."""

    started_on: date | None
    closed_on: date | None
    authority: Authority | None
    answers: dict[GivenBy, tuple[bool, datetime]] = field(default_factory=dict)

    def is_shared(self, *, told: bool, received_at: datetime) -> bool:
        """`told` is what this referrer said at the start; a no holds for everybody who refers.

        A yes from before this referral was said of another referrer, so it doesn't count here.
        """
        counted = {
            who: is_yes
            for who, (is_yes, given_at) in self.answers.items()
            if not is_yes or given_at >= received_at
        }
        return rules.is_status_shared(told, self.authority, counted)


def status_words(db: Db, subject_ids: Collection[UUID]) -> dict[UUID, StatusWords]:
    """Per person whose referral was accepted; always two statements, whoever is found."""
    mentees = db.exec(select(Mentee).where(col(Mentee.subject_id).in_(subject_ids))).all()
    answered = db.exec(
        select(Consent)
        .where(
            col(Consent.subject_id).in_(subject_ids),
            col(Consent.purpose) == ConsentPurpose.STATUS_TO_REFERRER,
        )
        .order_by(col(Consent.ended_at).is_(None), col(Consent.given_at))
    ).all()
    found = {
        row.subject_id: StatusWords(row.started_on, row.closed_on, row.authority) for row in mentees
    }
    for consent in answered:
        if (words := found.get(consent.subject_id)) is not None:
            is_yes = consent.is_agreed and consent.ended_at is None
            words.answers[consent.given_by] = (is_yes, consent.given_at)
    return found
