"""Finds invitations with their words, and the young people who may be asked with one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.models import Language
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.interviews import policy, rules
from mentorship.evaluation.interviews.models import (
    InterviewAsking,
    InterviewInvitation,
    InvitationStatus,
    Outcome,
)
from mentorship.evaluation.interviews.rules import Standing
from mentorship.evaluation.models import EvaluationBundle
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.queries import everybody_agrees
from mentorship.referrals.policy import mentees_visible_to
from mentorship.trajectories.models import Trajectory

PAGE = 50
_FIELDS = ("researcher", "about", "practical", "languages", "reach", "because")
_WHY = Purpose.EVALUATION
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Words:
    """What an invitation says; `because` is why it was sent back."""

    researcher: str = ""
    about: str = ""
    practical: str = ""
    languages: str = ""
    reach: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[Found]):
    rows: Sequence[Found]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be asked; in the language in which they agreed to that."""

    mentee: Mentee
    name: str
    language: Language
    asking: InterviewAsking | None
    is_tried_again: bool


def find(
    db: Db, visible: SelectOfScalar[InterviewInvitation], invitation_id: UUID
) -> InterviewInvitation | None:
    return db.exec(visible.where(col(InterviewInvitation.id) == invitation_id)).one_or_none()


def lock(
    db: Db, visible: SelectOfScalar[InterviewInvitation], invitation_id: UUID
) -> InterviewInvitation | None:
    """The row as it is by now; of a bundle and an account beside it nothing is held."""
    found = visible.where(col(InterviewInvitation.id) == invitation_id)
    locked = found.with_for_update(of=InterviewInvitation)
    return db.exec(locked.execution_options(populate_existing=True)).one_or_none()


def words_of(db: Db, rows: Iterable[InterviewInvitation]) -> dict[UUID, Words]:
    """Unsealed, so that who read them is in the trail."""
    told = vault.scan_fields(db, rows, _FIELDS, purpose=_WHY)
    return {key: Words(**texts) for key, texts in told.items()}


def standings(db: Db, rows: Sequence[InterviewInvitation]) -> dict[UUID, Standing]:
    """Nothing in it hangs on a young person."""
    day = today(db)
    key = col(InterviewInvitation.id)
    going_on = policy.going_on(day).where(key.in_([row.id for row in rows]))
    here = set(db.scalars(going_on.with_only_columns(key)))
    return {
        row.id: rules.standing(
            row.status, row.closed_at, row.open_until, day, goes_on=row.id in here
        )
        for row in rows
    }


def purposes_of(db: Db, rows: Iterable[InterviewInvitation]) -> dict[UUID, str]:
    """Of the bundles that these belong to, what they were asked for."""
    bundle, wanted = EvaluationBundle, {row.bundle_id for row in rows}
    found = select(col(bundle.id), col(bundle.purpose)).where(col(bundle.id).in_(wanted))
    return dict(db.exec(found).all())


def page_of(
    db: Db, visible: SelectOfScalar[InterviewInvitation], page: int
) -> Page[InterviewInvitation]:
    """What waits for approval first, then the newest."""
    waits = col(InterviewInvitation.status) == InvitationStatus.WAITING
    newest = col(InterviewInvitation.written_at).desc()
    return _paged(db, visible, page, waits.desc(), newest, col(InterviewInvitation.id))


def waiting(db: Db, actor: UserActor) -> Sequence[UUID]:
    """Those that this person can decide about: not their own, and not over by now."""
    key = col(InterviewInvitation.id)
    found = policy.judged_by(actor).where(
        col(InterviewInvitation.status) == InvitationStatus.WAITING,
        col(InterviewInvitation.written_by) != actor.id,
        key.in_(policy.going_on(today(db)).with_only_columns(key).correlate(None)),
    )
    return db.scalars(found.with_only_columns(key)).all()


def sent_back(db: Db, actor: UserActor) -> Sequence[InterviewInvitation]:
    """Of this writer, while there is something to change about it."""
    is_back = col(InterviewInvitation.status) == InvitationStatus.SENT_BACK
    ordered = policy.written_by(actor).where(is_back).order_by(col(InterviewInvitation.id))
    rows = db.exec(ordered).all()
    known = standings(db, rows)
    return [row for row in rows if known[row.id].state is rules.State.SENT_BACK]


def may_be_asked(actor: UserActor, row: InterviewInvitation) -> SelectOfScalar[Mentee]:
    """Whom this consultant follows, of these half-years, while everybody agrees to being asked."""
    return mentees_visible_to(actor).where(
        everybody_agrees(ConsentPurpose.INTERVIEWS), col(Mentee.id).in_(_began_in(row.cohorts))
    )


def is_to_be_asked(db: Db, actor: UserActor, row: InterviewInvitation, mentee: Mentee) -> bool:
    """As it is at this moment: asked after a lock, it sees what the lock waited for."""
    found = may_be_asked(actor, row).where(col(Mentee.id) == mentee.id)
    return db.scalars(found.with_only_columns(col(Mentee.id))).first() is not None


