"""A release that a job does later: once, in the name of who asked, or not at all and said why."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from uuid import UUID

import pytest
from flask import Flask
from sqlmodel import col, select

from mentorship.accounts.grants import end_role
from mentorship.accounts.models import RoleGrant, User
from mentorship.accounts.roles import Role
from mentorship.evaluation import building, queries, rules, services
from mentorship.evaluation.judging import seen_of
from mentorship.evaluation.models import (
    BuildOutcome,
    BuildStep,
    BundleBuild,
    BundleFile,
    BundleStatus,
    EvaluationBundle,
)
from mentorship.foundation.db import Database, now
from mentorship.foundation.jobs import Job, JobStatus, get_job
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, person
from tests.evaluation.test_views import browser, post, words
from tests.evaluation.world import Office, asked, make_bundles, programme
from tests.factories import FixedNow


@pytest.fixture
def around(database: Database, fixed_now: FixedNow) -> Office:
    return programme(database, fixed_now)


def looked_at(database: Database, bundle_id: UUID) -> str:
    with database.reading() as db:
        return seen_of(db, db.get_one(EvaluationBundle, bundle_id))


def press(database: Database, bundle_id: UUID, by: Person) -> UUID:
    """The button under the tables; the build that everybody who presses gets."""
    seen = looked_at(database, bundle_id)
    with database.writing() as db:
        bundle = queries.lock(db, select(EvaluationBundle), bundle_id)
        assert bundle is not None
        build = building.ask(db, bundle, seen, by.id)
        db.commit()
        return build.id


def outcome(database: Database, bundle_id: UUID) -> BuildOutcome | None:
    with database.reading() as db:
        progress = building.progress_of_bundle(db, bundle_id)
    assert progress is not None
    return progress.outcome


def expect_nothing_released(database: Database, why: BuildOutcome) -> None:
    with database.reading() as db:
        build = db.exec(select(BundleBuild)).one()
        bundle = db.get_one(EvaluationBundle, build.bundle_id)
        assert (build.outcome, build.finished_at is not None) == (why, True)
        assert bundle.status is not BundleStatus.RELEASED
        assert db.exec(select(BundleFile)).all() == []
        assert count_of(database, "bundle.released") == 0


def count_of(database: Database, action: str) -> int:
    with database.reading() as db:
        return len(db.exec(select(AuditEvent).where(AuditEvent.action == action)).all())


def test_it_is_released_once_in_the_name_of_who_pressed(database: Database, around: Office) -> None:
    bundle_id = asked(database, around)
    build_id = press(database, bundle_id, around.officer)
    with database.reading() as db:
        assert building.being_made(db, [bundle_id]) == {bundle_id}
    make_bundles(database)
    with database.reading() as db:
        build = db.get_one(BundleBuild, build_id)
        assert (build.outcome, build.step) == (BuildOutcome.RELEASED, BuildStep.PACKING)
        bundle = db.get_one(EvaluationBundle, bundle_id)
        assert (bundle.status, bundle.released_by) == (BundleStatus.RELEASED, around.officer.id)
        event = db.exec(select(AuditEvent).where(AuditEvent.action == "bundle.released")).one()
        assert event.actor_id == around.officer.id
        assert building.being_made(db, [bundle_id]) == frozenset()
        letters = db.exec(select(col(OutboxMail.letter))).all()
        assert letters.count("evaluation.released") == 1


def test_a_job_whose_worker_died_after_the_release_changes_nothing_when_it_runs_again(
    database: Database, around: Office
) -> None:
    bundle_id = asked(database, around)
    build_id = press(database, bundle_id, around.officer)
    make_bundles(database)
    with database.writing() as db:  # as it stood when its worker was killed
        job = get_job(db, db.get_one(BundleBuild, build_id).job_id, lock=True)
        job.status, job.finished_at = JobStatus.RUNNING, None
        db.commit()
    run_job(database, Event(), job.id)
    assert count_of(database, "bundle.released") == 1
    with database.reading() as db:
        assert len(db.exec(select(BundleFile)).all()) == 1
        assert db.get_one(Job, job.id).status is JobStatus.DONE


def test_two_officers_at_once_are_one_release(database: Database, around: Office) -> None:
    bundle_id = asked(database, around)
    officers = (around.officer, person(database, Role.PRIVACY_OFFICER))
    with ThreadPoolExecutor(2) as both:
        builds = set(both.map(lambda one: press(database, bundle_id, one), officers))
    assert len(builds) == 1
    make_bundles(database)
    assert count_of(database, "bundle.release_asked") == 1
    assert count_of(database, "bundle.released") == 1
    with pytest.raises(rules.BundleDecided):
        press(database, bundle_id, officers[1])


def test_who_pressed_may_stop_it_and_press_again(database: Database, around: Office) -> None:
    bundle_id = asked(database, around)
    other = person(database, Role.PRIVACY_OFFICER)
    press(database, bundle_id, around.officer)
    for one, expected in ((other, None), (around.officer, BuildOutcome.CANCELLED)):
        with database.writing() as db:
            bundle = queries.lock(db, select(EvaluationBundle), bundle_id)
            assert bundle is not None
            building.cancel(db, bundle, one.id)
            db.commit()
        assert outcome(database, bundle_id) is expected
    make_bundles(database)
    expect_nothing_released(database, BuildOutcome.CANCELLED)
    press(database, bundle_id, other)
    make_bundles(database)
    assert outcome(database, bundle_id) is BuildOutcome.RELEASED


def take_role(database: Database, who: Person) -> None:
    with database.writing() as db:
        grant = db.exec(select(RoleGrant).where(col(RoleGrant.user_id) == who.id)).one()
        end_role(db, grant, None)
        db.commit()


def close_account(database: Database, who: Person) -> None:
    with database.writing() as db:
        db.get_one(User, who.id).disabled_at = now(db)
        db.commit()


@pytest.mark.parametrize("taken", [take_role, close_account])
def test_whoever_may_not_any_more_releases_nothing(
    database: Database, around: Office, taken: Callable[[Database, Person], None]
) -> None:
    bundle_id = asked(database, around)
    press(database, bundle_id, around.officer)
    taken(database, around.officer)
    make_bundles(database)
    expect_nothing_released(database, BuildOutcome.NOT_ALLOWED)
    press(database, bundle_id, person(database, Role.PRIVACY_OFFICER))
    make_bundles(database)
    assert outcome(database, bundle_id) is BuildOutcome.RELEASED


def test_what_was_refused_or_is_too_late_meanwhile_is_not_released(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    refused = asked(database, around)
    press(database, refused, around.officer)
    with database.writing() as db:
        bundle = db.get_one(EvaluationBundle, refused)
        services.withdraw(db, bundle, "Toch niet.", around.officer.id)
        db.commit()
    make_bundles(database)
    expect_nothing_released(database, BuildOutcome.DECIDED)
    late = asked(database, around, destroy_by=date(2026, 6, 30))
    press(database, late, around.officer)
    fixed_now.advance(days=150)
    make_bundles(database)
    assert outcome(database, late) is BuildOutcome.DESTROY_BY_PASSED
    assert count_of(database, "bundle.released") == 0


def test_what_took_its_workers_with_it_is_said_and_can_be_pressed_again(
    database: Database, around: Office
) -> None:
    bundle_id = asked(database, around)
    build_id = press(database, bundle_id, around.officer)
    with database.writing() as db:
        job = get_job(db, db.get_one(BundleBuild, build_id).job_id, lock=True)
        job.status, job.attempts = JobStatus.RUNNING, 3
        db.commit()
    run_job(database, Event(), job.id)
    assert outcome(database, bundle_id) is BuildOutcome.FAILED
    with database.reading() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        assert building.failed_of(db, around.officer.id, [bundle]) == [bundle]
    again = press(database, bundle_id, around.officer)
    assert again != build_id
    make_bundles(database)
    assert outcome(database, bundle_id) is BuildOutcome.RELEASED
    assert count_of(database, "bundle.release_failed") == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_pages_say_that_it_is_being_made_and_who_may_stop_it(
    app: Flask, database: Database, around: Office
) -> None:
    bundle_id = asked(database, around)
    page = f"/bundles/{bundle_id}"
    officer = browser(app, database, around.officer)
    second = browser(app, database, person(database, Role.PRIVACY_OFFICER))
    coordinator = browser(app, database, around.coordinator)
    seen = looked_at(database, bundle_id)
    for one in (officer, officer, second):  # a double click, and somebody else
        answer = post(one, f"{page}/release", seen=seen)
        assert (answer.status_code, answer.headers["Location"]) == (303, page)
    for one in (officer, second, coordinator):
        told = words(one.get(page).text)
        assert "De bundel wordt gemaakt" in told
        assert "Het werk wacht op zijn beurt." in told
        assert ("Stoppen en niets vrijgeven" in told) == (one is officer)
        assert "Wordt gemaakt" in words(one.get("/bundles").text)
        assert "Het werk wacht op zijn beurt." in one.get(f"{page}/release/progress").text
    assert "1 bundel voor evaluatie wacht" not in words(second.get("/today").text)
    assert post(second, f"{page}/release/cancel").status_code == 303
    assert outcome(database, bundle_id) is None
    assert post(officer, f"{page}/release/cancel").status_code == 303
    assert "Het maken is gestopt. Er is niets vrijgegeven." in words(officer.get(page).text)
    assert "data-over" in officer.get(f"{page}/release/progress").text
    assert "Wacht op vrijgave" in words(coordinator.get(page).text)
    assert "1 bundel voor evaluatie wacht" in words(second.get("/today").text)
