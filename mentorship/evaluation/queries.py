"""Finds bundles, what was counted and told so far, and what changed in the programme."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.evaluation.cohorts import half_year_of
from mentorship.evaluation.crosstabs import Detail, pair_of
from mentorship.evaluation.disclosure.crossed.ledger import CrossRelease
from mentorship.evaluation.disclosure.releases import Release
from mentorship.evaluation.models import (
    BundleDownload,
    BundleFile,
    BundleStatus,
    BundleWithdrawal,
    CohortCount,
    EvaluationBundle,
    ProgrammeChange,
    ReleasedTable,
)
from mentorship.evaluation.records.models import ReleasedRecords
from mentorship.evaluation.tables import CohortCounts, pooled_in
from mentorship.foundation.calendar import today as today
from mentorship.foundation.db import Db
from mentorship.foundation.settings import Settings
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.models import Trajectory

PAGE = 50


def settings_of(db: Db) -> Settings:
    settings: Settings = db.info["database"].settings
    return settings


def find(
    db: Db, visible: SelectOfScalar[EvaluationBundle], bundle_id: UUID
) -> EvaluationBundle | None:
    return db.exec(visible.where(col(EvaluationBundle.id) == bundle_id)).one_or_none()


def lock(
    db: Db, visible: SelectOfScalar[EvaluationBundle], bundle_id: UUID
) -> EvaluationBundle | None:
    """The row as it is by now; whoever comes second decides on what the first one did."""
    found = visible.where(col(EvaluationBundle.id) == bundle_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def page_of_bundles(
    db: Db, visible: SelectOfScalar[EvaluationBundle], page: int
) -> tuple[Sequence[EvaluationBundle], int, int]:
    """What waits for release first, then the newest; with the page and how many there are."""
    total = db.exec(select(func.count()).select_from(visible.subquery())).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    waits = col(EvaluationBundle.status) == BundleStatus.SPECIFIED
    newest = col(EvaluationBundle.specified_at)
    ordered = visible.order_by(waits.desc(), newest.desc(), col(EvaluationBundle.id))
    return db.exec(ordered.limit(PAGE).offset((page - 1) * PAGE)).all(), page, pages


def newest_first(db: Db, visible: SelectOfScalar[EvaluationBundle]) -> Sequence[EvaluationBundle]:
    """Those few of one recipient."""
    released = col(EvaluationBundle.released_at)
    return db.exec(visible.order_by(released.desc(), col(EvaluationBundle.id))).all()


def count_rows(db: Db) -> Sequence[CohortCount]:
    return db.exec(select(CohortCount)).all()


def counted(rows: Iterable[CohortCount]) -> dict[tuple[str, int], dict[str, CohortCounts]]:
    """Per measure and edition, by half-year."""
    found: dict[tuple[str, int], dict[str, CohortCounts]] = {}
    for row in rows:
        of_measure = found.setdefault((row.measure, row.edition), {})
        of_measure[row.cohort] = CohortCounts(
            row.cohort, row.counts, frozenset(row.impossible), row.contributors
        )
    return found


def counted_cohorts(db: Db) -> list[str]:
    """The half-years that are closed and counted, the newest first."""
    return sorted(set(db.exec(select(col(CohortCount.cohort)))), reverse=True)


def releases(db: Db) -> list[Release]:
    """Everything that was ever told, to anybody; what was withdrawn was told all the same."""
    return [
        Release(
            row.measure,
            row.edition,
            row.population,
            frozenset(row.cohorts),
            row.level,
            pooled_in(row.rows),
        )
        for row in _released(db)
        if row.across is None
    ]


def with_rows_of(db: Db, subject_id: UUID) -> list[EvaluationBundle]:
    """Bundles of which somebody has, may have or can still get a row about this young person;
    locked."""
    began = (
        select(col(Trajectory.started_on))
        .join(Mentee, col(Mentee.id) == col(Trajectory.mentee_id))
        .where(col(Mentee.subject_id) == subject_id, col(Trajectory.started_on).is_not(None))
    )
    theirs = {half_year_of(day).code for day in db.exec(began) if day is not None}
    told = {one.bundle_id for one in released_records(db) if not theirs.isdisjoint(one.cohorts)}
    bundle = EvaluationBundle
    found = select(bundle).where(
        col(bundle.id).in_(told),
        (col(bundle.status) == BundleStatus.RELEASED)
        | ((col(bundle.status) == BundleStatus.EXPIRED) & col(bundle.destroyed_at).is_(None)),
    )
    return list(db.exec(found.order_by(col(bundle.id)).with_for_update()))


def released_records(db: Db) -> Sequence[ReleasedRecords]:
    ordered = select(ReleasedRecords).order_by(col(ReleasedRecords.released_at))
    return db.exec(ordered.order_by(col(ReleasedRecords.id))).all()


def crossed_releases(db: Db) -> list[CrossRelease]:
    return [
        CrossRelease(
            row.measure, row.edition, frozenset(row.cohorts),
            Detail(row.level, row.across, *_pools(row.rows)), row.rows,
        )
        for row in _released(db)
        if row.across is not None
    ]  # fmt: skip


def _pools(cells: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is together in the rows and in the columns of a crossed table."""
    rows, columns = zip(*map(pair_of, cells), strict=True)
    return tuple(sorted(pooled_in(rows))), tuple(sorted(pooled_in(columns)))


