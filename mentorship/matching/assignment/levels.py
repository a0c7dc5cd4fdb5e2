"""Knows the objective: whom to serve first, how well, and in which order these count."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentorship.matching.assignment.candidates import Candidates
from mentorship.matching.assignment.flow import Face, Network, largest_flow
from mentorship.matching.assignment.people import NOBODY, Booleans, Integers
from mentorship.matching.assignment.thinning import are_many

CLASSES = (1, 2, 3)
Served = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What there is to choose from once the pins have been taken off.

    `caseload` are the places of Houses and of consultants, and `around` is per consultant the
    number of the House, where that has a cap too; else NOBODY. `group` is per mentee the number
    of the consultant with a cap, or else of the House; NOBODY without any.
    """

    pairs: Candidates
    seats: Integers
    priority: Integers
    group: Integers
    caseload: Integers
    around: Integers

    @property
    def is_capped(self) -> bool:
        """Whether some caseload limits the mentees."""
        return bool((self.group != NOBODY).any())

    def with_pairs(self, kept: Booleans) -> Board:
        """The same board with fewer pairs."""
        return replace(self, pairs=self.pairs.where(kept))

    def outermost(self) -> Integers:
        """Per mentee the number of the largest set with a cap; NOBODY without any."""
        around = np.append(self.around, NOBODY)  # the last one is for nobody
        outermost = np.append(np.arange(len(self.around)), NOBODY)
        while (is_inside := around[outermost] != NOBODY).any():
            outermost[is_inside] = around[outermost[is_inside]]
        group: Integers = outermost[self.group]
        return group

    def with_one_less(self, mentee: int) -> Integers:
        """The caseloads once this mentee has a place."""
        caseload, group = self.caseload.copy(), int(self.group[mentee])
        while group != NOBODY:
            caseload[group] -= 1
            group = int(self.around[group])
        return caseload


@dataclass(frozen=True, slots=True)
class Layout:
    """A board as a network: source > groups > mentees > mentors > sink.

    Its arcs: every pair, every mentor to the sink, every mentee's entry from its group, every
    group from the one around it or from the source, and one past them all that carries what
    nobody can be served with.
    """

    board: Board
    network: Network

    def cost_of_pairs(self, cost: Integers) -> Integers:
        """A cost per pair as a cost per arc."""
        rest = len(self.network.tail) - len(cost)
        return np.concatenate((cost, np.zeros(rest, dtype=cost.dtype)))

    def largest_flow(self) -> Integers:
        """Of all that serve as many as can be, one that prefers pairs of high value."""
        return largest_flow(self.network, -self.board.pairs.value())

    def cost_of_mentees(self, cost: Integers) -> Integers:
        """A cost per mentee served as a cost per arc."""
        board = self.board
        before = len(board.pairs) + len(board.seats)
        rest = len(self.network.tail) - before - len(cost)
        return np.concatenate((np.zeros(before, np.int64), cost, np.zeros(rest, np.int64)))


def best_face(board: Board) -> Face:
    """All best answers but for ties, over the pairs that may be chosen."""
    layout, face = _best_served(board)
    face.minimise(layout.cost_of_pairs(-board.pairs.value()))
    return face


def highest_floor_that_serves_as_many(board: Board) -> int | None:
    """The worst fit of max-min; None where nobody can be served.

    By halving: what a higher floor can serve, a lower one can too.
    """
    floors = np.unique(board.pairs.fit)
    goal = _served(board) if len(floors) else ()
    if not any(goal):
        return None
    low, high = 0, len(floors)
    while high - low > 1:
        middle = (low + high) // 2
        if _served(board.with_pairs(board.pairs.fit >= floors[middle])) == goal:
            low = middle
        else:
            high = middle
    return int(floors[low])


def _served(board: Board) -> Served:
    """How many mentees of each class the best answers serve."""
    if not board.is_capped:
        return _served_by_growing_flows(board)
    _, face = _face_of_most_served(board)
    entries = face.flow[len(board.pairs) + len(board.seats) :][: len(board.priority)]
    return tuple(int(entries[board.priority == k].sum()) for k in CLASSES)


