"""What would free somebody who waits, in sentences that a consultant can say in a talk."""

from __future__ import annotations

from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.matching.assignment.model import Change, Rule
from mentorship.matching.words.wording import whole_or_tenths
from mentorship.profiles.languages import language_name
from mentorship.profiles.week import slot_name

_TENTH_OF_A_KM = 100


def change_words(change: Change, mentee: str, mentor: str) -> str:
    """`mentor` is the name of the change's mentor; only travel names one."""
    if change.rule is Rule.TRAVEL:
        return _travel(change, mentee, mentor)
    if change.rule is Rule.SLOTS:
        return ngettext(
            "If %(slot)s were possible, %(num)s mentor would fit.",
            "If %(slot)s were possible, %(num)s mentors would fit.",
            change.mentors,
            slot=slot_name(change.value),
        )
    if change.rule is Rule.LANGUAGE:
        return ngettext(
            "If talking in %(language)s were possible, %(num)s mentor would fit.",
            "If talking in %(language)s were possible, %(num)s mentors would fit.",
            change.mentors,
            language=language_name(change.value),
        )
    if change.rule is Rule.WISH_GENDER:
        return ngettext(
            "If the condition about the mentor's gender were a wish, %(num)s mentor would fit.",
            "If the condition about the mentor's gender were a wish, %(num)s mentors would fit.",
            change.mentors,
        )
    return ngettext(
        "If the condition about the mentor's age were a wish, %(num)s mentor would fit.",
        "If the condition about the mentor's age were a wish, %(num)s mentors would fit.",
        change.mentors,
    )


def _travel(change: Change, mentee: str, mentor: str) -> str:
    theirs, ours = _further(change.mentee_extra_m), _further(change.mentor_extra_m)
    if not change.mentor_extra_m:
        return _("If %(mentee)s could travel %(km)s km further, %(mentor)s would fit.",
                 mentee=mentee, km=theirs, mentor=mentor)  # fmt: skip
    if not change.mentee_extra_m:
        return _("If %(mentor)s could travel %(km)s km further, they would fit.",
                 mentor=mentor, km=ours)  # fmt: skip
    return _(
        "If %(mentee)s could travel %(theirs)s km and %(mentor)s %(ours)s km further, "
        "they would fit.",
        mentee=mentee,
        theirs=theirs,
        mentor=mentor,
        ours=ours,
    )


def _further(metres: int) -> str:
    """Rounded up to a tenth of a kilometre, so that what is said is enough."""
    return whole_or_tenths(-(-metres // _TENTH_OF_A_KM) * _TENTH_OF_A_KM)
