"""Many processes that write at once and are killed without warning: all or nothing is stored."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
from sqlmodel import func, select

from mentorship.foundation import audit, vault
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from tests.begun import begin
from tests.foundation.processes import environment_of
from tests.foundation.samples import Letter, letters_in
from tests.soak import budget, busy_writer
from tests.soak.busy_writer import LETTERS_OF_ONE_ACT

ROOT = Path(__file__).parents[2]


@pytest.fixture
def running(database: Database) -> Iterator[Database]:
    """The database with letters in it, by the real clock, as the processes see it."""
    real = Database(database.settings)
    with letters_in(real):
        yield real
    real.dispose()


class Writer:
    """One process; what it told is in a file, so that nothing is lost with it."""

    def __init__(self, database: Database, folder: Path, name: str) -> None:
        self.told_in = folder / f"told-{name}.txt"
        self.told_in.touch()
        environment = environment_of(database)
        self.process = begin(
            busy_writer.main, "write", name, environment=environment, out=self.told_in
        )

    def told(self) -> list[str]:
        """Whole lines only: the last one may have been cut off by the kill."""
        return self.told_in.read_text().rpartition("\n")[0].splitlines()

    def kill(self) -> None:
        assert self.process.poll() is None, "a writer ended by itself"
        self.end()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def test_killed_in_the_middle_everything_stored_is_whole_and_nothing_told_is_lost(
    running: Database, tmp_path: Path, tried: dict[str, int]
) -> None:
    engine, told = running.engine.dialect.name, Counter[str]()
    for number in budget.rounds(1, 40, at_most=100):
        dice = budget.dice("writers", engine, number)
        kills = _kill_as_they_write(running, tmp_path, dice, f"{engine}-{number}", told)
        _expect_whole(running, told)
        assert audit.verify(running).problems == ()
        assert audit.make_checkpoint(running) is not None
        tried["kills"] = tried.get("kills", 0) + kills
    tried["acts"], tried["events"] = _count(running, Job), _count(running, AuditEvent)


def _kill_as_they_write(
    database: Database, folder: Path, dice: Random, name: str, told: Counter[str]
) -> int:
    """Some are replaced on the way; at the end all that are left die at once."""
    writers: list[Writer] = []
    retired: list[Writer] = []
    with ExitStack() as stack:

        def start(number: int) -> None:
            writers.append(Writer(database, folder, f"{name}-{number}"))
            stack.callback(writers[-1].end)

        for number in range(budget.examples(3, 6)):
            start(number)
        for number in range(budget.examples(1, 20)):
            victim = dice.choice(_writing(writers))
            time.sleep(dice.random() * 0.3)
            victim.kill()
            writers.remove(victim)
            retired.append(victim)
            if budget.IS_LONG:
                start(100 + number)
        _writing(writers)
        time.sleep(dice.random() * 0.3)
        for writer in writers:
            writer.kill()
    for writer in (*retired, *writers):
        told.update(writer.told())
    return len(retired) + len(writers)


def _writing(writers: list[Writer]) -> list[Writer]:
    """Those who have stored something, once there are two at least: they write at once."""
    until = time.monotonic() + 60
    while len(found := [writer for writer in writers if writer.told()]) < 2:
        assert time.monotonic() < until, "a writer doesn't get its turn"
        assert all(writer.process.poll() is None for writer in writers), "a writer failed"
        time.sleep(0.02)
    return found


def _expect_whole(database: Database, told: Counter[str]) -> None:
    with database.reading() as db:
        letters = db.exec(select(Letter)).all()
        names = vault.scan(db, letters, "name", purpose=Purpose.OVERSIGHT)
        needs = vault.scan(db, letters, "need", purpose=Purpose.OVERSIGHT)
        events = Counter(db.exec(select(AuditEvent.action)).all())
        asked_for = Counter(job.arguments["person_id"] for job in db.exec(select(Job)))
    acts = Counter(letter.reference for letter in letters)
    turned = {str(letter.id): letter.pages - 1 for letter in letters if letter.pages > 1}
    assert set(acts.values()) <= {LETTERS_OF_ONE_ACT}
    assert len(acts) == events["soak.wrote"]
    assert asked_for == Counter({str(letter.subject_id) for letter in letters})
    assert sum(turned.values()) == events["soak.turned"]
    assert set(names.values()) <= {"Noa"}
    assert set(needs.values()) <= {"Praten"}
    assert len(names) == len(needs) == len(letters)
    for line, times in told.items():
        what, which = line.split()
        assert which in acts if what == "wrote" else turned[which] >= times, line


def _count(database: Database, table: type) -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(table)).one()
