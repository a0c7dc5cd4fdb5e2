"""Whom to recruit and what that wins, in sentences that a consultant can put in an appeal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from mentorship.foundation.i18n import format_list, ngettext
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.firmness import Demand
from mentorship.matching.assignment.model import Location
from mentorship.matching.assignment.price import Price
from mentorship.matching.assignment.profiles import Profile, Recommendation
from mentorship.matching.words.prices import outcome_words
from mentorship.matching.words.told import labels
from mentorship.profiles.languages import language_name
from mentorship.profiles.vocabulary import Vocabulary
from mentorship.profiles.week import slot_names
from mentorship.region.places import all_places


def profile_words(profile: Profile, vocabulary: Vocabulary, firm: Collection[Demand]) -> str:
    """What is asked, and after that what is only wished."""
    asked = _(
        "%(who)s in %(place)s who %(clauses)s",
        who=_who(profile, firm),
        place=place_name(profile.location),
        clauses=format_list(_clauses(profile, firm)),
    )
    wishes = list(_wishes(profile, vocabulary, firm))
    if not wishes:
        return asked
    return _("%(asked)s. Preferably %(wishes)s", asked=asked, wishes=format_list(wishes))


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


def that_win(gains: Sequence[Price]) -> int:
    """How many such mentors win something; each next one wins at most what the one before did."""
    return next((n for n in range(1, len(gains)) if gains[n] == gains[n - 1]), len(gains))


def wins_nothing_words(number: int) -> str:
    """Of this mentor in the row, from the second on."""
    return {
        2: _("A second such mentor helps nobody more."),
        3: _("A third such mentor helps nobody more."),
        4: _("A fourth such mentor helps nobody more."),
        5: _("A fifth such mentor helps nobody more."),
    }[number]


def not_shown_words(ranks: Collection[int]) -> str:
    """Why a list begins later, or misses a number; nothing where it doesn't."""
    missing = [str(rank) for rank in range(1, max(ranks, default=0)) if rank not in ranks]
    if not missing:
        return ""
    return ngettext(
        "Number %(ranks)s isn't here: it is about young people whom you don't follow, such as "
        "those of another House.",
        "Numbers %(ranks)s aren't here: they are about young people whom you don't follow, such "
        "as those of another House.",
        len(missing),
        ranks=format_list(missing),
    )


def full_house_words(house: str, gain: Price) -> str:
    return _(
        "House %(house)s lacks a consultant's place, not a mentor: "
        "with one place more the round has %(outcome)s.",
        house=house,
        outcome=won_words(gain),
    )


def full_consultant_words(consultant: str, house: str, gain: Price, *, with_house: bool) -> str:
    if with_house:
        return _(
            "House %(house)s and %(consultant)s both lack a place for a young person, not a "
            "mentor: with one place more of both the round has %(outcome)s.",
            house=house,
            consultant=consultant,
            outcome=won_words(gain),
        )
    return _(
        "%(consultant)s lacks a place for a young person, not a mentor: "
        "with one place more the round has %(outcome)s.",
        consultant=consultant,
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


def _who(profile: Profile, firm: Collection[Demand]) -> str:
    gender = profile.gender if Demand.GENDER in firm else None
    who = {"woman": _("A woman"), "man": _("A man")}.get(gender or "", _("A mentor"))
    age = _age(profile) if Demand.AGE in firm else ""
    return _("%(who)s of %(age)s", who=who, age=age) if age else who


def _age(profile: Profile) -> str:
    low, high = profile.age_min, profile.age_max
    if low is not None and high is not None:
        if low == high:
            return _("%(age)s years", age=low)
        return _("%(low)s to %(high)s years", low=low, high=high)
    if low is not None:
        return _("%(age)s years or older", age=low)
    return _("%(age)s years or younger", age=high) if high is not None else ""


def _clauses(profile: Profile, firm: Collection[Demand]) -> Iterator[str]:
    """Several parts of the week come last: each may do, and they hold commas of their own."""
    slots = slot_names(profile.slots)
    if len(profile.slots) == 1:
        yield _("is free on %(slots)s", slots=slots)
    if profile.language and Demand.LANGUAGE in firm:
        yield _("speaks %(language)s", language=language_name(profile.language))
    if len(profile.slots) > 1:
        yield _(
            "is free on at least one of these parts of the week, the more the better: %(slots)s",
            slots=slots,
        )


def _wishes(profile: Profile, vocabulary: Vocabulary, firm: Collection[Demand]) -> Iterator[str]:
    if profile.gender and Demand.GENDER not in firm:
        yield _("a woman") if profile.gender == "woman" else _("a man")
    age = _age(profile)
    if age and Demand.AGE not in firm:
        yield _("of %(age)s", age=age)
    if profile.language and Demand.LANGUAGE not in firm:
        yield _("who speaks %(language)s", language=language_name(profile.language))
    if profile.themes:
        themes = labels(frozenset(profile.themes), vocabulary.themes)
        yield _("who can help with %(themes)s", themes=themes)
