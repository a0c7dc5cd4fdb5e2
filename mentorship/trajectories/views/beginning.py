"""The pages of the beginning: plan the first meeting, note it, sign the agreement."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.documents import render_pdf
from mentorship.foundation.i18n import LANGUAGES, current_language, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.matching import policy as match_policy
from mentorship.matching.matches import queries as matches
from mentorship.matching.models import Match, MatchStatus
from mentorship.matching.rounds import telling
from mentorship.referrals.mentees.queries import find_mentee
from mentorship.referrals.policy import mentees_visible_to
from mentorship.trajectories import policy, queries, rules, services, texts
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.due import plan_meeting_by
from mentorship.trajectories.forms import AgreementForm, MeetingForm, PlanForm
from mentorship.trajectories.models import MeetingOutcome, Trajectory
from mentorship.trajectories.views import steps
from mentorship.trajectories.views.steps import Answer


@requires(Permission.TRAJECTORY_READ)
def of_match(match_id: UUID) -> Response:
    """From a match to where it goes on: the plan of a first meeting, or the trajectory."""
    db = request_db()
    match = _visible_match(db, match_id)
    trajectory = queries.of_match(db, match.id)
    if trajectory is None and match.status is MatchStatus.ACTIVE:
        return redirect(url_for("trajectories.plan", match_id=match_id), 303)
    if trajectory is None:
        flash(_("This match has ended before anybody planned a first meeting."), "info")
        return redirect(url_for("matching.matches_one", match_id=match_id), 303)
    return redirect(url_for("trajectories.one", trajectory_id=trajectory.id), 303)


@requires(Permission.TRAJECTORY_READ)
def of_mentee(mentee_id: UUID) -> Response:
    """From the file of a young person to the newest trajectory, or to where one can begin."""
    db = request_db()
    mine = policy.visible_to(user_actor())
    found = [one for one in queries.of_mentee(db, mentee_id) if queries.find(db, mine, one.id)]
    if found:
        return redirect(url_for("trajectories.one", trajectory_id=found[0].id), 303)
    visible = mentees_visible_to(user_actor())
    if find_mentee(db, visible, mentee_id) is None:
        abort(404)
    return redirect(url_for("trajectories.index", list="to-plan"), 303)


@requires(Permission.TRAJECTORY_EDIT)
def plan(match_id: UUID) -> Answer:
    """The first plan, or another one after a meeting that wasn't held."""
    form = PlanForm()
    if not form.validate_on_submit():
        return _plan_page(match_id, form)
    db = request_db()
    visible = match_policy.matches_of(user_actor())
    match = matches.lock(db, visible, match_id) or abort(404)
    try:
        meeting = services.plan_first_meeting(
            db, match, form.starts_at, form.place.data, by=user_actor().id, key=form.key
        )
    except rules.TrajectoryRefused as refused:
        db.rollback()
        form.refuse(steps.refusal_words(refused))
        return _plan_page(match_id, form, 409)
    db.commit()
    flash(_("The first meeting is planned. Tell both of them yourself; nothing is sent."), "ok")
    return redirect(url_for("trajectories.one", trajectory_id=meeting.trajectory_id), 303)


def _plan_page(match_id: UUID, form: PlanForm, status: int | None = None) -> Answer:
    with steps.reading() as db:
        match = _visible_match(db, match_id)
        names = telling.names_of_mentees(db, [match.mentee_id])
        page = render_template(
            "trajectories/plan.html",
            match=match,
            name=names.get(match.mentee_id) or _("a young person"),
            form=form,
            due=plan_meeting_by(
                day_of(match.started_at or match.decided_at), rules.Terms.of(settings_of(db))
            ),
        )
    return page, status or form.status


def _visible_match(db: Db, match_id: UUID) -> Match:
    return matches.find(db, match_policy.matches_of(user_actor()), match_id) or abort(404)


@requires(Permission.TRAJECTORY_EDIT)
def meeting(trajectory_id: UUID) -> Answer:
    """What became of the planned first meeting."""
    form = MeetingForm()

    def act(db: Db, trajectory: Trajectory) -> None:
        if form.is_held:
            services.note_held(
                db, trajectory, is_staff_present=form.is_staff_present, by=user_actor().id,
                minutes=form.took,
            )  # fmt: skip
        else:
            outcome = MeetingOutcome(form.outcome.data)
            services.note_not_held(db, trajectory, outcome, minutes=form.took)

    return steps.acted("meeting", trajectory_id, form, act, _("What happened is noted."))


@requires(Permission.TRAJECTORY_EDIT)
def agreement(trajectory_id: UUID) -> Answer:
    form = AgreementForm()
    if steps.is_asking():
        settings = settings_of(request_db())
        form.signed_on.data = today(request_db())
        form.meetings.data, form.language.data = "4", current_language()
        form.hours.data = str(settings.agreement_hours_per_month)
        form.months.data = str(settings.trajectory_months)

    def act(db: Db, trajectory: Trajectory) -> None:
        services.sign_agreement(db, trajectory, form.signed, by=user_actor().id, key=form.key)

    return steps.acted("agreement", trajectory_id, form, act, _("The agreement is noted."))


@requires(Permission.TRAJECTORY_READ)
def agreement_paper(trajectory_id: UUID) -> FlaskResponse:
    """To print and sign; after signing with the numbers that were agreed on."""
    db = request_db()
    trajectory = steps.found(db, trajectory_id)
    signed, settings = queries.agreement_of(db, trajectory), settings_of(db)
    language = _language(signed.language.value if signed else None)
    paragraphs = texts.agreement(
        signed.text_version if signed else texts.CURRENT,
        language,
        meetings=signed.meetings_per_month if signed else 4,
        hours=signed.hours_per_month if signed else settings.agreement_hours_per_month,
        months=signed.months if signed else settings.trajectory_months,
    )
    with speaking(language):
        return paper(
            "agreement",
            _("Our agreement"),
            paragraphs,
            "agreement.pdf",
            version=signed.text_version if signed else texts.CURRENT,
        )


def _language(known: str | None) -> str:
    asked = request.args.get("language") or known or current_language()
    return asked if asked in LANGUAGES else current_language()


def paper(
    kind: str, title: str, paragraphs: list[str], file_name: str, **more: object
) -> FlaskResponse:
    """A page to print and sign, without any name on it or in it."""
    html = render_template(
        f"trajectories/{kind}_paper.html", title=title, paragraphs=paragraphs, **more
    )
    answer = make_response(render_pdf(html, title=title, language=current_language()))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return answer
