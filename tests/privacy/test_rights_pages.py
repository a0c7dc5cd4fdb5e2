"""What a consultant takes down and the privacy officer answers, and that nothing kept tells it."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.privacy.rights.models import SubjectRequest
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, person, sign_in_as
from tests.canaries import Walked, app_that_says_all, heard
from tests.matching.at_the_desk import main_of, words
from tests.matching.test_pages import fill
from tests.mentors.applicants import make_mentor
from tests.mentors.jobs import run_jobs
from tests.referrals.courses import add

OFFICERS = (Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)
SAID, ANSWER, NAME = "Kanariegeel klopt niet", "Zeegroen is verbeterd", "Roodstaartje"
Of = Callable[[Role | Person], FlaskClient]


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def mentee(sqlite_database: Database, consultant: Person) -> Mentee:
    with sqlite_database.writing() as db:
        made = add(db, consultant, first_name=NAME)
        db.commit()
    return made


@pytest.fixture
def mentor_id(sqlite_database: Database) -> UUID:
    with sqlite_database.writing() as db:
        made = make_mentor(db, first_name=NAME).id
        db.commit()
    return made


@pytest.fixture
def of(app: Flask, sqlite_database: Database) -> Of:
    def client(who: Role | Person) -> FlaskClient:
        client = app.test_client()
        known = person(sqlite_database, who) if isinstance(who, Role) else who
        sign_in_as(client, sqlite_database, known.user)
        return client

    return client


def text_of(client: FlaskClient, path: str) -> str:
    return words(main_of(client.get(path)))


def today_on(client: FlaskClient, path: str) -> str:
    """What already stands in the form."""
    field = main_of(client.get(path)).select_one("#came_on")
    assert field is not None
    return str(field["value"])


def the_only(database: Database) -> SubjectRequest:
    with database.reading() as db:
        return db.exec(select(SubjectRequest)).one()


def test_a_consultant_takes_it_down_and_reads_the_answer_of_the_officer(
    of: Of, sqlite_database: Database, consultant: Person, mentee: Mentee
) -> None:
    desk, page = of(consultant), f"/privacy/young-people/{mentee.id}"
    assert f'href="{page}"' in desk.get(f"/mentees/{mentee.id}").text
    assert fill(desk, page, kind="correction", came_on="31-12-2099").status_code == 422
    key = str(uuid4())
    for _double_click in range(2):
        told = {"words": SAID, "submission": key, "came_on": today_on(desk, page)}
        sent = fill(desk, page, kind="correction", **told)
        assert sent.location == page
    assert SAID in text_of(desk, page)

    officer, watcher = (of(role) for role in OFFICERS)
    request = f"/privacy/requests/{the_only(sqlite_database).id}"
    for one in (officer, watcher):
        for path in ("/privacy/requests", request):
            said = one.get(path).text
            assert "Iets laten verbeteren" in said
            assert NAME not in said
            assert SAID not in said
    assert "Verzoek sluiten" not in watcher.get(request).text
    assert fill(officer, request, f"{request}/close", outcome="done").status_code == 422
    closed = fill(officer, request, f"{request}/close", outcome="done", answer=ANSWER)
    assert closed.location == "/privacy/requests"
    assert "Er staat geen verzoek open." in text_of(officer, "/privacy/requests")
    assert ANSWER in text_of(desk, page)


def test_of_a_mentor_too_and_only_by_who_may_open_the_file(
    of: Of, sqlite_database: Database, consultant: Person, mentor_id: UUID, mentee: Mentee
) -> None:
    desk, page = of(consultant), f"/privacy/mentors/{mentor_id}"
    assert f'href="{page}"' in desk.get(f"/mentors/{mentor_id}").text
    day = today_on(desk, page)
    assert fill(desk, page, kind="erasure", came_on=day).status_code == 303
    stranger = of(person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN"))
    for path in (page, f"/privacy/young-people/{mentee.id}"):
        assert stranger.get(path).status_code == 404
        assert of(Role.PRIVACY_OFFICER).get(path).status_code == 403
    assert desk.get("/privacy/requests").status_code == 403


def test_no_log_mail_or_trail_tells_what_was_asked(
    sqlite_database: Database,
    consultant: Person,
    mentee: Mentee,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app, walked = app_that_says_all(sqlite_database), Walked(sqlite_database)
    walked.planted = {SAID, ANSWER, NAME}
    desk, officer = app.test_client(), app.test_client()
    sign_in_as(desk, sqlite_database, consultant.user)
    sign_in_as(officer, sqlite_database, person(sqlite_database, Role.PRIVACY_OFFICER).user)
    page = f"/privacy/young-people/{mentee.id}"
    day = today_on(desk, page)
    fill(desk, page, kind="objection", came_on=day, words=SAID)
    request = f"/privacy/requests/{the_only(sqlite_database).id}"
    fill(officer, request, f"{request}/close", outcome="refused", answer=ANSWER)
    for path in (page, f"/mentees/{mentee.id}"):
        walked.saw(desk.get(path))
    for path in ("/today", "/privacy/trail", "/privacy/register", "/privacy/requests", request):
        assert officer.get(path).status_code == 200
    run_jobs(sqlite_database)
    walked.spoken = "".join(capfd.readouterr()).encode()
    assert walked.never_shown() == set()
    assert heard(walked.spoken)
    assert list(walked.tells()) == []
