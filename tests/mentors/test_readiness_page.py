"""Who doesn't screen a mentor sees how ready they are, and nothing that was said or noted."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts import grants
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.mentors import queries, services
from mentorship.mentors.models import Mentor, ReferenceOutcome, TalkOutcome, Trust
from mentorship.mentors.rules import Gate
from mentorship.mentors.told import ReferenceAnswers, Talk
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.mentors.applicants import ask, make_mentor, pass_gates
from tests.mentors.test_views import fill, words

CANARY = "kanarie"
SAID = (
    "kanariemotivatie", "kanarienotitie", "Kanariereferent", "kanarierelatie", "kanariejaren",
    "kanariekrachten", "kanariezorgen", "kanarieoordeel", "kanariepauze",
)  # fmt: skip


@pytest.fixture
def told(sqlite_database: Database) -> dict[str, UUID]:
    """A mentor of Kennemerland with every text filled in, and the references that count."""
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        mentor = make_mentor(db, motivation=SAID[0])
        day = queries.today(db)
        services.record_interview(db, mentor, Talk(day, TalkOutcome.GO_ON, SAID[1]), by.id)
        for number in (1, 2):
            asked = ask(db, mentor, number, name=SAID[2], relation=SAID[3])
            answers = ReferenceAnswers(SAID[4], SAID[5], SAID[6], Trust.YES)
            services.note_answers(db, mentor, asked, answers, by.id)
            services.judge_reference(db, mentor, asked, ReferenceOutcome.ACCEPTED, SAID[7], by.id)
        pass_gates(db, mentor, by, (Gate.VOG, Gate.AGREEMENT))
        services.pause(db, mentor, day, day, SAID[8])
        db.commit()
    return {"mentor": mentor.id, "reference": asked.id}


@pytest.fixture
def both(sqlite_database: Database) -> Person:
    """A coordinator who is a consultant too, of another House."""
    with sqlite_database.writing() as db:
        who = make_person(db, Role.COORDINATOR)
        giver, second = make_person(db, Role.COORDINATOR), make_person(db, Role.PRIVACY_OFFICER)
        grant = grants.grant_role(db, who.user, Role.MENTOR_CONSULTANT, "NHN", giver.id)
        grants.approve_role(db, grant, second.id)
        db.commit()
    return who


def pages_of(told: dict[str, UUID]) -> list[str]:
    one, people = f"/mentors/{told['mentor']}", f"/people/mentors/{told['mentor']}"
    return [one, people, "/mentors", f"{one}/references/{told['reference']}", f"{one}/interview"]


def signed_in(app: Flask, database: Database, who: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, database, who.user)
    return client


def test_a_coordinator_sees_when_a_gate_was_passed_and_nobodys_role(
    app: Flask, sqlite_database: Database, told: dict[str, UUID]
) -> None:
    client = signed_in(app, sqlite_database, person(sqlite_database, Role.COORDINATOR))
    answers = [client.get(path) for path in pages_of(told)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 403, 403]
    assert not any(CANARY in answer.text.casefold() for answer in answers)
    page = words(answers[0])
    assert page.count("in orde 2 maart 2026") == 4
    assert "Mentorconsultant" not in page
    assert "Sanne Dekker" in page


def test_a_coordinator_who_screens_elsewhere_reads_no_more_here(
    app: Flask, sqlite_database: Database, told: dict[str, UUID], both: Person
) -> None:
    client = signed_in(app, sqlite_database, both)
    answers = [client.get(path) for path in pages_of(told)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 404]
    assert not any(CANARY in answer.text.casefold() for answer in answers)


def test_a_consultant_of_the_house_reads_all_of_it(
    app: Flask, sqlite_database: Database, told: dict[str, UUID]
) -> None:
    client = signed_in(app, sqlite_database, person(sqlite_database, Role.MENTOR_CONSULTANT))
    read = "".join(client.get(path).text for path in pages_of(told))
    assert all(text in read for text in SAID)


def test_how_it_ended_is_read_by_the_own_house_alone(
    app: Flask, sqlite_database: Database, told: dict[str, UUID], both: Person
) -> None:
    with sqlite_database.writing() as db:
        mentor = db.get_one(Mentor, told["mentor"])
        services.decline(db, mentor, SAID[7], None)
        db.commit()
    own = person(sqlite_database, Role.MENTOR_CONSULTANT)
    for who, word in ((own, "Afgewezen door het Huis"), (both, "Geen mentor (meer)")):
        client = signed_in(app, sqlite_database, who)
        listed = words(client.get("/mentors?stage=ended"))
        opened = words(client.get(f"/mentors/{told['mentor']}"))
        found = words(fill(client, "/search", name="Sanne"))
        for page in (listed, opened, found):
            assert word in page
            assert ("Afgewezen" in page) is (who is own)
