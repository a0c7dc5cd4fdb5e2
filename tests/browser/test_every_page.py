"""Every page that the matrix of routes opens for somebody, seen by a browser in both languages."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import PHONE, assert_accessible, findings
from tests.conftest_web import served
from tests.house.route_matrix import WHO, Stage, expected

# Words that English hasn't, and Dutch pages can hardly do without.
_DUTCH = re.compile(r"\b(het|een|niet|wordt|voor|jouw|naar|bij|zijn|dit|uw|geen)\b")

# Files, part of a page, what only machines read, and a page that is its own receipt.
NO_PAGES = frozenset({
    "/health",
    "/matching/files/mentees",
    "/matching/files/mentors",
    "/matching/matches/<uuid:match_id>/briefing/pdf",
    "/matching/mine/<uuid:match_id>/pdf",
    "/matching/rounds/<uuid:round_id>/progress",
    "/mentees/<uuid:mentee_id>/consents/paper",
    "/mentees/<uuid:mentee_id>/letter/print",
    "/mentors/agreement/pdf",
    "/referrals/own/<uuid:referral_id>/receipt",
    "/static/<path:filename>",
    "/training/cohorts/<uuid:cohort_id>/calendar",
    "/training/meetings/<uuid:meeting_id>/calendar",
    "/training/mine/calendar",
    "/training/mine/certificates/<uuid:certificate_id>",
})  # fmt: skip


def _pages() -> list[tuple[str, str]]:
    """Each page once, as the first who may open it."""
    opened: dict[str, str] = {}
    for who in WHO:
        for (route, method, record), answer in expected()[who].items():
            if method == "GET" and record in ("-", "own") and answer == "200":
                opened.setdefault(route, who)
    return [(route, who) for route, who in opened.items() if route not in NO_PAGES]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    stage = Stage(tmp_path_factory.mktemp("pages"))
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def address(stage: Stage) -> Iterator[str]:
    with served(stage.app) as address:
        yield address


@pytest.fixture
def page_of(stage: Stage, address: str, browser: Browser) -> Iterator[object]:
    contexts = []

    def open_page(route: str, who: str) -> Page:
        client = stage.client_of(who)
        client.get("/about")
        cookie = client.get_cookie(stage.app.config["SESSION_COOKIE_NAME"])
        context = browser.new_context(base_url=address, locale="nl-NL", viewport=PHONE)
        contexts.append(context)
        if cookie is not None:
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page = context.new_page()
        page.goto(stage.address_of(route, who))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("route", "who"), _pages())
def test_page(page_of, route: str, who: str) -> None:  # type: ignore[no-untyped-def]
    page = page_of(route, who)
    name = "page" + re.sub(r"<[^>]+>", "id", route).replace("/", "-").rstrip("-")
    assert page.locator("h1").count() == 1
    assert_accessible(page, name)

    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert not findings(page)
    said = page.locator("body").inner_text().replace("Nederlands", "")
    assert not _DUTCH.search(said), _DUTCH.findall(said)
