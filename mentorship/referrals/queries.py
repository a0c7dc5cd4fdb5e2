"""Finds referrals, what was decided about them, and opens the file of one.

What the rooms above ask about young people is passed on from `mentees.queries`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts import queries as accounts
from mentorship.accounts.access import UserActor
from mentorship.accounts.models import User
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals import policy, terms
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.queries import (
    WaitingMentee,
    find_mentee,
    first_names_of,
    is_waiting,
    lock_mentee,
    mentee_of_subject,
    next_step,
    waiting_on,
)
from mentorship.referrals.models import (
    Referral,
    ReferralStatus,
    TriageAnswer,
    TriageDecision,
    TriageOutcome,
)
from mentorship.referrals.padding import unpad
from mentorship.referrals.terms import Clock, Urgency
from mentorship.region.models import House, Organisation, OrganisationType

__all__ = [
    "WaitingMentee",
    "day_of",
    "find_mentee",
    "first_names_of",
    "is_waiting",
    "lock_mentee",
    "mentee_of_subject",
    "next_step",
    "today",
    "waiting_on",
]

RECENT = 20
PAGE = 50
_UNDECIDED = (ReferralStatus.RECEIVED, ReferralStatus.QUESTION_ASKED)
_WRITTEN = (
    "first_name", "family_name", "birth_year", "place", "contact_route", "contact_details",
    "contact_times", "contact_caution", "guardian_knows", "guardian", "need", "hope", "own_words",
    "relation", "callback",
)  # fmt: skip
_FILE = (*_WRITTEN, "source_type", "referrer_id", "organisation_id")


@dataclass(frozen=True)
class Step:
    """One decision in the file, with the answer when it was a question."""

    outcome: TriageOutcome
    decided_at: datetime
    decided_by: UUID
    reason: str
    question: str | None
    answer: str | None
    answered_at: datetime | None
    is_noted: bool


@dataclass(frozen=True)
class SenderContact:
    """Who referred and for whom; empty texts once the account or organisation is gone."""

    name: str
    email: str
    organisation: str


def clock_of(referral: Referral, day: date) -> Clock | None:
    """None when nothing is awaited of the House."""
    if referral.status is not ReferralStatus.RECEIVED:
        return None
    due = referral.triage_due if referral.picked_up_at else referral.receipt_due
    return terms.clock(due, day)


@dataclass(frozen=True)
class Undecided:
    """One page of a list of referrals, or the last one."""

    rows: Sequence[Referral]
    number: int
    pages: int


def undecided(db: Db, actor: UserActor, status: ReferralStatus, number: int = 1) -> Undecided:
    """Of one status, most pressing first."""
    found = policy.visible_to(actor).where(col(Referral.status) == status)
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    ordered = found.order_by(_due(), col(Referral.received_at), col(Referral.id))
    rows = db.exec(ordered.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Undecided(rows, number, pages)


def _due() -> ColumnElement[date]:
    """The last day of what the House has to do next."""
    return case(
        (col(Referral.picked_up_at).is_(None), col(Referral.receipt_due)),
        else_=col(Referral.triage_due),
    )


def recently_decided(db: Db, actor: UserActor) -> Sequence[Referral]:
    found = policy.visible_to(actor).where(col(Referral.status).not_in(_UNDECIDED))
    newest = col(Referral.triaged_at).desc()
    return db.exec(found.order_by(newest, col(Referral.id)).limit(RECENT)).all()


def count_by_urgency(db: Db, actor: UserActor) -> dict[Urgency, int]:
    """How many wait for the House, by how pressing they are."""
    day, due = today(db), _due()
    pressing = {
        Urgency.OVERDUE: due < day,
        Urgency.TODAY: due == day,
        Urgency.LATER: due > day,
    }
    waiting = policy.visible_to(actor).where(col(Referral.status) == ReferralStatus.RECEIVED)
    counted = waiting.with_only_columns(*(func.count().filter(one) for one in pressing.values()))
    return dict(zip(pressing, db.execute(counted).one(), strict=True))


def count_awaiting_answer(db: Db, actor: UserActor) -> int:
    asked = policy.visible_to(actor).where(col(Referral.status) == ReferralStatus.QUESTION_ASKED)
    return db.exec(select(func.count()).select_from(asked.subquery())).one()


def first_names(db: Db, referrals: Sequence[Referral], purpose: Purpose) -> dict[UUID, str]:
    return vault.scan(db, referrals, "first_name", purpose=purpose)


def find_by_draft(db: Db, draft_key: bytes) -> Referral | None:
    return db.exec(select(Referral).where(col(Referral.draft_key) == draft_key)).one_or_none()


def lock(db: Db, visible: SelectOfScalar[Referral], referral_id: UUID) -> Referral | None:
    """Takes the row first, so that two people deciding at once come one after the other."""
    found = visible.where(col(Referral.id) == referral_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def find(db: Db, visible: SelectOfScalar[Referral], referral_id: UUID) -> Referral | None:
    return db.exec(visible.where(col(Referral.id) == referral_id)).one_or_none()


def known_before(db: Db, actor: UserActor, referral: Referral) -> Sequence[Mentee]:
    """The files that may be of the same person, of Houses that this consultant opens."""
    found = policy.mentees_visible_to(actor).where(
        col(Mentee.known_key) == referral.known_key,
        col(Mentee.subject_id) != referral.subject_id,
    )
    return db.exec(found.order_by(col(Mentee.accepted_at).desc())).all()


def referred_before(db: Db, actor: UserActor, referral: Referral) -> Sequence[Referral]:
    """Other referrals that may be of the same person, of Houses that this consultant opens."""
    found = policy.visible_to(actor).where(
        col(Referral.known_key) == referral.known_key, col(Referral.id) != referral.id
    )
    return db.exec(found.order_by(col(Referral.received_at).desc())).all()


def source_of(db: Db, referral: Referral, purpose: Purpose) -> OrganisationType:
    return OrganisationType(unpad(vault.read(db, referral, "source_type", purpose=purpose)))


def open_decision(db: Db, referral: Referral) -> TriageDecision | None:
    """The question that nobody answered yet."""
    found = (
        select(TriageDecision)
        .join(TriageAnswer, isouter=True)
        .where(
            col(TriageDecision.referral_id) == referral.id,
            col(TriageDecision.outcome) == TriageOutcome.ASK,
            col(TriageAnswer.id).is_(None),
        )
    )
    return db.exec(found.order_by(col(TriageDecision.decided_at).desc())).first()


def open_question(db: Db, referral: Referral) -> str | None:
    """What the referrer is asked now; nothing when a consultant telephones."""
    decision = open_decision(db, referral)
    return None if decision is None else question_of(db, decision)


def question_of(db: Db, decision: TriageDecision) -> str | None:
    return unpad(vault.read(db, decision, "question", purpose=Purpose.REFERRAL)) or None


def open_file(db: Db, referral: Referral) -> dict[str, str]:
    """Everything that the referrer wrote and who that was: the audited reading of a file."""
    read = {name: vault.read(db, referral, name, purpose=Purpose.TRIAGE) for name in _FILE}
    return {name: unpad(value) for name, value in read.items()}


def house_of(db: Db, referral: Referral) -> House:
    return db.get_one(House, referral.house_code)


def sender_of(db: Db, told: Mapping[str, str]) -> SenderContact:
    """By the ids in an opened file."""
    user = db.get(User, UUID(told["referrer_id"]))
    organisation = db.get(Organisation, UUID(told["organisation_id"]))
    return SenderContact(
        name=accounts.name_of(db, user) if user else "",
        email=accounts.email_of(db, user) if user else "",
        organisation=organisation.name if organisation else "",
    )


def sent_texts(db: Db, referral: Referral) -> dict[str, str]:
    """What its referrer wrote, by the names of the form."""
    read = {name: vault.read(db, referral, name, purpose=Purpose.REFERRAL) for name in _WRITTEN}
    shared = "yes" if referral.is_status_shared else "no"
    return {name: unpad(value) for name, value in read.items()} | {"is_status_shared": shared}


def steps_of(db: Db, referral: Referral) -> list[Step]:
    """What was decided, oldest first."""
    found = (
        select(TriageDecision, TriageAnswer)
        .join(TriageAnswer, isouter=True)
        .where(col(TriageDecision.referral_id) == referral.id)
        .order_by(col(TriageDecision.decided_at))
    )
    return [_step(db, decision, answer) for decision, answer in db.exec(found)]


def _step(db: Db, decision: TriageDecision, answer: TriageAnswer | None) -> Step:
    return Step(
        outcome=decision.outcome,
        decided_at=decision.decided_at,
        decided_by=decision.decided_by,
        reason=vault.read(db, decision, "reason", purpose=Purpose.TRIAGE) or "",
        question=unpad(vault.read(db, decision, "question", purpose=Purpose.TRIAGE)) or None,
        answer=vault.read(db, answer, "text", purpose=Purpose.TRIAGE) if answer else None,
        answered_at=answer.answered_at if answer else None,
        is_noted=answer is not None and answer.noted_by is not None,
    )
