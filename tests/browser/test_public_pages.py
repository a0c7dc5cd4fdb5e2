"""The pages that everybody may open, in a real browser."""

from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from mentorship.foundation.db import Database
from mentorship.region.queries import houses
from mentorship.region.services import change_phone, seed_region
from tests.browser.accessibility import assert_accessible, assert_accessible_at

PAGES = {"/": "home", "/about": "about", "/accessibility": "accessibility", "/nowhere": "not-found"}


@pytest.mark.parametrize(("path", "name"), PAGES.items())
def test_public_pages_are_accessible_in_both_languages(page: Page, path: str, name: str) -> None:
    page.goto(path)
    assert_accessible(page, name)

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(path)
    assert_accessible_at(page, "390", f"{name}-en")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_leaflet_fits_on_one_sheet(
    page: Page, sqlite_database: Database, language: str
) -> None:
    with sqlite_database.writing() as db:
        seed_region(db)
        for house in houses(db):
            change_phone(db, house, "088 - 000 00 01")
        db.commit()
    page.goto("/referrals/leaflet")
    if language == "en":
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as paper:
        assert len(paper.pages) == 1
