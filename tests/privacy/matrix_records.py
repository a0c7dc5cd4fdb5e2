"""Retention runs, a hold and requests, which all officers see, for the matrix of routes."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db, now
from mentorship.privacy.retention import queries, services
from mentorship.privacy.retention.destroying import fingerprint_of
from mentorship.privacy.retention.models import (
    HoldReason,
    LegalHold,
    RetentionKind,
    RetentionRun,
    RunStatus,
)
from mentorship.privacy.retention.rules import Case
from tests.accounts.people import Person
from tests.house.records import Records
from tests.privacy.matrix_rights import RIGHTS

if TYPE_CHECKING:
    from tests.house.route_matrix import World

_ENDED = date(2023, 5, 1)


def _proposed(db: Db, kind: RetentionKind) -> RetentionRun:
    """The first time with two people in it, of whom one is kept."""
    found = select(RetentionRun).where(col(RetentionRun.kind) == kind)
    if (known := db.exec(found).first()) is not None:
        return known
    run = services.propose(db, kind, [Case(kind, uuid4(), _ENDED, _ENDED) for _ in range(2)])
    assert run is not None
    return run


def _run(db: Db, world: "World", person: Person) -> Records:
    return Records(_proposed(db, RetentionKind.TRAJECTORY).id)


def _member(db: Db, world: "World", person: Person) -> Records:
    return Records(queries.members_of(db, _proposed(db, RetentionKind.TRAJECTORY).id)[0].id)


def _hold(db: Db, world: "World", person: Person) -> Records:
    run, officer = _proposed(db, RetentionKind.MENTOR), world.people[Role.PRIVACY_OFFICER]
    if (known := db.exec(select(LegalHold)).first()) is not None:
        return Records(known.id)
    member = queries.members_of(db, run.id)[0]
    until = date(2027, 1, 1)
    return Records(services.keep(db, run, member, HoldReason.COURT, until, by=officer.id).id)


def _done(db: Db, world: "World", person: Person) -> Records:
    run = _proposed(db, RetentionKind.REFERRAL)
    if run.status is RunStatus.PROPOSED:
        run.status, run.approved_by = RunStatus.DONE, world.people[Role.PRIVACY_OFFICER].id
        run.approved_at = run.done_at = now(db)
        run.rows, run.erased = {"referral": 2, "triage_decision": 2}, 2
        run.fingerprint = fingerprint_of(run)
        db.add(run)
        db.flush()
    return Records(run.id)


MAKERS = {
    **RIGHTS,
    "privacy.retention_run:run_id": _run,
    "privacy.retention_approve:run_id": _run,
    "privacy.retention_keep:run_id": _run,
    "privacy.retention_keep:member_id": _member,
    "privacy.retention_certificate:run_id": _done,
    "privacy.retention_lift:hold_id": _hold,
}
