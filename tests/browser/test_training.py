"""Training in a real browser: planned at a desk, marked on a phone, accessible everywhere."""

import pytest
from playwright.sync_api import expect

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.subjects import Purpose
from mentorship.training import services
from mentorship.training.facts import Finding
from mentorship.training.models import AssessmentOutcome, Presence
from tests.accounts.people import person
from tests.browser.accessibility import assert_accessible, assert_all_accessible, assert_english
from tests.conftest_web import PageOf
from tests.factories import FixedNow
from tests.training.cohorts import (
    Course,
    attend_all,
    course_in,
    make_certificate,
    make_mentor,
    make_peer_supervision,
    save,
)


@pytest.fixture
def course(sqlite_database: Database) -> Course:
    return course_in(sqlite_database, 6, capacity=5)


def test_a_trainer_marks_everybody_with_the_keyboard_alone(
    page_of: PageOf, course: Course, fixed_now: FixedNow
) -> None:
    fixed_now.advance(days=8)
    page = page_of(course.trainer)
    page.goto(f"/training/meetings/{course.meetings[0].id}")
    page.get_by_role("link", name="Aanwezigheid vastleggen").click()
    group = page.get_by_role("group", name="Bo Duin")
    group.get_by_label("Aanwezig", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(group.get_by_label("Afgemeld")).to_be_checked()
    assert_accessible(page, "training-attendance")
    page.get_by_role("button", name="alle anderen zijn er").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 mentoren")).to_be_visible()
    expect(page.get_by_text("Aanwezig", exact=True)).to_have_count(4)
    expect(page.get_by_text("Afgemeld", exact=True)).to_have_count(1)


def test_every_page_is_accessible(
    page_of: PageOf,
    sqlite_database: Database,
    course: Course,
    fixed_now: FixedNow,
) -> None:
    mentor_person = person(sqlite_database, Role.MENTOR)
    with sqlite_database.writing() as db:
        mentor = make_mentor(db, "Fleur", person=mentor_person)
        make_peer_supervision(db, course.trainer, day=fixed_now.moment.date().replace(month=6))
        for place in course.places[:2]:
            services.leave(db, place.id)
        services.enrol(db, course.cohort.id, mentor.id)
        certificate = make_certificate(db, mentor)
        code = vault.read(db, certificate, "code", purpose=Purpose.TRAINING)
        services.cancel_meeting(db, course.meetings[4].id)
        db.commit()
    fixed_now.advance(days=30)
    with sqlite_database.writing() as db:
        save(db, course.meetings[0].id, {mentor.id: Presence.PRESENT}, course.trainer)
        finding = Finding(1, AssessmentOutcome.NOT_YET, "Nog een gesprek.\nOver grenzen.")
        services.assess(db, course.places[2].id, finding, course.trainer.id)
        db.commit()
    coordinator = page_of(person(sqlite_database, Role.COORDINATOR))
    trainer, own = page_of(course.trainer), page_of(mentor_person)
    cohort, meeting = f"training/cohorts/{course.cohort.id}", course.meetings
    place = f"training/places/{course.places[2].id}"
    pages = [
        (coordinator, "training", "training-overview"),
        (coordinator, "training/programme", "training-programme"),
        (coordinator, "training/cohorts/new", "training-plan-cohort"),
        (coordinator, cohort, "training-cohort"),
        (coordinator, f"{cohort}/enrol", "training-enrol"),
        (coordinator, f"{cohort}/change", "training-change-cohort"),
        (coordinator, f"{cohort}/meetings/new", "training-plan-meeting"),
        (coordinator, f"training/meetings/{meeting[8].id}", "training-meeting"),
        (coordinator, f"training/meetings/{meeting[8].id}/move", "training-move-meeting"),
        (trainer, place, "training-place"),
        (own, "training/mine", "training-mine"),
        (own, "certificates", "certificate-ask"),
        (own, f"certificates/{code}", "certificate-check"),
        (own, "certificates/BCDF-GHJK-LMNP-QR23", "certificate-unknown"),
    ]
    assert_all_accessible([(page, f"/{path}", name) for page, path, name in pages])
    for page in (coordinator, trainer, own):
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    for page, path, _ in pages:
        assert_english(page, f"/{path}")


def test_from_the_waiting_list_to_a_certificate(
    page_of: PageOf, sqlite_database: Database, course: Course, fixed_now: FixedNow
) -> None:
    coordinator = page_of(person(sqlite_database, Role.COORDINATOR))
    coordinator.goto(f"/training/cohorts/{course.cohort.id}")
    coordinator.get_by_role("link", name="Abel Duin").click()
    coordinator.get_by_role("link", name="Plek opgeven").click()
    coordinator.get_by_role("button", name="Plek opgeven").dblclick()
    expect(coordinator.get_by_text("geen plek meer in deze lichting").first).to_be_visible()
    fixed_now.advance(days=100)
    with sqlite_database.writing() as db:
        attend_all(db, course, course.mentors[5])
        db.commit()
    trainer = page_of(course.trainer)
    trainer.goto(f"/training/cohorts/{course.cohort.id}")
    trainer.get_by_role("link", name="Fien Duin").click()
    trainer.get_by_label("Klaar om mentor te zijn").check()
    trainer.get_by_role("button", name="Beoordeling opslaan").click()
    assert_accessible(trainer, "training-place-ready")
    trainer.get_by_role("button", name="Training afronden").click()
    expect(trainer.get_by_role("link", name="Certificaat (pdf)")).to_be_visible()
    assert_accessible(trainer, "training-place-completed")
