"""Workers that die and come back at any moment: every effect once, every mail, no job lost."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from email import message_from_bytes
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest

from mentorship.foundation import audit, outbox
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.jobs import JobStatus
from mentorship.foundation.outbox import Letter
from tests.foundation.marking_worker import started_file
from tests.foundation.processes import eventually
from tests.foundation.test_work import all_jobs, effects, put_in_queue, statuses, worker
from tests.soak import budget

LETTER = Letter("soak.letter", _l("Kind regards"), ())


@pytest.fixture
def running(database: Database) -> Iterator[Database]:
    """The same database by the real clock, as the processes see it."""
    real = Database(database.settings)
    yield real
    real.dispose()


def test_whoever_dies_and_whenever_every_job_is_done_once(
    running: Database, tried: dict[str, int]
) -> None:
    engine = running.engine.dialect.name
    for number in budget.rounds(1, 12, at_most=120):
        dice = budget.dice("workers", engine, number)
        asked, kills = _live_and_die(running, dice)
        eventually(lambda: _all_finished(running), seconds=120)
        _expect_done_once(running)
        for what, count in (("jobs and mails", asked), ("kills", kills)):
            tried[what] = tried.get(what, 0) + count
    tried["starts of a job"] = len(started_file(running).read_text().splitlines())


def _live_and_die(database: Database, dice: Random) -> tuple[int, int]:
    """Workers come and are killed while work comes in; the last ones live to end it."""
    asked = kills = 0
    with ExitStack() as stack:
        alive = [stack.enter_context(worker(database)) for _ in range(budget.examples(1, 2))]
        for _ in range(budget.examples(1, 10)):
            asked += _ask(database, dice)
            time.sleep(dice.random() * budget.examples(1, 2))
            victim = alive.pop(dice.randrange(len(alive)))
            victim.kill()
            victim.wait()
            kills += 1
            alive.append(stack.enter_context(worker(database)))
        eventually(lambda: _all_finished(database), seconds=120)
    return asked, kills


def _ask(database: Database, dice: Random) -> int:
    jobs, mails = dice.randint(1, 4), dice.randint(0, 3)
    put_in_queue(database, jobs)
    with database.writing() as db:
        for _ in range(mails):
            outbox.send(db, LETTER, to="wim@voorbeeld.example", subject_id=uuid4(), days=3)
        db.commit()
    with database.writing() as db:  # work that was thought better of
        outbox.send(db, LETTER, to="niet@voorbeeld.example", subject_id=uuid4())
    return jobs + mails


def _all_finished(database: Database) -> bool:
    return not {JobStatus.WAITING, JobStatus.RUNNING} & statuses(database).keys()


def _expect_done_once(database: Database) -> None:
    jobs = all_jobs(database)
    given_up = [job for job in jobs if job.status is not JobStatus.DONE]
    # A job that took five workers down with it is no longer tried: chance may do that too.
    assert all(job.error == "worker_died" and job.attempts >= 5 for job in given_up)
    marks = [job for job in jobs if job.name == "tests.mark"]
    assert effects(database) >= len(marks) - len(given_up)
    assert effects(database) <= len(marks)
    mails = [job for job in jobs if job.name == "foundation.deliver_mail"]
    _expect_mail(database.settings.mail, len(mails))
    assert audit.verify(database).problems == ()


def _expect_mail(folder: Path, count: int) -> None:
    """Every mail whole, each Message-ID once, none that was taken back, no halves left behind."""
    found = [message_from_bytes(file.read_bytes()) for file in folder.glob("*.eml")]
    assert len({mail["Message-ID"] for mail in found}) == len(found) == count
    assert {mail["To"] for mail in found} <= {"wim@voorbeeld.example"}
    assert all("ONE-on-ONE" in mail.get_payload(decode=True).decode() for mail in found)
