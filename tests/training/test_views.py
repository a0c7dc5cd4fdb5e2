"""The pages of training: who sees and does what, and what a refusal says."""

import re
from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.subjects import Purpose
from mentorship.training import progress, queries, services
from mentorship.training.facts import CohortFacts, Finding
from mentorship.training.models import (
    Assessment,
    AssessmentOutcome,
    Cohort,
    CohortPlace,
    PlaceStatus,
    Presence,
)
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.factories import FixedNow
from tests.training.cohorts import (
    Course,
    attend_all,
    course_in,
    make_certificate,
    make_cohort,
    make_mentor,
    make_peer_supervision,
    make_place,
    save,
)

PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT
SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def course(sqlite_database: Database) -> Course:
    return course_in(sqlite_database, 3, capacity=2)


@pytest.fixture
def coordinator(app: Flask, sqlite_database: Database) -> FlaskClient:
    return signed_in(app, sqlite_database, person(sqlite_database, Role.COORDINATOR))


@pytest.fixture
def trainer(app: Flask, sqlite_database: Database, course: Course) -> FlaskClient:
    return signed_in(app, sqlite_database, course.trainer)


@pytest.fixture
def later(app: Flask, sqlite_database: Database, course: Course, fixed_now: FixedNow) -> SignIn:
    """The trainer, so many days on: signed in anew, because no sign-in lasts that long."""

    def sign_in(days: int) -> FlaskClient:
        fixed_now.advance(days=days)
        return signed_in(app, sqlite_database, course.trainer)

    return sign_in


def signed_in(app: Flask, database: Database, who: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, database, who.user)
    return client


def send(client: FlaskClient, path: str, **values: object) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf(client), **values})


def heading(answer: TestResponse) -> str:
    found = soup(answer.text).find("h1")
    assert isinstance(found, Tag)
    return found.get_text(strip=True)


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", soup(answer.text).get_text(" "))


def fields(page: BeautifulSoup) -> dict[str, str]:
    """What the browser would send of this page's form as it stands."""
    form = page.select_one("main form.oo-form")
    assert form is not None
    sent = {}
    for field in form.select("input, select"):
        is_choice = field.get("type") in ("radio", "checkbox")
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            sent[str(field["name"])] = str(chosen["value"]) if chosen else ""
        elif not is_choice or field.has_attr("checked"):
            sent[str(field["name"])] = str(field.get("value", ""))
    return sent


def test_a_coordinator_plans_a_cohort_once_and_sees_the_meetings(
    coordinator: FlaskClient, sqlite_database: Database, course: Course
) -> None:
    page = fields(soup(coordinator.get("/training/cohorts/new").text))
    filled = page | {
        "name": "Lichting najaar", "house": "KEN", "trainer": str(course.trainer.id),
        "capacity": "12", "starts_on": "01-09-2026", "clock": "19.30", "location": "De Kern",
    }  # fmt: skip
    answers = [coordinator.post("/training/cohorts/new", data=filled) for _ in range(2)]
    assert answers[0].status_code == 303
    assert answers[0].location == answers[1].location
    shown = coordinator.get(answers[0].location)
    assert heading(shown) == "Lichting najaar"
    assert "dinsdag 1 september 2026, 19:30–22:30" in words(shown)
    assert "Plekken bezet: 0 van 12" in words(shown)


def test_what_is_not_right_is_said_and_nothing_is_planned(
    coordinator: FlaskClient, sqlite_database: Database
) -> None:
    answer = send(
        coordinator, "/training/cohorts/new",
        name="X", capacity="41", starts_on="31-02-2026", clock="25:00", location="De Kern",
    )  # fmt: skip
    assert answer.status_code == 422
    for said in (
        "van 1 tot en met 40",
        "Deze datum bestaat niet",
        "zoals 19:30",
        "Kies een trainer",
    ):
        assert said in words(answer)
    with sqlite_database.reading() as db:
        assert db.exec(select(Cohort)).all() == []


