"""Finds young people and what their course hangs on; asks the pool of those who wait."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.profiles.profile import MenteeProfile, restored
from mentorship.referrals.mentees import rules
from mentorship.referrals.mentees.intake_models import (
    Consent,
    ConsentPurpose,
    GivenBy,
    IntakeTalk,
)
from mentorship.referrals.mentees.models import (
    Authority,
    Mentee,
    MenteeWishes,
    NoticeLetter,
    Stage,
)
from mentorship.referrals.mentees.rules import Facts, Step


@dataclass(frozen=True)
class WaitingMentee:
    """Somebody for whom a match may be looked for now."""

    id: UUID
    subject_id: UUID
    house_code: str
    profile: MenteeProfile
    waiting_since: date
    priority: int
    consultant_id: UUID | None = None


def waiting_on(
    db: Db,
    day: date,
    houses: Collection[str] | None = None,
    only: Collection[UUID] | None = None,
) -> list[WaitingMentee]:
    """Everybody who may be matched, of these Houses or of all; who waits longest comes first.

    With `only` nobody else is read.

    Consents are joined here: who withdrew a moment ago isn't among them. Who has a live match
    still is; matching knows that.
    """
    found = (
        select(Mentee, MenteeWishes)
        .join(MenteeWishes, col(MenteeWishes.mentee_id) == col(Mentee.id))
        .where(can_be_matched(), waits_on(day))
        .order_by(col(Mentee.waiting_since), col(Mentee.id))
    )
    if houses is not None:
        found = found.where(col(Mentee.house_code).in_(sorted(houses)))
    if only is not None:
        found = found.where(col(Mentee.id).in_(only))
    rows = db.exec(found).all()
    profiles = vault.scan(db, [row for _, row in rows], "profile", purpose=Purpose.MATCHING)
    return [
        _waiting(mentee, profiles[wishes.id]) for mentee, wishes in rows if wishes.id in profiles
    ]


def _waiting(mentee: Mentee, stored: str) -> WaitingMentee:
    assert mentee.waiting_since is not None  # noqa: S101 — the select asked for it
    return WaitingMentee(
        mentee.id,
        mentee.subject_id,
        mentee.house_code,
        restored(MenteeProfile, stored),
        mentee.waiting_since,
        mentee.priority,
        mentee.consultant_id,
    )


def is_waiting(db: Db, mentee_id: UUID) -> bool:
    """Whether a match may be made now; asked again at the moment of deciding, under the lock."""
    found = select(Mentee.id).where(
        col(Mentee.id) == mentee_id, can_be_matched(), waits_on(today(db))
    )
    return db.exec(found).first() is not None


def waits_on(day: date) -> ColumnElement[bool]:
    """Since that day or before, and not in the time after an earlier mentor."""
    may_be = col(Mentee.match_not_before).is_(None) | (col(Mentee.match_not_before) <= day)
    return (col(Mentee.waiting_since) <= day) & may_be


def can_be_matched() -> ColumnElement[bool]:
    """Suitable, agreed by everybody, and with a whole profile; also who has a live match."""
    return (
        (col(Mentee.stage) == Stage.WAITING)
        & col(Mentee.waiting_since).is_not(None)
        & has_whole_profile()
        & everybody_agrees(ConsentPurpose.PARTICIPATION)
    )


def has_whole_profile() -> ColumnElement[bool]:
    return col(Mentee.id).in_(
        select(col(MenteeWishes.mentee_id)).where(col(MenteeWishes.is_complete))
    )


def everybody_agrees(purpose: ConsentPurpose) -> ColumnElement[bool]:
    """The same as `rules.is_agreed_by_all`, asked of the database."""
    authority = col(Mentee.authority)
    alone, both = authority == Authority.YOUNG_PERSON, authority == Authority.BOTH_PARENTS
    return (
        authority.is_not(None)
        & _agrees(purpose, GivenBy.YOUNG_PERSON)
        & (alone | _agrees(purpose, GivenBy.GUARDIAN))
        & (~both | _agrees(purpose, GivenBy.SECOND_GUARDIAN))
    )


def _agrees(purpose: ConsentPurpose, given_by: GivenBy) -> ColumnElement[bool]:
    return (
        select(Consent.id)
        .where(
            col(Consent.mentee_id) == col(Mentee.id),
            col(Consent.purpose) == purpose,
            col(Consent.given_by) == given_by,
            col(Consent.is_agreed),
            col(Consent.ended_at).is_(None),
        )
        .correlate(Mentee)
        .exists()
    )


def find_mentee(db: Db, visible: SelectOfScalar[Mentee], mentee_id: UUID) -> Mentee | None:
    return db.exec(visible.where(col(Mentee.id) == mentee_id)).one_or_none()


def lock_mentee(db: Db, visible: SelectOfScalar[Mentee], mentee_id: UUID) -> Mentee | None:
    """Takes the row first: every verb of a course comes after the one before it."""
    found = visible.where(col(Mentee.id) == mentee_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def mentee_of_subject(db: Db, subject_id: UUID) -> Mentee | None:
    return db.exec(select(Mentee).where(col(Mentee.subject_id) == subject_id)).one_or_none()


def first_names_of(db: Db, mentees: Iterable[Mentee], purpose: Purpose) -> dict[UUID, str]:
    return vault.scan(db, mentees, "first_name", purpose=purpose)


def wishes_of(db: Db, mentee: Mentee) -> MenteeWishes | None:
    found = select(MenteeWishes).where(col(MenteeWishes.mentee_id) == mentee.id)
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def profile_of(db: Db, mentee: Mentee, purpose: Purpose = Purpose.INTAKE) -> MenteeProfile:
    """An empty one while nothing was written down."""
    row = wishes_of(db, mentee)
    text = vault.read(db, row, "profile", purpose=purpose) if row else None
    return restored(MenteeProfile, text)


def next_step(db: Db, mentee: Mentee) -> Step | None:
    """What is asked of the House now and until when; None when nothing is."""
    return rules.next_step(facts_of(db, [mentee])[mentee.id])


def facts_of(db: Db, mentees: Sequence[Mentee]) -> dict[UUID, Facts]:
    """What the steps of each hang on; as many statements for one as for fifty."""
    ids = [mentee.id for mentee in mentees]
    complete = _ids(
        db,
        select(MenteeWishes.mentee_id).where(
            col(MenteeWishes.mentee_id).in_(ids), col(MenteeWishes.is_complete)
        ),
    )
    talked = _ids(db, select(IntakeTalk.mentee_id).where(col(IntakeTalk.mentee_id).in_(ids)))
    told = _ids(db, select(NoticeLetter.mentee_id).where(col(NoticeLetter.mentee_id).in_(ids)))
    agreed = agreed_by(db, ids)
    return {
        mentee.id: Facts(
            stage=mentee.stage,
            authority=mentee.authority,
            intake_due=mentee.intake_due,
            notice_due=mentee.notice_due,
            matching_due=mentee.matching_due,
            has_talk=mentee.id in talked,
            is_profile_complete=mentee.id in complete,
            is_notice_sent=mentee.id in told,
            agreed=frozenset(agreed.get(mentee.id, ())),
        )
        for mentee in mentees
    }


def _ids(db: Db, found: SelectOfScalar[UUID]) -> set[UUID]:
    return set(db.exec(found).all())


def agreed_by(
    db: Db, mentee_ids: Collection[UUID]
) -> dict[UUID, set[tuple[ConsentPurpose, GivenBy]]]:
    """Every yes that stands now."""
    found = select(col(Consent.mentee_id), col(Consent.purpose), col(Consent.given_by)).where(
        col(Consent.mentee_id).in_(mentee_ids),
        col(Consent.is_agreed),
        col(Consent.ended_at).is_(None),
    )
    agreed: dict[UUID, set[tuple[ConsentPurpose, GivenBy]]] = {}
    for mentee_id, purpose, given_by in db.exec(found):
        agreed.setdefault(mentee_id, set()).add((purpose, given_by))
    return agreed


def standing_consents(db: Db, mentee: Mentee) -> dict[tuple[ConsentPurpose, GivenBy], Consent]:
    """The answers that count now, yes and no."""
    found = select(Consent).where(
        col(Consent.mentee_id) == mentee.id, col(Consent.ended_at).is_(None)
    )
    return {(row.purpose, row.given_by): row for row in db.exec(found)}
