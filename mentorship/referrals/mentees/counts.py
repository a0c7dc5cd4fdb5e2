"""Counts what asks for attention among young people, in one statement; nothing is unsealed."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
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
from mentorship.referrals.mentees.queries import has_whole_profile

SOON = timedelta(days=7)
_GUARDIANS = (GivenBy.GUARDIAN, GivenBy.SECOND_GUARDIAN)
_OPEN = [stage for stage in Stage if stage.is_open]


class Asks(StrEnum):
    """What of a young person asks for somebody's attention; *soon* is within a week."""

    INTAKE_LATE = "intake-late"
    INTAKE_SOON = "intake-soon"
    LETTER_LATE = "letter-late"
    LETTER_SOON = "letter-soon"
    NO_AUTHORITY = "no-authority"
    CONSENT = "consent"
    GUARDIAN = "guardian"
    SAID_NO = "said-no"
    NO_PROFILE = "no-profile"
    CAME_OVER = "came-over"


def counts_of(db: Db, mentees: SelectOfScalar[Mentee], day: date) -> dict[Asks, int]:
    asked = _conditions(db, day)
    counted = mentees.with_only_columns(
        *(func.count().filter(condition) for condition in asked.values())
    )
    return dict(zip(asked, db.execute(counted).one(), strict=True))


def those(db: Db, mentees: SelectOfScalar[Mentee], asks: Asks, day: date) -> SelectOfScalar[Mentee]:
    """Who was counted, the first last day first."""
    due = col(Mentee.notice_due if asks in _LETTERS else Mentee.intake_due)
    return mentees.where(_conditions(db, day)[asks]).order_by(due, col(Mentee.id))


_LETTERS = (Asks.LETTER_LATE, Asks.LETTER_SOON)


def _conditions(db: Db, day: date) -> Mapping[Asks, ColumnElement[bool]]:
    letter = _is_in(_OPEN) & ~_has(select(NoticeLetter.id), NoticeLetter)
    intake, decided = _is_in([Stage.INTAKE]), _is_in([Stage.WAITING])
    intake_due, letter_due = col(Mentee.intake_due), col(Mentee.notice_due)
    is_agreed = col(Mentee.matching_due).is_not(None)
    return {
        Asks.INTAKE_LATE: intake & (intake_due < day),
        Asks.INTAKE_SOON: intake & intake_due.between(day, day + SOON),
        Asks.LETTER_LATE: letter & (letter_due < day),
        Asks.LETTER_SOON: letter & letter_due.between(day, day + SOON),
        Asks.NO_AUTHORITY: decided & col(Mentee.authority).is_(None),
        Asks.CONSENT: decided & ~_answered(GivenBy.YOUNG_PERSON),
        Asks.GUARDIAN: _awaits_guardian(db, decided),
        Asks.SAID_NO: decided & _answered(*GivenBy, is_agreed=False),
        Asks.NO_PROFILE: decided & is_agreed & ~has_whole_profile(),
        Asks.CAME_OVER: _came_over(),
    }


def _awaits_guardian(db: Db, decided: ColumnElement[bool]) -> ColumnElement[bool]:
    """Asked by a link that still works, or needed now that the intake is decided."""
    authority = col(Mentee.authority)
    has_guardian = authority.is_not(None) & (authority != Authority.YOUNG_PERSON)
    misses_one = ~_answered(GivenBy.GUARDIAN) | (
        (authority == Authority.BOTH_PARENTS) & ~_answered(GivenBy.SECOND_GUARDIAN)
    )
    by_link = select(OneTimeLink.id).where(
        col(OneTimeLink.target_id) == col(Mentee.id),
        col(OneTimeLink.purpose).in_([link_purpose(who) for who in _GUARDIANS]),
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.expires_at) > now(db),
    )
    is_asked = _is_in(_OPEN) & by_link.correlate(Mentee).exists()
    return (decided & has_guardian & misses_one) | is_asked


def _came_over() -> ColumnElement[bool]:
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