def test_enrolling_fills_the_seats_and_then_the_waiting_list(
    coordinator: FlaskClient, sqlite_database: Database, course: Course
) -> None:
    with sqlite_database.writing() as db:
        mentor = make_mentor(db, "Zoë")
        db.commit()
    path = f"/training/cohorts/{course.cohort.id}"
    page = coordinator.get(f"{path}/enrol")
    assert "De lichting is vol" in words(page)
    assert "Abel Duin" not in words(page)  # has a place already
    assert send(coordinator, f"{path}/enrol", mentor=str(mentor.id)).status_code == 303
    assert "2. Zoë Duin" in words(coordinator.get(path))
    refused = send(coordinator, f"{path}/enrol", mentor=str(course.mentors[0].id))
    assert refused.status_code == 422  # no longer on offer
    leave = f"/training/places/{course.places[0].id}/leave"
    assert "Abel Duin" in words(coordinator.get(leave))
    assert send(coordinator, leave).location == path
    with sqlite_database.reading() as db:
        moved_up = db.get_one(CohortPlace, course.places[2].id)
        assert moved_up.status is PlaceStatus.ENROLLED


def test_a_trainer_opens_the_own_cohort_and_no_other(
    app: Flask, sqlite_database: Database, trainer: FlaskClient, course: Course
) -> None:
    foreign = course_in(sqlite_database, 1)
    assert "Lichting voorjaar" in words(trainer.get("/training"))
    own = trainer.get(f"/training/cohorts/{course.cohort.id}")
    assert "Abel Duin" in words(own)
    assert "inschrijven" not in words(own)
    for path in (
        f"/training/cohorts/{foreign.cohort.id}",
        f"/training/places/{foreign.places[0].id}",
        f"/training/meetings/{foreign.meetings[0].id}/attendance",
    ):
        assert trainer.get(path).status_code == 404


def test_a_consultant_reads_the_names_of_the_own_house_only(
    app: Flask, sqlite_database: Database, course: Course
) -> None:
    with sqlite_database.writing() as db:
        cohort_id = course_in_region(db, course)
        db.commit()
    reader = signed_in(app, sqlite_database, person(sqlite_database, Role.MENTOR_CONSULTANT))
    page = words(reader.get(f"/training/cohorts/{cohort_id}"))
    assert "Kees Duin" in page
    assert "Lot Duin" not in page
    assert "Er doet 1 mentor van een ander Huis mee." in page
    assert send(reader, f"/training/cohorts/{cohort_id}/enrol").status_code == 403


def course_in_region(db: Db, course: Course) -> UUID:
    cohort = make_cohort(db, course.trainer, house_code=None, name="Regio")
    make_place(db, cohort, make_mentor(db, "Kees"))
    make_place(db, cohort, make_mentor(db, "Lot", "NHN"))
    return cohort.id


def test_attendance_is_one_list_and_one_save(
    sqlite_database: Database, trainer: FlaskClient, course: Course, later: SignIn
) -> None:
    meeting = course.meetings[0]
    path = f"/training/meetings/{meeting.id}/attendance"
    assert "vanaf de dag van de bijeenkomst" in words(trainer.get(path))
    trainer = later(8)
    page = soup(trainer.get(path).text)
    assert len(page.select("fieldset")) == 2  # who waits isn't in the room
    first, second = course.mentors[:2]
    marked = fields(page) | {f"presence-{second.id}": "excused", "rest": "present"}
    assert trainer.post(path, data=marked).status_code == 303
    with sqlite_database.reading() as db:
        found = queries.attendance_of(db, [meeting.id])
    assert found[meeting.id, first.id] is PRESENT
    assert found[meeting.id, second.id] is Presence.EXCUSED
    assert "Afgemeld" in words(trainer.get(f"/training/meetings/{meeting.id}"))


def test_of_two_who_save_the_second_keeps_what_was_chosen(
    sqlite_database: Database, course: Course, later: SignIn
) -> None:
    trainer = later(8)
    meeting, mentor = course.meetings[0], course.mentors[0]
    path = f"/training/meetings/{meeting.id}/attendance"
    mine = fields(soup(trainer.get(path).text)) | {f"presence-{mentor.id}": "absent"}
    with sqlite_database.writing() as db:
        save(db, meeting.id, {mentor.id: PRESENT}, course.trainer)
        db.commit()
    refused = trainer.post(path, data=mine)
    assert refused.status_code == 409
    assert "opgeslagen als: Aanwezig" in words(refused)
    kept = fields(soup(refused.text))
    assert kept[f"presence-{mentor.id}"] == "absent"
    assert trainer.post(path, data=kept).status_code == 303
    with sqlite_database.reading() as db:
        assert queries.attendance_of(db, [meeting.id])[meeting.id, mentor.id] is ABSENT


