"""Who stands behind a count of the day."""

from flask import abort, render_template, request

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
from mentorship.referrals.mentees.views.searching import searches_of
from mentorship.region.queries import houses


@requires(Permission.MENTEE_READ)
def young_people() -> str:
    db, about = request_db(), _about(headings.YOUNG_PEOPLE)
    page = people.young_people(db, user_actor(), about, version_in(request.args.get("page")))
    return render_template(
        "desk/young_people.html",
        about=about,
        heading=headings.YOUNG_PEOPLE[about],
        page=page,
        searches=searches_of(db, [line.mentee for line in page.lines]),
        stages=STAGES,
        steps=STEPS,
        house_names=_house_names(db),
    )


@requires(Permission.MENTOR_SCREEN)
def mentors() -> str:
    db, about = request_db(), _about(headings.MENTORS)
    return render_template(
        "desk/mentors.html",
        about=about,
        heading=headings.MENTORS[about],
        page=people.mentors_asking(db, user_actor(), about, version_in(request.args.get("page"))),
        mentor_stages=MENTOR_STAGES,
        house_names=_house_names(db),
    )


def _about(known: dict[str, LazyText]) -> str:
    about = request.args.get("about", "")
    if about not in known:
        abort(404)
    return about


def _house_names(db: Db) -> dict[str, str]:
    return {house.code: house.name for house in houses(db)}
