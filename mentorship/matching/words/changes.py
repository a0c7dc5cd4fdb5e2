"""What would free somebody who waits, in sentences that a consultant can say in a talk."""

from __future__ import annotations

from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.matching.assignment.model import Change, Rule
from mentorship.matching.words.conditions import (
    if_words,
    languages_condition,
    slots_condition,
    travel_condition,
    wish_condition,
)
from mentorship.profiles.languages import language_name
from mentorship.profiles.week import slot_name


def change_words(change: Change, mentee: str, mentor: str) -> str:
    """`mentor` is the name of the change's mentor; only travel names one."""
    fits = ngettext("%(num)s mentor fits", "%(num)s mentors fit", change.mentors)
    if change.rule is Rule.TRAVEL:
        further = travel_condition(mentee, change.mentee_extra_m, mentor, change.mentor_extra_m)
        both = bool(change.mentor_extra_m)
        return if_words(further, _("they fit") if both else _("%(name)s fits", name=mentor))
    if change.rule is Rule.SLOTS:
        return if_words(slots_condition(mentee, slot_name(change.value)), fits)
    if change.rule is Rule.LANGUAGE:
        return if_words(languages_condition(mentee, language_name(change.value)), fits)
    return if_words(wish_condition(change.rule, mentee), fits)
