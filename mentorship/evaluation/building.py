"""Making and releasing a bundle later: asked for, how far it is, stopped, done once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.accounts.access import UserActor, actor_for
from mentorship.accounts.models import User
from mentorship.evaluation import policy, queries, releasing, rules
from mentorship.evaluation.judging import (
    changes_of,
    check_something_is_told,
    judged_bundle,
    seen,
)
from mentorship.evaluation.models import (
    BuildOutcome,
    BuildStep,
    BundleBuild,
    BundleStatus,
    EvaluationBundle,
)
from mentorship.foundation import audit, jobs
from mentorship.foundation.db import Db, now
from mentorship.foundation.documents import PdfUnavailable
from mentorship.foundation.jobs import FINISHED, Job, JobStatus

BUILD = "evaluation.build"
_LATELY = timedelta(days=3)  # also over a weekend


class NotAllowedAnyMore(Exception):
    """The account of who asked for the release was closed, or lost the role."""


# What no second attempt mends, and as what it is told.
OUTCOMES: dict[type[Exception], BuildOutcome] = {
    rules.FiguresChanged: BuildOutcome.FIGURES_CHANGED,
    rules.NothingToTell: BuildOutcome.NOTHING_TO_TELL,
    rules.DestroyByPassed: BuildOutcome.DESTROY_BY_PASSED,
    rules.BundleDecided: BuildOutcome.DECIDED,
    rules.NobodyReleasesTheirOwn: BuildOutcome.NOT_ALLOWED,
    NotAllowedAnyMore: BuildOutcome.NOT_ALLOWED,
    PdfUnavailable: BuildOutcome.NO_PDF,
}
FINAL = tuple(OUTCOMES)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: what the row says, unless its job ended without a word."""

    build: BundleBuild
    outcome: BuildOutcome | None
    step: BuildStep | None = None  # none: it waits for its turn
    is_tried_again: bool = False

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def is_failed(self) -> bool:
        return self.outcome not in (None, BuildOutcome.RELEASED, BuildOutcome.CANCELLED)


def check(db: Db, bundle: EvaluationBundle, looked_at: str) -> None:
    """Before it is asked for: what would stop it anyway. Raises BundleDecided, DestroyByPassed,
    FiguresChanged, NothingToTell."""
    rules.check_waits(bundle.status)
    rules.check_destroy_by(bundle.destroy_by, queries.today(db))
    found = judged_bundle(db, bundle)
    if seen(found, changes_of(db, bundle)) != looked_at:
        raise rules.FiguresChanged
    check_something_is_told(found)


def ask(db: Db, bundle: EvaluationBundle, looked_at: str, by: UUID) -> BundleBuild:
    """The bundle is locked. While it is being made, that is the answer to everybody who asks.

    Raises NobodyReleasesTheirOwn, BundleDecided.
    """
    rules.check_waits(bundle.status)
    rules.check_second_person(by, bundle.specified_by, bundle.recipient_id)
    before = newest(db, bundle.id)
    if before is not None:
        progress = progress_of(db, before)
        if progress.outcome is None:
            return before
        _close(db, before, progress.outcome)
    build_id = uuid4()
    build = BundleBuild(
        id=build_id,
        bundle_id=bundle.id,
        number=before.number + 1 if before is not None else 1,
        asked_by=by,
        asked_at=now(db),
        seen=looked_at,
        job_id=jobs.enqueue(db, BUILD, build_id=build_id).id,
    )
    db.add(build)
    db.flush()
    audit.record(db, "bundle.release_asked", object_id=bundle.id)
    return build


def cancel(db: Db, bundle: EvaluationBundle, by: UUID) -> None:
    """The bundle is locked. Only who asked; what is released by now stays so."""
    build = newest(db, bundle.id)
    if build is None or build.asked_by != by or build.outcome is not None:
        return
    jobs.cancel(db, build.job_id)
    _close(db, build, BuildOutcome.CANCELLED)


def begin(db: Db, build_id: UUID) -> tuple[BundleBuild, UserActor] | None:
    """In whose name it is made; None when it is over already."""
    build = db.get_one(BundleBuild, build_id)
    if build.outcome is not None:
        return None
    return build, actor_for(db, db.get_one(User, build.asked_by))


def note_step(db: Db, build_id: UUID, step: BuildStep) -> None:
    _lock(db, build_id).step = step
    db.flush()


