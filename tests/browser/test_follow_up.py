"""A consultant's contact is kept while it is written, and a young person answers on a phone."""

from datetime import timedelta

from playwright.sync_api import expect

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews.check_ins import services
from mentorship.trajectories.reviews.models import Wave
from tests.accounts.people import Person, make_person
from tests.browser.accessibility import assert_accessible
from tests.conftest_web import OpenPage, PageOf
from tests.trajectories.pairs import started


def on_the_way(database: Database) -> tuple[Person, Trajectory, str]:
    """Three months on the way; the link asks the young person about them."""
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=90))
        check_in = services.ask(db, trajectory, Wave.MONTH_3, by=by.id)
        address = services.new_link(db, trajectory, check_in)
        db.commit()
    return by, trajectory, "/check-in/" + address.rpartition("/")[2]


def test_half_a_contact_survives_and_is_saved_once(
    page_of: PageOf, sqlite_database: Database
) -> None:
    by, trajectory, _link = on_the_way(sqlite_database)
    page = page_of(by)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    form = f"/trajectories/{trajectory.id}/contacts/new?side=mentee"
    page.goto(form)
    page.get_by_label("Telefonisch").check()
    page.get_by_label("Veiligheid").nth(1).fill("Voelt zich thuis bij de mentor.")
    expect(page.locator("[data-draft-said]")).to_contain_text("Concept bewaard om")
    page.goto(form)
    expect(page.get_by_label("Telefonisch")).to_be_checked()
    expect(page.get_by_text("Je had dit niet afgemaakt")).to_be_visible()
    page.get_by_role("button", name="Contact opslaan").click()
    expect(page.get_by_text("Voelt zich thuis bij de mentor.")).to_be_visible()
    assert_accessible(page)
    page.goto(form)
    expect(page.get_by_label("Veiligheid").nth(1)).to_have_value("")
    assert problems == []


def test_a_young_person_answers_with_a_thumb(
    open_page: OpenPage, sqlite_database: Database
) -> None:
    _by, _trajectory, link = on_the_way(sqlite_database)
    page = open_page()
    page.goto(link)
    assert_accessible(page)
    ladder = page.get_by_role("radiogroup", name="Denk aan een ladder")
    ladder.get_by_label("7", exact=True).check()
    page.get_by_role("button", name="Antwoorden versturen").click()
    expect(page.get_by_role("heading", name="Dank je wel")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("De link is al gebruikt")).to_be_visible()
    assert_accessible(page)
