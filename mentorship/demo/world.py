"""The invented region while it lives: who is in it, what its clock says, whose turn it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from random import Random
from uuid import UUID

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.demo.calendar import Calendar
from mentorship.foundation.audit import AuditActor
from mentorship.foundation.db import Database, Db

SEED = 2026
OFFICE_HOURS = 420  # minutes

# Says when it goes on; what happens then is done before the next moment is said.
Life = Iterator[datetime]


@dataclass
class World:
    """Everybody's life side by side; the same seed and day give the same region."""

    past: Database
    calendar: Calendar
    seed: int = SEED
    organisations: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)  # by organisation, House or role
    accounts: dict[str, User] = field(default_factory=dict)  # of mentors, by name
    mentors: dict[str, UUID] = field(default_factory=dict)  # by name
    mentees: dict[str, UUID] = field(default_factory=dict)  # by first name
    cohorts: dict[str, UUID] = field(default_factory=dict)
    pairs: dict[str, int] = field(default_factory=dict)  # that meet, counted by House
    chances: dict[UUID, list[str]] = field(default_factory=dict)  # what comes of each proposal
    _agenda: list[tuple[datetime, int, Life]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def dice(self, name: str) -> Random:
        """Of one life: another life that changes doesn't change this one."""
        return Random(f"{self.seed} {name}")  # noqa: S311 - invented lives, no secrets

    def follow(self, life: Life) -> None:
        """Until it ends, or is still to come."""
        moment = next(life, None)
        if moment is not None and moment <= self.calendar.now:
            moment = max(moment, self.calendar.moment)
            heappush(self._agenda, (moment, next(self._order), life))

    def run(self) -> None:
        while self._agenda:
            self.calendar.moment, _, life = heappop(self._agenda)
            self.follow(life)

    @contextmanager
    def acting(self, user: User | None, role: Role | None = None) -> Iterator[Db]:
        """One act in a transaction of its own; nobody is the program, or somebody outside."""
        actor = None
        if user is not None:
            actor = AuditActor(user.id, role and role.value, user.organisation_id)
        with self.past.writing(actor) as db:
            yield db
            db.commit()

    @contextmanager
    def consulting(self, house: str) -> Iterator[tuple[Db, UUID]]:
        """The consultant of this House acts."""
        user = self.users[house]
        with self.acting(user, Role.MENTOR_CONSULTANT) as db:
            yield db, user.id

    @contextmanager
    def coordinating(self) -> Iterator[tuple[Db, UUID]]:
        user = self.users[Role.COORDINATOR.value]
        with self.acting(user, Role.COORDINATOR) as db:
            yield db, user.id

    @contextmanager
    def training(self) -> Iterator[tuple[Db, UUID]]:
        user = self.users[Role.TRAINER.value]
        with self.acting(user, Role.TRAINER) as db:
            yield db, user.id
