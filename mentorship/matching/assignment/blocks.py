"""Knows the parts of a board that no pair and no caseload crosses: each is solved on its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from mentorship.matching.assignment.components import grouped, parts
from mentorship.matching.assignment.levels import Board
from mentorship.matching.assignment.people import NOBODY, Integers

# Blocks with fewer pairs are put together: to begin with one costs more than it saves.
LEAST_PAIRS = 50_000


@dataclass(frozen=True, slots=True)
class Block:
    """A board of its own, without points; what its pairs, rows and columns are on the whole one."""

    board: Board
    pairs: Integers
    mentees: Integers
    mentors: Integers


def blocks_of(board: Board) -> Iterator[Block]:
    """Together they hold every pair, and everybody who has one."""
    block = _block_of_each_pair(board)
    if not block.any():
        everybody = np.arange(len(board.priority)), np.arange(len(board.seats))
        yield Block(board, np.arange(len(board.pairs)), *everybody)
        return
    order, first = grouped(block, int(block.max()) + 1)
    for begin, end in pairwise(first.tolist()):
        if begin < end:
            yield _block(board, np.sort(order[begin:end]))


def _block_of_each_pair(board: Board) -> Integers:
    pairs, mentees, mentors = board.pairs, len(board.priority), len(board.seats)
    if len(pairs) < 2 * LEAST_PAIRS:
        return np.zeros(len(pairs), dtype=np.int64)
    capped = np.unique(pairs.i)
    outermost = board.outermost()
    capped = capped[outermost[capped] != NOBODY]
    start = np.concatenate((pairs.i, capped))
    end = np.concatenate((mentees + pairs.j, mentees + mentors + outermost[capped]))
    part = parts(mentees + mentors + len(board.caseload), start, end)[pairs.i]
    size = np.bincount(part)
    block: Integers = ((np.cumsum(size) - size) // LEAST_PAIRS)[part]
    return block


def _block(board: Board, at: Integers) -> Block:
    pairs = board.pairs.without_points().where(at)
    mentees, i = np.unique(pairs.i, return_inverse=True)
    mentors, j = np.unique(pairs.j, return_inverse=True)
    own = Board(
        pairs=replace(pairs, i=i, j=j),
        seats=board.seats[mentors],
        priority=board.priority[mentees],
        group=board.group[mentees],
        caseload=board.caseload,
        around=board.around,
    )
    return Block(own, at, mentees, mentors)
