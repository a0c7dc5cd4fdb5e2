"""A crossed table in a real browser: looked at before it is asked for, read by its recipient."""

from playwright.sync_api import Page, expect

from mentorship.foundation.db import Database
from tests.browser.accessibility import assert_accessible
from tests.conftest_web import PageOf
from tests.evaluation.simulated_bundles import THREE, simulated_programme
from tests.evaluation.world import release
from tests.factories import FixedNow
from tests.once import Once

TITLE = "Welke stappen er aan het einde gezet zijn, per soort einde"


def test_looked_at_and_read(
    page_of: PageOf, sqlite_database: Database, fixed_now: FixedNow, once: Once
) -> None:
    world = simulated_programme(sqlite_database, fixed_now, once)
    page = page_of(world.around.coordinator)
    page.goto("/bundles/new")
    for label in ("eerste helft van 2024", "tweede helft van 2024", "eerste helft van 2025"):
        page.get_by_label(label, exact=True).check()
    page.get_by_label(TITLE, exact=True).check()
    page.get_by_role("button", name="Kijken wat erin mag staan").press("Enter")
    _expect_cells(page)
    expect(page.get_by_text("Een tweede berekening probeerde")).to_be_visible()
    assert_accessible(page, "bundle-ask-crossed")

    bundle_id = world.ask(*THREE)
    officer = page_of(world.around.officer)
    officer.goto(f"/bundles/{bundle_id}/release")
    _expect_cells(officer)
    expect(officer.get_by_text("Een van de twee tabellen waaruit deze is gemaakt")).to_be_visible()
    assert_accessible(officer, "bundle-release-crossed")

    release(sqlite_database, bundle_id, world.around.officer)
    evaluator = page_of(world.around.evaluator)
    evaluator.goto(f"/evaluation/{bundle_id}")
    _expect_cells(evaluator)
    assert_accessible(evaluator, "bundle-read-crossed")


def _expect_cells(page: Page) -> None:
    """The numbers with their share of the row, the hidden ones as a word, and the totals."""
    table = page.get_by_role("table", name=TITLE)
    expect(table.get_by_role("columnheader")).to_have_count(5)
    cells = table.get_by_role("cell")
    expect(cells.filter(has_text="verborgen")).to_have_count(4)
    expect(cells.filter(has_text="50 (40%)")).to_be_visible()
