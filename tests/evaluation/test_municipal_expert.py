"""A municipal expert reads what was released to them, and no other figure."""

import hashlib

from flask import Flask
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation.models import BundleDownload, BundleStatus, EvaluationBundle
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import person
from tests.conftest_web import soup
from tests.evaluation.test_views import ASKED, browser, one_bundle, post, words
from tests.evaluation.world import make_bundles, programme, released
from tests.factories import FixedNow

FIGURES_OF_OTHERS = (
    "/bundles", "/bundles/new", "/bundles/changes", "/today/partners", "/standards", "/targets",
)  # fmt: skip


def test_from_the_wish_to_the_copy_that_is_destroyed(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    around = programme(sqlite_database, fixed_now)
    expert, elsewhere = (person(sqlite_database, Role.MUNICIPAL_EXPERT) for _ in range(2))
    mine = browser(app, sqlite_database, expert)
    assert "Er is nu geen bundel voor u." in mine.get("/evaluation").text

    coordinator = browser(app, sqlite_database, around.coordinator)
    asked = {**ASKED, "legal_basis": "public_task", "recipient": str(expert.id)}
    page = post(coordinator, "/bundles/new", **asked).headers["Location"]
    bundle = one_bundle(sqlite_database)
    path = f"/evaluation/{bundle.id}"
    assert mine.get(path).status_code == 404  # asked for only
    officer = browser(app, sqlite_database, around.officer)
    looked = soup(officer.get(f"{page}/release").text)
    assert "Deze organisatie meldt zelf jongeren aan" in looked.get_text()
    assert "ook groot genoeg zonder de jongeren die één organisatie" in looked.get_text()
    seen = looked.select_one('input[name="seen"]')
    assert seen is not None
    assert post(officer, f"{page}/release", seen=seen["value"]).status_code == 303
    make_bundles(sqlite_database)
    bundle = one_bundle(sqlite_database)
    assert bundle.status is BundleStatus.RELEASED

    assert "Er ligt 1 bundel voor u klaar" in mine.get("/today").text
    assert path in mine.get("/evaluation").text
    assert "tweede helft van 2025 5 56%" in words(mine.get(path).text)
    got = post(mine, f"{path}/download")
    assert hashlib.sha256(got.data).digest() == bundle.file_sha256

    theirs = f"/evaluation/{released(sqlite_database, around)}"
    for other in (around.evaluator, elsewhere):
        client = browser(app, sqlite_database, other)
        assert client.get(path).status_code == 404
        assert post(client, f"{path}/download").status_code == 404
        assert post(client, f"{path}/destroyed").status_code == 404
    assert theirs not in mine.get("/evaluation").text
    assert mine.get(theirs).status_code == 404
    assert post(mine, f"{theirs}/download").status_code == 404
    assert {mine.get(one).status_code for one in FIGURES_OF_OTHERS} == {403}

    assert post(mine, f"{path}/destroyed").status_code == 303
    with sqlite_database.reading() as db:
        assert db.get_one(EvaluationBundle, bundle.id).destroyed_at is not None
        assert db.exec(select(col(BundleDownload.user_id))).all() == [expert.id]
        trail = db.exec(select(AuditEvent).where(col(AuditEvent.object_id) == bundle.id))
        acts = [one.action for one in trail if one.actor_id == expert.id]
        assert acts == ["bundle.read", "bundle.downloaded", "bundle.destroyed"]
