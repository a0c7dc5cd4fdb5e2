"""The board out of real rows: per House, exact or not, in words; its file and the checklist."""

import csv
import io
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.mentors.queries import today
from mentorship.trajectories.contacts import services as contacts
from mentorship.trajectories.contacts.models import ContactSide
from mentorship.trajectories.contacts.rules import Terms
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.standards import benchmarks, facts
from mentorship.trajectories.standards.board import REGION, Cell, Reader, Verdict, cell
from mentorship.trajectories.standards.measures import Count
from mentorship.trajectories.standards.models import ChecklistAnswer
from mentorship.trajectories.standards.periods import Span
from mentorship.trajectories.standards.plain import Facts, ReferralFacts
from tests.accounts.people import HOUSE, Person, make_person, sign_in_as
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.matching.test_pages import fill
from tests.trajectories.contacts.test_contacts import told
from tests.trajectories.pairs import started
from tests.trajectories.sessions.told import make_pair, met

BACK = timedelta(days=40)


def followed(db: Db, by: Person, house: str = HOUSE) -> Trajectory:
    """Met forty days ago; twice in contact with the mentor since, once with the young person."""
    trajectory = started(db, by, house, ago=BACK)
    for side, ago in ((ContactSide.MENTOR, 38), (ContactSide.MENTOR, 20), (ContactSide.MENTEE, 20)):
        contacts.note_contact(db, trajectory, told(db, side, ago), by=by.id)
    return trajectory


@pytest.mark.parametrize(
    ("count", "few", "expected"),
    [
        (Count(9, 10, 0), 0, Verdict.MET),
        (Count(8, 10, 0), 0, Verdict.NOT_MET),
        (Count(0, 0, 6), 5, Verdict.NOTHING),
        (Count(0, 0, 3), 5, Verdict.FEW),  # to how many it doesn't apply tells as well
        (Count(4, 4, 0), 5, Verdict.FEW),
        (Count(4, 40, 0), 5, Verdict.FEW),
        (Count(38, 40, 0), 5, Verdict.FEW),  # two don't have it
        (Count(20, 40, 0), 5, Verdict.NOT_MET),
        (Count(40, 40, 0), 5, Verdict.MET),
        (Count(4, 4, 0), 0, Verdict.MET),
    ],
)
def test_what_comes_of_a_count(count: Count, few: int, expected: Verdict) -> None:
    shown = cell(count, 90, few)
    assert shown == Cell(None if expected is Verdict.FEW else count, expected)


def test_a_year_does_not_give_the_half_away_that_is_not_shown() -> None:
    """Ten referrals decided in time in each half; of one House two in the autumn, of another two
    in each."""

    def referrals(spring: int, autumn: int) -> Facts:
        first, second = date(2025, 3, 3), date(2025, 9, 1)
        days = [first] * spring + [second] * autumn
        return Facts(tuple(ReferralFacts(day, day, is_decided=True) for day in days))

    known = {"many": referrals(10, 10), "one": referrals(10, 2), "both": referrals(4, 4)}
    (benchmark,) = (one for one in benchmarks.shipped() if one.metric == "eligibility")

    def shown(span: Span, few: int, houses: tuple[str, ...]) -> dict[str, Count | None]:
        some = {house: known[house] for house in houses}
        reader = Reader(some, span, date(2026, 1, 5), Terms(), few)
        return {house: one.count for house, one in reader.cells(benchmark, 90).items()}

    year, all_three = Span(2025), ("many", "one", "both")
    told = {"many": Count(20, 20, 0), "one": None, "both": Count(8, 8, 0), REGION: None}
    assert shown(year, 5, all_three) == told
    assert shown(year, 0, all_three)["one"] == Count(12, 12, 0)  # to a consultant
    assert shown(Span(2025, 1), 5, ("many", "one"))[REGION] == Count(20, 20, 0)


