"""One page per person, for whoever may open the file."""

from uuid import UUID

from flask import abort, render_template

from mentorship.accounts.login import user_actor
from mentorship.desk.people import pages
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.requests import request_db
from mentorship.matching.labels import MATCH_STATUSES, SIDES
from mentorship.mentors import policy as mentor_policy
from mentorship.mentors import queries as mentors
from mentorship.mentors.labels import MISSING, STATUSES, block_words
from mentorship.mentors.labels import STAGES as MENTOR_STAGES
from mentorship.referrals import policy as referral_policy
from mentorship.referrals.calendar import today
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.labels import CONTACT_ROUTES, GIVEN_BY, STAGES, STEPS
from mentorship.region.queries import houses


@requires(Permission.MENTEE_READ)
def mentee(mentee_id: UUID) -> str:
    db, actor = request_db(), user_actor()
    visible = referral_policy.mentees_visible_to(actor)
    found = mentees.find_mentee(db, visible, mentee_id) or abort(404)
    house_names = {house.code: house.name for house in houses(db)}
    return render_template(
        "desk/mentee.html",
        page=pages.mentee_page(db, actor, found, today(db), house_names),
        mentee=found,
        house_names=house_names,
        stages=STAGES,
        steps=STEPS,
        routes=CONTACT_ROUTES,
        given_by=GIVEN_BY,
        match_statuses=MATCH_STATUSES,
        sides=SIDES,
    )


@requires(Permission.MENTOR_READ)
def mentor(mentor_id: UUID) -> str:
    db, actor = request_db(), user_actor()
    found = mentors.find(db, mentor_policy.visible_to(actor), mentor_id) or abort(404)
    return render_template(
        "desk/mentor.html",
        page=pages.mentor_page(db, actor, found, today(db)),
        mentor=found,
        house_names={house.code: house.name for house in houses(db)},
        stages=MENTOR_STAGES,
        statuses=STATUSES,
        missing=MISSING,
        block_words=block_words,
    )
