"""Knows how the best answer of a board is found: block by block, level by level, then ties."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.blocks import Block, blocks_of
from mentorship.matching.assignment.candidates import Candidates
from mentorship.matching.assignment.flow import Face
from mentorship.matching.assignment.levels import (
    Board,
    best_face,
    highest_floor_that_serves_as_many,
)
from mentorship.matching.assignment.model import Objective
from mentorship.matching.assignment.people import Booleans, People
from mentorship.matching.assignment.tie_break import break_ties


@dataclass(frozen=True, slots=True)
class Best:
    """The pairs chosen, out of those of the board.

    `worst_fit` is that among them, for max-min; its board holds no pair with less.
    """

    board: Board
    is_chosen: Booleans
    worst_fit: int | None

    @property
    def chosen(self) -> Candidates:
        return self.board.pairs.where(self.is_chosen)


def best_of(
    board: Board,
    people: People,
    objective: Objective,
    seed: int,
    keep: Collection[tuple[str, str]] = (),
) -> Best:
    """The one best answer; pairs of `keep` (mentee, mentor) are kept where that costs no level."""
    worst_fit = None
    if objective is Objective.MAX_MIN:
        worst_fit = _joint_floor(blocks_of(board))
        if worst_fit is not None:
            board = board.with_pairs(board.pairs.fit >= worst_fit)
    is_chosen = np.zeros(len(board.pairs), dtype=np.bool_)
    for block in blocks_of(board):
        mentees = tuple(people.mentees[i].id for i in block.mentees.tolist())
        mentors = tuple(people.mentors[j].id for j in block.mentors.tolist())
        is_chosen[block.pairs] = chosen_of(Part(block.board, mentees, mentors, seed, keep))
    return Best(board, is_chosen, worst_fit)


def _joint_floor(blocks: Iterable[Block]) -> int | None:
    """One floor for all, so the lowest that a block needs; None where nobody can be served."""
    floors = (highest_floor_that_serves_as_many(block.board) for block in blocks)
    return min((floor for floor in floors if floor is not None), default=None)


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
