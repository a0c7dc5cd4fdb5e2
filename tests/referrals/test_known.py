"""Somebody who is known is recognised by the House alone: the referrer can't tell in any way."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation import erasure, vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.referrals import for_referrers, policy, queries, rules, services
from mentorship.referrals.facts import Decision
from mentorship.referrals.mentees import file
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee, Stage, StoppedBy
from mentorship.referrals.models import Referral, ReferralStatus, TriageDecision, TriageOutcome
from mentorship.referrals.rules import StatusForReferrer
from mentorship.region.models import OrganisationType
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.factories import FixedNow
from tests.referrals.courses import accepted, agree, answer_of, decided, waiting
from tests.referrals.senders import acting, decide, make_referrer, referrer, send
from tests.referrals.test_views import FILLED, fill, new_draft, words

KNOWN = {"first_name": "Yara", "family_name": "Voorbeeld"}
NEW = {"first_name": "Yura", "family_name": "Voorbeeld"}  # as long, so that lengths agree
_CHANCE = (
    (r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID"),
    (r'nonce="[^"]+"', "NONCE"),
    (r'name="csrf_token"[^>]*value="[^"]+"', "CSRF"),
)


@dataclass
class Told:
    """All that a referrer can observe, and what the database was asked meanwhile."""

    pages: list[str] = field(default_factory=list)
    asked: list[list[str]] = field(default_factory=list)


def plain(response: TestResponse, name: str) -> str:
    """The answer without what chance makes and without the name that was typed."""
    text = f"{response.status} {response.headers.get('Location')} {response.text}"
    for pattern, word in _CHANCE:
        text = re.sub(pattern, word, text)
    return text.replace(name, "NAME")


def look(told: Told, statements: list[str], act: Callable[[], TestResponse], name: str) -> None:
    statements.clear()
    told.pages.append(plain(act(), name))
    told.asked.append(list(statements))


def refer(client: FlaskClient, statements: list[str], who: dict[str, str]) -> tuple[Told, str]:
    """Sends a referral and looks everywhere that a referrer may look."""
    told, name = Told(), who["first_name"]
    draft = new_draft(client)
    data = {**FILLED, **who, "do": "send"}
    statements.clear()
    answer = fill(client, draft, **data)
    told.pages.append(plain(answer, name))
    told.asked.append(list(statements))
    own = str(answer.location).removesuffix("/receipt")
    see(client, statements, told, own, name)
    return told, own


def see(client: FlaskClient, statements: list[str], told: Told, own: str, name: str) -> None:
    for path in (f"{own}/receipt", own, "/referrals", "/today"):
        look(told, statements, lambda path=path: client.get(path), name)


@pytest.fixture
def clients(app: Flask, sqlite_database: Database) -> Callable[[Person], FlaskClient]:
    def client_of(who: Person) -> FlaskClient:
        client = app.test_client()
        sign_in_as(client, sqlite_database, who.user)
        return client

    return client_of


@pytest.mark.parametrize("stage", ["intake", "started", "stopped", "moved"])
def test_a_second_referral_of_a_known_person_teaches_the_referrer_nothing(
    clients: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    statements: list[str],
    stage: str,
) -> None:
    """The same statements and the same bytes, when it is sent and after it was accepted."""
    first = referrer(sqlite_database)
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT)
    known_id = _known(sqlite_database, first, consultant, stage)
    told, own = [], []
    people = [referrer(sqlite_database), referrer(sqlite_database)]
    for who, named in zip(people, (KNOWN, NEW), strict=True):
        seen, address = refer(clients(who), statements, named)
        told.append(seen)
        own.append(address)
    assert told[0].pages == told[1].pages
    assert told[0].asked == told[1].asked
    assert all(told[0].asked)

    _accept(sqlite_database, own, consultant, known_id)
    after = [Told(), Told()]
    for who, named, address, seen in zip(people, (KNOWN, NEW), own, after, strict=True):
        see(clients(who), statements, seen, address, named["first_name"])
    assert after[0].pages == after[1].pages
    assert after[0].asked == after[1].asked
    assert "In gesprek" in after[0].pages[1]
    assert after[0].pages[0] == told[0].pages[1]  # the receipt stays what it was
    assert "Kennemerland" in after[0].pages[0]
    with sqlite_database.reading() as db:
        mail = [row.letter for row in db.exec(select(OutboxMail))]
    assert mail.count("referrals.new") == len(mail)  # and none to a referrer


def test_a_move_to_another_house_does_not_show_on_the_receipt(
    clients: Callable[[Person], FlaskClient], sqlite_database: Database, statements: list[str]
) -> None:
    sender = referrer(sqlite_database)
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT)
    told, own = refer(clients(sender), statements, KNOWN)
    with sqlite_database.writing() as db:
        referral = db.get_one(Referral, UUID(own.rsplit("/", 1)[1]))
        decision = Decision(TriageOutcome.ACCEPT, "Past goed")
        services.triage(db, referral, decision, consultant.id)
        db.commit()
        mentee = db.exec(select(Mentee)).one()
        services.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
        db.commit()
    after = clients(sender).get(f"{own}/receipt")
    assert plain(after, KNOWN["first_name"]) == told.pages[1]


def _known(database: Database, sender: Person, consultant: Person, stage: str) -> UUID:
    with database.writing() as db:
        mentee = waiting(db, sender, consultant, **KNOWN)
        if stage == "started":
            services.note_started(db, mentee)
            mentee.started_on = date(2026, 2, 1)
        if stage == "stopped":
            services.stop(db, mentee, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
        if stage == "moved":
            services.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
        db.commit()
    return mentee.id


def _accept(database: Database, own: list[str], consultant: Person, known_id: UUID) -> None:
    """The first one goes to the file that is there, the other gets a file of its own."""
    with database.writing() as db:
        for address, known in zip(own, (db.get_one(Mentee, known_id), None), strict=True):
            referral = db.get_one(Referral, UUID(address.rsplit("/", 1)[1]))
            decision = Decision(TriageOutcome.ACCEPT, "Past goed")
            services.triage(db, referral, decision, consultant.id, known)
        db.commit()


def test_the_consultant_is_led_to_the_file_that_is_there(
    clients: Callable[[Person], FlaskClient], sqlite_database: Database
) -> None:
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT)
    known_id = _known(sqlite_database, referrer(sqlite_database), consultant, "intake")
    with sqlite_database.writing() as db:
        again = send(db, make_referrer(db), **(KNOWN | {"first_name": " YARA "}))
        services.pick_up(db, again)
        db.commit()
    client = clients(consultant)
    case = f"/referrals/{again.id}"
    page = client.get(case)
    assert "Misschien al bekend" in words(page)
    assert f"/mentees/{known_id}" in page.text
    undecided = fill(client, case, to=f"{case}/decide", outcome="accept", reason="Past goed")
    assert undecided.status_code == 422
    assert "Zeg of het dezelfde persoon is" in words(undecided)
    assert "Past goed" in undecided.text
    joined = fill(
        client, case, to=f"{case}/decide", outcome="accept", reason="Past", known=str(known_id)
    )
    assert joined.location == f"/mentees/{known_id}"
    assert words(client.get(str(joined.location))).count("Verwijzing van") == 2
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Mentee)).all()) == 1


def test_another_house_is_told_nothing(
    clients: Callable[[Person], FlaskClient], sqlite_database: Database
) -> None:
    here = person(sqlite_database, Role.MENTOR_CONSULTANT)
    _known(sqlite_database, referrer(sqlite_database), here, "intake")
    there = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    with sqlite_database.writing() as db:
        again = send(db, make_referrer(db), **KNOWN, house_code="NHN", place="Alkmaar")
        services.pick_up(db, again)
        db.commit()
    assert "Misschien al bekend" not in words(clients(there).get(f"/referrals/{again.id}"))


def test_what_joins_goes_over_to_the_person_and_key_of_the_file(
    db: Db, fixed_now: FixedNow
) -> None:
    school, consultant = make_referrer(db), make_person(db, Role.MENTOR_CONSULTANT)
    mentee = accepted(db, school, consultant, **KNOWN)
    again = send(db, make_referrer(db), **KNOWN, need="Nu heeft hij ook geen huis meer.")
    decide(db, again, TriageOutcome.ASK, consultant, "Sinds wanneer?")
    services.answer_question(db, again, "Sinds kort")
    fixed_now.advance(hours=1)
    before = again.subject_id
    assert [one.id for one in queries.known_before(db, acting(db, consultant), again)] == [
        mentee.id
    ]
    decision = Decision(TriageOutcome.ACCEPT, "Kennen we al")
    services.triage(db, again, decision, consultant.id, mentee)
    assert again.subject_id == mentee.subject_id
    assert not erasure.has_rows(db, before)  # so that the key is swept
    needs = [one.need for one in file.referrals_of(db, mentee)]
    assert "Nu heeft hij ook geen huis meer." in needs
    steps = queries.steps_of(db, again)
    assert [(step.question, step.answer) for step in steps] == [
        ("Sinds wanneer?", "Sinds kort"),
        (None, None),
    ]
    assert len(db.exec(select(TriageDecision)).all()) == 3


def test_a_referral_to_another_house_goes_to_where_the_file_is(db: Db) -> None:
    school, consultant = make_referrer(db), make_person(db, Role.MENTOR_CONSULTANT)
    mentee = waiting(db, school, consultant, **KNOWN)
    services.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
    again = send(db, school, **KNOWN)
    services.triage(db, again, Decision(TriageOutcome.ACCEPT, "Past"), consultant.id, mentee)
    assert (again.house_code, again.subject_id) == ("NHN", mentee.subject_id)


def test_a_closed_course_opens_again_with_new_clocks(db: Db) -> None:
    school, consultant = make_referrer(db), make_person(db, Role.MENTOR_CONSULTANT)
    mentee = waiting(db, school, consultant, **KNOWN)
    services.stop(db, mentee, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    again = send(db, school, **KNOWN)
    decision = Decision(TriageOutcome.ACCEPT, "Wil weer")
    services.triage(db, again, decision, consultant.id, mentee)
    assert (mentee.stage, mentee.closed_on) == (Stage.INTAKE, None)
    assert queries.waiting_on(db, queries.today(db)) == []
    decided(db, mentee, consultant)
    assert not queries.is_waiting(db, mentee.id)  # the yes of then is no yes to this
    agree(db, mentee, consultant)
    assert queries.is_waiting(db, mentee.id)


CARE = (OrganisationType.SCHOOL, OrganisationType.CARE, OrganisationType.YOUTH_WORK,
        OrganisationType.MUNICIPALITY)  # fmt: skip
JUSTICE = (OrganisationType.POLICE, OrganisationType.PROBATION, OrganisationType.I2O,
           OrganisationType.ICO)  # fmt: skip
S = StatusForReferrer


@pytest.mark.parametrize("kind", [*CARE, *JUSTICE])
def test_the_words_follow_the_course_as_the_role_table_says(db: Db, kind: OrganisationType) -> None:
    sender, consultant = make_referrer(db, kind), make_person(db, Role.MENTOR_CONSULTANT)
    is_care = kind in CARE

    def reads(mentee: Mentee) -> StatusForReferrer:
        row = db.exec(policy.own_of(db, acting(db, sender))).all()
        (referral,) = [one for one in row if one.subject_id == mentee.subject_id]
        return for_referrers.own_referral(db, referral).status

    mentee = waiting(db, sender, consultant)
    assert reads(mentee) is (S.IN_CONVERSATION if is_care else S.CLOSED_FOR_YOU)
    services.note_started(db, mentee)
    assert reads(mentee) is (S.STARTED if is_care else S.CLOSED_FOR_YOU)
    services.note_waits_again(db, mentee)
    assert reads(mentee) is (S.STARTED if is_care else S.CLOSED_FOR_YOU)
    services.note_started(db, mentee)
    services.note_ended(db, mentee)
    assert reads(mentee) is (S.ENDED if is_care else S.CLOSED_FOR_YOU)
    stopped = waiting(db, sender, consultant)
    services.stop(db, stopped, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    assert reads(stopped) is (S.ENDED if is_care else S.CLOSED_FOR_YOU)


@pytest.mark.parametrize("kind", [OrganisationType.SCHOOL, OrganisationType.POLICE])
def test_without_the_young_persons_yes_it_stays_received(db: Db, kind: OrganisationType) -> None:
    sender, consultant = make_referrer(db, kind), make_person(db, Role.MENTOR_CONSULTANT)
    mentee = waiting(db, sender, consultant)
    status = ConsentPurpose.STATUS_TO_REFERRER

    def reads() -> StatusForReferrer:
        (referral,) = db.exec(policy.own_of(db, acting(db, sender))).all()
        assert (
            for_referrers.status_told(db, referral)
            is for_referrers.own_referral(db, referral).status
        )
        return for_referrers.own_referral(db, referral).status

    shared = reads()
    services.give_consent(db, mentee, answer_of(consultant), {status: False})
    assert reads() is S.RECEIVED
    services.give_consent(db, mentee, answer_of(consultant), {status: True})
    assert reads() is shared
    services.withdraw_consent(db, mentee, status, GivenBy.YOUNG_PERSON)
    assert reads() is S.RECEIVED
    services.note_started(db, mentee)
    assert reads() is S.RECEIVED


def test_what_had_begun_before_is_not_told() -> None:
    begun = rules.CourseDays(started_on=date(2026, 2, 1), closed_on=date(2026, 2, 20))
    shown = rules.status_for_referrer(
        ReferralStatus.ACCEPTED,
        OrganisationType.SCHOOL,
        is_status_shared=True,
        triaged_on=date(2026, 3, 2),
        course=begun,
    )
    assert shown is S.IN_CONVERSATION


def test_the_key_of_a_name_says_nothing_by_itself(db: Db) -> None:
    school = make_referrer(db)
    one, same, other = (send(db, school, **named) for named in (KNOWN, KNOWN, NEW))
    assert one.known_key == same.known_key != other.known_key
    assert b"ara" not in one.known_key
    assert vault.read(db, one, "first_name", purpose=Purpose.TRIAGE) == "Yara"
