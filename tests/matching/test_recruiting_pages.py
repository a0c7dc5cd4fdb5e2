"""Whom to recruit, on the pages: in full for whose young people it helps, broadly for others."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import speaking
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching.rounds import services as rounds
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.words.recruiting import not_shown_words
from tests.accounts.people import Person, person
from tests.canaries import signed_in
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import ready_mentor, run_round, waiting_mentee

TURKISH: dict[str, Any] = {
    "place": "Haarlem",
    "slots": frozenset({"wed-evening"}),
    "languages": frozenset({"tr"}),
    "themes": frozenset(),
}


def a_round(database: Database, by: Person, waiting: int, house: str | None = "KEN") -> UUID:
    """One mentor who speaks no Turkish, and young people who speak nothing else."""
    with database.writing() as db:
        ready_mentor(db, by)
        for number in range(waiting):
            waiting_mentee(db, by, first_name=f"Wachtende{number}", **TURKISH)
        row = run_round(db, by, house)
        db.commit()
        return row.id


def test_a_consultant_reads_whom_to_recruit_and_that_leaves_a_trace(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    key = a_round(sqlite_database, consultant, 3)
    page = f"/matching/rounds/{key}"
    assert main_of(desk.get(page)).find("a", href=f"{page}/recruiting")
    with sqlite_database.reading() as db:
        before = len(db.exec(select(AuditEvent)).all())
    told = words(main_of(desk.get(f"{page}/recruiting")))
    assert "1. Een mentor in Haarlem die op woensdagavond kan en Turks spreekt" in told
    assert "1 jongere meer met een mentor. Vijf zulke mentoren: 3." in told
    assert "3 matches meer in prioriteit 2 en" in told
    assert "Wachtende" not in told
    with sqlite_database.reading() as db:
        assert len(db.exec(select(AuditEvent)).all()) > before


def test_another_house_reads_nothing_of_it_in_a_round_of_the_region(
    app: Flask, sqlite_database: Database, consultant: Person
) -> None:
    key = a_round(sqlite_database, consultant, 2, house=None)
    there = person(sqlite_database, Role.MENTOR_CONSULTANT, house_code="NHN")
    answer = signed_in(app, sqlite_database, there).get(f"/matching/rounds/{key}/recruiting")
    told = words(main_of(answer))
    assert "Turks" not in told
    assert "In deze ronde is er voor jullie jongeren geen mentor om te werven." in told
    own = a_round(sqlite_database, consultant, 1)
    hidden = signed_in(app, sqlite_database, there).get(f"/matching/rounds/{own}/recruiting")
    assert hidden.status_code == 404


@pytest.mark.parametrize(("waiting", "is_told"), [(1, False), (2, True)])
def test_who_plans_a_cohort_reads_a_house_and_a_broad_time_where_several_profit(
    app: Flask, sqlite_database: Database, consultant: Person, waiting: int, is_told: bool
) -> None:
    key = a_round(sqlite_database, consultant, waiting)
    planner = person(sqlite_database, Role.COORDINATOR)
    told = words(main_of(signed_in(app, sqlite_database, planner).get("/training")))
    assert ("Kennemerland : doordeweeks ’s avonds" in told) is is_told
    assert "Turks" not in told
    assert "Haarlem" not in told
    with sqlite_database.reading() as db:
        kept = str(db.get_one(MatchRound, key).certificate)
    assert "Haarlem" not in kept
    assert "wed-evening" not in kept


def test_a_round_of_before_says_that_it_does_not_know(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    key = a_round(sqlite_database, consultant, 0)
    page = f"/matching/rounds/{key}/recruiting"
    assert "geen mentor om te werven" in words(main_of(desk.get(page)))
    with sqlite_database.writing() as db:
        row = db.get_one(MatchRound, key)
        row.certificate = {k: v for k, v in (row.certificate or {}).items() if k != "recruiting"}
        db.commit()
    told = words(main_of(desk.get(page)))
    assert "Deze ronde zegt niet wie jullie kunnen werven" in told
    assert "berekend voordat dat kon" in told
    with sqlite_database.writing() as db:
        row = db.get_one(MatchRound, key)
        counts = {"mentees": 1_000, "mentors": 101}
        row.certificate = (row.certificate or {}) | {"counts": counts}
        db.commit()
    assert "Er deden meer jongeren en mentoren mee" in words(main_of(desk.get(page)))


def test_a_round_without_an_outcome_says_nothing_about_who_waits(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        waiting_mentee(db, consultant)
        row = rounds.start(db, "KEN", consultant.user.id)
        rounds.cancel(db, row)
        page = f"/matching/rounds/{row.id}"
        db.commit()
    for asked in ("recruiting", "waiting"):
        assert desk.get(f"{page}/{asked}").location == page


def test_a_list_that_misses_numbers_says_why() -> None:
    with speaking("nl"):
        assert not_shown_words([1, 2]) == ""
        assert not_shown_words([2]).startswith("Nummer 1 staat hier niet")
        assert not_shown_words([2, 5]).startswith("De nummers 1, 3 en 4 staan hier niet")
