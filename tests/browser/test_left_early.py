"""No pause, Stop, another language, a page with mistakes, Back: nothing that was typed is lost."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, Route, expect

from mentorship.accounts import grants, invitations
from mentorship.accounts import services as accounts
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.foundation.db import Database
from mentorship.referrals import drafting, services
from mentorship.referrals.models import Referral
from tests.accounts.people import Person, person
from tests.browser.accessibility import assert_accessible
from tests.conftest_web import sign_in_with
from tests.factories import FixedNow
from tests.referrals.senders import referrer, sent

NOTE = "Yara komt graag buiten, ook in de regen."
UNSAVED = "De tekst op deze pagina is niet bewaard. Toch verdergaan en de tekst kwijtraken?"

SignIn = Callable[[Person], Page]


@pytest.fixture
def sign_in(page: Page, app: Flask, sqlite_database: Database) -> SignIn:
    """Gives the browser a new sign-in, without the pages for it."""

    def enter(who: Person) -> Page:
        sign_in_with(page, app, sqlite_database, who)
        return page

    return enter


@pytest.fixture
def school(sqlite_database: Database) -> Person:
    return referrer(sqlite_database)


@pytest.fixture
def draft(sqlite_database: Database, school: Person, sign_in: SignIn) -> Page:
    """The page of a new draft."""
    with sqlite_database.writing() as db:
        made = drafting.start_draft(db, school.id)
        db.commit()
    page = sign_in(school)
    page.goto(f"/referrals/drafts/{made.id}")
    return page


@pytest.fixture
def case(sqlite_database: Database, school: Person, sign_in: SignIn) -> Page:
    """A referral that waits for a decision, opened by a consultant."""
    referral_id = sent(sqlite_database, school)
    with sqlite_database.writing() as db:
        services.pick_up(db, db.get_one(Referral, referral_id))
        db.commit()
    page = sign_in(person(sqlite_database, Role.MENTOR_CONSULTANT))
    page.goto(f"/referrals/{referral_id}")
    return page


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the page asked before going on; the answer is no."""
    heard: list[str] = []

    def refuse(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    return heard


@pytest.fixture
def kept(draft: Page, sqlite_database: Database, school: Person) -> Callable[[], str]:
    """The note as the server has it."""

    def read() -> str:
        with sqlite_database.reading() as db:
            (found,) = drafting.drafts_of(db, school.id)
            return drafting.open_draft(db, school.id, found.id).fields.get("need", "")

    return read


def refuse_with(page: Page, status: int) -> None:
    page.route("**/autosave", lambda route: route.fulfill(status=status, body="{}"))


def hold_the_first(held: list[Route]) -> Callable[[Route], None]:
    """The first that is sent gets no answer yet; what comes after it does."""

    def hold(route: Route) -> None:
        if held or route.request.method == "GET":
            route.continue_()
        else:
            held.append(route)

    return hold


def until(page: Page, happened: Callable[[], bool]) -> None:
    """Waits for what is not on the page."""
    for _ in range(100):
        if happened():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def test_who_never_pauses_is_saved_all_the_same(draft: Page, kept: Callable[[], str]) -> None:
    draft.clock.install()
    for letter in "zonder pauze":
        draft.locator("#need").press_sequentially(letter)
        draft.clock.run_for(1_000)
        draft.wait_for_timeout(50)
    assert kept().startswith("zonder")


def test_what_is_typed_during_a_save_goes_soon_and_is_not_called_saved(
    draft: Page, kept: Callable[[], str]
) -> None:
    held: list[Route] = []
    draft.clock.install()
    draft.route("**/autosave", hold_the_first(held))
    draft.locator("#need").fill("Yara")
    draft.clock.run_for(1_600)
    until(draft, lambda: bool(held))
    draft.locator("#need").fill(NOTE)
    held[0].continue_()
    expect(draft.locator("[data-draft-said]")).to_have_text("Bezig met opslaan…")
    draft.clock.run_for(1_600)
    expect(draft.locator("[data-draft-said]")).to_contain_text("Opgeslagen om")
    assert kept() == NOTE


@pytest.mark.parametrize("button", ["Uitloggen", "English"])
def test_a_button_at_the_top_waits_until_the_draft_is_kept(
    draft: Page, kept: Callable[[], str], asked: list[str], button: str
) -> None:
    draft.locator("#need").fill(NOTE)
    draft.get_by_role("button", name=button).dblclick()
    expect(draft.get_by_role("button", name=button)).to_have_count(0)
    assert kept() == NOTE
    assert asked == []


def test_a_button_at_the_top_asks_when_the_draft_cannot_be_kept(
    draft: Page, asked: list[str]
) -> None:
    refuse_with(draft, 503)
    draft.locator("#need").fill(NOTE)
    draft.get_by_role("button", name="Uitloggen").click()
    expect(draft.get_by_role("button", name="Uitloggen")).not_to_have_attribute("aria-busy", "true")
    assert asked == [UNSAVED]
    expect(draft.locator("#need")).to_have_value(NOTE)
    draft.unroute("**/autosave")
    draft.get_by_role("button", name="Uitloggen").click()
    expect(draft.get_by_text("Je bent uitgelogd.")).to_be_visible()
    assert asked == [UNSAVED]


def test_a_page_that_goes_saves_what_was_typed_last(draft: Page, kept: Callable[[], str]) -> None:
    draft.locator("#need").fill(NOTE)
    draft.reload()
    until(draft, lambda: kept() == NOTE)
    draft.goto(draft.url)
    more = f"{NOTE} Ook in de sneeuw."
    draft.locator("#need").fill(more)
    draft.get_by_role("link", name="Mijn verwijzingen").click()
    until(draft, lambda: kept() == more)


@pytest.mark.parametrize("status", [503, 429])
def test_a_server_in_trouble_is_asked_again(
    draft: Page, kept: Callable[[], str], status: int
) -> None:
    draft.clock.install()
    refuse_with(draft, status)
    draft.locator("#need").fill(NOTE)
    draft.clock.run_for(1_600)
    expect(draft.get_by_text("er is een storing of het is te druk")).to_be_visible()
    draft.unroute("**/autosave")
    draft.clock.run_for(15_000)
    expect(draft.get_by_text("Opgeslagen om")).to_be_visible()
    assert kept() == NOTE


def test_no_network_is_tried_again(draft: Page, kept: Callable[[], str]) -> None:
    draft.clock.install()
    draft.route("**/autosave", lambda route: route.abort())
    draft.locator("#need").fill(NOTE)
    draft.clock.run_for(1_600)
    expect(draft.get_by_text("geen verbinding. We blijven het proberen")).to_be_visible()
    draft.unroute("**/autosave")
    draft.clock.run_for(15_000)
    expect(draft.get_by_text("Opgeslagen om")).to_be_visible()
    assert kept() == NOTE


def test_after_another_sign_in_the_page_says_what_to_do(
    draft: Page, kept: Callable[[], str], sign_in: SignIn, school: Person
) -> None:
    sign_in(school)
    draft.locator("#need").fill(NOTE)
    expect(draft.get_by_text("Druk op “Concept opslaan” en volg de pagina.")).to_be_visible()
    assert_accessible(draft, "referral-draft-grown-old")
    draft.get_by_role("button", name="Concept opslaan").click()
    draft.get_by_role("button", name="Opnieuw versturen").click()
    expect(draft.locator("#need")).to_have_value(NOTE)
    assert kept() == NOTE


@pytest.fixture
def stopped(draft: Page) -> Page:
    """The form was sent, nothing came back, and Stop was pressed."""
    held: list[Route] = []
    draft.clock.install()
    draft.route(draft.url, hold_the_first(held))
    draft.locator("button[value=save]").evaluate(
        "button => { setTimeout(() => button.click(), 0); setTimeout(() => window.stop(), 2000) }"
    )
    draft.wait_for_timeout(2_500)
    assert held
    return draft


def test_after_stop_typing_makes_the_form_usable(stopped: Page, kept: Callable[[], str]) -> None:
    stopped.locator("#need").fill(NOTE)
    stopped.locator("button[value=save]").click()
    expect(stopped.locator(".utrecht-alert").first).to_contain_text("Opgeslagen om")
    assert kept() == NOTE


def test_after_stop_some_seconds_make_the_form_usable(stopped: Page) -> None:
    button = stopped.locator("button[value=save]")
    expect(button).to_have_attribute("aria-busy", "true")
    stopped.clock.fast_forward(8_000)
    expect(button).not_to_have_attribute("aria-busy", "true")
    button.click()
    expect(stopped.locator(".utrecht-alert").first).to_contain_text("Opgeslagen om")


def test_another_language_asks_on_a_page_with_mistakes(case: Page, asked: list[str]) -> None:
    case.locator("#reason").fill(NOTE)
    case.get_by_role("button", name="Besluit opslaan").click()
    expect(case.locator("#error-summary")).to_be_focused()
    case.get_by_role("button", name="English").click()
    assert asked == [UNSAVED]
    expect(case.locator("#reason")).to_have_value(NOTE)


def test_another_language_asks_when_only_a_choice_was_made(case: Page, asked: list[str]) -> None:
    case.get_by_label("Afwijzen").check()
    case.get_by_role("button", name="Uitloggen").click()
    assert asked == [UNSAVED]
    expect(case.get_by_label("Afwijzen")).to_be_checked()


def test_another_language_asks_when_only_a_name_or_a_list_was_changed(
    sign_in: SignIn, sqlite_database: Database, asked: list[str]
) -> None:
    page = sign_in(person(sqlite_database, Role.COORDINATOR))
    page.goto("/account/details")
    page.get_by_label("Naam").fill("Een andere naam")
    page.get_by_role("button", name="English").click()
    page.goto("/account/details")
    page.locator("main select, main [type=radio]").last.evaluate(
        "field => { if (field.options) field.selectedIndex = 1; else field.checked = true }"
    )
    page.get_by_role("button", name="English").click()
    assert asked == [UNSAVED, UNSAVED]


def test_another_language_keeps_the_text_of_a_page_that_grew_old(
    case: Page, asked: list[str]
) -> None:
    case.evaluate("document.querySelector('main [name=csrf_token]').value = 'old'")
    case.locator("#reason").fill(NOTE * 2)
    case.get_by_role("button", name="Besluit opslaan").click()
    expect(case.get_by_role("heading", level=1)).to_have_text("Deze pagina stond te lang open")
    case.get_by_role("button", name="English").click()
    assert asked == [UNSAVED]


def test_nothing_is_asked_where_nothing_was_written(
    page: Page, sign_in: SignIn, school: Person, asked: list[str]
) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mailadres").fill("iemand@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill("niet het goede")
    page.get_by_role("button", name="Verder").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    sign_in(school)
    page.goto("/referrals/new")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert asked == []


def go_back(page: Page) -> None:
    """As the browser's own button does, also when nothing of ours comes of it."""
    page.evaluate("setTimeout(() => history.back(), 0)")
    page.wait_for_timeout(300)
    page.wait_for_load_state()


def test_back_to_a_draft_that_was_put_right(draft: Page) -> None:
    draft.locator("#need").fill(NOTE)
    draft.get_by_role("button", name="Verwijzing versturen").click()
    expect(draft.locator("#error-summary")).to_be_focused()
    draft.reload()
    expect(draft.locator("#error-summary")).to_be_focused()
    draft.get_by_role("button", name="Concept opslaan").click()
    expect(draft.locator(".utrecht-alert").first).to_contain_text("Opgeslagen om")
    go_back(draft)
    expect(draft.locator("#need")).to_have_value(NOTE)


def test_back_to_a_page_with_mistakes_that_was_left_by_a_link(draft: Page) -> None:
    draft.locator("#need").fill(NOTE)
    draft.get_by_role("button", name="Verwijzing versturen").click()
    draft.locator("#error-summary a").first.click()
    draft.reload()
    expect(draft.locator("#error-summary")).to_be_focused()
    draft.get_by_role("link", name="Mijn verwijzingen").click()
    expect(draft.get_by_role("heading", level=1)).to_have_text("Mijn verwijzingen")
    go_back(draft)
    expect(draft.locator("#need")).to_have_value(NOTE)


def test_back_to_a_decision_that_was_put_right(case: Page) -> None:
    address = case.url
    for _ in range(2):
        case.locator("#reason").fill(NOTE)
        case.get_by_role("button", name="Besluit opslaan").click()
        expect(case.locator("#error-summary")).to_be_focused()
    case.get_by_label("Afwijzen").check()
    case.get_by_role("button", name="Besluit opslaan").click()
    expect(case.get_by_text("Je besluit is opgeslagen.")).to_be_visible()
    for _ in range(2):
        go_back(case)
        expect(case).to_have_url(address)
        expect(case.get_by_role("heading", name="Wat er is besloten")).to_be_visible()


def test_back_to_the_second_step_of_an_invitation_that_was_put_right(
    page: Page, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        user = accounts.add_user(db, NewUser("Joost Kapteijn", "joost@voorbeeld.example"))
        grants.grant_role(db, user, Role.TRAINER, None, None)
        link = "/invitation/" + invitations.send_invitation(db, user).rpartition("/")[2]
        db.commit()
    page.goto(link)
    page.get_by_label("Nieuw wachtwoord").fill("de fiets staat nog bij de bakker")
    page.get_by_label("Nog een keer hetzelfde").fill("de fiets staat nog bij de bakker")
    page.get_by_role("button", name="Verder naar stap 2").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Klaar").click()
    expect(page.locator("#error-summary")).to_be_focused()
    joost = Person(user, "joost@voorbeeld.example", secret, "")
    page.get_by_role("textbox", name="Code").fill(joost.code(fixed_now()))
    page.get_by_role("button", name="Klaar").click()
    expect(page.locator(".oo-codes li")).to_have_count(10)
    go_back(page)
    expect(page.get_by_role("heading", name="Deze link is al gebruikt")).to_be_visible()
