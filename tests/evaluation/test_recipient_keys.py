"""A recipient fills in a key, and downloads what nobody else can open."""

import hashlib
import json

import pyrage
import pytest
from flask import Flask
from pyrage.x25519 import Identity
from sqlmodel import col, select

from mentorship.evaluation import recipient_keys
from mentorship.evaluation.models import BundleDownload, EvaluationBundle, RecipientKey
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from tests.evaluation.test_views import around, browser, post, words
from tests.evaluation.world import Office, programme, released
from tests.factories import FixedNow

__all__ = ["around"]  # the fixture of the pages
PAGE = "/evaluation/key"


@pytest.fixture
def pair() -> Identity:
    return Identity.generate()


def acts(database: Database) -> list[str]:
    wanted = col(AuditEvent.action).startswith("recipient_key")
    with database.reading() as db:
        found = db.exec(select(AuditEvent).where(wanted).order_by(col(AuditEvent.seq)))
        return [event.action for event in found]


def test_a_download_opens_with_the_secret_key_and_is_the_bundle(
    app: Flask, sqlite_database: Database, around: Office, pair: Identity
) -> None:
    bundle_id = released(sqlite_database, around)
    evaluator = browser(app, sqlite_database, around.evaluator)
    mine = f"/evaluation/{bundle_id}"
    assert "Versleuteld downloaden" not in evaluator.get(mine).text
    kept = post(evaluator, PAGE, public_key=f" {pair.to_public()}\n")
    assert (kept.status_code, kept.headers["Location"]) == (303, PAGE)
    assert str(pair.to_public()) in evaluator.get(PAGE).text
    assert f"one-on-one-{bundle_id}.zip.age" in words(evaluator.get(mine).text)

    got = post(evaluator, f"{mine}/download", encrypted="yes")
    assert got.headers["Content-Disposition"].endswith(f'"one-on-one-{bundle_id}.zip.age"')
    opened = pyrage.decrypt(got.data, [pair])
    with sqlite_database.reading() as db:
        row = db.get_one(EvaluationBundle, bundle_id)
        assert hashlib.sha256(opened).digest() == row.file_sha256
        assert len(db.exec(select(BundleDownload)).all()) == 1
        event = db.exec(select(AuditEvent).where(AuditEvent.action == "bundle.downloaded")).one()
        assert json.loads(event.details)["encrypted"] is True
    assert post(evaluator, f"{mine}/download").data == opened


def test_without_a_key_nothing_leaves_and_nothing_is_noted(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    bundle_id = released(sqlite_database, around)
    evaluator = browser(app, sqlite_database, around.evaluator)
    asked = post(evaluator, f"/evaluation/{bundle_id}/download", encrypted="yes")
    assert (asked.status_code, asked.headers["Location"]) == (303, PAGE)
    assert "nog geen sleutel" in words(evaluator.get(PAGE).text)
    with sqlite_database.reading() as db:
        assert db.exec(select(BundleDownload)).all() == []


def test_a_key_can_be_changed_and_removed(
    app: Flask, sqlite_database: Database, around: Office, pair: Identity
) -> None:
    evaluator = browser(app, sqlite_database, around.evaluator)
    other = Identity.generate()
    for key in (pair, pair, other):
        assert post(evaluator, PAGE, public_key=str(key.to_public())).status_code == 303
    with sqlite_database.reading() as db:
        assert recipient_keys.key_of(db, around.evaluator.id) == str(other.to_public())
        assert recipient_keys.key_of(db, around.officer.id) is None
    for _ in range(2):
        assert post(evaluator, f"{PAGE}/remove").status_code == 303
    assert str(other.to_public()) not in evaluator.get(PAGE).text
    # What changed nothing is no act.
    kept, removed = "recipient_key.kept", "recipient_key.removed"
    assert acts(sqlite_database) == [kept, kept, removed]


def test_a_secret_key_is_neither_kept_nor_shown_again(
    app: Flask, sqlite_database: Database, around: Office, pair: Identity
) -> None:
    evaluator = browser(app, sqlite_database, around.evaluator)
    whole = f"# created: 2026-03-02 # public key: {pair.to_public()} {pair}"
    for given in (str(pair), whole, whole * 10):
        refused = post(evaluator, PAGE, public_key=given)
        assert refused.status_code == 422
        assert str(pair)[20:40] not in refused.text
        assert "geheime sleutel" in words(refused.text)
    with sqlite_database.reading() as db:
        assert db.exec(select(RecipientKey)).all() == []
    assert acts(sqlite_database) == []


def test_who_was_signed_out_meanwhile_does_not_get_a_secret_key_back(
    app: Flask, pair: Identity
) -> None:
    signed_out = post(app.test_client(), PAGE, public_key=str(pair))
    assert (signed_out.status_code, str(pair) in signed_out.text) == (401, False)


@pytest.mark.parametrize("given", ["", "age1", "sleutel", "é" * 62, "x" * 5000])
def test_what_is_no_key_is_said_to_be_none(
    app: Flask, sqlite_database: Database, around: Office, given: str
) -> None:
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert post(evaluator, PAGE, public_key=given).status_code == 422


def test_there_is_one_key_for_each_person(database: Database, fixed_now: FixedNow) -> None:
    around = programme(database, fixed_now)
    first, second = Identity.generate(), Identity.generate()
    for key in (first, second):
        with database.writing(actor=None) as db:
            recipient_keys.keep(db, around.evaluator.id, str(key.to_public()))
            db.commit()
    with database.reading() as db:
        assert db.exec(select(RecipientKey)).one().public_key == str(second.to_public())