def release(db: Db, build_id: UUID, prepared: releasing.Prepared) -> None:
    """Everything in the caller's transaction, once; whether they may is asked at this moment.

    Raises NotAllowedAnyMore and what `releasing.release` raises.
    """
    bundle_id = db.get_one(BundleBuild, build_id).bundle_id
    bundle = queries.lock(db, select(EvaluationBundle), bundle_id)
    build = _lock(db, build_id)
    if bundle is None or build.outcome is not None:
        return
    user = db.get_one(User, build.asked_by, populate_existing=True)
    if not user.is_open or not policy.may_release(actor_for(db, user)):
        raise NotAllowedAnyMore
    releasing.release(db, bundle, prepared, user.id)
    _close(db, build, BuildOutcome.RELEASED)


def stop(db: Db, build_id: UUID, outcome: BuildOutcome) -> None:
    _close(db, _lock(db, build_id), outcome)


def _close(db: Db, build: BundleBuild, outcome: BuildOutcome) -> None:
    if build.outcome is not None:
        return
    build.outcome, build.finished_at = outcome, now(db)
    db.flush()
    if outcome is BuildOutcome.CANCELLED:
        audit.record(db, "bundle.release_cancelled", object_id=build.bundle_id)
    elif outcome is not BuildOutcome.RELEASED:
        audit.record(db, "bundle.release_failed", object_id=build.bundle_id, outcome=outcome)


def _lock(db: Db, build_id: UUID) -> BundleBuild:
    found = select(BundleBuild).where(col(BundleBuild.id) == build_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one()


def newest(db: Db, bundle_id: UUID) -> BundleBuild | None:
    found = select(BundleBuild).where(col(BundleBuild.bundle_id) == bundle_id)
    ordered = found.order_by(col(BundleBuild.number).desc())
    return db.exec(ordered.limit(1).execution_options(populate_existing=True)).one_or_none()


def progress_of(db: Db, build: BundleBuild) -> Progress:
    job = db.get(Job, build.job_id, populate_existing=True)
    if job is None or job.is_finished:
        db.refresh(build)  # its last word may have come between the two looks
        return Progress(build, build.outcome or _outcome_of(job))
    if build.outcome is not None:
        return Progress(build, build.outcome)
    step = build.step if job.status is JobStatus.RUNNING else None
    return Progress(build, None, step, is_tried_again=job.attempts > 0)


def _outcome_of(job: Job | None) -> BuildOutcome:
    is_cancelled = job is not None and job.status is JobStatus.CANCELLED
    return BuildOutcome.CANCELLED if is_cancelled else BuildOutcome.FAILED


def progress_of_bundle(db: Db, bundle_id: UUID) -> Progress | None:
    """Of the newest time that it was asked for."""
    build = newest(db, bundle_id)
    return progress_of(db, build) if build is not None else None


def being_made(db: Db, bundle_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these bundles that a job makes now, or waits to make."""
    found = (
        select(col(BundleBuild.bundle_id))
        .join(EvaluationBundle, col(EvaluationBundle.id) == col(BundleBuild.bundle_id))
        .join(Job, col(Job.id) == col(BundleBuild.job_id))
        .where(
            col(BundleBuild.bundle_id).in_(list(bundle_ids)),
            col(BundleBuild.outcome).is_(None),
            col(EvaluationBundle.status) == BundleStatus.SPECIFIED,
            col(Job.status).not_in(FINISHED),
        )
    )
    return frozenset(db.exec(found))


def failed_of(db: Db, by: UUID, bundles: Iterable[EvaluationBundle]) -> list[EvaluationBundle]:
    """Those that still wait because what this person asked for last came to nothing."""
    found = [(bundle, progress_of_bundle(db, bundle.id)) for bundle in bundles]
    return [
        bundle
        for bundle, progress in found
        if progress is not None and progress.is_failed and progress.build.asked_by == by
    ]


def released_lately(db: Db, by: UUID) -> list[UUID]:
    """The bundles that are ready since a few days, for who asked for it and left the page."""
    found = select(col(BundleBuild.bundle_id)).where(
        col(BundleBuild.asked_by) == by,
        col(BundleBuild.outcome) == BuildOutcome.RELEASED,
        col(BundleBuild.finished_at) > now(db) - _LATELY,
    )
    return list(db.exec(found.order_by(col(BundleBuild.finished_at).desc())))
