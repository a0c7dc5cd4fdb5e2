"""Matching settings in a real browser: looking before saving, and what goes to the register."""

from playwright.sync_api import expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from tests.accounts.people import person
from tests.browser.accessibility import PHONE, assert_accessible, assert_english
from tests.conftest_web import PageOf
from tests.matching.pool import ready_mentor, run_round, waiting_mentee


def test_the_coordinator_looks_what_would_change_and_then_saves(
    page_of: PageOf, sqlite_database: Database
) -> None:
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT)
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, seats=3)
        for number in range(6):
            waiting_mentee(db, consultant, first_name=f"Yara{number}")
        run_round(db, consultant)
        db.commit()
    page = page_of(person(sqlite_database, Role.COORDINATOR))
    page.set_viewport_size(PHONE)
    page.goto("/matching/settings")
    page.get_by_label("Afstand").fill("36")
    expect(page.get_by_text("De gewichten zijn samen 116.")).to_contain_text("11.600 punten")
    page.get_by_label("Afstand").fill("20")
    page.get_by_label("Ondergrens in punten").fill("20000")
    page.get_by_role("radio", name="Het minst passende voorstel").check()
    page.get_by_role("button", name="Bekijk wat er verandert").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wat er verandert")).to_be_visible()
    expect(page.locator("#preview")).to_be_focused()
    expect(page.get_by_text("3 van de 6 jongeren krijgen een ander voorstel")).to_be_visible()
    expect(page.get_by_label("Ondergrens in punten")).to_have_value("20000")
    expect(page.get_by_role("radio", name="Het minst passende voorstel")).to_be_checked()
    assert_accessible(page, "matching-settings-preview")
    page.get_by_label("Waarom wijzig je dit?").fill("Alleen goede matches.")
    page.get_by_role("button", name="Opslaan als nieuwe versie").click()
    expect(page.get_by_role("heading", name="Versie 1")).to_be_visible()
    page.goto("/matching/settings")
    page.get_by_role("link", name="Voor het algoritmeregister").click()
    expect(page.get_by_role("heading", name="Menselijke tussenkomst")).to_be_visible()
    expect(page.get_by_text("Versie 1 van de instellingen geldt")).to_be_visible()
    assert_accessible(page, "algorithm-register")
    page.get_by_role("button", name="English").click()
    assert_english(page, "/privacy/algorithm")
    expect(page.get_by_role("heading", name="Human intervention")).to_be_visible()
