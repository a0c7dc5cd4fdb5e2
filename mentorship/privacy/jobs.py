"""The check of the whole audit trail, each night and when asked, and reminders of requests.

The jobs of retention lie beside their own verbs; who loads this module has them all.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from mentorship.accounts.reminders.kinds import Due, reminds_of_several
from mentorship.foundation import audit
from mentorship.foundation.clock import daily
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import job, running_job
from mentorship.foundation.outbox import Letter
from mentorship.foundation.queues.arguments import Identifier
from mentorship.privacy import checking
from mentorship.privacy.retention import jobs as retention
from mentorship.privacy.rights import reminding
from mentorship.privacy.rights.letters import DUE_SOON, LATE

__all__ = ["check_trail", "of_requests", "retention"]

_STEP = 5  # percent: each telling is a write of its own


@daily("04:10")
@job(checking.CHECK)
def check_trail(database: Database, *, asked_by: UUID | None = None) -> Mapping[str, Identifier]:
    """A broken trail is an outcome, not a failure: trying again would mend nothing."""
    run, told = running_job(), 0

    def looked(seq: int, last: int) -> None:
        nonlocal told
        percent = 100 * seq // max(1, last)
        if percent >= told + _STEP:
            run.stop_if_asked()
            run.progress(percent)
            told = percent

    result = audit.verify(database, looked)
    return checking.outcome(result, is_overdue=result.is_overdue(database.clock()))


@reminds_of_several((DUE_SOON, "/privacy/requests"), (LATE, "/privacy/requests"))
def of_requests(db: Db, day: date) -> Iterator[tuple[Letter, Due]]:
    return reminding.due_on(db, day)
