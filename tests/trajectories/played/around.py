"""Steps of a random course: people leave, move, agree again, are matched anew, stand in."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import Days
from mentorship.matching import services as matching
from mentorship.mentors.models import MentorStatus
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Authority, StoppedBy
from tests.referrals.courses import agree, guard
from tests.trajectories.oracle.people import CLOSED
from tests.trajectories.played.case import DAY, NAMES, Case
from tests.trajectories.played.region import CONSULTANTS, mentor_of, pair_up

GUARDIANS = {
    "one_parent": ("guardian",), "guardian": ("guardian",),
    "both_parents": ("guardian", "second_guardian"),
}  # fmt: skip


class Around(Case):
    """What happens to the people of the case."""

    # People who leave, move, come back.

    @precondition(lambda self: self.may(self.world.live is not None))
    @rule(who=st.sampled_from(["young person", "mentor", "mentor", "consent", "guardian"]))
    def somebody_leaves(self, who: str) -> None:
        mentee, by = self._mentee()
        if who == "young person":
            self._expect(
                self.world.young_stops(),
                lambda: matching.stop_mentee(self.db, mentee, StoppedBy.YOUNG_PERSON, "", by=by.id),
            )
        elif who in ("consent", "guardian"):
            asked = sorted(self.world.young.asked)
            given = GivenBy(asked[0] if who == "guardian" else "young_person")
            purpose = ConsentPurpose.PARTICIPATION
            matching.withdraw_consent(self.db, mentee, purpose, given, by=by.id)
            self.world.withdraw(given.value)
        else:
            name = self._pick()[0].mentor
            mentor = mentor_of(self.db, self.region, name)
            self._expect(
                self.world.mentor_stops(name),
                lambda: matching.end_mentor(self.db, mentor, MentorStatus.STOPPED, "", by.id),
            )

    @precondition(lambda self: not self.world.young.has_agreed)
    @rule()
    def agree_again(self) -> None:
        """Everybody whose yes is missing, one after the other."""
        for who in sorted(self.world.young.asked - self.world.young.agreed):
            self._agrees(who)

    @precondition(lambda self: not self.world.young.has_agreed)
    @rule(who=st.integers(0, 2))
    def one_agrees(self, who: int) -> None:
        missing = sorted(self.world.young.asked - self.world.young.agreed)
        self._agrees(missing[who % len(missing)])

    def _agrees(self, who: str) -> None:
        mentee, by = self._mentee()
        self._expect(self.world.agree(who), lambda: agree(self.db, mentee, by, GivenBy(who)))

    @precondition(lambda self: self.may(self.world.young.stage not in CLOSED))
    @rule(authority=st.sampled_from([*GUARDIANS, "young_person_16_plus"]))
    def who_holds_authority(self, authority: str) -> None:
        """What was agreed before keeps its worth; who is new is asked."""
        mentee, _by = self._mentee()
        guard(self.db, mentee, Authority(authority))
        self.world.holds_authority(*GUARDIANS.get(authority, ()))

    @precondition(lambda self: self.may(self.now.awaits_choice) and not self.now.is_live)
    @rule(looks_again=st.booleans())
    def choose_next(self, looks_again: bool) -> None:
        course, match_id = self._pick()
        match = self._match(match_id)
        if course.ended_on is not None:
            return
        self._expect(
            self.world.choose_next(course, looks_again=looks_again),
            lambda: matching.choose_next(self.db, match, "Besproken.", looks_again=looks_again),
        )

    @rule()
    def move_or_take_over(self) -> None:
        """The consultant of the new House takes the file over in the step after it."""
        mentee, by = self._mentee()
        young = self.world.young
        if young.stage in CLOSED and not self.world.courses:
            return  # who never had a mentor is followed no longer; others may be in aftercare
        if young.consultant is None:
            name = next(n for n, house in sorted(CONSULTANTS.items()) if house == young.house)
            verbs.take_over(self.db, mentee, self.region.staff[name].id)
            self.world.take_over(name)
        else:
            house = "KEN" if young.house == "NHN" else "NHN"
            verbs.transfer(self.db, mentee, house, "Verhuisd.", by=by.id)
            self.world.transfer(house)

    @precondition(lambda self: self.world.young.stage == "waiting")
    @rule()
    def wait_for_another(self) -> None:
        """Until they may be matched and somebody is there."""
        if not self.world.young.has_agreed:
            self.agree_again()
        day = self.world.matchable_from()
        if day is not None and day > self.today:
            self.days_pass((day - self.today).days)

    @precondition(lambda self: self._free_mentor() is not None)
    @rule()
    def another_match(self) -> None:
        name = self._free_mentor()
        assert name is not None
        mentee, by = self._mentee()
        by = self.region.staff[
            next(n for n, house in sorted(CONSULTANTS.items()) if house == mentee.house_code)
        ]
        match = pair_up(self.db, by, mentee, self.region.mentors[name])
        self.matches.append(match.id)
        self.world.pair_up(name)

    def _free_mentor(self) -> str | None:
        day, had = self.world.matchable_from(), {one.mentor for one in self.world.courses}
        if day is None or day > self.today or self.today > self.region.matched_on + 330 * DAY:
            return None  # later than that the mentors' own agreements are over
        return next(
            (
                name for name, one in self.world.mentors.items()
                if one.house == self.world.young.house and name not in had
                and not one.has_stopped and one.rests_until < self.today
            ),
            None,
        )  # fmt: skip

    # Cover, logs, contacts, reviews.

    @precondition(lambda self: self.may(False))
    @rule(absent=NAMES, deputy=NAMES, first=st.sampled_from([0, 0, 1, 7, -1]),
          length=st.sampled_from([0, 6, 29, 91, 92]))  # fmt: skip
    def cover(self, absent: str, deputy: str, first: int, length: int) -> None:
        days = Days(self.today + first * DAY, self.today + (first + length) * DAY)
        people = [self.region.staff[name].id for name in (absent, deputy)]
        made = self._expect(
            self.world.arrange(absent, deputy, days.first, days.last),
            lambda: cover.arrange(self.db, *people, days, by=people[0]),
        )
        if made is not None:
            self.covers.append(made.id)

    @precondition(lambda self: self.world.young.consultant is not None)
    @rule(deputy=st.sampled_from(["nel", "zoe", "zoe"]))
    def cover_the_consultant(self, deputy: str) -> None:
        self.cover(self.world.young.consultant or "", deputy, 0, 29)

    @precondition(lambda self: self.covers)
    @rule(number=st.integers(0, 5))
    def end_cover(self, number: int) -> None:
        number %= len(self.covers)
        cover.end(self.db, self.db.get_one(Cover, self.covers[number]), self.region.staff["cor"].id)
        self.db.flush()
        self.world.covers[number].has_ended = True
