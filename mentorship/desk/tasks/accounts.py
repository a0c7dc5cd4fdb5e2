"""For the second person: roles that were given and don't count yet."""

from collections.abc import Iterator

from mentorship.accounts import policy, queries
from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext

_USERS = Place("accounts.users")


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    pending = queries.pending_grants(db)
    mine = sum(1 for grant in pending if policy.can_approve(actor, grant))
    others = len(pending) - mine
    yield from counted(
        mine,
        ngettext(
            "%(num)s role waits for you as the second person",
            "%(num)s roles wait for you as the second person",
            mine,
        ),
        _("Look and decide"),
        _USERS,
    )
    yield from counted(
        others,
        ngettext(
            "%(num)s role waits for somebody else as the second person",
            "%(num)s roles wait for somebody else as the second person",
            others,
        ),
        _("Look who waits"),
        _USERS,
        more=_("Nobody agrees to a role that they gave or get themselves. Ask a colleague."),
        pressing=Pressing.AWAITED,
    )
