"""What became of the young people of the demo: waiting for a mentor, or where they got stuck."""

from dataclasses import dataclass
from uuid import UUID

from mentorship.accounts.models import Language
from mentorship.demo.arrivals import ACCEPTED, Arrival
from mentorship.demo.world import Life
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.matching import services as matching
from mentorship.matching.people_files import numbers
from mentorship.referrals import services
from mentorship.referrals.mentees import consents, queries, rules
from mentorship.referrals.mentees.consent_texts import CURRENT
from mentorship.referrals.mentees.consents import Answer
from mentorship.referrals.mentees.facts import Guardians
from mentorship.referrals.mentees.intake_models import (
    ConsentPurpose,
    GivenBy,
    How,
    IntakeOutcome,
    TalkWith,
)
from mentorship.referrals.mentees.models import MIDDLE, Authority, Mentee, StoppedBy

# Working days after the referral.
_TALK, _DECIDED, _AGREED = 6, 8, 9
_AUTHORITIES = {
    "young": Authority.YOUNG_PERSON,
    "one": Authority.ONE_PARENT,
    "both": Authority.BOTH_PARENTS,
    "guardian": Authority.GUARDIAN,
    "institution": Authority.INSTITUTION,
}
_GOALS = (
    "Elke week één keer de deur uit voor iets leuks",
    "Weten wat ik na de zomer ga doen",
    "Iemand bellen als het niet gaat",
    "Mijn diploma halen",
    "Minder ’s nachts online",
)
_STOPS = {
    "stopped_young": (StoppedBy.YOUNG_PERSON, ""),
    "stopped_guardian": (StoppedBy.GUARDIAN, "Ouder vindt één hulpverlener genoeg."),
    "stopped_house": (StoppedBy.HOUSE, "Na twee maanden niet meer te bereiken."),
}


