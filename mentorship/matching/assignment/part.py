"""Knows how one block is solved: level by level, what is to be kept, and ties at the end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.flow import Face
from mentorship.matching.assignment.levels import Board, best_face
from mentorship.matching.assignment.people import Booleans
from mentorship.matching.assignment.tie_break import break_ties


@dataclass(frozen=True, slots=True)
class Part:
    """All that decides what is chosen of a block; `mentees` and `mentors` are ids."""

    board: Board
    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    seed: int
    keep: Collection[tuple[str, str]]


def chosen_of(part: Part) -> Booleans:
    """Which pairs are chosen."""
    pairs = part.board.pairs
    if not len(pairs):
        return np.zeros(0, dtype=np.bool_)
    face = best_face(part.board)
    if part.keep:
        _keep_most(face, part)
    break_ties(face, pairs, part.mentees, part.mentors, part.seed)
    chosen: Booleans = face.flow[: len(pairs)] > 0
    return chosen


def _keep_most(face: Face, part: Part) -> None:
    pairs = zip(part.board.pairs.i.tolist(), part.board.pairs.j.tolist(), strict=True)
    known = ((part.mentees[i], part.mentors[j]) in part.keep for i, j in pairs)
    cost = np.zeros(len(face.network.tail), dtype=np.int64)
    cost[: len(part.board.pairs)] = -np.fromiter(known, dtype=np.int64)
    face.minimise(cost)
