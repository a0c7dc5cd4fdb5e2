"""What happens to mentors, done through the services of their room."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from mentorship.foundation.db import Db
from mentorship.matching import services as matching
from mentorship.mentors import queries, services
from mentorship.mentors.models import Mentor, MentorStatus, ReferenceOutcome, TalkOutcome, Trust
from mentorship.mentors.queries import today
from mentorship.mentors.told import NewMentor, Referee, ReferenceAnswers, SeenVog, Signed, Talk
from tests.matching.pool import MENTOR
from tests.simulation import events as e
from tests.simulation.office import HOUSES, Office, play

# A round can't use it: nobody can meet at no moment.
INCOMPLETE = replace(MENTOR, slots=frozenset())


@contextmanager
def _of(office: Office, name: str) -> Iterator[tuple[Db, Mentor]]:
    with office.act() as db:
        yield db, db.get_one(Mentor, office.ids[name])


@play.register
def _(event: e.MentorApplied, office: Office) -> None:
    key = office.ids[event.mentor] = uuid4()
    email = f"{event.mentor}@voorbeeld.example"
    with office.act() as db:
        services.apply(db, NewMentor(event.mentor, HOUSES[event.house], "Vis", email), key)


@play.register
def _(event: e.InterviewHeld, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        talk = Talk(today(db), TalkOutcome(event.outcome), "Goed gesprek.")
        services.record_interview(db, mentor, talk, office.by)


@play.register
def _(event: e.ReferenceAsked, office: Office) -> None:
    """The service knows two places; a third referee takes the place of one who didn't count."""
    slot = office.turned_down.pop(event.mentor, event.number)
    office.slots[event.mentor, event.number] = slot
    with _of(office, event.mentor) as (db, mentor):
        referee = Referee(f"Kees Bakker {event.number}", "oud-collega", phone="06 00000000")
        services.ask_reference(db, mentor, slot, referee)


@play.register
def _(event: e.ReferenceAnswered, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        asked = queries.open_reference(db, mentor, office.slots[event.mentor, event.number])
        assert asked is not None
        answers = ReferenceAnswers("tien jaar", "geduldig", "niets", Trust.YES)
        services.note_answers(db, mentor, asked, answers, office.by)


@play.register
def _(event: e.ReferenceJudged, office: Office) -> None:
    slot = office.slots[event.mentor, event.number]
    if not event.accepted:
        office.turned_down[event.mentor] = slot
    outcome = ReferenceOutcome.ACCEPTED if event.accepted else ReferenceOutcome.NOT_ACCEPTED
    with _of(office, event.mentor) as (db, mentor):
        asked = queries.open_reference(db, mentor, slot)
        assert asked is not None
        services.judge_reference(db, mentor, asked, outcome, "", office.by)


@play.register
def _(event: e.VogSeen, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        seen = SeenVog(event.issued_on, today(db), "85", f"VOG {uuid4().hex}")
        services.record_vog(db, mentor, seen, office.by)


@play.register
def _(event: e.AgreementSigned, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        signed = Signed(event.signed_on, event.months, 4, "2026-01")
        services.record_agreement(db, mentor, signed, office.by)


@play.register
def _(event: e.TrainingCompleted, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        services.record_trained(db, mentor, event.completed_on, office.by)


@play.register
def _(event: e.MentorProfileSaved, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        services.save_profile(db, mentor, MENTOR if event.is_complete else INCOMPLETE)


@play.register
def _(event: e.CapacitySet, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        services.set_capacity(db, mentor, event.seats)


@play.register
def _(event: e.Paused, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        services.pause(db, mentor, event.first_day, event.last_day)


@play.register
def _(event: e.PauseEnded, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        *_, newest = queries.pauses_of(db, mentor)
        services.end_pause(db, mentor, newest)


@play.register
def _(event: e.MentorStopped, office: Office) -> None:
    with _of(office, event.mentor) as (db, mentor):
        matching.end_mentor(db, mentor, MentorStatus.STOPPED, "", office.by)
