"""What the invented people answer: the ladder and three questions, a mentor's own, a low answer."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from mentorship.demo.pairs import Going, Pair
from mentorship.demo.world import Life
from mentorship.foundation.db import Db
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.queries import standing_of
from mentorship.trajectories.reviews.check_ins import rules, services
from mentorship.trajectories.reviews.check_ins.models import AnsweredHow, CheckIn
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.definitions import Respondent
from mentorship.trajectories.reviews.models import Wave

_SKIPPED = 0.12
_LATELY = timedelta(days=100)
_ITEMS = ("contact", "useful", "safe")
_HOW = (AnsweredHow.ON_DEVICE, AnsweredHow.ON_DEVICE, AnsweredHow.PAPER)
_LINK_MADE = 2  # working days ago
_LOW = {catalogue.OWN_MENTEE: {"contact": 5, "useful": 4, "safe": 2}}


def ask_in_between(pair: Pair) -> None:
    """Of those who stayed away: one hardly feels safe, of another the link is still out."""
    if pair.number and pair.going in (Going.MISSED_TWO, Going.MISSED_THREE):
        pair.world.follow(_in_between(pair))


def _in_between(pair: Pair) -> Life:
    calendar = pair.world.calendar
    yield calendar.at(_LINK_MADE, 100)
    with pair.consulting() as (db, trajectory, by):
        if not standing_of(db, trajectory).phase.is_running:
            return
        asked = services.ask(db, trajectory, None, by=by)
        services.new_link(db, trajectory, asked)
        key = asked.id
    if pair.going is Going.MISSED_TWO:
        yield calendar.at(_LINK_MADE - 1, 330)
        with pair.world.acting(None) as db:
            trajectory = db.get_one(Trajectory, pair.trajectory_id)
            services.answer(db, trajectory, db.get_one(CheckIn, key), _LOW, AnsweredHow.LINK)


def answer_wave(db: Db, trajectory: Trajectory, wave: Wave, dice: Random, by: UUID) -> None:
    """At the table, on the consultant's device or on paper; some rather don't."""
    if dice.random() < _SKIPPED:
        return
    asked = services.ask(db, trajectory, wave, by=by)
    step = min(len(Wave) - 1, list(Wave).index(wave))
    sheets: dict[str, rules.Answers] = {
        catalogue.CANTRIL: {"ladder": min(10, dice.randrange(3, 7) + step // 2)},
        catalogue.OWN_MENTEE: _answers(dice),
    }
    services.answer(db, trajectory, asked, sheets, dice.choice(_HOW))


def answer_as_mentor(pair: Pair, wave: Wave, due: date, dice: Random) -> None:
    """Most do; the mentors of the demo find the newest questions still open."""
    is_left = pair.is_running and not pair.number and due > pair.world.calendar.today - _LATELY
    if dice.random() < _SKIPPED * 2 or is_left:
        return
    with pair.mentoring() as (db, trajectory, mentor):
        questions = rules.asked_of(catalogue.in_use(db), Respondent.MENTOR, wave)
        if mentor is not None and trajectory.ended_on is None:
            sheets = {catalogue.OWN_MENTOR: _answers(dice)}
            services.answer_as_mentor(db, trajectory, mentor, wave, questions, sheets)


def _answers(dice: Random) -> dict[str, int | None]:
    return {item: None if dice.random() < 0.05 else dice.randrange(5, 11) for item in _ITEMS}
