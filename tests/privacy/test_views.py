"""The pages: both officers read the trail and the register, one of them has the trail checked."""

import csv
import io
import json
from threading import Event
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation.db import AuditActor, Database
from mentorship.foundation.jobs import Job
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.subjects import D
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from mentorship.privacy import checking, jobs, queries
from mentorship.privacy.register_words import KINDS
from mentorship.tables import metadata
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.factories import FixedNow
from tests.privacy.trails import act, edit

TRAIL = "/privacy/trail"
SOMEBODY = UUID(int=31)
OFFICERS = (Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)


def browser(app: Flask, database: Database, role: Role | None) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, database, person(database, role).user)
    return client


@pytest.fixture
def officer(app: Flask, sqlite_database: Database) -> FlaskClient:
    return browser(app, sqlite_database, Role.PRIVACY_OFFICER)


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    """Somebody who did three things, the last of them about a person."""
    made = person(sqlite_database, Role.MENTOR_CONSULTANT)
    actor = AuditActor(made.id, Role.MENTOR_CONSULTANT)
    act(sqlite_database, "goal.added", actor)
    act(sqlite_database, "unheard.of", actor, house="-KEN")
    act(sqlite_database, "mentee.stopped", actor, about=SOMEBODY)
    return made


def post(client: FlaskClient, path: str, **values: object) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf(client), **values})


def words(answer: TestResponse) -> str:
    assert answer.status_code == 200
    return " ".join(soup(answer.text).find("main").get_text(" ").split())


def events_of(database: Database, action: str) -> list[AuditEvent]:
    with database.reading() as db:
        found = select(AuditEvent).where(col(AuditEvent.action) == action)
        return list(db.exec(found.order_by(col(AuditEvent.seq))))


def checked(database: Database) -> None:
    with database.reading() as db:
        waiting = checking.standing(db).running
    assert waiting is not None
    run_job(database, Event(), waiting.id)


