"""The trajectories of the demo: from the first meeting to aftercare, each with its own course."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from sqlmodel import select

from mentorship.accounts.models import Language
from mentorship.demo import together
from mentorship.demo.aiming import minutes
from mentorship.demo.world import OFFICE_HOURS, Life, World
from mentorship.foundation.db import Db
from mentorship.foundation.working_days import months_later
from mentorship.matching.models import Match, MatchStatus
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import services, texts
from mentorship.trajectories.beginning import Signed
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    ContactAfterwards,
    EndedBy,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rows import Agreed, Checked, Talk
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.models import MeetingOutcome, PauseReason, Phase, Trajectory
from mentorship.trajectories.rules import TrajectoryRefused

_PLACES = (
    "Bibliotheek, bij de leestafel", "Buurthuis De Linde", "Kantine van de sportclub",
    "Lunchroom bij het station", "Jongerencentrum", "Het park, bij de ingang",
)  # fmt: skip
# In working days after the first meeting: when a phase begins, if it comes that far.
_PHASES = ((Phase.BUILDING_TRUST, 30), (Phase.DEEPENING, 85), (Phase.LETTING_GO, 172))
_AFTERCARE = {3: 63, 6: 127}  # working days after the end


@dataclass(frozen=True)
class Course:
    """How one goes; numbers are working days after the first meeting.

    `ends` says on which, why and what comes next; without it the pair still meets today. A variant
    stops somewhere on purpose, so that there is something to do at every step: `to_plan`,
    `planned`, `unsigned`, `trial`, `paused`, `aftercare`.
    """

    ends: int | None = None
    ending: str = ""
    looks_again: bool = False
    variant: str = ""


@dataclass
class _Trajectory:
    """One life: its acts come in the order of the days on which they are due."""

    world: World
    match_id: UUID
    course: Course
    name: str
    met: int = 0  # working days ago
    dice: Random = field(default_factory=Random)
    trajectory_id: UUID | None = None

    def live(self, decided: int) -> Life:
        """`decided` working days ago both had said yes."""
        wait = self.dice.choice((4, 5, 6, 8))
        if self.course.variant == "planned":
            wait = decided + 4
        yield self._at(decided - 1, self.dice.randrange(OFFICE_HOURS))
        if decided < 1 or self.course.variant == "to_plan":
            return  # nobody planned anything yet
        self.met = decided - wait
        day = self.world.calendar.day(self.met) if self.met >= 0 else self._coming(-self.met)
        if not self._plan(day):
            return
        if self.dice.random() < 0.2 and self.met > 0:
            yield self._at(self.met, 60)
            if self.met < 0:
                return
            self._not_held()
            self.met -= 3
            day = self.world.calendar.day(self.met) if self.met >= 0 else self._coming(-self.met)
            self._plan(day)
        yield self._at(self.met, 300)
        if not self._begin(is_signed=self.course.variant != "unsigned"):
            return
        if self.course.variant == "aftercare":
            self.course = replace(self.course, ends=max(30, self.met - 70), ending="planned")
        for when, act in self._acts():
            yield self._at(self.met - when, 60 + when % 240)
            act()
        if self.course.ends is not None:
            yield self._at(self.met - self.course.ends, 200)
            self._end()
            yield from self._care_after(self.met - self.course.ends)

    def _acts(self) -> list[tuple[int, Callable[[], None]]]:
        """What lies before the end, the soonest first."""
        last = self.course.ends if self.course.ends is not None else self.met + 1
        if self.course.variant == "paused":
            return [(max(1, self.met - 6), self._pause)]
        if self.course.variant == "trial":
            return []
        acts: list[tuple[int, Callable[[], None]]] = []
        late = self.dice.randrange(-2, 12)
        for phase, when in _PHASES:
            if when + late < last:
                acts.append((when + late, partial(self._go_on, phase)))
        if last > 70 and self.dice.random() < 0.25:
            start = self.dice.randrange(45, 65)
            acts.append((start, self._pause))
            if self.met - start > 12 or self.course.ends is not None:
                acts.append((start + 12, self._resume))
        if self.course.ends is None and last > 215:
            acts.append((212, self._extend))
        return sorted(acts, key=lambda act: act[0])

    def _at(self, days_ago: int, minutes: int) -> datetime:
        calendar = self.world.calendar
        if days_ago < 0:
            return calendar.now + timedelta(days=1)  # still to come
        return calendar.at(days_ago, minutes)

    def _coming(self, working_days: int) -> date:
        return self.world.calendar.today + timedelta(days=working_days + 2)

    def _house(self) -> str:
        with self.world.acting(None) as db:
            match = db.get_one(Match, self.match_id)
            return db.get_one(Mentee, match.mentee_id).house_code

    def _plan(self, day: date) -> bool:
        with self.world.consulting(self._house()) as (db, by):
            match = db.get_one(Match, self.match_id)
            if match.status is not MatchStatus.ACTIVE:
                return False
            at = self.world.calendar.moment_on(day, 16)
            meeting = services.plan_first_meeting(db, match, at, self.dice.choice(_PLACES), by=by)
            self.trajectory_id = meeting.trajectory_id
        return True

    def _act(self, act: Callable[[Db, Trajectory, UUID], object]) -> bool:
        """In the House where the young person lives by then; what can't be any more is left."""
        if self.trajectory_id is None:
            return False
        with self.world.consulting(self._house()) as (db, by):
            found = select(Trajectory).where(Trajectory.id == self.trajectory_id)
            try:
                act(db, db.exec(found).one(), by)
            except TrajectoryRefused:  # the mentor or the young person stopped meanwhile
                db.rollback()
                return False
        return True

    def _not_held(self) -> None:
        outcome = self.dice.choice((MeetingOutcome.MOVED, MeetingOutcome.MENTEE_AWAY))
        self._act(lambda db, one, by: services.note_not_held(db, one, outcome))

    def _begin(self, *, is_signed: bool) -> bool:
        is_there = self.dice.random() < 0.95
        took = minutes(self.world.dice(f"minutes of meeting {self.name}"), 120)
        has_begun = self._act(
            lambda db, one, by: services.note_held(
                db, one, is_staff_present=is_there, by=by, minutes=took if is_there else None
            )
        )
        if has_begun and is_signed:
            self._act(self._sign)
        if has_begun and self.trajectory_id is not None:
            is_running = self.course.ends is None and self.course.variant != "aftercare"
            together.follow(self.world, self.trajectory_id, self.name, is_running=is_running)
        return has_begun

    def _sign(self, db: Db, one: Trajectory, by: UUID) -> None:
        assert one.started_on is not None  # noqa: S101 — it has just begun
        signed = Signed(one.started_on, 4, 6, 12, texts.CURRENT, Language.DUTCH)
        services.sign_agreement(db, one, signed, by=by)

    def _go_on(self, phase: Phase) -> None:
        day = self.world.calendar.moment.date()
        self._act(lambda db, one, by: services.go_on(db, one, phase, day, by=by))

    def _pause(self) -> None:
        day, why = self.world.calendar.moment.date(), self.dice.choice(list(PauseReason))
        self._act(
            lambda db, one, by: services.pause(
                db, one, day, why, expected_on=day + timedelta(days=16), by=by
            )
        )

    def _resume(self) -> None:
        day = self.world.calendar.moment.date()
        self._act(lambda db, one, by: services.resume(db, one, day))

    def _extend(self) -> None:
        def extend(db: Db, one: Trajectory, by: UUID) -> None:
            assert one.started_on is not None  # noqa: S101 — it runs
            end = months_later(one.started_on, 15)
            services.extend(db, one, end, "Ze willen samen nog de zomer meemaken.", by=by)

        self._act(extend)

    def _end(self) -> None:
        ending, day = _ENDINGS[self.course.ending], self.world.calendar.moment.date()
        is_met = self.dice.random() < 0.85
        if ending.kind is ClosureKind.PLANNED or is_met:
            for side in (TalkSide.MENTEE, TalkSide.MENTOR):
                topics = self.dice.sample(list(ExitTopic), self.dice.randrange(5, 9))
                took = minutes(self.world.dice(f"minutes of talk {self.name} {side}"), 60)
                talk = Talk(side, day, topics=topics, notes="Rustig teruggekeken.", minutes=took)
                self._act(partial(_note_talk, talk))
            choice = self.dice.choice(list(ContactAfterwards))
            agreed = Agreed(choice, choice is ContactAfterwards.AS_THEY_LIKE, day, texts.CURRENT)
            self._act(lambda db, one, by: services.agree_contact(db, one, agreed, by=by))
        self._act(
            lambda db, one, by: services.end_trajectory(
                db, one, self._ending(db, one, ending, day), by=by
            )
        )

    def _ending(self, db: Db, one: Trajectory, like: Ending, day: date) -> Ending:
        """What comes next as planned, or what is still possible."""
        wanted = WhatNext.OTHER_MENTOR if self.course.looks_again else like.what_next
        possible = services.choices_after(db, one)
        return Ending(
            like.kind, like.reason, like.ended_by, day,
            wanted if wanted in possible else possible[-1],
            like.explanation, like.was_celebrated,
        )  # fmt: skip

    def _care_after(self, ended: int) -> Life:
        for months, days in _AFTERCARE.items():
            late = self.dice.randrange(0, 6)
            yield self._at(ended - days - late, 180)
            outcome = self.dice.choice(
                (AftercareOutcome.WELL, AftercareOutcome.WELL, AftercareOutcome.NOT_REACHED)
            )
            day = self.world.calendar.moment.date()
            checked = Checked(months, day, outcome, outcome is AftercareOutcome.WELL or None)
            self._act(partial(_note_aftercare, checked))


