"""What people of the demo laid down beforehand: pins, bans, a conflict, other weights."""

from dataclasses import dataclass

from sqlmodel import col, select

from mentorship.demo.world import Life, World
from mentorship.matching import services, settings_history
from mentorship.matching.models import PairRule, RuleKind
from mentorship.referrals.mentees.models import Mentee


@dataclass(frozen=True)
class LaidDown:
    """About one pair, so many working days ago; `ended` when it was taken back."""

    days_ago: int
    house: str
    mentee: str
    mentor: str
    kind: RuleKind
    reason: str
    ended: int | None = None


RULES = (
    LaidDown(4, "NHN", "Sven", "Joris Kooimans", RuleKind.PIN,
             "Sven wil sleutelen en Joris heeft de werkplaats; zo met hem besproken."),
    LaidDown(4, "ZW", "Kaan", "Ricardo Pinasbergh", RuleKind.BAN,
             "Ricardo traint het team van zijn broer; dat komt te dichtbij."),
    LaidDown(5, "KEN", "Storm", "Winston Ramsaroen", RuleKind.CONFLICT,
             "Ze kennen elkaar van het werk van zijn vader."),
    LaidDown(160, "KEN", "Maud", "Carla Brinkhuizen", RuleKind.BAN,
             "Maud had les van Carla.", ended=152),
)  # fmt: skip


def hold_all(world: World) -> None:
    for rule in RULES:
        world.follow(_lay_down(world, rule))
    world.follow(_change_settings(world))


def _lay_down(world: World, told: LaidDown) -> Life:
    yield world.calendar.at(told.days_ago, 30)
    with world.consulting(told.house) as (db, by):
        mentee = db.get_one(Mentee, world.mentees[told.mentee])
        mentor_id = world.mentors[told.mentor]
        rule = services.lay_down(db, mentee, mentor_id, told.kind, told.reason, by)
    if told.ended is None:
        return
    yield world.calendar.at(told.ended, 30)
    with world.consulting(told.house) as (db, by):
        found = select(PairRule).where(col(PairRule.id) == rule.id)
        services.end_rule(db, db.exec(found).one(), by)


def _change_settings(world: World) -> Life:
    """Twice in two years, each time with a reason."""
    for days_ago, criterion, more, reason in (
        (
            350,
            "interests",
            4,
            "Gedeelde interesses bleken in de eerste gesprekken het meest te doen.",
        ),
        (
            120,
            "travel",
            -4,
            "Afstand telt iets minder; jongeren reizen graag voor wie bij ze past.",
        ),
    ):
        yield world.calendar.at(days_ago, 150)
        with world.coordinating() as (db, by):
            content = settings_history.plain(settings_history.current(db))
            content["weights"][criterion] += more
            newest = settings_history.newest(db)
            services.change_settings(db, content, reason, by, seen=newest.number if newest else 0)
