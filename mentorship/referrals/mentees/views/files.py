"""The list of young people, and the file of one: what is asked now stands on top."""

from uuid import UUID

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from mentorship.accounts import queries as accounts
from mentorship.accounts.cover import notes as covers
from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.forms import Form, version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.profiles.forms import GENDERS
from mentorship.referrals import policy
from mentorship.referrals.mentees import file, lists, queries, rules, verbs
from mentorship.referrals.mentees.consent_texts import purposes_for
from mentorship.referrals.mentees.labels import (
    AUTHORITIES,
    CONTACT_ROUTES,
    GIVEN_BY,
    HOW,
    OUTCOMES,
    PRIORITIES,
    PURPOSES,
    STAGES,
    STEPS,
    STEPS_DONE,
    STOPPED_BY,
    TALK_WITH,
)
from mentorship.referrals.mentees.lists import Shelf
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.views import searching, steps
from mentorship.region.queries import houses

LABELS = {
    "authority": AUTHORITIES,
    "given_by": GIVEN_BY,
    "how": HOW,
    "outcome": {outcome.value: label for outcome, label in OUTCOMES.items()},
    "priority": PRIORITIES,
    "purpose": PURPOSES,
    "route": CONTACT_ROUTES,
    "stage": STAGES,
    "step": STEPS,
    "step_done": STEPS_DONE,
    "stopped_by": {who.value: label for who, label in STOPPED_BY.items()},
    "talk_with": TALK_WITH,
    "gender": GENDERS,
}


@requires(Permission.MENTEE_READ)
def index() -> str:
    db, actor = request_db(), user_actor()
    try:
        shelf = Shelf(request.args.get("stage", Shelf.INTAKE))
    except ValueError:
        abort(404)
    page = lists.listed(db, actor, shelf, version_in(request.args.get("page")), today(db))
    searches = searching.searches_of(db, [line.mentee for line in page.lines])
    return render_template(
        "referrals/mentees/list.html",
        page=page,
        searches=searches,
        shelf=shelf,
        shelves=Shelf,
        counts=lists.count_on_shelves(db, actor),
        labels=LABELS,
        house_names={house.code: house.name for house in houses(db)},
        has_several=len(actor.houses.union(*(one.houses for one in actor.covers))) > 1,
    )


@requires(Permission.MENTEE_READ)
def one(mentee_id: UUID) -> str:
    db = request_db()
    mentee = steps.found(db, mentee_id)
    facts = queries.facts_of(db, [mentee])[mentee.id]
    told, day = file.told_of(db, mentee), today(db)
    step = rules.next_step(facts)
    talks, history = file.talks_of(db, mentee), file.history_of(db, mentee)
    return render_template(
        "referrals/mentees/one.html",
        mentee=mentee,
        told=told,
        form=Form(),
        step=step,
        search=searching.searches_of(db, [mentee], with_words=True).get(mentee.id),
        clock=lists.clock_of(step, day),
        steps=rules.steps_of(facts),
        day=day,
        referrals=file.referrals_of(db, mentee),
        talks=talks,
        goals=file.goals_of(db, mentee),
        profile=queries.profile_of(db, mentee),
        standing=queries.standing_consents(db, mentee),
        asked=rules.who_must_agree(mentee.authority),
        purposes=purposes_for(has_referrer=file.has_referrer(db, mentee)),
        is_outgrown=rules.is_outgrown(mentee.authority, told.birth_year, day),
        history=history,
        people=_people(db, mentee, talks, history),
        house_names={house.code: house.name for house in houses(db)},
        is_mine=mentee.consultant_id == user_actor().id,
        can_take_over=policy.can_take_over(user_actor(), mentee),
        may_be_followed=rules.may_be_followed(mentee.stage, mentee.started_on),
        cover=covers.cover_note(db, user_actor(), mentee.consultant_id),
        labels=LABELS,
    )


def _people(
    db: Db, mentee: Mentee, talks: list[file.Talk], history: list[file.Happening]
) -> dict[UUID | None, str]:
    ids = {talk.noted_by for talk in talks} | {one.by for one in history} | {mentee.consultant_id}
    names = accounts.names_of_ids(db, {key for key in ids if key is not None})
    return {key: names.get(key, _("No name")) for key in ids if key is not None}


@requires(Permission.MENTEE_EDIT)
def take_over(mentee_id: UUID) -> Response:
    db, actor = request_db(), user_actor()
    mentee = steps.locked(db, mentee_id)
    if not policy.can_take_over(actor, mentee):
        abort(404)
    verbs.take_over(db, mentee, actor.id)
    db.commit()
    return steps.back(mentee_id, _("You are the consultant of this young person now."))
