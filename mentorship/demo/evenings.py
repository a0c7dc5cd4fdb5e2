"""The meetings of the demo for everybody: peer supervision, and training after the match."""

from dataclasses import dataclass
from datetime import time, timedelta

from mentorship.demo.cohorts import ahead
from mentorship.demo.world import Life, World
from mentorship.mentors.models import Mentor
from mentorship.training import queries, services
from mentorship.training.facts import AttendanceSheet, MeetingFacts, Slot
from mentorship.training.models import MeetingKind, Presence
from mentorship.training.rules import moment

_STARTS, _LASTS = time(19, 30), timedelta(hours=2)
_PLANNED_BEFORE = 22  # working days


@dataclass(frozen=True)
class Evening:
    """`held` in working days ago, or days ahead when it is negative."""

    kind: MeetingKind
    held: int
    location: str
    coming: tuple[str, ...] = ()
    house: str | None = None
    module: str | None = None
    is_recorded: bool = True
    is_cancelled: bool = False


_SUPERVISION, _AFTER = MeetingKind.PEER_SUPERVISION, MeetingKind.POST_MATCH
_NHN = ("Joris Kooimans", "Wietske Zandhorst", "Mohamed El Hadouchi", "Farida Benzahra")
_KEN = ("Carla Brinkhuizen", "Dennis Pronkema", "Şule Aksoylu", "Winston Ramsaroen")
_ZW = ("Ricardo Pinasbergh", "Truus Molenwijk", "Kasia Wolniewska", "Bilal Çakmakoğlu")
EVENINGS = (
    Evening(_SUPERVISION, 330, "Stadhuis Haarlem, kamer 2", (*_KEN[:3], _ZW[0], _NHN[0])),
    Evening(_AFTER, 250, "Online, met een koppeling per e-mail", (*_KEN[:3], *_NHN[:3]), None,
            "talking"),
    Evening(_SUPERVISION, 110, "Wijkcentrum De Oude Kaaswaag, Alkmaar", _NHN, "NHN"),
    Evening(_SUPERVISION, 64, "Buurthuis Het Schalkhuis, Haarlem", _KEN, "KEN"),
    Evening(_AFTER, 36, "Bibliotheek De Zaanbocht, Zaandam", (*_ZW, *_KEN[:2]), None, "goals"),
    Evening(_SUPERVISION, 11, "Bibliotheek De Zaanbocht, Zaandam", _ZW, "ZW", is_recorded=False),
    Evening(_AFTER, -9, "Wijkcentrum De Oude Kaaswaag, Alkmaar", (*_NHN, *_ZW[:2]), None,
            "tension"),
    Evening(_AFTER, -14, "Dorpshuis De Westfries, Hoorn", _NHN[:2], None, "talking",
            is_cancelled=True),
    Evening(_SUPERVISION, -20, "Stadhuis Haarlem, kamer 2"),
)  # fmt: skip


def hold_all(world: World) -> None:
    for evening in EVENINGS:
        world.follow(_hold(world, evening))


def _hold(world: World, evening: Evening) -> Life:
    calendar = world.calendar
    day = calendar.day(evening.held) if evening.held >= 0 else ahead(calendar, -evening.held)
    yield calendar.at(max(evening.held, 0) + _PLANNED_BEFORE, 25)
    starts_at = moment(day, _STARTS)
    with world.coordinating() as (db, _by):
        slot = Slot(starts_at, starts_at + _LASTS, evening.location, world.users["trainer"].id)
        facts = MeetingFacts(
            evening.kind, slot, house_code=evening.house, module_code=evening.module
        )
        meeting = services.plan_meeting(db, facts)
    yield calendar.at(max(evening.held, 0) + _PLANNED_BEFORE - 12, 80)
    with world.acting(None) as db:
        for name in evening.coming:
            mentor = db.get_one(Mentor, world.mentors[name])
            if mentor.is_open:
                services.sign_up(db, meeting, mentor)
    if evening.is_cancelled:
        yield calendar.at(2, 95)
        with world.coordinating() as (db, _by):
            services.cancel_meeting(db, meeting.id)
    if not evening.is_recorded:
        return
    yield calendar.morning_after(meeting.ends_at)
    dice = world.dice(f"{evening.kind} {evening.held}")
    with world.training() as (db, by):
        current = queries.lock_meeting(db, meeting.id)
        expected = {mentor.id for mentor in queries.expected_at(db, current)}
        marks = {
            key: dice.choices(list(Presence), (80, 15, 5))[0]
            for key in world.mentors.values()
            if key in expected
        }
        services.record_attendance(db, meeting.id, AttendanceSheet(current.version, marks), by)
