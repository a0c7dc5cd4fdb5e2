"""The check of the whole audit trail: each night, and when the privacy officer asks for it.

Those of retention lie beside their own verbs; who loads this module has them all.
"""

from collections.abc import Mapping
from uuid import UUID

from mentorship.foundation import audit
from mentorship.foundation.clock import daily
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import job, running_job
from mentorship.foundation.queues.arguments import Identifier
from mentorship.privacy import checking
from mentorship.privacy.retention import jobs as retention

__all__ = ["check_trail", "retention"]

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
