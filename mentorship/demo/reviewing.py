"""The reviews of the demo: goals with their scales, how far they came, and what was decided."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from mentorship.demo.aiming import minutes
from mentorship.demo.asking import answer_as_mentor, answer_wave
from mentorship.demo.pairs import Going, Pair
from mentorship.demo.world import Life
from mentorship.foundation.db import Db
from mentorship.foundation.working_days import months_later, next_working_day
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.queries import open_pause, standing_of
from mentorship.trajectories.reviews import queries, services
from mentorship.trajectories.reviews.models import ReviewDecision, TookPart, Wave
from mentorship.trajectories.reviews.rules import MONTHS
from mentorship.trajectories.reviews.services import NewReview, NewScale

_LEFT_OUT = 0.12
_AGAIN = timedelta(days=10)
_LATELY = timedelta(days=95)
_LEVELS = (
    "Gaat achteruit: minder dan toen we begonnen", "Zoals nu", "Meestal gelukt",
    "Bijna altijd gelukt, ook zonder herinnering", "Gaat vanzelf en helpt een ander erbij",
)  # fmt: skip
_SUMMARIES = (
    "Beiden tevreden. Kleine stappen, wel elke week.",
    "Het begin was stroef; sinds de pauzes korter zijn gaat het goed.",
    "Veel gedaan aan ritme en school. Thuis blijft het zoeken.",
    "De jongere vertelde zelf het meest. Mooi om te zien.",
)
_NEXT = (
    "Doorgaan zoals het gaat; in de vakantie bellen ze.",
    "Eén keer per maand iets met anderen erbij.",
    "Samen langs bij de open dag en het tweede doel oppakken.",
)
_DECISIONS = {ReviewDecision.CONTINUE: 80, ReviewDecision.ADJUST: 20}


def review(pair: Pair) -> None:
    pair.world.follow(_live(pair))


def _live(pair: Pair) -> Life:
    dice, clock = pair.dice("reviews"), pair.dice("minutes of reviews")
    agreed = next_working_day(pair.started_on + timedelta(days=12))
    yield pair.at(agreed, 11)
    levels = _agree_scales(pair, dice)
    answer_as_mentor(pair, Wave.START, pair.started_on, dice)
    for wave, months in MONTHS.items():
        due = months_later(pair.started_on, months)
        yield pair.at(next_working_day(due + timedelta(days=dice.randrange(-8, 9))), 15)
        if _is_left_out(pair, due, dice):
            continue
        while _is_paused(pair):
            yield pair.at(next_working_day(pair.world.calendar.moment.date() + _AGAIN), 15)
        with pair.consulting() as (db, trajectory, by):
            if not standing_of(db, trajectory).phase.is_running:
                continue
            told = _told(db, trajectory, levels, pair.world.calendar.moment.date(), dice)
            if not pair.is_running and wave is Wave.MONTH_9:
                told = replace(told, decision=ReviewDecision.END)  # as was agreed
            told = replace(told, minutes=minutes(clock, 90))
            services.note_review(db, trajectory, wave, told, by=by)
            answer_wave(db, trajectory, wave, dice, by)
        answer_as_mentor(pair, wave, due, dice)


def _is_paused(pair: Pair) -> bool:
    with pair.world.past.reading() as db:
        return open_pause(db, db.get_one(Trajectory, pair.trajectory_id)) is not None


def _is_left_out(pair: Pair, due: date, dice: Random) -> bool:
    """Some never came; of those that are due now one waits in each House."""
    if pair.is_running and due > pair.world.calendar.today - _LATELY:
        return pair.going in (Going.OVERDUE, Going.IN_BATCHES)
    return dice.random() < _LEFT_OUT and not pair.is_running


def _agree_scales(pair: Pair, dice: Random) -> Mapping[UUID, int]:
    """The young person says what each level would mean; where they stand comes back."""
    with pair.consulting() as (db, trajectory, by):
        levels = {}
        for told in queries.goals_of(db, trajectory):
            if not told.goal.is_active or told.scale is not None:
                continue
            baseline = dice.choice((-2, -1, -1))
            words = dict(zip(range(-2, 3), _LEVELS, strict=True))
            scale = NewScale(words, dice.choice((1, 1, 2, 3)), baseline)
            services.set_scale(db, trajectory, told.goal, scale, version=0, by=by)
            levels[told.goal.id] = baseline
        answer_wave(db, trajectory, Wave.START, dice, by)
        return levels


def _told(
    db: Db, trajectory: Trajectory, start: Mapping[UUID, int], day: date, dice: Random
) -> NewReview:
    """Mostly a step further than at the beginning, sometimes a step back."""
    steps = {told.goal.id: dice.choice((-1, 0, 1, 1, 2, 2, 3))
             for told in queries.goals_of(db, trajectory) if told.is_scored}  # fmt: skip
    levels = {key: max(-2, min(2, start.get(key, -1) + step)) for key, step in steps.items()}
    there = [TookPart.MENTEE, TookPart.MENTOR, TookPart.CONSULTANT]
    if dice.random() < 0.25:
        there.append(TookPart.GUARDIAN)
    decision = dice.choices(list(_DECISIONS), list(_DECISIONS.values()))[0]
    return NewReview(
        day, tuple(map(str, there)), decision, dice.choice(_SUMMARIES), dice.choice(_NEXT), levels
    )
