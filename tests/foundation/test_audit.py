"""The audit trail: it only grows, and whatever is done to it behind its back is found."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from mentorship.accounts.roles import Role
from mentorship.foundation import audit
from mentorship.foundation.db import AuditActor, Database, Db
from mentorship.foundation.keys.tables import LAST_CHECKPOINT
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail import checkpoint_memory
from mentorship.foundation.trail.chain import BEGINNING, EVENTS, SUBJECTS, Entry
from mentorship.foundation.trail.checkpoints import MerkleTree
from mentorship.foundation.trail.triggers import POSTGRESQL, POSTGRESQL_FUNCTIONS, SQLITE
from mentorship.foundation.trail.verification import TrailBroken
from tests.factories import FixedNow
from tests.foundation.samples import Letter
from tests.foundation.tampering import behind_its_back

CONSULTANT = AuditActor(UUID(int=7), role="mentor_consultant", organisation=UUID(int=8))


@pytest.fixture
def trail(database: Database) -> Database:
    """Ten events about three people, the first six of them signed for."""
    for number in range(10):
        if number == 6:
            audit.make_checkpoint(database)
        _act(database, subject_id=UUID(int=number % 3 + 1), number=number)
    return database


def _act(database: Database, *, subject_id: UUID | None = None, number: int = 0) -> None:
    with database.writing(CONSULTANT) as db:
        audit.record(
            db, "letter.sent", subject_id=subject_id, purpose=Purpose.REFERRAL, number=number
        )
        db.commit()


def test_an_untouched_trail_is_sound(trail: Database) -> None:
    result = audit.verify(trail)
    assert result.problems == ()
    assert (result.events, result.checkpoints, result.since_checkpoint) == (10, 1, 4)


def test_an_event_says_who_did_what_about_whom_and_why(database: Database) -> None:
    person, thing = uuid4(), uuid4()
    with database.writing(CONSULTANT) as db:
        audit.record(
            db,
            "referral.accepted",
            subject_id=person,
            object_id=thing,
            purpose=Purpose.TRIAGE,
            outcome="intake",
        )
        db.commit()
    with database.engine.connect() as connection:
        event = connection.execute(select(EVENTS)).one()
        subject = connection.execute(select(SUBJECTS)).one()
    assert (event.actor_id, event.role) == (CONSULTANT.id, "mentor_consultant")
    assert event.organisation_id == CONSULTANT.organisation
    assert (event.action, event.object_id, event.purpose) == ("referral.accepted", thing, "triage")
    assert json.loads(event.details) == {"outcome": "intake"}
    assert event.break_glass is False
    assert str(person) not in str(subject)


def test_somebody_with_every_role_leaves_a_trace_too(database: Database) -> None:
    everything = AuditActor(UUID(int=7), role="+".join(sorted(Role)))
    with database.writing(everything) as db:
        audit.record(db, "letter.sent")
        db.commit()
    assert audit.verify(database).events == 1


def test_free_text_stays_out_of_the_trail(database: Database) -> None:
    with database.writing() as db, pytest.raises(ValueError, match="code, not free text"):
        audit.record(db, "letter.sent", note="Noa wil niet")


def test_a_savepoint_taken_back_takes_its_events_along(database: Database) -> None:
    with database.writing() as db:
        audit.record(db, "first")
        savepoint = db.begin_nested()
        audit.record(db, "second")
        savepoint.rollback()
        with db.begin_nested():
            audit.record(db, "third")
        db.commit()
    with database.engine.connect() as connection:
        actions = connection.execute(select(EVENTS.c.action).order_by(EVENTS.c.seq)).scalars()
        assert list(actions) == ["first", "third"]


def test_a_savepoint_that_fails_takes_only_its_own_events_along(letters: Database) -> None:
    with letters.writing() as db:
        audit.record(db, "first")
        with pytest.raises(IntegrityError):
            _write_too_many_pages_in_a_savepoint(db)
        audit.record(db, "third")
        db.commit()
    with letters.engine.connect() as connection:
        actions = connection.execute(select(EVENTS.c.action).order_by(EVENTS.c.seq)).scalars()
        assert list(actions) == ["first", "third"]


def _write_too_many_pages_in_a_savepoint(db: Db) -> None:
    with db.begin_nested():
        audit.record(db, "second")
        db.add(Letter(subject_id=uuid4(), pages=99))  # refused when the savepoint flushes it


def test_a_flush_that_fails_takes_every_act_of_the_transaction_along(letters: Database) -> None:
    with letters.writing() as db:
        audit.record(db, "first")
        db.add(Letter(subject_id=uuid4(), pages=99))
        with pytest.raises(IntegrityError):
            db.flush()
        db.rollback()
        audit.record(db, "second")
        db.commit()
    with letters.engine.connect() as connection:
        assert list(connection.execute(select(EVENTS.c.action)).scalars()) == ["second"]


@pytest.mark.parametrize(
    "attempt",
    [
        update(EVENTS).values(action="other"),
        delete(EVENTS).where(EVENTS.c.seq == 10),
        update(SUBJECTS).values(pseudonym="other"),
        delete(SUBJECTS),
        insert(SUBJECTS).values(seq=1, pseudonym="somebody"),
    ],
    ids=["edit", "delete", "rename a person", "remove persons", "add a person"],
)
def test_the_database_refuses_every_change(trail: Database, attempt: object) -> None:
    refused = pytest.raises(DBAPIError, match=r"audit trail only grows|only the last event")
    with refused, trail.engine.begin() as connection:
        connection.execute(attempt)
    assert audit.verify(trail).is_sound


@pytest.mark.parametrize("seq", [5, 12, None])
def test_an_event_can_only_be_the_next(trail: Database, seq: int | None) -> None:
    with trail.engine.connect() as connection:
        known = dict(connection.execute(select(EVENTS).where(EVENTS.c.seq == 5)).mappings().one())
    with pytest.raises(DBAPIError), trail.engine.begin() as connection:
        connection.execute(insert(EVENTS).values(known | {"seq": seq}))
    assert audit.verify(trail).is_sound


def test_insert_or_replace_does_not_slip_past(sqlite_database: Database) -> None:
    _act(sqlite_database)
    _act(sqlite_database)
    refused = pytest.raises(DBAPIError, match="without gaps")
    with refused, sqlite_database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE seq = 1"
        )


def test_truncate_is_refused(postgresql_database: Database) -> None:
    _act(postgresql_database)
    refused = pytest.raises(DBAPIError, match="only grows")
    with refused, postgresql_database.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE audit_event CASCADE")


def _problems(database: Database) -> str:
    return "\n".join(audit.verify(database).problems)


def test_an_edited_event_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        connection.execute(update(EVENTS).where(EVENTS.c.seq == 4).values(role="mentor"))
    assert _problems(trail) == "event 4 was changed, or is not the one that stood here"


def test_a_changed_person_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        connection.execute(update(SUBJECTS).where(SUBJECTS.c.seq == 8).values(pseudonym="x"))
    assert "event 8 was changed" in _problems(trail)


def test_a_deleted_event_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        connection.execute(delete(SUBJECTS).where(SUBJECTS.c.seq == 8))
        connection.execute(delete(EVENTS).where(EVENTS.c.seq == 8))
    assert "events 8 to 8 are missing" in _problems(trail)


def test_reordered_events_are_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        for old, new in ((8, 100), (9, 8), (100, 9)):
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.execute(update(EVENTS).where(EVENTS.c.seq == old).values(seq=new))
            connection.execute(update(SUBJECTS).where(SUBJECTS.c.seq == old).values(seq=new))
    assert "event 8 was changed" in _problems(trail)
    assert "event 9 was changed" in _problems(trail)


def test_a_trail_cut_off_before_the_checkpoint_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        connection.execute(delete(SUBJECTS).where(SUBJECTS.c.seq > 4))
        connection.execute(delete(EVENTS).where(EVENTS.c.seq > 4))
    assert "event 6 was signed for" in _problems(trail)


def test_an_emptied_trail_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        connection.execute(delete(SUBJECTS))
        connection.execute(delete(EVENTS))
    assert "event 6 was signed for" in _problems(trail)


def test_a_trail_that_was_wholly_recomputed_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        _rewrite_history(connection, changed=3)
    problems = _problems(trail)
    assert "the trail up to event 6 is not the one that was signed" in problems
    assert "was changed" not in problems  # the chain itself was made to fit


def _rewrite_history(connection: Connection, changed: int) -> None:
    """Changes one event and gives it and every later one the hash that fits."""
    previous = BEGINNING
    for row in connection.execute(select(EVENTS).order_by(EVENTS.c.seq)).all():
        facts = row._asdict()
        seq = facts.pop("seq")
        facts.pop("hash")
        if seq == changed:
            facts["action"] = "nothing.happened"
        subjects = connection.execute(
            select(SUBJECTS.c.pseudonym).where(SUBJECTS.c.seq == seq)
        ).scalars()
        previous = Entry(**facts, subjects=tuple(sorted(subjects))).hash_after(previous, seq)
        connection.execute(
            update(EVENTS).where(EVENTS.c.seq == seq).values(action=facts["action"], hash=previous)
        )


def test_an_event_before_the_first_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        first = connection.execute(select(EVENTS).where(EVENTS.c.seq == 1)).mappings().one()
        for seq in (0, -7):
            connection.execute(insert(EVENTS).values(dict(first) | {"seq": seq}))
    assert _problems(trail).splitlines() == [
        "event -7 stands before the beginning",
        "event 0 stands before the beginning",
    ]


@pytest.mark.parametrize("seq", [-1, 11])
def test_a_person_named_for_no_event_is_found(trail: Database, seq: int) -> None:
    with behind_its_back(trail) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")  # foreign keys can't be switched off within
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.execute(insert(SUBJECTS).values(seq=seq, pseudonym="somebody"))
    assert _problems(trail) == "1 persons are named for no event"


def test_all_checkpoints_removed_and_the_trail_recomputed_is_found(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        _rewrite_history(connection, changed=3)
    for path in _checkpoint_files(trail):
        path.unlink()
    assert "checkpoint 1, signed at" in _problems(trail)
    with pytest.raises(TrailBroken):
        audit.make_checkpoint(trail)


def test_the_newest_checkpoint_removed_with_the_newest_events_is_found(trail: Database) -> None:
    audit.make_checkpoint(trail)
    with behind_its_back(trail) as connection:
        connection.execute(delete(SUBJECTS).where(SUBJECTS.c.seq > 6))
        connection.execute(delete(EVENTS).where(EVENTS.c.seq > 6))
    _checkpoint_files(trail)[-1].unlink()
    assert "checkpoint 2, signed at" in _problems(trail)


def test_a_checkpoint_interrupted_before_it_was_remembered_stands(trail: Database) -> None:
    first = checkpoint_memory.recall(trail.keys)
    audit.make_checkpoint(trail)
    with trail.keys.engine.begin() as connection:  # as it was before the second was remembered
        connection.execute(update(LAST_CHECKPOINT).values(vars(first)))
    assert audit.verify(trail).is_sound
    audit.make_checkpoint(trail)
    assert checkpoint_memory.recall(trail.keys).number == 2


def test_events_that_nobody_signs_for_are_told_after_two_hours(
    trail: Database, fixed_now: FixedNow
) -> None:
    assert audit.verify(trail).unsigned_since == fixed_now()
    fixed_now.advance(hours=2)
    assert not audit.verify(trail).is_overdue(fixed_now())
    fixed_now.advance(seconds=1)
    found = audit.verify(trail)
    assert found.is_overdue(fixed_now())
    assert found.is_sound  # or the next checkpoint would never be made
    audit.make_checkpoint(trail)
    assert not audit.verify(trail).is_overdue(fixed_now())


LETS_GO = """
    CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RETURN coalesce(NEW, OLD); END $$"""
NEUTERED = {
    "sqlite": (
        "DROP TRIGGER audit_event_no_delete",
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT 1; END",
    ),
    "postgresql": (LETS_GO,),
}
MENDED = {
    "sqlite": ("DROP TRIGGER audit_event_no_delete", SQLITE["audit_event_no_delete"]),
    "postgresql": (
        POSTGRESQL_FUNCTIONS["audit_only_grows"].replace("CREATE", "CREATE OR REPLACE"),
    ),
}


def test_a_trigger_that_no_longer_refuses_is_found(trail: Database) -> None:
    engine = trail.engine.dialect.name
    _run(trail, NEUTERED[engine])
    name = "audit_event_no_delete" if engine == "sqlite" else "audit_event_only_grows"
    assert f"trigger {name} was changed or switched off" in _problems(trail)
    _run(trail, MENDED[engine])
    assert audit.verify(trail).is_sound


def test_a_trigger_that_somebody_added_is_found(trail: Database) -> None:
    if trail.engine.dialect.name == "sqlite":
        body, drop = "BEGIN SELECT 1; END", "DROP TRIGGER quiet"
    else:
        body = "FOR EACH ROW EXECUTE FUNCTION audit_only_grows()"
        drop = "DROP TRIGGER quiet ON audit_event"
    _run(trail, [f"CREATE TRIGGER quiet AFTER INSERT ON audit_event {body}"])
    assert _problems(trail) == "trigger quiet is not one of ours"
    _run(trail, [drop])


def _run(database: Database, statements: Iterable[str]) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_missing_trigger_is_found(trail: Database) -> None:
    if trail.engine.dialect.name == "sqlite":
        name, drop = "audit_event_no_delete", "DROP TRIGGER audit_event_no_delete"
        again = SQLITE[name]
    else:
        name, drop = "audit_event_next", "DROP TRIGGER audit_event_next ON audit_event"
        again = POSTGRESQL[name]
    _run(trail, [drop])
    assert _problems(trail) == f"trigger {name} is missing"
    _run(trail, [again])
    assert audit.verify(trail).is_sound


def test_a_trigger_that_is_switched_off_is_found(postgresql_database: Database) -> None:
    name = "audit_event_only_grows"
    _run(postgresql_database, [f"ALTER TABLE audit_event DISABLE TRIGGER {name}"])
    assert _problems(postgresql_database) == f"trigger {name} was changed or switched off"
    _run(postgresql_database, [f"ALTER TABLE audit_event ENABLE TRIGGER {name}"])
    assert audit.verify(postgresql_database).is_sound


def _checkpoint_files(database: Database) -> list[Path]:
    return sorted(database.settings.checkpoints.glob("checkpoint-*.json"))


def test_a_forged_checkpoint_is_found(trail: Database) -> None:
    (path,) = _checkpoint_files(trail)
    written = json.loads(path.read_text())
    path.write_text(json.dumps(written | {"seq": 5}))
    assert "is not a checkpoint that this program signed" in _problems(trail)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"signature": "x"}', "\udcff"])
def test_a_damaged_checkpoint_is_found(trail: Database, content: str) -> None:
    (path,) = _checkpoint_files(trail)
    path.write_bytes(content.encode(errors="surrogateescape"))
    assert "is not a checkpoint that this program signed" in _problems(trail)


def test_a_checkpoint_that_was_removed_in_between_is_found(trail: Database) -> None:
    audit.make_checkpoint(trail)
    _checkpoint_files(trail)[0].unlink()
    assert "a checkpoint before number 2 is missing" in _problems(trail)


def test_nothing_new_means_no_checkpoint(trail: Database) -> None:
    assert audit.make_checkpoint(trail) is not None
    assert audit.make_checkpoint(trail) is None
    assert audit.verify(trail).since_checkpoint == 0


def test_a_broken_trail_is_not_signed_for(trail: Database) -> None:
    with behind_its_back(trail) as connection:
        connection.execute(update(EVENTS).where(EVENTS.c.seq == 9).values(role="mentor"))
    with pytest.raises(TrailBroken, match="event 9"):
        audit.make_checkpoint(trail)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40, unique=True))
def test_the_tree_equals_its_definition(leaves: list[bytes]) -> None:
    tree = MerkleTree()
    for leaf in leaves:
        tree.add(leaf)
    assert tree.root() == _root_by_definition(leaves)


def _root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    from hashlib import sha256

    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = _root_by_definition(leaves[:split]), _root_by_definition(leaves[split:])
    return sha256(b"\x01" + left + right).digest()


def test_the_hash_covers_every_fact() -> None:
    facts = {
        "at": datetime(2026, 3, 2, tzinfo=UTC),
        "actor_id": UUID(int=1),
        "role": "mentor",
        "organisation_id": UUID(int=2),
        "action": "read",
        "object_id": UUID(int=3),
        "purpose": "triage",
        "break_glass": False,
        "details": "{}",
        "subjects": ("a", "b"),
    }
    other = {
        "at": datetime(2026, 3, 3, tzinfo=UTC),
        "actor_id": None,
        "role": None,
        "organisation_id": None,
        "action": "list",
        "object_id": None,
        "purpose": None,
        "break_glass": True,
        "details": '{"a": 1}',
        "subjects": ("a",),
    }
    entries = [Entry(**facts), *(Entry(**facts | {name: other[name]}) for name in facts)]
    hashes = {entry.hash_after(BEGINNING, 1) for entry in entries}
    hashes |= {entries[0].hash_after(BEGINNING, 2), entries[0].hash_after(b"\x01" * 32, 1)}
    assert len(hashes) == len(entries) + 2
