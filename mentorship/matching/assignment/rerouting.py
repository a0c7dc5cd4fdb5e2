"""Knows the best answer of a round in which one thing more is possible, out of the one it has.

One who waits and may more adds arcs of that mentee only: the best new answer is the shortest
cycle through one of them. A mentor who may more adds arcs into that mentor only: the shortest
cycle through the mentor, again and again until none is worth it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

import numpy as np

from mentorship.matching.assignment.candidates import Candidates
from mentorship.matching.assignment.flow import NotProven
from mentorship.matching.assignment.levels import Board
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import NOBODY, Booleans, Integers
from mentorship.matching.assignment.releasing import Ways, ways_from
from mentorship.matching.assignment.residual import (
    Residual,
    moved_along,
    residual_of,
    worth_of_serving,
)
from mentorship.matching.assignment.variants import joined


@dataclass(frozen=True, slots=True)
class Answered:
    """A board with a best answer, and what can change around it."""

    board: Board
    is_chosen: Booleans
    residual: Residual

    @property
    def packing(self) -> Packing:
        return self.residual.packing

    def served(self) -> frozenset[int]:
        return frozenset(self.board.pairs.i[self.is_chosen].tolist())

    def mates(self) -> dict[int, int]:
        """By row of a mentee the column of their mentor."""
        pairs = self.board.pairs.where(self.is_chosen)
        return dict(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True))

    def mentors_of(self, mentee: int) -> tuple[int, ...]:
        """The mentor, and every other one that would be as good for the round."""
        residual, mentor = self.residual, self.mates()[mentee]
        arcs = np.flatnonzero(self.board.pairs.i[residual.others] == mentee)
        back = ways_from(_backwards(residual), mentor).distance[residual.head[arcs]]
        is_as_good = np.asarray(residual.length[arcs] + back <= 0, dtype=np.bool_)
        return (mentor, *residual.head[arcs][is_as_good].tolist())

    def entrance(self, mentee: int) -> int:
        """Where the mentee comes in who waits: the smallest caseload, or the hub."""
        group = int(self.board.group[mentee])
        return self.residual.nodes - 1 if group == NOBODY else len(self.board.seats) + group

    def ways_out(self, entrance: int) -> WaysOut:
        """From every mentor to where somebody who waits comes in."""
        backwards = _backwards(self.residual)
        return WaysOut(
            ways_from(backwards, entrance), ways_from(_without_losses(backwards), entrance)
        )

    def worth(self, pairs: Candidates, mentees: Integers) -> Packed:
        """What choosing these pairs adds, for mentees who wait."""
        value = pairs.value().astype(self.packing.number_type)
        added: Packed = value + worth_of_serving(self.board, self.packing)[mentees]
        return added

    def is_certain(self) -> bool:
        """Whether every answer that is as good serves the same mentees."""
        residual = self.residual
        chosen = len(residual.others) + np.arange(len(residual.chosen))
        for entrance in np.unique(residual.head[chosen]).tolist():
            here = chosen[residual.head[chosen] == entrance]
            back = ways_from(residual, entrance).distance[residual.tail[here]]
            if bool((residual.length[here] + back <= 0).any()):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Led:
    """What a change leads to: mates by row and column; without `answered` ties are broken."""

    mates: Mapping[int, int]
    answered: Answered | None = None

    @property
    def served(self) -> Set[int]:
        return self.mates.keys()

    def mentors_of(self, mentee: int) -> tuple[int, ...]:
        """Those that are as good for the round; after ties were broken that one."""
        if self.answered is None:
            return (self.mates[mentee],)
        return self.answered.mentors_of(mentee)


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The shortest way from each mentor to one entrance; and the one that nobody loses by."""

    shortest: Ways
    without_losses: Ways

    def losers(self, mentor: int) -> Iterator[int]:
        """The arcs, by place in `residual.chosen`, that the way lets go of."""
        residual = self.shortest.residual
        node = mentor
        for _ in range(residual.nodes):
            if self.shortest.distance[node] == 0 and not self.shortest.steps[node]:
                return
            arc = self.shortest.last_arc(node)
            at = arc - len(residual.others)
            if 0 <= at < len(residual.chosen):
                yield at
            node = int(residual.tail[arc])
        raise NotProven("a shortest way goes round in circles")


def answered(board: Board, is_chosen: Booleans, packing: Packing) -> Answered:
    return Answered(board, is_chosen, residual_of(board, is_chosen, packing))


def with_mentor(one: Answered, mentor: int, pairs: Candidates, seats: int) -> Answered:
    """The best answer when this mentor has these pairs and seats, at least those of before."""
    board, is_chosen = _with_column(one, mentor, pairs, seats)
    for _ in range(len(board.priority) + 1):
        found = answered(board, is_chosen, one.packing)
        cycle = _shortest_through(found.residual, mentor)
        if not cycle:
            return found
        is_chosen = _moved(found, cycle)
    raise NotProven("an answer that changes for ever")


def _with_column(
    one: Answered, mentor: int, pairs: Candidates, seats: int
) -> tuple[Board, Booleans]:
    old = one.board.pairs
    stays = old.j != mentor
    here = frozenset(old.i[one.is_chosen & ~stays].tolist())
    is_here = np.array([row in here for row in pairs.i.tolist()], dtype=np.bool_)
    if is_here.sum() != len(here):
        raise NotProven("a mentor who may more has lost somebody")
    all_seats = one.board.seats.copy()
    all_seats[mentor] = seats
    board = replace(one.board, pairs=joined(old.where(stays), pairs), seats=all_seats)
    return board, np.concatenate((one.is_chosen[stays], is_here))


def _shortest_through(residual: Residual, mentor: int) -> list[int]:
    """The arcs of the shortest cycle through this mentor, where it is worth something."""
    enters = residual.head == mentor
    ways = ways_from(_kept(residual, ~enters), mentor)
    arcs = np.flatnonzero(enters)
    if not len(arcs):
        return []
    length = residual.length[arcs] + ways.distance[residual.tail[arcs]]
    best = int(length.argmin())
    if length[best] >= 0:
        return []
    cycle = [int(arcs[best])]
    kept = np.flatnonzero(~enters)
    node = int(residual.tail[cycle[0]])
    while node != mentor:
        arc = int(kept[ways.last_arc(node)])
        cycle.append(arc)
        node = int(residual.tail[arc])
    return cycle


def _moved(one: Answered, cycle: list[int]) -> Booleans:
    return moved_along(one.board, one.residual, one.is_chosen, cycle)


def _backwards(residual: Residual) -> Residual:
    return replace(residual, tail=residual.head, head=residual.tail)


def _without_losses(residual: Residual) -> Residual:
    """Nobody who has a mentor is let go of."""
    arcs = np.arange(len(residual.tail))
    first = len(residual.others)
    return _kept(residual, (arcs < first) | (arcs >= first + len(residual.chosen)))


def _kept(residual: Residual, arcs: Booleans) -> Residual:
    """Only for ways through it: which pair an arc is isn't known any more."""
    return replace(
        residual,
        tail=residual.tail[arcs],
        head=residual.head[arcs],
        length=residual.length[arcs],
    )
