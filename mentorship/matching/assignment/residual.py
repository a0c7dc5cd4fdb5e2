"""Knows what an answer can change into: every step from it as an arc, with what it gives up.

Source and sink are one node, the hub, where free seats and everybody who waits come together:

    hub > a House with a caseload > a consultant with one > mentee > mentor > hub

A step undone is a step back. A mentee who has a mentor can only be reached from that mentor, one
who waits only from the consultant, or else the House, or else the hub. So mentees are no nodes
here: an arc leads from where a mentee is now to where the mentee might be, and every other answer
is some cycles of these arcs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.levels import CLASSES, Board
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import NOBODY, Booleans, Integers


@dataclass(frozen=True, slots=True)
class Residual:
    """Nodes: the mentors, the Houses and consultants with a caseload, the hub. `length`: what is
    given up.

    The first arcs choose a pair that isn't chosen, as `others` has them; the next let go of a
    pair that is, as `chosen` has them. Then come seats and places, which no mentee moves along.
    """

    others: Integers
    chosen: Integers
    tail: Integers
    head: Integers
    length: Packed
    mentors: int
    nodes: int
    packing: Packing


def residual_of(board: Board, is_chosen: Booleans, packing: Packing | None = None) -> Residual:
    """`is_chosen` is a proven answer, by pair of the board; `packing` where more is added up."""
    others, chosen = np.flatnonzero(~is_chosen), np.flatnonzero(is_chosen)
    mentors, groups = len(board.seats), len(board.caseload)
    packing = packing or packing_of(board)
    value = board.pairs.value().astype(packing.number_type)
    at, leaving = where_mentees_are(board, chosen, value, packing)
    i, j = board.pairs.i, board.pairs.j
    start, end = _seats_and_places(board, i[chosen], j[chosen])
    hub = mentors + groups
    return Residual(
        others=others,
        chosen=chosen,
        tail=np.concatenate((at[i[others]], j[chosen], start)),
        head=np.concatenate((j[others], _entrance(board)[i[chosen]], end)),
        length=np.concatenate(
            (
                leaving[i[others]] - value[others],
                value[chosen] + worth_of_serving(board, packing)[i[chosen]],
                np.zeros(len(start), dtype=packing.number_type),
            )
        ),
        mentors=mentors,
        nodes=hub + 1,
        packing=packing,
    )


def packing_of(board: Board) -> Packing:
    """Each arc changes two pairs at most; only arcs at a caseload or the hub change a class."""
    stops = len(board.caseload) + 1
    nodes = len(board.seats) + stops
    value = board.pairs.value()
    largest = max((abs(int(value.max())), abs(int(value.min()))) if len(value) else (0,))
    return Packing(most_served=2 * stops, most_points=2 * nodes * largest)


def where_mentees_are(
    board: Board, chosen: Integers, value: Packed, packing: Packing
) -> tuple[Integers, Packed]:
    """Per mentee the node, and what leaving it gives up: a pair, or waiting (a gain)."""
    at, leaving = _entrance(board), -worth_of_serving(board, packing)
    i = board.pairs.i[chosen]
    at[i] = board.pairs.j[chosen]
    leaving[i] = value[chosen]
    return at, leaving


def _entrance(board: Board) -> Integers:
    """The node that each mentee comes in by: the smallest caseload, or the hub."""
    group = np.where(board.group == NOBODY, len(board.caseload), board.group)
    entrance: Integers = len(board.seats) + group
    return entrance


def worth_of_serving(board: Board, packing: Packing) -> Packed:
    worth = [0, *(packing.one_of_class(k) for k in CLASSES)]
    return np.array(worth, dtype=packing.number_type)[board.priority]


def _seats_and_places(board: Board, i: Integers, j: Integers) -> tuple[Integers, Integers]:
    """Where the arcs of seats and places start and end; `i` with `j` are chosen.

    A seat that is free can be taken, one that is taken can be freed: arcs to the hub and from it.
    A place in a caseload is entered from the one around it, or the hub, while there is one, and
    left to there once it's taken.
    """
    mentors, groups = len(board.seats), len(board.caseload)
    hub = mentors + groups
    taken = np.bincount(j, minlength=mentors)
    free, used = np.flatnonzero(taken < board.seats), np.flatnonzero(taken > 0)
    served = _served_of_each(board, i)
    open_, held = np.flatnonzero(served < board.caseload), np.flatnonzero(served > 0)
    before = np.where(board.around == NOBODY, hub, mentors + board.around)
    return (
        np.concatenate((free, mentors + held, np.full(len(used), hub), before[open_])),
        np.concatenate((np.full(len(free), hub), before[held], used, mentors + open_)),
    )


def _served_of_each(board: Board, i: Integers) -> Integers:
    """Per caseload how many of these mentees have a place in it."""
    served = np.zeros(len(board.caseload), dtype=np.int64)
    group = board.group[i]
    while len(group := group[group != NOBODY]):
        np.add.at(served, group, 1)
        group = board.around[group]
    return served


def moved_along(
    board: Board, residual: Residual, is_chosen: Booleans, arcs: Iterable[int]
) -> Booleans:
    """What is chosen once everybody on these arcs moved; none of them moves a mentee twice."""
    pairs, after = board.pairs, is_chosen.copy()
    pair_of = np.full(len(board.priority), NOBODY)
    pair_of[pairs.i[residual.chosen]] = residual.chosen
    for arc in arcs:
        if arc < len(residual.others):
            pair = residual.others[arc]
            left = pair_of[pairs.i[pair]]
            after[pair] = True
            if left != NOBODY:
                after[left] = False
        elif arc < len(residual.others) + len(residual.chosen):
            after[residual.chosen[arc - len(residual.others)]] = False
    return after
