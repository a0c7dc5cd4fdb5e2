"""The path of a mentor in a real browser: keyboard alone, accessible, nothing lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.links import LinkError
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries, references, services
from mentorship.mentors.models import Mentor, ReferenceOutcome
from mentorship.mentors.rules import Gate
from mentorship.region.models import House
from mentorship.region.services import change_phone, seed_region
from tests.accounts.people import Person, person
from tests.browser.accessibility import assert_accessible, assert_all_accessible
from tests.conftest_web import PageOf
from tests.mentors.applicants import (
    ANSWERS,
    APPLICATION,
    ask,
    make_mentor,
    pass_gates,
    ready_mentor,
)


@pytest.fixture(autouse=True)
def _region(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        seed_region(db)
        db.commit()


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has this name is reached, as somebody without a mouse does."""
    for _ in range(150):
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


def test_applying_with_the_keyboard_alone(page_of: PageOf) -> None:
    page = page_of(None)
    page.goto("/apply")
    tab_to(page, "Aanmelden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Aanmelden als mentor")).to_be_visible()
    write(page, "Voornaam", "Sanne")
    write(page, "Achternaam", "Dekker")
    write(page, "E-mailadres", "sanne@voorbeeld.example")
    write(page, "Telefoonnummer", "06 00000000")
    write(page, "Waar woon je?", "Harlem")
    write(page, "Waarom wil je mentor worden?", "Iemand stond ooit naast mij.")
    tab_to(page, "Mijn aanmelding versturen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert_accessible(page, "mentors-application-mistake")
    page.get_by_role("alert").get_by_role("link", name="Bedoelt u").press("Enter")
    expect(page.get_by_label("Waar woon je?")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Haarlem")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dank je wel")).to_be_visible()
    assert_accessible(page, "mentors-thanks")


def test_the_week_is_painted_with_keys_and_with_the_mouse(
    page_of: PageOf, consultant: Person, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        mentor = make_mentor(db)
        db.commit()
    page = page_of(consultant)
    page.goto(f"/mentors/{mentor.id}/profile")
    page.get_by_label("maandagochtend", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("dinsdagochtend", exact=True)).to_be_checked()
    page.set_viewport_size({"width": 1280, "height": 900})
    start = page.get_by_label("donderdagavond", exact=True).locator("..").bounding_box()
    end = page.get_by_label("zaterdagavond", exact=True).locator("..").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + 10, steps=12)
    page.mouse.up()
    for day in ("donderdag", "vrijdag", "zaterdag"):
        expect(page.get_by_label(f"{day}avond", exact=True)).to_be_checked()
    page.get_by_label("Hoogstens reizen (kilometer)").fill("12,5")
    page.get_by_label("Nederlands", exact=True).check()
    page.get_by_label("In het echt afspreken").check()
    assert_accessible(page, "mentors-profile")
    page.get_by_role("button", name="Profiel opslaan").click()
    expect(page.get_by_text("Het profiel is opgeslagen.")).to_be_visible()
    with sqlite_database.reading() as db:
        saved = queries.profile_of(db, db.get_one(Mentor, mentor.id))
    assert saved.slots == {
        "mon-morning", "tue-morning", "thu-evening", "fri-evening", "sat-evening",
    }  # fmt: skip
    assert saved.max_travel_m == 12_500


@pytest.fixture
def files(sqlite_database: Database, consultant: Person) -> dict[str, UUID]:
    """Mentors in several states, by what they show."""
    with sqlite_database.writing() as db:
        change_phone(db, db.get_one(House, "KEN"), "023 000 00 00")
        ready = ready_mentor(db, consultant, first_name="Rinske", family_name="Inzetbaar")
        new = make_mentor(db, first_name="Nora", family_name="Nieuw")
        half = make_mentor(db, first_name="Hidde", family_name="Halverwege")
        pass_gates(db, half, consultant, (Gate.INTERVIEW, Gate.AGREEMENT, Gate.PROFILE))
        asked = ask(db, half, 1)
        answered = ask(db, half, 2, name="Piet Bakker", email="", phone="06 00000003")
        services.note_answers(db, half, answered, ANSWERS, consultant.id)
        paused = ready_mentor(db, consultant, first_name="Pim", family_name="Pauze")
        day = queries.today(db)
        services.pause(db, paused, day, day + timedelta(days=20), "Een verre reis")
        gone = make_mentor(db, first_name="Wies", family_name="Weg")
        services.decline(db, gone, "Geen tijd voor een heel jaar.", consultant.id)
        db.commit()
    return {
        "ready": ready.id, "new": new.id, "half": half.id, "paused": paused.id, "gone": gone.id,
        "asked": asked.id, "answered": answered.id,
    }  # fmt: skip


