"""Knows where a consultant's place is lacking, not a mentor: what one place more would win."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from mentorship.matching.assignment.caseloads import Group, caseloads_of
from mentorship.matching.assignment.engine import Basis, basis_of
from mentorship.matching.assignment.levels import CLASSES
from mentorship.matching.assignment.model import Price, Round
from mentorship.matching.assignment.packing import Packing
from mentorship.matching.assignment.profiles import FullConsultant, FullHouse
from mentorship.matching.assignment.releasing import Releases


def full_caseloads(
    round_: Round, basis: Basis, releases: Releases
) -> tuple[tuple[FullHouse, ...], tuple[FullConsultant, ...]]:
    """Those where one place more serves somebody more, or one of a higher class.

    `basis` and `releases` are of the round. Where House and consultant are both full, a place more
    with one of them may help nobody; then both are tried together.
    """
    groups = caseloads_of(round_).groups
    won = {
        group: _price(releases.packing, gain)
        for group, gain in zip(groups, releases.places().tolist(), strict=True)
        if gain >= somebody_more(releases.packing)
    }
    houses = [
        FullHouse(house=house, gain=gain)
        for (house, consultant), gain in won.items()
        if house is not None and consultant is None
    ]
    return tuple(houses), tuple(_consultants(round_, basis, won))


def somebody_more(packing: Packing) -> int:
    """The least that is more than points alone can be."""
    return packing.one_of_class(3) - packing.most_points


def _consultants(
    round_: Round, basis: Basis, won: Mapping[Group, Price]
) -> Iterator[FullConsultant]:
    for one in round_.consultants:
        gain, house = won.get((one.house, one.id)), one.house
        with_house = gain is None and house in round_.policy.caseload and (house, None) not in won
        if with_house and house is not None:
            gain = _with_a_place_of_both(round_, basis, one.id, house)
        if gain is not None:
            yield FullConsultant(consultant=one.id, house=house, gain=gain, with_house=with_house)


def _with_a_place_of_both(round_: Round, basis: Basis, consultant: str, house: str) -> Price | None:
    """Solved anew; None where nobody who waits is of this consultant, or it serves nobody more."""
    served = {*basis.pinned.tolist(), *basis.board.pairs.i[basis.is_chosen].tolist()}
    waits = (one for row, one in enumerate(basis.people.mentees) if row not in served)
    if not any((one.house, one.consultant) == (house, consultant) for one in waits):
        return None
    caseload = {**round_.policy.caseload}
    caseload[house] += 1
    consultants = tuple(
        replace(one, places=one.places + 1) if (one.house, one.id) == (house, consultant) else one
        for one in round_.consultants
    )
    more = replace(
        round_, policy=replace(round_.policy, caseload=caseload), consultants=consultants
    )
    before, after = _levels(basis), _levels(basis_of(more))
    class_1, class_2, class_3, points = (b - a for a, b in zip(before, after, strict=True))
    if not any((class_1, class_2, class_3)):
        return None
    return Price(class_1=class_1, class_2=class_2, class_3=class_3, points=points)


def _levels(basis: Basis) -> tuple[int, ...]:
    """Of the pairs that were chosen; pins are the same in both."""
    pairs = basis.board.pairs.where(basis.is_chosen)
    served = basis.board.priority[pairs.i]
    points = sum(int(value) for value in pairs.value().tolist())
    return (*(int((served == k).sum()) for k in CLASSES), points)


def _price(packing: Packing, gain: int) -> Price:
    return next(packing.unpacked(np.array((gain,), dtype=packing.number_type)))
