"""How the young people of the demo came: by a referral, by themselves, or from before."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlmodel import col, select

from mentorship.demo.names import InventedMentee
from mentorship.demo.referring import CALLBACKS, accept, send
from mentorship.demo.world import OFFICE_HOURS, Life, World
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.matching.people_files import numbers
from mentorship.referrals import services
from mentorship.referrals.facts import ContactRoute, GuardianKnows, Introduction
from mentorship.referrals.mentees.facts import NewMentee, SafeContact
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.models import Referral

# Working days after the referral.
TAKEN_UP, ACCEPTED = 1, 3
_RELATIONS = {
    "school": "Mentor van de klas",
    "care": "Begeleider, wij spreken elkaar elke twee weken",
    "youth_work": "Jongerenwerker in de wijk",
    "municipality": "Consulent van de gemeente",
    "police": "Wijkagent, op eigen verzoek doorverwezen",
    "probation": "Toezichthouder, vrijwillig besproken",
}
_ROUTES = (ContactRoute.PHONE, ContactRoute.MESSAGE, ContactRoute.REFERRER, ContactRoute.EMAIL)


@dataclass
class Arrival:
    """One young person on the way; it ends where the next step is still to come."""

    world: World
    told: InventedMentee
    dice: Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = self.world.dice(self.told.name)

    def after(self, days: int) -> datetime:
        ago = self.told.came - days
        if ago < 0:
            return self.world.calendar.now + timedelta(days=1)
        return self.world.calendar.at(ago, self.dice.randrange(OFFICE_HOURS))

    @property
    def mentee_id(self) -> UUID:
        return self.world.mentees[self.told.first_name]

    @contextmanager
    def consulting(self, house: str | None = None) -> Iterator[tuple[Db, Mentee, UUID]]:
        with self.world.consulting(house or self.told.house) as (db, by):
            yield db, db.get_one(Mentee, self.mentee_id), by

    @property
    def year(self) -> int:
        return self.world.calendar.moment.year

    def come(self) -> Life:
        yield self.after(0)
        if self.told.row["sender"] in ("self", "earlier"):
            self._come_without_referral()
        else:
            yield from self._come_by_referral()

    def _come_by_referral(self) -> Life:
        year = self.year
        referral_id = send(self.world, self.told.row["sender"], self._introduction(year))
        yield self.after(TAKEN_UP)
        with self.world.consulting(self.told.house) as (db, _by):
            services.pick_up(db, db.get_one(Referral, referral_id))
        yield self.after(ACCEPTED)
        accept(self.world, referral_id, self.told.house, "Wil zelf, past bij wat we doen.")
        with self.world.consulting(self.told.house) as (db, _by):
            found = select(Mentee).where(col(Mentee.referral_id) == referral_id)
            self._register(db, db.exec(found).one())

    def _introduction(self, year: int) -> Introduction:
        row = self.told.row
        is_young = int(row["age"]) < 16
        return Introduction(
            first_name=self.told.first_name,
            family_name=self.told.family_name,
            birth_year=self.told.birth_year(year),
            place=self.told.profile(year).place,
            house_code=self.told.house,
            contact_route=self._contact.route,
            contact_details=self._contact.details,
            contact_times=self._contact.times,
            guardian_knows=GuardianKnows.YES if is_young else GuardianKnows.NOT_NEEDED,
            guardian="Weet ervan en vindt het goed" if is_young else "",
            need=row["need"],
            hope=row["hope"],
            relation=_RELATIONS[row["sender"]],
            callback=CALLBACKS.get(row["sender"], ""),
            is_status_shared=self.told.number % 6 != 0,
        )

    @property
    def _contact(self) -> SafeContact:
        route = _ROUTES[self.told.number % len(_ROUTES)]
        details = {
            ContactRoute.EMAIL: f"jongere{self.told.number}@voorbeeld.example",
            ContactRoute.REFERRER: "Via wie mij aanmeldde",
        }.get(route, self.told.phone)
        return SafeContact(route, details, "Na vier uur" if self.told.number % 2 else "")

    def _come_without_referral(self) -> None:
        year = self.year
        is_earlier = self.told.row["sender"] == "earlier"
        with self.world.consulting(self.told.house) as (db, by):
            new = NewMentee(
                first_name=self.told.first_name,
                family_name=self.told.family_name,
                birth_year=self.told.birth_year(year),
                house_code=self.told.house,
                contact=self._contact,
                profile=self.told.profile(year),
                agreed_on=today(db) - timedelta(days=9) if is_earlier else None,
            )
            mentee = services.add_mentee(db, new, added_by=by)
            services.take_over(db, mentee, by)
            self._register(db, mentee)

    def _register(self, db: Db, mentee: Mentee) -> None:
        numbers.give(db, numbers.MENTEES, mentee, f"J{self.told.number:03}")
        self.world.mentees[self.told.first_name] = mentee.id
        self.world.chances[mentee.id] = self.told.chances
