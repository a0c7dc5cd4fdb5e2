"""Knows whom to recruit next: the five mentors who don't exist yet and would win most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mentorship.matching.assignment.best_profile import MENTORS, Found, Search
from mentorship.matching.assignment.candidates import number_type
from mentorship.matching.assignment.demands import Part, joined, parts_of
from mentorship.matching.assignment.engine import Basis, basis_of
from mentorship.matching.assignment.full_caseloads import full_caseloads, somebody_more
from mentorship.matching.assignment.model import Mentee, Objective, Policy, Price, Round
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import People
from mentorship.matching.assignment.profiles import (
    Profile,
    Recommendation,
    RecruitNext,
)
from mentorship.matching.assignment.releasing import NOBODY_TAKEN, Releases

PROFILES = 5


def recruit_next(round_: Round) -> RecruitNext:
    """The best profile, then the best once that one is found, and so on: at most five.

    A profile asks only what somebody who waits asks, and stands where somebody waits; what it
    wins is of the whole round, moves of others included. Told are those that give more mentees a
    mentor, or one of a higher class; not those that only bring better pairs. Of max-min nothing:
    its worst fit is a level that gains don't know. Raises what `solve` does.
    """
    if round_.objective is not Objective.BALANCED:
        return RecruitNext()
    basis = basis_of(round_)
    waiting = _waiting(basis)
    if not waiting:
        return RecruitNext()
    full_houses, full_consultants = full_caseloads(round_, basis, _Market(round_, basis).releases())
    parts = parts_of(round_, waiting)
    found: list[Recommendation] = []
    is_complete = True
    before: list[tuple[int, ...]] = []
    for number in range(PROFILES):
        market = _Market(round_, basis if number == 0 else basis_of(round_))
        best, is_complete = market.best(parts, before)
        if best is None:
            break
        profile = joined(p.options[o] for p, o in zip(parts, best.options, strict=True))
        found.append(market.told(profile, best))
        before.append(best.options)
        recruit = profile.recruit(_free_id(round_, number), round_.date)
        round_ = replace(round_, mentors=(*round_.mentors, recruit))
    return RecruitNext(
        recommendations=tuple(found),
        full_houses=full_houses,
        full_consultants=full_consultants,
        is_complete=is_complete,
    )


def _free_id(round_: Round, number: int) -> str:
    taken = {mentor.id for mentor in round_.mentors}
    id_ = f"recruit-{number}"
    while id_ in taken:
        id_ += "-"
    return id_


def _waiting(basis: Basis) -> list[Mentee]:
    served = {*basis.pinned.tolist(), *basis.board.pairs.i[basis.is_chosen].tolist()}
    return [one for row, one in enumerate(basis.people.mentees) if row not in served]


@dataclass(frozen=True, slots=True)
class _Market:
    """A round with its answer, ready for one mentor more."""

    round: Round
    basis: Basis

    @property
    def people(self) -> People:
        return self.basis.people

    def releases(self) -> Releases:
        board = self.basis.board
        return Releases(board, self.basis.is_chosen, self.basis.pinned, self._packing())

    def best(
        self, parts: tuple[Part, ...], before: Sequence[tuple[int, ...]]
    ) -> tuple[Found | None, bool]:
        """The options of those found `before` are often good once more."""
        releases = self.releases()
        floor, at_least = self.round.policy.floor, somebody_more(releases.packing)
        search = Search(parts, self._bonus(), floor, releases, at_least)
        return search.best(before), search.is_complete

    def told(self, profile: Profile, found: Found) -> Recommendation:
        releases = self.releases()
        more = releases.served(frozenset(found.taken)) - releases.served(NOBODY_TAKEN)
        return Recommendation(
            profile=profile,
            gains=_prices(releases.packing, found.gains),
            served=tuple(sorted(self.people.mentees[row].id for row in more)),
        )

    def _bonus(self) -> Packed:
        policy = self.round.policy
        weeks = np.minimum(self.people.weeks_waiting, policy.weeks_at_most)
        bonus: Packed = policy.points_per_week * weeks.astype(number_type(policy))
        return bonus

    def _packing(self) -> Packing:
        """Room for five ways through everybody, each of which ends at a new mentor."""
        board = self.basis.board
        stops = len(board.caseload) + 1
        nodes = len(board.seats) + stops + 1
        value = board.pairs.value()
        largest = max(
            (most_of_a_pair(self.round.policy), *(abs(int(one)) for one in value.tolist()))
        )
        return Packing(
            most_served=2 * MENTORS * (stops + 1), most_points=2 * MENTORS * nodes * largest
        )


def most_of_a_pair(policy: Policy) -> int:
    """No pair is worth more than this, nor less than minus this."""
    return (
        100 * sum(policy.weights.values())
        + abs(policy.lending_penalty)
        + abs(policy.points_per_week * policy.weeks_at_most)
        + abs(policy.stay_bonus)
    )


def _prices(packing: Packing, gains: tuple[int, ...]) -> tuple[Price, ...]:
    return tuple(packing.unpacked(np.array(gains, dtype=packing.number_type)))
