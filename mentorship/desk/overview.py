"""What a coordinator reads at a glance: numbers per House and per stage, nobody in particular."""

from collections import Counter
from dataclasses import dataclass

from mentorship.foundation.db import Db
from mentorship.matching.counts import waiting_by_house
from mentorship.matching.rounds.gathering import taken_seats
from mentorship.mentors import counts, queries
from mentorship.mentors.rules import Stage
from mentorship.region.queries import houses


@dataclass(frozen=True)
class HouseLine:
    """Capacity against waiting: `free` counts seats with mentors who are ready today."""

    name: str
    ready: int
    free: int
    waiting: int

    @property
    def is_short(self) -> bool:
        return self.waiting > self.free


@dataclass(frozen=True)
class Overview:
    stages: dict[Stage, int]
    houses: list[HouseLine]


def overview(db: Db) -> Overview:
    """In a constant number of statements, however many mentors there are."""
    standing = queries.readiness_of_all(db, queries.open_in(None), queries.today(db))
    stages = Counter(known.stage for known in standing.values())
    taken, waiting = taken_seats(db), waiting_by_house(db)
    ready: Counter[str] = Counter()
    free: Counter[str] = Counter()
    for mentor_id, (house, seats) in counts.seats_of_open(db).items():
        if standing[mentor_id].is_ready:
            ready[house] += 1
            free[house] += max(0, seats - taken[mentor_id])
    return Overview(
        stages={stage: stages[stage] for stage in Stage},
        houses=[
            HouseLine(house.name, ready[house.code], free[house.code], waiting.get(house.code, 0))
            for house in houses(db)
        ],
    )
