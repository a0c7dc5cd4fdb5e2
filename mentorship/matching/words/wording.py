"""Calls rules, criteria and distances by their names in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from mentorship.foundation.i18n import LazyText, format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Criterion, Rule

RULE_NAMES: Mapping[Rule, LazyText] = MappingProxyType(
    {
        Rule.READY: _l("Mentor is ready"),
        Rule.CAPACITY: _l("Free place"),
        Rule.TRAVEL: _l("Travel distance"),
        Rule.SLOTS: _l("Part of the week"),
        Rule.LANGUAGE: _l("Shared language"),
        Rule.WISH_GENDER: _l("Woman or man asked for"),
        Rule.WISH_AGE: _l("Age asked for"),
        Rule.THEMES_REFUSED: _l("Refused themes"),
        Rule.EXCLUDED: _l("Exclusions"),
        Rule.EARLIER_REFUSAL: _l("Earlier refusal"),
        Rule.REST_PERIOD: _l("Rest period"),
        Rule.HOUSE: _l("Lending between Houses"),
    }
)

BROKEN: Mapping[Rule, LazyText] = MappingProxyType(
    {
        Rule.READY: _l("The mentor can't be asked now."),
        Rule.CAPACITY: _l("The mentor has no free place."),
        Rule.TRAVEL: _l("They live further apart than one of the two wants to travel."),
        Rule.SLOTS: _l("There is no part of the week when both are free."),
        Rule.LANGUAGE: _l("They share no language to talk in."),
        Rule.WISH_GENDER: _l(
            "The mentee asks for a woman or a man; the mentor isn't, or that isn't known."
        ),
        Rule.WISH_AGE: _l("The mentor isn't of the age asked for, or the age isn't known."),
        Rule.THEMES_REFUSED: _l("The mentor doesn't guide on a theme the mentee asks for."),
        Rule.EXCLUDED: _l("These two may not be matched with each other."),
        Rule.EARLIER_REFUSAL: _l("One of the two refused this match before."),
        Rule.REST_PERIOD: _l("The mentor is in a rest period."),
        Rule.HOUSE: _l("They belong to different Houses, and lending is off."),
    }
)

CRITERION_NAMES: Mapping[Criterion, LazyText] = MappingProxyType(
    {
        Criterion.TRAVEL: _l("Distance"),
        Criterion.SLOTS: _l("Parts of the week"),
        Criterion.INTERESTS: _l("Interests"),
        Criterion.THEMES: _l("Themes"),
        Criterion.LANGUAGES: _l("Languages"),
        Criterion.DISLIKES: _l("Dislikes"),
        Criterion.WISHES: _l("Wishes"),
        Criterion.LOAD: _l("Free places"),
    }
)


def not_ready_words(lacking: Sequence[str], blocks: Sequence[str]) -> str:
    """That a mentor can't be asked now, with what is lacking as far as it may be said."""
    said = [str(BROKEN[Rule.READY])]
    if lacking:
        said.append(_("Still needed: %(what)s.", what="; ".join(lacking)))
    said += [f"{block}." for block in blocks]
    return " ".join(said)


def kilometres(metres: int) -> str:
    """To be read aloud: a tenth of a kilometre is near enough."""
    return format_number(metres / 1000, 1)


def whole_or_tenths(metres: int) -> str:
    """The same for limits, which are mostly whole: 15, and not 15.0."""
    return format_number(round(metres / 1000, 1))


def exact_kilometres(metres: int) -> str:
    """To be recomputed: whole metres, without zeros that say nothing."""
    return format_number(metres / 1000)
