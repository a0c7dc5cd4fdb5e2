"""From invitation to account in a real browser: by keyboard alone, on a phone and on a desktop."""

import re

import pytest
from playwright.sync_api import Page, expect

from mentorship.accounts import demo, grants, invitations, services
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.foundation.db import Database
from tests.accounts.people import PASSWORD, Person, person
from tests.browser.accessibility import assert_accessible, assert_all_accessible
from tests.factories import FixedNow

SENTENCE = "de fiets staat nog bij de bakker"


@pytest.fixture
def mentor(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR)


@pytest.fixture
def coordinator(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.COORDINATOR)


def focused(page: Page) -> str:
    """What the keyboard is on, as a screen reader would name it."""
    return str(page.evaluate(
        "() => { const at = document.activeElement;"
        " return at.labels?.[0]?.innerText ?? at.innerText ?? ''; }"
    )).strip()  # fmt: skip


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the keyboard is there, as somebody without a mouse does."""
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(focused(page))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"Tab does not reach {name!r}, only {seen}")


def sign_in(page: Page, someone: Person, now: FixedNow, path: str = "/sign-in") -> None:
    page.goto(path)
    page.get_by_label("E-mailadres").fill(someone.email)
    page.get_by_label("Wachtwoord").fill(someone.password)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").fill(someone.code(now()))
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()


def test_the_keyboard_alone_signs_in_and_out(
    page: Page, mentor: Person, fixed_now: FixedNow
) -> None:
    page.goto("/account")
    tab_to(page, "E-mailadres")
    page.keyboard.type(mentor.email)
    tab_to(page, "Wachtwoord")
    page.keyboard.type("niet het goede wachtwoord")
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    tab_to(page, "Wachtwoord")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tweede stap")).to_be_visible()
    tab_to(page, "Code")
    page.keyboard.type(mentor.code(fixed_now()))
    tab_to(page, "Inloggen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
    tab_to(page, "Uitloggen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Je bent uitgelogd.")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def test_every_step_at_the_door_is_accessible(
    page: Page, mentor: Person, fixed_now: FixedNow
) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name="Verder").click()
    expect(page.locator("#error-summary")).to_be_visible()
    assert_accessible(page, "sign-in-wrong")
    page.get_by_label("E-mailadres").fill(mentor.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_label("Code")).to_be_visible()
    assert_accessible(page, "second-factor")
    page.get_by_role("link", name="Ik heb mijn telefoon niet").click()
    expect(page.get_by_label("Herstelcode")).to_be_visible()
    assert_accessible(page, "recovery-code")
    page.goto("/reset/geen-echte-link")
    assert_accessible(page, "link-problem")


def test_an_invitation_becomes_an_account(
    page: Page, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        user = services.add_user(db, NewUser("Joost Kapteijn", "joost@voorbeeld.example"))
        grants.grant_role(db, user, Role.TRAINER, None, None)
        link = "/invitation/" + invitations.send_invitation(db, user).rpartition("/")[2]
        db.commit()
    page.goto(link)
    assert_accessible(page, "invitation")
    page.get_by_label("Nieuw wachtwoord").fill("welkom2026welkom")
    page.get_by_label("Nog een keer hetzelfde").fill("welkom2026welkom")
    page.get_by_role("button", name="Verder naar stap 2").click()
    expect(page.locator("#error-summary")).to_contain_text("makkelijk te raden")
    page.get_by_label("Nieuw wachtwoord").fill(SENTENCE)
    page.get_by_label("Nog een keer hetzelfde").fill(SENTENCE)
    page.get_by_role("button", name="Verder naar stap 2").click()
    expect(page.get_by_role("img", name=re.compile("QR-code"))).to_be_visible()
    assert_accessible(page, "invitation-second-factor")
    secret = page.locator("code").inner_text().replace(" ", "")
    joost = Person(user, "joost@voorbeeld.example", secret, SENTENCE)
    page.get_by_role("textbox", name="Code").fill(joost.code(fixed_now()))
    page.get_by_role("button", name="Klaar").dblclick()
    expect(page.locator(".oo-codes li")).to_have_count(10)
    assert_accessible(page, "recovery-codes-new")
    page.get_by_role("button", name="Ik heb de codes bewaard").click()
    page.goto(link)
    expect(page.get_by_role("heading", name="Deze link is al gebruikt")).to_be_visible()
    assert_accessible(page, "invitation-used")


def test_the_pages_of_the_own_account_are_accessible(
    page: Page, mentor: Person, fixed_now: FixedNow
) -> None:
    sign_in(page, mentor, fixed_now, "/account")
    for path in ("/account", "/account/details", "/account/password", "/account/recovery-codes",
                 "/account/recovery-codes/renew", "/account/sign-ins"):  # fmt: skip
        page.goto(path)
        assert_accessible(page)
    fixed_now.advance(minutes=11)
    page.goto("/account/recovery-codes/renew")
    expect(page.get_by_role("heading", name="Nog één keer bevestigen")).to_be_visible()
    assert_accessible(page)


def test_the_pages_about_users_are_accessible(
    page: Page, coordinator: Person, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        user = db.get_one(User, mentor.id)
        grants.grant_role(db, user, Role.CONFIDANT, None, coordinator.id)
        officer = services.add_user(db, NewUser("Otto Visserman", "otto@voorbeeld.example"))
        grants.grant_role(db, user, Role.TRAINER, None, officer.id)
        others = grants.grant_role(db, user, Role.MENTOR_CONSULTANT, "ZW", officer.id)
        db.commit()
    sign_in(page, coordinator, fixed_now, "/users")
    pages = {
        "users": "/users",
        "users-invite": "/users/invite",
        "user": f"/users/{mentor.id}",
        "user-roles": f"/users/{mentor.id}/roles",
        "user-disable": f"/users/{mentor.id}/disable",
        "user-start-over": f"/users/{mentor.id}/start-over",
        "role-approve": f"/users/roles/{others.id}/approve",
    }
    assert_all_accessible([(page, path, name) for name, path in pages.items()])


def test_the_demo_has_a_button_for_each_role(page: Page, sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        demo.mark_demo_database(db)
        for role in (Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.TRAINER):
            new = NewUser(f"Verzonnen {role}", f"{role}@demo.example")
            demo.create_demo_account(db, new, role)
        db.commit()
    page.goto("/sign-in")
    assert_accessible(page, "sign-in-demo")
    page.get_by_role("button", name="Privacyfunctionaris").click()
    page.goto("/account")
    expect(page.get_by_text("Verzonnen privacy_officer")).to_be_visible()


def test_two_browsers_and_the_back_button(page: Page, mentor: Person, fixed_now: FixedNow) -> None:
    sign_in(page, mentor, fixed_now, "/account/sign-ins")
    expect(page.get_by_role("heading", name="Waar ik ben ingelogd")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.locator("main")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="Mijn account")).to_be_visible()
