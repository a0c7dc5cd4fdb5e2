"""The region's pages in a real browser: readable by everybody, usable with the keyboard alone."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from mentorship.foundation.access import Permission
from mentorship.foundation.db import Database
from mentorship.region import services
from mentorship.region.models import OrganisationType
from tests.browser.accessibility import assert_accessible
from tests.region.colleagues import signed_in

ALL = "/region/organisations"


@pytest.fixture
def coordinator(app: Flask, sqlite_database: Database, page: Page) -> Page:
    with sqlite_database.writing() as db:
        services.seed_region(db)
        for kind in OrganisationType:
            services.add_organisation(
                db, f"Voorbeeld {kind.value} met een lange naam", kind, municipality_code="GM0373"
            )
        db.commit()
    signed_in(app, Permission.REGION_READ, Permission.ORGANISATION_MANAGE)
    return page


@pytest.mark.parametrize("path", ["/region", ALL, f"{ALL}/new"])
def test_the_pages_are_accessible(coordinator: Page, path: str) -> None:
    coordinator.goto(path)
    assert_accessible(coordinator)


def test_a_form_with_mistakes_is_accessible_and_points_at_them(coordinator: Page) -> None:
    coordinator.goto(f"{ALL}/new")
    coordinator.get_by_role("button", name="Toevoegen").click()
    assert_accessible(coordinator, "region-organisations-new-mistakes")
    coordinator.get_by_role("link", name="Vul de naam van de organisatie in.").click()
    expect(coordinator.get_by_label("Naam")).to_be_focused()


def test_an_organisation_is_added_with_the_keyboard_alone(coordinator: Page) -> None:
    coordinator.goto(ALL)
    coordinator.get_by_role("link", name="Organisatie toevoegen").focus()
    coordinator.keyboard.press("Enter")
    coordinator.get_by_label("Naam").focus()
    coordinator.keyboard.type("Jongerenwerk De Kade")
    coordinator.keyboard.press("Tab")
    coordinator.keyboard.press("ArrowDown")
    coordinator.keyboard.press("Tab")
    coordinator.keyboard.type("Zaan")
    coordinator.keyboard.press("Tab")
    coordinator.keyboard.press("Enter")
    expect(coordinator.get_by_text("Jongerenwerk De Kade is toegevoegd.")).to_be_visible()
    coordinator.get_by_role("link", name="Jongerenwerk De Kade").click()
    assert_accessible(coordinator, "region-organisation")
    expect(coordinator.get_by_label("Gemeente")).to_have_value("GM0479")
