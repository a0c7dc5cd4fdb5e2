"""The verbs of a concern, in the order of a course; services never commit."""

from mentorship.trajectories.concerns.adding import add
from mentorship.trajectories.concerns.handling import (
    ask_second,
    choose_protocol,
    close,
    hand_over,
    log_step,
    look,
    take_on,
)
from mentorship.trajectories.concerns.raising import raise_concern, tell_more_if_due

__all__ = [
    "add",
    "ask_second",
    "choose_protocol",
    "close",
    "hand_over",
    "log_step",
    "look",
    "raise_concern",
    "take_on",
    "tell_more_if_due",
]