def test_facts_are_those_of_the_rows_and_cost_no_more_statements(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    trajectory = followed(db, by)
    db.flush()
    spoken: list[str] = []
    engine = db.connection()
    event.listen(engine, "before_cursor_execute", lambda *told: spoken.append(told[2]))
    found = facts.facts_of(db, [HOUSE, "NHN"])
    once = len(spoken)
    followed(db, by)
    spoken.clear()
    assert len(facts.facts_of(db, [HOUSE, "NHN"])[HOUSE].pairs) == 2
    assert len(spoken) == once

    (pair,) = found[HOUSE].pairs
    assert pair.course is not None
    assert pair.course.started_on == trajectory.started_on
    assert (pair.is_staff_present, pair.has_guardian_agreed) == (True, True)
    assert sorted(one.side for one in pair.contacts) == ["mentee", "mentor", "mentor"]
    (mentor,) = found[HOUSE].mentors
    assert mentor.first_match_on == today(db)
    assert len(mentor.references) == 2
    assert sum(was.minutes for was in mentor.trained) == 9 * 180
    assert found["NHN"].pairs == ()


def test_a_correction_makes_no_log_late(db: Db, fixed_now: FixedNow) -> None:
    pair = make_pair(db)
    log = pair.log(db, met(db, 2, minutes=30)).log
    fixed_now.advance(days=20)
    for minutes in (50, 60):
        log = pair.log(db, met(db, 22, minutes=minutes), corrects=log).log
    (known,) = facts.facts_of(db, [HOUSE])[HOUSE].pairs
    (session,) = known.sessions
    assert (session.is_whole, (session.logged_on - session.on).days) == (True, 2)


def rows_of(client: FlaskClient, period: str) -> list[dict[str, str]]:
    answer = client.get(f"/standards/{period}/file")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_who_reads_which_numbers(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        here = make_person(db, Role.MENTOR_CONSULTANT)
        there = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        coordinator, mentor = make_person(db, Role.COORDINATOR), make_person(db, Role.MENTOR)
        followed(db, here)
        for _five in range(5):
            followed(db, there, "NHN")
        db.commit()
    sign_in_as(client, sqlite_database, here.user)
    first = words(main_of(client.get("/standards")).find("section"))
    assert "Kennemerland 1 van 2 (niet van toepassing: 2) nog niet gehaald" in first
    assert "Noord" not in first
    assert "Niet van toepassing met een dag pauze erin" in first
    sign_in_as(client, sqlite_database, coordinator.user)
    first = words(main_of(client.get("/standards")).find("section"))
    assert "Kennemerland in een deel ervan minder dan 5 niet getoond" in first
    assert "5 van 10" in first
    assert "hele regio in een deel ervan minder dan 5" in first
    rows = rows_of(client, "2026-1")
    contacts_here = [row for row in rows if row["Nummer"] == "B.5.1"]
    assert all(bool(row["Hoe het wordt geteld"]) == bool(row["Noemer"]) for row in rows)
    assert [
        row["Noemer"] for row in contacts_here if row["Zorg- en Veiligheidshuis"] == "Kennemerland"
    ] == ["in een deel ervan minder dan 5"]
    sign_in_as(client, sqlite_database, mentor.user)
    assert client.get("/standards").status_code == 403
    assert REGION not in {row["Zorg- en Veiligheidshuis"] for row in rows if row["Noemer"]}


def test_all_rows_are_in_the_file_and_a_period_is_a_period(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        db.commit()
    sign_in_as(client, sqlite_database, by.user)
    assert len(rows_of(client, "2026")) == len(benchmarks.shipped())
    assert {row["Uitkomst"] for row in rows_of(client, "2025-2")} == {"nog niets te tellen"}
    for nonsense in ("2026-3", "26", "2026-", "1999", "2014", "2027", "9999", "abcd"):
        assert client.get(f"/standards/{nonsense}").status_code == 404
    assert client.get("/standards/checklist/4/B.1.1").status_code == 403


def test_the_coordinator_answers_what_cannot_be_counted(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        coordinator = make_person(db, Role.COORDINATOR)
        db.commit()
    sign_in_as(client, sqlite_database, coordinator.user)
    page = "/standards/checklist/4/B.1.1"
    sent = {"answer": "yes", "answered_on": "02-03-2026", "document": "Werkproces 2026, h. 4"}
    assert fill(client, page, **sent | {"answered_on": "03-03-2026"}).status_code == 422
    assert fill(client, page, **sent).status_code == 303
    assert "Werkproces 2026, h. 4" in words(main_of(client.get("/standards")))
    (row,) = (row for row in rows_of(client, "2026-1") if row["Nummer"] == "B.1.1")
    assert (row["Uitkomst"], row["Dag"]) == ("Ja", "2026-03-02")
    (before,) = (row for row in rows_of(client, "2025") if row["Nummer"] == "B.1.1")
    assert before["Uitkomst"] == "nog niets te tellen"
    assert client.get("/standards/checklist/4/B.5.1").status_code == 404
    with sqlite_database.reading() as db:
        assert len(db.exec(select(ChecklistAnswer)).all()) == 1
