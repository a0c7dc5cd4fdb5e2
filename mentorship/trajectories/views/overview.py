"""The lists of trajectories, and the page of one: what is asked now stands on top."""

from uuid import UUID

from flask import abort, render_template, request

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.forms import version_in
from mentorship.foundation.requests import request_db
from mentorship.matching.views.answers import mentors_to_open
from mentorship.referrals.mentees.labels import CONTACT_ROUTES
from mentorship.region.queries import houses
from mentorship.trajectories import labels, lists, overview
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.lists import Shelf
from mentorship.trajectories.views import steps


@requires(Permission.TRAJECTORY_READ)
def index() -> str:
    db, actor = request_db(), user_actor()
    number = version_in(request.args.get("page"))
    try:
        kind = DueKind(request.args["due"]) if "due" in request.args else None
        shelf = Shelf(request.args.get("list", Shelf.RUNNING)) if kind is None else None
    except ValueError:
        abort(404)
    if kind is not None:
        page = lists.listed_as_due(db, actor, kind, number)
    else:
        page = lists.listed(db, actor, shelf or Shelf.RUNNING, number)
    return render_template(
        "trajectories/list.html",
        page=page,
        kind=kind,
        shelf=shelf,
        counts=lists.counts(db, actor),
        day=today(db),
        labels=labels,
        house_names={house.code: house.name for house in houses(db)},
        has_several=len(actor.houses) > 1,
    )


@requires(Permission.TRAJECTORY_READ)
def one(trajectory_id: UUID) -> str:
    db = request_db()
    trajectory = steps.found(db, trajectory_id)
    return render_template(
        "trajectories/one.html",
        **vars(overview.page_of(db, trajectory, user_actor())),
        mentor_can_be_opened=trajectory.mentor_id in mentors_to_open(db, [trajectory.mentor_id]),
        house_names={house.code: house.name for house in houses(db)},
        labels=labels,
        contact_routes=CONTACT_ROUTES,
    )