_ANY_DAY = date(2000, 1, 1)
_ENDINGS = {
    "planned": Ending(
        ClosureKind.PLANNED, ClosureReason.GOALS_REACHED, EndedBy.TOGETHER, _ANY_DAY,
        WhatNext.AFTERCARE, "Afgerond zoals afgesproken, met een etentje.", True,
    ),
    "moved": Ending(
        ClosureKind.UNPLANNED, ClosureReason.MOVED_AWAY, EndedBy.MENTEE, _ANY_DAY,
        WhatNext.AFTERCARE, "De jongere is verhuisd.",
    ),
    "unplanned": Ending(
        ClosureKind.UNPLANNED, ClosureReason.NO_CONTACT, EndedBy.MENTEE, _ANY_DAY,
        WhatNext.NOTHING, "Na twee keer niet komen samen besloten te stoppen.",
    ),
    "rest": Ending(
        ClosureKind.ONE_SIDED, ClosureReason.NO_CLICK, EndedBy.MENTEE, _ANY_DAY,
        WhatNext.OTHER_MENTOR, "Het klikte niet meer; rustig uit elkaar gegaan.",
    ),
    "mentor_stops": Ending(
        ClosureKind.ONE_SIDED, ClosureReason.NO_TIME, EndedBy.MENTOR, _ANY_DAY,
        WhatNext.OTHER_MENTOR, "De mentor kreeg minder tijd.",
    ),
}  # fmt: skip


def _note_talk(talk: Talk, db: Db, one: Trajectory, by: UUID) -> None:
    services.note_exit_talk(db, one, talk, by=by)


def _note_aftercare(checked: Checked, db: Db, one: Trajectory, by: UUID) -> None:
    services.note_aftercare(db, one, checked, by=by)


def guide(world: World, match_id: UUID, course: Course, decided: int, name: str) -> None:
    """Follows this pair from the second yes, so many working days ago."""
    life = _Trajectory(world, match_id, course, name, dice=world.dice(f"guided {name}"))
    world.follow(life.live(decided))
