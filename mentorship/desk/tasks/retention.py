"""For the privacy officer: runs that the program proposed and nobody approved yet."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.privacy.retention import queries


def to_approve(db: Db, _actor: UserActor) -> Iterator[Task]:
    found = queries.to_approve(db)
    place = Place("privacy.retention_overview")
    if len(found) == 1:
        place = Place("privacy.retention_run", {"run_id": found[0].id})
    yield from counted(
        len(found),
        ngettext(
            "%(num)s retention run waits for you",
            "%(num)s retention runs wait for you",
            len(found),
        ),
        _("Look and decide"),
        place,
    )
