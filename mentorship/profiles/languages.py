"""The languages that somebody can talk in: ISO 639-1 codes and their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from babel import Locale

from mentorship.foundation.i18n import current_language, format_list

# Made or no longer spoken: valid where they are stored or stand in a file, and offered to nobody.
_SPOKEN_BY_NOBODY_HERE = frozenset(("ae", "cu", "eo", "ia", "ie", "io", "la", "pi", "sa", "vo"))


@cache
def language_codes() -> frozenset[str]:
    """ISO 639-1."""
    path = files("mentorship.profiles") / "data" / "languages.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


def living_languages() -> frozenset[str]:
    """Those in which somebody may want to talk with a mentor."""
    return language_codes() - _SPOKEN_BY_NOBODY_HERE


def language_name(code: str) -> str:
    name: str = _locale(current_language()).languages.get(code, code)
    return name


def language_names(codes: Iterable[str]) -> str:
    return format_list(sorted(language_name(code) for code in codes))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
