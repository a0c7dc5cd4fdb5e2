"""The texts that a pair signs: the agreement at the start, the statement about contact at the end.

A version is never changed; a new text gets a new one.
"""

from functools import cache
from importlib.resources import files

CURRENT = "2026-1"


def agreement(version: str, language: str, *, meetings: int, hours: int, months: int) -> list[str]:
    """Its paragraphs, with what this pair agreed on filled in."""
    return [
        line.format(meetings=meetings, hours=hours, months=months)
        for line in _lines("agreement_texts", version, language)
    ]


def statement(version: str, language: str) -> list[str]:
    return list(_lines("statement_texts", version, language))


@cache
def _lines(kind: str, version: str, language: str) -> tuple[str, ...]:
    found = files(__package__).joinpath(kind, version, f"{language}.txt")
    return tuple(line for line in found.read_text(encoding="utf-8").splitlines() if line)
