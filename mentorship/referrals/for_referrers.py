"""What a referrer reads of what they sent, in the words that their kind of organisation gets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.access import UserActor
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals import policy, queries
from mentorship.referrals.mentees.words import StatusWords, status_words
from mentorship.referrals.models import (
    Referral,
    TriageAnswer,
    TriageDecision,
    TriageOutcome,
)
from mentorship.referrals.padding import unpad
from mentorship.referrals.rules import (
    NOT_BEGUN,
    CourseDays,
    StatusForReferrer,
    status_for_referrer,
)
from mentorship.region.models import House, OrganisationType
from mentorship.region.places import UnknownPlace, find_place


@dataclass(frozen=True)
class OwnReferral:
    """A referral as its referrer may know it."""

    id: UUID
    received_at: datetime
    first_name: str
    status: StatusForReferrer
    is_status_shared: bool
    is_told_neutrally: bool


def own_referrals(db: Db, actor: UserActor) -> list[OwnReferral]:
    """Newest first."""
    newest = col(Referral.received_at).desc()
    rows = db.exec(policy.own_of(db, actor).order_by(newest, col(Referral.id))).all()
    names = queries.first_names(db, rows, Purpose.REFERRAL)
    sources = vault.scan(db, rows, "source_type", purpose=Purpose.REFERRAL)
    words = status_words(db, [row.subject_id for row in rows])
    return [
        _own(row, names.get(row.id, ""), sources[row.id], words.get(row.subject_id))
        for row in rows
        if row.id in sources
    ]


def questions_to(db: Db, actor: UserActor) -> set[UUID]:
    """The referrals with an open question that this referrer reads; a telephone call is none."""
    mine = policy.own_of(db, actor).with_only_columns(col(Referral.id))
    asked = db.exec(
        select(TriageDecision)
        .join(TriageAnswer, isouter=True)
        .where(
            col(TriageDecision.referral_id).in_(mine),
            col(TriageDecision.outcome) == TriageOutcome.ASK,
            col(TriageAnswer.id).is_(None),
        )
    ).all()
    read = vault.scan(db, asked, "question", purpose=Purpose.REFERRAL)
    return {decision.referral_id for decision in asked if unpad(read.get(decision.id))}


def own_referral(db: Db, referral: Referral) -> OwnReferral:
    return _own(
        referral,
        vault.read(db, referral, "first_name", purpose=Purpose.REFERRAL) or "",
        queries.source_of(db, referral, Purpose.REFERRAL),
        status_words(db, [referral.subject_id]).get(referral.subject_id),
    )


def _own(row: Referral, first_name: str, source: str, words: StatusWords | None) -> OwnReferral:
    kind = OrganisationType(unpad(source))
    shown = _status(row, kind, words)
    is_shared = _is_shared(row, words)
    return OwnReferral(
        row.id, row.received_at, first_name, shown, is_shared, kind.has_neutral_status
    )


def house_sent_to(db: Db, referral: Referral) -> House:
    """By the place that was told: where it went since tells that somebody is known, or moved."""
    place = vault.read(db, referral, "place", purpose=Purpose.REFERRAL) or ""
    try:
        code = find_place(place).house
    except UnknownPlace:  # renamed since it was sent
        code = None
    return db.get_one(House, code or referral.house_code)


def status_told(db: Db, referral: Referral) -> StatusForReferrer:
    """What the referrer reads now, for the consultant who has to know it."""
    words = status_words(db, [referral.subject_id]).get(referral.subject_id)
    return _status(referral, queries.source_of(db, referral, Purpose.TRIAGE), words)


def _status(row: Referral, kind: OrganisationType, words: StatusWords | None) -> StatusForReferrer:
    return status_for_referrer(
        row.status,
        kind,
        is_status_shared=_is_shared(row, words),
        triaged_on=day_of(row.triaged_at) if row.triaged_at else None,
        course=CourseDays(words.started_on, words.closed_on) if words else NOT_BEGUN,
    )


def _is_shared(row: Referral, words: StatusWords | None) -> bool:
    if words is None:
        return row.is_status_shared
    return words.is_shared(told=row.is_status_shared, received_at=row.received_at)
