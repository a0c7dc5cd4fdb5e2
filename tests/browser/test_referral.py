"""The one path of a referral in a real browser: keyboard alone, accessible, nothing lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.referrals import services
from mentorship.referrals.facts import Decision
from mentorship.referrals.models import Referral, TriageOutcome
from tests.accounts.people import Person, person
from tests.browser.accessibility import assert_accessible, assert_all_accessible, assert_english
from tests.conftest_web import PageOf
from tests.factories import FixedNow
from tests.referrals.senders import referrer, sent


@pytest.fixture
def school(sqlite_database: Database) -> Person:
    return referrer(sqlite_database)


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


def tab_to(page: Page, name: str, role: str | None = None) -> None:
    """Presses Tab until what has this name is reached, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return (e.labels && e.labels[0]"
            " ? e.labels[0].innerText : e.innerText || '') }"
        )
        if name in focused:
            return
    raise AssertionError(f"“{name}” is not reached with Tab")


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def start_draft(page: Page) -> None:
    page.goto("/referrals/new")
    page.get_by_label("Ja, we hebben het besproken").check()
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", name="Verwijzing", exact=True)).to_be_visible()


def fill_in(page: Page) -> None:
    page.get_by_label("Voornaam").fill("Yara")
    page.get_by_label("Geboortejaar").fill("2008")
    page.get_by_label("Woonplaats").fill("Haarlem")
    page.get_by_label("Telefoon", exact=True).check()
    page.get_by_label("Telefoonnummer").fill("06 00000000")
    page.get_by_label("Wat speelt er?").fill("Ze zit veel thuis.")
    page.get_by_label("Wat kan een mentor betekenen?").fill("Iemand die meegaat.")
    page.get_by_label("Hoe kent u de jongere?").fill("Mentor van haar klas")
    page.get_by_label("Ja, de jongere vindt het goed dat ik").check()


def test_from_the_question_to_the_decision_with_the_keyboard_alone(
    page_of: PageOf, school: Person, consultant: Person
) -> None:
    page = page_of(school)
    page.goto("/")
    tab_to(page, "Nieuwe verwijzing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is ONE-on-ONE iets voor")).to_be_visible()
    tab_to(page, "Ja, we hebben het besproken")
    page.keyboard.press("Space")
    tab_to(page, "Verder")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Voornaam")).to_be_visible()
    write(page, "Voornaam", "Yara")
    write(page, "Geboortejaar", "2008")
    write(page, "Woonplaats", "Haarlem")
    tab_to(page, "Telefoon")
    page.keyboard.press("Space")
    write(page, "Telefoonnummer", "06 00000000")
    write(page, "Wat speelt er?", "Ze zit veel thuis.")
    write(page, "Wat kan een mentor betekenen?", "Iemand die meegaat.")
    write(page, "Hoe kent u de jongere?", "Mentor van haar klas")
    tab_to(page, "Ja, de jongere vindt het goed")
    page.keyboard.press("Space")
    tab_to(page, "Verwijzing versturen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Uw verwijzing is ontvangen")).to_be_visible()

    desk = page_of(consultant)
    desk.goto("/")
    tab_to(desk, "De verwijzingen bekijken")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Wacht op jou")).to_be_visible()
    tab_to(desk, "Oppakken")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Yara")).to_be_visible()
    tab_to(desk, "Uitnodigen voor een intake")
    desk.keyboard.press("Space")
    write(desk, "Reden", "Wil zelf, past goed.")
    tab_to(desk, "Besluit opslaan")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("De verwijzer leest: “In gesprek”.")).to_be_visible()
    page.goto("/referrals")
    expect(page.get_by_text("In gesprek")).to_be_visible()


@pytest.fixture
def sent_before(
    sqlite_database: Database, school: Person, consultant: Person, fixed_now: FixedNow
) -> dict[str, str]:
    """Referrals in several states, by what they show."""
    ids = {name: sent(sqlite_database, school, first_name=name) for name in ("Late", "Asked")}
    with sqlite_database.writing() as db:
        asked = db.get_one(Referral, ids["Asked"])
        services.pick_up(db, asked)
        decision = Decision(
            TriageOutcome.ASK, "Onduidelijk", "Weet haar moeder ervan?\nSinds kort?"
        )
        services.triage(db, asked, decision, consultant.id)
        db.commit()
    fixed_now.advance(days=3)
    ids["New"] = sent(sqlite_database, school, first_name="New")
    ids["Open"] = sent(sqlite_database, school, first_name="Open")
    with sqlite_database.writing() as db:
        services.pick_up(db, db.get_one(Referral, ids["Open"]))
        db.commit()
    return {name: str(key) for name, key in ids.items()}


def test_every_page_is_accessible_in_both_languages(
    page_of: PageOf, school: Person, consultant: Person, sent_before: dict[str, str]
) -> None:
    referring, deciding = page_of(school), page_of(consultant)
    start_draft(referring)
    pages = [
        (referring, "today", "desk-referrer"),
        (referring, "referrals/leaflet", "referral-leaflet"),
        (referring, "referrals", "referral-mine"),
        (referring, f"referrals/own/{sent_before['Asked']}", "referral-own"),
        (referring, f"referrals/own/{sent_before['New']}/receipt", "referral-receipt"),
        (deciding, "today", "desk-consultant"),
        (deciding, "referrals/inbox", "referral-inbox"),
        (deciding, f"referrals/{sent_before['Open']}", "referral-case"),
        (deciding, f"referrals/{sent_before['Asked']}", "referral-case-asked"),
    ]
    assert_all_accessible([(page, f"/{path}", name) for page, path, name in pages])
    for page in (referring, deciding):
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    for page, path, _ in pages:
        assert_english(page, f"/{path}")


