"""The search: whom each role finds, how names are compared, and what is left behind of it."""

import json
import logging
import re

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.desk.search.finding import search
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import speaking
from mentorship.foundation.spelling import is_found, words_of
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.mentors.applicants import make_mentor
from tests.referrals.courses import accepted, add
from tests.referrals.senders import acting, make_referrer, send
from tests.training.cohorts import make_course, make_place


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("yara", "Yara"), ("YAR", "Yara"), ("zoe", "Zoë de Vries"), ("zoë", "Zoe de Vries"),
        ("vries jan", "Jan de Vries"), ("de jan", "Jan de Vries"), ("celik", "Ayşe Çelik"),
        ("ayse", "Ayşe Çelik"), ("soren", "Søren Bjørn"), ("lukasz", "Łukasz Nowak"),
        ("obrien", "Liam O’Brien"), ("o'brien", "Liam O'Brien"), ("amrani", "Nora El-Amrani"),
        ("el amrani", "Nora El-Amrani"), ("strasse", "Straße"), ("ياسمين", "ياسمين"),
        ("istanbul", "İstanbul"), ("zoe", "Zoe\u0308"),
    ],
)  # fmt: skip
def test_accents_capitals_and_order_do_not_matter(typed: str, name: str) -> None:
    assert is_found(words_of(typed), name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("ries", "Jan de Vries"), ("jan smit", "Jan de Vries"), ("yarah", "Yara"), ("x", "Yara")],
)
def test_other_names_are_not_found(typed: str, name: str) -> None:
    assert not is_found(words_of(typed), name)


def found(db: Db, who: Person, typed: str) -> list[tuple[str, str]]:
    db.flush()
    with speaking("en"):
        return [(hit.kind.value, hit.name) for hit in search(db, acting(db, who), typed)]


def test_each_role_finds_whom_it_may_know(db: Db) -> None:
    consultant, there = (make_person(db, Role.MENTOR_CONSULTANT, h) for h in ("KEN", "NHN"))
    coordinator = make_person(db, Role.COORDINATOR)
    school = make_referrer(db)
    add(db, consultant, first_name="Kanarie", family_name="Geel")
    add(db, consultant, first_name="Kanarie", family_name="Ver", house_code="NHN")
    accepted(db, school, consultant, first_name="Kanarie", family_name="Blauw")
    send(db, school, first_name="Kanarie", family_name="Wit")
    make_mentor(db, first_name="Kanarie", family_name="Groen")
    make_mentor(db, first_name="Kanarie", family_name="Elders", house_code="NHN")
    assert found(db, consultant, "kanarie") == [
        ("young_person", "Kanarie Blauw"), ("young_person", "Kanarie Geel"),
        ("mentor", "Kanarie Groen"), ("referred", "Kanarie Wit"),
    ]  # fmt: skip
    assert found(db, there, "kanarie") == [
        ("mentor", "Kanarie Elders"), ("young_person", "Kanarie Ver"),
    ]  # fmt: skip
    assert found(db, coordinator, "kanarie") == [
        ("mentor", "Kanarie Elders"), ("mentor", "Kanarie Groen"),
    ]  # fmt: skip
    assert found(db, school, "kanarie") == []


def test_a_trainer_finds_the_own_cohort_only(db: Db) -> None:
    course = make_course(db, 2)
    other = make_course(db, 1)
    make_place(db, other.cohort, make_mentor(db, first_name="Abel", family_name="Anders"))
    make_mentor(db, first_name="Abel", family_name="Zonder")
    assert found(db, course.trainer, "abel") == [("mentor", "Abel Duin")]
    assert found(db, other.trainer, "abel anders") == [("mentor", "Abel Anders")]
    assert found(db, make_person(db, Role.TRAINER), "abel") == []


@pytest.mark.parametrize("role", [None, *Role])
def test_the_page_is_for_those_who_may_look_for_somebody(
    client: FlaskClient, sqlite_database: Database, role: Role | None
) -> None:
    sign_in_as(client, sqlite_database, person(sqlite_database, role).user)
    may = role in {Role.MENTOR_CONSULTANT, Role.COORDINATOR, Role.TRAINER}
    assert client.get("/search").status_code == (200 if may else 403)
    assert ('action="/search"' in client.get("/today").text) is may
    assert (">Zoeken</a>" in client.get("/today").text) is may


def ask(client: FlaskClient, **fields: str) -> str:
    answer = client.post("/search", data={"csrf_token": csrf(client), **fields})
    assert answer.status_code in (200, 422)
    return answer.text


@pytest.fixture
def consultant(sqlite_database: Database, client: FlaskClient) -> Person:
    who = person(sqlite_database, Role.MENTOR_CONSULTANT)
    sign_in_as(client, sqlite_database, who.user)
    return who


def test_what_is_typed_stands_in_no_address_and_no_log(
    client: FlaskClient,
    sqlite_database: Database,
    consultant: Person,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with sqlite_database.writing() as db:
        add(db, consultant, first_name="Kanarie")
        db.commit()
    with caplog.at_level(logging.DEBUG):
        page = ask(client, name="Kanarie")
    assert "1 persoon gevonden" in page
    assert not re.search(r'(href|action)="[^"]*Kanarie', page)
    said = capsys.readouterr()
    assert "kanarie" not in (caplog.text + said.out + said.err).casefold()


def test_a_search_is_one_event_per_kind(
    client: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        school = make_referrer(db)
        for number in range(3):
            add(db, consultant, first_name=f"Kanarie {number}")
            send(db, school, family_name="Voorbeeld")
            make_mentor(db)
        db.commit()
    with sqlite_database.reading() as db:
        before = len(db.exec(select(AuditEvent)).all())
    ask(client, name="kanarie")
    with sqlite_database.reading() as db:
        seen = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()[before:]
    assert [(event.action, event.purpose) for event in seen] == [
        ("list", "intake"), ("list", "triage"), ("list", "screening"),
    ]  # fmt: skip
    assert [json.loads(event.details)["fields"] for event in seen] == [
        [f"{table}.family_name", f"{table}.first_name"]
        for table in ("mentee", "referral", "mentor")
    ]
    assert all("kanarie" not in event.details.casefold() for event in seen)


@pytest.mark.parametrize(("typed", "said"), [("", "Vul een naam in."), ("a", "twee letters")])
def test_too_little_is_said_and_reads_nobody(
    client: FlaskClient, sqlite_database: Database, consultant: Person, typed: str, said: str
) -> None:
    with sqlite_database.writing() as db:
        add(db, consultant, first_name="Anna")
        db.commit()
    page = ask(client, name=typed)
    assert said in page
    assert "Anna" not in page


def test_many_who_are_found_are_paged_without_an_address(
    client: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        for number in range(27):
            add(db, consultant, first_name=f"Kanarie {number:02}")
        db.commit()
    first, second = soup(ask(client, name="kanarie")), soup(ask(client, name="kanarie", page="2"))
    names = [[a.get_text() for a in page.select(".oo-day__link")] for page in (first, second)]
    assert (len(names[0]), len(names[1])) == (25, 2)
    assert names[0][0] == "Kanarie 00 Voorbeeld"
    assert set(names[0]).isdisjoint(names[1])
    button = first.select_one('button[name="page"]')
    assert button is not None
    assert button["value"] == "2"
    assert len(soup(ask(client, name="kanarie", page="99")).select(".oo-day__link")) == 2


def test_nobody_is_said_plainly(client: FlaskClient, consultant: Person) -> None:
    assert "Er is niemand gevonden." in ask(client, name="Niemand")
