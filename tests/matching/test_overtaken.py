"""A new round says what it takes the place of, and an old pair leads to the newer round."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.matching import services
from mentorship.matching.models import DecisionOutcome
from mentorship.matching.rounds import overtaken
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, person, sign_in_as
from tests.factories import FixedNow
from tests.matching.at_the_desk import in_order, main_of, proposed, words
from tests.matching.pool import proposal_for, ready_mentor


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


def test_a_round_of_the_region_says_whose_pairs_it_takes_the_place_of(
    desk: FlaskClient,
    sqlite_database: Database,
    consultant: Person,
    fixed_now: FixedNow,
) -> None:
    """Beforehand to who starts it, in numbers; afterwards to the House whose pairs they were."""
    yara = _yara(sqlite_database, consultant)
    old = proposed(sqlite_database, yara, consultant)
    other = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    colleague = desk.application.test_client()
    sign_in_as(colleague, sqlite_database, other.user)
    warned = words(main_of(colleague.get("/matching")))
    assert "Met een ronde van de hele regio vervalt ook 1 paar van een ander Huis" in warned
    assert "Kennemerland 1" in warned
    assert "Yara" not in warned
    assert "vervalt ook" not in words(main_of(desk.get("/matching")))
    fixed_now.moment += timedelta(minutes=5)
    new = proposed(sqlite_database, yara, other, None).split("/proposals")[0]
    for page in ("/matching", old.split("/proposals")[0]):
        told = main_of(desk.get(page))
        assert "nam de plaats in van 1 paar waarover je nog niet had besloten" in words(told)
        assert told.find("a", href=new)
    today = main_of(desk.get("/", follow_redirects=True))
    assert "Een ronde van de regio nam de plaats in van 1 paar van jou" in words(today)
    assert "nam de plaats in" not in words(main_of(desk.get(new)))
    assert "nam de plaats in" not in words(main_of(colleague.get("/matching")))
    with sqlite_database.writing() as db:
        mentee = db.get_one(Mentee, yara)
        made = proposal_for(db, mentee, db.get_one(MatchRound, UUID(new.split("/")[3])))
        services.decide(db, made, mentee, DecisionOutcome.WAIT, "Nu niet.", consultant.id)
        db.commit()
    assert "nam de plaats in" not in words(main_of(desk.get("/matching")))


@pytest.fixture
def taking_turns_quickly() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("taking_turns_quickly")
def test_those_who_ask_first_at_once_read_the_same_as_everybody_later(
    sqlite_database: Database, consultant: Person, fixed_now: FixedNow
) -> None:
    """What all threads of a process share of this question is made by several of them at once."""
    yara = _yara(sqlite_database, consultant)
    proposed(sqlite_database, yara, consultant)
    fixed_now.moment += timedelta(minutes=5)
    proposed(sqlite_database, yara, person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN"), None)
    together = Barrier(4)

    def ask(_number: int) -> int:
        with sqlite_database.reading() as db:
            together.wait()
            found = overtaken.overtaken(db, select(Proposal), consultant.id)
            return sum(one.number for one in found)

    with ThreadPoolExecutor(4) as threads:
        for _ in range(12):
            overtaken._rounds.cache_clear()
            assert [*threads.map(ask, range(4))] == [1] * 4
            assert [*threads.map(ask, range(4))] == [1] * 4
