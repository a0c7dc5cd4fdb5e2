"""What a phone seals: only the server opens it, for that user, once, whatever comes between."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import format_date
from mentorship.foundation.keys.store import KeyMissing
from mentorship.mentors.queries import today
from mentorship.trajectories.sessions import drafting, queries
from mentorship.trajectories.sessions.models import SessionLog
from mentorship.trajectories.sessions.offline.envelopes import (
    BLOCK,
    Envelope,
    EnvelopeUnreadable,
    opened,
    sealed,
)
from mentorship.trajectories.sessions.offline.keys import private_key, public_bytes
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.trajectories.sessions.told import Pair, make_pair

TEXTS = st.dictionaries(st.text(max_size=12), st.text(max_size=300), max_size=5)


def _seal(
    database: Database, who: Person, trajectory: UUID, fields: Mapping[str, str],
    key: UUID | None = None,
) -> Envelope:  # fmt: skip
    private = private_key(database.keys, who.user.subject_id)
    return sealed(
        private.public_key(), public_bytes(private), fields,
        user=who.id, trajectory=trajectory, key=key or uuid4(),
    )  # fmt: skip


@pytest.fixture
def owner(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=TEXTS)
def test_what_was_sealed_is_opened_and_its_length_tells_nothing(
    sqlite_database: Database, owner: Person, fields: dict[str, str]
) -> None:
    envelope = _seal(sqlite_database, owner, uuid4(), fields)
    private = private_key(sqlite_database.keys, owner.user.subject_id)
    assert opened(private, Envelope.read(envelope.written())) == fields
    if all(text.isascii() for pair in fields.items() for text in pair):
        assert (len(envelope.sealed) - 16) % BLOCK == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_breaks_the_seal(
    sqlite_database: Database, owner: Person, data: st.DataObject
) -> None:
    envelope = _seal(sqlite_database, owner, uuid4(), {"note": "stil"})
    part = data.draw(st.sampled_from(["user", "trajectory", "id", "half", "iv", "sealed"]))
    before = getattr(envelope, part)
    if isinstance(before, UUID):
        changed: Any = data.draw(st.uuids().filter(lambda other: other != before))
    else:
        at = data.draw(st.integers(0, len(before) - 1))
        flip = data.draw(st.integers(1, 255))
        changed = before[:at] + bytes([before[at] ^ flip]) + before[at + 1 :]
    private = private_key(sqlite_database.keys, owner.user.subject_id)
    with pytest.raises(EnvelopeUnreadable):
        opened(private, replace(envelope, **{part: changed}))


@pytest.mark.parametrize(
    "sent", [None, [], "x", {}, {"version": 2}, {"version": 1, "user": "x"}, {"version": 1}]
)
def test_nonsense_is_unreadable(sent: object) -> None:
    with pytest.raises(EnvelopeUnreadable):
        Envelope.read(sent)


def test_the_key_is_the_persons_own_and_goes_with_them(
    sqlite_database: Database, owner: Person
) -> None:
    other = person(sqlite_database, Role.MENTOR)
    mine, again, theirs = (
        public_bytes(private_key(sqlite_database.keys, one.user.subject_id))
        for one in (owner, owner, other)
    )
    assert mine == again
    assert mine != theirs
    sqlite_database.keys.destroy(owner.user.subject_id)
    with pytest.raises(KeyMissing):
        private_key(sqlite_database.keys, owner.user.subject_id)


class Phone:
    """One that sends envelopes for a pair."""

    def __init__(self, database: Database, client: FlaskClient, pair: Pair) -> None:
        self.database, self.client, self.pair = database, client, pair
        with database.reading() as db:
            self.day = format_date(today(db))
        sign_in_as(client, database, pair.person.user)

    def seal(self, key: UUID | None = None, **fields: str) -> dict[str, Any]:
        usual = {"held_on": self.day, "kind": "met", "minutes": "60"}
        who = self.pair
        made = _seal(self.database, who.person, who.trajectory.id, {**usual, **fields}, key)
        return made.written()

    def send(self, envelope: object) -> str:
        token = csrf(self.client)
        answer = self.client.post(
            "/offline/envelopes", json=envelope, headers={"X-CSRFToken": token}
        )
        assert answer.status_code == 200
        return str(answer.get_json()["status"])

    def logs(self) -> list[SessionLog]:
        with self.database.reading() as db:
            return list(db.exec(select(SessionLog)))


@pytest.fixture
def phone(client: FlaskClient, sqlite_database: Database) -> Phone:
    with sqlite_database.writing() as db:
        pair = make_pair(db)
        db.commit()
    return Phone(sqlite_database, client, pair)


def test_sent_twenty_times_it_is_stored_once(phone: Phone) -> None:
    envelope = phone.seal(note="Samen gefietst.", themes="school,money")
    assert [phone.send(envelope) for _ in range(20)] == ["stored", *["known"] * 19]
    (log,) = phone.logs()
    with phone.database.reading() as db:
        told = queries.told_of(db, [log])[log.id]
    assert (str(log.id), told.note) == (envelope["id"], "Samen gefietst.")
    assert told.topics == ("money", "school")


def test_a_conflict_and_a_refusal_wait_for_the_writer_once_each(phone: Phone) -> None:
    key = uuid4()
    assert phone.send(phone.seal(key, note="Eerst")) == "stored"
    other = phone.seal(key, note="Anders")
    wrong = phone.seal(held_on="overmorgen", note="Zonder dag")
    early = phone.seal(held_on="01-01-2020", note="Te vroeg")
    for _ in range(3):
        assert [phone.send(one) for one in (other, wrong, early)] == [
            "conflict", "refused", "refused",
        ]  # fmt: skip
    assert len(phone.logs()) == 1
    page = phone.client.get("/my-match").text
    assert page.count("Je tekst staat hier.") == 3
    with phone.database.reading() as db:
        waiting = drafting.refused_of(db, phone.pair.person.id)
        assert {one.fields["note"] for one in waiting} == {"Anders", "Zonder dag", "Te vroeg"}
        (of_conflict,) = [one for one in waiting if "log" in one.fields]
    form = f"/my-match/{phone.pair.trajectory.id}/sessions/{key}/correct"
    assert "Anders" in phone.client.get(f"{form}?from={of_conflict.id}").text
    sent = {
        "csrf_token": csrf(phone.client), "from": str(of_conflict.id), "held_on": phone.day,
        "kind": "met", "minutes": "60", "note": "Anders", "submission": str(uuid4()),
    }  # fmt: skip
    assert phone.client.post(form, data=sent).status_code == 303
    assert phone.client.get("/my-match").text.count("Je tekst staat hier.") == 2


def test_what_was_refused_is_put_right_and_saved_beside_a_draft(phone: Phone) -> None:
    assert phone.send(phone.seal(held_on="gisteren", note="Van de telefoon")) == "refused"
    log = f"/my-match/{phone.pair.trajectory.id}/log"
    draft = {"csrf_token": csrf(phone.client), "note": "Nog aan het schrijven", "version": "0",
             "submission": str(uuid4())}  # fmt: skip
    assert phone.client.post(f"{log}/draft", data=draft).status_code == 200
    with phone.database.reading() as db:
        (waiting,) = drafting.refused_of(db, phone.pair.person.id)
    page = phone.client.get(f"{log}?from={waiting.id}")
    assert page.status_code == 200
    assert "Van de telefoon" in page.text
    assert "Schrijf de datum als dag-maand-jaar" in soup(page.text).find(id="held_on-error").text
    sent = {
        "csrf_token": csrf(phone.client), "from": str(waiting.id), "held_on": phone.day,
        "kind": "met", "minutes": "60", "note": "Van de telefoon", "submission": str(uuid4()),
    }  # fmt: skip
    assert [phone.client.post(log, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(phone.logs()) == 1
    with phone.database.reading() as db:
        owner = phone.pair.person.id
        assert drafting.refused_of(db, owner) == []
        assert drafting.find_draft(db, owner, phone.pair.trajectory.id) is not None


def test_somebody_elses_envelope_stays_theirs(phone: Phone, sqlite_database: Database) -> None:
    envelope = phone.seal()
    with sqlite_database.writing() as db:
        stranger = make_pair(db)
        db.commit()
    sign_in_as(phone.client, sqlite_database, stranger.person.user)
    assert phone.send(envelope) == "not_yours"
    assert phone.send({**envelope, "user": str(stranger.person.id)}) == "unreadable"
    assert phone.logs() == []
    sign_in_as(phone.client, sqlite_database, phone.pair.person.user)
    assert phone.send(envelope) == "stored"


def test_the_holder_and_the_shell_name_nobody(phone: Phone) -> None:
    told = phone.client.get("/offline/holder").get_json()
    assert told["trajectories"] == [str(phone.pair.trajectory.id)]
    assert set(told) == {"user", "key", "trajectories", "csrf"}
    for language in ("nl", "en"):
        signed_in = phone.client.get(f"/offline?language={language}").text
        visitor = phone.client.application.test_client().get(f"/offline?language={language}").text
        assert _without_chance(signed_in) == _without_chance(visitor)
        assert "csrf" not in signed_in
    assert phone.client.get("/offline?language=xx").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["css/sessions.css", "images/chevron.svg", "dist/fonts/noto-sans-latin-wght-normal.woff2"],
)
def test_another_release_of_any_file_is_another_worker(
    app: Flask, tmp_path: Path, name: str
) -> None:
    """A phone keeps the files of a worker for as long as it has that one."""
    assert app.static_folder is not None
    ours, workers = app.static_folder, []
    for more in (b"", b" "):
        release = tmp_path / f"release-{len(workers)}"
        shutil.copytree(ours, release)
        with (release / name).open("ab") as file:
            file.write(more)
        app.static_folder = str(release)
        workers.append(app.test_client().get("/service-worker.js").text)
    assert workers[0] != workers[1]


def _without_chance(page: str) -> list[str]:
    """Apart from the nonce and the key of the form, which are new each time."""
    return [line for line in page.splitlines() if "nonce=" not in line and "submission" not in line]


def test_after_an_erasure_the_text_goes_nowhere(phone: Phone, sqlite_database: Database) -> None:
    envelope = phone.seal()
    elsewhere = _seal(sqlite_database, phone.pair.person, uuid4(), {"note": "x"}).written()
    assert phone.send(elsewhere) == "gone"
    assert phone.send(envelope) == "stored"
