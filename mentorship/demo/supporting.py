"""The support contacts of the demo: with each side apart, mostly on schedule, some late today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from mentorship.demo.aiming import minutes
from mentorship.demo.pairs import Going, Pair
from mentorship.demo.world import Life
from mentorship.foundation.working_days import next_working_day
from mentorship.trajectories import queries
from mentorship.trajectories.contacts import rules, services
from mentorship.trajectories.contacts.models import ContactHow, ContactSide, ContactTopic
from mentorship.trajectories.contacts.queries import sides_of
from mentorship.trajectories.contacts.services import NewContact
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.pauses import is_paused

_LEFT_OUT = {ContactSide.MENTOR: 0.05, ContactSide.MENTEE: 0.09, ContactSide.GUARDIAN: 0.3}
_LATELY = timedelta(days=75)  # longer than a month and what is left of the next
_LATE_WITH = {
    Going.OVERDUE: (ContactSide.MENTEE, ContactSide.MENTOR),
    Going.MISSED_TWO: (ContactSide.MENTEE,),
    Going.STEADY: (ContactSide.GUARDIAN,),
}
_T = ContactTopic
_MENTEE: Mapping[ContactTopic, tuple[str, ...]] = {
    _T.ACTIVITIES: ("Fietsen, koken, een keer naar de film.", "Vooral wandelen en praten."),
    _T.OUTCOMES: ("Gaat weer naar de les, op maandag na.", "Belt nu zelf als het niet gaat."),
    _T.SAFETY: ("Voelt zich op het gemak.", "Geen bijzonderheden; weet wie te bellen."),
    _T.RELATIONSHIP: ("‘Iemand die echt luistert.’", "Vindt het soms lang stil, dat mag."),
    _T.IMPACT: ("Merkt dat thuis vragen minder worden.", "Is trots op de eigen afspraak."),
}
_MENTOR: Mapping[ContactTopic, tuple[str, ...]] = {
    _T.ACTIVITIES: ("Zien elkaar meestal op woensdag.", "Willen iets met muziek gaan doen."),
    _T.OUTCOMES: ("Ziet kleine stappen.", "Vraagt zich af of het genoeg is; samen bekeken."),
    _T.SAFETY: ("Niets om zich zorgen over te maken.", "Weet wanneer te bellen."),
    _T.RELATIONSHIP: ("Het vertrouwen groeit.", "Zoekt naar de goede afstand."),
    _T.IMPACT: ("Doet het graag, is wel eens moe.", "Leert veel van de avonden met anderen."),
}


@dataclass(frozen=True, order=True)
class _Planned:
    day: date
    side: ContactSide
    is_reached: bool


def support(pair: Pair) -> None:
    pair.world.follow(_live(pair))


def _live(pair: Pair) -> Life:
    """With one side after the other on the same afternoon, as consultants do."""
    with pair.world.past.reading() as db:
        # As authority is at the beginning; it seldom changes.
        sides = sides_of(db, [db.get_one(Trajectory, pair.trajectory_id)])[pair.trajectory_id]
    dice, clock = pair.dice("support"), pair.dice("minutes of support")
    planned = sorted(_planned(pair, sides, dice))
    for day, contacts in groupby(planned, key=lambda one: one.day):
        yield pair.at(day, 13)
        with pair.consulting() as (db, trajectory, by):
            pauses = queries.pauses_of(db, [trajectory.id])[trajectory.id]
            is_over = trajectory.ended_on is not None
            if is_over or is_paused(pauses, day):
                continue
            for one in contacts:
                told = replace(_told(one, dice), minutes=minutes(clock, 40))
                made = services.note_contact(db, trajectory, told, by=by)
                if dice.random() < 0.02:
                    services.correct_contact(db, trajectory, made, told, by=by)


def _planned(
    pair: Pair, sides: tuple[ContactSide, ...], dice: Random
) -> Iterator[_Planned]:  # fmt: skip
    today = pair.world.calendar.today
    terms = rules.Terms.of(pair.world.past.settings)
    for window in rules.windows(rules.Course(pair.started_on), today, terms):
        span = (window.last - window.first).days + 1
        for number in range(window.needed):
            part = span // window.needed
            first = window.first + timedelta(days=part * number)
            day = next_working_day(first + timedelta(days=dice.randrange(2, part - 5)))
            for side in sides:
                is_out = dice.random() < _LEFT_OUT[side]
                if pair.is_running and day > today - _LATELY:
                    is_out = side in _LATE_WITH.get(pair.going, ())
                if is_out:
                    continue
                is_reached = dice.random() < 0.93
                yield _Planned(day, side, is_reached)
                if not is_reached:
                    yield _Planned(next_working_day(day + timedelta(days=2)), side, True)


def _told(one: _Planned, dice: Random) -> NewContact:
    how = dice.choices(list(ContactHow), (60, 25, 5, 10))[0]
    if not one.is_reached:
        return NewContact(one.side, one.day, how, is_reached=False)
    texts = _MENTOR if one.side is ContactSide.MENTOR else _MENTEE
    talked = list(ContactTopic) if dice.random() < 0.85 else dice.sample(list(ContactTopic), 3)
    words = {topic: dice.choice(texts[topic]) for topic in talked if dice.random() < 0.4}
    if one.side is ContactSide.GUARDIAN:
        words = {}
    return NewContact(one.side, one.day, how, True, frozenset(map(str, talked)), words)
