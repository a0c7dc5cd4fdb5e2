"""What the clock does: on Monday it proposes, and takes up again what a person approved and a job
gave up; each night it erases invitations to a talk that are long over."""

from uuid import UUID

import structlog

from mentorship.foundation.calendar import today
from mentorship.foundation.clock import daily, weekly
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import job
from mentorship.privacy.retention import destroying, invitations, queries, services
from mentorship.privacy.retention.due import due
from mentorship.privacy.retention.models import RetentionKind

log = structlog.get_logger(__name__)


@weekly("monday", "04:40")
@job("privacy.propose_retention")
def propose(database: Database) -> None:
    """The reading comes first: who changes something meanwhile doesn't wait for it."""
    with database.writing() as db:
        services.take_up_again(db)
        db.commit()
    with database.reading() as db:
        if not queries.was_awake(db):
            log.warning("nothing is proposed: the trail does not confirm the clock yet")
            return
    for kind in RetentionKind:
        with database.reading() as db:
            found = due(db, kind, today(db)).cases
        with database.writing() as db:
            services.propose(db, kind, found)
            db.commit()


@daily("03:50")
@job("privacy.forget_invitations")
def forget_invitations(database: Database) -> None:
    with database.reading() as db:
        if not queries.was_awake(db):
            log.warning("nothing is erased: the trail does not confirm the clock yet")
            return
        due_now = invitations.to_forget(db, today(db))
    for invitation_id in due_now:
        with database.writing() as db:
            invitations.forget(db, invitation_id, today(db))
            db.commit()


@job(services.DESTROY)
def destroy(database: Database, *, run_id: UUID) -> None:
    destroying.destroy(database, run_id)
