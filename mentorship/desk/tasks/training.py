"""For a trainer and a coordinator: attendance, assessments, seats and the next meeting."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_datetime, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.training import counts, labels, policy
from mentorship.training.models import TrainingModule

_TRAINING = Place("training.cohorts_overview")


def holding(db: Db, actor: UserActor) -> Iterator[Task]:
    """What a trainer does for the own cohorts; whoever manages all of them reads it below."""
    if policy.manages(actor):
        return
    unrecorded = counts.without_attendance(db, policy.meetings_held_by(actor))
    yield from counted(
        unrecorded.count,
        ngettext(
            "Of %(num)s meeting you have still to record who was there",
            "Of %(num)s meetings you have still to record who was there",
            unrecorded.count,
        ),
        _("Record attendance"),
        Place("training.meetings_attendance", {"meeting_id": unrecorded.first}),
    )
    assess = counts.to_assess(db, policy.places_held_by(actor))
    yield from counted(
        assess.count,
        ngettext(
            "%(num)s mentor did the whole course and waits for your assessment",
            "%(num)s mentors did the whole course and wait for your assessment",
            assess.count,
        ),
        _("Assess"),
        Place("training.cohorts_cohort", {"cohort_id": assess.first}),
    )
    coming = counts.next_held(db, policy.meetings_held_by(actor))
    if coming is not None:
        module = db.get(TrainingModule, coming.module_code) if coming.module_code else None
        yield Task(
            _("Your next meeting: %(moment)s", moment=format_datetime(coming.starts_at, "full")),
            _("Look at the meeting"),
            Place("training.meetings_meeting", {"meeting_id": coming.id}),
            f"{labels.heading_of(coming, module)} · {coming.location}",
            Pressing.COMING,
        )


def managing(db: Db, actor: UserActor) -> Iterator[Task]:
    seats = counts.seats_in_open_cohorts(db)
    yield from counted(
        seats.with_waiting,
        ngettext(
            "%(num)s cohort has a waiting list", "%(num)s cohorts have a waiting list",
            seats.with_waiting,
        ),
        _("Plan another cohort"),
        _TRAINING,
        more=ngettext(
            "%(num)s mentor waits for a seat.", "%(num)s mentors wait for a seat.", seats.waiting
        ),
    )  # fmt: skip
    unrecorded = counts.without_attendance(db, policy.meetings_held_by(actor))
    yield from counted(
        unrecorded.count,
        ngettext(
            "Of %(num)s meeting nobody recorded who was there",
            "Of %(num)s meetings nobody recorded who was there",
            unrecorded.count,
        ),
        _("Look at the meeting"),
        Place("training.meetings_meeting", {"meeting_id": unrecorded.first}),
    )
    yield from counted(
        seats.with_free,
        ngettext(
            "%(num)s cohort has free seats", "%(num)s cohorts have free seats", seats.with_free
        ),
        _("Look at the cohorts"),
        _TRAINING,
        more=ngettext("%(num)s seat is free.", "%(num)s seats are free.", seats.free),
    )  # fmt: skip
