"""Complaints of the demo: one with its letter, one for which contact stopped, one that is new."""

from uuid import UUID

from mentorship.accounts.roles import Role
from mentorship.complaints import people, services
from mentorship.complaints.models import About, CameBy, Complaint, Outcome
from mentorship.complaints.services import Told
from mentorship.demo.world import Life, World

_NEW = Told(
    About.MENTOR,
    "de mentor van mijn vriend",
    "Hij appt mijn vriend 's avonds laat en vraagt of hij het voor zich wil houden. Mijn vriend "
    "vindt het vervelend maar durft niets te zeggen.",
    contact="Liever niet bellen. Op maandag ben ik na school bij de jongerenwerker.",
)
_OLD = Told(
    About.CONSULTANT,
    "",
    "Ik heb drie keer gebeld en ben nooit teruggebeld. Ik voelde me niet serieus genomen.",
    teller="Een vader",
    contact="06 00 00 00 00, na zes uur",
)
_GOING_ON = Told(
    About.MENTOR,
    "Marleen",
    "Ze komt steeds vaker niet opdagen en zegt dan dat ik de dag verkeerd heb onthouden. Vorige "
    "week schreeuwde ze tegen me in de bus.",
    contact="Appen mag, ik bel zelf terug.",
)
_WHO = "Marleen Duinveldt"
_LETTER = (
    "Dank u dat u mij belde. Ik heb nagevraagd hoe het ging met terugbellen.\n"
    "U had binnen twee dagen teruggebeld moeten worden. Dat is niet gebeurd, en dat spijt ons.\n"
    "Het team heeft afgesproken wie de telefoon opneemt als iemand er niet is."
)


def complain_all(world: World) -> None:
    world.follow(_finished(world))
    world.follow(_going_on(world))
    world.follow(_new(world))


def _finished(world: World) -> Life:
    """By telephone; the confidant typed it in."""
    yield world.calendar.at(60, 120)
    user = world.users[Role.CONFIDANT.value]
    with world.acting(user, Role.CONFIDANT) as db:
        key = _key(world, "told")
        told = services.tell(db, _OLD, key=key, came_by=CameBy.PHONE, noted_by=user.id)
        complaint_id = told.id
        services.take_on(db, told, user.id)
    yield world.calendar.at(55, 60)
    with world.acting(user, Role.CONFIDANT) as db:
        complaint = db.get_one(Complaint, complaint_id)
        words = "Gesproken met de vader en daarna met de teamleider."
        services.add_note(db, complaint, words, by=user.id, key=_key(world, "note"))
    yield world.calendar.at(50, 200)
    with world.acting(user, Role.CONFIDANT) as db:
        complaint = db.get_one(Complaint, complaint_id)
        services.close(db, complaint, Outcome.RIGHT, _LETTER, user.id)


def _going_on(world: World) -> Life:
    """Behind a link; the mentor is linked and contact has stopped."""
    yield world.calendar.at(4, 80)
    with world.acting(None) as db:
        told = services.tell(db, _GOING_ON, key=_key(world, "going on"))
        complaint_id = told.id
    yield world.calendar.at(4, 200)
    user = world.users[Role.CONFIDANT.value]
    with world.acting(user, Role.CONFIDANT) as db:
        complaint = db.get_one(Complaint, complaint_id)
        services.take_on(db, complaint, user.id)
        person = people.get(db, f"{About.MENTOR}:{world.mentors[_WHO]}")
        if person is not None:
            services.link(db, complaint, person, user.id)
            services.suspend(db, complaint, user.id)
        words = "De jongere gesproken. Contact stopgezet tot ik de mentor heb gesproken."
        services.add_note(db, complaint, words, by=user.id, key=_key(world, "stopped"))


def _new(world: World) -> Life:
    """Somebody without an account, yesterday."""
    yield world.calendar.at(1, 300)
    with world.acting(None) as db:
        services.tell(db, _NEW, key=_key(world, "new"))


def _key(world: World, name: str) -> UUID:
    dice = world.dice(f"complaint {name}")
    return UUID(int=dice.getrandbits(128), version=4)
