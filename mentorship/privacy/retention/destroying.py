"""Carries an approved run out, person by person, and seals what was done into a certificate."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, select

from mentorship.complaints.models import Complaint
from mentorship.evaluation import counting
from mentorship.evaluation import queries as evaluation
from mentorship.evaluation.cohorts import half_year_of
from mentorship.evaluation.services import end_with_rows_of
from mentorship.foundation import audit, erasure
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.erasure import ErasureBlocked
from mentorship.foundation.jobs import running_job
from mentorship.foundation.locks import take_turns
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.privacy.retention import queries
from mentorship.privacy.retention.due import is_due
from mentorship.privacy.retention.models import (
    RetentionKind,
    RetentionMember,
    RetentionRun,
    RunStatus,
)
from mentorship.privacy.retention.services import spare
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral

# Rows of the run itself: they go along with a person, and say nothing of them.
_OWN_TABLES = frozenset({"retention_member", "legal_hold"})

_FILES: tuple[type[Mentee | Mentor | Referral | Complaint], ...] = (
    Mentee, Mentor, Referral, Complaint,
)  # fmt: skip


class NotDue(Exception):
    """Since it was proposed something began again, or somebody has to be kept."""


def destroy(database: Database, run_id: UUID) -> None:
    """Can be stopped anywhere and done again: whoever is erased isn't in the run any more."""
    with database.reading() as db:
        run = db.get(RetentionRun, run_id)
        if run is None or run.status is not RunStatus.APPROVED:
            return
        kind = run.kind
        left = [(one.subject_id, one.ended_on) for one in queries.members_of(db, run_id)]
    if left and kind is not RetentionKind.COMPLAINT:
        keep_counts(database, max(ended for _, ended in left))
    begun = set(database.keys.tombstones.read())
    for subject_id, _ended in left:
        running_job().stop_if_asked()
        _erase(database, run_id, kind, subject_id, is_begun=subject_id in begun)
    _finish(database, run_id)


def keep_counts(database: Database, upto: date) -> None:
    """Counts what can be counted once more and leaves it so: statistics survive without people."""
    counting.recount(database)
    last = half_year_of(upto).code
    with database.writing() as db:
        take_turns(db, counting.TURN)
        rows = [row for row in evaluation.count_rows(db) if row.cohort <= last]
        counting.freeze(db, {row.population for row in rows}, [row.cohort for row in rows])
        db.commit()


def _erase(
    database: Database, run_id: UUID, kind: RetentionKind, subject_id: UUID, *, is_begun: bool
) -> None:
    try:
        erasure.erase(
            database,
            subject_id,
            before=_check(run_id, kind, subject_id, is_begun=is_begun),
            beside=_count(run_id),
        )
    except (NotDue, ErasureBlocked):
        with database.writing() as db:
            run, member = queries.lock(db, run_id), _member(db, run_id, subject_id)
            if run is not None and member is not None:
                spare(db, run, member)
            db.commit()


def _check(
    run_id: UUID, kind: RetentionKind, subject_id: UUID, *, is_begun: bool
) -> Callable[[Session], None]:
    """Whose key is destroyed already can't be kept: what is left of them nobody can read."""

    def check(session: Session) -> None:
        db = cast("Db", session)
        # As every verb about them does first, so that none comes between; then the run, so that
        # nobody is kept meanwhile.
        for kind_of_file in _FILES:
            own = select(kind_of_file.id).where(col(kind_of_file.subject_id) == subject_id)
            db.exec(own.with_for_update())
        queries.lock(db, run_id)
        if _member(db, run_id, subject_id) is None:
            raise NotDue
        if not is_begun and not is_due(db, kind, subject_id, today(db)):
            raise NotDue
        end_with_rows_of(db, subject_id)

    return check


def _count(run_id: UUID) -> Callable[[Session, Mapping[str, int]], None]:
    """In the transaction that deletes: so no number is lost, and none is counted twice."""

    def count(session: Session, removed: Mapping[str, int]) -> None:
        db = cast("Db", session)
        run = queries.lock(db, run_id)
        if run is None:
            raise NotDue
        total = dict(run.rows)
        for table, number in removed.items():
            if table not in _OWN_TABLES:
                total[table] = total.get(table, 0) + number
        run.rows, run.erased = total, run.erased + 1
        db.add(run)
        db.flush()

    return count


def _member(db: Db, run_id: UUID, subject_id: UUID) -> RetentionMember | None:
    found = select(RetentionMember).where(
        col(RetentionMember.run_id) == run_id, col(RetentionMember.subject_id) == subject_id
    )
    return db.exec(found).one_or_none()


def _finish(database: Database, run_id: UUID) -> None:
    with database.writing() as db:
        run = queries.lock(db, run_id)
        if run is None or run.status is not RunStatus.APPROVED:
            return
        run.status, run.done_at = RunStatus.DONE, now(db)
        run.fingerprint = fingerprint_of(run)
        db.add(run)
        audit.record(
            db, "retention.done", object_id=run.id, purpose=Purpose.SUBJECT_RIGHTS, kind=run.kind,
            erased=run.erased, spared=run.spared, certificate=run.fingerprint.hex(),
        )  # fmt: skip
        db.commit()


def fingerprint_of(run: RetentionRun) -> bytes:
    """Of everything on the certificate. It stands in the audit trail, which is chained and signed,
    so that a certificate can be held against it."""
    told = [
        str(run.id), run.kind, run.months, run.proposed_on.isoformat(), run.people, run.erased,
        run.spared, sorted(run.rows.items()), str(run.approved_by), _moment(run.approved_at),
        _moment(run.done_at),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told).encode()).digest()


def _moment(moment: object) -> str:
    return moment.isoformat(timespec="seconds") if hasattr(moment, "isoformat") else ""
