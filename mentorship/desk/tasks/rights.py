"""For the privacy officer: what people asked about their own data and by when they have to hear."""

from collections.abc import Iterator, Sequence

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.privacy.rights import policy, queries, telling
from mentorship.privacy.rights.models import SubjectRequest


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    day = today(db)
    waiting = queries.open_in(db, policy.handled_by(actor))
    late = [one for one in waiting if telling.is_late(one, day)]
    in_time = [one for one in waiting if one not in late]
    yield from counted(
        len(late),
        ngettext(
            "A request about own data should have been answered by now",
            "%(num)s requests about own data should have been answered by now",
            len(late),
        ),
        _("Look and answer"),
        _place(late),
        more=_until(late),
        pressing=Pressing.LATE,
    )
    yield from counted(
        len(in_time),
        ngettext(
            "%(num)s request about own data is open",
            "%(num)s requests about own data are open",
            len(in_time),
        ),
        _("Look and answer"),
        _place(in_time),
        more=_until(in_time),
    )


def _until(requests: Sequence[SubjectRequest]) -> str:
    if not requests:
        return ""
    first = min(one.due_on for one in requests)
    return _("To be ready on %(day)s.", day=format_date(first))


def _place(requests: Sequence[SubjectRequest]) -> Place:
    """Straight to the only one, else to where all stand."""
    if len(requests) == 1:
        return Place("privacy.requests_one", {"request_id": requests[0].id})
    return Place("privacy.requests_overview")
