"""What the details of an event hold: codes, the fields read, for whom somebody stood in."""

import json
from collections.abc import Mapping
from uuid import UUID

FIELDS, COVER = "fields", "cover_for"


def read_details(details: str) -> Mapping[str, object]:
    """What somebody wrote into the trail behind its back may be anything."""
    try:
        told = json.loads(details)
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {"unreadable": details}


def covered_in(told: Mapping[str, object]) -> list[UUID]:
    """The users in whose place it was done."""
    try:
        return [UUID(one) for one in str(told.get(COVER, "")).split("+") if one]
    except ValueError:
        return []


def code_of(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
