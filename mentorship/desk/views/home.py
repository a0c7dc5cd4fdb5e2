"""The page on which everybody's day begins."""

from flask import render_template

from mentorship.accounts.cover.notes import own_covers
from mentorship.accounts.login import user_actor
from mentorship.desk.overview import overview
from mentorship.desk.tasks import Pressing, Task, is_built_for, tasks_of, trail
from mentorship.desk.views.search import may_search
from mentorship.desk.ways import ways_of
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.requests import request_db


@requires(Permission.DESK_READ)
def home() -> str:
    db, actor = request_db(), user_actor()
    tasks = tasks_of(db, actor)
    return render_template(
        "desk/home.html",
        day=today(db),
        groups=_grouped(tasks),
        covers=own_covers(db, actor),
        ways=ways_of(actor.permissions),
        overview=overview(db) if Permission.MATCH_SETTINGS in actor.permissions else None,
        trail=trail.state(db) if Permission.AUDIT_READ in actor.permissions else "",
        has_role=bool(actor.roles),
        is_built=is_built_for(actor),
        may_search=may_search(),
    )


def _grouped(tasks: list[Task]) -> dict[Pressing, list[Task]]:
    """Only groups in which something stands, the most pressing first."""
    groups = {pressing: [one for one in tasks if one.pressing is pressing] for pressing in Pressing}
    return {pressing: found for pressing, found in groups.items() if found}
