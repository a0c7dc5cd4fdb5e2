"""The pages that everybody may open, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible

PAGES = {"/": "home", "/about": "about", "/accessibility": "accessibility", "/nowhere": "not-found"}


@pytest.mark.parametrize(("path", "name"), PAGES.items())
def test_public_pages_are_accessible_in_both_languages(page: Page, path: str, name: str) -> None:
    page.goto(path)
    assert_accessible(page, name)

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(path)
    assert_accessible(page, f"{name}-en")
