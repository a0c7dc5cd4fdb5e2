"""Whom to recruit and what that wins, in sentences that a consultant can put in an appeal."""

from __future__ import annotations

from collections.abc import Iterator

from mentorship.foundation.i18n import format_list, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Location
from mentorship.matching.assignment.price import Price
from mentorship.matching.assignment.profiles import Profile, Recommendation
from mentorship.matching.words.prices import outcome_words
from mentorship.matching.words.told import labels
from mentorship.profiles.languages import language_name
from mentorship.profiles.vocabulary import Vocabulary
from mentorship.profiles.week import slot_names
from mentorship.region.places import all_places


def profile_words(profile: Profile, vocabulary: Vocabulary) -> str:
    return _(
        "%(who)s in %(place)s who %(clauses)s",
        who=_who(profile),
        place=place_name(profile.location),
        clauses=format_list(_clauses(profile, vocabulary)),
    )


def gain_words(recommendation: Recommendation) -> str:
    """What one such mentor wins, and five where that is more."""
    first, last = recommendation.gains[0], recommendation.gains[-1]
    one, five = matches_in(first), matches_in(last)
    if not five:
        return _("Young people with a higher priority get a mentor earlier.")
    if five <= one:
        return _more_words(one)
    if not one:
        return ngettext(
            "Five such mentors: %(num)s young person more with a mentor.",
            "Five such mentors: %(num)s young people more with a mentor.",
            five,
        )
    return _("%(one)s Five such mentors: %(five)s.", one=_more_words(one), five=five)


def matches_in(gain: Price) -> int:
    return gain.class_1 + gain.class_2 + gain.class_3


def won_words(gain: Price) -> str:
    """What the round as a whole has then, level by level."""
    lost = Price(
        class_1=-gain.class_1, class_2=-gain.class_2, class_3=-gain.class_3, points=-gain.points
    )
    return outcome_words(lost)


def full_house_words(house: str, gain: Price) -> str:
    return _(
        "House %(house)s lacks a consultant's place, not a mentor: "
        "with one place more the round has %(outcome)s.",
        house=house,
        outcome=won_words(gain),
    )


def broad_time_words(time: str) -> str:
    return {
        "weekday-daytime": _("on weekdays in the daytime"),
        "weekday-evening": _("on weekdays in the evening"),
        "weekend": _("in the weekend"),
    }[time]


def place_name(location: Location) -> str:
    """The place of this centroid; of coordinates of one's own only the municipality."""
    for place in all_places():
        if (place.latitude, place.longitude) == (location.latitude, location.longitude):
            return place.name
    return location.municipality or "–"


def _more_words(number: int) -> str:
    return ngettext(
        "%(num)s young person more with a mentor.",
        "%(num)s young people more with a mentor.",
        number,
    )


def _who(profile: Profile) -> str:
    low, high = profile.age_min, profile.age_max
    who = {"woman": _("A woman"), "man": _("A man")}.get(profile.gender or "", _("A mentor"))
    if low is not None and high is not None:
        if low == high:
            return _("%(who)s of %(age)s", who=who, age=low)
        return _("%(who)s of %(low)s to %(high)s", who=who, low=low, high=high)
    if low is not None:
        return _("%(who)s of %(age)s or older", who=who, age=low)
    if high is not None:
        return _("%(who)s of %(age)s or younger", who=who, age=high)
    return who


def _clauses(profile: Profile, vocabulary: Vocabulary) -> Iterator[str]:
    yield _("is free on %(slots)s", slots=slot_names(profile.slots))
    if profile.language:
        yield _("speaks %(language)s", language=language_name(profile.language))
    if profile.themes:
        themes = labels(frozenset(profile.themes), vocabulary.themes)
        yield _("can help with %(themes)s", themes=themes)
