"""What happens to referrals and young people, done through the services of their room."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlmodel import select

from mentorship.foundation.db import Db
from mentorship.matching import services as matching
from mentorship.referrals import queries, services
from mentorship.referrals.mentees import rules
from mentorship.referrals.mentees.facts import Guardians
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How, IntakeOutcome
from mentorship.referrals.mentees.models import Authority, Mentee, StoppedBy
from mentorship.referrals.models import Referral, TriageOutcome
from tests.matching.pool import MENTEE
from tests.referrals.courses import answer_of, write_profile
from tests.referrals.senders import decide, send
from tests.simulation import events as e
from tests.simulation.office import BORN, HOUSES, Office, play

INCOMPLETE = replace(MENTEE, slots=frozenset())
AUTHORITIES = {
    "young_person": Authority.YOUNG_PERSON,
    "one_parent": Authority.ONE_PARENT,
    "both_parents": Authority.BOTH_PARENTS,
    "guardian": Authority.GUARDIAN,
    "institution": Authority.INSTITUTION,
}


@contextmanager
def _referral(office: Office, name: str) -> Iterator[tuple[Db, Referral]]:
    with office.act() as db:
        yield db, db.get_one(Referral, office.ids[name])


@contextmanager
def _mentee(office: Office, name: str) -> Iterator[tuple[Db, Mentee]]:
    with office.act() as db:
        mentee = queries.lock_mentee(db, select(Mentee), office.ids[name])
        assert mentee is not None
        yield db, mentee


@play.register
def _(event: e.ReferralReceived, office: Office) -> None:
    born = office.born.get(event.referral, BORN)
    with office.act() as db:
        sent = send(
            db, office.referrer, first_name=event.referral, birth_year=born,
            house_code=HOUSES[event.house],
        )  # fmt: skip
    office.ids[event.referral] = sent.id


@play.register
def _(event: e.ReferralPickedUp, office: Office) -> None:
    with _referral(office, event.referral) as (db, referral):
        services.pick_up(db, referral)


@play.register
def _(event: e.QuestionAsked, office: Office) -> None:
    with _referral(office, event.referral) as (db, referral):
        decide(db, referral, TriageOutcome.ASK, office.consultant, "Weet de school ervan?")


@play.register
def _(event: e.QuestionAnswered, office: Office) -> None:
    with _referral(office, event.referral) as (db, referral):
        services.answer_question(db, referral, "Ja, de mentor weet ervan.")


@play.register
def _(event: e.ReferralTriaged, office: Office) -> None:
    with _referral(office, event.referral) as (db, referral):
        decide(db, referral, TriageOutcome(event.outcome), office.consultant)
        mentee = queries.mentee_of_subject(db, referral.subject_id)
    if event.mentee is not None:
        assert mentee is not None
        office.ids[event.mentee] = mentee.id


@play.register
def _(event: e.IntakeDecided, office: Office) -> None:
    with _mentee(office, event.mentee) as (db, mentee):
        outcome = IntakeOutcome(event.outcome)
        services.decide_intake(db, mentee, outcome, "Past bij wat hij zoekt.", by=office.by)


@play.register
def _(event: e.ConsentGiven, office: Office) -> None:
    """Where both parents hold authority, "the guardian" of the script is the two of them."""
    with _mentee(office, event.mentee) as (db, mentee):
        asked = rules.who_must_agree(mentee.authority)
        guardians = [who for who in asked if who is not GivenBy.YOUNG_PERSON]
        for who in [GivenBy.YOUNG_PERSON] if event.by == "young_person" else guardians:
            answers = {ConsentPurpose(event.purpose): True}
            services.give_consent(db, mentee, answer_of(office.consultant, who), answers)


@play.register
def _(event: e.ConsentWithdrawn, office: Office) -> None:
    """Everybody takes back their own yes: in the script nobody withdraws alone."""
    with _mentee(office, event.mentee) as (db, mentee):
        for who in GivenBy:
            purpose = ConsentPurpose(event.purpose)
            matching.withdraw_consent(db, mentee, purpose, who, How.SAID, by=office.by)


@play.register
def _(event: e.AuthorityRecorded, office: Office) -> None:
    with _mentee(office, event.mentee) as (db, mentee):
        who = Guardians(AUTHORITIES[event.authority], "Mevrouw Voorbeeld", "06 11111111")
        services.set_guardians(db, mentee, who)


@play.register
def _(event: e.MenteeProfileSaved, office: Office) -> None:
    with _mentee(office, event.mentee) as (db, mentee):
        write_profile(db, mentee, MENTEE if event.is_complete else INCOMPLETE)


@play.register
def _(event: e.MenteeStopped, office: Office) -> None:
    with _mentee(office, event.mentee) as (db, mentee):
        matching.stop_mentee(db, mentee, StoppedBy.YOUNG_PERSON, "", by=office.by)


@play.register
def _(event: e.Transferred, office: Office) -> None:
    with _mentee(office, event.mentee) as (db, mentee):
        services.transfer(db, mentee, HOUSES[event.house], "Verhuisd.", by=office.by)


def record_who_outgrew_their_guardians(office: Office) -> None:
    """On New Year's Day the office writes down who surely decides alone from now on.

    By the oracle the need for a guardian lapses by itself. In the service a person records who
    holds authority, and the file asks for it as soon as somebody has outgrown what it says.
    """
    with office.act() as db:
        for mentee in db.exec(select(Mentee)).all():
            born = office.born[office.name_of(mentee.id).replace("mentee", "referral")]
            outgrown = rules.is_outgrown(mentee.authority, born, queries.today(db))
            if mentee.stage.is_open and outgrown:
                services.set_guardians(db, mentee, Guardians(Authority.YOUNG_PERSON))
