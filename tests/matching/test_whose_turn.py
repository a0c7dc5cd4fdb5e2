"""After the mentor said yes: nobody asked the young person until a link was made."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.foundation import links
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import format_date
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching.matches import asking
from mentorship.matching.matches.rules import LINK_PURPOSES
from mentorship.matching.models import Match, Side
from tests.accounts.people import Person
from tests.matching.at_the_desk import asked, in_order, main_of, next_of, says_yes, words
from tests.matching.pool import ready_mentor
from tests.matching.test_pages import made_link

TURN = "Jij bent aan zet: vraag het aan Yara"
MADE = "Er is een link gemaakt"


@pytest.fixture
def match(sqlite_database: Database, consultant: Person) -> Match:
    """Jolanda said yes to Yara."""
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Jolanda")
        mentee = in_order(db, consultant, first_name="Yara")
        db.commit()
    asked(sqlite_database, mentee.id, consultant)
    says_yes(sqlite_database, Side.MENTOR)
    with sqlite_database.reading() as db:
        return db.exec(select(Match)).one()


def pages(desk: FlaskClient, match: Match) -> tuple[str, str, str, str]:
    """Of the match, of matching, of the file and of the day."""
    paths = (f"/matching/matches/{match.id}", "/matching", f"/mentees/{match.mentee_id}", "/today")
    one, all_, file, day = (main_of(desk.get(path)) for path in paths)
    return words(one), words(all_), words(next_of(file)), words(day)


def make_link(database: Database, match_id: UUID) -> None:
    with database.writing() as db:
        asking.new_link(db, db.get_one(Match, match_id), Side.MENTEE)
        db.commit()


def test_it_is_the_consultants_turn_until_a_link_was_made(
    desk: FlaskClient, sqlite_database: Database, match: Match
) -> None:
    one, all_, file, day = pages(desk, match)
    due = format_date(match.answer_due)
    assert TURN in one
    assert "De mentor zei ja" in one
    assert f"jij bent aan zet: vraag het aan Yara, uiterlijk {due}" in all_
    assert "Nu ben jij aan zet: vraag het aan de jongere" in file
    assert "vraag het aan 1 jongere" in day
    for told in (one, all_, file):
        assert MADE.lower() not in told.lower()
        assert "Gevraagd" not in told
        assert "wachten op het antwoord" not in told.lower()

    make_link(sqlite_database, match.id)
    one, all_, file, day = pages(desk, match)
    assert f"{MADE}: wachten op het antwoord van Yara" in one
    assert f"De link werkt tot en met {format_date(match.answer_due, 'long')}" in one
    assert f"er is een link gemaakt voor Yara; antwoorden kan tot en met {due}" in all_
    assert "Wachten op het antwoord van de jongere" in file
    assert "er is een link gemaakt voor de jongere" in file
    assert "Voor 1 jongere is een link gemaakt" in day
    for told in (one, all_, file, day):
        assert "aan zet" not in told
        assert "vraag het" not in told


def test_a_reload_keeps_the_link_that_was_handed_over(
    desk: FlaskClient, sqlite_database: Database, match: Match
) -> None:
    page = f"/matching/matches/{match.id}"
    shown = made_link(desk, match.id)
    link = re.search(r"/matching/answer/mentee/([\w-]+)", shown.text)
    assert link is not None
    assert main_of(shown).find(attrs={"data-copy": "De link kopiëren"})
    again = desk.get(page)
    assert link[1] not in again.text
    assert MADE in words(main_of(again))
    with sqlite_database.reading() as db:
        assert links.find(db, LINK_PURPOSES[Side.MENTEE], link[1]).target_id == match.id


def test_the_safe_way_stands_where_one_asks(
    desk: FlaskClient, sqlite_database: Database, match: Match
) -> None:
    told = words(main_of(desk.get(f"/matching/matches/{match.id}")))
    assert "Veilig contact" in told
    assert "06 00000000" in told
    with sqlite_database.reading() as db:
        events = db.exec(select(AuditEvent).where(AuditEvent.action == "read")).all()
    assert any("contact_details" in one.details for one in events if one.purpose == "matching")


def test_a_link_that_was_ended_was_never_asked(
    desk: FlaskClient, sqlite_database: Database, match: Match
) -> None:
    """As after another safe contact."""
    make_link(sqlite_database, match.id)
    with sqlite_database.writing() as db:
        asking.end_link_of_mentee(db, db.get_one(Match, match.id))
        db.commit()
    assert TURN in words(main_of(desk.get(f"/matching/matches/{match.id}")))