def test_every_page_in_every_state_is_accessible(
    page_of: PageOf, consultant: Person, files: dict[str, UUID], sqlite_database: Database
) -> None:
    """In Dutch; tests/browser/test_every_page.py opens each page in English as well."""
    half, paused = f"mentors/{files['half']}", f"mentors/{files['paused']}"
    public, screening = page_of(None), page_of(consultant)
    coordinating = page_of(person(sqlite_database, Role.COORDINATOR))
    pages = [
        (public, "mentors/reference/nothing", "mentors-reference-unknown"),
        (screening, "mentors", "mentors-board"),
        (screening, "mentors?stage=ended", "mentors-board-ended"),
        (screening, f"mentors/{files['new']}", "mentors-one-new"),
        (screening, half, "mentors-one-half"),
        (screening, f"mentors/{files['ready']}", "mentors-one-ready"),
        (screening, paused, "mentors-one-paused"),
        (screening, f"mentors/{files['gone']}", "mentors-one-gone"),
        (coordinating, half, "mentors-readiness-half"),
        (coordinating, f"mentors/{files['ready']}", "mentors-readiness-ready"),
        (coordinating, paused, "mentors-readiness-paused"),
        (coordinating, f"mentors/{files['gone']}", "mentors-readiness-gone"),
        (screening, f"{half}/references/{files['answered']}", "mentors-reference-answered"),
        (screening, f"{half}/profile", "mentors-profile-filled"),
    ]
    assert_all_accessible([(page, f"/{path}", name) for page, path, name in pages])


def _link(database: Database) -> str:
    """The page behind the one letter to a referee that still opens something."""
    with database.reading() as db:
        rows = db.exec(select(OutboxMail).where(OutboxMail.letter == "mentors.reference")).all()
        bodies = [vault.read(db, row, "body", purpose=Purpose.MESSAGING) or "" for row in rows]
        tokens = [body.split("/mentors/reference/")[1].split()[0] for body in bodies]
        (token,) = [token for token in tokens if _opens(db, token)]
    return f"/mentors/reference/{token}"


def _opens(db: Db, token: str) -> bool:
    try:
        references.find_asked(db, token)
    except LinkError:
        return False
    return True


def test_the_mentors_own_page_says_what_is_missing_and_until_when(
    page_of: PageOf, sqlite_database: Database, consultant: Person
) -> None:
    mentor_person = person(sqlite_database, Role.MENTOR)
    with sqlite_database.writing() as db:
        mentor = services.add_mentor(db, APPLICATION, user=mentor_person.user)
        db.commit()
    page = page_of(mentor_person)
    page.goto("/today")
    page.get_by_role("link", name="Mijn mentorschap").first.click()
    expect(page.get_by_text("Wat nog ontbreekt")).to_be_visible()
    assert_accessible(page, "mentors-mine-new")
    with sqlite_database.writing() as db:
        pass_gates(db, db.get_one(Mentor, mentor.id), consultant)
        db.commit()
    page.reload()
    expect(page.get_by_text("Je bent inzetbaar sinds")).to_be_visible()
    assert_accessible(page, "mentors-mine-ready")
    page.get_by_role("link", name="Pauze plannen").click()
    page.get_by_label("Laatste dag").fill("20-3-2026")
    page.get_by_role("button", name="Pauze opslaan").click()
    expect(page.get_by_text("Pauze tot en met 20 maart 2026")).to_be_visible()
    assert_accessible(page, "mentors-mine-paused")
    page.get_by_role("button", name="Deze pauze beëindigen").click()
    expect(page.get_by_text("Je bent inzetbaar sinds")).to_be_visible()


def test_a_referee_whose_link_stopped_reads_why_and_keeps_the_text(
    page_of: PageOf, sqlite_database: Database, consultant: Person, files: dict[str, UUID]
) -> None:
    page = page_of(None)
    page.goto(_link(sqlite_database))
    page.get_by_label("Hoe lang en waarvan").fill("Acht jaar")
    page.get_by_label("Waar is deze persoon goed in").fill("Een lang verhaal over luisteren")
    page.get_by_label("Ja", exact=True).check()
    with sqlite_database.writing() as db:
        half = db.get_one(Mentor, files["half"])
        reference = queries.open_reference(db, half, 1)
        assert reference is not None
        services.note_answers(db, half, reference, ANSWERS, consultant.id)
        accepted = ReferenceOutcome.ACCEPTED
        services.judge_reference(db, half, reference, accepted, "", consultant.id)
        db.commit()
    page.get_by_role("button", name="Mijn antwoorden versturen").click()
    expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    expect(page.get_by_text("Een lang verhaal over luisteren")).to_be_visible()
    assert_accessible(page, "mentors-reference-stopped")
