"""From a no heard on the telephone to the next question, in a real browser at both sizes."""

from playwright.sync_api import expect

from mentorship.foundation.db import Database
from mentorship.matching.models import DecisionOutcome
from tests.accounts.people import Person
from tests.browser.accessibility import assert_accessible, assert_english
from tests.browser.test_matching import consultant, worker  # noqa: F401 — their set-up
from tests.conftest_web import PageOf
from tests.matching.town import asked, decide, town


def test_from_a_no_to_the_next_question(
    page_of: PageOf,
    sqlite_database: Database,
    consultant: Person,  # noqa: F811
    worker: None,  # noqa: F811
) -> None:
    with sqlite_database.writing() as db:
        here = town(db, consultant)
        match = asked(db, here, here.yara, consultant)
        decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)
        db.commit()
    page = page_of(consultant)
    page.goto(f"/matching/matches/{match.id}")
    page.get_by_label("Nee", exact=True).check()
    page.get_by_label("Zo nee: de reden").select_option("no_time")
    page.get_by_role("button", name="Antwoord opschrijven").click()
    # The page looks by itself until it's known who fits.
    expect(page.get_by_role("heading", name="Deze plek is weer vrij")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Bram Vis past nu het best")).to_be_visible()
    assert_accessible(page, "second-look-match")
    page.goto("/today")
    assert_accessible(page, "second-look-today")
    page.goto(f"/matching/rounds/{here.round.id}")
    expect(page.get_by_role("heading", name="Opnieuw gekeken")).to_be_visible()
    assert_accessible(page, "second-look-round")
    page.get_by_role("link", name="Bekijken en besluiten het paar van Yara").click()
    expect(page.get_by_text("Er kwam een plek vrij")).to_be_visible()
    assert_accessible(page, "second-look-proposal")
    page.get_by_role("link", name="Hoe deze uitkomst is bewezen").click()
    assert_accessible(page, "second-look-proof")
    page.go_back()
    page.get_by_label("Kiezen: deze mentor vragen").check()
    page.get_by_label("Reden").fill("Bram kan ook op woensdag.")
    page.get_by_role("button", name="Besluit opslaan").click()
    expect(page.get_by_text("Bram Vis is gevraagd voor Yara")).to_be_visible()
    expect(page.get_by_role("heading", name="Opnieuw gekeken")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for path in (f"matches/{match.id}", f"rounds/{here.round.id}"):
        assert_english(page, f"/matching/{path}")
