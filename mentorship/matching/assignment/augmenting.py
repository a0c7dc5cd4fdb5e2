"""Knows how a proven answer goes on when one more mentee or one more seat arrives.

The new optimum differs from the old one by one cycle of the residual network, the shortest one
through what arrived: everybody on it moves up a place. So nothing is solved again. Of ways that
give up as much, the hash of the tie-break decides: the answer is the very one that solving anew
gives, not only as good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from mentorship.matching.assignment.candidates import Candidates, pairs_passing_all_rules
from mentorship.matching.assignment.caseloads import caseloads_of
from mentorship.matching.assignment.components import grouped
from mentorship.matching.assignment.engine import basis_of
from mentorship.matching.assignment.flow import NotProven
from mentorship.matching.assignment.model import Mentee, Mentor, Objective, Policy, Price, Round
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.paths import distances, graph_of, potentials
from mentorship.matching.assignment.people import NOBODY, Integers, people_of
from mentorship.matching.assignment.residual import residual_of, where_mentees_are
from mentorship.matching.assignment.tie_break import WORD_BYTES, WORDS, pair_hash
from mentorship.matching.assignment.ways import Way, Ways
from mentorship.matching.assignment.what_if import Move

NOTHING = Price(class_1=0, class_2=0, class_3=0, points=0)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the round as a whole wins, and who has another mentor now; nobody else moves.

    The mentee who arrived is among the moves if served.
    """

    gain: Price
    moves: tuple[Move, ...] = ()


