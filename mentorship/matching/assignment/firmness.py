"""Knows which demands of a profile are conditions of those it serves, and which are wishes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from mentorship.matching.assignment.model import Mentee
from mentorship.matching.assignment.profiles import DUTCH, Profile


class Demand(StrEnum):
    """What may be asked of a person; themes only give points, so they are always a wish."""

    GENDER = "gender"
    AGE = "age"
    LANGUAGE = "language"


def firm_demands(profile: Profile, served: Collection[Mentee]) -> frozenset[Demand]:
    """`served` are those who would get a mentor, as far as known: unless somebody of them only
    wishes it, a demand counts as a condition."""
    firm = set()
    for demand, asks in _ASKS.items():
        asked = [is_condition for one in served for is_condition in asks(profile, one)]
        if any(asked) or not asked:
            firm.add(demand)
    return frozenset(firm)


def _gender(profile: Profile, mentee: Mentee) -> Iterator[bool]:
    wish = mentee.wish_gender
    if wish is not None and wish.value == profile.gender:
        yield wish.is_condition


def _age(profile: Profile, mentee: Mentee) -> Iterator[bool]:
    """Each end by itself: a wish that this age doesn't meet asks nothing of it."""
    low, high, age = mentee.wish_age_min, mentee.wish_age_max, profile.age
    if age is None:
        return
    if low is not None and age >= low.value:
        yield low.is_condition
    if high is not None and age <= high.value:
        yield high.is_condition


def _language(profile: Profile, mentee: Mentee) -> Iterator[bool]:
    """Everybody who is recruited speaks Dutch, so it is a condition of who doesn't."""
    if profile.language in mentee.languages:
        yield DUTCH not in mentee.languages


_ASKS: Mapping[Demand, Callable[[Profile, Mentee], Iterator[bool]]] = MappingProxyType(
    {Demand.GENDER: _gender, Demand.AGE: _age, Demand.LANGUAGE: _language}
)
