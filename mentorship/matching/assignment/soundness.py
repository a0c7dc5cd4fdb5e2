"""Knows what a round must be to have an answer at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mentorship.matching.assignment.levels import CLASSES
from mentorship.matching.assignment.model import (
    SLOTS,
    Consultant,
    Criterion,
    Mentee,
    Mentor,
    Policy,
    Round,
    RoundInvalid,
)

POLE, DATE_LINE = 90, 180
KNOWN_SLOTS = frozenset(SLOTS)


def require_sound(round_: Round) -> None:
    """Raise `RoundInvalid` with the first contradiction; whoever reads files tells them all."""
    for contradiction in _contradictions(round_):
        raise RoundInvalid(contradiction)


def _contradictions(round_: Round) -> Iterator[str]:
    yield from _ids_are_unique("mentor", (mentor.id for mentor in round_.mentors))
    yield from _ids_are_unique("mentee", (mentee.id for mentee in round_.mentees))
    yield from _policy_is_whole(round_.policy)
    yield from _consultants_are_possible(round_.consultants)
    for mentor in round_.mentors:
        yield from _mentor_is_possible(mentor)
    mentors = {mentor.id for mentor in round_.mentors}
    for mentee in round_.mentees:
        yield from _mentee_is_possible(mentee)
        if mentee.pinned is not None and mentee.pinned not in mentors:
            yield f"mentee {mentee.id} is pinned to {mentee.pinned}, who is no mentor here"


def _ids_are_unique(kind: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            yield f"{kind} {id_} occurs twice"
        seen.add(id_)


def _policy_is_whole(policy: Policy) -> Iterator[str]:
    for criterion in Criterion:
        if policy.weights.get(criterion, -1) < 0:
            yield f"the weight of {criterion} is absent or negative"
    for house, places in policy.caseload.items():
        if places < 0:
            yield f"the caseload of {house} is negative"


def _consultants_are_possible(consultants: Sequence[Consultant]) -> Iterator[str]:
    seen = set()
    for one in consultants:
        if one.places < 0:
            yield f"the caseload of consultant {one.id} is negative"
        if (one.house, one.id) in seen:
            yield f"consultant {one.id} occurs twice in {one.house}"
        seen.add((one.house, one.id))


def _mentor_is_possible(mentor: Mentor) -> Iterator[str]:
    if not 0 <= mentor.free_seats <= mentor.seats:
        yield f"mentor {mentor.id} has {mentor.free_seats} of {mentor.seats} seats free"
    yield from _person_is_possible(f"mentor {mentor.id}", mentor)


def _mentee_is_possible(mentee: Mentee) -> Iterator[str]:
    if mentee.priority not in CLASSES:
        yield f"mentee {mentee.id} has priority {mentee.priority}"
    yield from _person_is_possible(f"mentee {mentee.id}", mentee)


def _person_is_possible(who: str, person: Mentor | Mentee) -> Iterator[str]:
    if person.max_travel_m <= 0:
        yield f"{who} travels {person.max_travel_m} m"
    here = person.location
    if not (abs(here.latitude) <= POLE and abs(here.longitude) <= DATE_LINE):
        yield f"{who} lives at {here.latitude}, {here.longitude} degrees"
    if unknown := person.slots - KNOWN_SLOTS:
        yield f"{who} has unknown slots {', '.join(sorted(unknown))}"