class Arrivals:
    """A round with its answer, ready for one more mentee or seat; each is asked from this answer.

    Raises what `solve` does, and `ValueError` for max-min: its worst fit is a level that ways
    don't know.
    """

    def __init__(self, round_: Round) -> None:
        if round_.objective is not Objective.BALANCED:
            raise ValueError("a max-min round has no ways to augment it")
        self._round, self._caseloads = round_, caseloads_of(round_)
        basis = basis_of(round_)
        self._people, self._board, self._pinned = basis.people, basis.board, basis.pinned
        self._mentees = {one.id for one in self._people.mentees}
        self._mentors = {one.id: j for j, one in enumerate(self._people.mentors)}
        packing = _packing(round_.policy, len(self._board.seats), len(self._board.caseload))
        self._residual = residual_of(self._board, basis.is_chosen, packing)
        chosen = np.flatnonzero(basis.is_chosen)
        value = self._board.pairs.value().astype(packing.number_type)
        self._at, self._leaving = where_mentees_are(self._board, chosen, value, packing)
        i, j = self._board.pairs.i, self._board.pairs.j
        self._mate = dict(zip(i[chosen].tolist(), j[chosen].tolist(), strict=True))
        self._shift = 8 * WORD_BYTES + (8 * self._residual.nodes).bit_length()
        self._to, self._from_hub = self._ways()

    def mentee(self, one: Mentee) -> Arrived:
        """One who isn't in the round; who is pinned needs the round solved anew."""
        if one.pinned is not None or one.id in self._mentees:
            raise ValueError("a mentee who arrives is new and isn't pinned")
        pairs = self._eligible(replace(self._round, mentees=(one,)))
        return self.mentee_with(one, pairs)

    def mentee_with(self, one: Mentee, pairs: Candidates) -> Arrived:
        """The same where the eligible pairs of this mentee are known."""
        packing, mentors = self._residual.packing, self._people.mentors
        lengths = -packing.one_of_class(one.priority) - pairs.value().astype(packing.number_type)
        ways = self._to[self._entrance(one)]
        way = ways.shortest(
            pairs.j, lengths, lambda at: self._hash(one.id, mentors[int(pairs.j[at])].id)
        )
        if way is None:
            return Arrived(NOTHING)
        served = Move(mentee=one.id, before=None, after=mentors[int(pairs.j[way.start])].id)
        return self._arrived(way, served)

    def mentor(self, one: Mentor) -> Arrived:
        """One who isn't in the round, with one seat; more seats arrive one after the other."""
        if one.free_seats != 1 or one.id in self._mentors:
            raise ValueError("a mentor who arrives is new and has one free seat")
        unpinned = (replace(each, pinned=None) for each in self._round.mentees)
        pairs = self._eligible(replace(self._round, mentees=tuple(unpinned), mentors=(one,)))
        pairs = pairs.where(~np.isin(pairs.i, self._pinned))
        lengths = self._leaving[pairs.i] - pairs.value().astype(self._residual.packing.number_type)
        mentees = self._people.mentees
        way = self._from_hub.shortest(
            self._at[pairs.i],
            lengths,
            lambda at: (
                self._hash(mentees[int(pairs.i[at])].id, one.id) - self._hash_now(int(pairs.i[at]))
            ),
        )
        if way is None:
            return Arrived(NOTHING)
        i = int(pairs.i[way.start])
        return self._arrived(way, Move(mentee=mentees[i].id, before=self._now(i), after=one.id))

    def seat(self, mentor: str) -> Arrived:
        """One more of a mentor who had a free one; the points for free seats stay as they were."""
        if mentor not in self._mentors or self._board.seats[self._mentors[mentor]] < 1:
            raise ValueError("without a free seat the round didn't look at this mentor")
        node = np.array([self._mentors[mentor]])
        nothing = np.zeros(1, dtype=self._residual.packing.number_type)
        way = self._from_hub.shortest(node, nothing, lambda _at: 0)
        return Arrived(NOTHING) if way is None else self._arrived(way)

    def _eligible(self, round_: Round) -> Candidates:
        candidates = pairs_passing_all_rules(people_of(round_), round_.policy)
        return candidates.where(candidates.fit >= round_.policy.floor)

    def _entrance(self, one: Mentee) -> int:
        """The smallest caseload, or the hub: as `residual` has them."""
        group = self._caseloads.innermost(one)
        return self._residual.nodes - 1 if group == NOBODY else self._residual.mentors + group

    def _hash(self, mentee: str, mentor: str) -> int:
        """The words of the tie-break as digits wide enough to be added up along a way."""
        found = pair_hash(self._round.seed, mentee, mentor)
        number = 0
        for at in range(WORDS):
            word = int.from_bytes(found[at * WORD_BYTES : (at + 1) * WORD_BYTES], "big")
            number = (number << self._shift) + word
        return number

    def _hash_now(self, i: int) -> int:
        mate = self._now(i)
        return 0 if mate is None else self._hash(self._people.mentees[i].id, mate)

    def _hash_of_arc(self, arc: int) -> int:
        """What a step adds to the sum that ties minimise."""
        change = self._change(arc)
        if change is None:
            return 0
        i, j = change
        people = self._people
        then = 0 if j is None else self._hash(people.mentees[i].id, people.mentors[j].id)
        return then - self._hash_now(i)

    def _change(self, arc: int) -> tuple[int, int | None] | None:
        """Whom an arc of the residual moves, and to which mentor; None where nobody moves."""
        residual, pairs = self._residual, self._board.pairs
        if arc < len(residual.others):
            pair = residual.others[arc]
            return int(pairs.i[pair]), int(pairs.j[pair])
        arc -= len(residual.others)
        if arc < len(residual.chosen):
            return int(pairs.i[residual.chosen[arc]]), None
        return None

    def _ways(self) -> tuple[dict[int, Ways], Ways]:
        """To each caseload and to the hub; and from the hub, backwards."""
        residual = self._residual
        tail, head = residual.tail, residual.head
        order, first = grouped(tail, residual.nodes)
        graph = graph_of(first, head[order], residual.length[order])
        found = potentials(graph, -residual.packing.too_far)
        if found is None:
            raise NotProven("the answer that is augmented can be improved")
        potential = np.array(found, dtype=residual.length.dtype)
        reduced = residual.length + potential[tail] - potential[head]
        hub = residual.nodes - 1
        to = {
            stop: self._ways_to(stop, tail, head, reduced, potential)
            for stop in range(residual.mentors, residual.nodes)
        }
        return to, self._ways_to(hub, head, tail, reduced, -potential)

    def _ways_to(
        self, goal: int, tail: Integers, head: Integers, reduced: Packed, potential: Packed
    ) -> Ways:
        """One search from the goal, against the arcs."""
        residual = self._residual
        too_far = residual.packing.too_far
        order, first = grouped(head, residual.nodes)
        found = distances(graph_of(first, tail[order], reduced[order]), goal, too_far)
        way = np.array(found, dtype=reduced.dtype)
        way = np.where(way < too_far, way - potential + potential[goal], too_far)
        order, first = grouped(tail, residual.nodes)
        return Ways(first, order, head, residual.length, way, goal, self._hash_of_arc)

    def _arrived(self, way: Way, *last: Move) -> Arrived:
        packing = self._residual.packing
        (gain,) = packing.unpacked(np.array([-way.length], dtype=packing.number_type))
        moves = (*self._moves(way), *last)
        return Arrived(gain, tuple(sorted(moves, key=lambda move: move.mentee)))

    def _moves(self, way: Way) -> Iterator[Move]:
        mentees, mentors = self._people.mentees, self._people.mentors
        for change in map(self._change, way.arcs):
            if change is not None:
                i, j = change
                after = None if j is None else mentors[j].id
                yield Move(mentee=mentees[i].id, before=self._now(i), after=after)

    def _now(self, i: int) -> str | None:
        mate = self._mate.get(i)
        return None if mate is None else self._people.mentors[mate].id


def _packing(policy: Policy, mentors: int, caseloads: int) -> Packing:
    """Room for one node more, with a pair that is worth anything that the policy can give."""
    largest = (
        100 * sum(policy.weights.values())
        + abs(policy.lending_penalty)
        + abs(policy.points_per_week * policy.weeks_at_most)
        + abs(policy.stay_bonus)
    )
    nodes = mentors + caseloads + 2
    return Packing(most_served=2 * (caseloads + 2), most_points=2 * nodes * largest)
