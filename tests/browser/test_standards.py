"""The board of the practice standards in a real browser: readable and usable at both sizes."""

from playwright.sync_api import expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from tests.accounts.people import make_person
from tests.browser.accessibility import assert_accessible
from tests.browser.at_work import follow, press, says
from tests.conftest_web import PageOf
from tests.trajectories.standards.test_board import followed


def test_a_coordinator_reads_the_board_and_answers(
    page_of: PageOf, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        followed(db, make_person(db, Role.MENTOR_CONSULTANT))
        coordinator = make_person(db, Role.COORDINATOR)
        db.commit()
    page = page_of(coordinator)
    page.goto("/today")
    follow(page, "Praktijkstandaarden")
    says(page, "minder dan 5")
    assert_accessible(page, "standards-board")
    page.get_by_role("link", name="Antwoord B.1.1", exact=True).click()
    page.get_by_label("Ja").check()
    page.get_by_label("Op welke dag?").fill("02-03-2026")
    press(page, "Opslaan")
    expect(page.get_by_role("alert")).to_contain_text("Vul de naam van het document in.")
    assert_accessible(page, "standards-answer")
    page.get_by_label("In welk document staat het?").fill("Werkproces 2026")
    press(page, "Opslaan")
    says(page, "Werkproces 2026")
