"""For who watches over privacy: the audit trail when it does not hold, or was not checked."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.privacy import checking
from mentorship.privacy.checking import Standing

_TRAIL = Place("privacy.trail_overview")


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    """Nothing while it was lately found whole: `state` says so then."""
    standing = checking.standing(db)
    if standing.is_pressing:
        title = _trouble(standing)
        action = _("Look what is wrong") if standing.is_broken else _("Look when it was checked")
        yield Task(title, action, _TRAIL, pressing=Pressing.LATE, in_mail=title)


def state(db: Db) -> str:
    """That all is well, in one line, or nothing."""
    standing = checking.standing(db)
    if standing.is_pressing or standing.last is None:
        return ""
    if standing.days == 0:
        return _("The audit trail was checked today: whole.")
    return ngettext(
        "The audit trail was checked yesterday: whole.",
        "The audit trail was checked %(num)s days ago: whole.",
        standing.days,
    )


def _trouble(standing: Standing) -> str:
    last = standing.last
    if last is None:
        return _("The audit trail was not checked in the past month")
    if not last.is_sound:
        return ngettext(
            "The audit trail does not hold: %(num)s thing is wrong",
            "The audit trail does not hold: %(num)s things are wrong",
            last.problems,
        )
    if not standing.is_old:
        return _("The newest events of the audit trail were not signed for in time")
    return ngettext(
        "The audit trail was not checked for %(num)s day",
        "The audit trail was not checked for %(num)s days",
        standing.days,
    )
