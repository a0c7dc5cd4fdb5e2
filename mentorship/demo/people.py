"""Fills the invented region: who works in it, then everybody's life from day to day."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import col, delete

from mentorship.accounts import demo
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.demo import (
    aiming,
    cohorts,
    complaining,
    covering,
    evaluating,
    evenings,
    inviting,
    laid_down,
    referring,
    rounds,
)
from mentorship.demo.calendar import Calendar
from mentorship.demo.mentee_lives import MenteeLife
from mentorship.demo.mentor_lives import MentorLife
from mentorship.demo.names import invented_mentees, invented_mentors
from mentorship.demo.world import World
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import Job
from mentorship.foundation.outbox import OutboxMail
from mentorship.region.models import House, OrganisationType
from mentorship.region.services import add_organisation, change_phone, seed_region

_KEPT = timedelta(days=30)
# Numbers that belong to nobody.
PHONES = {"NHN": "088 - 000 00 01", "KEN": "088 - 000 00 02", "ZW": "088 - 000 00 03"}
ORGANISATIONS: dict[str, tuple[str, OrganisationType, str | None]] = {
    "school": ("Scholengemeenschap De Bongerd", OrganisationType.SCHOOL, None),
    "care": ("Wijkzorg Duin en Dijk", OrganisationType.CARE, None),
    "youth_work": ("Jongerenwerk De Kade", OrganisationType.YOUTH_WORK, None),
    "municipality": ("Gemeente Schagen", OrganisationType.MUNICIPALITY, "GM0441"),
    "police": ("Basisteam Horizon (verzonnen)", OrganisationType.POLICE, None),
    "probation": ("Reclassering Kustlijn", OrganisationType.PROBATION, None),
    "i2o": ("Informatie-overleg Noord", OrganisationType.I2O, None),
    "ico": ("Casusoverleg Kust", OrganisationType.ICO, None),
    "research": ("Lectoraat Jong en Weerbaar", OrganisationType.RESEARCH, None),
}
# Who they are, and where: the key of an organisation or the code of a House.
ACCOUNTS: tuple[tuple[Role, str, str], ...] = (
    (Role.MENTOR_CONSULTANT, "Marije Oudendijk", "NHN"),
    (Role.MENTOR_CONSULTANT, "Ruben Tesselaar", "KEN"),
    (Role.MENTOR_CONSULTANT, "Hanna Zwetsloot", "ZW"),
    (Role.MENTOR, "Joris Kooimans", "NHN"),
    (Role.TRAINER, "Elise van Wieringen", ""),
    (Role.REFERRER, "Wouter Boomgaard", "school"),
    (Role.REFERRER, "Saskia Duinmeijer", "care"),
    (Role.REFERRER, "Naima Kadewal", "youth_work"),
    (Role.REFERRER, "Peter Horizont", "police"),
    (Role.REFERRER, "Anneke Kustman", "probation"),
    (Role.MUNICIPAL_EXPERT, "Tineke Schagerveld", "municipality"),
    (Role.COORDINATOR, "Bas Noordkamp", ""),
    (Role.PRIVACY_OFFICER, "Olga Sluis", ""),
    (Role.DATA_PROTECTION_OFFICER, "Frits Waterman", ""),
    (Role.CONFIDANT, "Loes Bankras", ""),
    (Role.EVALUATOR, "Karel Meetsma", "research"),
    (Role.MENTOR, "Salima Kadirou", "KEN"),
    (Role.MENTOR, "Ricardo Pinasbergh", "ZW"),
)


def fill(database: Database) -> None:
    """Everything that the demo shows, through the services, in the order in which it happened."""
    calendar = Calendar(database.clock())
    past = Database(database.settings, calendar)
    _hurry(past)
    try:
        world = World(past, calendar)
        _begin(world)
        cohorts.hold_all(world)
        for mentor in invented_mentors():
            world.follow(MentorLife(world, mentor).live())
        for mentee in invented_mentees():
            world.follow(MenteeLife(world, mentee).live())
        referring.tell_all(world)
        evenings.hold_all(world)
        laid_down.hold_all(world)
        rounds.hold_all(world)
        covering.cover_all(world)
        complaining.complain_all(world)
        evaluating.evaluate_all(world)
        inviting.invite_all(world)
        aiming.aim(world)
        world.run()
        _forget_old_mail(world)
    finally:
        past.dispose()


def _hurry(past: Database) -> None:
    """Not to wait for the disk a thousand times: what a power cut breaks here is made afresh."""
    for engine in (past.engine, past.keys.engine):
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _without_waiting)


def _without_waiting(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _begin(world: World) -> None:
    with world.acting(None) as db:
        seed_region(db)
        for code, phone in PHONES.items():
            change_phone(db, db.get_one(House, code), phone)
        for key, (name, kind, municipality) in ORGANISATIONS.items():
            made = add_organisation(db, name, kind, municipality_code=municipality)
            world.organisations[key] = made.id
        for number, (role, name, place) in enumerate(ACCOUNTS, start=1):
            _add_account(db, world, number, role, name, place)


def _add_account(db: Db, world: World, number: int, role: Role, name: str, place: str) -> None:
    new = NewUser(
        name, f"demo{number}@voorbeeld.example", organisation_id=world.organisations.get(place)
    )
    user = demo.create_demo_account(db, new, role, place if place in PHONES else None)
    if role is Role.MENTOR:
        world.accounts[name] = user
    else:
        world.users[place or role.value] = user


def _forget_old_mail(world: World) -> None:
    """What the worker of those days sent long ago: nobody is to get two years of e-mails now."""
    with world.acting(None) as db:
        long_ago = world.calendar.now - _KEPT
        db.exec(delete(OutboxMail).where(col(OutboxMail.created_at) < long_ago))
        db.exec(delete(Job).where(col(Job.created_at) < long_ago))
