"""Knows what would help somebody who waits: single changes, each with what really comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from mentorship.matching.assignment.candidates import Candidates, pairs_passing_all_rules
from mentorship.matching.assignment.effort import MOST_SCORED, Effort
from mentorship.matching.assignment.engine import Basis, basis_of, solve
from mentorship.matching.assignment.help_lines import told
from mentorship.matching.assignment.helps import Help, Helps, Verdict, held_by_pins
from mentorship.matching.assignment.model import Objective, Policy, Round, Rule, Unmatched
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import Booleans, Integers
from mentorship.matching.assignment.recruiting import most_of_a_pair
from mentorship.matching.assignment.rerouting import Led, WaysOut, answered, with_mentor
from mentorship.matching.assignment.variants import (
    Scoring,
    Surroundings,
    Variant,
    changed_mentee,
    changed_mentor,
    of_both,
    of_mentees,
    of_mentors,
    surroundings,
)


def helping(round_: Round) -> Mapping[str, Helps] | None:
    """By mentee who waits. None for max-min, and where too many people take part to say.

    Raises what `solve` does.
    """
    if round_.objective is not Objective.BALANCED:
        return None
    basis = basis_of(round_)
    served = {*basis.pinned.tolist(), *basis.board.pairs.i[basis.is_chosen].tolist()}
    waiting = np.array([row for row in range(basis.people.rows) if row not in served], np.int64)
    if not len(waiting) or not basis.people.mentors:
        return {basis.people.mentees[row].id: Helps() for row in waiting.tolist()}
    here = surroundings(basis.people, round_.policy, waiting)
    variants = list(of_mentees(here))
    if len(variants) * len(basis.people.mentors) > MOST_SCORED:
        return None
    return _Search(round_, basis, here, variants).lines()


def helps_of(round_: Round, waiting: Iterable[Unmatched]) -> Mapping[str, Helps] | None:
    """The same, with who is pinned to the mentor with whom the least stands in the way."""
    found = helping(round_)
    if found is None:
        return None
    held = held_by_pins(round_)
    return {
        one.mentee: replace(found[one.mentee], pinned=held.get(one.nearest_mentor or "", ()))
        for one in waiting
    }


class _Search:
    """One round on its way to what would help."""

    def __init__(
        self, round_: Round, basis: Basis, here: Surroundings, variants: Sequence[Variant]
    ) -> None:
        self._round, self._people, self._here = round_, basis.people, here
        self._variants = variants
        self._pinned = frozenset(basis.pinned.tolist())
        packing = _packing(round_.policy, basis)
        self._now = answered(basis.board, basis.is_chosen, packing)
        self._served = self._now.served()
        self._scoring = Scoring(round_, basis.people)
        self._budget = Effort()
        shape = (basis.people.rows, len(basis.people.mentors))
        self._is_open = np.zeros(shape, dtype=np.bool_)
        self._is_open[basis.board.pairs.i, basis.board.pairs.j] = True
        self._found: dict[int, list[Help]] = {row: [] for row in here.waiting.tolist()}

    def lines(self) -> Mapping[str, Helps]:
        self._by_mentees()
        self._by_mentors()
        self._by_seats()
        self._by_both()
        is_complete = self._budget.is_enough
        return {
            self._people.mentees[row].id: replace(told(found), is_complete=is_complete)
            for row, found in self._found.items()
        }

    # What a mentee changes alone.

    def _by_mentees(self) -> None:
        pairs = self._scoring.mentees(self._variants)
        pairs = pairs.where(self._now.board.seats[pairs.j] > 0)
        rows = np.array([one.at for one in self._variants], dtype=np.int64)
        gain = self._now.worth(pairs, rows[pairs.i])
        is_new = ~self._is_open[rows[pairs.i], pairs.j]
        first = np.searchsorted(pairs.i, np.arange(len(self._variants) + 1))
        ways: dict[int, WaysOut] = {}
        for at, variant in enumerate(self._variants):
            some = slice(first[at], first[at + 1])
            if is_new[some].any():
                entrance = self._now.entrance(variant.at)
                if entrance not in ways:
                    ways[entrance] = self._now.ways_out(entrance)
                judged = self._judged(
                    variant, pairs.j[some], gain[some], is_new[some], ways[entrance]
                )
                self._found[variant.at].append(judged)

    def _judged(
        self, variant: Variant, columns: Integers, gain: Packed, is_new: Booleans, ways: WaysOut
    ) -> Help:
        """A way is a cost, so what is won is less the shorter the way isn't."""
        won = gain - ways.shortest.distance[columns]
        without_losses = gain - ways.without_losses.distance[columns]
        best = won.max()
        if best <= 0:
            return self._help(Verdict.FITS, variant, columns[is_new].tolist())
        if without_losses.max() == best:
            return self._help(Verdict.HELPS, variant, columns[without_losses == best].tolist())
        at = int(won.argmax())
        chosen = self._now.residual.chosen
        losers = [
            self._people.mentees[self._now.board.pairs.i[chosen[one]]].id
            for one in ways.losers(int(columns[at]))
        ]
        mentors = columns[won == best].tolist()
        return replace(self._help(Verdict.COSTS, variant, mentors), losers=tuple(sorted(losers)))

    def _help(self, verdict: Verdict, variant: Variant, mentors: Iterable[int]) -> Help:
        return Help(
            verdict=verdict,
            rule=variant.rule,
            values=(variant.value,) if variant.value else (),
            mentee_extra_m=variant.metres,
            mentors=self._mentor_ids(mentors),
        )

    def _mentor_ids(self, columns: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._people.mentors[one].id for one in sorted(set(columns)))

    # What a mentor changes alone: told only where it helps.

    def _by_mentors(self) -> None:
        people, here = self._people, self._here
        passing = pairs_passing_all_rules(people, self._round.policy)
        is_low = np.zeros(self._is_open.shape, dtype=np.bool_)
        low = passing.where(passing.fit < self._round.policy.floor)
        is_low[low.i, low.j] = True
        wanted = of_mentors(here, is_low[here.waiting])
        reach = self._reaches_a_seat()
        variants = [one for one in wanted if self._now.board.seats[one.at] > 0 and reach[one.at]]
        for variant, led, lets_in in self._rerouted(variants):
            for row in lets_in.intersection(wanted[variant]):
                self._add_where_it_helps(row, variant, led)

    def _by_seats(self) -> None:
        """Of mentors who have no place left: one who has isn't asked for one more."""
        taken = np.bincount(
            self._now.board.pairs.j[self._now.is_chosen], minlength=len(self._people.mentors)
        )
        full = np.flatnonzero(taken >= self._now.board.seats).tolist()
        variants = [Variant(column, Rule.CAPACITY) for column in full]
        for variant, led, _lets_in in self._rerouted(variants):
            for row in self._found:
                self._add_where_it_helps(row, variant, led)

    def _reaches_a_seat(self) -> Booleans:
        """Mentors from whom somebody can move on until a free seat is taken, and nobody loses."""
        hub = self._now.residual.nodes - 1
        ways = self._now.ways_out(hub).without_losses
        is_near: Booleans = np.asarray(ways.distance < self._now.packing.too_far, dtype=np.bool_)
        return is_near

    def _rerouted(
        self, variants: Sequence[Variant]
    ) -> Iterator[tuple[Variant, Led, frozenset[int]]]:
        """Each with the answer that it leads to, and whom the mentor may guide then."""
        if not variants:
            return
        scored = self._scoring.mentors(variants)
        known: dict[tuple[object, ...], Led | None] = {}
        for at, variant in enumerate(variants):
            is_its = (scored.j == at) & ~np.isin(scored.i, list(self._pinned))
            some = scored.where(is_its)
            some = replace(some, j=np.full(len(some), variant.at, dtype=np.int64))
            alike = (variant.at, variant.rule, some.i.tobytes(), tuple(some.value().tolist()))
            if alike not in known:
                known[alike] = self._led_to(variant, some)
            led = known[alike]
            if led is not None:
                yield variant, led, frozenset(some.i.tolist())

    def _led_to(self, variant: Variant, column: Candidates) -> Led | None:
        if not self._budget.reroute(len(self._now.board.pairs)):
            return None
        seats = int(self._now.board.seats[variant.at]) + (variant.rule is Rule.CAPACITY)
        found = with_mentor(self._now, variant.at, column, seats)
        if found.is_certain():
            return Led(found.mates(), found)
        return self._solved_anew(mentors={variant.at: variant})

    def _solved_anew(
        self, *, mentors: Mapping[int, Variant], mentees: Mapping[int, Variant] | None = None
    ) -> Led | None:
        """With ties broken as the page that supposes this breaks them."""
        if not self._budget.solve(self._is_open.size):
            return None
        people, now = self._people, self._now
        young = [
            changed_mentee(one, mentees[at]) if mentees and at in mentees else one
            for at, one in enumerate(people.mentees)
        ]
        older = [
            changed_mentor(one, mentors[at]) if at in mentors else one
            for at, one in enumerate(people.mentors)
        ]
        chosen = now.board.pairs.where(now.is_chosen)
        keep = {
            (people.mentees[i].id, people.mentors[j].id)
            for i, j in zip(chosen.i.tolist(), chosen.j.tolist(), strict=True)
        }
        keep |= {(one.id, one.pinned) for one in people.mentees if one.pinned is not None}
        changed = replace(self._round, mentees=tuple(young), mentors=tuple(older))
        answer = solve(changed, keep=keep, with_prices=False)
        row = {one.id: at for at, one in enumerate(people.mentees)}
        column = {one.id: at for at, one in enumerate(people.mentors)}
        return Led({row[pair.mentee]: column[pair.mentor] for pair in answer.proposals})

    def _add_where_it_helps(self, row: int, variant: Variant, led: Led) -> None:
        if row in led.served and led.served >= self._served:
            by = self._people.mentors[variant.at].id
            found = self._help(Verdict.HELPS, variant, led.mentors_of(row))
            self._found[row].append(
                replace(found, by=by, mentee_extra_m=0, mentor_extra_m=variant.metres)
            )

    # What both change, which is told of travel only, where neither alone helps as much.

    def _by_both(self) -> None:
        reach = self._reaches_a_seat()
        wanted: dict[int, list[tuple[int, int, int]]] = {}
        for row, column, theirs, ours in of_both(self._here):
            if self._now.board.seats[column] > 0 and reach[column]:
                wanted.setdefault(row, []).append((column, theirs, ours))
        for row, ways in wanted.items():
            for column, theirs, ours in sorted(ways, key=lambda way: (sum(way[1:]), way)):
                if self._helps_with_less(row, column, theirs, ours):
                    continue
                led = self._solved_anew(
                    mentees={row: Variant(row, Rule.TRAVEL, metres=theirs)},
                    mentors={column: Variant(column, Rule.TRAVEL, metres=ours)},
                )
                if led is not None and row in led.served and led.served >= self._served:
                    self._found[row].append(
                        Help(
                            verdict=Verdict.HELPS,
                            rule=Rule.TRAVEL,
                            by=self._people.mentors[column].id,
                            mentee_extra_m=theirs,
                            mentor_extra_m=ours,
                            mentors=self._mentor_ids(led.mentors_of(row)),
                        )
                    )
                    break

    def _helps_with_less(self, row: int, column: int, theirs: int, ours: int) -> bool:
        return any(
            one.verdict is Verdict.HELPS
            and one.rule is Rule.TRAVEL
            and one.by in ("", self._people.mentors[column].id)
            and one.mentee_extra_m <= theirs
            and one.mentor_extra_m <= ours
            for one in self._found[row]
        )


def _packing(policy: Policy, basis: Basis) -> Packing:
    """Room for every cycle, whatever its pairs are worth by then."""
    houses = len(basis.board.caseload) + 1
    nodes = len(basis.board.seats) + houses
    return Packing(most_served=2 * houses, most_points=2 * nodes * most_of_a_pair(policy))