def test_from_the_last_module_to_the_certificate_that_anybody_can_check(
    app: Flask,
    sqlite_database: Database,
    course: Course,
    later: SignIn,
) -> None:
    trainer = later(100)
    place = f"/training/places/{course.places[0].id}"
    assert "Module: Grip op het leven" in words(trainer.get(place))
    assert send(trainer, f"{place}/complete").status_code == 303
    assert trainer.get(f"{place}/certificate").status_code == 404
    with sqlite_database.writing() as db:
        attend_all(db, course, course.mentors[0])
        db.commit()
    sent = fields(soup(trainer.get(place).text)) | {"outcome": "passed", "note": "Kan luisteren."}
    for _ in range(2):
        assert trainer.post(f"{place}/assess", data=sent).status_code == 303
    assert words(trainer.get(place)).count("Kan luisteren.") == 1
    assert send(trainer, f"{place}/complete").status_code == 303
    paper = trainer.get(f"{place}/certificate")
    assert paper.mimetype == "application/pdf"
    with pikepdf.open(BytesIO(paper.data)) as pdf:
        assert "Abel" not in str(pdf.docinfo) + str(pdf.Root.get("/Metadata"))
    check_the_code(app, sqlite_database, course)


def check_the_code(app: Flask, database: Database, course: Course) -> None:
    """By the page where a stranger types it over from the paper."""
    with database.reading() as db:
        found = progress.certificate_of(db, course.cohort.id, course.mentors[0].id)
        assert found is not None
        code = vault.read(db, found, "code", purpose=Purpose.TRAINING) or ""
    stranger = app.test_client()
    typed = send(stranger, "/certificates", certificate=code.lower().replace("-", " "))
    page = stranger.get(typed.location)
    assert "Dit certificaat is geldig tot en met 10 juni 2029." in words(page)
    assert "27 uur" in words(page)
    assert "Abel" not in page.text
    assert "Duin" not in page.text
    assert stranger.get("/certificates/BCDF-GHJK-LMNP-QR23").status_code == 404
    assert send(stranger, "/certificates", certificate="AEIO").status_code == 422


def test_a_certificate_is_no_longer_valid_after_its_term(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        made = make_certificate(db, make_mentor(db))
        code = vault.read(db, made, "code", purpose=Purpose.TRAINING)
        db.commit()
    stranger = app.test_client()
    fixed_now.advance(days=3 * 365)
    assert "is geldig tot" in words(stranger.get(f"/certificates/{code}"))
    fixed_now.advance(days=2)
    assert "niet meer geldig" in words(stranger.get(f"/certificates/{code}"))


def test_an_assessment_that_crossed_another_is_sent_again_on_purpose(
    sqlite_database: Database, trainer: FlaskClient, course: Course
) -> None:
    place = f"/training/places/{course.places[0].id}"
    mine = fields(soup(trainer.get(place).text)) | {"outcome": "passed", "note": "Mijn tekst"}
    with sqlite_database.writing() as db:
        other = Finding(1, AssessmentOutcome.NOT_YET, "Eerst een gesprek")
        services.assess(db, course.places[0].id, other, course.trainer.id)
        db.commit()
    refused = trainer.post(f"{place}/assess", data=mine)
    assert refused.status_code == 422
    assert "Eerst een gesprek" in words(refused)
    assert "Mijn tekst" in refused.text
    again = fields(soup(refused.text)) | {"outcome": "passed", "note": "Mijn tekst"}
    assert trainer.post(f"{place}/assess", data=again).status_code == 303
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Assessment)).all()) == 2


