"""The verbs of training: the table of contents of the modules that hold them."""

from mentorship.training.cohorts import (
    cancel_cohort,
    change_cohort,
    finish_cohort,
    plan_cohort,
    seed_programme,
)
from mentorship.training.completing import assess, complete, record_attendance
from mentorship.training.meetings import (
    cancel_meeting,
    move_meeting,
    plan_meeting,
    sign_off,
    sign_up,
)
from mentorship.training.places import enrol, leave

__all__ = [
    "assess",
    "cancel_cohort",
    "cancel_meeting",
    "change_cohort",
    "complete",
    "enrol",
    "finish_cohort",
    "leave",
    "move_meeting",
    "plan_cohort",
    "plan_meeting",
    "record_attendance",
    "seed_programme",
    "sign_off",
    "sign_up",
]
