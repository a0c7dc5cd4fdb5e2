"""Knows how ties end: by hash bits that nobody chose and everybody can recompute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

import numpy as np

from mentorship.matching.assignment.candidates import Candidates
from mentorship.matching.assignment.flow import Face, NotProven
from mentorship.matching.assignment.people import Integers

WORD_BYTES = 4
WORDS = sha256().digest_size // WORD_BYTES


def break_ties(
    face: Face, pairs: Candidates, mentees: Sequence[str], mentors: Sequence[str], seed: int
) -> None:
    """Leave one answer on the face; `mentees` and `mentors` are the ids of rows and columns.

    The first 32 bits of every tied pair's hash are added up and minimised, then the next 32,
    until nothing can move. Sums and not seats are compared, so no id is favoured twice.
    """
    face.settle_what_no_cycle_moves()
    for word in range(WORDS):
        tied = face.open[face.open < len(pairs)]
        if not len(tied):
            return
        at = zip(pairs.i[tied].tolist(), pairs.j[tied].tolist(), strict=True)
        ids = ((mentees[i], mentors[j]) for i, j in at)
        cost = np.zeros(len(face.network.tail), dtype=np.int64)
        cost[tied] = _hash_words(seed, ids, word)
        face.minimise(cost)
        face.settle_what_no_cycle_moves()
    if (face.open < len(pairs)).any():
        raise NotProven("two answers have the same hash in all its bits")


def pair_hash(seed: int, mentee: str, mentor: str) -> bytes:
    """SHA-256 over seed and ids, each with its length in bytes before it."""
    parts = (part.encode() for part in (str(seed), mentee, mentor))
    return sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def _hash_words(seed: int, pairs: Iterable[tuple[str, str]], word: int) -> Integers:
    """The given word of every pair's hash as a number below 2^32."""
    part = slice(word * WORD_BYTES, (word + 1) * WORD_BYTES)
    hashes = (pair_hash(seed, mentee, mentor) for mentee, mentor in pairs)
    return np.fromiter((int.from_bytes(h[part], "big") for h in hashes), dtype=np.int64)
