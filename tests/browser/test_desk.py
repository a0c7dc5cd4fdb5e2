"""The day, the page of a person and the search in a real browser: keyboard, axe, both widths."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.matching import services as matching
from mentorship.matching.models import DecisionOutcome
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person
from tests.browser.accessibility import assert_accessible, assert_english
from tests.conftest_web import PageOf
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.mentors.applicants import ask, make_mentor, pass_gates
from tests.mentors.applicants import ready_mentor as all_gates
from tests.referrals.courses import accepted, add, decided, guard, talked, write_profile
from tests.referrals.senders import make_referrer, send
from tests.training.cohorts import make_course

World = dict[str, Person]


@pytest.fixture
def world(sqlite_database: Database, fixed_now: FixedNow) -> World:
    """A hard day: something late, something to do and something awaited in every room."""
    with sqlite_database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        school, coordinator = make_referrer(db), make_person(db, Role.COORDINATOR)
        send(db, school)
        course = make_course(db, 4, capacity=3)
        person = make_person(db, Role.MENTOR)
        course.mentors[0].user_id = person.id
        pass_gates(db, course.mentors[1], consultant)
        accepted(db, school, consultant, first_name="Sem", family_name="Bakker")
        _yara(db, school, consultant)
        fixed_now.advance(days=20)
        send(db, school)
        ready_mentor(db, consultant, email="jolanda@voorbeeld.example")
        asked = all_gates(db, consultant, first_name="Noor", email="noor@voorbeeld.example")
        asked.user_id = make_person(db, Role.MENTOR).id
        make_mentor(db, first_name="Çelik", email="celik@voorbeeld.example")
        ask(db, make_mentor(db, email="sanne@voorbeeld.example"))
        mentee = waiting_mentee(db, consultant, since=(fixed_now() - timedelta(weeks=9)).date())
        waiting_mentee(db, consultant, first_name="Bilal")
        waiting_mentee(db, consultant, "NHN")
        proposal = proposal_for(db, mentee, run_round(db, consultant))
        matching.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Koken graag", consultant.id)
        for number in range(27):
            add(db, consultant, first_name=f"Zoë {number}")
        db.commit()
    return {
        "consultant": consultant, "coordinator": coordinator,
        "mentor": person, "trainer": course.trainer,
    }  # fmt: skip


def _yara(db: Db, school: Person, consultant: Person) -> Mentee:
    mentee = accepted(db, school, consultant, birth_year=2012, family_name="Jansen")
    talked(db, mentee, consultant)
    write_profile(db, mentee)
    guard(db, mentee)
    decided(db, mentee, consultant)
    return mentee


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has this name is reached, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return (e.labels && e.labels[0]"
            " ? e.labels[0].innerText : e.innerText || '') }"
        )
        if name in focused:
            return
    raise AssertionError(f"“{name}” is not reached with Tab")


def test_every_page_of_the_desk_is_accessible(page_of: PageOf, world: World) -> None:
    for who, person in world.items():
        page = page_of(person)
        page.goto("/today")
        assert_accessible(page, f"desk-{who}")
    page = page_of(world["consultant"])
    for path, name in (
        ("today/young-people?about=intake-late", "desk-young-people"),
        ("today/mentors?about=new", "desk-mentors"),
    ):
        page.goto(f"/{path}")
        assert_accessible(page, name)
    page.goto("/today/young-people?about=guardian")
    page.locator(".oo-day__link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yara")
    assert_accessible(page, "desk-mentee")
    page.goto("/today/mentors?about=new")
    page.locator(".oo-day__link").first.click()
    assert_accessible(page, "desk-mentor")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for path in ("/today", "/search"):
        assert_english(page, path)


def test_from_the_day_to_a_person_with_the_keyboard_alone(page_of: PageOf, world: World) -> None:
    page = page_of(world["consultant"])
    page.goto("/today")
    tab_to(page, "intake is te laat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Intakes die te laat zijn")).to_be_visible()
    tab_to(page, "Sem Bakker")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sem Bakker")).to_be_visible()
    expect(page.get_by_role("heading", name="Volgende stap:")).to_be_visible()


def test_a_search_from_the_day_without_a_mouse_leaves_no_name_in_the_address(
    page_of: PageOf, world: World
) -> None:
    page = page_of(world["consultant"])
    page.goto("/today")
    tab_to(page, "Naam, of een deel ervan")
    page.keyboard.type("zoe")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="27 personen gevonden")).to_be_focused()
    assert page.url.endswith("/search")
    assert_accessible(page, "desk-search-found")
    tab_to(page, "Volgende pagina")
    page.keyboard.press("Enter")
    expect(page.locator(".oo-day__link")).to_have_count(2)
    assert page.url.endswith("/search")
    page.get_by_label("Naam, of een deel ervan").fill("q")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible(page, "desk-search-mistake")
