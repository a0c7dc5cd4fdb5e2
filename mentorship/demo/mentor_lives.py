"""How the mentors of the demo came, passed the gates or got stuck before one, and what came up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.accounts.posting import page
from mentorship.demo.names import InventedMentor
from mentorship.demo.world import OFFICE_HOURS, Life, World
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.working_days import months_later
from mentorship.matching import services as matching
from mentorship.matching.matches.queries import live_of_mentor
from mentorship.matching.models import MatchStatus
from mentorship.matching.people_files import numbers
from mentorship.mentors import agreement, queries, services
from mentorship.mentors.letters import REFERENCE
from mentorship.mentors.models import Mentor, MentorStatus, ReferenceOutcome, TalkOutcome, Trust
from mentorship.mentors.told import NewMentor, Referee, ReferenceAnswers, SeenVog, Signed, Talk
from mentorship.training import services as training

# Working days after the application.
_TALK, _ASKED, _ANSWERED, _JUDGED, _VOG, _SIGNED, _PROFILE = 4, 6, 11, 15, 20, 22, 24
_SEATS = {"two_seats": 2, "one_more": 2, "three_seats": 3}
_VALID = 36  # months: a certificate of conduct, and a training
_RELATIONS = ("oud-collega", "buurvrouw", "trainer van de club", "vriend van vroeger", "werkgever")
_REFEREES = (
    "Joke de Windt",
    "Anton Rietveen",
    "Maria Lourens-Bok",
    "Sjaak Poldervaart",
    "Els Duym",
)
_STRENGTHS = (
    "Luistert zonder meteen een oplossing te hebben.",
    "Komt afspraken na, ook als het regent.",
    "Blijft rustig als een ander boos wordt.",
    "Kan goed grenzen aangeven en blijft vriendelijk.",
)


@dataclass
class MentorLife:
    """One mentor on the way; a life ends by itself where the next step is still to come."""

    world: World
    told: InventedMentor
    dice: Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = self.world.dice(self.told.name)

    def after(self, days: int) -> datetime:
        """So many working days after the application, at some time of the day."""
        ago = self.told.came - days
        if ago < 0:
            return self.world.calendar.now + timedelta(days=1)
        return self.world.calendar.at(ago, self.dice.randrange(OFFICE_HOURS))

    @contextmanager
    def consulting(self) -> Iterator[tuple[Db, Mentor, UUID]]:
        with self.world.consulting(self.told.house) as (db, by):
            yield db, db.get_one(Mentor, self.world.mentors[self.told.name]), by

    def live(self) -> Life:
        yield self.after(0)
        self._come()
        yield self.after(_TALK + self.dice.randrange(2))
        if not self._talk():
            return
        yield from self._references()
        if self.told.turn in ("asked", "answered", "late_reference", "doubt"):
            return
        if self.told.turn == "withdrawn":
            yield self.after(_VOG)
            with self.consulting() as (db, mentor, by):
                services.withdraw(db, mentor, "Nieuwe baan, geen tijd meer.", by)
            return
        yield from self._papers()
        yield from self._offers()
        yield from self._turns()

    def _come(self) -> None:
        told, world = self.told, self.world
        user = world.accounts.get(told.name)
        new = NewMentor(
            first_name=told.first_name,
            family_name=told.family_name,
            house_code=told.house,
            email=told.email,
            phone=told.phone,
            place=told.row["place"],
            motivation=told.row["motivation"],
        )
        mentor_id = uuid4()
        with world.acting(None) as db:
            if user is not None or told.row["cohort"] == "earlier":
                services.add_mentor(db, new, mentor_id=mentor_id, user=user)
            else:
                services.apply(db, new, mentor_id)
            numbers.give(db, numbers.MENTORS, db.get_one(Mentor, mentor_id), f"M{told.number:03}")
        world.mentors[told.name] = mentor_id

    def _talk(self) -> bool:
        """Whether they go on."""
        outcome, notes = {
            "another_talk": (TalkOutcome.ANOTHER_TALK, "Wil vooral veel vertellen. Nog een keer."),
            "declined": (TalkOutcome.NO, "Komt om te overtuigen, niet om te luisteren."),
        }.get(
            self.told.turn,
            (TalkOutcome.GO_ON, "Rustig gesprek. Weet wat het vraagt en wat het niet is."),
        )
        with self.consulting() as (db, mentor, by):
            talk = Talk(queries.today(db), outcome, notes)
            services.record_interview(db, mentor, talk, by)
            if outcome is TalkOutcome.NO:
                services.decline(db, mentor, "Past niet bij wat we vragen; zo besproken.", by)
        return outcome is TalkOutcome.GO_ON

    def _references(self) -> Life:
        turn = self.told.turn
        yield self.after(_ASKED)
        with self.consulting() as (db, mentor, _by):
            for number in (1, 2):
                services.ask_reference(db, mentor, number, self._referee(number))
        if turn in ("asked", "late_reference"):
            return
        yield self.after(_ANSWERED)
        self._answer(1, Trust.YES, by_link=self.told.number % 5 == 0 or turn == "answered")
        if turn == "answered":
            return
        yield self.after(_ANSWERED + 2)
        self._answer(2, Trust.DOUBT if turn == "doubt" else Trust.YES, by_link=False)
        yield self.after(_JUDGED)
        with self.consulting() as (db, mentor, by):
            self._judge(db, mentor, by)

    def _referee(self, number: int) -> Referee:
        name = _REFEREES[(self.told.number + number) % len(_REFEREES)]
        relation = _RELATIONS[(self.told.number + 2 * number) % len(_RELATIONS)]
        email = f"referent{self.told.number}-{number}@voorbeeld.example"
        return Referee(name, relation, email=email, phone="06 - 00 00 00 00")

    def _answer(self, number: int, trust: Trust, *, by_link: bool) -> None:
        answers = ReferenceAnswers(
            f"{self.dice.randrange(3, 20)} jaar",
            self.dice.choice(_STRENGTHS),
            "" if trust is Trust.YES else "Zegt soms op het laatste moment af.",
            trust,
        )
        if by_link:
            with self.world.acting(None) as db:
                token = self._mailed_token(db, f"referent{self.told.number}-{number}@")
                services.answer_reference(db, token, answers)
            return
        with self.consulting() as (db, mentor, by):
            reference = queries.open_reference(db, mentor, number)
            if reference is not None:
                services.note_answers(db, mentor, reference, answers, by)

    def _mailed_token(self, db: Db, begins: str) -> str:
        """From the letter that lies with the referee, as they would read it."""
        mentor = db.get_one(Mentor, self.world.mentors[self.told.name])
        found = select(OutboxMail).where(
            col(OutboxMail.subject_id) == mentor.subject_id,
            col(OutboxMail.letter) == REFERENCE.name,
        )
        letters = [
            vault.read(db, mail, "body", purpose=Purpose.MESSAGING) or ""
            for mail in db.exec(found)
            if (vault.read(db, mail, "address", purpose=Purpose.MESSAGING) or "").startswith(begins)
        ]
        return letters[-1].partition(page(db, "/mentors/reference/"))[2].split()[0]

    def _judge(self, db: Db, mentor: Mentor, by: UUID) -> None:
        for number in (1, 2):
            reference = queries.open_reference(db, mentor, number)
            if reference is None:
                continue
            is_doubtful = self.told.turn == "doubt" and number == 2
            outcome = ReferenceOutcome.NOT_ACCEPTED if is_doubtful else ReferenceOutcome.ACCEPTED
            note = "Iemand anders vragen die haar langer kent." if is_doubtful else ""
            services.judge_reference(db, mentor, reference, outcome, note, by)
            if is_doubtful:
                services.ask_reference(db, mentor, number, self._referee(number + 2))

    def _papers(self) -> Life:
        if self.told.turn == "vog":
            return
        yield self.after(_VOG)
        with self.consulting() as (db, mentor, by):
            day = queries.today(db)
            number = f"DEMO-{self.told.number:04}"
            services.record_vog(db, mentor, SeenVog(self._issued(day), day, "84", number), by)
        if self.told.turn == "agreement":
            return
        yield self.after(_SIGNED)
        with self.consulting() as (db, mentor, by):
            day = queries.today(db)
            months = self._months(day)
            signed = Signed(day, months, 4 + self.told.number % 3, agreement.CURRENT)
            services.record_agreement(db, mentor, signed, by)

    def _issued(self, day: date) -> date:
        """Most are fresh; some were made for other voluntary work, long before."""
        today = self.world.calendar.today
        old = {"vog_stale": -20, "vog_soon": 16}.get(self.told.turn)
        if old is None:
            return day - timedelta(days=self.dice.randrange(5, 20))
        return months_later(today + timedelta(days=old), -_VALID)

    def _months(self, signed_on: date) -> int:
        if self.told.turn != "agreement_ended":
            return 36
        today = self.world.calendar.today
        return (today.year - signed_on.year) * 12 + today.month - signed_on.month - 1

    def _offers(self) -> Life:
        if self.told.row["cohort"] == "earlier":
            self._trained_before()
        elif self.told.row["cohort"]:
            yield self.after(_PROFILE - 1)
            with self.world.coordinating() as (db, _by):
                cohort = self.world.cohorts[self.told.row["cohort"]]
                training.enrol(db, cohort, self.world.mentors[self.told.name])
        if self.told.turn in ("profile", "vog", "agreement"):
            return
        yield self.after(_PROFILE + self.dice.randrange(3))
        with self.consulting() as (db, mentor, _by):
            services.save_profile(db, mentor, self.told.profile(queries.today(db).year))
            services.set_capacity(db, mentor, _SEATS.get(self.told.turn, 1))

    def _trained_before(self) -> None:
        days = {"training_expired": -12, "training_soon": 18}.get(self.told.turn, 300)
        completed = months_later(self.world.calendar.today + timedelta(days=days), -_VALID)
        with self.consulting() as (db, mentor, by):
            services.record_trained(db, mentor, min(completed, queries.today(db)), by)

    def _turns(self) -> Life:
        """What came up later."""
        calendar = self.world.calendar
        match self.told.turn:
            case "paused":
                yield calendar.at(300, 30)
                self._pause(20, "Verhuizing")
                yield calendar.at(292, 60)
                with self.consulting() as (db, mentor, _by):
                    for pause in queries.pauses_of(db, mentor):
                        services.end_pause(db, mentor, pause)
                yield calendar.at(9, 40)
                self._pause(45, "Mantelzorg voor mijn vader")
            case "one_more":
                yield calendar.at(6, 35)
                with self.consulting() as (db, mentor, _by):
                    services.set_capacity(db, mentor, len(live_of_mentor(db, mentor.id)) + 1)
            case "no_seats":
                yield calendar.at(6, 55)
                with self.consulting() as (db, mentor, _by):
                    services.set_capacity(db, mentor, 0)
            case "invited":
                yield calendar.at(1, 220)
                with self.world.coordinating() as (db, coordinator):
                    mentor = db.get_one(Mentor, self.world.mentors[self.told.name])
                    services.invite_account(db, mentor, coordinator)
            case "stopped":
                yield calendar.at(57, 90)
                self._stop(is_chosen=True)
            case "stopped_lately":
                yield calendar.at(4, 90)
                self._stop(is_chosen=False)

    def _pause(self, days: int, reason: str) -> None:
        with self.consulting() as (db, mentor, _by):
            day = queries.today(db)
            services.pause(db, mentor, day, day + timedelta(days=days), reason)

    def _stop(self, *, is_chosen: bool) -> None:
        """Who was guided until then waits for another mentor, once somebody chose that."""
        reason = "Verhuist naar de andere kant van het land."
        with self.consulting() as (db, mentor, by):
            for match in matching.end_mentor(db, mentor, MentorStatus.STOPPED, reason, by):
                if is_chosen and match.status is MatchStatus.ENDED:
                    matching.choose_next(db, match, reason, looks_again=True)
