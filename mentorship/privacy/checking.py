"""Whether the trail was found whole, when, up to where, and what was not signed for then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import audit
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.jobs import FINISHED, Job, JobStatus, enqueue
from mentorship.foundation.queues.arguments import Identifier
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.verification import VerifyResult
from mentorship.privacy import queries

CHECK = "privacy.check_trail"
_MILLION = 1_000_000  # a job tells no number that is as long as a telephone number


@dataclass(frozen=True)
class Check:
    """One check of the whole trail that came to an end."""

    job_id: UUID
    at: datetime
    asked_by: UUID | None  # none: the clock
    events: int
    unsigned: int
    is_unsigned_too_long: bool
    problems: int
    first_broken: int | None

    @property
    def is_sound(self) -> bool:
        return self.problems == 0

    @property
    def day(self) -> date:
        return self.at.astimezone(TIME_ZONE).date()


@dataclass(frozen=True)
class Standing:
    """The last check, one that runs, one that came to nothing since, and how old the last is."""

    last: Check | None
    running: Job | None
    failed_at: datetime | None
    days: int
    is_old: bool

    @property
    def is_broken(self) -> bool:
        return self.last is not None and not self.last.is_sound

    @property
    def is_unsigned(self) -> bool:
        """Whether the newest events stood there for hours and nobody had signed for them."""
        return self.last is not None and self.last.is_unsigned_too_long

    @property
    def is_pressing(self) -> bool:
        return self.is_old or self.is_broken or self.last is None or self.is_unsigned


def outcome(result: VerifyResult, *, is_overdue: bool) -> dict[str, Identifier]:
    """What the job keeps; the problems themselves are told by `mentorship audit verify`."""
    numbers = {
        "events": result.events,
        "unsigned": result.since_checkpoint,
        "problems": len(result.problems),
    }
    if result.first_broken is not None:
        numbers["first_broken"] = max(0, result.first_broken)
    kept: dict[str, Identifier] = {"overdue": int(is_overdue)}
    for name, number in numbers.items():
        kept[name], kept[f"{name}_millions"] = number % _MILLION, number // _MILLION
    return kept


def standing(db: Db) -> Standing:
    last = _last(db, JobStatus.DONE)
    failed = _last(db, JobStatus.FAILED)
    check = _check(last) if last else None
    is_failed_since = failed and (check is None or _ended(failed) > check.at)
    days = (queries.today(db) - check.day).days if check else 0
    return Standing(
        last=check,
        running=_running(db),
        failed_at=_ended(failed) if failed and is_failed_since else None,
        days=days,
        is_old=days >= queries.settings_of(db).trail_check_days,
    )


def ask_check(db: Db, by: UUID) -> Job:
    """Unless one runs or waits already: then that one."""
    running = _running(db)
    if running is not None:
        return running
    job = enqueue(db, CHECK, asked_by=by)
    audit.record(db, "trail.check_asked", object_id=job.id, purpose=Purpose.OVERSIGHT)
    return job


def _last(db: Db, status: JobStatus) -> Job | None:
    found = select(Job).where(col(Job.name) == CHECK, col(Job.status) == status)
    return db.exec(found.order_by(col(Job.finished_at).desc()).limit(1)).one_or_none()


def _running(db: Db) -> Job | None:
    found = select(Job).where(col(Job.name) == CHECK, col(Job.status).not_in(FINISHED))
    return db.exec(found.order_by(col(Job.created_at)).limit(1)).one_or_none()


def _ended(job: Job) -> datetime:
    return job.finished_at or job.created_at


def _check(job: Job) -> Check:
    told = job.result or {}
    asked_by = job.arguments.get("asked_by")
    return Check(
        job_id=job.id,
        at=_ended(job),
        asked_by=UUID(asked_by) if asked_by else None,
        events=_number(told, "events"),
        unsigned=_number(told, "unsigned"),
        is_unsigned_too_long=bool(told.get("overdue")),
        problems=_number(told, "problems"),
        first_broken=_number(told, "first_broken") if "first_broken" in told else None,
    )


def _number(told: Mapping[str, int], name: str) -> int:
    return told.get(name, 0) + _MILLION * told.get(f"{name}_millions", 0)
