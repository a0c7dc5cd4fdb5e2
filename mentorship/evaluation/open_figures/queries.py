"""Finds years of open figures, what everybody may read of them, and what was added."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.evaluation.open_figures.models import FiguresStatus, OpenFigures, OpenFiguresNote
from mentorship.foundation.db import Db


def find(db: Db, visible: SelectOfScalar[OpenFigures], figures_id: UUID) -> OpenFigures | None:
    return db.exec(visible.where(col(OpenFigures.id) == figures_id)).one_or_none()


def lock(db: Db, visible: SelectOfScalar[OpenFigures], figures_id: UUID) -> OpenFigures | None:
    """The row as it is by now; whoever comes second decides on what the first one did."""
    found = visible.where(col(OpenFigures.id) == figures_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def newest_first(db: Db, visible: SelectOfScalar[OpenFigures]) -> Sequence[OpenFigures]:
    proposed = col(OpenFigures.proposed_at)
    return db.exec(visible.order_by(col(OpenFigures.year).desc(), proposed.desc())).all()


def of_year(db: Db, year: int) -> OpenFigures | None:
    """What waits or is published; of each year there is one."""
    found = select(OpenFigures).where(
        col(OpenFigures.year) == year, col(OpenFigures.status) != FiguresStatus.WITHDRAWN
    )
    return db.exec(found).one_or_none()


def years_taken(db: Db) -> set[int]:
    found = select(col(OpenFigures.year)).where(col(OpenFigures.status) != FiguresStatus.WITHDRAWN)
    return set(db.exec(found))


def published(db: Db) -> Sequence[OpenFigures]:
    """What everybody may read now, the newest year first."""
    found = select(OpenFigures).where(col(OpenFigures.status) == FiguresStatus.PUBLISHED)
    return db.exec(found.order_by(col(OpenFigures.year).desc())).all()


def ever_published(db: Db) -> Sequence[OpenFigures]:
    """Also what was withdrawn since: it was told all the same."""
    when = col(OpenFigures.published_at)
    return db.exec(
        select(OpenFigures).where(when.is_not(None)).order_by(when, col(OpenFigures.id))
    ).all()


def notes(db: Db) -> dict[UUID, list[OpenFiguresNote]]:
    """By the figures that they are about, the oldest first."""
    found: dict[UUID, list[OpenFiguresNote]] = {}
    when = col(OpenFiguresNote.noted_at)
    for note in db.exec(select(OpenFiguresNote).order_by(when, col(OpenFiguresNote.id))):
        found.setdefault(note.figures_id, []).append(note)
    return found


def withdrawn(db: Db) -> Sequence[OpenFigures]:
    """What everybody could read and can't any more, the newest year first."""
    found = select(OpenFigures).where(
        col(OpenFigures.status) == FiguresStatus.WITHDRAWN,
        col(OpenFigures.published_at).is_not(None),
    )
    when = col(OpenFigures.withdrawn_at)
    return db.exec(found.order_by(col(OpenFigures.year).desc(), when.desc())).all()
