"""A session logged on a phone: within eight interactions, by keyboard, kept while one writes."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from mentorship.foundation.db import Database
from mentorship.trajectories.sessions import queries
from mentorship.trajectories.sessions.models import SessionLog
from tests.browser.accessibility import assert_accessible, assert_all_accessible, assert_english
from tests.conftest_web import PageOf
from tests.factories import FixedNow
from tests.trajectories.sessions.told import Pair, make_pair, met

MOST = 8


@pytest.fixture
def pair(sqlite_database: Database) -> Pair:
    with sqlite_database.writing() as db:
        made = make_pair(db)
        made.log(db, met(db, 7, expense_cents=300))
        db.commit()
    return made


def _newest(database: Database) -> SessionLog:
    with database.reading() as db:
        return db.exec(select(SessionLog).order_by("held_on")).all()[-1]


def test_from_tap_to_saved_within_eight_interactions(
    page_of: PageOf, sqlite_database: Database, pair: Pair
) -> None:
    """Everything on top is answered: how long, two topics, three items."""
    page = page_of(pair.person)
    page.goto("/my-match")
    taps = [
        lambda: page.get_by_role("link", name="Sessie vastleggen").click(),
        lambda: page.get_by_role("radio", name="90", exact=True).click(),
        lambda: _score(page, "Hoe was het contact?", 8).click(),
        lambda: _score(page, "Had het nut?", 7).click(),
        lambda: _score(page, "Voelde het veilig voor jou?", 10).click(),
        lambda: page.get_by_role("checkbox", name="geld", exact=True).click(),
        lambda: page.get_by_role("checkbox", name="werk", exact=True).click(),
        lambda: page.get_by_role("button", name="Opslaan").click(),
    ]
    for tap in taps:
        tap()
    assert len(taps) <= MOST
    expect(page.get_by_text("Dank je wel voor je tijd")).to_be_visible()
    log = _newest(sqlite_database)
    with sqlite_database.reading() as db:
        told = queries.told_of(db, [log])[log.id]
    assert (told.minutes, told.topics) == (90, ("money", "work"))
    assert told.experience == {"contact": 8, "useful": 7, "safe": 10}


def _score(page: Page, item: str, number: int) -> Locator:
    group = page.get_by_role("radiogroup", name=item)
    return group.get_by_role("radio", name=str(number), exact=True)


def test_with_the_keyboard_alone_and_kept_while_writing(
    page_of: PageOf, sqlite_database: Database, pair: Pair
) -> None:
    page = page_of(pair.person)
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    page.get_by_label("We zagen elkaar").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("We belden")).to_be_checked()
    page.get_by_label("Notitie").fill("Over de fiets gepraat.")
    expect(page.get_by_text("Bewaard om")).to_be_visible()
    page.goto("/my-match")
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    expect(page.get_by_label("Notitie")).to_have_value("Over de fiets gepraat.")
    page.get_by_role("button", name="Opslaan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dank je wel")).to_be_visible()
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    expect(page.locator("#note")).to_have_value("")
    page.go_back()
    assert _newest(sqlite_database).kind.value == "called"


def test_every_page_is_accessible(
    page_of: PageOf, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    log = _newest(sqlite_database)
    with sqlite_database.writing() as db:
        newest = pair.log(db, met(db, 6, kilometres=12, expense_cents=450), corrects=log).log
        db.commit()
    own, consultant = page_of(pair.person), page_of(pair.consultant)
    one = f"/my-match/{pair.trajectory.id}/sessions/{newest.id}"
    pages = [
        (own, "/my-match", "sessions-mine"),
        (own, one, "sessions-one"),
        (own, f"{one}/correct", "sessions-correct"),
        (consultant, "/expenses/2026-02", "sessions-expenses"),
    ]
    assert_all_accessible(pages)
    own.context.clock.set_fixed_time(fixed_now.moment)
    own.goto(f"{one}/correct")
    own.get_by_role("button", name="Gisteren", exact=True).click()
    expect(own.get_by_label("Wanneer?")).to_have_value("01-03-2026")
    own.get_by_label("Wanneer?").fill("2802")
    own.get_by_label("Wanneer?").blur()
    expect(own.get_by_label("Wanneer?")).to_have_value("28-02-2026")
    own.goto(f"/my-match/{pair.trajectory.id}/log")
    own.get_by_label("Wanneer?").fill("31-02-2026")
    own.get_by_role("button", name="Opslaan").click()
    expect(own.locator("#error-summary")).to_be_visible()  # the script asks for the network first
    assert_accessible(own, "sessions-log-wrong")
    for page in (own, consultant):
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    for page, path, _ in pages:
        assert_english(page, path)
