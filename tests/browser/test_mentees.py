"""The course of a young person in a browser: by keyboard, on a phone, every page looked at."""

from datetime import date
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.referrals import services
from mentorship.referrals.mentees.intake_models import GivenBy
from mentorship.referrals.mentees.models import Mentee, StoppedBy
from tests.accounts.people import Person, person
from tests.browser.accessibility import assert_accessible, assert_all_accessible, assert_english
from tests.browser.test_referral import tab_to, write
from tests.conftest_web import PageOf
from tests.factories import FixedNow
from tests.referrals.courses import (
    accepted,
    add,
    committed,
    guard,
    talked,
    waiting,
    write_profile,
)
from tests.referrals.senders import referrer, send


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


def press(page: Page, name: str) -> None:
    """Goes to what has this name with the keyboard, presses it, and waits for the next page."""
    tab_to(page, name)
    page.evaluate("() => { document.documentElement.dataset.left = 'not yet' }")
    page.keyboard.press("Enter")
    page.locator("html:not([data-left])").wait_for()
    page.wait_for_load_state()


def test_from_the_intake_to_the_waiting_list_with_the_keyboard_alone(
    page_of: PageOf, sqlite_database: Database, consultant: Person
) -> None:
    committed(sqlite_database, referrer(sqlite_database), consultant)
    page = page_of(consultant)
    page.goto("/mentees")
    press(page, "Yara")
    expect(page.get_by_role("heading", name="Volgende stap: Het eerste gesprek")).to_be_visible()
    press(page, "Het eerste gesprek voeren")
    write(page, "Dag van het gesprek", "2-3-2026")
    tab_to(page, "De jongere")
    page.keyboard.press("Space")
    write(page, "Waar het over ging", "Wil graag boksen.")
    press(page, "Gesprek opslaan")
    expect(page.get_by_text("Het gesprek staat in het dossier.")).to_be_visible()
    page.goto(page.url.split("#")[0])
    press(page, "Wensen en vrije tijd opschrijven")
    write(page, "Hoogstens reizen", "15")
    tab_to(page, "woensdagavond")
    page.keyboard.press("Space")
    tab_to(page, "Nederlands")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De wensen en vrije tijd zijn opgeslagen.")).to_be_visible()
    page.goto(page.url.split("#")[0])
    press(page, "Besluiten over de intake")
    tab_to(page, "Past: een mentor zoeken")
    page.keyboard.press("Space")
    write(page, "Reden", "Past goed.")
    press(page, "Besluit opslaan")
    press(page, "Toestemming vragen")
    press(page, "Vragen op dit apparaat")
    for _ in range(5):
        tab_to(page, "Ja")
        page.keyboard.press("Space")
    press(page, "Antwoorden opslaan")
    expect(page.get_by_text("De antwoorden staan in het dossier.")).to_be_visible()
    page.goto("/mentees?stage=waiting")
    expect(page.get_by_text("wacht sinds 02-03-2026")).to_be_visible()


