"""What is planted in contacts, goals and reviews is in no file: data, keys, logs, jobs, PDF."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.mentors.queries import today
from mentorship.trajectories.contacts.models import ContactTopic
from tests.accounts.people import make_person
from tests.canaries import Walked, app_that_says_all, heard, signed_in
from tests.conftest_web import csrf
from tests.trajectories.pairs import started
from tests.trajectories.reviews.test_reviews import goal_of

TOPICS = {topic.value: f"kanarie-{topic.value}-woorden" for topic in ContactTopic}
HALF, GOAL, STEPS = "kanariehalfaf", "kanariedoel", "kanariestappen"
LEVELS = {
    name: f"kanarie-{name}" for name in ("much_less", "less", "expected", "more", "much_more")
}


def test_no_planted_word_is_in_any_file(
    sqlite_database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    walk = Walked(sqlite_database, {HALF, GOAL, STEPS, *TOPICS.values(), *LEVELS.values()})
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=95))
        goal = goal_of(db, trajectory, GOAL)
        day = today(db).strftime("%d-%m-%Y")
        db.commit()
    client = signed_in(app_that_says_all(sqlite_database), sqlite_database, by)
    one = f"/trajectories/{trajectory.id}"

    def send(path: str, **values: object) -> None:
        answer = client.post(path, data={"csrf_token": csrf(client), **values})
        assert answer.status_code in (200, 303), path

    contact = {"side": "mentor", "how": "phone", "held_on": day}
    send(f"{one}/contacts/new", **contact, **TOPICS)
    send(f"{one}/contacts/draft", **contact, safety=HALF, version="0")
    send(f"{one}/goals/{goal.id}/scale", **LEVELS, weight="1", baseline="0", version="0")
    told = {"held_on": day, "decision": "adjust", "next_steps": STEPS}
    send(f"{one}/reviews/month_3", **told, **{f"goal_{goal.id.hex}": "1"})
    for page in ("contacts", "contacts/new", "reviews"):
        walk.saw(client.get(f"{one}/{page}"))
    walk.got(client.get(f"{one}/paper"))
    _look_at(walk, client, one)
    walk.spoken = "".join(capfd.readouterr()).encode()
    assert walk.never_shown() == set()
    assert heard(walk.spoken)
    assert list(walk.tells()) == []


def _look_at(walk: Walked, client: FlaskClient, one: str) -> None:
    """What a refused form shows again is logged no more than what was saved."""
    wrong = {"csrf_token": csrf(client), "side": "mentor", "safety": HALF}
    assert client.post(f"{one}/contacts/new", data=wrong).status_code == 422
