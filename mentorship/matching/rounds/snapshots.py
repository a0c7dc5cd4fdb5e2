"""People and numbers of a round as one text each: as they are sealed, and read back."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter

from mentorship.matching.assignment.model import Mentee, Mentor, Pair, PinRefused, Unmatched

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Other:
    """Another mentor who fits a mentee, by the id the round knows them by."""

    mentor: str
    fit: int


@dataclass(frozen=True, slots=True)
class WhyProposed:
    """The numbers of a proposal, and who else would fit, best first."""

    pair: Pair
    others: tuple[Other, ...]


def frozen(value: Mentee | Mentor | WhyProposed | Unmatched | PinRefused) -> str:
    """The same value always gives the same text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_plain)


def thawed(kind: type[Kind], text: str) -> Kind:
    read: Kind = _READERS[kind].validate_json(text)
    return read


_READERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Mentee, Mentor, WhyProposed, Unmatched, PinRefused)
}


def _plain(value: Any) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "items"):
        return dict(value.items())
    return {field.name: getattr(value, field.name) for field in fields(value)}
