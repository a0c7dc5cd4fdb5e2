"""The verbs of a round: start, cancel, keep what came of it."""

from secrets import randbelow
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.foundation import audit, jobs, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.jobs import JobStatus
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.rounds.keeping import SealedAnswer
from mentorship.matching.rounds.models import REGION, MatchRound, RoundStatus
from mentorship.mentors.queries import today

SOLVE = "matching.solve"
_SEEDS = 2_000_000_000


class RoundRunning(Exception):
    """For this House, or for the region, a round is being computed already."""

    def __init__(self, round_id: UUID) -> None:
        super().__init__("a round is open")
        self.round_id = round_id


def start(
    db: Db, house_code: str | None, started_by: UUID, *, key: UUID | None = None
) -> MatchRound:
    """A round of today for one House or for the region; its work waits in the queue.

    `key` is the sending of the page: the same one again is the round that is there. The seed is
    drawn anew each time, so that nobody is always last. Raises RoundRunning.
    """
    if key is not None and (made := db.get(MatchRound, key)):
        return made
    scope = house_code or REGION
    if (running := open_round(db, scope)) is not None:
        raise RoundRunning(running.id)
    newest = settings_history.newest(db)
    round_ = MatchRound(
        id=key or uuid4(),
        scope=scope,
        house_code=house_code,
        day=today(db),
        settings_number=newest.number if newest else None,
        seed=randbelow(_SEEDS),
        started_by=started_by,
        created_at=now(db),
    )
    round_.job_id = jobs.enqueue(db, SOLVE, round_id=round_.id).id
    db.add(round_)
    db.flush()
    _record(db, "round.started", round_)
    return round_


def open_round(db: Db, scope: str) -> MatchRound | None:
    """The one being computed; one whose work died meanwhile is closed here."""
    found = select(MatchRound).where(
        col(MatchRound.scope) == scope,
        col(MatchRound.status).in_((RoundStatus.WAITING, RoundStatus.SOLVING)),
    )
    round_ = db.exec(found.with_for_update()).one_or_none()
    if round_ is None:
        return None
    settle(db, round_)
    return round_ if round_.status.is_open else None


def settle(db: Db, round_: MatchRound) -> None:
    """A round whose job ended without an answer ends with it."""
    job = jobs.get_job(db, round_.job_id) if round_.job_id else None
    if round_.status.is_open and job is not None and job.is_finished:
        is_cancelled = job.status is JobStatus.CANCELLED
        _close(db, round_, RoundStatus.CANCELLED if is_cancelled else RoundStatus.FAILED)


def cancel(db: Db, round_: MatchRound) -> None:
    """What waits is dropped at once; what is being solved stops within a second."""
    if round_.status.is_open and round_.job_id is not None:
        jobs.cancel(db, round_.job_id)
        _close(db, round_, RoundStatus.CANCELLED)


def begin(db: Db, round_: MatchRound) -> bool:
    """False when there is nothing to do: cancelled meanwhile, or done by another worker."""
    if not round_.status.is_open:
        return False
    round_.status = RoundStatus.SOLVING
    db.flush()
    return True


def fail(db: Db, round_: MatchRound) -> None:
    if round_.status.is_open:
        _close(db, round_, RoundStatus.FAILED)


def _close(db: Db, round_: MatchRound, status: RoundStatus) -> None:
    round_.status, round_.finished_at = status, now(db)
    db.flush()
    _record(db, f"round.{status}", round_)


def keep(db: Db, row: MatchRound, answer: SealedAnswer) -> None:
    """The whole answer in one transaction; raises `KeyMissing` when somebody was erased since."""
    vault.check_known(db, {one.subject_id for one in answer.people})
    db.add_all(answer.rows)
    row.certificate = answer.certificate
    _close(db, row, RoundStatus.DONE)


def _record(db: Db, action: str, round_: MatchRound) -> None:
    audit.record(db, action, object_id=round_.id, purpose=Purpose.MATCHING, scope=round_.scope)
