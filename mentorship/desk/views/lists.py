"""Who stands behind a count of the day."""

from collections.abc import Callable

from flask import abort, render_template, request

from mentorship.accounts.access import UserActor
from mentorship.accounts.login import user_actor
from mentorship.desk import headings
from mentorship.desk import lists as people
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.requests import request_db
from mentorship.mentors.labels import STAGES as MENTOR_STAGES
from mentorship.referrals.mentees.labels import STAGES, STEPS
from mentorship.region.queries import houses

Listing = Callable[[Db, UserActor, str, int], people.Page]


@requires(Permission.MENTEE_READ)
def young_people() -> str:
    return _list("desk/young_people.html", people.young_people, headings.YOUNG_PEOPLE)


@requires(Permission.MENTOR_SCREEN)
def mentors() -> str:
    return _list("desk/mentors.html", people.mentors_asking, headings.MENTORS)


def _list(template: str, listing: Listing, known: dict[str, LazyText]) -> str:
    about = request.args.get("about", "")
    if about not in known:
        abort(404)
    db = request_db()
    return render_template(
        template,
        about=about,
        heading=known[about],
        page=listing(db, user_actor(), about, version_in(request.args.get("page"))),
        stages=STAGES,
        steps=STEPS,
        mentor_stages=MENTOR_STAGES,
        house_names={house.code: house.name for house in houses(db)},
    )
