"""A calendar that a phone follows: when, and nothing else; revoked at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from mentorship.foundation.db import Database, now
from mentorship.matching import services as matching
from mentorship.trajectories import queries as trajectories
from tests.accounts.people import sign_in_as
from tests.conftest_web import csrf, soup
from tests.factories import FixedNow
from tests.trajectories.sessions.told import NOTE, Pair, make_pair, met

PLACE = "Bij de haven"


@pytest.fixture
def pair(sqlite_database: Database) -> Pair:
    with sqlite_database.writing() as db:
        made = make_pair(db)
        told = met(db, 3, next_at=now(db) + timedelta(days=4), next_place=PLACE)
        made.log(db, told)
        db.commit()
    return made


def _address(client: FlaskClient) -> str:
    """Made; sent again and looked at again it stays the same."""
    sent = {"csrf_token": csrf(client), "made": str(uuid4())}
    pages = [client.post("/my-match/calendar", data=sent) for _ in range(2)]
    assert [page.status_code for page in pages] == [303, 303]
    shown = [
        soup(client.get(page.location).text).find(id="calendar-address").text for page in pages
    ]
    assert shown[0] == shown[1]
    return "/" + shown[0].split("/", 3)[3]


def _events(client: FlaskClient, address: str) -> list[dict[str, object]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    for text in (PLACE, NOTE, "Jolanda", "Fenna"):
        assert text not in answer.text
    return [dict(event) for event in Calendar.from_ical(answer.data).walk("VEVENT")]


def test_a_calendar_says_when_and_nothing_else(
    client: FlaskClient, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    sign_in_as(client, sqlite_database, pair.person.user)
    address = _address(client)
    reader = client.application.test_client()
    (event,) = _events(reader, address)
    assert event["SUMMARY"] == "ONE-on-ONE afspraak"
    assert event["DTSTART"].dt == fixed_now.moment + timedelta(days=4)  # type: ignore[attr-defined]
    assert "LOCATION" not in event

    again = _address(client)
    assert reader.get(address).status_code == 404
    assert client.get(f"/my-match/calendar/{uuid4()}").status_code == 404
    with sqlite_database.writing() as db:
        match = trajectories.match_of(db, pair.trajectory)
        matching.end_match(db, match, "Klaar.", looks_again=False)
        db.commit()
    assert _events(reader, again) == []
    client.post("/my-match/calendar/end", data={"csrf_token": csrf(client)})
    assert reader.get(again).status_code == 404
    assert reader.get("/calendar/" + "x" * 500).status_code == 404
