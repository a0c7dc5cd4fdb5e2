"""A small programme that has something to tell, and the people around a bundle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from threading import Event
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.evaluation import counting, jobs, releasing, services
from mentorship.evaluation.building import BUILD
from mentorship.evaluation.judging import seen_of
from mentorship.evaluation.models import BundleBasis, EvaluationBundle
from mentorship.evaluation.services import Wanted
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import Job, JobStatus, name_of
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.settings import Settings
from mentorship.training.models import Certificate
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.training.cohorts import make_certificate, make_mentor
from tests.worlds import copy_into, own_settings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUMMER, AUTUMN = datetime(2025, 5, 12, 9, tzinfo=UTC), datetime(2025, 10, 6, 9, tzinfo=UTC)
THRESHOLD = 3  # the lowest that the settings allow, so that a world can be small


@dataclass(frozen=True)
class Office:
    """Everybody around a bundle."""

    coordinator: Person
    officer: Person
    evaluator: Person


@dataclass(frozen=True)
class WithBundle(Office):
    """And a bundle that the evaluator may download."""

    bundle_id: UUID


def with_threshold(database: Database, threshold: int = THRESHOLD) -> None:
    changed = database.settings.model_copy(update={"disclosure_threshold": threshold})
    database.settings = changed


def office(db: Db) -> Office:
    return Office(
        make_person(db, Role.COORDINATOR),
        make_person(db, Role.PRIVACY_OFFICER),
        make_person(db, Role.EVALUATOR),
    )


def trained(database: Database, clock: FixedNow, when: datetime, number: int) -> None:
    """So many mentors got their certificate on this day."""
    clock.moment = when
    with database.writing() as db:
        first = make_certificate(db, make_mentor(db))
        for _ in range(number - 1):
            mentor = make_mentor(db)
            code = uuid4().hex
            another = Certificate(
                subject_id=mentor.subject_id, cohort_id=first.cohort_id, mentor_id=mentor.id,
                code_hash=code.encode(), issued_on=first.issued_on, minutes=first.minutes,
            )  # fmt: skip
            vault.write(db, another, code=code)
            db.add(another)
        db.commit()
    clock.moment = NOW


def programme(database: Database, clock: FixedNow) -> Office:
    """Four mentors trained in the first half of 2025 and five in the second, all counted.

    In an empty database, for which they were made once in this process."""
    _copy(database, clock, _made())
    with database.writing() as db:
        around = office(db)
        db.commit()
    return around


def released_programme(database: Database, clock: FixedNow) -> WithBundle:
    """The same, and both half-years are told in a bundle; made once in this process as well."""
    settings, made = _released()
    _copy(database, clock, settings)
    with database.reading() as db:
        people = (
            replace(one, user=db.get_one(User, one.id))
            for one in (made.coordinator, made.officer, made.evaluator)
        )
        return WithBundle(*people, made.bundle_id)


def _copy(database: Database, clock: FixedNow, settings: Settings) -> None:
    copy_into(database, settings)
    clock.moment = NOW
    with_threshold(database)


@cache
def _released() -> tuple[Settings, WithBundle]:
    settings = own_settings()
    database, clock = Database(settings, FixedNow(NOW)), FixedNow(NOW)
    database.prepare()
    around = programme(database, clock)
    bundle_id = released(database, around)
    database.dispose()
    return settings, WithBundle(around.coordinator, around.officer, around.evaluator, bundle_id)


@cache
def _made() -> Settings:
    settings, clock = own_settings(), FixedNow(NOW)
    database = Database(settings, clock)
    database.prepare()
    trained(database, clock, SUMMER, 4)
    trained(database, clock, AUTUMN, 5)
    counting.recount(database)
    database.dispose()
    return settings


def wanted(around: Office, **changed: Any) -> Wanted:
    told: dict[str, Any] = {
        "recipient_id": around.evaluator.id,
        "purpose": "Procesevaluatie over 2025",
        "legal_basis": BundleBasis.RESEARCH,
        "agreement": "OVK-2026-1",
        "destroy_by": date(2026, 12, 31),
        "measures": ["mentors-trained"],
        "cohorts": ["2025-1", "2025-2"],
    }
    return Wanted(**{**told, **changed})


def asked(database: Database, around: Office, **changed: Any) -> UUID:
    """As on the page: whether it tells anything is looked at first."""
    given, by, key = wanted(around, **changed), around.coordinator.id, uuid4()
    with database.reading() as db:
        services.check(db, given, by, key)
    with database.writing(actor=None) as db:
        bundle = services.specify(db, given, by, key)
        db.commit()
        return bundle.id


def release(database: Database, bundle_id: UUID, by: Person) -> bytes:
    """As the job does it: looked at, built, kept."""
    with database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    prepared = releasing.prepare(database, bundle_id, looked_at)
    with database.writing() as db:
        releasing.release(db, db.get_one(EvaluationBundle, bundle_id), prepared, by.id)
        db.commit()
    return prepared.archive


def make_bundles(database: Database) -> None:
    """Those that wait to be made, here instead of in the process that takes jobs."""
    assert name_of(jobs.build) == BUILD  # the handler is known
    waits = select(Job.id).where(col(Job.name) == BUILD, col(Job.status) == JobStatus.WAITING)
    with database.reading() as db:
        ids = db.exec(waits).all()
    for job_id in ids:
        run_job(database, Event(), job_id)


def released(
    database: Database, around: Office, cohorts: Sequence[str] = ("2025-1", "2025-2")
) -> UUID:
    bundle_id = asked(database, around, cohorts=cohorts)
    release(database, bundle_id, around.officer)
    return bundle_id
