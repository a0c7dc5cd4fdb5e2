"""What the pages of training have in common: finding what is asked for, files, refusals."""

from collections.abc import Iterable
from uuid import UUID

from flask import abort, current_app, make_response
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.region.queries import houses
from mentorship.training import calendars, labels, policy, queries, rules
from mentorship.training.models import Cohort, TrainingMeeting

Answer = Response | str | tuple[str, int]

# What a service refuses although the form was right, as a person reads it.
REFUSALS = (
    rules.CapacityTooSmall,
    rules.CohortClosed,
    rules.HasPlaceElsewhere,
    rules.MeetingCancelled,
    rules.MeetingInTheFuture,
    rules.MeetingOver,
    rules.NotComplete,
    rules.NotInCohort,
    rules.NotOpenForTraining,
)


def words_of(refusal: Exception) -> str:
    if isinstance(refusal, rules.CapacityTooSmall):
        return _("%(taken)s mentors have a seat already, so the cohort can't be smaller.",
                 taken=refusal.taken)  # fmt: skip
    words = {
        rules.CohortClosed: _(
            "This cohort is completed or cancelled, so nothing changes any more."
        ),
        rules.HasPlaceElsewhere: _("This mentor takes part in another cohort, or waits for one."),
        rules.MeetingCancelled: _("This meeting is cancelled."),
        rules.MeetingInTheFuture: _("You can record who was there from the day of the meeting."),
        rules.MeetingOver: _("This meeting was held, so it can't be changed any more."),
        rules.NotComplete: _("This mentor has not been at every module, or is not assessed yet."),
        rules.NotInCohort: _("Somebody on this page has no seat any more. Look at the page anew."),
        rules.NotOpenForTraining: _("This mentor has stopped or withdrawn."),
    }
    return words[type(refusal)]


def get_cohort(cohort_id: UUID) -> Cohort:
    """As this person may open it; anything else doesn't exist."""
    visible = policy.cohorts_visible_to(user_actor())
    return queries.find_cohort(request_db(), visible, cohort_id) or abort(404)


def calendar_answer(
    db: Db, meetings: Iterable[TrainingMeeting], name: str, *, is_single: bool = False
) -> Response:
    """A file that a phone opens in its calendar."""
    body = calendars.calendar_file(
        meetings,
        queries.modules(db),
        organiser=current_app.extensions["settings"].mail_from,
        is_single=is_single,
    )
    return file_answer(body, calendars.CONTENT_TYPE, f"{name}.ics")


def file_answer(body: bytes, content_type: str, filename: str) -> Response:
    answer = make_response(body)
    answer.headers["Content-Type"] = content_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def words(db: Db) -> dict[str, object]:
    """What nearly every page names."""
    modules = {module.code: module for module in queries.modules(db)}
    return {
        "house_names": {house.code: house.name for house in houses(db)},
        "heading_of": lambda one: labels.heading_of(one, modules.get(one.module_code or "")),
        "labels": labels,
        "when_of": labels.when_of,
    }
