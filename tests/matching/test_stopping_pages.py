"""Stopping on the pages: the match ends, the page says whom to call, and a person goes on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.matching import services
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, MatchStatus, Side
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import consents
from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.referrals.mentees.models import Authority, Mentee, Stage
from tests.accounts.people import HOUSE, Person, person, sign_in_as
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.matching.test_pages import fill, main_of, words


@pytest.fixture
def desk(app: Flask, sqlite_database: Database, consultant: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, sqlite_database, consultant.user)
    return client


@pytest.fixture
def running(sqlite_database: Database, consultant: Person) -> Callable[..., Match]:
    def made(
        house: str = HOUSE, phone: str = "", *, is_asked: bool = False, **of_mentor: Any
    ) -> Match:
        with sqlite_database.writing() as db:
            mentor = ready_mentor(db, consultant, house, **of_mentor)
            vault.write(db, mentor, phone=phone or None)
            young = waiting_mentee(db, consultant, since=today(db) - timedelta(weeks=9))
            proposal = proposal_for(db, young, run_round(db, consultant, None))
            match = services.decide(
                db, proposal, young, DecisionOutcome.CHOOSE, "Past goed.", consultant.id,
                is_lending_agreed=True,
            )  # fmt: skip
            assert match is not None
            for side in () if is_asked else Side:
                services.answer(db, match, Reply(side, is_yes=True), AnsweredBy.LINK)
            db.commit()
        return match

    return made


def standing(database: Database, mentee_id: UUID) -> tuple[MatchStatus, Stage]:
    with database.reading() as db:
        return db.exec(select(Match)).one().status, db.get_one(Mentee, mentee_id).stage


def test_who_stops_ends_the_match_and_the_mentor_gets_an_email(
    desk: FlaskClient, sqlite_database: Database, running: Callable[..., Match]
) -> None:
    match = running()
    path = f"/mentees/{match.mentee_id}/stop"
    assert "stopt ook meteen" in words(desk.get(path))
    answer = fill(desk, path, wanted_by="young_person")
    assert "De mentor krijgt hierover een e-mail." in desk.get(str(answer.location)).text
    assert standing(sqlite_database, match.mentee_id) == (MatchStatus.ENDED, Stage.STOPPED)


@pytest.mark.parametrize(
    ("email", "told"),
    [("", "bel de mentor"), ("lid@voorbeeld.example", "De mentor krijgt hierover een e-mail.")],
)
def test_a_question_that_ends_is_called_a_question(
    desk: FlaskClient, running: Callable[..., Match], email: str, told: str
) -> None:
    match = running(is_asked=True, email=email)
    answer = fill(desk, f"/mentees/{match.mentee_id}/stop", wanted_by="young_person")
    said = words(desk.get(str(answer.location)))
    assert ("De vraag over een match is vervallen." in said, told in said) == (True, True)
    assert "match is gestopt" not in said


def test_nobody_is_promised_an_email_to_a_mentor_who_has_stopped(
    desk: FlaskClient, sqlite_database: Database, running: Callable[..., Match]
) -> None:
    match = running()
    with sqlite_database.writing() as db:  # as it was left before stopping ended matches
        mentors.stop(db, db.get_one(Mentor, match.mentor_id), "", None)
        db.commit()
    answer = fill(desk, f"/mentees/{match.mentee_id}/stop", wanted_by="young_person")
    said = words(desk.get(str(answer.location)))
    assert ("De match is gestopt." in said, "krijgt hierover" in said) == (True, False)


def test_a_mentor_without_an_address_has_to_be_called(
    desk: FlaskClient, sqlite_database: Database, running: Callable[..., Match]
) -> None:
    match = running(email="")
    path = f"/mentees/{match.mentee_id}/consents/withdraw?purpose=participation&who=young_person"
    answer = fill(desk, path, how="said")
    assert "bel de mentor" in desk.get(str(answer.location)).text
    assert standing(sqlite_database, match.mentee_id) == (MatchStatus.ENDED, Stage.WAITING)
    assert "Bel de mentor." in words(desk.get(f"/matching/matches/{match.id}"))


@pytest.mark.parametrize(("email", "is_given"), [("", True), ("lid@voorbeeld.example", False)])
def test_the_number_stays_while_a_lent_mentor_has_to_be_called(
    desk: FlaskClient, running: Callable[..., Match], email: str, is_given: bool
) -> None:
    match = running("NHN", "06 12345678", email=email)
    page = f"/matching/matches/{match.id}"
    assert "06 12345678" in words(desk.get(page))
    fill(desk, f"/mentees/{match.mentee_id}/stop", wanted_by="young_person")
    told = words(desk.get(page))
    assert ("Bel de mentor." in told, "06 12345678" in told) == (is_given, is_given)


@pytest.mark.parametrize(
    ("is_asked", "is_over", "told"),
    [
        (True, True, "Deze vraag is vervallen."),
        (False, True, "Deze match is gestopt."),
        (False, False, "Je kunt nu niets over de jongere lezen."),
    ],
)
def test_a_mentor_reads_whether_a_question_or_a_match_has_ended(
    app: Flask,
    desk: FlaskClient,
    sqlite_database: Database,
    running: Callable[..., Match],
    *,
    is_asked: bool,
    is_over: bool,
    told: str,
) -> None:
    older, mentor = person(sqlite_database, Role.MENTOR), app.test_client()
    match = running(is_asked=is_asked, user=older)
    if is_over:
        fill(desk, f"/mentees/{match.mentee_id}/stop", wanted_by="young_person")
    else:
        with sqlite_database.writing() as db:  # a guardian has to agree since
            db.get_one(Mentee, match.mentee_id).authority = Authority.ONE_PARENT
            db.commit()
    sign_in_as(mentor, sqlite_database, older.user)
    assert told in words(mentor.get(f"/matching/mine/{match.id}"))


def test_a_no_behind_a_link_ends_it_too(
    app: Flask, sqlite_database: Database, running: Callable[..., Match]
) -> None:
    match = running()
    with sqlite_database.writing() as db:
        mentee = db.get_one(Mentee, match.mentee_id)
        path = "/consent/" + consents.ask_by_link(db, mentee, GivenBy.YOUNG_PERSON).split("/")[-1]
        db.commit()
    visitor = app.test_client()
    asked = {str(one["name"]) for one in main_of(visitor.get(path)).find_all("input", type="radio")}
    assert "participation" in asked
    fill(visitor, path, **dict.fromkeys(asked, "no"))
    assert standing(sqlite_database, match.mentee_id) == (MatchStatus.ENDED, Stage.WAITING)


def asks_what_is_next(desk: FlaskClient, path: str, page: str) -> bool:
    """The file and the list, with a way to the match where it is chosen."""
    main = main_of(desk.get(path))
    is_linked = any(link["href"] == page for link in main.find_all("a", href=True))
    is_said = "De mentor is gestopt: kies wat er nu komt" in main.get_text(" ")
    assert is_said == is_linked
    return is_said


def test_when_a_mentor_stops_the_day_asks_what_comes_next(
    desk: FlaskClient, sqlite_database: Database, running: Callable[..., Match]
) -> None:
    match, line = running(), "De mentor van 1 jongere is gestopt"
    assert line not in words(desk.get("/today"))
    ended = fill(desk, f"/mentors/{match.mentor_id}/end", ending="stopped", reason="Verhuisd.")
    assert ended.status_code == 303, words(ended)
    assert standing(sqlite_database, match.mentee_id) == (MatchStatus.ENDED, Stage.STARTED)
    assert line in words(desk.get("/today"))
    assert str(match.id) in desk.get("/matching/matches?list=stopped").text
    page = f"/matching/matches/{match.id}"
    for names_them in (f"/mentees/{match.mentee_id}", "/mentees?stage=started"):
        assert asks_what_is_next(desk, names_them, page)
    empty = fill(desk, page, f"{page}/next", reason="Samen besproken.")
    assert (empty.status_code, "Samen besproken." in empty.text) == (422, True)
    chosen = fill(desk, page, f"{page}/next", comes="again", reason="Samen besproken.")
    assert chosen.status_code == 303
    assert standing(sqlite_database, match.mentee_id) == (MatchStatus.ENDED, Stage.WAITING)
    assert line not in words(desk.get("/today"))
    assert "Wat komt er nu" not in words(desk.get(page))
    assert not asks_what_is_next(desk, f"/mentees/{match.mentee_id}", page)
    again = fill(desk, "/matching", f"{page}/next", comes="done", reason="Toch niet.")
    assert "was al gekozen" in desk.get(str(again.location)).text
    assert standing(sqlite_database, match.mentee_id) == (MatchStatus.ENDED, Stage.WAITING)
