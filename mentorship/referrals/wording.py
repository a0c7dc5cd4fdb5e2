"""Words that may say something of belief, health, origin or a third person: a hint, never a bar.

The list is closed, small and the same on the server and in the browser. What is found is shown to
the writer alone; it is not stored, logged or counted.
"""

import re
from enum import StrEnum

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l


class Hint(StrEnum):
    SPECIAL = "special"
    THIRD_PERSON = "third_person"


# Beginnings of words, Dutch and English, in lower case.
BEGINNINGS: dict[Hint, tuple[str, ...]] = {
    Hint.SPECIAL: (
        "moslim", "muslim", "islam", "christen", "christian", "joods", "jewish", "hindoe",
        "gelovig", "religi", "moskee", "mosque", "synago", "etnisch", "ethnic", "afkomst",
        "diagnos", "autis", "adhd", "depressi", "psychiat", "verslaa", "addict", "medicijn",
        "medication", "homoseks", "homofiel", "lesbi", "biseks", "strafblad", "veroordeeld",
        "convicted",
    ),
    Hint.THIRD_PERSON: (
        "vader", "moeder", "broer", "zus", "vriendin", "father", "mother", "brother", "sister",
        "girlfriend", "boyfriend", "stepfather", "stepmother", "stief", "oom", "tante",
    ),
}  # fmt: skip

SAYINGS: dict[Hint, LazyText] = {
    Hint.SPECIAL: _l(
        "It looks as if your text is about health, belief, origin or the police. Leave that out "
        "unless it is really needed to bring the young person and a mentor together. You decide."
    ),
    Hint.THIRD_PERSON: _l(
        "It looks as if your text is about somebody else as well. Leave out what says something "
        "about them, and names most of all. You decide."
    ),
}

_PATTERNS = {
    hint: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})")
    for hint, words in BEGINNINGS.items()
}


def hints_in(text: str) -> list[Hint]:
    """Which hints to show beside this text."""
    lowered = text.casefold()
    return [hint for hint, pattern in _PATTERNS.items() if pattern.search(lowered)]
