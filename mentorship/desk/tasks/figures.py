"""About open figures: to publish, for a second person."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Task, counted
from mentorship.evaluation.open_figures import policy
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext


def to_publish(db: Db, actor: UserActor) -> Iterator[Task]:
    """Not what somebody proposed themself."""
    found = [one for one in db.exec(policy.visible_to(actor)) if policy.can_publish(actor, one)]
    place = Place("open_figures.overview")
    if len(found) == 1:
        place = Place("open_figures.one", {"figures_id": found[0].id})
    yield from counted(
        len(found),
        ngettext(
            "%(num)s year of open figures waits for a second person",
            "%(num)s years of open figures wait for a second person",
            len(found),
        ),
        _("Look and decide"),
        place,
    )
