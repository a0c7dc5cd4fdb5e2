"""The verbs of a complaint, in the order of a course; services never commit."""

from mentorship.complaints.handling import (
    add_more,
    add_note,
    close,
    link,
    stand_aside,
    take_on,
    take_over,
)
from mentorship.complaints.suspending import lift, suspend
from mentorship.complaints.telling import Told, first_link, new_link, tell

__all__ = [
    "Told",
    "add_more",
    "add_note",
    "close",
    "first_link",
    "lift",
    "link",
    "new_link",
    "stand_aside",
    "suspend",
    "take_on",
    "take_over",
    "tell",
]
