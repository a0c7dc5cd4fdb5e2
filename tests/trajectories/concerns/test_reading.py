"""What consultants see first: what was asked of them, who to call, what is new, who is away."""

import pytest
from flask.testing import FlaskClient

from mentorship.accounts.cover.queries import absent_until
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.cover.services import arrange
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import format_date
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.concerns import services
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.concerns.protocols import ProtocolKind
from tests.accounts.people import make_person, sign_in_as
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.matching.test_pages import fill
from tests.trajectories.concerns.worried import House, house, locked, worry


def test_who_is_away_and_covered_until_when(db: Db, fixed_now: FixedNow) -> None:
    there, day = house(db), today(db)
    deputy = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    arrange(db, there.colleague.id, deputy.id, Days(day, day), by=there.colleague.id)
    people = [there.colleague.id, there.follows.id, deputy.id]
    assert absent_until(db, people) == {there.colleague.id: day}
    fixed_now.advance(days=1)
    assert absent_until(db, people) == {}


@pytest.fixture
def seen(sqlite_database: Database) -> tuple[House, Concern]:
    """The colleague is away and nevertheless asked to look along."""
    with sqlite_database.writing() as db:
        there = house(db)
        concern = worry(db, there, is_now=True)
        worry(db, there)
        services.take_on(db, locked(db, concern), there.follows.id)
        services.choose_protocol(db, concern, ProtocolKind.SUICIDALITY, there.follows.id)
        deputy, day = make_person(db, Role.MENTOR_CONSULTANT, "NHN"), today(db)
        arrange(db, there.colleague.id, deputy.id, Days(day, day), by=there.colleague.id)
        mentor = db.get_one(Mentor, there.trajectory.mentor_id)
        mentee = db.get_one(Mentee, there.trajectory.mentee_id)
        vault.write(db, mentor, phone="06-12345678")
        vault.write(db, mentee, contact_details="06-87654321", contact_caution="Niet thuis bellen")
        db.commit()
    return there, concern


def test_the_holder_calls_both_and_the_second_reads_first_what_is_asked(
    client: FlaskClient, sqlite_database: Database, seen: tuple[House, Concern]
) -> None:
    (there, concern), day = seen, format_date(sqlite_database.clock().date())
    here = f"/concerns/{concern.id}"
    sign_in_as(client, sqlite_database, there.follows.user)
    fill(client, here, f"{here}/steps", step="call_mentor", done_on=day, note="Gebeld.")
    page = main_of(client.get(here))
    called = {str(one["href"]) for one in page.select("a[href^=tel]")}
    assert called >= {"tel:0612345678", "tel:0687654321"}
    assert "Niet thuis bellen" in words(page)
    assert f"genoteerd op {day} " in words(page)
    assert f"(afwezig tot en met {day})" in words(page)
    assert "en zonder namen" in words(page)
    fill(client, here, f"{here}/second", colleague=str(there.colleague.id))

    sign_in_as(client, sqlite_database, there.colleague.user)
    assert "Jou is gevraagd mee te kijken" in words(main_of(client.get("/concerns")))
    page = main_of(client.get(here))
    order = [str(one["id"]) for one in page.select("#words, #look, #steps")]
    assert order == ["words", "look", "steps"]
    assert "Je collega zet deze stappen" in words(page)
    assert "Jij hebt nog niet meegekeken" in words(page)
    assert page.select_one("details form[action$=steps]") is not None
    fill(client, here, f"{here}/look", opinion="Eens.")
    assert "Jij hebt meegekeken" in words(main_of(client.get(here)))


def test_today_counts_concerns_and_says_who_wants_to_be_called(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        there = house(db)
        worry(db, there)
        worry(db, there, is_now=True)
        db.commit()
    sign_in_as(client, sqlite_database, there.follows.user)
    said = words(main_of(client.get("/today")))
    assert "2 zorgen van mentoren die nog niemand oppakte" in said  # of one mentor
    assert "Een mentor wil dezelfde dag gebeld worden, gemeld vandaag om" in said
