"""The verbs of a trajectory, in the order of a course; services never commit."""

from mentorship.trajectories.beginning import (
    note_held,
    note_not_held,
    plan_first_meeting,
    sign_agreement,
)

__all__ = [
    "note_held",
    "note_not_held",
    "plan_first_meeting",
    "sign_agreement",
]
