"""Erasing who asked for it: what goes, what stands in the way, and that it was done."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.queries import open_grants
from mentorship.accounts.roles import Role
from mentorship.complaints import policy as complaints
from mentorship.evaluation.services import end_with_rows_of
from mentorship.foundation import erasure
from mentorship.foundation.audit import AuditActor
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, Db, Row
from mentorship.foundation.subjects import D
from mentorship.matching.matches import queries as matches
from mentorship.mentors.holding import open_hold
from mentorship.mentors.models import Mentor
from mentorship.privacy.retention.endings import complained_about
from mentorship.privacy.retention.queries import held_on
from mentorship.privacy.rights import rules, services
from mentorship.privacy.rights.models import RequestKind, SubjectRequest
from mentorship.privacy.rights.walking import counts_about, kinds_of
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.concerns.models import Concern, ConcernStatus

Person = TypeVar("Person", bound=Row)


@dataclass(frozen=True)
class Going:
    """So many rows of one table; what they say isn't read."""

    table: str
    kinds: tuple[D, ...]
    rows: int


def what_goes(db: Db, subject_id: UUID) -> list[Going]:
    tables = SQLModel.metadata.tables
    return [
        Going(name, kinds_of(tables[name].columns), rows)
        for name, rows in counts_about(db, subject_id).items()
    ]


def erase(database: Database, request: SubjectRequest, actor: AuditActor | None) -> None:
    """The request goes along; the trail keeps which right it was and when it came.

    Raises NothingToErase, RequestClosed, what `check` raises, or ErasureBlocked; then nothing was
    destroyed.
    """

    def first(db: Db) -> None:
        check(db, request.subject_id)
        known = db.get(SubjectRequest, request.id, with_for_update=True)
        if known is None or not known.is_open:
            raise rules.RequestClosed
        if known.kind is not RequestKind.ERASURE:
            raise rules.NothingToErase
        services.record(db, "subject_request.done", known)
        end_with_rows_of(db, request.subject_id)

    erasure.erase(database, request.subject_id, actor=actor, before=first)


def check(db: Db, subject_id: UUID) -> None:
    """Locks the file, so that nothing begins meanwhile; raises StillMatched, OtherRole, StillHeld
    or StillHandled."""
    mentee = db.exec(_locked(Mentee, subject_id)).one_or_none()
    mentor = db.exec(_locked(Mentor, subject_id)).one_or_none()
    if mentee is not None and matches.live_of_mentee(db, mentee.id) is not None:
        raise rules.StillMatched
    if mentor is not None and matches.live_of_mentor(db, mentor.id):
        raise rules.StillMatched
    if mentor is not None and _has_other_role(db, mentor):
        raise rules.OtherRole
    if subject_id in held_on(db, today(db)):
        raise rules.StillHeld
    if _is_handled(db, subject_id, mentor):
        raise rules.StillHandled


def _has_other_role(db: Db, mentor: Mentor) -> bool:
    if mentor.user_id is None:
        return False
    grants = open_grants(db, [mentor.user_id]).get(mentor.user_id, [])
    return any(grant.role is not Role.MENTOR for grant in grants)


def _is_handled(db: Db, subject_id: UUID, mentor: Mentor | None) -> bool:
    """A concern is open, a mentor is held, or a complaint may be about them. Who is kept from it is
    a keyed hash, so whose it is isn't told."""
    worried = select(Concern.id).where(
        col(Concern.subject_id) == subject_id, col(Concern.status) != ConcernStatus.CLOSED
    )
    if db.exec(worried).first() is not None:
        return True
    if mentor is None:
        return False
    is_complained_about = complaints.person_hash(db, subject_id) in complained_about(db)
    return is_complained_about or open_hold(db, mentor.id) is not None


def _locked(kind: type[Person], subject_id: UUID) -> SelectOfScalar[Person]:
    found = select(kind).where(col(kind.subject_id) == subject_id)  # type: ignore[attr-defined]
    return found.with_for_update()
