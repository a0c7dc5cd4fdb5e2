"""Rows about single young people in a real browser: whether they may go, never a row."""

from playwright.sync_api import Page, expect

from mentorship.foundation.db import Database
from tests.browser.accessibility import assert_accessible
from tests.conftest_web import PageOf
from tests.evaluation.simulated_bundles import THREE, simulated_programme
from tests.evaluation.simulated_profiles import with_profiles
from tests.evaluation.test_records_bundle import MEASURES, ask, sent, told
from tests.evaluation.world import with_threshold
from tests.factories import FixedNow
from tests.once import Once

HEADING = "Rijen over losse jongeren"


def test_looked_at_released_and_read(
    page_of: PageOf, sqlite_database: Database, fixed_now: FixedNow, once: Once
) -> None:
    world = simulated_programme(sqlite_database, fixed_now, once, with_profiles)
    page = page_of(world.around.coordinator)
    page.goto("/bundles/new")
    for label in ("eerste helft van 2024", "tweede helft van 2024", "eerste helft van 2025"):
        page.get_by_label(label, exact=True).check()
    page.locator(f"input[value={MEASURES[0]}]").check()
    page.get_by_label("Ook rijen over losse jongeren, zonder namen").check()
    page.get_by_role("button", name="Kijken wat erin mag staan").press("Enter")
    _expect_detail(page)
    assert_accessible(page, "bundle-ask-records")

    bundle_id = ask(world, *THREE)
    officer = page_of(world.around.officer)
    officer.goto(f"/bundles/{bundle_id}/release")
    _expect_detail(officer)
    assert_accessible(officer, "bundle-release-records")
    with_threshold(sqlite_database, 60)
    officer.goto(f"/bundles/{bundle_id}")
    expect(officer.get_by_role("heading", name=f"{HEADING} niet in de bundel")).to_be_visible()
    expect(
        officer.get_by_text("Wat de rijen zouden vertellen, mag ook niet in een tabel")
    ).to_be_visible()
    assert_accessible(officer, "bundle-without-records")
    with_threshold(sqlite_database, 4)

    frame = told(sent(world, bundle_id))
    evaluator = page_of(world.around.evaluator)
    evaluator.goto(f"/evaluation/{bundle_id}")
    expect(evaluator.get_by_text(f"{len(frame)} rijen over losse jongeren")).to_be_visible()
    assert frame["pseudonym"][0] not in evaluator.content()
    assert_accessible(evaluator, "bundle-read-records")


def _expect_detail(page: Page) -> None:
    """Each column by which somebody might be recognised, and how coarse it is."""
    expect(page.get_by_role("heading", name=f"{HEADING} mogen mee")).to_be_visible()
    table = page.get_by_role("table", name="Hoe precies ze verteld worden")
    expect(table.get_by_role("row")).to_have_count(6)
    expect(table.get_by_role("row", name="Halfjaar")).to_be_visible()
    answers = page.get_by_role("table", name="Wat ze vertellen")
    expect(answers.get_by_role("row", name="Soort einde")).to_contain_text("zo precies als geteld")
