"""Calls rules, criteria, parts of the week, languages and tags by their names in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.lists import format_list

from mentorship.foundation.i18n import LazyText, current_language, format_number, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import DAYS, PARTS, SLOTS, Criterion, Rule

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
        Rule.READY: _l("The mentor isn't ready yet."),
        Rule.CAPACITY: _l("The mentor has no free place."),
        Rule.TRAVEL: _l("The distance is more than one of the two wants to travel."),
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

DAY_NAMES = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)


def slot_name(slot: str) -> str:
    """`wed-evening` as “Wednesday evening” or “woensdagavond”."""
    return _slot_names(current_language())[slot]


@cache
def _slot_names(language: str) -> Mapping[str, str]:
    with speaking(language):
        days = dict(zip(DAYS, map(str, DAY_NAMES), strict=True))
        return {f"{day}-{part}": _in(part, days[day]) for day in DAYS for part in PARTS}


def _in(part: str, day: str) -> str:
    return {
        "morning": _("%(day)s morning", day=day),
        "afternoon": _("%(day)s afternoon", day=day),
        "evening": _("%(day)s evening", day=day),
        "late": _("%(day)s late in the evening", day=day),
    }[part]


def slot_names(slots: Iterable[str]) -> str:
    """In the order of the week."""
    return listed(slot_name(slot) for slot in sorted(slots, key=SLOTS.index))


def language_names(codes: Iterable[str]) -> str:
    return listed(sorted(language_name(code) for code in codes))


def language_name(code: str) -> str:
    name: str = _locale(current_language()).languages.get(code, code)
    return name


def listed(words: Iterable[str]) -> str:
    """“a, b and c”, without the comma that British English leaves out too."""
    return format_list(list(words), locale="nl" if current_language() == "nl" else "en_GB")


def kilometres(metres: int) -> str:
    """To be read aloud: a tenth of a kilometre is near enough."""
    return format_number(metres / 1000, 1)


def exact_kilometres(metres: int) -> str:
    """To be recomputed: whole metres, without zeros that say nothing."""
    return format_number(metres / 1000)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
