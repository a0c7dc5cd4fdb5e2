"""Knows what a round gives up when a new mentor takes mentees: for each set taken, each next one.

A mentee goes from where they are now to the new mentor; somebody else may take the seat left
behind, and so on from the hub: the shortest way from the hub to the mentee. What mentees taken
together give up depends on who they are alone, not on the mentor, so it's kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mentorship.matching.assignment.components import grouped
from mentorship.matching.assignment.flow import NotProven
from mentorship.matching.assignment.levels import Board
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import NOBODY, Booleans, Integers
from mentorship.matching.assignment.residual import (
    Residual,
    moved_along,
    residual_of,
    where_mentees_are,
)

Taken = frozenset[int]
NOBODY_TAKEN: Taken = frozenset()


@dataclass(frozen=True, slots=True)
class _State:
    """The best answer of the round without the mentees taken, and the ways from its hub."""

    board: Board
    is_chosen: Booleans
    ways: Ways
    at: Integers
    leaving: Packed


class Releases:
    """What there is to win and to lose around one best answer; `packing` has room for it all."""

    def __init__(
        self, board: Board, is_chosen: Booleans, cannot: Integers, packing: Packing
    ) -> None:
        """Mentees of `cannot` go nowhere: they are pinned."""
        self.packing = packing
        self._cannot = cannot
        # Its points are never asked, and would be copied for every set.
        pairs = replace(board.pairs, points=board.pairs.points[:0])
        self._states = {NOBODY_TAKEN: self._state(replace(board, pairs=pairs), is_chosen)}
        self._gains: dict[Taken, Packed] = {}

    def gain(self, taken: Taken) -> Packed:
        """Per mentee what taking that one too changes, without the points of the new pair.

        Not possible is `-too_far`.
        """
        if taken not in self._gains:
            self._gains[taken] = self._gain(self._after(taken), taken)
        return self._gains[taken]

    def _after(self, taken: Taken) -> _State:
        """What is given up doesn't depend on the order in which they are taken."""
        if taken not in self._states:
            known = (taken - {one} for one in sorted(taken) if taken - {one} in self._states)
            before = next(known, None)
            if before is None:
                before = taken - {max(taken)}
            (mentee,) = taken - before
            self._states[taken] = self._without(self._after(before), mentee)
        return self._states[taken]

    def served(self, taken: Taken) -> frozenset[int]:
        """Who has a mentor then, by row."""
        state = self._after(taken)
        return taken | frozenset(state.board.pairs.i[state.is_chosen].tolist())

    def places(self) -> Packed:
        """Per caseload what one place more in it alone wins, with nobody taken.

        Through that place somebody comes in from the caseload around it, or from the hub.
        """
        state = self._states[NOBODY_TAKEN]
        residual, around = state.ways.residual, state.board.around
        backwards = replace(residual, tail=residual.head, head=residual.tail)
        gain: Packed = np.zeros(len(around), dtype=residual.length.dtype)
        for before in np.unique(around).tolist():
            goal = residual.nodes - 1 if before == NOBODY else residual.mentors + before
            inside = np.flatnonzero(around == before)
            back = ways_from(backwards, goal).distance[residual.mentors + inside]
            gain[inside] = np.maximum(0, -back)
        return gain

    def _state(self, board: Board, is_chosen: Booleans) -> _State:
        residual = residual_of(board, is_chosen, self.packing)
        ways = ways_from(residual, residual.nodes - 1)
        value = board.pairs.value().astype(self.packing.number_type)
        chosen = np.flatnonzero(is_chosen)
        at, leaving = where_mentees_are(board, chosen, value, self.packing)
        return _State(board, is_chosen, ways, at, leaving)

    def _gain(self, state: _State, taken: Taken) -> Packed:
        way = state.ways.distance[state.at]
        gain: Packed = np.where(
            way < self.packing.too_far, -(way + state.leaving), -self.packing.too_far
        )
        gain[self._cannot] = -self.packing.too_far
        gain[list(taken)] = -self.packing.too_far
        return gain

    def _without(self, state: _State, mentee: int) -> _State:
        """Everybody on the way moves up one step, and the mentee leaves the board."""
        is_chosen = self._moved_up(state, int(state.at[mentee]))
        board = state.board
        kept = board.pairs.i != mentee
        caseload = board.with_one_less(mentee)
        board = replace(board, pairs=board.pairs.where(kept), caseload=caseload)
        return self._state(board, is_chosen[kept])

    def _moved_up(self, state: _State, node: int) -> Booleans:
        residual = state.ways.residual
        hub, way = residual.nodes - 1, list[int]()
        while node != hub:
            if len(way) == residual.nodes:
                raise NotProven("a shortest way goes round in circles")
            way.append(state.ways.last_arc(node))
            node = int(residual.tail[way[-1]])
        return moved_along(state.board, residual, state.is_chosen, way)


@dataclass(frozen=True, slots=True)
class Ways:
    """Shortest ways from a node to all, and after how many arcs each was found last."""

    residual: Residual
    distance: Packed
    steps: Integers
    by_head: Integers
    first: Integers

    def last_arc(self, node: int) -> int:
        """The arc by which the way comes in; it comes from a node that was found before."""
        residual = self.residual
        arcs = self.by_head[self.first[node] : self.first[node + 1]]
        tail = residual.tail[arcs]
        is_last = self.distance[tail] + residual.length[arcs] == self.distance[node]
        is_last = is_last.astype(np.bool_) & (self.steps[tail] < self.steps[node])
        return int(arcs[is_last.argmax()])


def ways_from(residual: Residual, source: int) -> Ways:
    """One arc more each time, for all nodes at once (Bellman, Ford). Unreached is `too_far`."""
    too_far = residual.packing.too_far
    distance = np.full(residual.nodes, 2 * too_far, dtype=residual.length.dtype)
    distance[source] = 0
    steps = np.zeros(residual.nodes, dtype=np.int64)
    order, first_of_node = grouped(residual.head, residual.nodes)
    tail, length = residual.tail[order], residual.length[order]
    ends = np.flatnonzero(np.diff(first_of_node))
    first = first_of_node[ends]
    for step in range(1, residual.nodes + 2):
        if not len(first):
            break
        nearest = np.minimum.reduceat(distance[tail] + length, first)
        is_nearer = np.flatnonzero(nearest < distance[ends])
        if not len(is_nearer):
            break
        distance[ends[is_nearer]] = nearest[is_nearer]
        steps[ends[is_nearer]] = step
    else:
        raise NotProven("the answer that was recruited for can be improved")
    return Ways(residual, np.minimum(distance, too_far), steps, order, first_of_node)
