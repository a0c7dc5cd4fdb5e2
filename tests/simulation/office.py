"""The real services as one careful office uses them: its clock, its people, who is who."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import singledispatch
from uuid import UUID

from mentorship.accounts.roles import Role
from mentorship.foundation.audit import AuditActor
from mentorship.foundation.db import Database, Db
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.referrals.senders import make_referrer
from tests.simulation import events as e

# A House of the script by the code that the region knows it by.
HOUSES = {"house-1": "KEN", "house-2": "ZW", "house-3": "NHN"}
BORN = 2008  # of whom the script never says it, since they are not accepted


class Office:
    """Every act is a transaction of its own, at the moment that the clock says."""

    def __init__(self, database: Database, clock: FixedNow, script: Iterable[e.Event]) -> None:
        self.database, self.clock = database, clock
        self.ids: dict[str, UUID] = {}
        self.slots: dict[tuple[str, int], int] = {}  # a referee's number → 1 or 2 of the service
        self.turned_down: dict[str, int] = {}  # mentor → the slot whose referee didn't count
        self.mentee_said_yes: set[str] = set()  # before the mentor said anything
        triaged = [event for event in script if isinstance(event, e.ReferralTriaged)]
        self.born = {event.referral: event.birth_year or BORN for event in triaged}
        with database.writing() as db:
            self.consultant = make_person(db, Role.MENTOR_CONSULTANT)
            self.referrer: Person = make_referrer(db)
            db.commit()

    @property
    def by(self) -> UUID:
        return self.consultant.id

    @contextmanager
    def act(self) -> Iterator[Db]:
        with self.database.writing(self._actor) as db:
            yield db
            db.commit()

    @contextmanager
    def look(self) -> Iterator[Db]:
        with self.database.reading(self._actor) as db:
            yield db

    @property
    def _actor(self) -> AuditActor:
        return AuditActor(self.by, Role.MENTOR_CONSULTANT.value, None)

    def name_of(self, key: UUID) -> str:
        return next(name for name, known in self.ids.items() if known == key)


@singledispatch
def play(event: e.Event, office: Office) -> None:
    """Does through the services what the event says; each kind has its own act."""
    raise NotImplementedError(type(event).__name__)
