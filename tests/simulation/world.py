"""The invented service in which lives go on: its clock, its dice and the list of what happened."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.oracle import State, state_on

# After a match ended; longer than any service would have a mentor rest by default.
REST = timedelta(days=90)

Life = Iterator[datetime]


def local_moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, w.AMSTERDAM).astimezone(UTC)


class World:
    def __init__(self, seed: int, start: date) -> None:
        self.rng = random.Random(seed)
        self.end = w.add_months(start, 24)
        self.now = local_moment(start, time(0))
        self.events: list[e.Event] = []
        self.stopped: set[str] = set()
        self.houses: dict[str, str] = {}
        self.pairs: dict[str, tuple[str, str]] = {}  # match → mentee, mentor
        self.resting: dict[str, date] = {}
        self._agenda: list[tuple[datetime, int, Life, str]] = []
        self._order = count()
        self._asked: tuple[tuple[int, date], State] | None = None

    @property
    def today(self) -> date:
        return w.local_day(self.now)

    @property
    def state(self) -> State:
        known = (len(self.events), self.today)
        if self._asked is None or self._asked[0] != known:
            self._asked = known, state_on(self.events, self.today)
        return self._asked[1]

    def happen(self, kind: type[e.Event], *what: Any) -> None:
        if self.events:
            self.now = max(self.now, self.events[-1].at + timedelta(seconds=1))
        self.events.append(kind(self.now, *what))

    def spawn(self, life: Life, owner: str = "") -> None:
        """Follow a life until it ends or its owner stops."""
        at = next(life, None)
        if at is not None:
            heappush(self._agenda, (at, next(self._order), life, owner))

    def run(self) -> None:
        while self._agenda and w.local_day(self._agenda[0][0]) < self.end:
            at, _, life, owner = heappop(self._agenda)
            self.now = max(self.now, at)
            if owner not in self.stopped:
                self.spawn(life, owner)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def pick(self, **weights: int) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def office(self, low: int, high: int) -> datetime:
        """In working hours, nearly always on a working day."""
        day = self.today + timedelta(days=self.rng.randint(low, high))
        day = day if self.chance(0.1) else w.next_working_day(day)
        return self._later(day, self.rng.randint(510, 1050))

    def somewhere(self, low: int, high: int) -> datetime:
        """On any day, often in the evening and sometimes around local midnight."""
        day = self.today + timedelta(days=self.rng.randint(low, high))
        minutes = {"day": (480, 1080), "evening": (1080, 1439), "midnight": (1415, 1465)}
        return self._later(day, self.rng.randint(*minutes[self.pick(day=5, evening=3, midnight=2)]))

    def _later(self, day: date, minutes: int) -> datetime:
        days, minute = divmod(minutes, 1440)
        at = local_moment(day + timedelta(days=days), time(minute // 60, minute % 60))
        return max(at, self.now + timedelta(minutes=1))

    def days_ago(self, low: int, high: int) -> date:
        return self.today - timedelta(days=self.rng.randint(low, high))

    def is_matched(self, person: str) -> bool:
        return any(person in self.pairs[match] for match in self.state.live_matches)

    def part(self, person: str) -> None:
        """End active matches of this person and refuse the ones that wait for an answer."""
        for match, status in self.state.live_matches.items():
            if person not in self.pairs[match]:
                continue
            if status == "active":
                self.happen(e.MatchEnded, match)
                self.resting[self.pairs[match][1]] = self.today + REST
            else:
                answers = [x for x in self.events if isinstance(x, e.MatchAnswered)]
                said_yes = {answer.side for answer in answers if answer.match == match}
                self.happen(e.MatchAnswered, match, min({"mentor", "mentee"} - said_yes), False)

    def stop(self, kind: type[e.Event], person: str) -> None:
        self.part(person)
        self.happen(kind, person)
        self.stopped.add(person)
