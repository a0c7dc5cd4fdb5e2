"""The page of a bundle that is being made: followed, left, without a network, without a script."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from mentorship.evaluation.models import BundleBuild
from mentorship.foundation.db import Database
from tests.browser.accessibility import assert_accessible
from tests.conftest_web import PageOf
from tests.evaluation.world import Office, asked, make_bundles, programme
from tests.factories import FixedNow

WAITS, READY = "Het werk wacht op zijn beurt.", "De bundel is vrijgegeven."


@pytest.fixture
def around(sqlite_database: Database, fixed_now: FixedNow) -> Office:
    return programme(sqlite_database, fixed_now)


@pytest.fixture
def officer(page_of: PageOf, sqlite_database: Database, around: Office) -> Page:
    """Who pressed the button, twice."""
    bundle_id = asked(sqlite_database, around)
    page = page_of(around.officer)
    page.goto(f"/bundles/{bundle_id}/release")
    page.get_by_role("button", name="De bundel vrijgeven").dblclick()
    expect(page.get_by_text(WAITS)).to_be_visible()
    return page


def test_left_and_found_again(officer: Page, sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        assert len(db.exec(select(BundleBuild)).all()) == 1
    assert_accessible(officer, "bundle-waits-to-be-made")
    officer.goto("/bundles")
    expect(officer.get_by_text("Wordt gemaakt")).to_be_visible()
    assert_accessible(officer, "bundles-being-made")
    make_bundles(sqlite_database)
    officer.goto("/")
    officer.get_by_role("link", name="Bekijken").first.click()
    expect(officer.get_by_text(READY)).to_be_visible()


def test_a_network_that_is_away_for_a_moment(officer: Page, sqlite_database: Database) -> None:
    officer.context.set_offline(True)
    make_bundles(sqlite_database)
    expect(officer.get_by_text(WAITS)).to_be_visible()
    officer.context.set_offline(False)
    expect(officer.get_by_text(READY)).to_be_visible()


def test_stopped_and_said_so(officer: Page, sqlite_database: Database) -> None:
    officer.get_by_role("button", name="Stoppen en niets vrijgeven").click()
    expect(officer.get_by_text("Het maken is gestopt.")).to_be_visible()
    assert_accessible(officer, "bundle-stopped")
    expect(officer.get_by_role("link", name="Bekijken en vrijgeven")).to_be_visible()


def test_without_a_script_the_link_looks_again(
    officer: Page, browser: Browser, sqlite_database: Database
) -> None:
    plain = browser.new_context(
        java_script_enabled=False, storage_state=officer.context.storage_state()
    )
    page = plain.new_page()
    page.goto(officer.url)
    expect(page.get_by_text(WAITS)).to_be_visible()
    make_bundles(sqlite_database)
    page.get_by_role("link", name="Opnieuw kijken").click()
    expect(page.get_by_text(READY)).to_be_visible()
    plain.close()
