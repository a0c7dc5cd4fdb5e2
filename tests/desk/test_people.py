"""One page per person: all of it in order of time, read once per purpose, and nobody else's."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.desk.people.happenings import Happening, newest_first
from mentorship.foundation.audit import pseudonym
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from mentorship.matching import services as matching
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Side
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals import services
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.conftest_web import soup
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.mentors.applicants import make_mentor, pass_gates
from tests.referrals.courses import accepted, add, agree, decided, talked, write_profile
from tests.referrals.senders import make_referrer
from tests.training.cohorts import make_course

CANARIES = ("Kanarie", "kanarie@", "Geheime notitie")


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


def a_course(db: Db, consultant: Person, fixed_now: FixedNow) -> Mentee:
    """Something of every room, a day after each other."""
    mentee = accepted(db, make_referrer(db), consultant)
    fixed_now.advance(days=1)
    talked(db, mentee, consultant)
    services.add_goal(db, mentee, "Weer boksen op zaterdag")
    write_profile(db, mentee)
    fixed_now.advance(days=1)
    decided(db, mentee, consultant)
    agree(db, mentee, consultant)
    services.set_priority(db, mentee, 1, "Wacht al lang", by=consultant.id)
    services.note_letter_sent(db, mentee, today(db), "2026-1", by=consultant.id)
    return mentee


def events_about(database: Database, subject_id: UUID) -> list[AuditEvent]:
    with database.reading() as db:
        name = pseudonym(database.keys, subject_id)
        found = (
            select(AuditEvent)
            .join(AuditEventSubject, col(AuditEventSubject.seq) == col(AuditEvent.seq))
            .where(col(AuditEventSubject.pseudonym) == name)
        )
        return list(db.exec(found.order_by(col(AuditEvent.seq))))


def lines(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    found = soup(answer.text).select(".oo-timeline > li")
    return [" ".join(line.get_text(" ").split()) for line in found]


def test_a_young_persons_page_tells_it_all_newest_first_and_what_comes_next(
    client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        mentee = a_course(db, consultant, fixed_now)
        db.commit()
    sign_in_as(client, sqlite_database, consultant.user)
    told = lines(client, f"/people/mentees/{mentee.id}")
    days = [line[:2] for line in told]
    assert days == sorted(days, reverse=True)
    whole = "\n".join(told)
    for words in (
        "Er kwam een verwijzing binnen", "Ze zit veel thuis", "Triage: ",
        "Opgenomen in het programma", "Wil graag weer boksen.", "Weer boksen op zaterdag",
        "Past bij wat hij zoekt.", "Wacht al lang", "De brief is verstuurd", "Meedoen",
    ):  # fmt: skip
        assert words in whole, words
    page = soup(client.get(f"/people/mentees/{mentee.id}").text)
    assert page.select_one(f'a[href="/mentees/{mentee.id}"]') is not None
    file = soup(client.get(f"/mentees/{mentee.id}").text)
    assert file.select_one(f'a[href="/people/mentees/{mentee.id}"]') is not None


def test_one_event_per_person_and_purpose(
    client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        mentee = a_course(db, consultant, fixed_now)
        db.commit()
    sign_in_as(client, sqlite_database, consultant.user)
    before = len(events_about(sqlite_database, mentee.subject_id))
    client.get(f"/people/mentees/{mentee.id}")
    seen = events_about(sqlite_database, mentee.subject_id)[before:]
    assert sorted((event.action, event.purpose) for event in seen) == [
        ("read", "intake"), ("read", "triage"),
    ]  # fmt: skip
    fields = {field for event in seen for field in json.loads(event.details)["fields"]}
    assert {"intake_talk.notes", "mentee.first_name", "referral.need", "goal.text"} <= fields


def test_matching_stands_on_both_pages(
    client: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        mentor = ready_mentor(db, consultant)
        mentee = waiting_mentee(db, consultant)
        proposal = proposal_for(db, mentee, run_round(db, consultant))
        match = matching.decide(
            db, proposal, mentee, DecisionOutcome.CHOOSE, "Koken allebei graag", consultant.id
        )
        assert match is not None
        matching.answer(db, match, Reply(Side.MENTOR, is_yes=True), AnsweredBy.PAGE)
        db.commit()
    sign_in_as(client, sqlite_database, consultant.user)
    young = "\n".join(lines(client, f"/people/mentees/{mentee.id}"))
    assert "Voorgesteld: Jolanda Vis" in young
    assert "Koken allebei graag" in young
    assert "Mentor antwoordde: Ja" in young
    assert f"/matching/matches/{match.id}" in client.get(f"/people/mentees/{mentee.id}").text
    older = "\n".join(lines(client, f"/people/mentors/{mentor.id}"))
    assert "Match gevraagd: Yara" in older
    assert "Koken allebei graag" not in older
    seen = events_about(sqlite_database, mentor.subject_id)
    assert [e.purpose for e in seen if e.action == "read"].count("screening") == 1


def test_a_mentors_page_tells_screening_and_training(
    client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        course = make_course(db, 1)
        mentor = pass_gates(db, course.mentors[0], consultant)
        day = today(db) + timedelta(days=3)
        mentors.pause(db, mentor, day, day, "Op reis")
        db.commit()
    sign_in_as(client, sqlite_database, consultant.user)
    whole = "\n".join(lines(client, f"/people/mentors/{mentor.id}"))
    for words in (
        "Aangemeld", "Goed gesprek", "Referentie gevraagd aan Joke de Wit", "Luistert goed",
        "VOG van", "Overeenkomst getekend", "Training voor de eerste match afgerond", "Op reis",
        "Begonnen in: Lichting voorjaar",
    ):  # fmt: skip
        assert words in whole, words


def canary_mentee(db: Db, consultant: Person, house: str = "KEN") -> Mentee:
    mentee = add(db, consultant, first_name="Kanarie", family_name="Kanarie", house_code=house)
    services.add_goal(db, mentee, "Geheime notitie")
    return mentee


def canary_mentor(db: Db, house: str = "KEN") -> Mentor:
    return make_mentor(
        db, first_name="Kanarie", email=f"kanarie@{house.lower()}.example",
        motivation="Geheime notitie", house_code=house,
    )  # fmt: skip


@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_open_which_person(
    client: FlaskClient, sqlite_database: Database, role: Role | None
) -> None:
    with sqlite_database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        mentee, mentor = canary_mentee(db, consultant), canary_mentor(db)
        far_mentee, far_mentor = canary_mentee(db, consultant, "NHN"), canary_mentor(db, "NHN")
        db.commit()
    sign_in_as(client, sqlite_database, person(sqlite_database, role).user)
    paths = (
        f"/people/mentees/{mentee.id}", f"/people/mentors/{mentor.id}",
        f"/people/mentees/{far_mentee.id}", f"/people/mentors/{far_mentor.id}",
    )  # fmt: skip
    answers = [client.get(path) for path in paths]
    allowed = {
        Role.MENTOR_CONSULTANT: [200, 200, 404, 404],
        Role.COORDINATOR: [403, 200, 403, 200],
    }
    assert [answer.status_code for answer in answers] == allowed.get(role, [403] * 4)  # type: ignore[call-overload]
    for answer in answers:
        if answer.status_code != 200:
            assert not any(canary in answer.text for canary in CANARIES)


@pytest.mark.parametrize("role", [None, *Role])
def test_a_day_names_nobody(
    client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow, role: Role | None
) -> None:
    with sqlite_database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        canary_mentee(db, consultant)
        canary_mentor(db)
        db.commit()
    fixed_now.advance(days=40)
    sign_in_as(client, sqlite_database, person(sqlite_database, role).user)
    day = client.get("/today").text
    assert not any(canary in day for canary in CANARIES)
    lists = {
        path: client.get(path)
        for path in ("/today/young-people?about=intake-late", "/today/mentors?about=new")
    }
    seen = {path: "Kanarie" in answer.text for path, answer in lists.items()}
    may = {Role.MENTOR_CONSULTANT: [True, True]}
    assert list(seen.values()) == may.get(role, [False, False])  # type: ignore[call-overload]


def test_a_list_of_nothing_that_is_counted_is_no_page(
    client: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    sign_in_as(client, sqlite_database, consultant.user)
    for path in ("/today/young-people", "/today/mentors?about=intake-late"):
        assert client.get(path).status_code == 404
    assert client.get("/today/young-people?about=too-long&page=nonsense").status_code == 200


def test_what_was_noted_at_one_moment_stands_newest_first_too() -> None:
    moment = FixedNow()()
    told = [Happening(moment, "first"), Happening(moment, "second")]
    told.append(Happening(moment, "of the day before", (moment - timedelta(days=1)).date()))
    assert [one.title for one in newest_first(told)] == ["second", "first", "of the day before"]
