"""Knows how the best answer of a board is found: block by block, side by side where that pays."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.blocks import Block, blocks_of
from mentorship.matching.assignment.candidates import Candidates
from mentorship.matching.assignment.levels import Board, highest_floor_that_serves_as_many
from mentorship.matching.assignment.model import Objective
from mentorship.matching.assignment.part import Part, chosen_of
from mentorship.matching.assignment.part_process import chosen_apart
from mentorship.matching.assignment.people import Booleans, People

# To start a process and send it so many pairs takes half a second, to solve them more than one.
WORTH_A_PROCESS = 400_000


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
    for block, chosen in _each_solved(list(blocks_of(board)), people, seed, keep):
        is_chosen[block.pairs] = chosen
    return Best(board, is_chosen, worst_fit)


def _each_solved(
    blocks: Sequence[Block], people: People, seed: int, keep: Collection[tuple[str, str]]
) -> Iterator[tuple[Block, Booleans]]:
    """Two or more large blocks in processes of their own, the others here meanwhile."""

    def part(block: Block) -> Part:
        mentees = tuple(people.mentees[i].id for i in block.mentees.tolist())
        mentors = tuple(people.mentors[j].id for j in block.mentors.tolist())
        return Part(block.board, mentees, mentors, seed, keep)

    apart = [block for block in blocks if len(block.pairs) >= WORTH_A_PROCESS]
    if len(apart) < 2 or processors() < 2:
        apart = []
    here = [block for block in blocks if len(block.pairs) < WORTH_A_PROCESS or not apart]
    with ThreadPoolExecutor(processors()) as threads:
        answers = threads.map(lambda block: chosen_apart(part(block)), apart)
        yield from ((block, chosen_of(part(block))) for block in here)
        yield from zip(apart, answers, strict=True)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _joint_floor(blocks: Iterable[Block]) -> int | None:
    """One floor for all, so the lowest that a block needs; None where nobody can be served."""
    floors = (highest_floor_that_serves_as_many(block.board) for block in blocks)
    return min((floor for floor in floors if floor is not None), default=None)
