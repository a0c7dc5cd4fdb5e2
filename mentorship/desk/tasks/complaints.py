"""What waits for a confidant: complaints that nobody has, that are late, that one is at work on."""

from collections.abc import Iterator, Sequence

from mentorship.accounts.access import UserActor
from mentorship.complaints import file, policy, queries
from mentorship.complaints.file import Line
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date, ngettext
from mentorship.foundation.i18n import gettext as _


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    """By the calendar of each: nothing of a complaint is read for it."""
    lines = file.lines_of(db, queries.open_in(db, policy.visible_to(db, actor)))
    free = [one for one in lines if one.is_free]
    mine = [one for one in lines if not one.is_free and one.complaint.holder_id == actor.id]
    others = [one for one in lines if one not in free and one not in mine]
    yield from _free(free)
    yield from _own(mine)
    yield from counted(
        len(others),
        ngettext(
            "Another confidant has %(num)s complaint",
            "Other confidants have %(num)s complaints",
            len(others),
        ),
        _("Look how far it is"),
        _place(others),
        pressing=Pressing.AWAITED,
    )


def _free(free: Sequence[Line]) -> Iterator[Task]:
    yield from counted(
        len(free),
        ngettext(
            "A complaint that nobody has yet", "%(num)s complaints that nobody has yet", len(free)
        ),
        _("Read it and take it on"),
        _place(free),
        more=_until(free),
        pressing=Pressing.LATE,
    )


def _own(mine: Sequence[Line]) -> Iterator[Task]:
    late = [one for one in mine if one.is_late]
    going = [one for one in mine if not one.is_late]
    yield from counted(
        len(late),
        ngettext(
            "A complaint waits too long for its letter",
            "%(num)s complaints wait too long for their letter",
            len(late),
        ),
        _("Go on with it"),
        _place(late),
        more=_until(late),
        pressing=Pressing.LATE,
    )
    yield from counted(
        len(going),
        ngettext("You have %(num)s complaint", "You have %(num)s complaints", len(going)),
        _("Go on with it"),
        _place(going),
        more=_until(going),
    )


def _until(lines: Sequence[Line]) -> str:
    days = [one.due for one in lines if one.due]
    return _("To be ready on %(day)s.", day=format_date(min(days))) if days else ""


def _place(lines: Sequence[Line]) -> Place:
    """Straight to the only one, else to where all stand."""
    if len(lines) == 1:
        return Place("complaints.one", {"complaint_id": lines[0].complaint.id})
    return Place("complaints.index")
