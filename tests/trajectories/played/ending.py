"""Steps of a random course: every kind of end, the talks, aftercare."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from mentorship.trajectories import services
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    ContactAfterwards,
    EndedBy,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rows import Agreed, Checked, Talk
from mentorship.trajectories.closure.rules import Ending
from tests.simulation.workdays import add_months
from tests.trajectories.oracle.course import ENDED_BY, REASONS
from tests.trajectories.played.case import DAY, WHEN, Case

OUTCOMES = st.sampled_from([one.value for one in AftercareOutcome])


class Endings(Case):
    """What a consultant notes when it is over."""

    # The end and after it.

    @precondition(lambda self: self.is_known and self.may(False))
    @rule(
        back=st.sampled_from([0, 0, 0, 1]),
        kind=st.sampled_from(sorted(REASONS)),
        other_kind=st.sampled_from([None, None, None, *sorted(REASONS)]),
        draws=st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20)),
        when=WHEN,
    )
    def end(
        self, back: int, kind: str, other_kind: str | None, draws: tuple[int, int, int],
        when: tuple[str, int],
    ) -> None:  # fmt: skip
        course, match_id = self._pick(back)
        if course.phase == "unplanned":
            return
        reasons, people = sorted(REASONS[other_kind or kind]), sorted(ENDED_BY[kind])
        nexts = sorted(self.world.choices(course)) if draws[2] < 15 else [w.value for w in WhatNext]
        reason, by_whom, what_next = (
            some[draw % len(some)]
            for some, draw in zip((reasons, people, nexts), draws, strict=True)
        )
        day, (one, by) = self._day(when, course), self._open(match_id)
        ending = Ending(
            ClosureKind(kind), ClosureReason(reason), EndedBy(by_whom), day, WhatNext(what_next)
        )
        if course.ended_on is None:
            offered = {choice.value for choice in services.choices_after(self.db, one)}
            assert offered == self.world.choices(course)
        self._expect(
            self.world.end(course, kind, reason, by_whom, day, what_next),
            lambda: services.end_trajectory(self.db, one, ending, by=by.id),
        )

    @precondition(lambda self: self.is_known and self.unclosed is not None)
    @rule(
        kind=st.sampled_from(sorted(REASONS)),
        draws=st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 14)),
        when=st.sampled_from([0, 0, 0, -1, -14]),
    )
    def end_as_it_should(self, kind: str, draws: tuple[int, int, int], when: int) -> None:
        """The oldest course that nobody closed, on a day that may be."""
        back = self.unclosed
        assert back is not None
        course, _id = self._pick(back)
        earliest = max(day for day in course.known_days() if day)
        day = max(earliest, self.today + when * DAY)
        self.end(back, kind, None, draws, ("today", (day - self.today).days))

    @precondition(lambda self: self.now.has_met)
    @precondition(lambda self: self.may(self.now.ended_on is not None and len(self.now.talked) < 2))
    @rule(side=st.sampled_from(["mentee", "mentor"]), when=st.sampled_from([0, 0, 0, 1]))
    def talk(self, side: str, when: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self.today + when * DAY, self._open(match_id)
        self._expect(
            course.talk(side, day, self.today),
            lambda: services.note_exit_talk(self.db, one, Talk(TalkSide(side), day), by=by.id),
        )

    @precondition(lambda self: self.now.has_met)
    @precondition(
        lambda self: self.may(self.now.ended_on is not None and not self.now.has_statement)
    )
    @rule(when=st.sampled_from([0, 0, 0, 1]))
    def agree_on_contact(self, when: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self.today + when * DAY, self._open(match_id)
        told = Agreed(ContactAfterwards.NOW_AND_THEN, True, day, "2026-1")
        self._expect(
            course.agree_contact(day, self.today),
            lambda: services.agree_contact(self.db, one, told, by=by.id),
        )

    @precondition(lambda self: self.now.has_met and self.may(self.now.phase == "aftercare"))
    @rule(
        outcome=st.sampled_from([one.value for one in AftercareOutcome]),
        soon=st.sampled_from([True, True, False]),
    )
    def aftercare(self, outcome: str, soon: bool) -> None:
        course, match_id = self._pick()
        if outcome == "reopened" and self.world.young.stage == "stopped":
            return
        months = 6 if 3 in course.checked else 3
        if soon and course.phase == "aftercare" and course.ended_on is not None:
            opens = add_months(course.ended_on, months) - 21 * DAY
            if opens > self.today:
                self.days_pass((opens - self.today).days)
        one, by = self._open(match_id)
        told = Checked(months, self.today, AftercareOutcome(outcome))
        self._expect(
            self.world.check(course, months, self.today, outcome),
            lambda: services.note_aftercare(self.db, one, told, by=by.id),
        )