@pytest.fixture
def courses(sqlite_database: Database, consultant: Person, fixed_now: FixedNow) -> dict[str, UUID]:
    """Young people in several states, some of them late."""
    school = referrer(sqlite_database)
    with sqlite_database.writing() as db:
        child = accepted(
            db, school, consultant, birth_year=2012, own_words="Niet meteen oordelen.",
            contact_caution="Niet op het vaste nummer.",
        )  # fmt: skip
        guard(db, child)
        half = accepted(db, school, consultant, first_name="Milan", birth_year=2010)
        talked(db, half, consultant)
        write_profile(db, half)
        services.add_goal(db, half, "Weer twee dagen naar school.")
        waits = waiting(db, school, consultant, first_name="Noor", family_name="Voorbeeld")
        services.set_priority(db, waits, 1, "Wacht al heel lang.", by=consultant.id)
        services.note_letter_sent(db, waits, date(2026, 3, 2), "2026-1", by=consultant.id)
        stopped = add(db, consultant, first_name="Sami")
        services.stop(db, stopped, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
        again = send(db, school, first_name="Noor", family_name="Voorbeeld")
        services.pick_up(db, again)
        db.commit()
        ids = {"child": child, "half": half, "waits": waits, "stopped": stopped, "again": again}
    fixed_now.advance(days=20)
    return {name: row.id for name, row in ids.items()}


def test_every_page_of_a_course_is_accessible_in_both_languages(
    page_of: PageOf, consultant: Person, courses: dict[str, UUID], sqlite_database: Database
) -> None:
    child = f"/mentees/{courses['child']}"
    with sqlite_database.writing() as db:
        address = services.ask_by_link(db, db.get_one(Mentee, courses["child"]), GivenBy.GUARDIAN)
        db.commit()
    inside = [
        ("/mentees", "mentees"),
        ("/mentees?stage=waiting", "mentees-waiting"),
        ("/mentees?stage=started", "mentees-nobody"),
        (child, "mentee-child"),
        (f"/mentees/{courses['half']}", "mentee-half"),
        (f"/mentees/{courses['waits']}", "mentee-waits"),
        (f"/mentees/{courses['stopped']}", "mentee-stopped"),
        (f"/referrals/{courses['again']}", "mentee-known"),
        *((f"{child}/{part}", f"mentee-{part}") for part in (
            "contact", "guardians", "consents",
        )),
        (f"/mentees/{courses['half']}/goals", "mentee-goals"),
        (f"{child}/consents/ask?who=guardian", "mentee-ask"),
        (f"{child}/consents/withdraw?purpose=participation&who=guardian", "mentee-withdraw"),
    ]  # fmt: skip
    desk, outside = page_of(consultant), page_of(None)
    token = address.rsplit("/", 1)[1]
    pages = [(desk, path, name) for path, name in inside]
    pages += [
        (outside, f"/consent/{token}", "consent-link"),
        (outside, "/consent/nonsense", "consent-link-problem"),
    ]
    assert_all_accessible(pages)
    for page in (desk, outside):
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    for page, path, _ in pages:
        assert_english(page, path)


def test_a_parent_answers_on_a_phone_and_a_mistake_is_led_to(
    page_of: PageOf, courses: dict[str, UUID], consultant: Person
) -> None:
    desk = page_of(consultant)
    desk.goto(f"/mentees/{courses['child']}/consents")
    desk.get_by_role("button", name="Link maken").last.click()
    assert_accessible(desk, "mentee-link")
    address = desk.get_by_label("Link", exact=True).input_value()
    page = page_of(None)
    page.goto("/consent/" + address.rsplit("/", 1)[1])
    page.get_by_role("radio", name="Ja", exact=True).first.check()
    page.get_by_role("button", name="Antwoorden versturen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible(page, "consent-link-mistakes")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_role("radio", name="Ja", exact=True).nth(1)).to_be_focused()
    for number in range(1, 5):
        page.get_by_role("radio", name="Nee", exact=True).nth(number).check()
    page.get_by_role("button", name="Antwoorden versturen").click()
    expect(page.get_by_text("De antwoorden zijn opgeslagen.")).to_be_visible()
    assert_accessible(page, "consent-link-thanks")
    page.goto("/consent/" + address.rsplit("/", 1)[1])
    expect(page.get_by_text("Iets wijzigen?")).to_be_visible()
    assert_accessible(page, "consent-link-used")


def test_pressing_twice_notes_one_talk(
    page_of: PageOf, courses: dict[str, UUID], consultant: Person
) -> None:
    page = page_of(consultant)
    page.goto(f"/mentees/{courses['child']}/talk")
    page.get_by_label("Dag van het gesprek").fill("20-03-2026")
    page.get_by_label("De jongere", exact=True).check()
    page.get_by_label("Waar het over ging").fill("Kort gesprek.")
    page.get_by_role("button", name="Gesprek opslaan").dblclick()
    expect(page.get_by_text("Het gesprek staat in het dossier.")).to_be_visible()
    expect(page.get_by_text("Kort gesprek.")).to_have_count(1)


def test_two_consultants_on_one_file_lose_nothing(
    page_of: PageOf, courses: dict[str, UUID], consultant: Person, sqlite_database: Database
) -> None:
    first, second = page_of(consultant), page_of(person(sqlite_database, Role.MENTOR_CONSULTANT))
    for page, words in ((first, "Niet na acht uur"), (second, "Alleen op woensdag")):
        page.goto(f"/mentees/{courses['waits']}/contact")
        page.get_by_label("Wat moeten we niet doen?").fill(words)
    for page in (first, second):
        page.get_by_role("button", name="Contact opslaan").click()
    expect(second.get_by_role("heading", name="Nu opgeslagen")).to_be_visible()
    expect(second.get_by_text("Niet na acht uur")).to_be_visible()
    expect(second.get_by_label("Wat moeten we niet doen?")).to_have_value("Alleen op woensdag")
    assert_accessible(second, "mentee-changed")
