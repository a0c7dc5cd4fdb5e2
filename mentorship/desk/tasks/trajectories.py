"""For a consultant: what the running trajectories ask for, and first meetings to plan."""

from collections.abc import Iterator

from sqlmodel import col

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.matching import policy as matching
from mentorship.matching.models import Match
from mentorship.trajectories import queries, worklist
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.due import DueKind, plan_meeting_by
from mentorship.trajectories.labels import DUE
from mentorship.trajectories.lists import Shelf
from mentorship.trajectories.rules import Terms
from mentorship.trajectories.worklist import Work


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    yield from _to_plan(db, actor)
    day = today(db)
    for kind, work in worklist.by_kind(worklist.work_of(db, actor)).items():
        late = sum(one.is_late(day) for one in work)
        title = f"{DUE[kind]} ({len(work)})" if len(work) > 1 else str(DUE[kind])
        yield Task(
            title,
            _("Open the trajectory") if len(work) == 1 else _("Look which"),
            _place(kind, work),
            ngettext("%(num)s is late", "%(num)s are late", late) if late else "",
            Pressing.LATE if late else Pressing.TO_DO,
            in_mail=title,
        )


def _place(kind: DueKind, work: list[Work]) -> Place:
    if len(work) == 1:
        return Place("trajectories.one", {"trajectory_id": work[0].trajectory.id})
    return Place("trajectories.index", {"due": kind.value})


def _to_plan(db: Db, actor: UserActor) -> Iterator[Task]:
    found = queries.without_trajectory(matching.matches_of(actor))
    rows = db.exec(found.order_by(col(Match.started_at))).all()
    if not rows:
        return
    terms, day = Terms.of(settings_of(db)), today(db)
    late = sum(
        plan_meeting_by(day_of(row.started_at or row.decided_at), terms) < day for row in rows
    )
    place = Place("trajectories.index", {"list": Shelf.TO_PLAN.value})
    if len(rows) == 1:
        place = Place("trajectories.plan", {"match_id": rows[0].id})
    title = ngettext(
        "Both said yes: plan %(num)s first meeting",
        "Both said yes: plan %(num)s first meetings",
        len(rows),
    )
    yield Task(
        title,
        _("Plan the first meeting"),
        place,
        ngettext("%(num)s is late", "%(num)s are late", late) if late else "",
        Pressing.LATE if late else Pressing.TO_DO,
        in_mail=title,
    )
