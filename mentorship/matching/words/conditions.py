"""Single changes as the first half of a sentence, and what comes of them as the second."""

from __future__ import annotations

from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Rule
from mentorship.matching.words.wording import whole_or_tenths

_TENTH_OF_A_KM = 100


def if_words(condition: str, outcome: str) -> str:
    return _("If %(condition)s, %(outcome)s.", condition=condition, outcome=outcome)


def slots_condition(who: str, slots: str) -> str:
    return _("%(who)s is also free on %(slots)s", who=who, slots=slots)


def languages_condition(mentee: str, languages: str) -> str:
    return _("%(mentee)s also wants to talk %(languages)s", mentee=mentee, languages=languages)


def wish_condition(rule: Rule, mentee: str) -> str:
    if rule is Rule.WISH_GENDER:
        return _("for %(mentee)s it doesn't have to be a woman or a man", mentee=mentee)
    return _("for %(mentee)s the mentor may be of another age", mentee=mentee)


def seat_condition(mentor: str) -> str:
    return _("%(mentor)s can take on one more", mentor=mentor)


def travel_condition(mentee: str, theirs_m: int, mentor: str, ours_m: int) -> str:
    theirs, ours = further(theirs_m), further(ours_m)
    if theirs_m and ours_m:
        return _(
            "%(mentee)s can travel %(theirs)s km and %(mentor)s %(ours)s km further",
            mentee=mentee,
            theirs=theirs,
            mentor=mentor,
            ours=ours,
        )
    who, km = (mentee, theirs) if theirs_m else (mentor, ours)
    return _("%(who)s can travel %(km)s km further", who=who, km=km)


def further(metres: int) -> str:
    """Rounded up to a tenth of a kilometre, so that what is said is enough."""
    return whole_or_tenths(-(-metres // _TENTH_OF_A_KM) * _TENTH_OF_A_KM)
