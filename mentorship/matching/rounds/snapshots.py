"""People and numbers of a round as one text each: as they are sealed, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import TypeAdapter

from mentorship.matching.assignment.model import Mentee, Mentor, PinRefused, Price, Unmatched
from mentorship.matching.rounds.computing import Solved
from mentorship.matching.rounds.explanations import WhyProposed, WhyWaiting

Kind = TypeVar("Kind")


def why_waiting(text: str) -> WhyWaiting:
    """Rounds of before there were prices kept the reason alone."""
    if "unmatched" in json.loads(text):
        return thawed(WhyWaiting, text)
    return WhyWaiting(thawed(Unmatched, text), None)


def frozen(
    value: Mentee | Mentor | WhyProposed | WhyWaiting | Unmatched | PinRefused,
) -> str:
    """The same value always gives the same text; what isn't known of it is left out."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_plain)


def texts_of(solved: Solved) -> Iterator[str]:
    """Everything that is sealed of an answer, in no order."""
    yield from (frozen(solved.why_proposed(pair)) for pair in solved.answer.proposals)
    yield from (frozen(solved.why_waiting(one)) for one in solved.answer.unmatched)
    yield from (frozen(pin) for pin in solved.dropped)


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
    for kind, name in _LATER:
        if isinstance(value, kind) and (told[name] is None or told[name] is False):
            del told[name]
    return told


# What rounds of before didn't know yet: where it says nothing they are replayed to the same bytes.
_LATER: tuple[tuple[type, str], ...] = (
    (Price, "worst_fit"),
    (WhyWaiting, "helps"),
    (Mentee, "consultant"),
    (PinRefused, "is_consultant_full"),
)
