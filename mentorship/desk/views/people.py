"""The life of one person in order of time, for whoever may open the file."""

from uuid import UUID

from flask import abort, render_template

from mentorship.accounts.login import user_actor
from mentorship.desk.people import pages
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.requests import request_db
from mentorship.mentors import policy as mentor_policy
from mentorship.mentors import queries as mentors
from mentorship.referrals import policy as referral_policy
from mentorship.referrals.mentees import queries as mentees
from mentorship.region.queries import houses


@requires(Permission.MENTEE_READ)
def mentee(mentee_id: UUID) -> str:
    db, actor = request_db(), user_actor()
    visible = referral_policy.mentees_visible_to(actor)
    found = mentees.find_mentee(db, visible, mentee_id) or abort(404)
    house_names = {house.code: house.name for house in houses(db)}
    page = pages.mentee_page(db, actor, found, house_names)
    return render_template("desk/mentee.html", page=page, mentee=found)


@requires(Permission.MENTOR_READ)
def mentor(mentor_id: UUID) -> str:
    db, actor = request_db(), user_actor()
    found = mentors.find(db, mentor_policy.visible_to(actor), mentor_id) or abort(404)
    page = pages.mentor_page(db, actor, found)
    return render_template("desk/mentor.html", page=page, mentor=found)
