"""The verbs of matching, in the order of a course; services never commit."""

from mentorship.matching.matches.answers import (
    answer,
    close_if_due,
    due_for_closing,
    withdraw,
)
from mentorship.matching.matches.answers import end as end_match
from mentorship.matching.matches.decisions import decide
from mentorship.matching.pair_rules import end_rule, lay_down
from mentorship.matching.rounds.services import cancel as cancel_round
from mentorship.matching.rounds.services import start as start_round
from mentorship.matching.settings_history import change as change_settings

__all__ = [
    "answer",
    "cancel_round",
    "change_settings",
    "close_if_due",
    "decide",
    "due_for_closing",
    "end_match",
    "end_rule",
    "lay_down",
    "start_round",
    "withdraw",
]
