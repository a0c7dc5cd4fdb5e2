"""The verbs of mentors, in the order of their course; each takes the mentor's row first."""

from mentorship.mentors.holding import hold, lift_hold
from mentorship.mentors.joining import add_mentor, apply, invite_account, thank
from mentorship.mentors.leaving import decline, stop, withdraw
from mentorship.mentors.offers import end_pause, pause, rest, save_profile, set_capacity
from mentorship.mentors.references import (
    answer_reference,
    ask_again,
    ask_reference,
    judge_reference,
    note_answers,
)
from mentorship.mentors.screening import (
    record_agreement,
    record_interview,
    record_trained,
    record_vog,
)

__all__ = [
    "add_mentor",
    "answer_reference",
    "apply",
    "ask_again",
    "ask_reference",
    "decline",
    "end_pause",
    "hold",
    "invite_account",
    "judge_reference",
    "lift_hold",
    "note_answers",
    "pause",
    "record_agreement",
    "record_interview",
    "record_trained",
    "record_vog",
    "rest",
    "save_profile",
    "set_capacity",
    "stop",
    "thank",
    "withdraw",
]
