"""The pages of retention: one officer looks and approves, the other only looks; numbers only."""

from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import audit, erasure
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job
from mentorship.foundation.queues.runs import run_job
from mentorship.privacy.retention import destroying, jobs, queries
from mentorship.privacy.retention.models import LegalHold, RetentionRun, RunStatus
from mentorship.privacy.retention.services import DESTROY
from mentorship.referrals.models import TriageOutcome
from tests.accounts.people import make_person
from tests.conftest_web import soup
from tests.factories import FixedNow
from tests.privacy.retained import live_on
from tests.privacy.test_views import browser, events_of, post, words
from tests.referrals.senders import decide, make_referrer, send

NAMES = ("Dexter", "Olegario", "Fientje")


@pytest.fixture
def run_id(sqlite_database: Database, fixed_now: FixedNow) -> UUID:
    """Three referrals that were declined, over a year ago."""
    with sqlite_database.writing() as db:
        by, sender = make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db)
        for name in NAMES:
            decide(db, send(db, sender, first_name=name), TriageOutcome.DECLINE, by)
        db.commit()
    live_on(sqlite_database, fixed_now, 400)
    jobs.propose(sqlite_database)
    with sqlite_database.reading() as db:
        return db.exec(select(RetentionRun.id)).one()


def test_from_the_desk_to_the_certificate(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow, run_id: UUID
) -> None:
    officer = browser(app, sqlite_database, Role.PRIVACY_OFFICER)
    here = f"/privacy/retention/{run_id}"
    desk = soup(officer.get("/today").text).select_one(f'main a[href="{here}"]')
    assert desk is not None
    page = officer.get(here)
    said = words(page)
    assert "Verwijzingen zonder dossier: Goed te keuren" in said
    assert "12 maanden na het besluit" in said
    assert not any(name in page.text for name in NAMES)
    _keep_one(officer, sqlite_database, fixed_now, run_id)
    asked = soup(officer.get(f"{here}/approve").text).select_one("input[name=seen]")
    assert asked is not None
    assert asked["value"] == "2"
    assert post(officer, f"{here}/approve", seen="3").status_code == 422
    assert post(officer, f"{here}/approve", seen="2").location == here
    assert post(officer, f"{here}/approve", seen="2").location == here
    with sqlite_database.reading() as db:
        (job,) = db.exec(select(Job).where(col(Job.name) == DESTROY)).all()
    assert officer.get(f"{here}/certificate").status_code == 404
    run_job(sqlite_database, Event(), job.id)
    said = words(officer.get(here))
    for told in ("Mensen gewist 2", "Mensen bewaard 1", "referral 2"):
        assert told in said
    with sqlite_database.reading() as db:
        run = db.get_one(RetentionRun, run_id)
        assert run.status is RunStatus.DONE
        assert run.fingerprint is not None
        assert run.fingerprint.hex() in said
    pdf = officer.get(f"{here}/certificate")
    assert pdf.data.startswith(b"%PDF")
    overview = words(officer.get("/privacy/retention"))
    assert "Een rechtszaak" in overview
    assert "Uitgevoerd" in overview
    assert len(events_of(sqlite_database, "retention.approved")) == 1


def _keep_one(officer: FlaskClient, database: Database, fixed_now: FixedNow, run_id: UUID) -> None:
    here = f"/privacy/retention/{run_id}"
    with database.reading() as db:
        member = queries.members_of(db, run_id)[0]
    keep = f"{here}/keep/{member.id}"
    assert audit.pseudonym(database.keys, member.subject_id)[:12] in words(officer.get(keep))
    assert post(officer, keep).status_code == 422
    yesterday, later = (
        (fixed_now.moment + timedelta(days=days)).strftime("%d-%m-%Y") for days in (-1, 30)
    )
    assert post(officer, keep, reason="court", until=yesterday).status_code == 422
    assert post(officer, keep, reason="court", until=later).location == here
    assert post(officer, keep, reason="court", until=later).status_code == 404
    assert len(events_of(database, "hold.set")) == 1


def test_who_is_erased_on_request_meanwhile_is_accounted_for(
    app: Flask, sqlite_database: Database, run_id: UUID
) -> None:
    officer, here = (
        browser(app, sqlite_database, Role.PRIVACY_OFFICER),
        f"/privacy/retention/{run_id}",
    )
    assert "Intussen op eigen verzoek gewist" not in words(officer.get(here))
    with sqlite_database.reading() as db:
        first, *_rest = queries.members_of(db, run_id)
    erasure.erase(sqlite_database, first.subject_id)
    assert "Intussen op eigen verzoek gewist 1" in words(officer.get(here))
    assert post(officer, f"{here}/approve", seen="2").location == here
    destroying.destroy(sqlite_database, run_id)
    said = words(officer.get(here))
    for told in ("Mensen voorgesteld 3", "Mensen gewist 2", "Intussen op eigen verzoek gewist 1"):
        assert told in said


def test_the_data_protection_officer_looks_and_does_nothing(
    app: Flask, sqlite_database: Database, run_id: UUID
) -> None:
    watcher = browser(app, sqlite_database, Role.DATA_PROTECTION_OFFICER)
    here = f"/privacy/retention/{run_id}"
    page = watcher.get(here)
    assert words(page)
    assert not soup(page.text).select(f'main a[href^="{here}/"]')
    assert post(watcher, f"{here}/approve", seen="3").status_code == 403
    assert not soup(watcher.get("/today").text).select(f'main a[href="{here}"]')


def test_a_hold_is_lifted_once(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow, run_id: UUID
) -> None:
    officer = browser(app, sqlite_database, Role.PRIVACY_OFFICER)
    _keep_one(officer, sqlite_database, fixed_now, run_id)
    with sqlite_database.reading() as db:
        hold = db.exec(select(LegalHold)).one()
    for _ in range(2):
        lifted = post(officer, f"/privacy/retention/holds/{hold.id}/lift")
        assert lifted.location == "/privacy/retention"
    assert len(events_of(sqlite_database, "hold.lifted")) == 1
    assert "Niemand wordt langer bewaard" in words(officer.get("/privacy/retention"))


def test_the_register_tells_the_terms(app: Flask, sqlite_database: Database) -> None:
    watcher = browser(app, sqlite_database, Role.DATA_PROTECTION_OFFICER)
    said = words(watcher.get("/privacy/register"))
    for term in (
        "tot 24 maanden na de nazorg",
        "tot 12 maanden na het einde van de verwijzing",
        "tot 24 maanden na het vertrek van de mentor",
        "tot 24 maanden nadat de klacht is afgerond",
        "tot 12 maanden nadat het account is gesloten",
    ):
        assert term in said
    # The audit trail's own class stands there too.
    assert "60 maanden" in said
