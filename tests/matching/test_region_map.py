"""Capacity against waiting on a map: counted as rows say it, and only of the own House."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import counts, services
from mentorship.matching.models import LIVE, DecisionOutcome, Match
from mentorship.matching.rounds.by_municipality import Balance, Balances, balances, shortest_first
from mentorship.matching.rounds.gathering import gather
from mentorship.mentors.models import Mentor, MentorProfileRecord, MentorSeat
from mentorship.mentors.queries import readiness_of, today
from mentorship.profiles.profile import MenteeProfile, MentorProfile, restored
from mentorship.referrals.mentees.models import Mentee, MenteeWishes, Stage
from mentorship.region.queries import municipalities
from tests.accounts.people import Person, make_person, person
from tests.canaries import signed_in
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import (
    new_mentor,
    proposal_for,
    ready_mentor,
    run_round,
    waiting_mentee,
)

# A quarter, a village of the municipality, a municipality of another House, and outside the region.
PLACES = ("Haarlem", "IJmuiden", "Velsen", "Zandvoort", "Alkmaar", "Amsterdam")


def fill(db: Db, by: Person) -> None:
    """Two Houses, all kinds of mentors, and two who are asked already."""
    chance = Random(8)
    for house in ("KEN", "KEN", "NHN"):
        for place in PLACES:
            seats = chance.randrange(1, 3)
            ready_mentor(db, by, house, place=place, seats=seats)
            for _ in range(chance.randrange(5)):
                waiting_mentee(db, by, house, place=place)
    new_mentor(db, by, place="Haarlem", seats=2)
    waiting_mentee(db, by, place="Haarlem", since=today(db) + timedelta(days=3))
    asked = [waiting_mentee(db, by, place=place, priority=1) for place in ("Haarlem", "Zandvoort")]
    row = run_round(db, by)
    for mentee in asked:
        proposal = proposal_for(db, mentee, row)
        services.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", by.id)


def by_rows(db: Db, house: str) -> tuple[Counter[str | None], Counter[str | None]]:
    """One person after the other, from bare rows."""
    live = [one for one in db.exec(select(Match)) if one.status in LIVE]
    waiting: Counter[str | None] = Counter()
    for wishes in db.exec(select(MenteeWishes)):
        mentee = db.get_one(Mentee, wishes.mentee_id)
        text = vault.read(db, wishes, "profile", purpose=Purpose.MATCHING)
        place = restored(MenteeProfile, text).where()
        is_asked = mentee.id in {one.mentee_id for one in live}
        if mentee.house_code == house and mentee.stage is Stage.WAITING and not is_asked:
            assert mentee.waiting_since is not None
            waiting[place.municipality if place else None] += mentee.waiting_since <= today(db)
    free: Counter[str | None] = Counter()
    for record in db.exec(select(MentorProfileRecord)):
        mentor = db.get_one(Mentor, record.mentor_id)
        text = vault.read(db, record, "profile", purpose=Purpose.MATCHING)
        place = restored(MentorProfile, text).where()
        if mentor.house_code == house and readiness_of(db, mentor, today(db)).is_ready:
            seats = db.exec(select(MentorSeat).where(col(MentorSeat.mentor_id) == mentor.id)).all()
            taken = sum(one.mentor_id == mentor.id for one in live)
            free[place.municipality if place else None] += sum(s.is_open for s in seats) - taken
    return waiting, free


def counted(db: Db, house: str) -> Balances:
    day = today(db)
    round_ = gather(db, day, frozenset({house})).as_round_of_today(day)
    return balances(round_, municipalities(db, house))


def test_each_number_is_that_of_a_count_by_rows(db: Db) -> None:
    fill(db, make_person(db, Role.MENTOR_CONSULTANT))
    for house in ("KEN", "NHN"):
        found, (waiting, free) = counted(db, house), by_rows(db, house)
        own = municipalities(db, house)
        assert found.of == {
            one.code: Balance(waiting.pop(one.name, 0), free.pop(one.name, 0)) for one in own
        }
        assert found.elsewhere == Balance(waiting.total(), free.total())
        assert found.elsewhere.free > 0
        told = {one.house_code: one.number for one in counts.waiting_now(db, today(db))}
        assert found.together.waiting == told[house], "the same as the page of matching says"
        order = [balance.short for _, balance in shortest_first(found, own)]
        assert order == sorted(order, reverse=True)
        assert order[0] > 0


@pytest.fixture
def people(sqlite_database: Database, consultant: Person) -> None:
    """In Haarlem 2 wait for 1 place; of another House 7 in Alkmaar and 5 who live in Velsen."""
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, place="Haarlem")
        ready_mentor(db, consultant, place="Amsterdam", seats=3)
        for _ in range(2):
            waiting_mentee(db, consultant, place="Haarlem")
        for place, number in (("Alkmaar", 7), ("Velsen", 5)):
            ready_mentor(db, consultant, "NHN", place=place, seats=4)
            for _ in range(number):
                waiting_mentee(db, consultant, "NHN", place=place)
        db.commit()


@pytest.mark.usefixtures("people")
def test_a_consultant_reads_the_own_house_in_numbers_and_the_others_without(
    desk: FlaskClient, sqlite_database: Database
) -> None:
    assert main_of(desk.get("/matching")).find("a", href="/matching/map")
    with sqlite_database.reading() as db:
        before = len(db.exec(select(AuditEvent)).all())
    page = main_of(desk.get("/matching/map"))
    with sqlite_database.reading() as db:
        assert len(db.exec(select(AuditEvent)).all()) > before, "who was looked at is in the trail"
    told = words(page)
    assert "Er wachten 2 jongeren. Inzetbare mentoren hebben 4 vrije plekken." in told
    assert "In 1 gemeente wachten meer jongeren dan er vrije plekken zijn: Haarlem." in told
    rows = [[words(cell) for cell in row("th") + row("td")] for row in page.select("tbody tr")]
    assert rows[0] == ["Haarlem", "2", "1", "1"]
    assert rows[-1] == ["Ergens anders of niet bekend", "0", "3", "0"]
    assert [row[0] for row in rows[1:-1]] == [
        "Beverwijk", "Bloemendaal", "Haarlemmermeer", "Heemskerk", "Heemstede", "Uitgeest",
        "Velsen", "Zandvoort",
    ]  # fmt: skip
    assert all(row[1:] == ["0", "0", "0"] for row in rows[1:-1])
    titles = [words(one) for one in page.select("svg g > title")]
    assert len(titles) == 32
    assert "Haarlem. Jongeren die wachten: 2. Vrije plekken: 1." in titles
    assert titles.count("Alkmaar. Van een ander Huis.") == 1
    assert sum("ander Huis" in one for one in titles) == 23
    drawn = [words(one) for one in page.select("svg g > text")]
    assert [one for one in drawn if one.isdecimal() and one != "0"] == ["2", "1"]


@pytest.mark.usefixtures("people")
def test_another_house_reads_its_own_and_who_leads_the_programme_no_municipality(
    app: Flask, sqlite_database: Database
) -> None:
    there = person(sqlite_database, Role.MENTOR_CONSULTANT, house_code="NHN")
    page = main_of(signed_in(app, sqlite_database, there).get("/matching/map"))
    assert "Er wachten 12 jongeren. Inzetbare mentoren hebben 8 vrije plekken." in words(page)
    assert "Haarlem. Van een ander Huis." in [words(one) for one in page.select("svg title")]
    assert not any(words(row).startswith("Haarlem") for row in page.select("tbody tr"))
    leads = person(sqlite_database, Role.COORDINATOR)
    assert signed_in(app, sqlite_database, leads).get("/matching/map").status_code == 403


def test_where_nobody_lives_nothing_is_short(desk: FlaskClient) -> None:
    told = words(main_of(desk.get("/matching/map")))
    assert "In geen enkele gemeente wachten meer jongeren dan er vrije plekken zijn." in told
    assert "Ergens anders" not in told
