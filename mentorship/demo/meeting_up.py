"""The session logs of the demo: about weekly, with gaps, what was cancelled, late ones, one put
right, and short notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from mentorship.demo.pairs import Going, Pair
from mentorship.demo.session_words import CANCELLED, NOTES, PLACES, TOPICS
from mentorship.demo.world import Life
from mentorship.foundation.db import Db
from mentorship.mentors.models import Mentor
from mentorship.trajectories import queries
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.pauses import is_paused
from mentorship.trajectories.sessions import rules, services
from mentorship.trajectories.sessions.facts import ITEMS, Told
from mentorship.trajectories.sessions.models import SessionKind, SessionLog

_AFTER, _WEEKLY = (5, 6, 7, 8), (6, 7, 7, 7, 8, 9, 14)  # days
_KINDS = {
    SessionKind.MET: 74, SessionKind.CALLED: 9, SessionKind.NO_CONTACT: 5,
    SessionKind.CANCELLED_BY_MENTEE: 7, SessionKind.CANCELLED_BY_MENTOR: 5,
}  # fmt: skip
_AWAY = (SessionKind.NO_CONTACT, SessionKind.CANCELLED_BY_MENTEE)
_QUIET = 34  # days without a log: overdue in every phase
_MISSED_ON = {Going.MISSED_TWO: (9, 2), Going.MISSED_THREE: (16, 9, 2)}  # days ago
_LATELY = 24  # days in which steady pairs really met
_CORRECTED = 0.06
_MINUTES, _CALLED = (60, 75, 90, 90, 120, 150), (10, 20, 35)
_CENTS = (250, 420, 675, 890, 1240)


@dataclass(frozen=True)
class _Session:
    day: date
    kind: SessionKind


def meet(pair: Pair) -> None:
    pair.world.follow(_Meetings(pair, pair.dice("sessions")).live())


@dataclass
class _Meetings:
    """A mentor logs one or two at a time, some of them more; each time in one go."""

    pair: Pair
    dice: Random
    last: tuple[UUID, Told] | None = field(default=None)

    def live(self) -> Life:
        days = self._days()
        for number, (noted, sessions) in enumerate(self._in_batches(days)):
            yield self.pair.at(noted, 20)
            with self.pair.mentoring() as (db, trajectory, mentor):
                if mentor is None:
                    return
                if number and self.last and self.dice.random() < _CORRECTED:
                    self._correct(db, trajectory, mentor)
                self._log(db, trajectory, mentor, sessions, days)

    def _days(self) -> list[_Session]:
        """All that they planned, as if nothing ever came between."""
        today, going = self.pair.world.calendar.today, self.pair.going
        found, day = [], self.pair.started_on + timedelta(days=self.dice.choice(_AFTER))
        missed = [today - timedelta(days=ago) for ago in _MISSED_ON.get(going, ())]
        last = missed[0] - timedelta(days=4) if missed else today
        if going is Going.OVERDUE:
            last = today - timedelta(days=_QUIET)
        while day <= last:
            kind = self.dice.choices(list(_KINDS), list(_KINDS.values()))[0]
            if self.pair.is_running and day > today - timedelta(days=_LATELY):
                kind = SessionKind.MET
            found.append(_Session(day, kind))
            day += timedelta(days=self.dice.choice(_WEEKLY))
        return [*found, *(_Session(day, _AWAY[n % 2]) for n, day in enumerate(missed))]

    def _in_batches(self, days: list[_Session]) -> Iterator[tuple[date, list[_Session]]]:
        """With the day on which somebody sits down for it; what is over by now is logged."""
        together = 4 if self.pair.going is Going.IN_BATCHES else self.dice.choice((1, 2, 2))
        for start in range(0, len(days), together):
            batch = days[start : start + together]
            late = timedelta(days=self.dice.choices((0, 1, 3, 9), (60, 25, 10, 5))[0])
            yield min(batch[-1].day + late, self.pair.world.calendar.today), batch

    def _log(
        self, db: Db, trajectory: Trajectory, mentor: Mentor, batch: list[_Session],
        days: list[_Session],
    ) -> None:  # fmt: skip
        pauses = queries.pauses_of(db, [trajectory.id])[trajectory.id]
        for session in batch:
            told, key = self._told(session, days), _key(self.dice)
            if is_paused(pauses, session.day):
                continue
            try:
                services.log_session(db, trajectory, mentor, told, key=key, by=self.pair.user.id)
            except rules.LogRefused:  # they stopped meanwhile
                continue
            self.last = key, told

    def _correct(self, db: Db, trajectory: Trajectory, mentor: Mentor) -> None:
        """The duration was a guess."""
        assert self.last is not None  # noqa: S101 — asked before
        key, told = self.last
        if told.minutes is None:
            return
        right = Told(**vars(told) | {"minutes": told.minutes + 15})
        before, new = db.get_one(SessionLog, key), _key(self.dice)
        try:
            services.log_session(
                db, trajectory, mentor, right, key=new, by=self.pair.user.id, corrects=before
            )
        except rules.LogRefused:  # long over
            return
        self.last = new, right

    def _told(self, session: _Session, days: list[_Session]) -> Told:
        dice = self.dice
        next_day = next((one.day for one in days if one.day > session.day), None)
        if next_day is None and self.pair.is_running:
            ahead = timedelta(days=dice.randrange(2, 7))
            next_day = self.pair.world.calendar.today + ahead
        next_at = self.pair.at(next_day, dice.choice((15, 16, 19))) if next_day else None
        if not session.kind.is_contact:
            note = dice.choice(CANCELLED[session.kind]) if dice.random() < 0.6 else ""
            next_at = next_at if dice.random() < 0.5 else None
            return Told(session.day, session.kind, note=note, next_at=next_at)
        is_met = session.kind is SessionKind.MET
        has_costs, has_travelled = dice.random() < 0.3, dice.random() < 0.45
        return Told(
            session.day, session.kind,
            minutes=dice.choice(_MINUTES if is_met else _CALLED),
            topics=tuple(sorted(dice.sample(TOPICS, dice.randrange(1, 4)))),
            experience={one: dice.randrange(5, 11) for one in ITEMS if dice.random() < 0.8},
            note=dice.choice(NOTES) if dice.random() < 0.5 else "",
            kilometres=dice.randrange(4, 27) if is_met and has_travelled else None,
            expense_cents=dice.choice(_CENTS) if is_met and has_costs else None,
            next_at=next_at,
            next_place=dice.choice(PLACES) if next_at and dice.random() < 0.4 else "",
        )  # fmt: skip


def _key(dice: Random) -> UUID:
    """As the page makes one; the same in the same region."""
    return UUID(int=dice.getrandbits(128), version=4)
