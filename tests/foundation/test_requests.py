"""One session a request: reading can't write, writing needs a commit, reads are told before."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask, abort
from sqlalchemy import text as sql
from sqlmodel import select

from mentorship.foundation import audit, vault
from mentorship.foundation.access import public
from mentorship.foundation.db import Database
from mentorship.foundation.requests import request_db
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from tests.conftest_web import csrf
from tests.foundation.samples import Letter, letters_in, write_letter


@pytest.fixture
def app(app: Flask) -> Flask:
    @public
    def write(commits: str) -> str:
        db = request_db()
        audit.record(db, "test.written", object_id=uuid4())
        if commits == "yes":
            db.commit()
        return "written"

    @public
    def write_in_a_get() -> str:
        request_db().connection().execute(sql("DELETE FROM heartbeat"))
        return "deleted"

    @public
    def write_and_refuse() -> str:
        audit.record(request_db(), "test.written", object_id=uuid4())
        abort(404)

    @public
    def same() -> str:
        return str(request_db() is request_db())

    app.add_url_rule("/write/<commits>", "write", write, methods=["POST"])
    app.add_url_rule("/write-and-refuse", "refuse", write_and_refuse, methods=["POST"])
    app.add_url_rule("/write-in-a-get", "write_in_a_get", write_in_a_get)

    @public
    def read_letter(subject_id: UUID) -> str:
        letter = request_db().exec(select(Letter).where(Letter.subject_id == subject_id)).one()
        return vault.read(request_db(), letter, "need", purpose=Purpose.GUIDANCE) or ""

    app.add_url_rule("/letters/<uuid:subject_id>", "letter", read_letter, methods=["GET", "POST"])
    app.add_url_rule("/same", "same", same)
    return app


def written(database: Database) -> list[AuditEvent]:
    with database.reading() as db:
        found = db.exec(select(AuditEvent)).all()
    return [event for event in found if event.action == "test.written"]


def test_a_get_that_writes_fails_in_the_database_itself(app: Flask) -> None:
    assert app.test_client().get("/write-in-a-get").status_code == 500


def test_an_act_is_kept_only_when_it_was_committed(app: Flask, sqlite_database: Database) -> None:
    client = app.test_client()
    token = {"csrf_token": csrf(client)}
    client.post("/write/no", data=token)
    assert written(sqlite_database) == []
    client.post("/write-and-refuse", data=token)
    assert written(sqlite_database) == []
    client.post("/write/yes", data=token)
    assert len(written(sqlite_database)) == 1


def test_a_request_has_one_session(app: Flask) -> None:
    assert app.test_client().get("/same").text == "True"


NEED = "Kanarie wil leren koken"


@pytest.fixture
def subject_id(sqlite_database: Database) -> Iterator[UUID]:
    subject_id = uuid4()
    with letters_in(sqlite_database):
        with sqlite_database.writing() as db:
            write_letter(db, subject_id, need=NEED)
            db.commit()
        yield subject_id


def readings(database: Database) -> list[str]:
    with database.reading() as db:
        return [event.details for event in db.exec(select(AuditEvent)) if "need" in event.details]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_reading_is_in_the_trail_when_the_answer_is_there(
    app: Flask, sqlite_database: Database, subject_id: UUID, method: str
) -> None:
    client = app.test_client()
    sent = {"csrf_token": csrf(client)}
    before = len(readings(sqlite_database))
    answer = client.open(f"/letters/{subject_id}", method=method, data=sent)
    assert answer.text == NEED
    assert len(readings(sqlite_database)) == before + 1


def test_without_a_trail_there_is_no_answer(
    app: Flask, sqlite_database: Database, subject_id: UUID
) -> None:
    with sqlite_database.engine.connect() as connection:
        connection.execute(sql("ALTER TABLE audit_event RENAME TO hidden"))
        connection.commit()
    answer = app.test_client().get(f"/letters/{subject_id}")
    assert answer.status_code == 500
    assert "Kanarie" not in answer.text
