"""The verbs of a trajectory, in the order of a course; services never commit."""

from mentorship.trajectories.beginning import (
    note_held,
    note_not_held,
    plan_first_meeting,
    sign_agreement,
)
from mentorship.trajectories.closure.services import (
    agree_contact,
    choices_after,
    end_trajectory,
    note_aftercare,
    note_exit_talk,
)
from mentorship.trajectories.on_the_way import extend, go_on, pause, resume

__all__ = [
    "agree_contact",
    "choices_after",
    "end_trajectory",
    "extend",
    "go_on",
    "note_aftercare",
    "note_exit_talk",
    "note_held",
    "note_not_held",
    "pause",
    "plan_first_meeting",
    "resume",
    "sign_agreement",
]