def _began_in(cohorts: Iterable[str]) -> SelectOfScalar[UUID]:
    """Met for the first time in one of them; closed, as everybody in a bundle is."""
    started = col(Trajectory.started_on)
    known = [read_half_year(one) for one in cohorts]
    within = [and_(started >= one.first_day, started < one.next.first_day) for one in known]
    return select(Trajectory.mentee_id).where(or_(*within), col(Trajectory.ended_on).is_not(None))


def left_to_ask(db: Db, actor: UserActor) -> dict[UUID, int]:
    """For each invitation that is passed on now, how many young people of this consultant are still
    to be asked; only for who may see them."""
    found, day = {}, today(db)
    for row in db.exec(policy.passed_on_by(actor, day)).all():
        asked = select(InterviewAsking.mentee_id).where(
            col(InterviewAsking.invitation_id) == row.id, ~_is_tried_again(day)
        )
        left = may_be_asked(actor, row).where(col(Mentee.id).not_in(asked))
        found[row.id] = db.exec(select(func.count()).select_from(left.subquery())).one()
    return found


def _is_tried_again(day: date) -> ColumnElement[bool]:
    """By the same rule as `rules.is_tried_again`."""
    return (col(InterviewAsking.outcome) == Outcome.NOT_REACHED) & (
        col(InterviewAsking.happened_on) <= day - rules.BEFORE_TRYING_AGAIN
    )


def people(db: Db, actor: UserActor, row: InterviewInvitation, page: int) -> Page[Person]:
    """Who is still to be asked first."""
    asked = and_(
        col(InterviewAsking.mentee_id) == col(Mentee.id),
        col(InterviewAsking.invitation_id) == row.id,
    )
    found = may_be_asked(actor, row).outerjoin(InterviewAsking, asked)
    is_left = col(InterviewAsking.id).is_(None) | _is_tried_again(today(db))
    some = _paged(db, found, page, is_left.desc(), col(Mentee.id))
    return Page(_persons(db, row, some.rows), some.page, some.pages)


def person(db: Db, actor: UserActor, row: InterviewInvitation, mentee_id: UUID) -> Person | None:
    found = may_be_asked(actor, row).where(col(Mentee.id) == mentee_id)
    return next(iter(_persons(db, row, db.exec(found).all())), None)


def _persons(db: Db, row: InterviewInvitation, mentees: Sequence[Mentee]) -> list[Person]:
    ids = [mentee.id for mentee in mentees]
    names = vault.scan_fields(db, mentees, ("first_name", "family_name"), purpose=_WHY)
    noted = select(InterviewAsking).where(
        col(InterviewAsking.invitation_id) == row.id, col(InterviewAsking.mentee_id).in_(ids)
    )
    askings = {one.mentee_id: one for one in db.exec(noted)}
    spoken = select(col(Consent.mentee_id), col(Consent.language)).where(
        col(Consent.mentee_id).in_(ids),
        col(Consent.purpose) == ConsentPurpose.INTERVIEWS,
        col(Consent.given_by) == GivenBy.YOUNG_PERSON,
        col(Consent.ended_at).is_(None),
    )
    languages = dict(db.exec(spoken).all())
    again = {
        key for key, one in askings.items()
        if rules.is_tried_again(one.outcome, one.happened_on, today(db))
    }  # fmt: skip
    return [
        Person(one, " ".join(names.get(one.id, {}).values()), languages[one.id],
               askings.get(one.id), one.id in again)
        for one in mentees
        if one.id in languages  # who withdrew since the first question isn't asked
    ]  # fmt: skip


def asking_of(db: Db, row: InterviewInvitation, mentee: Mentee) -> InterviewAsking | None:
    found = select(InterviewAsking).where(
        col(InterviewAsking.invitation_id) == row.id, col(InterviewAsking.mentee_id) == mentee.id
    )
    return db.exec(found).one_or_none()


def over(db: Db, day: date) -> Sequence[InterviewInvitation]:
    """Closed by somebody, or their last day passed."""
    invitation = InterviewInvitation
    found = select(invitation).where(
        col(invitation.closed_at).is_not(None) | (col(invitation.open_until) < day)
    )
    return db.exec(found.order_by(col(invitation.id))).all()


def ended_on(row: InterviewInvitation) -> date:
    """Its last day, or the day on which somebody closed it before that."""
    return min(row.open_until, day_of(row.closed_at)) if row.closed_at else row.open_until


def subjects_in(db: Db, row: InterviewInvitation) -> set[UUID]:
    """Everybody whose data stand in an invitation: who wrote it and who was asked."""
    asked = select(InterviewAsking.subject_id).where(col(InterviewAsking.invitation_id) == row.id)
    return {row.subject_id, *db.exec(asked)}


def _paged(
    db: Db, found: SelectOfScalar[Found], page: int, *order: ColumnElement[Any] | Mapped[Any]
) -> Page[Found]:
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = db.exec(found.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all()
    return Page(rows, page, pages)