def released_table_ids(db: Db) -> Sequence[UUID]:
    return db.exec(select(col(ReleasedTable.id))).all()


def _released(db: Db) -> Sequence[ReleasedTable]:
    ordered = select(ReleasedTable).order_by(col(ReleasedTable.released_at))
    return db.exec(ordered.order_by(col(ReleasedTable.id))).all()


def released_bundles(db: Db) -> Sequence[EvaluationBundle]:
    found = select(EvaluationBundle).where(col(EvaluationBundle.released_at).is_not(None))
    return db.exec(
        found.order_by(col(EvaluationBundle.released_at), col(EvaluationBundle.id))
    ).all()


def file_of(db: Db, bundle: EvaluationBundle) -> BundleFile | None:
    found = select(BundleFile).where(col(BundleFile.bundle_id) == bundle.id)
    return db.exec(found).one_or_none()


def why_withdrawn(db: Db, bundle: EvaluationBundle) -> str | None:
    """As it was written for who asked for it."""
    found = select(col(BundleWithdrawal.because)).where(
        col(BundleWithdrawal.bundle_id) == bundle.id
    )
    return db.exec(found).one_or_none()


def tables_of(db: Db, bundle: EvaluationBundle) -> Sequence[ReleasedTable]:
    found = select(ReleasedTable).where(col(ReleasedTable.bundle_id) == bundle.id)
    return db.exec(found).all()


def downloads_of(db: Db, bundle: EvaluationBundle) -> Sequence[BundleDownload]:
    found = select(BundleDownload).where(col(BundleDownload.bundle_id) == bundle.id)
    return db.exec(found.order_by(col(BundleDownload.downloaded_at).desc())).all()


def changes_between(db: Db, first: date, last: date) -> Sequence[ProgrammeChange]:
    """From the first day up to, not including, the last; without what was withdrawn."""
    day = col(ProgrammeChange.happened_on)
    found = select(ProgrammeChange).where(
        day >= first, day < last, col(ProgrammeChange.withdrawn_at).is_(None)
    )
    return db.exec(found.order_by(day, col(ProgrammeChange.id))).all()


def changes(db: Db) -> Sequence[ProgrammeChange]:
    day = col(ProgrammeChange.happened_on)
    return db.exec(select(ProgrammeChange).order_by(day.desc(), col(ProgrammeChange.id))).all()


def lock_change(db: Db, change_id: UUID) -> ProgrammeChange | None:
    found = select(ProgrammeChange).where(col(ProgrammeChange.id) == change_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def to_expire(db: Db) -> Sequence[UUID]:
    """Released, and the last day to download has passed."""
    found = select(col(EvaluationBundle.id)).where(
        col(EvaluationBundle.status) == BundleStatus.RELEASED,
        col(EvaluationBundle.expires_on) < today(db),
    )
    return db.exec(found).all()


def to_remind(db: Db) -> Sequence[UUID]:
    """Downloaded, the last day to destroy it has come, and nobody said that it was done."""
    taken = select(col(BundleDownload.bundle_id))
    found = select(col(EvaluationBundle.id)).where(
        col(EvaluationBundle.id).in_(taken),
        col(EvaluationBundle.destroy_by) <= today(db),
        col(EvaluationBundle.destroyed_at).is_(None),
        col(EvaluationBundle.reminded_at).is_(None),
    )
    return db.exec(found).all()


def plain_rows(table: Any) -> dict[str, Any]:
    """What was told of a table, as it is kept."""
    return {row.code: row.count for row in table.rows}
