"""The building blocks in a real browser: seen, read aloud, worked with the keyboard."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import gallery
from tests.browser.accessibility import assert_accessible


@pytest.fixture
def app(app: Flask) -> Flask:
    gallery.install(app)
    return app


def test_every_state_is_accessible(page: Page) -> None:
    page.goto("/gallery")
    assert_accessible(page, "blocks")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert_accessible(page, "blocks-wrong")


def test_summary_leads_into_the_field(page: Page) -> None:
    page.goto("/gallery")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Vul de naam in.").click()
    expect(page.get_by_label("Naam")).to_be_focused()
    page.get_by_role("link", name="Kies een antwoord.").click()
    expect(page.get_by_label("Ja")).to_be_focused()


def test_works_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/gallery")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_counter_says_what_still_fits_and_cuts_nothing(page: Page) -> None:
    page.goto("/gallery")
    note = page.get_by_label("Toelichting")
    counter = page.locator(".oo-counter")
    expect(counter).to_be_hidden()
    note.fill("a" * 90)
    expect(counter).to_have_text("Nog 10 tekens")
    note.fill("a" * 103)
    expect(counter).to_have_text("3 tekens te veel")
    page.get_by_role("button", name="Opslaan").click()
    expect(note).to_have_value("a" * 103)


def test_double_click_sends_once(page: Page) -> None:
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    page.goto("/gallery")
    page.get_by_role("button", name="Opslaan").dblclick()
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1


def test_nothing_breaks_the_content_security_policy(page: Page) -> None:
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/gallery")
    page.get_by_role("button", name="Opslaan").click()
    page.wait_for_load_state("networkidle")
    assert not [line for line in said if "422" not in line]


def test_form_works_without_javascript(browser, live_server: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(base_url=live_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/gallery")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert").filter(has_text="dingen kloppen nog niet")).to_be_visible()
    context.close()


def test_prints_without_menu_and_buttons(page: Page, tmp_path: Path) -> None:
    page.goto("/gallery")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Opslaan")).to_be_hidden()
    expect(page.locator(".oo-footer")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()


def test_a_part_of_a_page_can_be_fetched_under_the_strict_policy(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
    page.goto("/gallery")
    page.get_by_role("button", name="Ophalen").click()
    expect(page.locator("#part")).to_have_text("Erbij gehaald")
    assert said == []


def test_an_error_while_fetching_is_shown_whole(page: Page) -> None:
    page.goto("/gallery")
    page.get_by_role("button", name="Mislukken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Er ging iets mis aan onze kant")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
