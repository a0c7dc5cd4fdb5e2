"""The lists of trajectories, and the page of one: what is asked now stands on top."""

from uuid import UUID

from flask import abort, render_template, request

from mentorship.accounts import queries as accounts
from mentorship.accounts.login import user_actor
from mentorship.foundation import vault
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.forms import version_in
from mentorship.foundation.requests import request_db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import asking
from mentorship.matching.rounds import telling
from mentorship.matching.views.answers import mentors_to_open
from mentorship.referrals.calendar import today
from mentorship.referrals.mentees.labels import CONTACT_ROUTES
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.queries import houses
from mentorship.trajectories import labels, lists, processes, queries, timeline, worklist
from mentorship.trajectories.closure import queries as endings
from mentorship.trajectories.concerns import file as concerns
from mentorship.trajectories.contacts import section as contacts
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.lists import Shelf
from mentorship.trajectories.reviews import overview as reviews
from mentorship.trajectories.sessions import section as sessions
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
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    standing = queries.standing_of(db, trajectory)
    meetings = queries.meetings_of(db, trajectory)
    closure = endings.closure_of(db, trajectory)
    match = queries.match_of(db, trajectory)
    talks, checks = endings.talks_of(db, trajectory), endings.checks_of(db, trajectory)
    extensions = queries.extensions_of(db, trajectory)
    return render_template(
        "trajectories/one.html",
        trajectory=trajectory,
        standing=standing,
        match=match,
        mentee=mentee,
        name=steps.name_of(db, trajectory),
        mentor=telling.names_of_mentors(db, [trajectory.mentor_id]).get(trajectory.mentor_id, ""),
        mentor_can_be_opened=trajectory.mentor_id in mentors_to_open(db, [trajectory.mentor_id]),
        due=worklist.due_of_all(db, [trajectory])[trajectory.id],
        sessions=sessions.section_of(db, trajectory),
        contacts=contacts.section_of(db, trajectory),
        reviews=reviews.section_of(db, trajectory),
        timeline=timeline.timeline_of(db, trajectory),
        concerns=concerns.section_of(db, trajectory, user_actor()),
        day=today(db),
        next_phases=[
            phase
            for phase in processes.steps_from(trajectory.process_number, standing.phase)
            if phase.is_running
        ],
        meetings=meetings,
        places=vault.scan(db, meetings, "place", purpose=Purpose.GUIDANCE),
        contact=asking.safe_contact(db, match) if standing.phase.is_open else None,
        agreement=queries.agreement_of(db, trajectory),
        changes=queries.steps_of(db, trajectory),
        pauses=queries.pauses_of(db, [trajectory.id])[trajectory.id],
        closure=closure,
        explanation=vault.read(db, closure, "explanation", purpose=Purpose.GUIDANCE)
        if closure
        else None,
        talks=talks,
        talk_notes=vault.scan(db, talks, "notes", purpose=Purpose.GUIDANCE),
        statement=endings.statement_of(db, trajectory),
        checks=checks,
        check_notes=vault.scan(db, checks, "notes", purpose=Purpose.GUIDANCE),
        extensions=extensions,
        extension_reasons=vault.scan(db, extensions, "reason", purpose=Purpose.GUIDANCE),
        consultant=accounts.names_of_ids(db, {mentee.consultant_id}).get(mentee.consultant_id, "")
        if mentee.consultant_id
        else "",
        house_names={house.code: house.name for house in houses(db)},
        labels=labels,
        contact_routes=CONTACT_ROUTES,
    )
