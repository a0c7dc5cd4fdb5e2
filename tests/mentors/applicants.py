"""Made-up mentors, brought as far as a test needs them, through the services."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from mentorship.foundation.db import Db
from mentorship.mentors import queries, services
from mentorship.mentors.models import Mentor, MentorReference, ReferenceOutcome, TalkOutcome, Trust
from mentorship.mentors.rules import Gate
from mentorship.mentors.told import NewMentor, Referee, ReferenceAnswers, SeenVog, Signed, Talk
from mentorship.profiles.profile import MentorProfile
from tests.accounts.people import Person

APPLICATION = NewMentor(
    first_name="Sanne",
    family_name="Dekker",
    email="sanne.dekker@voorbeeld.example",
    phone="06 00000000",
    place="Haarlem",
    house_code="KEN",
    motivation="Ik had zelf vroeger iemand die naast me stond.",
)
PROFILE = MentorProfile(
    place="Haarlem",
    slots=frozenset({"mon-evening", "sat-morning"}),
    interests=frozenset({"cooking"}),
    themes=frozenset({"school"}),
)
REFEREE = Referee("Joke de Wit", "Oud-collega", email="joke.de.wit@voorbeeld.example")
ANSWERS = ReferenceAnswers("Acht jaar", "Luistert goed", "Niets", Trust.YES)
_numbers = count(1)


def make_mentor(db: Db, **changed: Any) -> Mentor:
    """Brought in, with an address of their own."""
    email = f"aanmelder{next(_numbers)}@voorbeeld.example"
    return services.add_mentor(db, replace(APPLICATION, **{"email": email, **changed}))


def pass_gates(db: Db, mentor: Mentor, by: Person, gates: tuple[Gate, ...] = tuple(Gate)) -> Mentor:
    """All gates, or those named."""
    day = queries.today(db)
    for gate in gates:
        _PASSING[gate](db, mentor, by, day)
    return mentor


def ready_mentor(db: Db, by: Person, **changed: Any) -> Mentor:
    return pass_gates(db, make_mentor(db, **changed), by)


def ask(db: Db, mentor: Mentor, number: int = 1, **changed: Any) -> MentorReference:
    return services.ask_reference(db, mentor, number, replace(REFEREE, **changed))


def _talk(db: Db, mentor: Mentor, by: Person, day: date) -> None:
    services.record_interview(db, mentor, Talk(day, TalkOutcome.GO_ON, "Goed gesprek"), by.id)


def _references(db: Db, mentor: Mentor, by: Person, day: date) -> None:
    for number in (1, 2):
        reference = ask(db, mentor, number)
        services.note_answers(db, mentor, reference, ANSWERS, by.id)
        services.judge_reference(db, mentor, reference, ReferenceOutcome.ACCEPTED, "", by.id)


def _vog(db: Db, mentor: Mentor, by: Person, day: date) -> None:
    number = f"VOG-{next(_numbers)}"
    services.record_vog(db, mentor, SeenVog(day - timedelta(days=30), day, "84", number), by.id)


def _agreement(db: Db, mentor: Mentor, by: Person, day: date) -> None:
    services.record_agreement(db, mentor, Signed(day, 12, 4, "2026-1"), by.id)


def _training(db: Db, mentor: Mentor, by: Person, day: date) -> None:
    services.record_trained(db, mentor, day, by.id)


def _profile(db: Db, mentor: Mentor, by: Person, day: date) -> None:
    services.save_profile(db, mentor, PROFILE)


_PASSING = {
    Gate.INTERVIEW: _talk,
    Gate.REFERENCES: _references,
    Gate.VOG: _vog,
    Gate.AGREEMENT: _agreement,
    Gate.TRAINING: _training,
    Gate.PROFILE: _profile,
}
