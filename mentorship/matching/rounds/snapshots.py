"""People and numbers of a round as one text each: as they are sealed, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import TypeAdapter

from mentorship.matching.assignment.model import (
    Mentee,
    Mentor,
    Pair,
    PinRefused,
    Price,
    RunnerUp,
    Unmatched,
)
from mentorship.matching.assignment.profiles import Recommendation

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Other:
    """Another mentor who fits a mentee, by the id the round knows them by.

    The price is what the round as a whole gives up with this mentor instead; None where that
    mentor can't be chosen, and in rounds of before there were prices.
    """

    mentor: str
    fit: int
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class WhyProposed:
    """The numbers of a proposal, who else would fit, cheapest first, and the price of a no."""

    pair: Pair
    others: tuple[Other, ...]
    refusal: Price | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A mentor to recruit, by the place in the list of the round."""

    rank: int
    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class WhyWaiting:
    """Why somebody has no proposal, the pair that would cost the others least, whom to recruit.

    Rounds of before there was recruiting name nobody to recruit.
    """

    unmatched: Unmatched
    serve: RunnerUp | None
    recruits: tuple[Ranked, ...] = ()


def why_waiting(text: str) -> WhyWaiting:
    """Rounds of before there were prices kept the reason alone."""
    if "unmatched" in json.loads(text):
        return thawed(WhyWaiting, text)
    return WhyWaiting(thawed(Unmatched, text), None)


def frozen(
    value: Mentee | Mentor | WhyProposed | WhyWaiting | Unmatched | PinRefused,
) -> str:
    """The same value always gives the same text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_plain)


def answer_sha256(texts: Iterable[str]) -> str:
    """Of a whole answer as it is sealed; the order of its rows doesn't count."""
    return sha256("\n".join(sorted(texts)).encode()).hexdigest()


def thawed(kind: type[Kind], text: str) -> Kind:
    read: Kind = _READERS[kind].validate_json(text)
    return read


_READERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind)
    for kind in (Mentee, Mentor, WhyProposed, WhyWaiting, Unmatched, PinRefused)
}


def _plain(value: Any) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "items"):
        return dict(value.items())
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Price) and value.worst_fit is None:
        # Rounds of before it was a level of prices are replayed to the same bytes.
        del told["worst_fit"]
    return told
