"""The words of what would help somebody who waits, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorship.matching.assignment.model import Round, Rule


class Verdict(StrEnum):
    """What the best answer is once one thing has changed.

    `helps`: this mentee has a mentor and nobody who had one loses it. `costs`: this mentee has
    one, and somebody else waits instead. `fits`: a mentor fits, but the place goes to others.
    """

    HELPS = "helps"
    COSTS = "costs"
    FITS = "fits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One change, or several that are as good: any one of `values` (slots, languages).

    `rule` says what changes; `capacity` is one more seat. `by` is the mentor who changes, empty
    where the mentee does; for travel the metres say who goes further. `mentors`: with whom the
    mentee is then, any of them where they are equally good; for `fits` those who fit then.
    `more_mentors` aren't named any more.
    `losers`: mentees who had a mentor and wait then.
    """

    verdict: Verdict
    rule: Rule
    by: str = ""
    values: tuple[str, ...] = ()
    mentee_extra_m: int = 0
    mentor_extra_m: int = 0
    mentors: tuple[str, ...] = ()
    more_mentors: int = 0
    losers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Helps:
    """What is told of one mentee who waits: all that helps; without that, what else there is.

    `more` are left out, as many as would fill the page; `is_complete` unless the round was too
    large to look at every mentor's change. `pinned`: who holds every seat of the mentor with whom
    the least stands in the way.
    """

    told: tuple[Help, ...] = ()
    more: int = 0
    is_complete: bool = True
    pinned: tuple[str, ...] = ()


def held_by_pins(round_: Round) -> Mapping[str, tuple[str, ...]]:
    """By mentor whose every free seat a pin takes, the mentees pinned there."""
    held: dict[str, list[str]] = {}
    for mentee in round_.mentees:
        if mentee.pinned is not None:
            held.setdefault(mentee.pinned, []).append(mentee.id)
    seats = {mentor.id: mentor.free_seats for mentor in round_.mentors}
    return {
        mentor: tuple(sorted(mentees))
        for mentor, mentees in held.items()
        if len(mentees) >= seats[mentor]
    }
