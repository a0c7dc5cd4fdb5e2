"""A mentor of another House: that House agrees first, and the match says who lends."""

from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.matching.models import Match
from mentorship.region.models import House
from tests.accounts.people import Person, person
from tests.conftest_web import csrf
from tests.matching.at_the_desk import main_of, proposed, words
from tests.matching.pool import ready_mentor, waiting_mentee


def test_whom_to_ask_stands_beside_the_box_and_the_match_says_who_lends(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    there = person(sqlite_database, Role.MENTOR_CONSULTANT, house_code="NHN")
    with sqlite_database.writing() as db:
        vault.write(db, db.get_one(User, there.id), name="Ineke Smit")
        db.get_one(House, "NHN").phone = "072 1234567"
        ready_mentor(db, consultant, "NHN", first_name="Bram")
        mentee = waiting_mentee(db, consultant, first_name="Yara")
        db.commit()
    page = proposed(sqlite_database, mentee.id, consultant, None)
    shown = main_of(desk.get(page))
    told = words(shown)
    assert "mag deze mentor uitlenen aan Huis Kennemerland, maar moet het eerst goedvinden" in told
    assert "leent deze mentor uit" not in told
    assert "Uitlenen mag volgens de regels" in told
    assert "Ineke Smit" in told
    assert shown.find("a", href="tel:0721234567")
    fields = {"csrf_token": csrf(desk, page), "outcome": "choose", "reason": "Past goed."}
    refused = desk.post(f"{page}/decide", data=fields)
    assert refused.status_code == 422
    assert "Ineke Smit" in refused.text
    assert desk.post(f"{page}/decide", data=fields | {"is_lending_agreed": "y"}).status_code == 303
    with sqlite_database.reading() as db:
        match = db.exec(select(Match)).one()
    lent = main_of(desk.get(f"/matching/matches/{match.id}"))
    assert "Mentor uitgeleend door Zorg- en Veiligheidshuis Noord-Holland Noord" in words(lent)
    assert lent.find("a", href="tel:0721234567")


def test_of_one_house_nobody_lends(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda")
        mentee = waiting_mentee(db, consultant, first_name="Yara")
        db.commit()
    told = words(main_of(desk.get(proposed(sqlite_database, mentee.id, consultant))))
    assert "uitlenen aan" not in told
    assert "Uitlenen mag" not in told
