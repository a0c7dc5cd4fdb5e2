"""Stands for all that rows are made from, without a look at it: what is sealed stays sealed."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, inspect
from sqlalchemy import select as sa_select
from sqlmodel import col, select

from mentorship.evaluation import queries
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.records.evaluators import is_evaluator
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.foundation.sealing import Sealed
from mentorship.referrals.mentees.intake_models import Consent
from mentorship.referrals.mentees.models import Mentee, MenteeWishes
from mentorship.referrals.models import Referral
from mentorship.region.queries import municipal_organisations
from mentorship.trajectories.closure.models import Closure, ContactStatement, ExitTalk
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions.models import SessionLog, SessionWithdrawal

# Every column that a row is told from, and no other: of which table, and by what it is found.
READ: tuple[tuple[type[Row], str, str, tuple[str, ...]], ...] = (
    (Trajectory, "id", "trajectory", ("mentee_id", "mentor_id", "started_on", "ended_on")),
    (Closure, "trajectory_id", "trajectory", ("corrects_id", "kind")),
    (ExitTalk, "trajectory_id", "trajectory",
     ("corrects_id", "side", "is_held", "topics_covered")),
    (ContactStatement, "trajectory_id", "trajectory",
     ("corrects_id", "known_to_mentor", "known_to_mentee")),
    (SessionLog, "trajectory_id", "trajectory", ("corrects_id", "kind")),
    (SessionWithdrawal, "log_id", "log", ()),
    (Mentee, "id", "mentee",
     ("subject_id", "referral_id", "house_code", "authority", "birth_year")),
    (MenteeWishes, "mentee_id", "mentee", ("profile",)),
    (Consent, "mentee_id", "mentee", ("purpose", "given_by", "is_agreed", "ended_at")),
    (Referral, "subject_id", "person", ("organisation_id", "source_type")),
)  # fmt: skip


def basis_of(db: Db, cohorts: Sequence[str], recipient_id: UUID) -> dict[str, object]:
    """The same of these half-years, the same rows; quick enough to be asked for in a transaction
    that others wait for. Sealed anew, a text counts as another one."""
    return {
        "rows": _digest(db, cohorts),
        "to an evaluator": is_evaluator(db, recipient_id),
        "day": queries.today(db).isoformat(),  # steps of an end have terms
    }


def _digest(db: Db, cohorts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for statement in _statements(cohorts):
        for row in db.execute(statement):
            digest.update(repr([_plain(value) for value in row]).encode())
        digest.update(b"\n")
    digest.update(repr(sorted(municipal_organisations(db).items())).encode())
    return digest.hexdigest()


def _plain(value: object) -> object:
    return value.content if isinstance(value, Sealed) else value


def _statements(cohorts: Sequence[str]) -> Iterator[Select[Any]]:
    """Of whoever began from the first of these half-years to the last, in a fixed order."""
    first = read_half_year(min(cohorts)).first_day
    after = read_half_year(max(cohorts)).next.first_day
    started = col(Trajectory.started_on)
    begun = select(Trajectory).where(started >= first, started < after)
    whose = {
        "trajectory": begun.with_only_columns(col(Trajectory.id)),
        "mentee": begun.with_only_columns(col(Trajectory.mentee_id)),
    }
    own = col(Mentee.id).in_(whose["mentee"])
    whose["person"] = select(Mentee).where(own).with_only_columns(col(Mentee.subject_id))
    logs = select(SessionLog).where(col(SessionLog.trajectory_id).in_(whose["trajectory"]))
    whose["log"] = logs.with_only_columns(col(SessionLog.id))
    for model, key, of, names in READ:
        columns = inspect(model).columns
        told = [columns[name] for name in ("id", key, *names)]
        yield (sa_select(*told).where(columns[key].in_(whose[of])).order_by(columns["id"]))
