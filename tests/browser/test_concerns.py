"""On a phone: a mentor says that they are worried, the consultant takes it on; accessible."""

from playwright.sync_api import expect

from mentorship.foundation.db import Database
from mentorship.region.models import House as HouseRow
from mentorship.region.services import change_phone
from tests.browser.accessibility import PHONE, assert_accessible
from tests.browser.at_work import follow, press, says
from tests.conftest_web import PageOf
from tests.trajectories.concerns.worried import WORDS, house

KEPT = "Hij komt niet meer opdagen."


def test_a_worry_goes_from_the_phone_to_the_consultant(
    page_of: PageOf, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        there = house(db)
        change_phone(db, db.get_one(HouseRow, "KEN"), "023 000 00 00")
        db.commit()
    mentor = page_of(there.mentor)
    mentor.set_viewport_size(PHONE)
    mentor.goto("/today")
    follow(mentor, "Ik maak me zorgen")
    expect(mentor.get_by_role("link", name="0800-0113")).to_be_in_viewport()
    assert_accessible(mentor, "concerns-mine")
    follow(mentor, "Schrijven dat ik me zorgen maak")
    words = mentor.get_by_label("Wat zag of hoorde je, en sinds wanneer?")
    words.fill(KEPT)
    says(mentor, "Nog niet verstuurd. Je tekst is bewaard (")
    mentor.goto("/today")
    follow(mentor, "Je begon een melding, nog niet verstuurd")
    expect(words).to_have_value(KEPT)
    assert_accessible(mentor, "concerns-new")
    words.fill(WORDS)
    mentor.get_by_label("Ik wil vandaag nog gebeld worden").check()
    mentor.get_by_role("button", name="Naar mijn mentorconsultant sturen").dblclick()
    says(mentor, "Het is aangekomen. Niemand heeft het nog opgepakt.")
    says(mentor, "Hierover kreeg een e-mail: Fenna Roodenburg.")
    expect(mentor.get_by_text("Niemand heeft het nog opgepakt.")).to_have_count(1)

    consultant = page_of(there.follows)
    consultant.goto("/today")
    follow(consultant, "Een mentor maakt zich zorgen")
    says(consultant, WORDS)
    press(consultant, "Ik pak dit op")
    consultant.get_by_label("Meldcode huiselijk geweld").check()
    press(consultant, "Kiezen")
    says(consultant, "Breng de signalen in kaart")
    assert_accessible(consultant, "concerns-one")
    press(consultant, "Deze stap noteren")
    expect(consultant.get_by_role("alert")).to_contain_text("Kies de stap.")
    consultant.get_by_role("radio", name="Breng de signalen in kaart").check()
    press(consultant, "Deze stap noteren")
    says(consultant, "De stap is genoteerd.")
    follow(consultant, "Zorgen")
    assert_accessible(consultant, "concerns-index")
    mentor.reload()
    says(mentor, "heeft het gelezen en belt je.")
