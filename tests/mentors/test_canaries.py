"""What is planted in a mentor's file is in no file of the program: data, keys, logs, mail, jobs."""

import json
import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import person, sign_in_as
from tests.mentors.jobs import run_jobs
from tests.mentors.test_views import ANSWERED, PROFILE, TALK, VOG, fill, hidden, link_in_mail

APPLIES = {
    "first_name": "Kanariella",
    "family_name": "Zangvogel-Achternaam",
    "email": "kanarieadres@voorbeeld.example",
    "phone": "06-98765012",
    "place": "Heerhugowaard",
    "motivation": "kanariemotivatie in een lange zin",
}
REFEREE = {
    "name": "Kanarierefererent",
    "relation": "kanarierelatie",
    "email": "kanariereferent@voorbeeld.example",
    "phone": "06-98765013",
}
ANSWERS = {
    "known_for": "kanariejaren",
    "strengths": "kanariekrachten",
    "worries": "kanariezorgen",
    "trust": "yes",
}
NOTES, JUDGEMENT, PAUSE, ENDING = (
    "kanarienotitie", "kanarieoordeel", "kanariepauze", "kanarieafscheid",
)  # fmt: skip
NUMBER = "KANARIE-98765014"
PLANTED = [
    *APPLIES.values(), *REFEREE.values(), *(v for v in ANSWERS.values() if v != "yes"),
    NOTES, JUDGEMENT, PAUSE, ENDING, NUMBER,
]  # fmt: skip


def _walk(public: FlaskClient, screening: FlaskClient, database: Database) -> list[str]:
    """The whole path once, mistakes included; returns the pages asked for."""
    fill(public, "/apply/form", **{**APPLIES, "place": "Kanariedorp"})
    fill(public, "/apply/form", **APPLIES)
    run_jobs(database)
    board = screening.get("/mentors").text
    (one,) = set(re.findall(r'href="(/mentors/[0-9a-f-]{36})"', board))
    fill(screening, f"{one}/interview", **{**TALK, "notes": NOTES, "outcome": ""})
    fill(screening, f"{one}/interview", **{**TALK, "notes": NOTES})
    fill(screening, f"{one}/ask?number=1", **REFEREE)
    link = link_in_mail(database, "mentors.reference")
    fill(public, link, **{**ANSWERED, **ANSWERS, "trust": ""})
    form = hidden(public, link)
    for _ in range(2):  # the second finds the link used, with the text on the page
        public.post(link, data={**form, **ANSWERS})
    (reference,) = re.findall(rf'href="({one}/references/[^"]+)"', screening.get(one).text)
    fill(screening, reference, to=f"{reference}/judge", outcome="accepted", note=JUDGEMENT)
    fill(screening, f"{one}/vog", **{**VOG, "number": NUMBER, "seen_on": "1-1-2026"})
    fill(screening, f"{one}/vog", **{**VOG, "number": NUMBER})
    fill(screening, f"{one}/profile", **{**PROFILE, "place": APPLIES["place"]})
    pause = {"first_day": "2-3-2026", "last_day": "9-3-2026", "reason": PAUSE}
    fill(screening, f"{one}/pause", **pause)
    fill(screening, one, to=f"{one}/invite")
    fill(screening, f"{one}/end", ending="stopped", reason=ENDING)
    run_jobs(database)
    return [one, reference]


@pytest.fixture
def walked(app: Flask, sqlite_database: Database, caplog: pytest.LogCaptureFixture) -> list[str]:
    client = app.test_client()
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    sign_in_as(client, sqlite_database, consultant.user)
    with caplog.at_level(logging.DEBUG):
        return _walk(app.test_client(), client, sqlite_database)


def test_no_file_holds_what_was_planted(
    walked: list[str],
    sqlite_database: Database,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = sqlite_database.settings.data_dir.parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    letters = [path for path in files if path.suffix == ".eml"]
    assert len(letters) == 5  # applicant, House, referee, House, invitation
    assert any(path.name.endswith("-wal") for path in files)
    spoken = caplog.text.encode() + "".join(capfd.readouterr()).encode()
    for canary in PLANTED:
        assert canary.encode() not in spoken
        # A letter has to know its address; nothing else does.
        found = [
            path.name
            for path in files
            if canary.encode() in path.read_bytes() and not (path in letters and "@" in canary)
        ]
        assert not found, canary
    assert b"98765014" not in b"".join(path.read_bytes() for path in files)


def test_letters_addresses_jobs_and_the_trail_name_nobody(
    walked: list[str], sqlite_database: Database
) -> None:
    for path in sqlite_database.settings.mail.glob("*.eml"):
        head, _, body = path.read_text().partition("\n\n")
        subject = [line for line in head.splitlines() if not line.startswith("To:")]
        assert "anarie" not in " ".join(subject) + body
    assert "anarie" not in " ".join(walked)
    with sqlite_database.reading() as db:
        rows = db.exec(select(Job)).all()
        events = db.exec(select(AuditEvent)).all()
    assert rows
    for row in rows:
        assert "anarie" not in json.dumps([row.arguments, row.result, row.error])
    assert not any("anarie" in event.details for event in events)
