"""Somebody on a phone tells what went wrong; a confidant stops contact and writes a letter."""

from playwright.sync_api import Page, expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from tests.accounts.people import person
from tests.browser.accessibility import assert_accessible
from tests.browser.at_work import follow, press, says
from tests.conftest_web import PageOf
from tests.mentors.applicants import make_mentor

DESK = {"width": 1280, "height": 900}
WORDS = "Hij appt mij midden in de nacht."
LETTER = "Bedankt dat je het vertelde.\nWat hij deed, mag niet."


def _told_by_somebody_without_an_account(page: Page) -> None:
    page.goto("/")
    follow(page, "Een klacht of melding")
    press(page, "Versturen naar de vertrouwenspersoon")
    expect(page.get_by_role("alert")).to_contain_text("Schrijf op wat er is gebeurd.")
    page.get_by_role("radio", name="Een mentor", exact=True).check()
    page.get_by_label("Wat is er gebeurd?").fill(WORDS)
    page.get_by_role("button", name="Versturen naar de vertrouwenspersoon").dblclick()
    says(page, "Het is aangekomen.")
    page.get_by_label("Wat wil je nog vertellen?").fill("Ik ben na school te bereiken.")
    page.get_by_role("button", name="Versturen naar de vertrouwenspersoon").dblclick()
    says(page, "Toegevoegd op")
    expect(page.get_by_text("Toegevoegd op")).to_have_count(1)
    expect(page.get_by_text(WORDS)).to_have_count(0)
    assert_accessible(page, "complaints-told")


def test_a_complaint_from_a_phone_to_the_letter(page_of: PageOf, sqlite_database: Database) -> None:
    confidant = person(sqlite_database, Role.CONFIDANT)
    with sqlite_database.writing() as db:
        make_mentor(db, first_name="Janna")
        db.commit()
    teller = page_of(None)
    _told_by_somebody_without_an_account(teller)

    desk = page_of(confidant)
    desk.set_viewport_size(DESK)
    desk.goto("/today")
    follow(desk, "Een klacht die nog niemand heeft")
    says(desk, WORDS)
    assert_accessible(desk, "complaints-one-free")
    desk.get_by_role("button", name="Ik pak dit op").dblclick()
    says(desk, "Ik ben na school te bereiken.")
    desk.get_by_label("Een deel van de naam").fill("jann")
    press(desk, "Zoeken")
    press(desk, "Janna Dekker vastleggen")
    says(desk, "Deze persoon ziet de klacht nooit")
    press(desk, "Contact nu stopzetten")
    says(desk, "Het contact ligt stil sinds")
    assert_accessible(desk, "complaints-one-mine")
    desk.get_by_role("radio", name="De klacht klopt", exact=True).check()
    press(desk, "Afronden en de brief laten lezen")
    expect(desk.get_by_role("alert")).to_contain_text("Schrijf de brief.")
    expect(desk.get_by_role("radio", name="De klacht klopt", exact=True)).to_be_checked()
    desk.get_by_label("Brief aan wie het vertelde").fill(LETTER)
    press(desk, "Afronden en de brief laten lezen")
    says(desk, "Afgerond. Wie het vertelde")
    desk.go_back()
    desk.go_forward()
    follow(desk, "Klachten")
    assert_accessible(desk, "complaints-index")

    teller.reload()
    says(teller, "Wat hij deed, mag niet.")
    assert_accessible(teller, "complaints-letter")
