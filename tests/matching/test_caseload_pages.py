"""The pages on which consultants and the coordinator say how many young people fit in."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.models import RoleGrant
from mentorship.accounts.queries import names_of_ids
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.matching.caseloads.models import ConsultantCaseload
from mentorship.matching.rounds.models import MatchRound
from mentorship.referrals.mentees import verbs
from tests.accounts.people import HOUSE, Person, person
from tests.matching.pool import ready_mentor, run_round, waiting_mentee
from tests.matching.test_pages import fill, words

LIST = "/matching/caseloads"


def page_of(database: Database, who: Person) -> str:
    with database.reading() as db:
        found = select(RoleGrant.id).where(col(RoleGrant.user_id) == who.id)
        return f"{LIST}/{db.exec(found).one()}"


def name_of(database: Database, who: Person) -> str:
    with database.reading() as db:
        return names_of_ids(db, {who.id})[who.id]


def caps(database: Database) -> dict[UUID, int | None]:
    with database.reading() as db:
        return {one.user_id: one.most for one in db.exec(select(ConsultantCaseload))}


def test_a_consultant_sets_their_own_and_reads_those_of_the_house(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    colleague = person(sqlite_database, Role.MENTOR_CONSULTANT)
    elsewhere = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    own = page_of(sqlite_database, consultant)
    assert "Nu is er geen grens." in words(desk.get(own))
    assert fill(desk, own, most="8").status_code == 303
    assert caps(sqlite_database) == {consultant.id: 8}
    told = words(desk.get(LIST))
    name = name_of(sqlite_database, consultant)
    assert f"{name} , Kennemerland begeleidt er nu 0 · hoogstens 8 · ruimte voor 8" in told
    assert (
        f"{name_of(sqlite_database, colleague)} , Kennemerland begeleidt er nu 0 · geen grens"
        in told
    )
    assert "Noord" not in told.partition("Ruimte bij consultants")[2]  # the House of the other
    for other in (colleague, elsewhere):
        path = page_of(sqlite_database, other)
        assert desk.get(path).status_code == 404
        assert path not in desk.get(LIST).text
    assert fill(desk, own, most="").status_code == 303
    assert caps(sqlite_database) == {consultant.id: None}


@pytest.mark.parametrize("most", ["-1", "201", "acht", "2,5", "9" * 40])
def test_what_is_no_number_of_young_people_is_refused_in_words(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, most: str
) -> None:
    answer = fill(desk, page_of(sqlite_database, consultant), most=most)
    assert answer.status_code == 422
    assert "heel getal" in words(answer)
    assert caps(sqlite_database) == {}


def test_the_coordinator_sets_it_for_somebody_and_an_older_page_is_told(
    signed_in: Callable[[Person], FlaskClient], sqlite_database: Database, consultant: Person
) -> None:
    client = signed_in(person(sqlite_database, Role.COORDINATOR))
    path = page_of(sqlite_database, consultant)
    assert path in client.get(LIST).text
    assert fill(client, path, most="5").status_code == 303
    late = fill(client, path, most="9", seen="0")
    assert late.status_code == 409
    assert "Iemand heeft dit intussen gewijzigd" in words(late)
    assert caps(sqlite_database) == {consultant.id: 5}
    assert LIST in client.get("/matching/settings").text


def test_the_round_says_with_whom_it_is_full_and_what_one_place_more_wins(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    name = name_of(sqlite_database, consultant)
    fill(desk, page_of(sqlite_database, consultant), most="1")
    with sqlite_database.writing() as db:
        for _ in range(2):
            ready_mentor(db, consultant)
            verbs.take_over(db, waiting_mentee(db, consultant), consultant.id)
        run_round(db, consultant, HOUSE)
        db.commit()
    with sqlite_database.reading() as db:
        row = f"/matching/rounds/{db.exec(select(MatchRound.id)).one()}"
    waiting = words(desk.get(f"{row}/waiting"))
    assert f"Het is vol bij {name} in deze ronde." in waiting
    assert "aan een mentor ligt het niet" in waiting
    recruiting = words(desk.get(f"{row}/recruiting"))
    assert f"Het is vol bij {name}; een mentor erbij helpt dan niet." in recruiting
