"""Every page that the matrix of routes opens for somebody: seen by a browser, read in English."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import AXE, PHONE, assert_accessible
from tests.conftest_web import let_in, served, soup
from tests.house.route_matrix import WHO, Stage, expected
from tests.once import Once

# Words that English hasn't, and Dutch pages can hardly do without.
_DUTCH = re.compile(r"\b(het|een|niet|wordt|voor|jouw|naar|bij|zijn|dit|uw|geen)\b")

# Files, part of a page, what only machines read, and a page that is its own receipt.
NO_PAGES = frozenset({
    "/evaluation/public-key",
    "/app.webmanifest",
    "/bundles/<uuid:bundle_id>/release/progress",
    "/calendar/<token>",
    "/expenses/<month>/csv",
    "/health",
    "/interviews/<uuid:invitation_id>/letter",
    "/matching/files/mentees",
    "/matching/files/mentors",
    "/matching/matches/<uuid:match_id>/briefing/pdf",
    "/matching/matches/<uuid:match_id>/looking",
    "/matching/mine/<uuid:match_id>/pdf",
    "/matching/rounds/<uuid:round_id>/progress",
    "/mentees/<uuid:mentee_id>/consents/paper",
    "/mentees/<uuid:mentee_id>/letter/print",
    "/mentors/agreement/pdf",
    "/offline/holder",
    "/open-figures/datapackage.json",
    "/open-figures/figures.csv",
    "/open-figures/figures.json",
    "/privacy/algorithm/pdf",
    "/privacy/register/file",
    "/privacy/retention/<uuid:run_id>/certificate",
    "/referrals/own/<uuid:referral_id>/receipt",
    "/service-worker.js",
    "/static/<path:filename>",
    "/training/cohorts/<uuid:cohort_id>/calendar",
    "/training/meetings/<uuid:meeting_id>/calendar",
    "/training/mine/calendar",
    "/training/mine/certificates/<uuid:certificate_id>",
    "/trajectories/<uuid:trajectory_id>/agreement/print",
    "/trajectories/<uuid:trajectory_id>/contact/print",
    "/standards/<period>/file",
    "/trajectories/matches/<uuid:match_id>",
    "/trajectories/mentees/<uuid:mentee_id>",
    "/trajectories/<uuid:trajectory_id>/paper",
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
def stage(once: Once) -> Iterator[Stage]:
    stage = Stage(once.copy_of("stage", Stage.build))
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def address(stage: Stage) -> Iterator[str]:
    with served(stage.app) as address:
        yield address


@pytest.fixture(scope="module")
def page(address: str, browser: Browser) -> Iterator[Page]:
    """One for all pages: a browser that was here before opens a page in a third of the time.

    Every page brings axe-core along, and none asks the worker that is there without a network.
    """
    context = browser.new_context(
        base_url=address, locale="nl-NL", viewport=PHONE, service_workers="block"
    )
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def clients(stage: Stage) -> dict[str, FlaskClient]:
    """Everybody signed in once: the clock stands still."""
    found = {who: stage.client_of(who) for who in WHO}
    for client in found.values():
        client.get("/about")
    return found


@pytest.mark.parametrize(("route", "who"), _pages())
def test_page(
    stage: Stage, clients: dict[str, FlaskClient], page: Page, route: str, who: str
) -> None:
    client, path = clients[who], stage.address_of(route, who)
    page.context.clear_cookies()
    let_in(page, client)
    page.goto(path)
    assert page.locator("h1").count() == 1
    assert_accessible(page, "page" + re.sub(r"<[^>]+>", "id", route).replace("/", "-").rstrip("-"))

    client.set_cookie("language", "en")
    english = soup(client.get(path).text)
    client.delete_cookie("language")
    assert english.select_one("html[lang=en]")
    said = _said(english)
    assert not _DUTCH.search(said), _DUTCH.findall(said)


def _said(page: BeautifulSoup) -> str:
    """The words of a page without what only the browser reads, and without the way back."""
    for part in page(["script", "style", "template", "head"]):
        part.decompose()
    return page.get_text(" ").replace("Nederlands", "")
