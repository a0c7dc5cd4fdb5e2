"""What a job may carry: ids, counts and short codes, because everybody can read the queue."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

Identifier = UUID | int | str

_SHORT_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_LONGEST_CODE = 40
_LARGEST_COUNT = 10_000_000  # a longer number could be a telephone or citizen number


class JobRefused(ValueError):
    """A job argument or result that is more than an id, a count or a short code."""


def pack(ids: Mapping[str, Identifier]) -> dict[str, str | int]:
    """Ids as JSON values; a UUID is a string, told from a code by its hyphens."""
    return {checked_code(name): _packed(name, value) for name, value in ids.items()}


def unpack(stored: Mapping[str, Any]) -> dict[str, Identifier]:
    return {
        name: UUID(value) if isinstance(value, str) and "-" in value else value
        for name, value in stored.items()
    }


def checked_code(value: str, name: str = "code") -> str:
    if len(value) > _LONGEST_CODE or not _SHORT_CODE.fullmatch(value):
        # The value itself stays out of the message: it may be the personal data we refuse.
        raise JobRefused(f"{name}: not a short code like 'matching.solve'")
    return str(value)


def _packed(name: str, value: Identifier) -> str | int:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST_COUNT:
        return value
    if isinstance(value, str):
        return checked_code(value, name)
    raise JobRefused(f"{name}: only an id, a count or a short code, no {type(value).__name__}")
