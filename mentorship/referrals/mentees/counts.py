"""Counts what asks for attention among young people, in one statement; nothing is unsealed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db, now
from mentorship.foundation.links import OneTimeLink
from mentorship.referrals.mentees.consents import link_purpose
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import (
    Authority,
    HouseTransfer,
    Mentee,
    NoticeLetter,
    Stage,
)

_GUARDIANS = (GivenBy.GUARDIAN, GivenBy.SECOND_GUARDIAN)
_OPEN = [stage for stage in Stage if stage.is_open]


@dataclass(frozen=True)
class MenteeCounts:
    """How many young people wait for what; *soon* is from today to the last day that is asked."""

    intake_late: int
    intake_soon: int
    letter_late: int
    letter_soon: int
    without_authority: int
    consent_awaited: int
    guardian_awaited: int
    said_no: int
    without_profile: int
    transferred_in: int


def counts_of(
    db: Db, mentees: SelectOfScalar[Mentee], day: date, last_of_soon: date
) -> MenteeCounts:
    letter = _is_in(_OPEN) & ~_has(select(NoticeLetter.id), NoticeLetter)
    intake, decided = _is_in([Stage.INTAKE]), _is_in([Stage.WAITING])
    intake_due, letter_due = col(Mentee.intake_due), col(Mentee.notice_due)
    asked = (
        intake & (intake_due < day),
        intake & intake_due.between(day, last_of_soon),
        letter & (letter_due < day),
        letter & letter_due.between(day, last_of_soon),
        decided & col(Mentee.authority).is_(None),
        decided & ~_answered(GivenBy.YOUNG_PERSON),
        _awaits_guardian(db, decided),
        decided & _answered(*GivenBy, is_agreed=False),
        decided & col(Mentee.matching_due).is_not(None) & col(Mentee.waiting_since).is_(None),
        _came_from_elsewhere(),
    )
    chosen = mentees.with_only_columns(*(func.count().filter(one) for one in asked))
    return MenteeCounts(*db.execute(chosen).one())


def _awaits_guardian(db: Db, decided: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked by a link that still works, or needed now that the intake is decided."""
    authority = col(Mentee.authority)
    has_guardian = authority.is_not(None) & (authority != Authority.YOUNG_PERSON)
    misses_one = ~_answered(GivenBy.GUARDIAN) | (
        (authority == Authority.BOTH_PARENTS) & ~_answered(GivenBy.SECOND_GUARDIAN)
    )
    by_link = (
        select(OneTimeLink.id)
        .where(
            col(OneTimeLink.target_id) == col(Mentee.id),
            col(OneTimeLink.purpose).in_([link_purpose(who) for who in _GUARDIANS]),
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.expires_at) > now(db),
        )
        .correlate(Mentee)
        .exists()
    )
    return (decided & has_guardian & misses_one) | (_is_in(_OPEN) & by_link)


def _came_from_elsewhere() -> ColumnElement[bool]:
    """Moved to this House, where nobody took them over yet."""
    moved = select(HouseTransfer.id).where(col(HouseTransfer.to_house) == col(Mentee.house_code))
    return col(Mentee.consultant_id).is_(None) & _is_in(_OPEN) & _has(moved, HouseTransfer)


def _answered(*given_by: GivenBy, is_agreed: bool | None = None) -> ColumnElement[bool]:
    """Whether an answer about taking part stands of one of these: any, or a yes or a no."""
    found = select(Consent.id).where(
        col(Consent.purpose) == ConsentPurpose.PARTICIPATION,
        col(Consent.given_by).in_(given_by),
        col(Consent.ended_at).is_(None),
    )
    if is_agreed is not None:
        found = found.where(col(Consent.is_agreed) == is_agreed)
    return _has(found, Consent)


def _has(
    found: SelectOfScalar[UUID], kind: type[Consent | NoticeLetter | HouseTransfer]
) -> ColumnElement[bool]:
    return found.where(col(kind.mentee_id) == col(Mentee.id)).correlate(Mentee).exists()


def _is_in(stages: list[Stage]) -> ColumnElement[bool]:
    return col(Mentee.stage).in_(stages)