def _best_served(board: Board) -> tuple[Layout, Face]:
    """The face of all answers that serve as many as can be, class by class."""
    if board.is_capped:
        return _face_of_most_served(board)
    served = np.array(_served_by_growing_flows(board), dtype=np.int64)
    layout = _layout(board, board.priority - 1, served, int(served.sum()), passed_by=0)
    flow = layout.largest_flow() if are_many(len(board.pairs)) else None
    return layout, Face(layout.network, flow)


def _served_by_growing_flows(board: Board) -> Served:
    """Without caseloads a mentee once served needn't be dropped for a later class (a matroid)."""
    can_be = np.zeros(len(board.priority), dtype=np.bool_)
    can_be[board.pairs.i] = True
    able = tuple(int((board.priority[can_be] == k).sum()) for k in CLASSES)
    everybody = _most_served(board, CLASSES[-1])
    if everybody == sum(able):
        return able
    totals = [0]
    for k, able_too in zip(CLASSES[:-1], able[:-1], strict=True):
        totals.append(_most_served(board, k) if able_too else totals[-1])
    return tuple(int(gain) for gain in np.diff([*totals, everybody]))


def _most_served(board: Board, last_class: int) -> int:
    """The largest number of mentees served of this class and those before it."""
    room = np.array([len(board.priority) * (c <= last_class) for c in CLASSES], dtype=np.int64)
    layout = _layout(board, board.priority - 1, room, 0, passed_by=0)
    return int(layout.largest_flow()[: len(board.pairs)].sum())


def _face_of_most_served(board: Board) -> tuple[Layout, Face]:
    """With caseloads one level after the other: here a flow of most mentees first is wrong."""
    people = len(board.priority)
    room = np.append(board.caseload, people)
    group = np.where(board.group == NOBODY, len(board.caseload), board.group)
    around = np.append(board.around, NOBODY)
    layout = _layout(board, group, room, people, passed_by=people, around=around)
    face = Face(layout.network)
    for k in CLASSES:
        face.minimise(layout.cost_of_mentees(-(board.priority == k).astype(np.int64)))
    return layout, face


def _layout(
    board: Board,
    group: Integers,
    room: Integers,
    supply: int,
    *,
    passed_by: int,
    around: Integers | None = None,
) -> Layout:
    mentees, mentors = len(board.priority), len(board.seats)
    groups = mentees + mentors + np.arange(len(room))
    source = mentees + mentors + len(room)
    sink = source + 1
    before = np.full(len(room), source)
    if around is not None:
        before = np.where(around == NOBODY, source, mentees + mentors + around)
    arcs = (
        _each_pair_once(board),
        _no_more_mentees_than_free_seats(board, sink),
        _one_mentor_per_mentee(board, groups[group]),
        _no_more_of_a_group_than_its_room(before, groups, room),
        _waiting_passes_by(source, sink, passed_by),
    )
    tail, head, capacity = (np.concatenate(part) for part in zip(*arcs, strict=True))
    supplies = np.zeros(sink + 1, dtype=np.int64)
    supplies[source], supplies[sink] = supply, -supply
    return Layout(board, Network(tail, head, capacity, supplies, len(board.pairs)))


Arcs = tuple[Integers, Integers, Integers]


def _each_pair_once(board: Board) -> Arcs:
    pairs = board.pairs
    return pairs.i, len(board.priority) + pairs.j, np.ones(len(pairs), dtype=np.int64)


def _no_more_mentees_than_free_seats(board: Board, sink: int) -> Arcs:
    mentors = len(board.priority) + np.arange(len(board.seats))
    return mentors, np.full(len(mentors), sink), board.seats


def _one_mentor_per_mentee(board: Board, entrance: Integers) -> Arcs:
    mentees = np.arange(len(board.priority))
    return entrance, mentees, np.ones(len(mentees), dtype=np.int64)


def _no_more_of_a_group_than_its_room(before: Integers, groups: Integers, room: Integers) -> Arcs:
    return before, groups, room


def _waiting_passes_by(source: int, sink: int, room: int) -> Arcs:
    return np.array([source]), np.array([sink]), np.array([room])
