"""Says why each rule is met, with the facts that it looks at."""

from __future__ import annotations

from collections.abc import Mapping

from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.matching.assignment.model import Mentee, Mentor, Rule, Wish
from mentorship.matching.words.told import Told, gender
from mentorship.matching.words.wording import whole_or_tenths
from mentorship.profiles.languages import language_names
from mentorship.profiles.week import slot_names


def rule_words(told: Told) -> Mapping[Rule, str]:
    """Why each rule is met, with the facts that it looks at."""
    pair, mentee, mentor = told.pair, told.mentee, told.mentor
    return {
        Rule.READY: _("%(mentor)s is ready.", mentor=mentor.id),
        Rule.CAPACITY: ngettext(
            "%(mentor)s has %(num)d free place.",
            "%(mentor)s has %(num)d free places.",
            mentor.free_seats,
            mentor=mentor.id,
        ),
        Rule.TRAVEL: travel_words(pair.metres, mentee, mentor),
        Rule.SLOTS: _("Shared: %(names)s.", names=slot_names(pair.shared_slots)),
        Rule.LANGUAGE: _("Shared: %(names)s.", names=language_names(told.shared_languages)),
        Rule.WISH_GENDER: _gender_rule(told),
        Rule.WISH_AGE: _age_rule(told),
        Rule.THEMES_REFUSED: _("None of those asked for."),
        Rule.EXCLUDED: _("Neither excludes the other."),
        Rule.EARLIER_REFUSAL: _("No earlier refusal is known."),
        Rule.REST_PERIOD: _("No rest period is known."),
        Rule.HOUSE: _house_rule(told),
    }


def travel_words(metres: int, mentee: Mentee, mentor: Mentor) -> str:
    """The distance beside both limits, whether or not it is within them."""
    return _(
        "%(km)s km; %(mentee)s travels up to %(theirs)s km, %(mentor)s up to %(ours)s km.",
        km=whole_or_tenths(metres),
        mentee=mentee.id,
        theirs=whole_or_tenths(mentee.max_travel_m),
        mentor=mentor.id,
        ours=whole_or_tenths(mentor.max_travel_m),
    )


def _gender_rule(told: Told) -> str:
    wish = told.mentee.wish_gender
    if wish is None or not wish.is_condition:
        return _("%(mentee)s sets no condition.", mentee=told.mentee.id)
    return _("This mentor is %(gender)s, as asked.", gender=gender(wish))


def _age_rule(told: Told) -> str:
    conditions = [wish for wish in _ages(told.mentee) if wish.is_condition]
    if not conditions:
        return _("%(mentee)s sets no condition.", mentee=told.mentee.id)
    return _("This mentor turns %(age)d this year, as asked.", age=told.mentor_age)


def _house_rule(told: Told) -> str:
    ours, theirs = told.mentee.house, told.mentor.house
    if ours is None or theirs is None:
        return _("One of the two has no House: this rule doesn't apply.")
    if ours == theirs:
        return _("Both belong to House %(house)s.", house=ours)
    return _("House %(theirs)s may lend to House %(ours)s.", theirs=theirs, ours=ours)


def _ages(mentee: Mentee) -> list[Wish[int]]:
    return [wish for wish in (mentee.wish_age_min, mentee.wish_age_max) if wish is not None]
