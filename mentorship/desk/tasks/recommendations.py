"""About recommendations of studies: for who owns one, and for who finds them another owner."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.evaluation.queries import today
from mentorship.evaluation.recommendations import policy, queries
from mentorship.evaluation.recommendations.queries import Shelf
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext


def owned(db: Db, actor: UserActor) -> Iterator[Task]:
    """What is late, what nobody took up, and what has to be done in the next two weeks."""
    mine, day = policy.owned_by(actor), today(db)
    late = queries.ids_of(db, mine.where(queries.is_late(day)))
    yield from counted(
        len(late),
        ngettext(
            "%(num)s recommendation should have been acted on by now",
            "%(num)s recommendations should have been acted on by now",
            len(late),
        ),
        _("Say what came of it"),
        _place(late, Shelf.MINE),
        pressing=Pressing.LATE,
    )
    new = queries.ids_of(db, mine.where(queries.is_to_take_up(day)))
    yield from counted(
        len(new),
        ngettext(
            "%(num)s recommendation waits for you to take it up",
            "%(num)s recommendations wait for you to take them up",
            len(new),
        ),
        _("Look and decide"),
        _place(new, Shelf.MINE),
    )
    soon = queries.ids_of(db, mine.where(queries.is_soon(day)))
    yield from counted(
        len(soon),
        ngettext(
            "%(num)s recommendation is to be acted on within two weeks",
            "%(num)s recommendations are to be acted on within two weeks",
            len(soon),
        ),
        _("Say what came of it"),
        _place(soon, Shelf.MINE),
        pressing=Pressing.COMING,
    )


def without_owner(db: Db, actor: UserActor) -> Iterator[Task]:
    """The account is closed, or holds no fitting role any more."""
    left = queries.ids_of(db, queries.shelf(db, actor, Shelf.WITHOUT_OWNER))
    yield from counted(
        len(left),
        ngettext(
            "%(num)s recommendation has no owner any more",
            "%(num)s recommendations have no owner any more",
            len(left),
        ),
        _("Choose another owner"),
        _place(left, Shelf.WITHOUT_OWNER),
    )


def _place(found: Sequence[UUID], shelf: Shelf) -> Place:
    if len(found) == 1:
        page = "evaluation.recommendations_recommendation"
        return Place(page, {"recommendation_id": found[0]})
    return Place("evaluation.recommendations_overview", {"list": shelf.value})
