"""For whoever keeps the partners: without one nobody can refer."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Task
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.region.queries import active_organisations


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    if not active_organisations(db):
        yield Task(
            _("There are no partner organisations yet"),
            _("Add the first one"),
            Place("region.new_organisation"),
            _("Whoever refers belongs to an organisation, so this comes first."),
        )
