"""A young person, the volunteers and the consultants around one case, by the rules alone."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.trajectories.oracle.course import Course, Refusals

REST, BREATH = timedelta(days=28), timedelta(days=14)
LONGEST_COVER = 92
CLOSED = ("ended", "stopped")


@dataclass
class Young:
    """`since` is the day from which they wait, none while somebody's yes is missing; `asked` are
    those whose yes is needed, `agreed` those who gave it."""

    house: str
    consultant: str | None
    since: date | None
    stage: str = "waiting"
    not_before: date = date.min
    asked: set[str] = field(default_factory=lambda: {"young_person"})
    agreed: set[str] = field(default_factory=lambda: {"young_person"})

    @property
    def has_agreed(self) -> bool:
        return self.asked <= self.agreed

    def wait(self) -> None:
        """They look for another mentor."""
        self.stage = "waiting"
        self.settle(None)

    def settle(self, today: date | None) -> None:
        """Who waits without everybody's yes loses the place; with it they wait from today on, if
        they didn't before."""
        if self.stage == "waiting" and not self.has_agreed:
            self.since = None
        elif self.stage == "waiting" and today is not None:
            self.since = self.since or today


@dataclass
class Volunteer:
    house: str
    rests_until: date = date.min
    has_stopped: bool = False


@dataclass
class Cover:
    absent: str
    deputy: str
    first: date
    last: date
    has_ended: bool = False

    def counts_on(self, day: date) -> bool:
        return not self.has_ended and self.first <= day <= self.last

    def touches(self, first: date, last: date) -> bool:
        return not self.has_ended and self.first <= last and first <= self.last


@dataclass
class World:
    """One young person and everybody around; `consultants` by the House where they work."""

    today: date
    young: Young
    consultants: dict[str, str]
    mentors: dict[str, Volunteer]
    courses: list[Course] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)

    @property
    def live(self) -> Course | None:
        return next((one for one in self.courses if one.is_live), None)

    def may_open(self, who: str) -> bool:
        """All files of the young person, those of earlier pairs as well."""
        house, consultant = self.young.house, self.young.consultant
        if self.consultants.get(who) == house:
            return True
        return (
            consultant is not None
            and self.consultants[consultant] == house
            and any(
                one.counts_on(self.today) and (one.absent, one.deputy) == (consultant, who)
                for one in self.covers
            )
        )

    def may_read_as_mentor(self, who: str) -> list[Course]:
        return [one for one in self.courses if one.mentor == who and one.is_live]

    def matchable_from(self) -> date | None:
        young = self.young
        if young.stage != "waiting" or not young.has_agreed or young.since is None or self.live:
            return None
        return max(young.since, young.not_before)

    # What happens to the young person and the match.

    def pair_up(self, mentor: str) -> Course:
        course = Course(mentor, self.today)
        self.courses.append(course)
        self.young.stage = "started"
        return course

    def _match_ends(self, *, awaits_choice: bool) -> None:
        if course := self.live:
            course.over_on, course.awaits_choice = self.today, awaits_choice

    def withdraw(self, who: str) -> None:
        young = self.young
        if who not in young.agreed:
            return
        young.agreed.discard(who)
        if young.stage == "started":
            for course in self.courses:
                course.awaits_choice = False
            young.stage = "waiting"
        young.settle(None)
        self._match_ends(awaits_choice=False)

    def agree(self, who: str) -> Refusals:
        if self.young.stage in CLOSED:
            return {"CourseClosed"}
        self.young.agreed.add(who)
        self.young.settle(self.today)
        return set()

    def holds_authority(self, *others: str) -> None:
        """From now on these have to agree as well; what runs goes on meanwhile."""
        self.young.asked = {"young_person", *others}
        self.young.settle(self.today)

    def young_stops(self) -> Refusals:
        if self.young.stage in CLOSED:
            return {"CourseClosed"}
        self.young.stage = "stopped"
        self._match_ends(awaits_choice=False)
        for course in self.courses:
            course.awaits_choice = False
        return set()

    def mentor_stops(self, who: str) -> Refusals:
        if self.mentors[who].has_stopped:
            return {"MentorEnded"}
        self.mentors[who].has_stopped = True
        if self.live and self.live.mentor == who:
            self._match_ends(awaits_choice=True)
        return set()

    def choose_next(self, course: Course, *, looks_again: bool) -> Refusals:
        if not course.awaits_choice:
            return {"ChosenBefore"}
        course.awaits_choice = False
        if looks_again:
            self.young.wait()
        else:
            self.young.stage = "ended"
        return set()

    def transfer(self, house: str) -> None:
        self.young.house, self.young.consultant = house, None

    def take_over(self, who: str) -> None:
        self.young.consultant = who

    # The end of a course.

    def choices(self, course: Course) -> set[str]:
        stage = self.young.stage
        if course.is_live or course.awaits_choice:
            found = {"aftercare", "other_mentor", "nothing"}
        elif stage in CLOSED:
            found = {"aftercare", "nothing"}
        else:  # they look again, or have somebody else by now
            found = {"other_mentor"}
        return found if course.has_met else found - {"aftercare"}

    def end(
        self, course: Course, kind: str, reason: str, by: str, day: date, what_next: str
    ) -> Refusals:
        is_open = course.is_live or course.awaits_choice
        choices = self.choices(course)
        refused = course.end(kind, reason, by, day, what_next, choices, self.today)
        if refused:
            return refused
        if is_open:
            if what_next == "other_mentor":
                self.young.wait()
            else:
                self.young.stage = "ended"
        if course.has_met:
            mentor = self.mentors[course.mentor]
            mentor.rests_until = max(mentor.rests_until, day + REST)
            if what_next == "other_mentor":
                self.young.not_before = max(self.young.not_before, day + BREATH)
        return set()

    def check(self, course: Course, months: int, day: date, outcome: str) -> Refusals:
        refused = course.check(months, day, outcome, self.today)
        if not refused and outcome == "reopened" and self.young.stage == "ended":
            self.young.stage = "waiting"
            self.young.since = self.today if self.young.has_agreed else None
        return refused

    # Who stands in for whom.

    def arrange(self, absent: str, deputy: str, first: date, last: date) -> Refusals:
        refused: Refusals = set()
        if absent == deputy:
            refused.add("NotConsultants")
        days = (last - first).days + 1
        if first < self.today or not 1 <= days <= LONGEST_COVER:
            refused.add("WrongDays")
        touching = [one for one in self.covers if one.touches(first, last)]
        if any(one.absent == absent for one in touching):
            refused.add("CoveredAlready")
        if any(one.absent == deputy for one in touching):
            refused.add("DeputyIsAway")
        if not refused:
            self.covers.append(Cover(absent, deputy, first, last))
        return refused
