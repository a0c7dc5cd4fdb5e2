"""The opened file of one young person: every reading here stands in the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees.intake_models import (
    Consent,
    IntakeDecision,
    IntakeTalk,
    TalkWith,
)
from mentorship.referrals.mentees.models import (
    Goal,
    HouseTransfer,
    Mentee,
    MenteeStop,
    NoticeLetter,
    PriorityChange,
)
from mentorship.referrals.models import Referral
from mentorship.referrals.padding import unpad

_SEALED = (
    "first_name", "family_name", "birth_year",
    "contact_route", "contact_details", "contact_times", "contact_caution",
    "guardian_name", "guardian_contact", "second_guardian_name", "second_guardian_contact",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What is known of the person; empty texts where nothing was told."""

    first_name: str
    family_name: str
    birth_year: int
    contact_route: ContactRoute
    contact_details: str
    contact_times: str
    contact_caution: str
    guardian_name: str
    guardian_contact: str
    second_guardian_name: str
    second_guardian_contact: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.family_name}".strip()


@dataclass(frozen=True)
class ReferralTold:
    """What a referrer wrote when they referred."""

    id: UUID
    received_at: datetime
    need: str
    hope: str
    own_words: str


@dataclass(frozen=True)
class Talk:
    held_on: date
    talked_with: TalkWith
    noted_by: UUID
    notes: str


@dataclass(frozen=True)
class GoalText:
    id: UUID
    text: str
    is_active: bool


@dataclass(frozen=True)
class Happening:
    """Something in the history: a code of what it was, and the words that somebody wrote."""

    at: datetime
    kind: str
    by: UUID | None
    what: str = ""
    words: str = ""


def told_of(db: Db, mentee: Mentee, purpose: Purpose = Purpose.INTAKE) -> Told:
    read = {name: unpad(vault.read(db, mentee, name, purpose=purpose)) for name in _SEALED}
    return Told(
        **{
            **read,
            "birth_year": int(read["birth_year"]),
            "contact_route": ContactRoute(read["contact_route"]),
        }  # type: ignore[arg-type]
    )


def name_of(db: Db, mentee: Mentee, purpose: Purpose = Purpose.INTAKE) -> str:
    return vault.read(db, mentee, "first_name", purpose=purpose) or ""


def referrals_of(db: Db, mentee: Mentee) -> list[ReferralTold]:
    """Newest first; there may be several, when somebody was referred again."""
    found = select(Referral).where(col(Referral.subject_id) == mentee.subject_id)
    rows = db.exec(found.order_by(col(Referral.received_at).desc())).all()
    return [
        ReferralTold(
            row.id,
            row.received_at,
            *(
                vault.read(db, row, name, purpose=Purpose.INTAKE) or ""
                for name in ("need", "hope", "own_words")
            ),
        )
        for row in rows
    ]


def has_referrer(db: Db, mentee: Mentee) -> bool:
    found = select(Referral.id).where(col(Referral.subject_id) == mentee.subject_id)
    return db.exec(found).first() is not None


def talks_of(db: Db, mentee: Mentee) -> list[Talk]:
    """Newest first."""
    found = select(IntakeTalk).where(col(IntakeTalk.mentee_id) == mentee.id)
    rows = db.exec(found.order_by(col(IntakeTalk.held_on).desc(), col(IntakeTalk.noted_at))).all()
    notes = vault.scan(db, rows, "notes", purpose=Purpose.INTAKE)
    return [Talk(r.held_on, r.talked_with, r.noted_by, notes.get(r.id, "")) for r in rows]


def goals_of(db: Db, mentee: Mentee) -> list[GoalText]:
    """In the order in which they were named."""
    found = select(Goal).where(col(Goal.mentee_id) == mentee.id).order_by(col(Goal.position))
    rows = db.exec(found).all()
    texts = vault.scan(db, rows, "text", purpose=Purpose.INTAKE)
    return [GoalText(row.id, texts.get(row.id, ""), row.is_active) for row in rows]


def find_goal(db: Db, mentee: Mentee, goal_id: UUID) -> Goal | None:
    goal = db.get(Goal, goal_id)
    return goal if goal is not None and goal.mentee_id == mentee.id else None


def letters_of(db: Db, mentee: Mentee) -> Sequence[NoticeLetter]:
    found = select(NoticeLetter).where(col(NoticeLetter.mentee_id) == mentee.id)
    return db.exec(found.order_by(col(NoticeLetter.sent_on))).all()


def consents_of(db: Db, mentee: Mentee) -> Sequence[Consent]:
    """Every answer that was ever given, newest first."""
    found = select(Consent).where(col(Consent.mentee_id) == mentee.id)
    return db.exec(found.order_by(col(Consent.given_at).desc(), col(Consent.id))).all()


def history_of(db: Db, mentee: Mentee) -> list[Happening]:
    """What was decided, moved, changed and sent; newest first."""
    happened = [
        Happening(mentee.accepted_at, "accepted", None),
        *_decisions(db, mentee),
        *_priorities(db, mentee),
        *_transfers(db, mentee),
        *_stops(db, mentee),
        *(Happening(row.noted_at, "letter", row.noted_by) for row in letters_of(db, mentee)),
    ]
    return sorted(happened, key=lambda one: one.at, reverse=True)


def _decisions(db: Db, mentee: Mentee) -> list[Happening]:
    rows = db.exec(select(IntakeDecision).where(col(IntakeDecision.mentee_id) == mentee.id)).all()
    words = vault.scan(db, rows, "reason", purpose=Purpose.INTAKE)
    return [
        Happening(r.decided_at, "decision", r.decided_by, r.outcome, words.get(r.id, ""))
        for r in rows
    ]


def _priorities(db: Db, mentee: Mentee) -> list[Happening]:
    rows = db.exec(select(PriorityChange).where(col(PriorityChange.mentee_id) == mentee.id)).all()
    words = vault.scan(db, rows, "reason", purpose=Purpose.INTAKE)
    return [
        Happening(r.changed_at, "priority", r.changed_by, str(r.to_class), words.get(r.id, ""))
        for r in rows
    ]


def _transfers(db: Db, mentee: Mentee) -> list[Happening]:
    rows = db.exec(select(HouseTransfer).where(col(HouseTransfer.mentee_id) == mentee.id)).all()
    words = vault.scan(db, rows, "reason", purpose=Purpose.INTAKE)
    return [
        Happening(r.moved_at, "transfer", r.moved_by, r.to_house, words.get(r.id, "")) for r in rows
    ]


def _stops(db: Db, mentee: Mentee) -> list[Happening]:
    rows = db.exec(select(MenteeStop).where(col(MenteeStop.mentee_id) == mentee.id)).all()
    words = vault.scan(db, rows, "reason", purpose=Purpose.INTAKE)
    return [
        Happening(r.stopped_at, "stop", r.noted_by, r.wanted_by, words.get(r.id, "")) for r in rows
    ]
