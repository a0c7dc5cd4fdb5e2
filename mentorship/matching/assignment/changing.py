"""Knows the changes that may be supposed of a round: the same round, with one thing different."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from mentorship.matching.assignment.model import Criterion, Mentee, Mentor, Round, Wish

Value = TypeVar("Value")


class Side(StrEnum):
    """Whose id it is: a mentee and a mentor may have the same one."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class NobodyChanged(ValueError):
    """Nobody in the round has this id."""


def with_pin(round_: Round, mentee: str, mentor: str) -> Round:
    """In place of any other pin of the mentee; whether it keeps the rules `solve` says."""
    return _mentee(round_, mentee, lambda one: replace(one, pinned=mentor))


def with_ban(round_: Round, mentee: str, mentor: str) -> Round:
    """A pin of these two goes with it: it couldn't be kept."""

    def banned(one: Mentee) -> Mentee:
        pinned = None if one.pinned == mentor else one.pinned
        return replace(one, excluded=one.excluded | {mentor}, pinned=pinned)

    return _mentee(round_, mentee, banned)


def with_further_travel(round_: Round, side: Side, who: str, metres: int) -> Round:
    if side is Side.MENTEE:
        return _mentee(round_, who, lambda m: replace(m, max_travel_m=m.max_travel_m + metres))
    return _mentor(round_, who, lambda m: replace(m, max_travel_m=m.max_travel_m + metres))


def with_slot(round_: Round, side: Side, who: str, slot: str) -> Round:
    if side is Side.MENTEE:
        return _mentee(round_, who, lambda one: replace(one, slots=one.slots | {slot}))
    return _mentor(round_, who, lambda one: replace(one, slots=one.slots | {slot}))


def with_language(round_: Round, side: Side, who: str, language: str) -> Round:
    if side is Side.MENTEE:
        return _mentee(round_, who, lambda m: replace(m, languages=m.languages | {language}))
    return _mentor(round_, who, lambda m: replace(m, languages=m.languages | {language}))


def with_gender_as_wish(round_: Round, mentee: str) -> Round:
    return _mentee(round_, mentee, lambda one: replace(one, wish_gender=_wish(one.wish_gender)))


def with_age_as_wish(round_: Round, mentee: str) -> Round:
    """Both ends of the age asked for."""

    def wished(one: Mentee) -> Mentee:
        low, high = _wish(one.wish_age_min), _wish(one.wish_age_max)
        return replace(one, wish_age_min=low, wish_age_max=high)

    return _mentee(round_, mentee, wished)


def with_seat(round_: Round, mentor: str) -> Round:
    """One more, and free."""
    return _mentor(
        round_, mentor, lambda m: replace(m, seats=m.seats + 1, free_seats=m.free_seats + 1)
    )


def with_weight(round_: Round, criterion: Criterion, weight: int) -> Round:
    weights = MappingProxyType({**round_.policy.weights, criterion: weight})
    return replace(round_, policy=replace(round_.policy, weights=weights))


def _wish(asked: Wish[Value] | None) -> Wish[Value] | None:
    return None if asked is None else replace(asked, is_condition=False)


def _mentee(round_: Round, who: str, change: Callable[[Mentee], Mentee]) -> Round:
    if who not in {one.id for one in round_.mentees}:
        raise NobodyChanged
    people = (change(one) if one.id == who else one for one in round_.mentees)
    return replace(round_, mentees=tuple(people))


def _mentor(round_: Round, who: str, change: Callable[[Mentor], Mentor]) -> Round:
    if who not in {one.id for one in round_.mentors}:
        raise NobodyChanged
    people = (change(one) if one.id == who else one for one in round_.mentors)
    return replace(round_, mentors=tuple(people))
