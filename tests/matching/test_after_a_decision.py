"""What a consultant reads after a decision, when another pair is on the page already."""

from urllib.parse import unquote
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf
from tests.matching.at_the_desk import in_order, main_of, next_of, proposed, words
from tests.matching.pool import ready_mentor

NEXT = "Opslaan en naar het volgende paar"


def pair(database: Database, by: Person, mentor: str, mentee: str, **told: str) -> UUID:
    """Two who fit nobody else: they live where the others don't."""
    place = told.pop("place", "Haarlem")
    with database.writing() as db:
        ready_mentor(db, by, told.pop("house", "KEN"), first_name=mentor, place=place, **told)
        young = in_order(db, by, first_name=mentee, place=place)
        db.commit()
        return young.id


def decide(desk: FlaskClient, page: str, outcome: str, **more: str) -> TestResponse:
    told = {"csrf_token": csrf(desk, page), "outcome": outcome, "reason": "Past goed.", **more}
    answer = desk.post(f"{page}/decide", data=told)
    assert answer.status_code == 303
    return answer


def test_who_is_asked_for_whom_stands_above_the_next_pair(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    yara = pair(sqlite_database, consultant, "Jolanda", "Yara")
    pair(sqlite_database, consultant, "Bram", "Noor", place="Den Helder")
    page = proposed(sqlite_database, yara, consultant)
    assert NEXT in words(main_of(desk.get(page)))
    answer = decide(desk, page, "choose")
    assert "Jolanda" not in unquote(str(answer.headers))
    shown = main_of(desk.get(str(answer.location)))
    assert "Noor met Bram Vis" in words(shown.find("h1"))
    assert "Jolanda Vis is gevraagd voor Yara." in words(shown)
    assert NEXT not in words(shown)
    assert "Besluit opslaan" in words(shown)
    assert "is gevraagd voor" not in words(main_of(desk.get(str(answer.location))))
    last = decide(desk, str(answer.location), "wait")
    told = words(main_of(desk.get(str(last.location))))
    assert "Noor blijft wachten" in told
    assert "Yara blijft wachten" not in told


def test_of_a_mentor_without_an_address_it_says_to_call(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    yara = pair(sqlite_database, consultant, "Jolanda", "Yara", email="")
    answer = decide(desk, proposed(sqlite_database, yara, consultant), "choose")
    told = words(main_of(desk.get(str(answer.location))))
    assert "Bel Jolanda Vis en vraag het voor Yara" in told
    assert "is gevraagd voor" not in told


def test_a_colleague_reads_nothing_of_it(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    """The number in the cookie opens only what this reader may see."""
    yara = pair(sqlite_database, consultant, "Jolanda", "Yara")
    page = proposed(sqlite_database, yara, consultant, None)
    decide(desk, page, "choose")
    with desk.session_transaction() as kept:
        key = kept["just_decided"]
    stranger = person(sqlite_database, Role.MENTOR_CONSULTANT, house_code="NHN")
    sign_in_as(desk, sqlite_database, stranger.user)
    with desk.session_transaction() as kept:
        kept["just_decided"] = key
    told = words(main_of(desk.get(page.split("/proposals")[0])))
    assert "Yara" not in told
    assert "gevraagd voor" not in told


def test_after_widening_the_page_and_the_file_lead_to_the_profile(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    yara = pair(sqlite_database, consultant, "Jolanda", "Yara")
    page = proposed(sqlite_database, yara, consultant)
    answer = decide(desk, page, "widen")
    shown = main_of(desk.get(str(answer.location)))
    assert "Praat met Yara over de wensen" in words(shown)
    assert shown.find("a", href=f"/mentees/{yara}/profile")
    assert "Verruimt" not in words(shown)
    step = next_of(main_of(desk.get(f"/mentees/{yara}")))
    assert "Praten over de wensen" in words(step)
    assert "Jolanda Vis was voorgesteld" in words(step)
    assert step.find("a", href=f"/mentees/{yara}/profile")
    proposed(sqlite_database, yara, consultant)
    assert "Besluiten over het voorstel" in words(next_of(main_of(desk.get(f"/mentees/{yara}"))))
