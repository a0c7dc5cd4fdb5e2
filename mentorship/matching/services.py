"""The verbs of matching, in the order of a course; services never commit."""

from mentorship.matching.caseloads.services import set_caseload
from mentorship.matching.matches.answers import answer, choose_next, withdraw
from mentorship.matching.matches.answers import end as end_match
from mentorship.matching.matches.closing import close_if_due, due_for_closing
from mentorship.matching.matches.decisions import decide
from mentorship.matching.matches.stopping import (
    answer_by_link,
    change_contact,
    end_mentor,
    give_consent,
    stop_mentee,
    withdraw_consent,
)
from mentorship.matching.pair_rules import end_rule, lay_down
from mentorship.matching.rounds.services import cancel as cancel_round
from mentorship.matching.rounds.services import start as start_round
from mentorship.matching.settings_history import change as change_settings

__all__ = [
    "answer",
    "answer_by_link",
    "cancel_round",
    "change_contact",
    "change_settings",
    "choose_next",
    "close_if_due",
    "decide",
    "due_for_closing",
    "end_match",
    "end_mentor",
    "end_rule",
    "give_consent",
    "lay_down",
    "set_caseload",
    "start_round",
    "stop_mentee",
    "withdraw",
    "withdraw_consent",
]
