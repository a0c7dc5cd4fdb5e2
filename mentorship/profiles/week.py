"""The parts of a week: 7 days of 4 parts each, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from mentorship.foundation.i18n import current_language, format_list, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

# The optimiser knows the same words by itself; a test holds the two together.
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening", "late")
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)

DAY_NAMES = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
PART_NAMES = (_l("Morning"), _l("Afternoon"), _l("Evening"), _l("Late"))


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
    return format_list(slot_name(slot) for slot in sorted(slots, key=SLOTS.index))
