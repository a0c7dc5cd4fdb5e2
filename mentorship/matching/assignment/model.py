"""The words of a round: people, policy and answer as frozen values."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from mentorship.matching.assignment.kinds import Criterion as Criterion
from mentorship.matching.assignment.kinds import Objective as Objective
from mentorship.matching.assignment.kinds import Reason as Reason
from mentorship.matching.assignment.kinds import Rule as Rule
from mentorship.matching.assignment.price import Price as Price
from mentorship.matching.assignment.price import Prices as Prices
from mentorship.matching.assignment.price import RunnerUp as RunnerUp

Value = TypeVar("Value")


# Rounds and answers travel to and from the process that solves; Python can't pickle these itself.
def _proxy(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening", "late")
# More than these earn no more points; the report says the same numbers.
INTERESTS_THAT_COUNT = 5
DISLIKES_THAT_COUNT = 3
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)


@dataclass(frozen=True, slots=True)
class Location:
    """A centroid in degrees (WGS 84); `municipality` is None outside the province."""

    latitude: float
    longitude: float
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Wish(Generic[Value]):
    """Something asked of the mentor; a condition is a hard rule, otherwise it earns points."""

    value: Value
    is_condition: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentee:
    """One young person who waits. Ids are opaque text; `excluded` and `refused` hold mentor ids.

    `consultant` is whose case it is, where that one's own caseload has a cap.
    """

    id: str
    location: Location
    house: str | None
    max_travel_m: int
    slots: frozenset[str]
    waiting_since: date
    priority: int = 2
    languages: frozenset[str] = frozenset({"nl"})
    interests: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    wish_gender: Wish[str] | None = None
    wish_age_min: Wish[int] | None = None
    wish_age_max: Wish[int] | None = None
    excluded: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    pinned: str | None = None
    consultant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """One mentor. `seats` is the capacity, `free_seats` what is open before the round."""

    id: str
    location: Location
    house: str | None
    max_travel_m: int
    slots: frozenset[str]
    seats: int = 1
    free_seats: int = 1
    is_ready: bool = True
    is_resting: bool = False
    gender: str | None = None
    birth_year: int | None = None
    languages: frozenset[str] = frozenset({"nl"})
    interests: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    refused_themes: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    standing: str | None = None


def _default_weights() -> Mapping[Criterion, int]:
    values = (20, 20, 20, 15, 10, 5, 5, 5)
    return MappingProxyType(dict(zip(Criterion, values, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Every number of a round that people set; the defaults are those of the specification."""

    weights: Mapping[Criterion, int] = field(default_factory=_default_weights)
    floor: int = 3000
    stay_bonus: int = 0
    points_per_week: int = 40
    weeks_at_most: int = 26
    is_lending_allowed: bool = True
    lending_penalty: int = 500
    caseload: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    detour_metres: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({"Texel": 15_000})
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultant:
    """How many of the young people of one House, whose case is theirs, a consultant takes on.

    `places` are those in this round: who has a mentor already is taken off.
    """

    id: str
    house: str | None
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """All that determines an answer: the same round always gives the same answer.

    A consultant who isn't in `consultants` has no cap.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    date: date
    policy: Policy = field(default_factory=Policy)
    objective: Objective = Objective.BALANCED
    seed: int = 0
    consultants: tuple[Consultant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One mentee with one mentor, with every number a reader needs to recompute the fit."""

    mentee: str
    mentor: str
    metres: int
    shared_slots: tuple[str, ...]
    points: Mapping[Criterion, int]
    lending_penalty: int
    fit: int
    waiting_bonus: int
    stay_bonus: int
    is_pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would free pairs of a mentee that this rule alone stops, and reach the floor.

    `value`: the slot or language that both would share; empty for travel, and for a condition that
    becomes a wish. `mentors`: how many pairs it frees; `mentor`: the first of them by id. For
    travel the extra metres that each of the two needs, of the pair that needs least together.
    """

    rule: Rule
    mentors: int
    mentor: str
    value: str = ""
    mentee_extra_m: int = 0
    mentor_extra_m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """One mentee without a proposal.

    `blocked_by`: per rule how many mentors it stops (a mentor may count under several rules);
    `below_floor`: mentors who pass every rule but whose fit is under the floor;
    `nearest_mentor`: whom the fewest rules keep away (ties: closest in metres, then by id), with
    those rules in `nearest_blocked_by` (empty: the floor or somebody else's place does);
    `freed_by`: the smallest changes that would give this mentee a mentor to choose.
    """

    mentee: str
    reason: Reason
    blocked_by: Mapping[Rule, int]
    below_floor: int
    nearest_mentor: str | None
    nearest_blocked_by: tuple[Rule, ...]
    freed_by: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The value of the answer per level of the objective; `worst_fit` only for max-min."""

    class_1: int
    class_2: int
    class_3: int
    points: int
    worst_fit: int | None = None

    @property
    def matched(self) -> int:
        return self.class_1 + self.class_2 + self.class_3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The proposals of a round with their certificate; both lists are sorted by mentee id.

    `status` is "optimal": an answer without proof is never returned.
    `timings_ms` names the stages of the work in milliseconds.
    `prices` are None where nobody asked for them, and for max-min with so many pairs that it would
    take too long.
    """

    proposals: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    levels: Levels
    eligible_pairs: int
    status: str
    timings_ms: Mapping[str, float]
    prices: Prices | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRefused:
    """A pin that breaks rules; with `is_caseload_full` the House has no place left for it, and
    with `is_consultant_full` the consultant hasn't.

    Pins take their seats in the order of the mentees' ids: those who find no seat left break
    `capacity`.
    """

    mentee: str
    mentor: str
    rules: tuple[Rule, ...]
    is_caseload_full: bool = False
    is_consultant_full: bool = False


class RoundInvalid(ValueError):
    """A round that can't be answered because its own data contradict themselves."""


class PinsRefused(RoundInvalid):
    """A round with pins that break a rule, a capacity or a caseload."""

    def __init__(self, refused: tuple[PinRefused, ...]) -> None:
        super().__init__(f"{len(refused)} pins can't be kept")
        self.refused = refused
