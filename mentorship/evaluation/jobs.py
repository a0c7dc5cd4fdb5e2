"""What the night does for evaluation: counting, ending bundles, asking whether copies are gone."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlmodel import select

from mentorship.evaluation import counting, queries, services
from mentorship.evaluation.models import EvaluationBundle
from mentorship.foundation.clock import daily
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import job


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
