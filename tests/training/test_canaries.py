"""What is planted in a training is in no file of the program: data, keys, logs, mail, jobs, PDF."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.training import progress
from tests.accounts.people import person
from tests.canaries import Walked, app_that_says_all, assert_nothing_tells, signed_in
from tests.conftest_web import csrf, soup
from tests.factories import FixedNow
from tests.mentors.jobs import run_jobs
from tests.training.cohorts import Course, attend_all, course_in, make_mentor
from tests.training.test_views import fields

NAME, OTHER = "Kanariella", "Kanariedoortje"
NOTE, NOT_SENT = "kanariebeoordeling in een lange zin", "kanarietekst die niet werd bewaard"


def send(client: FlaskClient, path: str, **values: str) -> int:
    return client.post(path, data={"csrf_token": csrf(client), **values}).status_code


@pytest.fixture
def walked(
    sqlite_database: Database, fixed_now: FixedNow, capfd: pytest.CaptureFixture[str]
) -> Walked:
    walk = Walked(sqlite_database, {NAME, OTHER, NOTE, NOT_SENT})
    app = app_that_says_all(sqlite_database)
    course = course_in(sqlite_database, 1)
    who = person(sqlite_database, Role.MENTOR)
    with sqlite_database.writing() as db:
        mentor = make_mentor(db, NAME, person=who)
        other = make_mentor(db, OTHER)
        db.commit()
    place, second = _enrolled(walk, app, course, mentor, other)
    fixed_now.advance(days=100)
    _completed(walk, app, course, mentor, place)
    coordinator = signed_in(app, sqlite_database, person(sqlite_database, Role.COORDINATOR))
    walk.saw(coordinator.get(f"{second}/leave"))
    assert send(coordinator, f"{second}/leave") == 303
    own = signed_in(app, sqlite_database, who)
    page = walk.saw(own.get("/training/mine"))
    assert own.get("/training/mine/calendar").status_code == 200
    link = soup(page.text).select_one('a[href*="/certificates/"]')
    assert link is not None
    walk.got(own.get(str(link["href"])))
    run_jobs(sqlite_database)
    walk.spoken = "".join(capfd.readouterr()).encode()
    return walk


def _enrolled(
    walk: Walked, app: Flask, course: Course, mentor: Mentor, other: Mentor
) -> tuple[str, str]:
    """By the coordinator; the pages of both places."""
    coordinator = signed_in(app, walk.database, person(walk.database, Role.COORDINATOR))
    cohort = f"/training/cohorts/{course.cohort.id}"
    walk.saw(coordinator.get(f"{cohort}/enrol"))
    for one in (mentor, other):
        assert send(coordinator, f"{cohort}/enrol", mentor=str(one.id)) == 303
        assert send(coordinator, f"{cohort}/enrol", mentor=str(one.id)) == 422
    page = walk.saw(coordinator.get(cohort))
    places = {
        " ".join(link.get_text().split()): str(link["href"])
        for link in soup(page.text).select('a[href*="/training/places/"]')
    }
    first = next(href for label, href in places.items() if NAME in label)
    return first, next(href for label, href in places.items() if OTHER in label)


def _completed(walk: Walked, app: Flask, course: Course, mentor: Mentor, place: str) -> None:
    """By the trainer, mistakes included; the code of the certificate is planted too."""
    trainer = signed_in(app, walk.database, course.trainer)
    meeting = f"/training/meetings/{course.meetings[0].id}"
    sheet = fields(soup(walk.saw(trainer.get(f"{meeting}/attendance")).text))
    assert (
        trainer.post(f"{meeting}/attendance", data=sheet | {"rest": "present"}).status_code == 303
    )
    with walk.database.writing() as db:
        attend_all(db, course, mentor)
        db.commit()
    form = fields(soup(trainer.get(place).text))
    refused = trainer.post(f"{place}/assess", data=form | {"outcome": "", "note": NOT_SENT})
    assert walk.saw(refused).status_code == 422
    sent = form | {"outcome": "passed", "note": NOTE}
    assert trainer.post(f"{place}/assess", data=sent).status_code == 303
    walk.saw(trainer.get(place))
    assert send(trainer, f"{place}/complete") == 303
    walk.got(trainer.get(f"{place}/certificate"))
    with walk.database.reading() as db:
        made = progress.certificate_of(db, course.cohort.id, mentor.id)
        assert made is not None
        code = vault.read(db, made, "code", purpose=Purpose.TRAINING) or ""
    stranger = app.test_client()
    walk.planted.add(code)
    walk.saw(stranger.get(f"/certificates/{code}"))
    walk.saw(trainer.get(place))


def test_nothing_that_is_kept_tells_what_was_planted(walked: Walked) -> None:
    assert_nothing_tells(walked, papers=2)
