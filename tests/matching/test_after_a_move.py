"""A young person moved to another House: what is asked there can be opened there."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.matching import policy, services
from mentorship.matching.models import DecisionOutcome
from mentorship.matching.rounds import queries
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.matching.test_pages import main_of, words
from tests.referrals.senders import acting

TO_DECIDE = "wacht op jouw besluit"


@pytest.fixture
def there(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")


@pytest.fixture
def desk(app: Flask, sqlite_database: Database, there: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, sqlite_database, there.user)
    return client


@pytest.fixture
def moved(sqlite_database: Database) -> Callable[..., UUID]:
    def made(scope: str | None, *, is_chosen: bool = False) -> UUID:
        consultant = person(sqlite_database, Role.MENTOR_CONSULTANT)
        with sqlite_database.writing() as db:
            ready_mentor(db, consultant)
            young = waiting_mentee(db, consultant)
            proposal = proposal_for(db, young, run_round(db, consultant, scope))
            if is_chosen:
                choose = DecisionOutcome.CHOOSE
                services.decide(db, proposal, young, choose, "Past goed.", consultant.id)
            verbs.transfer(db, young, "NHN", "Verhuisd.", by=consultant.id)
            db.commit()
        return young.id

    return made


def proposals_in(desk: FlaskClient, path: str) -> list[str]:
    links = main_of(desk.get(path)).find_all("a", href=re.compile("/proposals/"))
    return [str(link["href"]) for link in links]


def test_a_proposal_of_the_old_house_waits_for_nobody(
    desk: FlaskClient, moved: Callable[..., UUID]
) -> None:
    young = moved("KEN")
    assert proposals_in(desk, f"/mentees/{young}") == []
    assert TO_DECIDE not in words(desk.get("/today"))


def test_a_proposal_of_the_region_is_decided_in_the_new_house(
    desk: FlaskClient, moved: Callable[..., UUID]
) -> None:
    young = moved(None)
    (page,) = set(proposals_in(desk, f"/mentees/{young}"))
    assert desk.get(page).status_code == 200
    assert TO_DECIDE in words(desk.get("/today"))


@pytest.mark.parametrize("scope", ["KEN", None])
def test_a_match_shows_the_proposal_only_where_it_opens(
    desk: FlaskClient, moved: Callable[..., UUID], scope: str | None
) -> None:
    young = moved(scope, is_chosen=True)
    file = main_of(desk.get(f"/mentees/{young}"))
    match = str(file.find_all("a", href=re.compile("/matching/matches/"))[0]["href"])
    found = proposals_in(desk, match)
    assert len(found) == (0 if scope else 1)
    assert [desk.get(page).status_code for page in found] == [200] * len(found)


def number_to_decide(db: Db, who: Person) -> int:
    actor = acting(db, who)
    undecided = queries.undecided_in(db, policy.proposals_of(actor), policy.rounds_of(actor))
    return sum(undecided.values())


@pytest.mark.parametrize(("scope", "number"), [("KEN", 0), (None, 1)])
def test_both_databases_count_what_opens(db: Db, scope: str | None, number: int) -> None:
    here, there = (make_person(db, Role.MENTOR_CONSULTANT, house) for house in ("KEN", "NHN"))
    ready_mentor(db, here)
    young: Mentee = waiting_mentee(db, here)
    run_round(db, here, scope)
    assert number_to_decide(db, here) == 1
    verbs.transfer(db, young, "NHN", "Verhuisd.", by=here.id)
    assert number_to_decide(db, there) == number
