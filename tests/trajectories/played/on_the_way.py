"""Steps of a random course: the first meeting, the phases, pauses, another end."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
)

from mentorship.trajectories import services
from mentorship.trajectories.models import MeetingOutcome, PauseReason
from mentorship.trajectories.models import Phase as Stand
from tests.simulation.workdays import add_months
from tests.trajectories.pairs import PLACE, at, signed
from tests.trajectories.played import looking
from tests.trajectories.played.case import DAY, PHASES, WHEN, Case


class OnTheWay(Case):
    """From the plan of a first meeting to letting go."""

    # Time and the beginning.

    @initialize(ago=st.sampled_from([None, 0, 0, 30, 60, 200]), to=st.integers(0, 3))
    def begin(self, ago: int | None, to: int) -> None:
        if ago is None:
            return
        self.plan(0)
        self.meeting_is_held()
        self.sign(("start", 0), 12)
        self.days_pass(ago)
        for phase in ("building_trust", "deepening", "letting_go")[:to]:
            self.go_on(phase, ("step", 0))

    @precondition(lambda self: self.may(self.now.is_live and not self.now.has_met))
    @rule(later=st.sampled_from([0, 0, 2, 10]))
    def plan(self, later: int) -> None:
        course, match_id = self._pick()
        day, (by, _) = self.today + later * DAY, self._consultant()
        match = self._match(match_id)
        self._expect(
            course.plan(day, self.today),
            lambda: services.plan_first_meeting(self.db, match, at(day), PLACE, by=by.id),
        )

    @precondition(lambda self: self.is_known and self.now.is_live)
    @precondition(lambda self: self.may(self.now.meeting_on is not None))
    @rule(outcome=st.sampled_from([o for o in MeetingOutcome if o is not MeetingOutcome.HELD]))
    def meeting_is_not_held(self, outcome: MeetingOutcome) -> None:
        course, match_id = self._pick()
        one, _by = self._open(match_id)
        self._expect(course.not_held(), lambda: services.note_not_held(self.db, one, outcome))

    @precondition(lambda self: self.is_known and self.may(self.now.meeting_on is not None))
    @rule()
    def meeting_is_held(self) -> None:
        course, match_id = self._pick()
        one, by = self._open(match_id)
        self._expect(
            course.held(self.today),
            lambda: services.note_held(self.db, one, is_staff_present=True, by=by.id),
        )

    @precondition(lambda self: self.is_judged)
    @precondition(lambda self: self.may(self.now.is_running and not self.now.is_signed))
    @rule(when=WHEN, months=st.sampled_from([3, 12, 14]))
    def sign(self, when: tuple[str, int], months: int) -> None:
        course, match_id = self._pick()
        day, (one, by) = self._day(when, course), self._open(match_id)
        self._expect(
            course.sign(day, months, self.today),
            lambda: services.sign_agreement(self.db, one, signed(day, months), by=by.id),
        )

    # On the way.

    @precondition(lambda self: self.is_judged and self.may(False))
    @rule(to=PHASES, when=WHEN)
    def go_on(self, to: str, when: tuple[str, int]) -> None:
        course, match_id = self._pick()
        day, (one, by) = self._day(when, course), self._open(match_id)
        if to == course.phase:
            return
        self._expect(
            course.go_on(to, day, self.today),
            lambda: services.go_on(self.db, one, Stand(to), day, by=by.id),
        )

    @precondition(lambda self: self.now.is_running and self.now.is_live)
    @rule()
    def go_on_as_it_should(self) -> None:
        phase = self._pick()[0].phase
        order = ["getting_acquainted", "building_trust", "deepening", "letting_go", "deepening"]
        self.go_on(order[order.index(phase) + 1], ("today", 0))

    @precondition(lambda self: self.is_judged)
    @precondition(lambda self: self.may(self.now.is_running and self.now.pause is None))
    @rule(when=WHEN, for_days=st.sampled_from([None, 1, 30]))
    def pause(self, when: tuple[str, int], for_days: int | None) -> None:
        course, match_id = self._pick()
        day, (one, by) = self._day(when, course), self._open(match_id)
        until = day + for_days * DAY if for_days else None
        self._expect(
            course.stop_meeting(day, until, self.today),
            lambda: services.pause(
                self.db, one, day, PauseReason.HOLIDAY, expected_on=until, by=by.id
            ),
        )

    @precondition(lambda self: self.is_judged and self.may(self.now.pause is not None))
    @rule(when=WHEN)
    def resume(self, when: tuple[str, int]) -> None:
        course, match_id = self._pick()
        day, (one, _by) = self._day(when, course), self._open(match_id)
        self._expect(course.resume(day, self.today), lambda: services.resume(self.db, one, day))

    @precondition(lambda self: self.is_judged and self.may(self.now.is_running))
    @rule(months=st.sampled_from([6, 12, 18]), more=st.sampled_from([0, 0, 1, -40]))
    def extend(self, months: int, more: int) -> None:
        course, match_id = self._pick()
        one, by = self._open(match_id)
        day = add_months(course.started_on or self.today, months) + more * DAY
        self._expect(
            course.extend(day, self.today),
            lambda: services.extend(self.db, one, day, "Nog niet klaar.", by=by.id),
        )

    @precondition(lambda self: self.is_judged and self.may(False))
    @rule(to=PHASES)
    def the_database_refuses_a_wrong_step(self, to: str) -> None:
        course, match_id = self._pick()
        one, by = self._open(match_id)
        looking.check_wrong_step(self.db, one, course.phase, to, self.today, by.id)
