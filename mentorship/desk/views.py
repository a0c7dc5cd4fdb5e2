"""The page on which everybody's day begins."""

from flask import Blueprint, Flask, render_template

from mentorship.accounts.login import user_actor
from mentorship.desk.tasks import is_built_for, tasks_of
from mentorship.desk.ways import ways_of
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import request_db
from mentorship.foundation.web.navigation import NavItem, add_to_menu
from mentorship.referrals.queries import today

blueprint = Blueprint("desk", __name__, template_folder="templates")


def install(app: Flask) -> None:
    add_to_menu(app, NavItem(_l("Today"), "desk.home", Permission.DESK_READ, order=10))


@blueprint.get("/today")
@requires(Permission.DESK_READ)
def home() -> str:
    db, actor = request_db(), user_actor()
    return render_template(
        "desk/home.html",
        day=today(db),
        tasks=tasks_of(db, actor),
        ways=ways_of(actor.permissions),
        has_role=bool(actor.roles),
        is_built=is_built_for(actor),
    )
