"""About invitations to a talk: to approve, to pass on, and sent back to who wrote one."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.evaluation.interviews import queries
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext


def to_approve(db: Db, actor: UserActor) -> Iterator[Task]:
    """For a second pair of eyes, before a young person reads it."""
    found = queries.waiting(db, actor)
    place = Place("interviews.overview")
    if len(found) == 1:
        place = Place("interviews.decide", {"invitation_id": found[0]})
    yield from counted(
        len(found),
        ngettext(
            "%(num)s invitation to a talk with a researcher waits for approval",
            "%(num)s invitations to a talk with a researcher wait for approval",
            len(found),
        ),
        _("Read and decide"),
        place,
    )


def to_pass_on(db: Db, actor: UserActor) -> Iterator[Task]:
    """Young people whom this consultant follows, and whom nobody asked yet or could reach; each
    counts for each invitation."""
    left = {key: number for key, number in queries.left_to_ask(db, actor).items() if number}
    place = Place("interviews.running")
    if len(left) == 1:
        place = Place("interviews.people", {"invitation_id": next(iter(left))})
    number = sum(left.values())
    yield from counted(
        number,
        ngettext(
            "%(num)s invitation to a talk with a researcher may be passed on",
            "%(num)s invitations to a talk with a researcher may be passed on",
            number,
        ),
        _("Look and pass it on"),
        place,
    )


def sent_back(db: Db, actor: UserActor) -> Iterator[Task]:
    found = queries.sent_back(db, actor)
    for row in found:
        yield Task(
            _("Your invitation to a talk was sent back"),
            _("Read why"),
            Place("interviews.written", {"bundle_id": row.bundle_id, "invitation_id": row.id}),
            pressing=Pressing.TO_DO,
            in_mail=_("Your invitation to a talk was sent back"),
        )
