"""What happens in the process of its own when a place is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mentorship.matching.assignment.model import Round
from mentorship.matching.rounds.computing import Solved, solved


@dataclass(frozen=True)
class Look:
    """A question as plain values; `looked_for` is `mentee` or `seat`, and `who` the id of theirs.

    `held` are the pairs (mentee, mentor) whose seats are taken, `places` what is taken of the
    caseloads of Houses, and `of_consultants` of those of consultants, by House and id.
    """

    looked_for: str
    round: Round
    held: tuple[tuple[str, str], ...]
    places: Mapping[str, int]
    who: str
    of_consultants: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Full:
    """The House of the mentee has no place left; or `is_consultants`: only the consultant."""

    is_consultants: bool


# A small round with its answer, or why there is none.
Looked: TypeAlias = tuple[Round, Solved] | Full


def looked(look: Look) -> Looked:
    """The small round and its answer, where there is a place for the mentee."""
    # Loads NumPy and OR-Tools: in the process that solves only, never in one that answers pages.
    from mentorship.matching.assignment.second_look import (  # noqa: PLC0415
        CaseloadFull,
        Standing,
        round_for_mentee,
        round_for_seat,
    )

    standing = Standing(pairs=look.held, places=look.places, held=look.of_consultants)
    rounds = {"mentee": round_for_mentee, "seat": round_for_seat}
    try:
        small = rounds[look.looked_for](look.round, standing, look.who)
    except CaseloadFull as full:
        return Full(full.is_consultants)
    return small, solved(small)
