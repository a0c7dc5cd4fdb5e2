"""Support contacts on both engines: what counts, whose words are whose, a correction, the pages."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation import drafts
from mentorship.foundation.db import Database, Db
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.trajectories.closure.models import (
    ClosureKind,
    ClosureReason,
    EndedBy,
    WhatNext,
)
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.contacts import queries, rules, services
from mentorship.trajectories.contacts.models import (
    ContactHow,
    ContactSide,
    ContactTopic,
    MentorImpact,
    SupportContact,
)
from mentorship.trajectories.contacts.services import NewContact
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.rules import DayImpossible
from mentorship.trajectories.services import end_trajectory
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import csrf
from tests.matching.at_the_desk import main_of, words
from tests.trajectories.pairs import started

ALL = {topic: f"Woorden over {topic.value}." for topic in ContactTopic}


def told(
    db: Db, side: ContactSide = ContactSide.MENTOR, ago: int = 0, **more: object
) -> NewContact:
    values = {"is_reached": True, "words": ALL, **more}
    day = today(db) - timedelta(days=ago)
    return NewContact(side, day, ContactHow.PHONE, **values)  # type: ignore[arg-type]


def test_what_counts_and_whose_words_are_whose(db: Db) -> None:
    by, other = (make_person(db, Role.MENTOR_CONSULTANT) for _ in range(2))
    trajectory = started(db, by, ago=timedelta(days=20))
    day = today(db)
    first = services.note_contact(db, trajectory, told(db, ago=5), by=by.id)
    failed = told(db, is_reached=False, words={ContactTopic.SAFETY: "Voicemail."})
    services.note_contact(db, trajectory, failed, by=by.id)
    services.note_contact(db, trajectory, told(db, ContactSide.MENTEE, 1), by=by.id)
    again = services.note_contact(db, trajectory, told(db, ago=5), by=by.id, key=first.id)
    assert again is first

    impact = db.exec(select(MentorImpact)).one()
    mentor = db.get_one(Mentor, trajectory.mentor_id)
    assert (impact.contact_id, impact.subject_id) == (first.id, mentor.subject_id)
    assert first.impact is None
    assert queries.words_of(db, first) == ALL

    due = {one.side: one for one in queries.due_of_many(db, [trajectory], day)[trajectory.id]}
    assert {side: one.day for side, one in due.items()} == {
        ContactSide.MENTOR: day + timedelta(days=10), ContactSide.MENTEE: day + timedelta(days=10),
    }  # fmt: skip
    with pytest.raises(DayImpossible):
        services.note_contact(db, trajectory, told(db, ago=21), by=by.id)
    with pytest.raises(rules.NotTheWriter):
        services.correct_contact(db, trajectory, first, told(db), by=other.id)

    right = services.correct_contact(db, trajectory, first, told(db, is_reached=False), by=by.id)
    assert (right.topics, right.topics_covered) == ([], 0)
    assert queries.words_of(db, right) == ALL  # tried, reached nobody: what was written is kept
    with pytest.raises(rules.ContactCorrected):
        services.correct_contact(db, trajectory, first, told(db), by=by.id)
    days = queries.reached_days(db, [trajectory.id])
    assert days == {(trajectory.id, ContactSide.MENTEE): [day - timedelta(days=1)]}
    assert [one.is_corrected for one in queries.told_of(db, trajectory)].count(True) == 1


def test_of_a_closed_trajectory_no_contact_is_late_on_its_last_day(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    trajectory = started(db, by, ago=timedelta(days=95))
    day = today(db)
    assert all(one.is_late for one in queries.due_of_many(db, [trajectory], day)[trajectory.id])
    ending = Ending(
        ClosureKind.PLANNED, ClosureReason.TIME_OVER, EndedBy.TOGETHER, day, WhatNext.AFTERCARE
    )
    end_trajectory(db, trajectory, ending, by=by.id)
    assert queries.due_of_many(db, [trajectory], day) == {trajectory.id: []}


def test_as_many_statements_for_three_as_for_one(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    several = [started(db, by, ago=timedelta(days=40)) for _ in range(3)]

    def count(some: list[Trajectory]) -> int:
        seen: list[str] = []
        engine = db.get_bind()
        listener = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        assert all(len(due) == 2 for due in queries.due_of_many(db, some, today(db)).values())
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    db.flush()
    assert count(several) == count(several[:1]) == 4


def at_work(
    client: FlaskClient, database: Database, role: Role = Role.MENTOR_CONSULTANT
) -> tuple[Person, Trajectory]:
    with database.writing() as db:
        by = make_person(db, role)
        trajectory = started(db, by, ago=timedelta(days=20))
        db.commit()
    sign_in_as(client, database, by.user)
    return by, trajectory


def sent(client: FlaskClient, page: str, day: str, **more: object) -> dict[str, object]:
    form = {"side": "mentor", "how": "phone", "held_on": day, "topics": ["safety"]}
    return {"csrf_token": csrf(client, page), **form, **more}


def test_from_a_line_that_is_due_to_a_saved_contact_and_its_correction(
    client: FlaskClient, sqlite_database: Database
) -> None:
    by, trajectory = at_work(client, sqlite_database)
    overview = f"/trajectories/{trajectory.id}/contacts"
    assert "Te laat" in words(main_of(client.get(overview)))
    page = f"{overview}/new?side=mentor"
    asked = main_of(client.get(page))
    assert asked.select_one("#side-0[checked]") is not None
    with sqlite_database.reading() as db:
        day = today(db).strftime("%d-%m-%Y")

    typed = sent(client, page, day, activities="Naar de film geweest.", version="0")
    kept = client.post(f"{overview}/draft", data=typed)
    assert kept.status_code == 200
    assert "Naar de film geweest." in client.get(page).text
    wrong = client.post(f"{overview}/new", data=typed | {"held_on": "32-13-2026"})
    assert (wrong.status_code, "Naar de film geweest." in wrong.text) == (422, True)

    for _twice in range(2):
        saved = client.post(f"{overview}/new", data=typed | {"submission": str(by.id)})
        assert saved.status_code == 303
    with sqlite_database.reading() as db:
        contact = db.exec(select(SupportContact)).one()
        assert contact.topics == ["activities", "safety"]
        assert drafts.list_of(db, by.id, f"contact:{trajectory.id}") == []
    assert "Naar de film geweest." in words(main_of(client.get(overview)))

    correction = f"{overview}/{contact.id}/correct"
    assert "Naar de film geweest." in client.get(correction).text
    right = sent(client, correction, day, activities="Naar het museum geweest.", is_missed="y")
    assert client.post(correction, data=right).status_code == 303
    shown = words(main_of(client.get(overview)))
    assert "Naar het museum geweest." in shown
    assert "Geen contact gekregen" in shown
    assert "Wat hier eerst stond" in shown


def test_a_colleague_reads_it_and_cannot_correct_it_and_another_house_sees_nothing(
    client: FlaskClient, sqlite_database: Database
) -> None:
    by, trajectory = at_work(client, sqlite_database)
    with sqlite_database.writing() as db:
        contact = services.note_contact(
            db, db.get_one(Trajectory, trajectory.id), told(db), by=by.id
        )
        colleague = make_person(db, Role.MENTOR_CONSULTANT)
        stranger = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        db.commit()
    overview = f"/trajectories/{trajectory.id}/contacts"
    sign_in_as(client, sqlite_database, colleague.user)
    assert ALL[ContactTopic.SAFETY] in client.get(overview).text
    assert client.get(f"{overview}/{contact.id}/correct").status_code == 404
    sign_in_as(client, sqlite_database, stranger.user)
    for page in (overview, f"{overview}/new", f"{overview}/{contact.id}/correct"):
        assert client.get(page).status_code == 404
