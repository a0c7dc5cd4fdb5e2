"""A new round says what it takes the place of, and an old pair leads to the newer round."""

from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient

from mentorship.foundation.db import Database
from tests.accounts.people import Person
from tests.factories import FixedNow
from tests.matching.at_the_desk import in_order, main_of, proposed, words
from tests.matching.pool import ready_mentor


def _yara(database: Database, by: Person) -> UUID:
    with database.writing() as db:
        ready_mentor(db, by, first_name="Jolanda")
        mentee = in_order(db, by, first_name="Yara")
        db.commit()
        return mentee.id


def test_what_waits_for_a_decision_is_said_before_a_new_round(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    yara = _yara(sqlite_database, consultant)
    assert "nog op jouw besluit" not in words(main_of(desk.get("/matching")))
    page = proposed(sqlite_database, yara, consultant)
    overview = main_of(desk.get("/matching"))
    assert "1 paar wacht nog op jouw besluit" in words(overview)
    assert overview.find("a", string="Eerst besluiten", href=page.split("/proposals")[0])


def test_an_overtaken_pair_leads_to_the_newer_round(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, fixed_now: FixedNow
) -> None:
    yara = _yara(sqlite_database, consultant)
    old = proposed(sqlite_database, yara, consultant)
    fixed_now.moment += timedelta(minutes=5)
    new = proposed(sqlite_database, yara, consultant)
    told = main_of(desk.get(old))
    assert "achterhaald: een nieuwere ronde keek naar deze jongere" in words(told)
    assert told.find("a", href=new.split("/proposals")[0])
    beside = told.select_one(".oo-pair__list")
    assert beside is not None
    assert "achterhaald" in beside.text
    assert "nog besluiten" not in beside.text
    assert "achterhaald" not in words(main_of(desk.get(new)))
