"""What a consultant needs on a first day: who waits, who is asked, and the way to each of them."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import format_date
from mentorship.matching import services
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, MatchRound, Side
from mentorship.mentors.queries import today
from mentorship.referrals import services as referrals
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, person, sign_in_as
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.referrals.courses import talked


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def desk(client: FlaskClient, sqlite_database: Database, consultant: Person) -> FlaskClient:
    sign_in_as(client, sqlite_database, consultant.user)
    return client


@pytest.fixture
def yara(sqlite_database: Database, consultant: Person) -> Iterator[UUID]:
    """She waits; Jolanda fits."""
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda")
        mentee = waiting_mentee(db, consultant, first_name="Yara")
        talked(db, mentee, consultant)
        referrals.note_letter_sent(db, mentee, today(db), "2026-1", by=consultant.id)
        db.commit()
    return mentee.id


def proposed(database: Database, mentee_id: UUID, by: Person) -> str:
    """The page of the proposal for them, out of a round of today."""
    with database.writing() as db:
        row = run_round(db, by)
        proposal = proposal_for(db, db.get_one(Mentee, mentee_id), row)
        db.commit()
        return f"/matching/rounds/{row.id}/proposals/{proposal.id}"


def asked(database: Database, mentee_id: UUID, by: Person) -> Match:
    page = proposed(database, mentee_id, by)
    with database.writing() as db:
        mentee = db.get_one(Mentee, mentee_id)
        row = db.get_one(MatchRound, UUID(page.split("/")[3]))
        match = services.decide(
            db, proposal_for(db, mentee, row), mentee, DecisionOutcome.CHOOSE, "Past.", by.id
        )
        assert match is not None
        db.commit()
        return match


def says_yes(database: Database, side: Side) -> None:
    with database.writing() as db:
        match = db.exec(select(Match)).one()
        services.answer(db, match, Reply(side, is_yes=True), AnsweredBy.PAGE)
        db.commit()


def main_of(answer: TestResponse) -> Tag:
    assert answer.status_code == 200
    main = BeautifulSoup(answer.text, "html.parser").find("main")
    assert isinstance(main, Tag)
    return main


def words(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text(" ").split())


def next_of(page: Tag) -> Tag:
    """What the file says is asked now."""
    section = page.find("section", attrs={"aria-labelledby": "next"})
    assert isinstance(section, Tag)
    return section


def test_the_file_says_whose_answer_is_awaited_and_until_which_day(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    match = asked(sqlite_database, yara, consultant)
    page = main_of(desk.get(f"/mentees/{yara}"))
    assert "Een mentor zoeken" not in words(page)
    told = words(next_of(page))
    assert "De mentor is gevraagd" in told
    assert "Jolanda Vis is gevraagd" in told
    assert f"tot en met {format_date(match.answer_due, 'full')}" in told
    assert next_of(page).find("a", href=f"/matching/matches/{match.id}")
    listed = words(main_of(desk.get("/mentees?stage=waiting")))
    assert "De mentor is gevraagd" in listed
    assert format_date(match.answer_due) in listed
    assert "Jolanda" not in listed
    says_yes(sqlite_database, Side.MENTOR)
    told = words(next_of(main_of(desk.get(f"/mentees/{yara}"))))
    assert "vraag de jongere" in told
    assert "Jolanda Vis heeft ja gezegd" in told
    says_yes(sqlite_database, Side.MENTEE)
    assert "Jolanda Vis is de mentor sinds" in words(main_of(desk.get(f"/mentees/{yara}")))


def test_an_answer_that_is_late_is_called_late(
    desk: FlaskClient,
    sqlite_database: Database,
    fixed_now: FixedNow,
    consultant: Person,
    yara: UUID,
) -> None:
    match = asked(sqlite_database, yara, consultant)
    fixed_now.advance(days=(match.answer_due - match.decided_at.date()).days + 1)
    sign_in_as(desk, sqlite_database, consultant.user)
    told = words(next_of(main_of(desk.get(f"/mentees/{yara}"))))
    assert "antwoordde niet op tijd: bel" in told


def test_the_file_leads_to_the_proposal_that_waits_for_a_decision(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    before = main_of(desk.get(f"/mentees/{yara}"))
    assert "Een mentor zoeken" in words(next_of(before))
    proposal = proposed(sqlite_database, yara, consultant)
    section = next_of(main_of(desk.get(f"/mentees/{yara}")))
    assert "Besluiten over het voorstel" in words(section)
    assert "Jolanda Vis is voorgesteld" in words(section)
    assert section.find("a", href=proposal)
    assert main_of(desk.get("/mentees?stage=waiting")).find("a", href=proposal)


def test_whoever_may_not_see_matches_of_a_house_reads_nothing_of_its_mentors(
    client: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    asked(sqlite_database, yara, consultant)
    stranger = person(sqlite_database, Role.MENTOR_CONSULTANT, house_code="NHN")
    sign_in_as(client, sqlite_database, stranger.user)
    assert client.get(f"/mentees/{yara}").status_code == 404
    assert "Jolanda" not in client.get("/mentees?stage=waiting").text
