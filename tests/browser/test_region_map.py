"""The map of tiles in a real browser: every name can be read on a phone, and axe finds nothing."""

from playwright.sync_api import expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from tests.accounts.people import person
from tests.browser.accessibility import PHONE, assert_accessible
from tests.conftest_web import PageOf
from tests.matching.pool import ready_mentor, waiting_mentee

# Texts that reach over the edge of their tile, or out of the drawing.
_TOO_WIDE = """() => [...document.querySelectorAll(".oo-tile-map svg text")].filter(text => {
  const ground = (text.closest("g")?.querySelector("rect") ?? text.ownerSVGElement)
    .getBoundingClientRect();
  const box = text.getBoundingClientRect();
  return box.left < ground.left || box.right > ground.right || box.bottom > ground.bottom;
}).map(text => text.textContent)"""


def test_a_phone_shows_every_name_and_number_of_the_map(
    page_of: PageOf, sqlite_database: Database
) -> None:
    by = person(sqlite_database, Role.MENTOR_CONSULTANT)
    with sqlite_database.writing() as db:
        ready_mentor(db, by, place="Velsen", seats=2)
        waiting_mentee(db, by, place="Haarlem")
        waiting_mentee(db, by, place="Velsen")
        db.commit()
    page = page_of(by)
    page.goto("/matching")
    page.get_by_role("link", name="Kaart van de regio").click()
    assert_accessible(page, "region-map")
    page.set_viewport_size(PHONE)
    picture = page.get_by_role("img", name="Wie wacht en welke plekken vrij zijn, per gemeente")
    tiles = picture.locator("g > rect:first-of-type")
    sizes = [one.bounding_box() for one in tiles.all()]
    assert len(sizes) == 32
    assert all(size and min(size["width"], size["height"]) >= 44 for size in sizes)
    assert page.evaluate(_TOO_WIDE) == []
    table = page.locator(".oo-table")
    assert table.evaluate("one => one.scrollWidth - one.clientWidth") == 0, "without scrolling"

    page.context.add_cookies([{"name": "language", "value": "en", "url": page.url}])
    page.reload()
    expect(page.get_by_role("heading", name="Map of the region")).to_be_visible()
    assert page.evaluate(_TOO_WIDE) == []