@dataclass
class MenteeLife(Arrival):
    """The course of one young person from the referral on."""

    def live(self) -> Life:
        yield from self.come()
        if self.told.row["sender"] == "earlier":
            return
        yield from self._letter_and_priority()
        yield from self._intake()

    def _letter_and_priority(self) -> Life:
        yield self.after(ACCEPTED + 2)
        priority = int(self.told.row["priority"])
        with self.consulting() as (db, mentee, by):
            if self.told.row["letter"] != "no":
                services.note_letter_sent(db, mentee, today(db), CURRENT, by=by)
            if priority != MIDDLE:
                reason = "Kan niet wachten." if priority < MIDDLE else "Kan nog even wachten."
                services.set_priority(db, mentee, priority, reason, by=by)

    def _intake(self) -> Life:
        life = self.told.life
        if life == "accepted":
            return
        yield self.after(_TALK)
        self._talk()
        if life == "talked":
            return
        yield self.after(_DECIDED)
        self._profile()
        if life == "profiled":
            return
        yield from self._decide()
        if life in ("care_first", "not_suitable"):
            return
        if life in _STOPS:
            yield self.after(_AGREED)
            with self.consulting() as (db, mentee, by):
                matching.stop_mentee(db, mentee, *_STOPS[life], by=by)
            return
        yield from self._agree()
        yield from self._afterwards()

    def _talk(self) -> None:
        with_whom = {
            "": TalkWith.YOUNG_PERSON, "young": TalkWith.YOUNG_PERSON, "one": TalkWith.BOTH,
            "both": TalkWith.BOTH, "guardian": TalkWith.GUARDIAN,
            "institution": TalkWith.SOMEBODY_ELSE,
        }[self.told.row["authority"]]  # fmt: skip
        notes = "Kennisgemaakt, verteld wat een mentor wel en niet is. Wil het proberen."
        with self.consulting() as (db, mentee, by):
            day = today(db)
            services.record_talk(db, mentee, held_on=day, talked_with=with_whom, notes=notes, by=by)
            if self.told.row["authority"]:
                services.set_guardians(db, mentee, self._guardians())

    def _guardians(self) -> Guardians:
        authority = _AUTHORITIES[self.told.row["authority"]]
        if authority is Authority.YOUNG_PERSON:
            return Guardians(authority)
        second = authority is Authority.BOTH_PARENTS
        return Guardians(
            authority,
            name=f"Ouder of voogd van {self.told.first_name}",
            contact=f"ouder{self.told.number}@voorbeeld.example",
            second_name=f"Andere ouder van {self.told.first_name}" if second else "",
            second_contact=self.told.phone if second else "",
        )

    def _profile(self) -> None:
        is_complete = self.told.life != "incomplete"
        with self.consulting() as (db, mentee, _by):
            wishes = queries.wishes_of(db, mentee)
            profile = self.told.profile(self.year, is_complete=is_complete)
            version = wishes.version if wishes else 0
            services.save_mentee_profile(db, mentee, profile, version=version)
            for goal in self.dice.sample(_GOALS, 1 + self.told.number % 2):
                services.add_goal(db, mentee, goal)

    def _decide(self) -> Life:
        outcomes = {
            "care_first": (IntakeOutcome.CARE_FIRST, "Eerst hulp bij slapen en drinken."),
            "care_back": (IntakeOutcome.CARE_FIRST, "Eerst de behandeling beginnen."),
            "not_suitable": (IntakeOutcome.NOT_SUITABLE, "Vraagt om hulp bij geld, geen mentor."),
        }
        suitable = IntakeOutcome.SUITABLE, "Eigen vraag, wil zelf, er is tijd voor nodig."
        self._conclude(*outcomes.get(self.told.life, suitable))
        if self.told.life == "care_back":
            yield self.after(_DECIDED + 40)
            self._conclude(*suitable)

    def _conclude(self, outcome: IntakeOutcome, reason: str) -> None:
        with self.consulting() as (db, mentee, by):
            services.decide_intake(db, mentee, outcome, reason, by=by)

    def _agree(self) -> Life:
        """Everybody's answers, as far as they came."""
        life = self.told.life
        if life in ("decided", "unasked"):
            return
        yield self.after(_AGREED + (42 if life == "care_back" else 0))
        self._say_yes(GivenBy.YOUNG_PERSON, How.ON_DEVICE)
        if life == "guardian_link":
            with self.consulting() as (db, mentee, _by):
                address = f"ouder{self.told.number}@voorbeeld.example"
                services.ask_by_link(db, mentee, GivenBy.GUARDIAN, address)
            return
        if life == "guardian_no":
            with self.consulting() as (db, mentee, by):
                said = Answer(GivenBy.GUARDIAN, How.SAID, CURRENT, Language.DUTCH, by)
                services.give_consent(db, mentee, said, {ConsentPurpose.PARTICIPATION: False})
            return
        yield self.after(_AGREED + (43 if life == "care_back" else 2))
        with self.consulting() as (db, mentee, _by):
            others = rules.who_must_agree(mentee.authority)[1:]
        for given_by in others[:1] if life == "second" else others:
            how = How.LINK if given_by is GivenBy.GUARDIAN else How.PAPER
            self._say_yes(given_by, how)

    def _say_yes(self, given_by: GivenBy, how: How) -> None:
        """Taking part always; of the uses of data not everybody agrees to all."""
        answers = {
            ConsentPurpose.PARTICIPATION: True,
            ConsentPurpose.MENTOR_SEES_PROFILE: True,
            ConsentPurpose.STATUS_TO_REFERRER: self.told.number % 6 != 0,
            ConsentPurpose.EVALUATION: self.told.number % 12 != 4,
            ConsentPurpose.INTERVIEWS: self.told.number % 3 == 0,
        }
        if how is not How.LINK:
            with self.consulting() as (db, mentee, by):
                answer = Answer(given_by, how, CURRENT, Language.DUTCH, by)
                services.give_consent(db, mentee, answer, answers)
            return
        with self.consulting() as (db, mentee, _by):
            token = services.ask_by_link(db, mentee, given_by).rpartition("/")[2]
        with self.world.acting(None) as db:
            consents.answer_by_link(
                db, token, answers, text_version=CURRENT, language=Language.DUTCH
            )

    def _afterwards(self) -> Life:
        match self.told.life:
            case "withdrawn":
                yield self.after(_AGREED + 8)
                with self.consulting() as (db, mentee, by):
                    self._withdraw(db, mentee, ConsentPurpose.PARTICIPATION, by)
            case "moved" | "moved_open":
                yield self.after(_AGREED + 10)
                to_house = "KEN" if self.told.house != "KEN" else "NHN"
                with self.consulting() as (db, mentee, by):
                    services.transfer(db, mentee, to_house, "Gaat daar wonen.", by=by)
                    numbers.give(db, numbers.MENTEES, mentee, f"J{self.told.number:03}")
                if self.told.life == "moved":
                    with self.consulting(to_house) as (db, mentee, by):
                        services.take_over(db, mentee, by)
            case "waiting" if self.told.number % 11 == 0:
                yield self.after(_AGREED + 12)
                with self.consulting() as (db, mentee, by):
                    self._withdraw(db, mentee, ConsentPurpose.EVALUATION, by)

    def _withdraw(self, db: Db, mentee: Mentee, purpose: ConsentPurpose, by: UUID) -> None:
        matching.withdraw_consent(db, mentee, purpose, GivenBy.YOUNG_PERSON, How.SAID, by=by)
