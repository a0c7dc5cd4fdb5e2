"""Counts who waits and which places are free per municipality, as a round of that day has it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorship.matching.assignment.model import Round
from mentorship.region.models import Municipality


@dataclass(frozen=True, slots=True)
class Balance:
    """Young people who wait and free places of ready mentors, by where they live."""

    waiting: int
    free: int

    @property
    def short(self) -> int:
        """How many wait beyond the places there."""
        return max(0, self.waiting - self.free)


@dataclass(frozen=True, slots=True)
class Balances:
    """By the code of the municipality; `elsewhere` live outside these, or it isn't known where."""

    of: Mapping[str, Balance]
    elsewhere: Balance

    @property
    def together(self) -> Balance:
        all_ = [*self.of.values(), self.elsewhere]
        return Balance(sum(one.waiting for one in all_), sum(one.free for one in all_))


def balances(round_: Round, municipalities: Sequence[Municipality]) -> Balances:
    """Everybody of the round counts once, whichever House they are of."""
    waiting = Counter(one.location.municipality for one in round_.mentees)
    free: Counter[str | None] = Counter()
    for mentor in round_.mentors:
        if mentor.is_ready:
            free[mentor.location.municipality] += mentor.free_seats
    return Balances(
        {
            one.code: Balance(waiting.pop(one.name, 0), free.pop(one.name, 0))
            for one in municipalities
        },
        Balance(waiting.total(), free.total()),
    )


def shortest_first(
    found: Balances, municipalities: Sequence[Municipality]
) -> Iterator[tuple[Municipality, Balance]]:
    """Where most wait beyond the places comes first, the others by name."""
    for one in sorted(municipalities, key=lambda each: (-found.of[each.code].short, each.name)):
        yield one, found.of[one.code]
