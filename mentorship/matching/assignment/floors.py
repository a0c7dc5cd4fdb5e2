"""Knows what every choice is worth at best where no pair under some fit may be chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.cycles import shortest_cycles
from mentorship.matching.assignment.levels import CLASSES, Board, best_face
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import Booleans, Integers
from mentorship.matching.assignment.residual import residual_of


@dataclass(frozen=True, slots=True)
class Worth:
    """Of the best answer with each choice: matched, a row per class, and points.

    Choices are every pair of the whole board, and then every mentee left alone.
    """

    is_possible: Booleans
    matched: Integers
    points: Packed


def worth_above(board: Board, fit: int, packing: Packing) -> Worth:
    """`packing` is that of the whole board."""
    is_kept = board.pairs.fit >= fit
    part = board.with_pairs(is_kept)
    is_chosen = _best_choice(part)
    lost = _lost(board, np.flatnonzero(is_kept), part, is_chosen, packing)
    *classes, _worst_fit, points = packing.digits(lost)
    served = part.priority[part.pairs.i[is_chosen]]
    matched = np.array([(served == k).sum() for k in CLASSES])
    value = part.pairs.value()[is_chosen].astype(packing.number_type)
    return Worth(
        is_possible=lost < packing.too_far,
        matched=matched[:, None] - np.array(classes, dtype=np.int64),
        points=value.sum() - points,
    )


def _best_choice(board: Board) -> Booleans:
    if not len(board.pairs):
        return np.zeros(0, dtype=np.bool_)
    is_chosen: Booleans = best_face(board).flow[: len(board.pairs)] > 0
    return is_chosen


def _lost(
    board: Board, kept: Integers, part: Board, is_chosen: Booleans, packing: Packing
) -> Packed:
    """By choice what this answer of the part gives up with it; too far where it can't be."""
    pairs = len(board.pairs)
    lost = np.full(pairs + len(board.priority), packing.too_far, dtype=packing.number_type)
    lost[kept[is_chosen]] = 0
    lost[pairs:] = 0
    if len(part.pairs):
        residual = residual_of(part, is_chosen, packing)
        cycles = shortest_cycles(residual)
        others = len(residual.others)
        lost[kept[residual.others]] = cycles[:others]
        lost[pairs + part.pairs.i[residual.chosen]] = cycles[others:]
    return lost
