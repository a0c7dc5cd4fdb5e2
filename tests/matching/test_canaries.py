"""What is planted in a match is in no file of the program: data, keys, logs, mail, jobs, PDF."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.matching import jobs  # noqa: F401 — makes the handlers known
from mentorship.matching.models import Match
from tests.accounts.people import Person, person
from tests.canaries import Walked, app_that_says_all, assert_nothing_tells, signed_in
from tests.matching.pool import ready_mentor, waiting_mentee
from tests.matching.test_pages import (
    COLUMNS,
    fill,
    made_link,
    main_of,
    proposal_page,
    start,
    upload,
)
from tests.mentors.jobs import run_jobs

MENTOR, MENTEE, BANNED = "Kanariementor", "Kanariejongere", "Kanariezusje"
PLACE, NUMBER, IMPORTED = "Spaarndam", "KANARIE-7", "Kanarie-uit-een-bestand"
CHOSEN, NOT_CHOSEN, BAN = "kanariekeuze", "kanarie zonder keuze", "kanarieverbod"
TAKEN_BACK, BAD_ROW = "kanarie teruggenomen", "Kanariefout"
PLANTED = {
    MENTOR, MENTEE, BANNED, PLACE, NUMBER, IMPORTED, CHOSEN, NOT_CHOSEN, BAN, TAKEN_BACK, BAD_ROW,
}  # fmt: skip


@pytest.fixture
def walked(sqlite_database: Database, capfd: pytest.CaptureFixture[str]) -> Walked:
    walk = Walked(sqlite_database, set(PLANTED))
    app = app_that_says_all(sqlite_database)
    deciding = person(sqlite_database, Role.MENTOR_CONSULTANT)
    asked = person(sqlite_database, Role.MENTOR)
    with sqlite_database.writing() as db:
        mentor = ready_mentor(db, deciding, user=asked, first_name=MENTOR, place=PLACE)
        waiting_mentee(db, deciding, first_name=MENTEE, place=PLACE)
        banned = waiting_mentee(db, deciding, first_name=BANNED, place=PLACE)
        db.commit()
    consultant = signed_in(app, sqlite_database, deciding)
    new = f"/matching/pairs/new/{banned.id}"
    for kind in ("", "ban"):
        laid_down = {"mentor": str(mentor.id), "kind": kind, "reason": BAN}
        walk.saw(fill(consultant, new, **laid_down))
    walk.saw(consultant.get("/matching/pairs"))
    _round(walk, app, consultant, asked)
    _files(walk, consultant)
    run_jobs(sqlite_database)
    walk.spoken = "".join(capfd.readouterr()).encode()
    return walk


def _round(walk: Walked, app: Flask, consultant: FlaskClient, asked: Person) -> None:
    """Computed by a worker, decided, asked, half answered and taken back."""
    page = start(consultant)
    run_jobs(walk.database)
    walk.saw(consultant.get(page))
    walk.saw(consultant.get(f"{page}/waiting"))
    pair = proposal_page(consultant, page)
    walk.saw(consultant.get(pair))
    for outcome, reason in (("", NOT_CHOSEN), ("choose", CHOSEN)):
        walk.saw(fill(consultant, pair, f"{pair}/decide", outcome=outcome, reason=reason))
    walk.saw(consultant.get(pair))
    with walk.database.reading() as db:
        match = db.exec(select(Match)).one()
    mentor, mine = signed_in(app, walk.database, asked), f"/matching/mine/{match.id}"
    walk.saw(mentor.get(mine))
    walk.got(mentor.get(f"{mine}/pdf"))
    assert fill(mentor, mine, f"{mine}/answer", answer="yes").status_code == 303
    here = f"/matching/matches/{match.id}"
    walk.got(consultant.get(f"{here}/briefing/pdf"))
    made = walk.saw(made_link(consultant, match.id))
    address = re.search(r"/matching/answer/mentee/[\w-]+", made.text)
    assert address is not None
    walk.planted.add(address[0].rpartition("/")[2])
    walk.saw(app.test_client().get(address[0]))
    assert fill(consultant, here, f"{here}/withdraw", reason=TAKEN_BACK).status_code == 303
    run_jobs(walk.database)  # the place is looked at again
    assert "Deze plek is weer vrij" in walk.saw(consultant.get(here)).text
    for shown in (here, "/matching/matches", "/today"):
        walk.saw(consultant.get(shown))


def _files(walk: Walked, consultant: FlaskClient) -> None:
    """In with a mistake, in as it should be, and out again."""
    bad = f"{COLUMNS}\n{BAD_ROW};Naam;{BAD_ROW};ma-avond;2026-01-01;2007\n"
    assert walk.saw(upload(consultant, bad, "mentees")).status_code == 422
    good = f"{COLUMNS}\n{NUMBER};{IMPORTED} Vis;{PLACE};ma-avond;2026-01-01;2007\n"
    looked = walk.saw(upload(consultant, good, "mentees"))
    hidden = {
        str(one["name"]): str(one.get("value", ""))
        for one in main_of(looked).find_all("input", attrs={"type": "hidden"})
    }
    write = "/matching/files/import/write"
    assert consultant.post(write, data=hidden | {"has_consent": "y"}).status_code == 303
    for one in ("mentors", "mentees"):
        walk.saw(consultant.get(f"/matching/files/{one}"))


def test_nothing_that_is_kept_tells_what_was_planted(walked: Walked) -> None:
    assert_nothing_tells(walked, papers=2)
