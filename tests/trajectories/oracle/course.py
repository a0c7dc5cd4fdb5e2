"""One pair from the second yes to the last aftercare, by the rules of the domain alone.

Every verb gives the reasons for which it is refused, by the names of the errors that may say so;
when there are none it has been done. Nothing of the program is imported here.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.simulation.workdays import add_months

RUNNING = ("getting_acquainted", "building_trust", "deepening", "letting_go")
NEXT = {
    "getting_acquainted": {"building_trust"},
    "building_trust": {"deepening", "letting_go"},
    "deepening": {"letting_go"},
    "letting_go": {"deepening"},
}
LONGEST, USUAL, LATE_LOG = 18, 12, timedelta(days=28)
SOONER = timedelta(days=21)
REASONS = {
    "planned": {"goals_reached", "time_over", "goes_on_alone"},
    "unplanned": {
        "moved_away", "health", "school_or_work", "other_care", "no_contact", "safety",
        "rules_not_kept",
    },
    "one_sided": {"no_click", "no_time", "goes_on_alone", "consent_withdrawn", "no_reason"},
}  # fmt: skip
ENDED_BY = {
    "planned": {"together"},
    "unplanned": {"together", "mentee", "mentor", "programme"},
    "one_sided": {"mentee", "mentor", "guardian"},
}
Refusals = set[str]


def _those(**reasons: bool) -> Refusals:
    return {name for name, holds in reasons.items() if holds}


@dataclass
class Pause:
    """Without meetings from the first day to the day before `until`."""

    first: date
    expected: date | None
    until: date | None = None


@dataclass
class Log:
    """`place_of` is the log whose place this one takes."""

    key: str
    held_on: date
    kind: str
    words: str
    noted_on: date
    place_of: str | None = None


@dataclass
class Course:
    """`over_on` is the day on which the match ended, `ended_on` that of a closure."""

    mentor: str
    matched_on: date
    phase: str = "unplanned"
    stepped_on: date | None = None
    meeting_on: date | None = None
    started_on: date | None = None
    planned_end: date | None = None
    over_on: date | None = None
    ended_on: date | None = None
    is_signed: bool = False
    is_extended: bool = False
    awaits_choice: bool = False
    has_statement: bool = False
    pauses: list[Pause] = field(default_factory=list)
    talked: set[str] = field(default_factory=set)
    checked: set[int] = field(default_factory=set)
    logs: list[Log] = field(default_factory=list)
    contacts: dict[str, list[date]] = field(default_factory=dict)
    reviewed: set[str] = field(default_factory=set)
    review_days: list[date] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        """The match runs."""
        return self.over_on is None

    @property
    def is_running(self) -> bool:
        return self.phase in RUNNING

    @property
    def has_met(self) -> bool:
        return self.started_on is not None

    @property
    def stopped_on(self) -> date | None:
        """Since when the two don't meet any more."""
        return self.ended_on or self.over_on

    @property
    def pause(self) -> Pause | None:
        return next((one for one in self.pauses if one.until is None), None)

    def _step(self, phase: str, day: date) -> None:
        self.phase, self.stepped_on = phase, day

    def plan(self, day: date, today: date) -> Refusals:
        planned = self.meeting_on is not None or self.phase not in ("unplanned", "planned")
        refused = _those(MatchNotRunning=not self.is_live, PlannedBefore=planned)
        if not refused:
            self.meeting_on = day
            if self.phase == "unplanned":
                self._step("planned", today)
        return refused

    def not_held(self) -> Refusals:
        refused = _those(NotPlanned=self.meeting_on is None)
        if not refused:
            self.meeting_on = None
        return refused

    def held(self, today: date) -> Refusals:
        day = self.meeting_on
        refused = _those(
            NotPlanned=day is None,
            MatchNotRunning=not self.is_live,
            DayImpossible=day is not None and day > today,
        )
        if not refused and day is not None:
            self.meeting_on, self.started_on = None, day
            self.planned_end = add_months(day, USUAL)
            self._step("getting_acquainted", day)
        return refused

    def sign(self, day: date, months: int, today: date) -> Refusals:
        start = self.started_on
        refused = _those(
            NotRunning=not self.is_running,
            SignedBefore=self.is_signed,
            DayImpossible=day > today or (start is not None and day < start),
        )
        if not refused and start is not None:
            self.is_signed = True
            if not self.is_extended:
                self.planned_end = add_months(start, months)
        return refused

    def go_on(self, to: str, day: date, today: date) -> Refusals:
        refused = _those(
            NotRunning=not self.is_running,
            PausedNow=self.pause is not None,
            StepUnknown=to not in NEXT.get(self.phase, ()),
            DayImpossible=day > today or (self.stepped_on is not None and day < self.stepped_on),
        )
        if not refused:
            self._step(to, day)
        return refused

    def stop_meeting(self, first: date, expected: date | None, today: date) -> Refusals:
        after = [self.started_on, *(one.until for one in self.pauses)]
        too_early = any(day is not None and first < day for day in after)
        refused = _those(
            NotRunning=not self.is_running,
            PausedNow=self.pause is not None,
            DayImpossible=first > today or too_early,
        )
        if not refused:
            self.pauses.append(Pause(first, expected))
        return refused

    def resume(self, day: date, today: date) -> Refusals:
        pause = self.pause
        if pause is None:
            return {"NotPaused"}
        if not pause.first <= day <= today:
            return {"DayImpossible"}
        pause.until = day
        return set()

    def extend(self, end: date, today: date) -> Refusals:
        if self.started_on is None or not self.is_running:
            return {"NotRunning"}
        latest = add_months(self.started_on, LONGEST)
        if end == self.planned_end or end <= today or end > latest:
            return {"EndImpossible"}
        self.planned_end, self.is_extended = end, True
        return set()

    def end(
        self, kind: str, reason: str, by: str, day: date, what_next: str, choices: set[str],
        today: date,
    ) -> Refusals:  # fmt: skip
        """`choices` is what may come next for the young person, as they stand now."""
        pause = self.pause
        after = max(day for day in self.known_days() if day)
        refused = _those(
            EndedBefore=self.ended_on is not None,
            ReasonImpossible=reason not in REASONS[kind] or by not in ENDED_BY[kind],
            NextImpossible=what_next not in choices,
            DayImpossible=not after <= day <= today,
        )
        if not refused:
            if pause is not None:
                pause.until = day
            self.ended_on, self.awaits_choice = day, False
            self.over_on = self.over_on or day
            self._step("aftercare" if what_next == "aftercare" else "done", day)
        return refused

    def known_days(self) -> list[date | None]:
        """What is known of their time together lies before its end, as no log may lie after it."""
        paused = [one.until or one.first for one in self.pauses]
        return [date.min, self.stepped_on, *paused, *(log.held_on for log in self.current_logs())]

    def talk(self, side: str, day: date, today: date) -> Refusals:
        refused = _those(NotedBefore=side in self.talked, DayImpossible=day > today)
        if not refused:
            self.talked.add(side)
        return refused

    def agree_contact(self, day: date, today: date) -> Refusals:
        refused = _those(NotedBefore=self.has_statement, DayImpossible=day > today)
        if not refused:
            self.has_statement = True
        return refused

    def check(self, months: int, day: date, outcome: str, today: date) -> Refusals:
        if self.ended_on is None:
            return {"NotEnded"}
        if self.phase != "aftercare":
            return {"NotEnded", "NotedBefore"}
        refused = _those(
            NotedBefore=months in self.checked,
            TooEarly=day < add_months(self.ended_on, months) - SOONER,
            DayImpossible=day > today,
        )
        if not refused:
            self.checked.add(months)
            if months == 6 or outcome in ("reopened", "not_wanted"):
                self._step("done", day)
        return refused

    def log(self, key: str, day: date, kind: str, words: str, today: date) -> Refusals:
        """A key that was sent before stands for what was sent then."""
        if stored := self.log_of(key):
            same = (stored.held_on, stored.kind, stored.words) == (day, kind, words)
            return set() if same else {"OtherBody"}
        if not (refused := self._refuses_log(day, today)):
            self.logs.append(Log(key, day, kind, words, today))
        return refused

    def correct(self, key: str, of: str, day: date, words: str, today: date) -> Refusals:
        refused = self._refuses_log(day, today)
        if any(one.place_of == of for one in self.logs):
            refused.add("CorrectedBefore")
        old = self.log_of(of)
        assert old is not None
        if not refused:
            self.logs.append(Log(key, day, old.kind, words, today, of))
        return refused

    def log_of(self, key: str) -> Log | None:
        return next((one for one in self.logs if one.key == key), None)

    def current_logs(self) -> list[Log]:
        replaced = {one.place_of for one in self.logs}
        return [one for one in self.logs if one.key not in replaced]

    def _refuses_log(self, day: date, today: date) -> Refusals:
        start, end = self.started_on, self.stopped_on
        if start is None:
            return {"NotMetYet"}
        return _those(
            StillToCome=day > today,
            BeforeTheStart=day < start,
            AfterTheEnd=end is not None and day > end,
            TooLate=end is not None and today > end + LATE_LOG,
        )
