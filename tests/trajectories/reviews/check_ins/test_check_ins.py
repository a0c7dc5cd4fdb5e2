"""Check-ins: a link on a phone, the consultant's device, a mentor's own answers, a call to make."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching.services import stop_mentee
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee, StoppedBy
from mentorship.trajectories.contacts import services as contacts
from mentorship.trajectories.contacts.models import ContactHow, ContactSide
from mentorship.trajectories.contacts.services import NewContact
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews.check_ins import figures, queries, rules, services
from mentorship.trajectories.reviews.check_ins.models import (
    AnsweredHow,
    AnswerSheet,
    CallAsked,
    CheckIn,
    MentorSheet,
)
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.models import Wave
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import csrf
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import ready_mentor
from tests.trajectories.pairs import started
from tests.trajectories.reviews.instruments.test_definitions import EXAMPLE

SAFE = {"own-mentee": {"contact": 7, "useful": None, "safe": 8}, "cantril": {"ladder": 6}}
UNSAFE = {**SAFE, "own-mentee": {"contact": 7, "useful": None, "safe": 4}}


def answered(db: Db, trajectory: Trajectory, by: Person, sheets: rules.Sheets) -> CheckIn:
    check_in = services.ask(db, trajectory, Wave.MONTH_3, by=by.id)
    services.answer(db, trajectory, check_in, sheets, AnsweredHow.ON_DEVICE)
    return check_in


def acts(db: Db) -> list[str]:
    db.commit()
    return [row.action for row in db.exec(select(AuditEvent).order_by(AuditEvent.seq))]  # type: ignore[arg-type]


def test_answers_once_with_what_was_skipped_and_loaded(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    catalogue.load(db, EXAMPLE.read_text().replace("month_6", "month_3"))
    trajectory = started(db, by, ago=timedelta(days=95))
    wind = {"wind-in-the-back": {"plans": 2, "help": 3, "alone": 1, "rest": 0}}
    check_in = answered(db, trajectory, by, {**SAFE, **wind})
    with pytest.raises(rules.AnsweredBefore):
        services.answer(db, trajectory, check_in, SAFE, AnsweredHow.LINK)
    with pytest.raises(rules.AnsweredBefore):
        services.ask(db, trajectory, Wave.MONTH_3, by=by.id)
    lines = figures.lines_of(db, trajectory, with_mentor=True)
    assert {line.code: line.values[Wave.MONTH_3] for line in lines} == {
        "ladder": 6, "contact": 7, "useful": None, "safe": 8, "": 17.5, "with-others": 12.5,
    }  # fmt: skip
    assert queries.calls_due(db, [trajectory.id]) == []


def test_a_low_safe_asks_the_consultant_to_call_until_they_reached_them(
    db: Db, fixed_now: FixedNow
) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    trajectory = started(db, by, ago=timedelta(days=95))
    answered(db, trajectory, by, UNSAFE)

    def note(side: ContactSide, *, is_reached: bool) -> None:
        fixed_now.advance(minutes=5)
        told = NewContact(side, today(db), ContactHow.PHONE, is_reached)
        contacts.note_contact(db, trajectory, told, by=by.id)

    note(ContactSide.MENTOR, is_reached=True)
    note(ContactSide.MENTEE, is_reached=False)
    assert len(queries.calls_due(db, [trajectory.id])) == 1
    note(ContactSide.MENTEE, is_reached=True)
    assert queries.calls_due(db, [trajectory.id]) == []


def test_the_trail_does_not_say_how_safe_somebody_feels(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    told = []
    for sheets in (SAFE, UNSAFE):
        trajectory = started(db, by, ago=timedelta(days=95))
        before = len(acts(db))
        answered(db, trajectory, by, sheets)
        told.append(acts(db)[before:])
    assert told[0] == told[1] == ["check_in.asked", "check_in.answered"]


def test_from_a_link_to_answers_on_a_page_that_names_nobody(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=95))
        db.commit()
    sign_in_as(client, sqlite_database, by.user)
    page = f"/trajectories/{trajectory.id}/check-ins"
    asked = {"csrf_token": csrf(client, page), "how": "link", "wave": "month_3"}
    assert client.post(f"{page}/ask", data=asked).status_code == 303
    shown = main_of(client.get(page))
    address = words(shown.select_one(".oo-copy"))
    assert "Kopieer" not in words(main_of(client.get(page)).select_one("h1"))
    assert main_of(client.get(page)).select_one(".oo-copy") is None
    path = re.sub(r"^https?://[^/]+", "", address)

    phone = client.application.test_client()
    questions = phone.get(path)
    for given_away in ("ONE-on-ONE", "mentor", "Yara", "Jolanda", "<script"):
        assert given_away not in questions.text.replace("voorbeeld", "")
    sent = {
        "csrf_token": csrf(phone, path), "q-cantril-ladder": "6", "q-own-mentee-safe": "3",
    }  # fmt: skip
    assert phone.post(path, data=sent | {"q-cantril-ladder": "11"}).status_code == 422
    assert phone.post(path, data=sent).headers["Location"].endswith("/check-in/thanks")
    assert "ONE-on-ONE" not in phone.get("/check-in/thanks").text
    again = phone.get(path)
    assert (again.status_code, "ONE-on-ONE" in again.text) == (410, False)
    assert phone.get("/check-in/made-up").status_code == 404

    told = words(main_of(client.get(f"/trajectories/{trajectory.id}/reviews")))
    assert "De jongere voelt zich weinig veilig" in told
    with sqlite_database.reading() as db:
        assert len(db.exec(select(AnswerSheet)).all()) == 2
        assert db.exec(select(CallAsked)).one().trajectory_id == trajectory.id


def test_a_link_ends_when_somebody_stops(client: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=95))
        check_in = services.ask(db, trajectory, None, by=by.id)
        path = services.new_link(db, trajectory, check_in).partition("8000")[2]
        db.commit()
    assert client.get(path).status_code == 200
    with sqlite_database.writing() as db:
        mentee = db.get_one(Mentee, trajectory.mentee_id)
        verbs.stop(db, mentee, StoppedBy.YOUNG_PERSON, "", by=by.id)
        db.commit()
    assert client.get(path).status_code == 410


def test_a_mentor_is_asked_nothing_more_once_the_match_has_ended(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    mentor = ready_mentor(db, by, user=make_person(db, Role.MENTOR))
    trajectory = started(db, by, mentor=mentor, ago=timedelta(days=95))
    (asked,) = queries.asked_of_mentor(db, mentor, today(db))
    assert asked[:2] == (trajectory, Wave.MONTH_3)
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    stop_mentee(db, mentee, StoppedBy.YOUNG_PERSON, "", by=by.id)
    assert trajectory.ended_on is None  # nobody closed it yet
    assert queries.asked_of_mentor(db, mentor, today(db)) == []


def test_a_mentor_answers_on_an_own_page_and_reads_nothing_of_the_young_person(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        by, user, other = (
            make_person(db, role) for role in (Role.MENTOR_CONSULTANT, Role.MENTOR, Role.MENTOR)
        )
        mentor = ready_mentor(db, by, user=user)
        trajectory = started(db, by, mentor=mentor, ago=timedelta(days=95))
        answered(db, trajectory, by, UNSAFE)
        db.commit()
    page = f"/my-answers/{trajectory.id}"
    sign_in_as(client, sqlite_database, other.user)
    assert client.get(page).status_code == 404
    sign_in_as(client, sqlite_database, user.user)
    asked = main_of(client.get(page))
    assert "Na 3 maanden" in words(asked)
    assert asked.select("input[checked]") == []
    sent = {"csrf_token": csrf(client, page), "q-own-mentor-safe": "9"}
    for _twice in range(2):
        assert client.post(page, data=sent).status_code == 303
    assert "niets te beantwoorden" in words(main_of(client.get(page)))
    with sqlite_database.reading() as db:
        sheet = db.exec(select(MentorSheet)).one()
        assert sheet.subject_id == mentor.subject_id
        own = figures.lines_of(db, trajectory, with_mentor=False)
        assert all(line.respondent.value == "mentee" for line in own)
    overview = f"/trajectories/{trajectory.id}/reviews"
    assert client.get(overview).status_code == 403
    sign_in_as(client, sqlite_database, by.user)
    told = words(main_of(client.get(overview)))
    assert "Voel jij je veilig in het contact?" in told


def test_on_the_device_of_the_consultant_and_from_paper(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        trajectory = started(db, by, ago=timedelta(days=10))
        db.commit()
    sign_in_as(client, sqlite_database, by.user)
    page = f"/trajectories/{trajectory.id}/check-ins"
    for how, lands_on in (("on_device", "/check-in/thanks"), ("paper", page)):
        asked = {"csrf_token": csrf(client, page), "how": how, "wave": ""}
        form = client.post(f"{page}/ask", data=asked).headers["Location"]
        assert "Ladder" not in client.get(form).text  # in between only the contact is asked
        sent = {"csrf_token": csrf(client, form), "q-own-mentee-safe": "8"}
        assert client.post(form, data=sent).headers["Location"].endswith(lands_on)
        assert client.get(form).status_code == 404
    with sqlite_database.reading() as db:
        hows = {one.how for one in queries.check_ins_of(db, trajectory)}
    assert hows == {AnsweredHow.ON_DEVICE, AnsweredHow.PAPER}