def test_mistakes_are_said_and_led_to(page_of: PageOf, school: Person) -> None:
    page = page_of(school)
    start_draft(page)
    page.get_by_label("Woonplaats").fill("Harlem")
    page.get_by_role("button", name="Verwijzing versturen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible(page, "referral-draft-mistakes")
    page.get_by_role("alert").get_by_role("link", name="Bedoelt u").click()
    expect(page.get_by_label("Woonplaats")).to_be_focused()
    expect(page.get_by_label("Woonplaats")).to_have_value("Harlem")


def test_it_saves_while_one_writes_and_a_hint_appears_beside_the_text(
    page_of: PageOf, school: Person
) -> None:
    page = page_of(school)
    start_draft(page)
    page.get_by_label("Wat speelt er?").press_sequentially("Zijn moeder maakt zich zorgen")
    expect(page.get_by_text("over iemand anders gaat")).to_be_visible()
    expect(page.get_by_text("Opgeslagen om")).to_be_visible()
    page.get_by_label("Wat kan een mentor betekenen?").press_sequentially("Rust")
    expect(page.get_by_text("Opgeslagen om")).to_be_visible()
    page.wait_for_timeout(2_000)
    page.reload()
    expect(page.get_by_label("Wat speelt er?")).to_have_value("Zijn moeder maakt zich zorgen")
    expect(page.get_by_label("Wat kan een mentor betekenen?")).to_have_value("Rust")


def test_two_windows_on_one_draft_choose(page_of: PageOf, school: Person) -> None:
    one = page_of(school)
    start_draft(one)
    other = page_of(school)
    other.goto(one.url)
    one.get_by_label("Wat speelt er?").fill("Tekst van het ene venster")
    one.get_by_role("button", name="Concept opslaan").click()
    expect(one.get_by_text("Opgeslagen om").first).to_be_visible()
    other.get_by_label("Wat speelt er?").fill("Tekst van het andere venster")
    expect(other.get_by_text("in een ander venster gewijzigd")).to_be_visible()
    other.get_by_role("button", name="Concept opslaan").click()
    expect(other.get_by_role("heading", name="Twee verschillende teksten")).to_be_visible()
    assert_accessible(other, "referral-two-texts")
    other.get_by_role("radio", name=re.compile("^Het andere venster")).check()
    other.get_by_role("button", name="Deze keuze bewaren").click()
    expect(other.get_by_label("Wat speelt er?")).to_have_value("Tekst van het ene venster")


def test_signed_out_in_another_window_nothing_is_lost(page_of: PageOf, school: Person) -> None:
    page = page_of(school)
    start_draft(page)
    draft = page.url
    away = page.context.new_page()
    away.goto("/referrals")
    away.get_by_role("button", name="Uitloggen").click()
    note = "Een lange notitie die niet kwijt mag. " * 20
    page.get_by_label("Wat speelt er?").fill(note)
    expect(page.get_by_text("u bent uitgelogd")).to_be_visible()
    page.get_by_role("button", name="Concept opslaan").click()
    expect(page.get_by_role("link", name="Inloggen").first).to_be_visible()
    assert note.strip() in page.locator("textarea").first.input_value()
    assert_accessible(page, "referral-signed-out")
    back = page_of(school)
    back.goto(draft)
    expect(back.get_by_label("Wat speelt er?")).to_be_visible()


def test_pressing_twice_and_going_back_sends_once(
    page_of: PageOf, school: Person, sqlite_database: Database
) -> None:
    page = page_of(school)
    start_draft(page)
    fill_in(page)
    page.get_by_role("button", name="Verwijzing versturen").dblclick()
    expect(page.get_by_role("heading", name="Uw verwijzing is ontvangen")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Uw verwijzing is ontvangen")).to_be_visible()
    page.goto("/referrals")
    expect(page.get_by_role("link", name="Yara")).to_have_count(1)


def test_the_second_consultant_reads_what_happened(
    page_of: PageOf, sqlite_database: Database, consultant: Person, sent_before: dict[str, str]
) -> None:
    case = f"/referrals/{sent_before['Open']}"
    first, second = page_of(consultant), page_of(person(sqlite_database, Role.MENTOR_CONSULTANT))
    for page, reason in ((first, "Geen plek nu"), (second, "Mijn lange afweging")):
        page.goto(case)
        page.get_by_label("Afwijzen").check()
        page.get_by_label("Reden").fill(reason)
    for page in (first, second):
        page.get_by_role("button", name="Besluit opslaan").click()
    expect(second.get_by_role("heading", name="Een collega was eerder")).to_be_visible()
    expect(second.get_by_text("Mijn lange afweging")).to_be_visible()
    assert_accessible(second, "referral-too-late")


def test_another_language_asks_before_a_reason_is_lost(
    page_of: PageOf, school: Person, consultant: Person, sqlite_database: Database
) -> None:
    referral_id = sent(sqlite_database, school)
    with sqlite_database.writing() as db:
        services.pick_up(db, db.get_one(Referral, referral_id))
        db.commit()
    page = page_of(consultant)
    page.goto(f"/referrals/{referral_id}")
    page.locator("#reason").fill("Past bij wat we kunnen bieden.")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="English").click()
    assert asked == [
        "De tekst op deze pagina is niet bewaard. Toch verdergaan en de tekst kwijtraken?"
    ]
    expect(page.locator("#reason")).to_have_value("Past bij wat we kunnen bieden.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
