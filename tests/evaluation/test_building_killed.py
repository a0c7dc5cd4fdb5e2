"""Workers as processes: killed half-way it is released once all the same, without Pango not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlmodel import select

from mentorship.evaluation.models import BuildOutcome, BuildStep, BundleBuild, BundleFile
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from tests.begun import Begun, begin, mentorship
from tests.evaluation.test_building import press
from tests.evaluation.test_views import browser, words
from tests.evaluation.world import THRESHOLD, Office, asked, programme, with_threshold
from tests.factories import FixedNow
from tests.foundation.processes import environment_of, eventually

ROOT = Path(__file__).parents[2]


@pytest.fixture
def around(database: Database, fixed_now: FixedNow) -> Office:
    return programme(database, fixed_now)


@pytest.fixture
def running(database: Database) -> Iterator[Database]:
    """The same database by the real clock, as the processes see it."""
    real = Database(database.settings)
    with_threshold(real)
    yield real
    real.dispose()


@contextmanager
def worker(database: Database, **environment: str) -> Iterator[Begun]:
    told = {"MENTORSHIP_DISCLOSURE_THRESHOLD": str(THRESHOLD), **environment}
    process = begin(
        mentorship, "mentorship", "work", "--heartbeat", "0.5", "--no-clock",
        environment={**environment_of(database), **told},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


def build_of(database: Database) -> BundleBuild:
    with database.reading() as db:
        return db.exec(select(BundleBuild)).one()


@pytest.fixture
def pressed(around: Office, running: Database) -> UUID:
    last_day = running.clock().date() + timedelta(days=90)
    bundle_id = asked(running, around, destroy_by=last_day)
    press(running, bundle_id, around.officer)
    return bundle_id


def test_killed_half_way_it_is_made_again_and_released_once(
    around: Office, running: Database, pressed: UUID
) -> None:
    with worker(running) as first:
        # Writing loads the printer first, which takes a second: so this is in the middle.
        eventually(lambda: build_of(running).step is BuildStep.WRITING)
        first.kill()
        first.wait(20)
    assert build_of(running).outcome is None
    with worker(running):
        eventually(lambda: build_of(running).outcome is not None)
    assert build_of(running).outcome is BuildOutcome.RELEASED
    with running.reading() as db:
        assert len(db.exec(select(BundleFile)).all()) == 1
        events = db.exec(select(AuditEvent).where(AuditEvent.action == "bundle.released"))
        assert [event.actor_id for event in events] == [around.officer.id]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_that_makes_no_pdf_says_which_packages_it_needs(
    app: Flask, database: Database, around: Office, running: Database, pressed: UUID, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load libpango-1.0-0')")
    with worker(running, PYTHONPATH=f"{tmp_path}:{ROOT}"):
        eventually(lambda: build_of(running).outcome is not None)
    assert build_of(running).outcome is BuildOutcome.NO_PDF
    told = words(browser(app, database, around.officer).get(f"/bundles/{pressed}").text)
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in told
    assert "Bekijken en vrijgeven" in told
