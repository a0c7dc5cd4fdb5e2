"""What a consultant needs on a first day: who waits, who is asked, and the way to each of them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from bs4 import Tag
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import format_date
from mentorship.foundation.working_days import working_days_between
from mentorship.matching import services
from mentorship.matching.matches import asking
from mentorship.matching.models import Match, Side
from mentorship.matching.pair_rules import MOST_OFFERED
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf
from tests.factories import FixedNow
from tests.matching.at_the_desk import asked, in_order, main_of, next_of, proposed, says_yes, words
from tests.matching.pool import new_mentor, proposal_for, ready_mentor, run_round, waiting_mentee


@pytest.fixture
def yara(sqlite_database: Database, consultant: Person) -> Iterator[UUID]:
    """She waits; Jolanda fits."""
    with sqlite_database.writing() as db:
        jolanda = ready_mentor(db, consultant, first_name="Jolanda", seats=2)
        vault.write(db, jolanda, phone="06 12345678")
        mentee = in_order(db, consultant, first_name="Yara")
        db.commit()
    return mentee.id


def terms_of_match(database: Database, mentee_id: UUID) -> tuple[date, date]:
    """The last day on which there should be a match, and which day it is."""
    with database.reading() as db:
        due = db.get_one(Mentee, mentee_id).matching_due
        assert due is not None
        return due, today(db)


def test_the_file_says_whose_answer_is_awaited_and_until_which_day(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    match = asked(sqlite_database, yara, consultant)
    page = main_of(desk.get(f"/mentees/{yara}"))
    assert "Een mentor zoeken" not in words(page)
    told = words(next_of(page))
    assert "Wachten op het antwoord van de mentor" in told
    assert "Jolanda Vis is gevraagd" in told
    assert f"tot en met {format_date(match.answer_due, 'full')}" in told
    assert next_of(page).find("a", href=f"/matching/matches/{match.id}")
    listed = words(main_of(desk.get("/mentees?stage=waiting")))
    assert "Wachten op het antwoord van de mentor" in listed
    answer = f", uiterlijk {format_date(match.answer_due)}"
    # The days that are left are those of the match, and they stand beside its own last day.
    due, day = terms_of_match(sqlite_database, yara)
    left = f"nog {working_days_between(day, due)} werkdagen"
    assert f"{answer} {left} een match uiterlijk {format_date(due)}" in listed
    assert listed.count(" werkdagen ") == 1
    assert "Jolanda" not in listed
    says_yes(sqlite_database, Side.MENTOR)
    told = words(next_of(main_of(desk.get(f"/mentees/{yara}"))))
    assert "De jongere vragen" in told
    assert "Jolanda Vis heeft ja gezegd" in told
    says_yes(sqlite_database, Side.MENTEE)
    assert "Jolanda Vis is de mentor sinds" in words(main_of(desk.get(f"/mentees/{yara}")))


def test_the_list_of_mentors_says_how_many_places_are_free(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    """Jolanda offers two."""
    assert "2 vrije plekken" in words(main_of(desk.get("/mentors?stage=ready")))
    asked(sqlite_database, yara, consultant)  # who is asked keeps the place free for Yara
    assert "1 vrije plek" in words(main_of(desk.get("/mentors?stage=ready")))
    with sqlite_database.writing() as db:
        mentor = db.exec(select(Mentor)).one()
        mentors.set_capacity(db, mentor, 1)
        db.commit()
    assert "geen vrije plek" in words(main_of(desk.get("/mentors?stage=ready")))


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
    assert "De mentor bellen: het antwoord is te laat" in told


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


def test_a_match_gives_the_number_and_the_file_of_the_mentor(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    match = asked(sqlite_database, yara, consultant)
    page = main_of(desk.get(f"/matching/matches/{match.id}"))
    assert page.find("a", href="tel:0612345678")
    assert page.find("a", href=f"/mentors/{match.mentor_id}")
    assert page.find("a", href=f"/mentees/{yara}")
    with sqlite_database.writing() as db:
        services.withdraw(db, db.exec(select(Match)).one(), "Toch niet.")
        db.commit()
    assert not main_of(desk.get(f"/matching/matches/{match.id}")).find("a", href="tel:0612345678")


def test_the_file_of_a_lent_mentor_stays_with_the_house_that_lends(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        mentor = ready_mentor(db, consultant, "NHN", first_name="Bram")
        mentee = waiting_mentee(db, consultant, first_name="Yara")
        row = run_round(db, consultant, None)
        proposal = proposal_for(db, mentee, row)
        db.commit()
    for path in (
        f"/matching/rounds/{row.id}",
        f"/matching/rounds/{row.id}/proposals/{proposal.id}",
    ):
        page = main_of(desk.get(path))
        assert "Bram Vis" in words(page)
        assert not page.find("a", href=f"/mentors/{mentor.id}")
        assert page.find("a", href=f"/mentees/{mentee.id}")


def test_what_one_needs_first_stands_first(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    """The mentor has a mail, so an answer is noted; the young person needs a link, or a talk."""
    match = asked(sqlite_database, yara, consultant)

    def order() -> tuple[int, int]:
        text = words(main_of(desk.get(f"/matching/matches/{match.id}")))
        return text.index("Antwoord opschrijven"), text.index("Een eenmalige link maken")

    note, link = order()
    assert note < link
    says_yes(sqlite_database, Side.MENTOR)
    note, link = order()
    assert link < note


def test_of_a_mentor_without_an_address_it_is_said_that_nothing_was_sent(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda", email="")
        mentee = waiting_mentee(db, consultant, first_name="Yara")
        db.commit()
    match = asked(sqlite_database, mentee.id, consultant)
    told = words(main_of(desk.get(f"/matching/matches/{match.id}")))
    assert "Er is niets verstuurd" in told
    assert "heeft een e-mail" not in told


def test_who_waits_now_and_how_long_stands_above_the_rounds_with_the_start(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    with sqlite_database.writing() as db:
        day = today(db)
        waiting_mentee(db, consultant, first_name="Noor", since=day - timedelta(weeks=9))
        waiting_mentee(db, consultant, "NHN", first_name="Zoë", since=day - timedelta(days=3))
        waiting_mentee(db, consultant, first_name="Half", slots=frozenset())
        run_round(db, consultant)
        db.commit()
    page = main_of(desk.get("/matching"))
    headings = [words(found) for found in page.find_all("h2")]
    assert headings.index("Een ronde starten") < headings.index("Rondes")
    who = page.select_one("table tbody a")
    assert isinstance(who, Tag)
    behind = main_of(desk.get(str(who["href"])))
    listed = [words(line) for line in behind.select(".oo-worklist li a")]
    assert listed == ["Noor", "Yara"], "exactly those two: not who has no profile yet"
    rows = [words(row) for row in page.select("table tbody tr")]
    assert any("Kennemerland 2" in row and "9 weken" in row for row in rows), rows
    assert any("Noord 1" in row and "minder dan een week" in row for row in rows), rows
    asked(sqlite_database, yara, consultant)
    rows = [words(row) for row in main_of(desk.get("/matching")).select("table tbody tr")]
    assert any("Kennemerland 1" in row for row in rows), "who is asked takes no part"


def test_a_round_without_a_proposal_leads_to_one_of_the_whole_region(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        waiting_mentee(db, consultant, first_name="Yara")
        row = run_round(db, consultant)
        db.commit()
    page = main_of(desk.get(f"/matching/rounds/{row.id}"))
    link = page.find("a", href=re.compile("scope=region"))
    assert isinstance(link, Tag)
    chosen = main_of(desk.get(str(link["href"]))).find("input", checked=True)
    assert isinstance(chosen, Tag)
    assert chosen["value"] == "region"


def test_the_names_of_a_round_lead_to_the_files(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    with sqlite_database.writing() as db:
        far = waiting_mentee(db, consultant, first_name="Noor", place="Den Helder")
        row = run_round(db, consultant)
        mentor_id = proposal_for(db, db.get_one(Mentee, yara), row).mentor_id
        db.commit()
    page = main_of(desk.get(f"/matching/rounds/{row.id}"))
    assert page.find("a", href=f"/mentees/{yara}")
    assert page.find("a", href=f"/mentors/{mentor_id}")
    assert main_of(desk.get(f"/matching/rounds/{row.id}/waiting")).find(
        "a", href=f"/mentees/{far.id}"
    )


def test_the_young_person_reads_until_when_to_answer(
    desk: FlaskClient, sqlite_database: Database, consultant: Person, yara: UUID
) -> None:
    asked(sqlite_database, yara, consultant)
    says_yes(sqlite_database, Side.MENTOR)
    with sqlite_database.writing() as db:
        match = db.exec(select(Match)).one()
        address = asking.new_link(db, match, Side.MENTEE)
        due = match.answer_due
        db.commit()
    told = words(main_of(desk.get(address[address.index("/matching") :])))
    assert f"uiterlijk op {format_date(due, 'full')}" in told


def test_among_many_mentors_one_is_searched_and_then_chosen(
    desk: FlaskClient,
    sqlite_database: Database,
    consultant: Person,
    yara: UUID,
) -> None:
    with sqlite_database.writing() as db:
        for _ in range(MOST_OFFERED - 1):
            new_mentor(db, consultant, first_name="Karel")
        bram = new_mentor(db, consultant, first_name="Bram")
        db.commit()
    path = f"/matching/pairs/new/{yara}"
    assert "Jolanda" not in desk.get(path).text
    token = {"csrf_token": csrf(desk, path)}
    found = main_of(desk.post(path, data=token | {"part_of_name": "bra", "look": "1"}))
    offered = [option.get_text() for option in found.select("select[name=mentor] option")]
    assert offered == ["Kies een mentor", "Bram Vis"]
    assert 'role="alert"' not in str(found)
    nobody = main_of(desk.post(path, data=token | {"part_of_name": "xyz", "look": "1"}))
    assert "Er is niemand gevonden" in words(nobody)
    many = main_of(desk.post(path, data=token | {"part_of_name": "vis", "look": "1"}))
    assert f"{MOST_OFFERED + 1} mentoren gevonden" in words(many)
    laid = desk.post(path, data=token | {"mentor": str(bram.id), "kind": "ban", "reason": "Buren."})
    assert laid.status_code == 303
    chosen = main_of(desk.get(f"{path}?mentor={bram.id}"))
    assert [one.get_text() for one in chosen.select("option[selected]")] == ["Bram Vis"]
