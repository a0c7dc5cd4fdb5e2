"""Whoever makes a bundle is killed half-way: another worker makes it, and it is released once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from mentorship.evaluation.models import BuildOutcome, BuildStep, BundleBuild, BundleFile
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from tests.evaluation.test_building import press
from tests.evaluation.world import THRESHOLD, Office, asked, programme, with_threshold
from tests.factories import FixedNow
from tests.foundation.processes import environment_of
from tests.foundation.test_work import eventually

ROOT = Path(__file__).parents[2]
PROGRAM = "from mentorship.foundation.queues.work import work; work()"


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
def worker(database: Database) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--heartbeat", "0.5", "--no-clock"],
        cwd=ROOT,
        env={**environment_of(database), "MENTORSHIP_DISCLOSURE_THRESHOLD": str(THRESHOLD)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


def build_of(database: Database) -> BundleBuild:
    with database.reading() as db:
        return db.exec(select(BundleBuild)).one()


def test_killed_half_way_it_is_made_again_and_released_once(
    around: Office, running: Database
) -> None:
    last_day = running.clock().date() + timedelta(days=90)
    bundle_id = asked(running, around, destroy_by=last_day)
    press(running, bundle_id, around.officer)
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
