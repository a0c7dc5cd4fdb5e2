"""What is done outside a request: making a bundle, and by night counting, ending, reminding."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from sqlmodel import select

from mentorship.evaluation import building, counting, queries, releasing, services
from mentorship.evaluation.models import BuildStep, EvaluationBundle
from mentorship.foundation.clock import daily
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import job, running_job


@job(building.BUILD, attempts=3)
def build(database: Database, *, build_id: UUID) -> None:
    """Makes a bundle, then releases it in the name of who asked; a second time does nothing."""
    with database.reading() as db:
        begun = building.begin(db, build_id)
    if begun is None:
        return
    row, actor = begun
    try:
        prepared = releasing.prepare(
            database, row.bundle_id, row.seen, partial(_tell, database, build_id)
        )
        running_job().stop_if_asked()
        with database.writing(actor.audit) as db:
            building.release(db, build_id, prepared)
            db.commit()
    except building.FINAL as why:
        with database.writing() as db:
            building.stop(db, build_id, building.OUTCOMES[type(why)])
            db.commit()


def _tell(database: Database, build_id: UUID, step: BuildStep) -> None:
    """Shown at once, and the moment to stop when somebody asked for that."""
    running_job().stop_if_asked()
    with database.writing() as db:
        building.note_step(db, build_id, step)
        db.commit()


@daily("02:40")
@job("evaluation.count")
def count(database: Database) -> None:
    """Every closed half-year of which nothing was told."""
    counting.recount(database)


@daily("03:25")
@job("evaluation.expire")
def expire(database: Database) -> None:
    """Each bundle in a transaction of its own; what is done already is skipped."""
    _each(database, queries.to_expire, services.expire)
    _each(database, queries.to_remind, services.remind_to_destroy)


def _each(
    database: Database,
    find: Callable[[Db], Sequence[UUID]],
    verb: Callable[[Db, EvaluationBundle], None],
) -> None:
    with database.reading() as db:
        due = find(db)
    for bundle_id in due:
        with database.writing() as db:
            bundle = queries.lock(db, select(EvaluationBundle), bundle_id)
            if bundle is not None:
                verb(db, bundle)
                db.commit()
