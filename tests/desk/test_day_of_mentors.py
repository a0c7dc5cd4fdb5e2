"""The day of whoever screens mentors, and of a mentor."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.desk.lists import mentors_asking
from mentorship.desk.tasks import Pressing
from mentorship.foundation.db import Database, Db, now
from mentorship.mentors import queries, services
from mentorship.mentors.models import Mentor, ReferenceOutcome, TalkOutcome
from mentorship.mentors.rules import Gate
from mentorship.mentors.told import SeenVog, Talk
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.desk.days import day_of, titles
from tests.factories import FixedNow
from tests.mentors.applicants import ANSWERS, ask, make_mentor, pass_gates, ready_mentor
from tests.referrals.senders import acting
from tests.training.cohorts import make_course, make_peer_supervision
from tests.trajectories.sessions.told import make_pair, met


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def talk(db: Db, mentor: Mentor, by: Person, outcome: TalkOutcome) -> None:
    services.record_interview(db, mentor, Talk(queries.today(db), outcome, "Notitie"), by.id)


def test_an_application_is_new_until_the_first_talk_and_the_newest_talk_counts(
    db: Db, fixed_now: FixedNow, consultant: Person
) -> None:
    mentor = make_mentor(db)
    assert titles(db, consultant) == ["1 new mentor waits for a first talk"]
    talk(db, mentor, consultant, TalkOutcome.ANOTHER_TALK)
    assert titles(db, consultant) == ["1 mentor waits for another talk"]
    fixed_now.advance(days=1)
    talk(db, mentor, consultant, TalkOutcome.NO)
    assert titles(db, consultant) == ["1 mentor heard no after the talk, and is still open here"]
    services.decline(db, mentor, "Past niet", consultant.id)
    assert titles(db, consultant) == []


def test_a_reference_is_judged_or_comes_too_late(
    db: Db, fixed_now: FixedNow, consultant: Person
) -> None:
    mentor = pass_gates(db, make_mentor(db), consultant, (Gate.INTERVIEW,))
    reference = ask(db, mentor)
    assert titles(db, consultant) == []
    fixed_now.advance(days=30)
    late = "Of 1 mentor a referee did not answer in time"
    assert [(task.title, task.pressing) for task in day_of(db, consultant)] == [
        (late, Pressing.AWAITED)
    ]
    services.note_answers(db, mentor, reference, ANSWERS, consultant.id)
    assert titles(db, consultant) == ["Of 1 mentor a reference came in to judge"]
    page = mentors_asking(db, acting(db, consultant), "reference-to-judge", 1)
    assert [line.name for line in page.lines] == ["Sanne Dekker"]
    services.judge_reference(db, mentor, reference, ReferenceOutcome.ACCEPTED, "", consultant.id)
    assert titles(db, consultant) == []


@pytest.mark.parametrize(
    ("issued_on", "first_told", "last_told"),
    [
        (date(2026, 2, 1), date(2028, 12, 3), date(2029, 2, 1)),
        (date(2024, 2, 29), date(2026, 12, 30), date(2027, 2, 28)),
    ],
)
def test_a_vog_is_asked_for_from_sixty_days_before_it_is_stale(
    db: Db,
    fixed_now: FixedNow,
    consultant: Person,
    issued_on: date,
    first_told: date,
    last_told: date,
) -> None:
    mentor = pass_gates(db, make_mentor(db), consultant, (Gate.INTERVIEW,))
    today = queries.today(db)
    services.record_vog(db, mentor, SeenVog(issued_on, today, "84", "VOG-1"), consultant.id)
    told = "The VOG of 1 mentor gets too old within 60 days"
    seen = {}
    for day in (first_told - timedelta(days=1), first_told, last_told, last_told + timedelta(1)):
        fixed_now.advance(days=(day - queries.today(db)).days)
        seen[day] = told in titles(db, consultant)
    assert list(seen.values()) == [False, True, True, False]


def test_a_newer_vog_takes_the_line_away(db: Db, fixed_now: FixedNow, consultant: Person) -> None:
    mentor = pass_gates(db, make_mentor(db), consultant, (Gate.INTERVIEW, Gate.VOG))
    fixed_now.advance(days=35 * 30)
    assert len(titles(db, consultant)) == 1
    pass_gates(db, mentor, consultant, (Gate.VOG,))
    assert titles(db, consultant) == []


def test_a_pause_that_ends_this_week_is_told_until_sunday(
    db: Db, fixed_now: FixedNow, consultant: Person
) -> None:
    mentor = pass_gates(db, make_mentor(db), consultant, (Gate.INTERVIEW,))
    friday = date(2026, 3, 13)
    pause = services.pause(db, mentor, queries.today(db), friday)
    told = "The pause of 1 mentor ends this week"
    assert titles(db, consultant) == []
    fixed_now.advance(days=7)  # the Monday of its week
    assert titles(db, consultant) == [told]
    services.end_pause(db, mentor, pause)
    assert titles(db, consultant) == []


def test_another_house_is_not_counted_and_a_coordinator_screens_nobody(
    db: Db, consultant: Person
) -> None:
    coordinator = make_person(db, Role.COORDINATOR)
    theirs = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    make_mentor(db, house_code="NHN")
    assert titles(db, consultant) == []
    assert "1 new mentor waits for a first talk" in titles(db, theirs)
    assert not any("talk" in title for title in titles(db, coordinator))


def test_a_mentor_reads_what_is_missing_the_pause_and_the_next_meeting(
    db: Db, consultant: Person
) -> None:
    person = make_person(db, Role.MENTOR)
    mentor = make_mentor(db)
    mentor.user_id = person.id
    (task,) = day_of(db, person)
    assert task.title == "6 things are still missing before you can have a match"
    assert "A VOG that was seen" in task.more
    pass_gates(db, mentor, consultant)
    services.set_capacity(db, mentor, 1)
    assert titles(db, person) == []
    day = queries.today(db)
    services.pause(db, mentor, day, day + timedelta(days=10))
    (task,) = day_of(db, person)
    assert (task.title, task.more) == (
        "You have a pause", "Pause until and including 12 March 2026",
    )  # fmt: skip


def test_a_mentor_reads_the_next_meeting(db: Db) -> None:
    course = make_course(db, 1)
    person = make_person(db, Role.MENTOR)
    course.mentors[0].user_id = person.id
    (meeting,) = (task for task in day_of(db, person) if "next meeting" in task.title)
    assert meeting.title == "Your next meeting: Tuesday 10 March 2026 19:00"
    assert "Buurthuis De Kern" in meeting.more
    assert meeting.pressing is Pressing.COMING


def test_a_mentor_without_a_file_has_an_empty_day(db: Db) -> None:
    person = make_person(db, Role.MENTOR)
    trainer = make_person(db, Role.TRAINER)
    make_peer_supervision(db, trainer)
    assert titles(db, person) == []
    ready_mentor(db, trainer)
    assert titles(db, person) == []


def test_who_guides_somebody_is_led_to_the_log_and_to_the_questions(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        pair = make_pair(db, ago=timedelta(days=95))
        pair.log(db, met(db, 60))
        db.commit()
    sign_in_as(client, sqlite_database, pair.person.user)
    mine = f"/my-answers/{pair.trajectory.id}"
    today = client.get("/today").text
    for told in ("van 1 match al een tijd geen sessie", "/my-match", mine, "Na 3 maanden"):
        assert told in today
    assert mine in client.get("/my-match").text
    with sqlite_database.writing() as db:
        pair.log(db, met(db, 1))
        db.commit()
    client.post(mine, data={"csrf_token": csrf(client, mine), "q-own-mentor-safe": "9"})
    today = client.get("/today").text
    assert "al een tijd geen sessie" not in today
    assert mine not in today
    assert mine not in client.get("/my-match").text


def test_when_a_mentor_meets_stands_first_with_the_name_only_on_the_page(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        pair = make_pair(db)
        pair.log(db, met(db, 1, next_at=now(db) + timedelta(days=4)))
        first, *_rest = day_of(db, pair.person)
        assert (first.pressing, first.in_mail) == (Pressing.MEETING, "")
        db.commit()
    sign_in_as(client, sqlite_database, pair.person.user)
    line = soup(client.get("/today").text).find("ul", class_="oo-day").find("li").text
    assert "Je ziet Yara" in line
    assert "vrijdag 6 maart 2026" in line
    page = client.get(f"/matching/mine/{pair.trajectory.match_id}").text
    assert "Een jongere voor jou" not in page
    assert "regelt je consultant" not in page
