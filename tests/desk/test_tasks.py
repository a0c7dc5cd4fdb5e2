"""The day of each role: what waits, the urgent first, and nothing that is somebody else's."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.grants import grant_role
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.referrals import drafting, services
from mentorship.referrals.models import TriageOutcome
from mentorship.region.models import OrganisationType
from tests.accounts.people import make_person, person, sign_in_as
from tests.desk.days import day_of, titles
from tests.factories import FixedNow
from tests.referrals.senders import decide, make_referrer, send
from tests.training.cohorts import make_course


def test_a_consultant_sees_what_is_late_before_what_is_in_time(db: Db, fixed_now: FixedNow) -> None:
    consultant, school = make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db)
    assert titles(db, consultant) == []
    send(db, school)
    asked = send(db, school)
    services.pick_up(db, asked)
    decide(db, asked, TriageOutcome.ASK, consultant, "Sinds wanneer?")
    fixed_now.advance(days=1)
    send(db, school)
    fixed_now.advance(days=1)
    send(db, school, house_code="NHN", place="Alkmaar")
    fixed_now.advance(days=1)
    send(db, school)
    assert titles(db, consultant) == [
        "1 referral is late",
        "1 referral has its last day today",
        "1 referral waits, in time",
        "1 referral waits for an answer",
    ]


def test_an_answer_that_came_in_is_told(db: Db) -> None:
    consultant, school = make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db)
    asked = send(db, school)
    services.pick_up(db, asked)
    decide(db, asked, TriageOutcome.ASK, consultant, "Sinds wanneer?")
    services.answer_question(db, asked, "Sinds de zomer.")
    (task,) = day_of(db, consultant)
    assert task.title == "1 referral waits, in time"
    assert task.more == "An answer of the referrer came in for 1 referral."


def test_a_referrer_sees_own_questions_and_drafts(db: Db) -> None:
    consultant, school = make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db)
    colleague, police = make_referrer(db), make_referrer(db, OrganisationType.POLICE)
    drafting.start_draft(db, school.id)
    for sender in (school, police):
        decide(db, send(db, sender), TriageOutcome.ASK, consultant, "Wil de jongere zelf?")
    assert titles(db, school) == [
        "1 question of the House waits for you",
        "1 draft is not sent yet",
    ]
    assert titles(db, colleague) == []
    assert titles(db, police) == []


def test_whoever_gave_a_role_waits_for_a_colleague(db: Db) -> None:
    giver, second = make_person(db, Role.COORDINATOR), make_person(db, Role.PRIVACY_OFFICER)
    grant_role(db, make_person(db).user, Role.MENTOR, "KEN", giver.id)
    assert "1 role waits for somebody else as the second person" in titles(db, giver)
    assert titles(db, second) == [
        "The audit trail was not checked in the past month",
        "1 role waits for you as the second person",
    ]


def test_without_something_late_the_day_begins_with_what_to_do(
    client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        mentor = make_person(db, Role.MENTOR)
        make_course(db, 1).mentors[0].user_id = mentor.id
        db.commit()

    def headings() -> list[str]:
        page = BeautifulSoup(client.get("/today").text, "html.parser")
        return [found.get_text() for found in page.select("main h2")]

    sign_in_as(client, sqlite_database, mentor.user)
    assert headings()[:2] == ["Te doen", "Binnenkort"]


_NOTHING_BUILT_FOR: set[Role] = set()


@pytest.mark.parametrize("role", [None, *Role])
def test_everybody_has_a_day_and_every_link_on_it_opens(
    app: Flask, client: FlaskClient, sqlite_database: Database, role: Role | None
) -> None:
    sign_in_as(client, sqlite_database, person(sqlite_database, role).user)
    start = client.get("/")
    assert (start.status_code, start.location) == (303, "/today")
    main = BeautifulSoup(client.get("/today").text, "html.parser").find("main")
    assert main is not None
    links = {str(link["href"]).split("#")[0] for link in main.find_all("a")}
    assert "/account" in links
    assert {client.get(link).status_code for link in links} == {200}
    said = "Bij dit account hoort nog geen rol." if role is None else "Vandaag"
    assert said in main.get_text()
    is_built = role not in _NOTHING_BUILT_FOR
    assert ("Voor deze rol is nog niets gebouwd." in main.get_text()) is not is_built
