"""Small rounds for the optimiser's tests: two people who fit, to be changed one fact at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from mentorship.matching.assignment.model import Location, Mentee, Mentor, Policy, Round

DAY = date(2026, 3, 2)
ALKMAAR = Location(52.6317, 4.7486, "Alkmaar")
HEERHUGOWAARD = Location(52.6683, 4.8361, "Dijk en Waard")

_MENTEE = Mentee(
    id="e1",
    location=ALKMAAR,
    house="NHN",
    max_travel_m=15_000,
    slots=frozenset({"mon-evening", "wed-evening"}),
    waiting_since=DAY,
)
_MENTOR = Mentor(
    id="v1",
    location=ALKMAAR,
    house="NHN",
    max_travel_m=15_000,
    slots=frozenset({"mon-evening", "wed-evening"}),
)


def mentee(id_: str = "e1", **facts: Any) -> Mentee:
    return replace(_MENTEE, id=id_, **_sets(facts))


def mentor(id_: str = "v1", **facts: Any) -> Mentor:
    """`seats` alone leaves all of them free."""
    if "seats" in facts:
        facts.setdefault("free_seats", facts["seats"])
    return replace(_MENTOR, id=id_, **_sets(facts))


def round_of(*people: Mentee | Mentor, policy: Policy | None = None, **facts: Any) -> Round:
    return Round(
        mentees=tuple(person for person in people if isinstance(person, Mentee)),
        mentors=tuple(person for person in people if isinstance(person, Mentor)),
        date=DAY,
        policy=policy or Policy(),
        **facts,
    )


def _sets(facts: dict[str, Any]) -> dict[str, Any]:
    """Lists are quicker to read in a test than frozen sets."""
    return {k: frozenset(v) if isinstance(v, list) else v for k, v in facts.items()}
