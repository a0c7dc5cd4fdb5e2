"""Knows what every other choice gives up: the exact prices of a proven answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from mentorship.matching.assignment.candidates import Candidates
from mentorship.matching.assignment.cycles import shortest_cycles
from mentorship.matching.assignment.levels import Board
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import Booleans, Integers, People
from mentorship.matching.assignment.price import Prices, RunnerUp
from mentorship.matching.assignment.residual import residual_of

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Priced:
    """Of a board and its answer: every other pair that can be chosen, and every pair that is."""

    others: Candidates
    price: Packed
    chosen: Candidates
    refusal: Packed
    packing: Packing


def priced(board: Board, is_chosen: Booleans) -> Priced:
    """`is_chosen` is a proven answer, by pair of the board."""
    residual = residual_of(board, is_chosen)
    cycles = shortest_cycles(residual)
    price, letting_go = np.split(cycles, [len(residual.others)])
    others, chosen = board.pairs.where(residual.others), board.pairs.where(residual.chosen)
    refusal = refusal_of(len(board.priority), others.i, price, chosen.i, letting_go)
    is_possible = price < residual.packing.too_far
    return Priced(others.where(is_possible), price[is_possible], chosen, refusal, residual.packing)


def refusal_of(
    mentees: int, others: Integers, price: Packed, chosen: Integers, letting_go: Packed
) -> Packed:
    """Without this mentor a mentee has the cheapest other one, or none, whichever is cheaper."""
    cheapest = np.zeros(mentees, dtype=price.dtype)
    cheapest[chosen] = letting_go
    np.minimum.at(cheapest, others, price)
    refusal: Packed = cheapest[chosen]
    return refusal


def told(priced: Priced, people: People) -> Prices:
    """The prices that come with an answer."""
    others, chosen = priced.others, priced.chosen
    mentees, mentors = _ids(people, chosen.i, chosen.j)
    cheapest = {one.mentee: one for one in _cheapest_of_each(priced, people, others.i)}
    cheapest_of_mentor = {one.mentor: one for one in _cheapest_of_each(priced, people, others.j)}
    refusals = priced.packing.unpacked(priced.refusal)
    has_mentor = frozenset(mentees)
    return Prices(
        refusal=_fixed(zip(mentees, refusals, strict=True)),
        other_mentor=_fixed((i, one) for i, one in cheapest.items() if i in has_mentor),
        other_mentee=_fixed(
            (i, cheapest_of_mentor[j])
            for i, j in zip(mentees, mentors, strict=True)
            if j in cheapest_of_mentor
        ),
        serve=_fixed((i, one) for i, one in cheapest.items() if i not in has_mentor),
    )


def each_pair(priced: Priced, people: People) -> Iterator[RunnerUp]:
    """Every other pair that can be chosen, by mentee and mentor."""
    return _runners_up(priced, people, np.arange(len(priced.others)))


def _cheapest_of_each(priced: Priced, people: People, person: Integers) -> Iterator[RunnerUp]:
    """Per person the pair of the lowest price, then the highest fit, then the lowest id."""
    at = np.arange(len(person))
    for column in (priced.price, -priced.others.fit):
        at = at[_is_lowest_of_each(person[at], column[at])]
    _, first = np.unique(person[at], return_index=True)
    return _runners_up(priced, people, at[first])


def _is_lowest_of_each(person: Integers, column: Packed) -> Booleans:
    lowest = np.full(int(person.max(initial=0)) + 1, column.max(initial=0), dtype=column.dtype)
    np.minimum.at(lowest, person, column)
    is_lowest: Booleans = column == lowest[person]
    return is_lowest


def _runners_up(priced: Priced, people: People, at: Integers) -> Iterator[RunnerUp]:
    mentees, mentors = _ids(people, priced.others.i[at], priced.others.j[at])
    prices = priced.packing.unpacked(priced.price[at])
    for mentee, mentor, price in zip(mentees, mentors, prices, strict=True):
        yield RunnerUp(mentee=mentee, mentor=mentor, price=price)


def _ids(people: People, i: Integers, j: Integers) -> tuple[list[str], list[str]]:
    mentees = [people.mentees[row].id for row in i.tolist()]
    return mentees, [people.mentors[column].id for column in j.tolist()]


def _fixed(items: Iterable[tuple[str, Value]]) -> Mapping[str, Value]:
    return MappingProxyType(dict(items))
