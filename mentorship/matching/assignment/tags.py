"""Knows sets of tags (slots, languages, interests) as bits, so that what is shared is an AND."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
# Unsigned, and no wider than needed: every pair of a round is looked at.
Words = npt.NDArray[Any]

WIDTHS = (8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class Tags:
    """Sets of tags as bits, one row of words a person, for both sides alike."""

    mentee: Words
    mentor: Words

    def shared(self, i: Integers, j: Integers) -> Integers:
        """How many tags mentees `i` and mentors `j` have in common."""
        total = np.zeros(len(i), dtype=np.int64)
        for word in range(self.mentee.shape[1]):
            total += np.bitwise_count(self.mentee[:, word][i] & self.mentor[:, word][j])
        return total

    def is_any_shared(self, rows: Integers, columns: Integers) -> Booleans:
        """Whether each of these mentees shares a tag with each of these mentors, as a table."""
        table = np.zeros((len(rows), len(columns)), dtype=np.bool_)
        for word in range(self.mentee.shape[1]):
            table |= (self.mentee[rows, word, None] & self.mentor[columns, word]) != 0
        return table


def tags_of(
    mentees: Sequence[AbstractSet[Hashable]], mentors: Sequence[AbstractSet[Hashable]]
) -> Tags:
    """Only tags that occur on both sides need a bit: the others can't be shared."""
    asked: set[Hashable] = set().union(*mentees)
    offered: set[Hashable] = set().union(*mentors)
    bits = asked & offered
    number = dict.fromkeys(asked | offered, len(bits)) | {tag: n for n, tag in enumerate(bits)}
    return Tags(_words(mentees, number, len(bits)), _words(mentors, number, len(bits)))


def _words(
    people: Sequence[AbstractSet[Hashable]], number: Mapping[Hashable, int], bits: int
) -> Words:
    """`number` is the bit of every tag; those from `bits` on are left out."""
    width = next((w for w in WIDTHS if bits <= w), WIDTHS[-1])
    words = np.zeros((len(people), -(-bits // width)), dtype=f"u{width // 8}")
    how_many = np.fromiter(map(len, people), dtype=np.int64, count=len(people))
    person = np.repeat(np.arange(len(people)), how_many)
    bit = np.fromiter(map(number.__getitem__, chain.from_iterable(people)), dtype=np.int64)
    person, bit = person[bit < bits], bit[bit < bits]
    word, place = np.divmod(bit, width)
    ones = np.left_shift(np.ones(1, dtype=words.dtype), place.astype(words.dtype))
    np.bitwise_or.at(words.reshape(-1), person * words.shape[1] + word, ones)
    return words