def test_a_row_says_who_did_what_and_leads_to_all_about_a_person(
    officer: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    page = officer.get(TRAIL)
    said = words(page)
    assert "Fenna Roodenburg · Mentorconsultant" in said
    assert "unheard.of" in said  # a code without words is shown as it is
    rows = soup(page.text).select("main .oo-worklist > li")
    (stopped,) = [row for row in rows if "Een jongere is gestopt" in row.get_text()]
    (link,) = stopped.select("a")
    about = soup(officer.get(str(link["href"])).text).select("main .oo-worklist > li")
    assert len(about) == 1
    (event, *_rest) = events_of(sqlite_database, "trail.read")
    assert (event.purpose, json.loads(event.details)["filter"]) == ("oversight", "all")
    with sqlite_database.reading() as db:
        subjects = select(AuditEventSubject).where(col(AuditEventSubject.seq) == event.seq)
        assert not db.exec(subjects).all()


def test_a_user_is_found_by_name_or_address_and_no_name_is_in_an_address(
    officer: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    several = post(officer, f"{TRAIL}/find", name="fenna")
    choices = soup(several.text).select("main .oo-worklist a")
    assert {one.get_text() for one in choices} == {"Fenna Roodenburg"}
    one = post(officer, f"{TRAIL}/find", name=consultant.email, since="01-01-2020")
    assert one.location == f"{TRAIL}?since=2020-01-01&who={consultant.id}"
    shown = soup(officer.get(one.location).text).select("main .oo-worklist > li")
    assert len(shown) == 3
    nobody = post(officer, f"{TRAIL}/find", name="Nobody")
    assert nobody.status_code == 422
    wrong = post(officer, f"{TRAIL}/find", since="31-02-2026", until="01-01-2020")
    assert wrong.status_code == 422
    kept = post(officer, f"{TRAIL}/find", who=str(consultant.id), action="goal.added")
    assert kept.location == f"{TRAIL}?who={consultant.id}&action=goal.added"
    assert officer.get(f"{TRAIL}?since=gisteren").status_code == 404
    assert officer.get(f"{TRAIL}?before=x").status_code == 404


def test_pages_follow_each_other_and_keep_what_was_asked(
    officer: FlaskClient, sqlite_database: Database
) -> None:
    act(sqlite_database, times=queries.PAGE + 1)
    first = soup(officer.get(f"{TRAIL}?action=mentee.accepted").text)
    assert len(first.select("main .oo-worklist > li")) == queries.PAGE
    assert not first.select("a[rel=prev]")
    second = soup(officer.get(str(first.select_one("a[rel=next]")["href"])).text)
    assert len(second.select("main .oo-worklist > li")) == 1
    assert not second.select("a[rel=next]")
    back = soup(officer.get(str(second.select_one("a[rel=prev]")["href"])).text)
    assert len(back.select("main .oo-worklist > li")) == queries.PAGE


def test_the_file_holds_every_row_and_is_noted_before_it_leaves(
    officer: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    act(sqlite_database, times=queries.PAGE + 1)
    answer = post(officer, f"{TRAIL}/file", action="mentee.accepted")
    (noted,) = events_of(sqlite_database, "trail.exported")  # before anything was read of it
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + queries.PAGE + 1
    assert json.loads(noted.details)["filter"] == "action"
    whose = post(officer, f"{TRAIL}/file", who=str(consultant.id))
    told = list(csv.DictReader(io.StringIO(whose.get_data().decode("utf-8-sig")), delimiter=";"))
    assert [row["Code"] for row in told] == ["mentee.stopped", "unheard.of", "goal.added"]
    assert {row["Wie"] for row in told} == {"Fenna Roodenburg"}
    assert [row["Aantal personen"] for row in told] == ["1", "0", "0"]


def test_a_cell_can_not_run_as_a_formula(officer: FlaskClient, sqlite_database: Database) -> None:
    act(sqlite_database, "-1+1", None)
    answer = post(officer, f"{TRAIL}/file", role="program")
    assert ";'-1+1;" in answer.text


def test_only_the_privacy_officer_has_the_trail_checked(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    assert jobs.check_trail
    officer, adviser = (browser(app, sqlite_database, role) for role in OFFICERS)
    assert post(adviser, f"{TRAIL}/check").status_code == 403
    assert "Nu controleren" not in words(adviser.get(TRAIL))
    assert post(officer, f"{TRAIL}/check").status_code == 303
    assert post(officer, f"{TRAIL}/check").status_code == 303  # the same check
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Job).where(col(Job.name) == checking.CHECK)).all()) == 1
    assert "loopt een controle" in words(officer.get(TRAIL))
    checked(sqlite_database)
    for client in (officer, adviser):
        assert "Het auditspoor is heel" in words(client.get(TRAIL))
        assert "Het auditspoor is vandaag gecontroleerd: heel" in words(client.get("/today"))
    fixed_now.advance(minutes=20)  # before a sign-in ends
    edit(sqlite_database, 2)
    post(officer, f"{TRAIL}/check")
    checked(sqlite_database)
    said = words(officer.get(TRAIL))
    assert "Het auditspoor klopt niet" in said
    assert "gebeurtenis 2." in said
    for client in (officer, adviser):
        (pressing,) = soup(client.get("/today").text).select(".oo-worklist__item--urgent")
        assert "Het auditspoor klopt niet" in pressing.get_text()


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in OFFICERS)])
def test_nobody_else_gets_in(app: Flask, sqlite_database: Database, role: Role | None) -> None:
    client = browser(app, sqlite_database, role)
    for page in (TRAIL, "/privacy/register", "/privacy/register/file"):
        assert client.get(page).status_code == 403
    for page in ("find", "file", "check"):
        assert post(client, f"{TRAIL}/{page}").status_code == 403
    assert "auditspoor" not in client.get("/today").text.lower()


def test_the_register_holds_every_kind_of_data_that_is_kept_and_every_table(
    app: Flask, sqlite_database: Database
) -> None:
    adviser = browser(app, sqlite_database, Role.DATA_PROTECTION_OFFICER)
    page = soup(adviser.get("/privacy/register").text)
    kept = {column.info["data"] for table in metadata.tables.values() for column in table.columns}
    assert {one.get_text() for one in page.select("main h3")} == {str(KINDS[one]) for one in kept}
    assert set(KINDS) == set(D)
    body = adviser.get("/privacy/register/file").get_data().decode("utf-8-sig")
    rows = {row["Code"]: row for row in csv.DictReader(io.StringIO(body), delimiter=";")}
    assert set(rows) == {one.name for one in kept}
    told = {table for row in rows.values() for table in row["Tabellen"].split(", ")}
    assert told == set(metadata.tables)
    assert rows[D.DRAFT.name]["Over wie"] == "jongeren, mentoren en gebruikers"
    notes = rows[D.CASE_NOTE.name]
    assert notes["Grondslag"] == "toestemming (AVG, artikel 6 lid 1 a)"
    assert "tot 24 maanden na de nazorg" in notes["Hoe lang"]
    assert (notes["Geteld in bundels voor evaluatie"], rows["CONSENT"]["Over wie"]) == (
        "nee",
        "jongeren en hun ouders of voogden",
    )