def test_a_meeting_is_moved_cancelled_and_told_to_the_calendar(
    coordinator: FlaskClient, sqlite_database: Database, course: Course
) -> None:
    path = f"/training/meetings/{course.meetings[0].id}"
    page = fields(soup(coordinator.get(f"{path}/move").text))
    assert (page["day"], page["begins"], page["ends"]) == ("10-03-2026", "19:00", "22:00")
    late = coordinator.post(f"{path}/move", data=page | {"ends": "18:00"})
    assert late.status_code == 422
    assert coordinator.post(f"{path}/move", data=page | {"begins": "18:30"}).status_code == 303
    again = coordinator.post(f"{path}/move", data=page | {"begins": "17:30"})
    assert again.status_code == 409
    assert send(coordinator, f"{path}/cancel").status_code == 303
    assert "Deze bijeenkomst gaat niet door." in words(coordinator.get(path))
    told = coordinator.get(f"{path}/calendar")
    assert told.mimetype == "text/calendar"
    assert told.headers["Content-Disposition"] == 'attachment; filename="training.ics"'
    assert "SEQUENCE:2" in told.text
    assert "STATUS:CANCELLED" in told.text


def test_a_mentor_sees_the_own_training_and_signs_up(
    app: Flask, sqlite_database: Database, course: Course, fixed_now: FixedNow
) -> None:
    who = person(sqlite_database, Role.MENTOR)
    with sqlite_database.writing() as db:
        mentor = make_mentor(db, "Fleur", person=who)
        meeting = make_peer_supervision(db, course.trainer)
        services.enrol(db, course.cohort.id, mentor.id)
        db.commit()
    client = signed_in(app, sqlite_database, who)
    assert "nummer 2 op de wachtlijst" in words(client.get("/training/mine"))
    with sqlite_database.writing() as db:
        for place in course.places:
            services.leave(db, place.id)
        db.commit()
    page = words(client.get("/training/mine"))
    assert "0 van de 9 modules" in page
    assert "dinsdag 10 maart 2026, 19:00–22:00" in page
    assert "Abel" not in page
    sign_up = f"/training/mine/meetings/{meeting.id}/sign-up"
    for _ in range(2):
        assert send(client, sign_up).status_code == 303
    assert client.get("/training/mine/calendar").text.count("BEGIN:VEVENT") == 10
    assert send(client, f"/training/mine/meetings/{meeting.id}/sign-off").status_code == 303
    assert client.get("/training/mine/calendar").text.count("BEGIN:VEVENT") == 9


def test_a_mentor_downloads_the_own_certificate_and_nobody_else_s(
    app: Flask, sqlite_database: Database
) -> None:
    who = person(sqlite_database, Role.MENTOR)
    with sqlite_database.writing() as db:
        mine = make_certificate(db, make_mentor(db, "Fleur", person=who))
        foreign = make_certificate(db, make_mentor(db, "Gijs"))
        db.commit()
    client = signed_in(app, sqlite_database, who)
    assert "geldig tot en met 2 maart 2029" in words(client.get("/training/mine"))
    assert client.get(f"/training/mine/certificates/{mine.id}").data.startswith(b"%PDF")
    assert client.get(f"/training/mine/certificates/{foreign.id}").status_code == 404


def test_the_list_of_cohorts_is_paged_with_as_many_queries_for_many_as_for_few(
    coordinator: FlaskClient, sqlite_database: Database, course: Course
) -> None:
    def counted(path: str) -> int:
        seen: list[object] = []

        def count(*told: object) -> None:
            seen.append(told)

        event.listen(sqlite_database.readers, "before_cursor_execute", count)
        assert coordinator.get(path).status_code == 200
        event.remove(sqlite_database.readers, "before_cursor_execute", count)
        return len(seen)

    few = counted("/training")
    with sqlite_database.writing() as db:
        for number in range(60):
            facts = CohortFacts(f"Lichting {number}", course.trainer.id, 1, course.cohort.starts_on)
            services.plan_cohort(db, facts)
        db.commit()
    assert counted("/training") == few
    last = words(coordinator.get("/training?page=2"))
    assert "Pagina 2 van 2" in last
    assert "Pagina 2 van 2" in words(coordinator.get("/training?page=99"))


def test_the_programme_says_how_much_of_the_benchmarks_it_treats(trainer: FlaskClient) -> None:
    page = soup(trainer.get("/training/programme").text)
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")]
            for row in page.select("tbody tr")]  # fmt: skip
    assert rows == [["B.3.2", "10", "10", "–"], ["B.3.3", "20", "20", "–"]]
