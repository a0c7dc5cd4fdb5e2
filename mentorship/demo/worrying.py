"""Mentors of the demo who worry, and what consultants do about it from hour to hour."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlmodel import select

from mentorship.accounts.models import User
from mentorship.demo.pairs import Pair
from mentorship.demo.world import Life
from mentorship.demo.worries import WORRIES, Worry
from mentorship.foundation.calendar import today
from mentorship.trajectories.concerns import queries, rules, services
from mentorship.trajectories.concerns.models import Concern

_RAISED, _EACH_STEP = 45, 25  # minutes
_JUST_NOW = timedelta(minutes=7)


def worry(pair: Pair) -> None:
    if not pair.is_running:
        return
    for told in WORRIES:
        if (told.house, told.pair) == (pair.house, pair.number):
            pair.world.follow(_Concern(pair, told).live())


class _Concern:
    """One worry, from the moment that it is said."""

    def __init__(self, pair: Pair, told: Worry) -> None:
        self.pair, self.told, self.world = pair, told, pair.world
        self.key = UUID(int=_dice(pair).getrandbits(128), version=4)
        self.minutes = _RAISED

    def live(self) -> Life:
        yield self._raised()
        with self.pair.mentoring() as (db, trajectory, mentor):
            if mentor is None:
                return
            services.raise_concern(
                db, trajectory, self.told.words, is_now=self.told.is_now, by=self.pair.user.id,
                key=self.key,
            )  # fmt: skip
        if self.told.is_told_on:
            yield from self._nobody_takes_it_on()
        if self.told.protocol is not None:
            yield self._later()
            self._take_on()
            for step, note in self.told.steps:
                yield self._later()
                self._step(step, note)
            yield from self._finish()

    def _raised(self) -> datetime:
        if not self.told.days_ago:
            return self.world.calendar.now - _JUST_NOW
        return self.world.calendar.at(self.told.days_ago, self.minutes)

    def _later(self) -> datetime:
        self.minutes += _EACH_STEP
        return self.world.calendar.at(self.told.days_ago, self.minutes)

    def _nobody_takes_it_on(self) -> Life:
        """The clock tells the House, then the coordinator; sometime after it is due."""
        terms = rules.Terms.of(self.world.past.settings)
        raised, is_now = self.world.calendar.moment, self.told.is_now
        for level in rules.NEXT:
            due = rules.tells_more_at(raised, is_now=is_now, level=level, terms=terms)
            yield due + timedelta(minutes=5)
            with self.world.acting(None) as db:
                services.tell_more_if_due(db, self.key)

    def _take_on(self) -> None:
        assert self.told.protocol is not None  # noqa: S101 — asked before
        with self.pair.consulting() as (db, _trajectory, by):
            concern = db.get_one(Concern, self.key)
            services.take_on(db, concern, by)
            services.choose_protocol(db, concern, self.told.protocol, by)
            if self.told.second:
                colleague = db.get_one(User, self.world.users[self.told.second].id)
                services.ask_second(db, concern, colleague, by)

    def _step(self, step: str, note: str) -> None:
        with self.pair.consulting() as (db, _trajectory, by):
            concern = db.get_one(Concern, self.key)
            services.log_step(db, concern, step, today(db), note, by=by, key=uuid4())

    def _finish(self) -> Life:
        if not self.told.outcome:
            return
        yield self.world.calendar.at(max(self.told.days_ago - 2, 0), 200)
        if self.told.looked:
            with self.world.consulting(self.told.second) as (db, by):
                concern = queries.lock(db, select(Concern), self.key)
                assert concern is not None  # noqa: S101 — just made
                services.look(db, concern, self.told.looked, by=by, key=uuid4())
        yield self.world.calendar.at(max(self.told.days_ago - 3, 0), 240)
        with self.pair.consulting() as (db, _trajectory, by):
            services.close(
                db, db.get_one(Concern, self.key), self.told.outcome, by,
                left_out=self.told.left_out,
            )  # fmt: skip


def _dice(pair: Pair) -> Random:
    return pair.dice(f"worry of {pair.number}")
