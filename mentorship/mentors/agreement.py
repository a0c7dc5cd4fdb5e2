"""The text that a mentor signs; a version is never changed, a new text gets a new one."""

from functools import cache
from importlib.resources import files

CURRENT = "2026-1"


def paragraphs(version: str, language: str, *, months: int, hours: int) -> list[str]:
    """What stands on the paper, with the programme's own numbers filled in."""
    return [line.format(months=months, hours=hours) for line in _lines(version, language)]


@cache
def _lines(version: str, language: str) -> tuple[str, ...]:
    found = files(__package__).joinpath("agreement_texts", version, f"{language}.txt")
    return tuple(line for line in found.read_text(encoding="utf-8").splitlines() if line)
