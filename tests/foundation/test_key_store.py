"""The key store: one key per person, destroyed for good, rewrapped without loss."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlmodel import select

from mentorship.foundation import erasure, vault
from mentorship.foundation.db import Database
from mentorship.foundation.keys import rotation
from mentorship.foundation.keys.store import KeyDestroyed, KeyStore
from mentorship.foundation.keys.tombstones import TombstoneLog
from mentorship.foundation.keys.wrapping import (
    EnvironmentKeys,
    FileKeys,
    KeyRing,
    KeysUnusable,
)
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from tests.factories import FixedNow
from tests.foundation.samples import Letter, write_letter


def test_a_person_keeps_the_same_key(database: Database) -> None:
    person, other = uuid4(), uuid4()
    assert database.keys.ensure(person) == database.keys.ensure(person)
    assert database.keys.ensure(person) != database.keys.ensure(other)


def test_two_at_once_get_the_same_key(database: Database) -> None:
    person, made = uuid4(), []
    start = threading.Barrier(6)

    def ensure() -> None:
        start.wait()
        made.append(database.keys.ensure(person))

    threads = [threading.Thread(target=ensure) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len(set(made)) == 1


def test_the_store_never_holds_a_key_as_it_is(sqlite_database: Database) -> None:
    key = sqlite_database.keys.ensure(uuid4())
    (store,) = sqlite_database.settings.data_dir.parent.rglob("keys.sqlite")
    stored = b"".join(path.read_bytes() for path in store.parent.iterdir())
    assert stored
    assert key not in stored


def test_destroying_leaves_a_tombstone_and_can_be_repeated(database: Database) -> None:
    person = uuid4()
    database.keys.ensure(person)
    for _ in range(3):
        database.keys.destroy(person)
    assert list(database.keys.tombstones.read()) == [person]
    assert database.keys.find([person]) == {}
    with pytest.raises(KeyDestroyed):
        database.keys.ensure(person)


def test_somebody_never_seen_can_be_destroyed(database: Database) -> None:
    person = uuid4()
    database.keys.destroy(person)
    with pytest.raises(KeyDestroyed):
        database.keys.ensure(person)


def test_a_line_that_was_cut_off_spoils_no_other_tombstone(
    tmp_path: Path, fixed_now: FixedNow
) -> None:
    log, first, second = TombstoneLog(tmp_path), uuid4(), uuid4()
    log.add(first, fixed_now())
    path = tmp_path / "tombstones.jsonl"
    path.write_text(path.read_text() + '{"subject": "0f')
    log.add(second, fixed_now())
    assert list(log.read()) == [first, second]


@pytest.mark.parametrize(
    "damage", [b"\xff\xfe broken\n", b'"text"\n', b"[]\n", b'{"subject": 7}\n']
)
def test_a_damaged_line_spoils_no_other_tombstone(
    tmp_path: Path, fixed_now: FixedNow, damage: bytes
) -> None:
    log, first, second = TombstoneLog(tmp_path), uuid4(), uuid4()
    log.add(first, fixed_now())
    path = tmp_path / "tombstones.jsonl"
    path.write_bytes(path.read_bytes() + damage)
    log.add(second, fixed_now())
    assert list(log.read()) == [first, second]


def test_a_rotation_rewraps_all_and_loses_nothing(letters: Database) -> None:
    people = [uuid4() for _ in range(3)]
    with letters.writing() as db:
        for person in people:
            write_letter(db, person, name=f"Noa {person}")
        db.commit()
    pseudonym = letters.keys.keyed_hash("audit-pseudonym", b"x")
    assert list(letters.keys.rotate())[-1] >= 4
    letters.keys.retire_old_keys()
    fresh = Database(letters.settings, letters.clock)  # another process, started afterwards
    assert fresh.keys.keyed_hash("audit-pseudonym", b"x") == pseudonym
    with fresh.reading() as db:
        names = vault.scan(db, db.exec(select(Letter)).all(), "name", purpose=Purpose.TRIAGE)
        assert set(names.values()) == {f"Noa {person}" for person in people}
    fresh.dispose()


def test_a_process_from_before_the_rotation_reads_and_writes_on(database: Database) -> None:
    before, after = uuid4(), uuid4()
    older = KeyStore(database.settings, database.clock)
    key = older.ensure(before)
    list(database.keys.rotate())
    database.keys.retire_old_keys()
    assert older.find([before]) == {before: key}
    assert database.keys.find([after]) == {}
    assert older.ensure(after) == database.keys.ensure(after)
    older.dispose()


def test_an_interrupted_rotation_is_finished_by_the_next(database: Database) -> None:
    database.keys.ensure(uuid4())
    database.keys.named("one")
    rotation = database.keys.rotate()
    next(rotation)  # the named key is done, the person's isn't
    rotation.close()
    with pytest.raises(KeysUnusable, match="rotate first"):
        database.keys.retire_old_keys()
    list(database.keys.rotate())
    database.keys.retire_old_keys()
    ring = KeyRing.from_json(database.settings.key_path.read_text())
    assert list(ring.keys) == [2]


class SlowKeys:
    """A key file on a slow disk: whoever stores a key waits a while for the other to get there."""

    def __init__(self, keys: FileKeys, together: threading.Barrier) -> None:
        self.keys, self.together = keys, together

    def load(self) -> KeyRing:
        return self.keys.load()

    def store(self, ring: KeyRing) -> None:
        with suppress(threading.BrokenBarrierError):
            self.together.wait(2)
        self.keys.store(ring)


def test_two_rotations_at_once_lose_nothing(database: Database) -> None:
    people = [uuid4() for _ in range(5)]
    keys = {person: database.keys.ensure(person) for person in people}
    together = threading.Barrier(2)

    def rotate() -> int:
        source = SlowKeys(FileKeys(database.settings.key_path, may_create=False), together)
        return sum(1 for _ in rotation.rotate(database.keys.engine, source))

    with ThreadPoolExecutor(2) as both:
        for turn in [both.submit(rotate) for _ in range(2)]:
            turn.result()
    database.keys.retire_old_keys()
    afterwards = KeyStore(database.settings, database.clock)
    assert afterwards.find(people) == keys
    afterwards.dispose()


def test_the_key_file_is_private_and_outside_the_data(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    Database(settings).dispose()
    assert settings.key_path.stat().st_mode & 0o777 == 0o600
    assert settings.data_dir not in settings.key_path.parents


def test_a_key_file_that_others_can_read_is_refused(sqlite_database: Database) -> None:
    path = sqlite_database.settings.key_path
    path.chmod(0o640)
    with pytest.raises(KeysUnusable, match="readable by others"):
        Database(sqlite_database.settings)


def test_a_lost_key_file_is_not_replaced(database: Database) -> None:
    database.keys.ensure(uuid4())
    database.settings.key_path.rename(database.settings.key_path.with_name("elsewhere"))
    for start in (lambda: Database(database.settings), lambda: database.keys.ensure(uuid4())):
        with pytest.raises(KeysUnusable, match="put it back from your copy"):
            start()
    assert not database.settings.key_path.exists()


def test_a_key_file_of_other_bytes_is_refused(sqlite_database: Database) -> None:
    sqlite_database.settings.key_path.write_bytes(b"\xff\xfe")
    with pytest.raises(KeysUnusable, match="holds no keys"):
        Database(sqlite_database.settings)


def test_a_folder_in_the_place_of_the_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable, match="can't be read"):
        FileKeys(tmp_path, may_create=True).load()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"current": 1, "keys": {}}',
        '{"current": 1, "keys": {"1": "short"}}',
        '{"current": 2, "keys": {"1": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}',
        '{"current": "x", "keys": {"1": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}',
    ],
)
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeysUnusable):
        FileKeys(path, may_create=True).load()


def test_keys_from_the_environment_are_changed_by_the_operator_only() -> None:
    ring = KeyRing(1, {1: os.urandom(32)})
    source = EnvironmentKeys(ring.to_json())
    assert source.load() == ring
    with pytest.raises(KeysUnusable, match=r"add it to MENTORSHIP_KEY_ENCRYPTION_KEYS"):
        source.store(ring.with_new_key())


def test_keys_from_the_environment_are_retired_by_the_operator_only(tmp_path: Path) -> None:
    first = KeyRing(1, {1: os.urandom(32)})
    for ring in (first, first.with_new_key()):
        content = SecretStr(ring.to_json())
        settings = Settings(data_dir=tmp_path / "data", key_encryption_keys=content)
        keys = KeyStore(settings, FixedNow())
        keys.prepare()
        keys.ensure(uuid4())
        keys.dispose()
    with pytest.raises(KeysUnusable, match="rotate first"):
        keys.retire_old_keys()
    list(keys.rotate())
    with pytest.raises(KeysUnusable, match="take them out of MENTORSHIP_KEY_ENCRYPTION_KEYS"):
        keys.retire_old_keys()
    keys.dispose()


def test_keys_from_the_environment_leave_no_file(sqlite_settings: Settings) -> None:
    ring = KeyRing(1, {1: os.urandom(32)})
    data_dir = sqlite_settings.data_dir
    settings = Settings(data_dir=data_dir, key_encryption_keys=ring.to_json())
    settings.key_path.unlink()
    database = Database(settings)
    database.keys.ensure(uuid4())
    database.dispose()
    assert not settings.key_path.exists()


def _mail(database: Database, person: object) -> None:
    with database.writing() as db:
        mail = OutboxMail(subject_id=person, letter="invitation", created_at=database.clock())
        vault.write(db, mail, address="noa@example.org")
        db.add(mail)
        db.commit()


def _mails(database: Database) -> int:
    with database.reading() as db:
        return len(db.exec(select(OutboxMail)).all())


def test_an_erased_person_leaves_key_and_rows(database: Database) -> None:
    person, other = uuid4(), uuid4()
    _mail(database, person)
    _mail(database, other)
    for _ in range(2):
        erasure.erase(database, person)
    assert _mails(database) == 1
    assert set(database.keys.find([person, other])) == {other}


def test_a_restored_backup_loses_again_who_was_erased(database: Database) -> None:
    person = uuid4()
    database.keys.destroy(person)
    with database.writing() as db:  # the row as an old backup brings it back
        db.add(OutboxMail(subject_id=person, letter="invitation", created_at=database.clock()))
        db.commit()
    assert erasure.replay_tombstones(database) == 1
    assert _mails(database) == 0


def test_the_sweep_takes_only_old_keys_without_data(
    database: Database, fixed_now: FixedNow
) -> None:
    never_stored, stored, asked_again, new = (uuid4() for _ in range(4))
    for person in (never_stored, asked_again):
        database.keys.ensure(person)
    _mail(database, stored)
    fixed_now.advance(hours=30)
    database.keys.ensure(asked_again)
    database.keys.ensure(new)
    assert erasure.sweep_unused_keys(database) == 1
    left = database.keys.find([never_stored, stored, asked_again, new])
    assert set(left) == {stored, asked_again, new}
