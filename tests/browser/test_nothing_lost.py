"""A sign-in that ends in the middle, a page that grew old, a text too long, the back button."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, Route, expect

from mentorship.accounts import sign_ins
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.referrals import drafting
from tests.accounts.people import Person, person
from tests.browser.accessibility import assert_accessible
from tests.browser.test_sign_in import sign_in
from tests.factories import FixedNow

NOTE = """Yara komt graag buiten, ook in de regen.
Ze kent hier nog weinig mensen en wil iemand om mee te sporten."""


@pytest.fixture
def school(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.REFERRER)


@pytest.fixture
def draft(sqlite_database: Database, school: Person) -> str:
    with sqlite_database.writing() as db:
        made = drafting.start_draft(db, school.id)
        db.commit()
    return f"/referrals/drafts/{made.id}"


@pytest.fixture
def writing(page: Page, school: Person, draft: str, fixed_now: FixedNow) -> Page:
    """In the middle of a note, with nothing of it saved by the page itself."""
    page.route("**/autosave", lambda route: route.abort())
    sign_in(page, school, fixed_now)
    page.goto(draft)
    page.locator("#need").fill(NOTE)
    return page


def test_a_sign_in_that_ended_hands_the_note_over_to_the_next(
    writing: Page, school: Person, draft: str, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        sign_ins.end_all(db, school.user)
        db.commit()
    writing.locator("button[value=save]").click()
    expect(writing.get_by_role("heading", level=1)).to_have_text("Uitgelogd")
    expect(writing.locator("textarea")).to_have_value(NOTE)
    assert_accessible(writing, "signed-out-with-text")

    fixed_now.advance(minutes=1)
    with writing.expect_popup() as opened:
        writing.get_by_role("link", name="Inloggen (opent een nieuw tabblad)").click()
    sign_in(opened.value, school, fixed_now)
    expect(opened.value.get_by_role("button", name="Uitloggen")).to_be_visible()
    opened.value.close()

    for _ in range(2):  # once more when the page grew old by the new sign-in
        if writing.get_by_role("button", name="Opnieuw versturen").count():
            writing.get_by_role("button", name="Opnieuw versturen").click()
    writing.goto(draft)
    expect(writing.locator("#need")).to_have_value(NOTE)


def test_a_page_that_grew_old_keeps_the_note(writing: Page, draft: str) -> None:
    writing.evaluate("document.querySelector('main [name=csrf_token]').value = 'old'")
    writing.locator("button[value=save]").click()
    expect(writing.get_by_role("heading", level=1)).to_have_text("Deze pagina stond te lang open")
    writing.get_by_role("button", name="Opnieuw versturen").click()
    writing.goto(draft)
    expect(writing.locator("#need")).to_have_value(NOTE)


def test_a_megabyte_of_text_is_refused_in_words_and_stays(writing: Page) -> None:
    long = "é" * 1_000_000
    writing.locator("#need").fill(long)
    writing.locator("button[value=save]").click()
    expect(writing.locator("#error-summary")).to_be_focused()
    expect(writing.locator("#error-summary")).to_contain_text("Maak de tekst korter")
    assert writing.locator("#need").input_value() == long


def test_more_than_can_be_sent_stays_on_the_page(writing: Page) -> None:
    writing.locator("#need").evaluate("field => { field.value = 'é'.repeat(1500000) }")
    writing.locator("button[value=save]").click()
    expect(writing.get_by_text("Deze tekst is te lang om te versturen.")).to_be_visible()
    assert len(writing.locator("#need").input_value()) == 1_500_000


def test_without_a_network_the_note_stays_and_is_saved_later(writing: Page, draft: str) -> None:
    writing.context.set_offline(True)
    writing.locator("button[value=save]").click()
    expect(writing.get_by_role("alert")).to_contain_text("er is geen netwerk")
    expect(writing.locator("#need")).to_have_value(NOTE)
    writing.context.set_offline(False)
    writing.locator("button[value=save]").click()
    writing.wait_for_load_state()
    writing.goto(draft)
    expect(writing.locator("#need")).to_have_value(NOTE)


def test_too_much_gets_a_page_and_no_broken_connection(live_server: str) -> None:
    with pytest.raises(HTTPError) as refused, urlopen(live_server, data=b"a=" + b"x" * 9_000_000):
        pass
    with refused.value as answer:
        assert answer.code == 413
        assert "Dit is te veel in één keer" in answer.read().decode()


def test_back_after_saving_shows_what_was_saved(writing: Page, draft: str) -> None:
    writing.locator("button[value=save]").click()
    expect(writing.locator(".utrecht-alert").first).to_be_visible()
    writing.goto("/about")
    writing.go_back()
    expect(writing.locator("#need")).to_have_value(NOTE)
    writing.locator("button[value=save]").click()
    expect(writing.locator("#need")).to_have_value(NOTE)


def test_a_double_click_saves_once(writing: Page, draft: str) -> None:
    sent: list[str] = []
    writing.on(
        "request",
        lambda asked: sent.append(asked.url) if asked.method == "POST" else None,
    )
    writing.locator("button[value=save]").dblclick()
    expect(writing.locator("#need")).to_have_value(NOTE)
    assert [url for url in sent if not url.endswith("/autosave")] == [writing.url]


def test_who_is_quicker_than_the_script_is_saved_as_well(
    page: Page, school: Person, draft: str, fixed_now: FixedNow
) -> None:
    held: list[Route] = []
    page.route("**/draft.js*", lambda route: held.append(route))  # noqa: PLW0108 — Playwright can't take a built-in
    sign_in(page, school, fixed_now)
    page.goto(draft, wait_until="commit")
    page.locator("#need").fill(NOTE)
    while not held:
        page.wait_for_timeout(10)
    with page.expect_response("**/autosave"):
        held[0].continue_()
    page.unroute("**/draft.js*")
    page.goto(draft)
    expect(page.locator("#need")).to_have_value(NOTE)
