"""The pages: a coordinator asks, a privacy officer releases, an evaluator downloads and checks."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.grants import grant_role
from mentorship.accounts.roles import Role
from mentorship.cli import main
from mentorship.evaluation.models import (
    BundleDownload,
    BundleStatus,
    EvaluationBundle,
    ProgrammeChange,
)
from mentorship.evaluation.package.archive import unpacked
from mentorship.foundation.db import Database
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.evaluation.world import (
    NOW,
    Office,
    asked,
    make_bundles,
    programme,
    released,
    trained,
    wanted,
)
from tests.factories import FixedNow

ASKED = {
    "purpose": "Procesevaluatie over 2025",
    "legal_basis": "research",
    "agreement": "OVK-2026-1",
    "destroy_by": "31-12-2026",
    "measures": ["mentors-trained", "matches-by-house"],
    "cohorts": ["2025-1", "2025-2"],
}


@pytest.fixture
def around(sqlite_database: Database, fixed_now: FixedNow) -> Office:
    return programme(sqlite_database, fixed_now)


def browser(app: Flask, database: Database, who: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, database, who.user)
    return client


def words(text: str) -> str:
    return " ".join(soup(text).get_text(" ").split())


def post(client: FlaskClient, path: str, **values: object) -> TestResponse:
    return client.post(path, data={"csrf_token": csrf(client), **values})


def one_bundle(database: Database) -> EvaluationBundle:
    with database.reading() as db:
        return db.exec(select(EvaluationBundle)).one()


def test_from_the_wish_to_a_file_that_the_command_finds_whole(
    app: Flask, sqlite_database: Database, around: Office, tmp_path: Path
) -> None:
    coordinator = browser(app, sqlite_database, around.coordinator)
    looked = post(coordinator, "/bundles/new", look="1", **ASKED)
    assert looked.status_code == 200
    told = words(looked.text)
    assert "Mentoren die hun training hebben afgerond zoals gevraagd" in told
    assert "2 tabellen: 1 zoals gevraagd, 1 niet in de bundel." in told
    assert "Drempel: elke groep van een tabel telt er minstens 3." in told
    assert "Matches die zijn gestart Een groep is kleiner dan de drempel." in told
    assert "eerste helft van 2026: minstens tot en met 30-06-2026." in told
    with sqlite_database.reading() as db:
        assert db.exec(select(EvaluationBundle)).all() == []
    sent = post(coordinator, "/bundles/new", recipient=str(around.evaluator.id), **ASKED)
    page = sent.headers["Location"]
    assert "Wacht op vrijgave" in coordinator.get(page).text

    officer = browser(app, sqlite_database, around.officer)
    asks = officer.get(f"{page}/release")
    seen = soup(asks.text).select_one('input[name="seen"]')
    assert seen is not None
    assert post(officer, f"{page}/release", seen=seen["value"]).status_code == 303
    make_bundles(sqlite_database)
    bundle = one_bundle(sqlite_database)
    assert bundle.status is BundleStatus.RELEASED

    evaluator = browser(app, sqlite_database, around.evaluator)
    mine = f"/evaluation/{bundle.id}"
    assert mine in evaluator.get("/evaluation").text
    portal = words(evaluator.get(mine).text)
    with sqlite_database.reading() as db:  # who reads the tables leaves a trace, download or not
        read = db.exec(select(AuditEvent).where(AuditEvent.action == "bundle.read")).one()
        assert (read.actor_id, read.object_id) == (around.evaluator.id, bundle.id)
    assert "tweede helft van 2025 5 56%" in portal
    assert "1 gevraagde tabel staat er niet in." in portal
    got = post(evaluator, f"{mine}/download")
    assert (
        got.headers["Content-Disposition"] == f'attachment; filename="one-on-one-{bundle.id}.zip"'
    )
    assert hashlib.sha256(got.data).digest() == bundle.file_sha256
    (tmp_path / "bundle.zip").write_bytes(got.data)
    (tmp_path / "key.pem").write_bytes(app.test_client().get("/evaluation/public-key").data)
    told = CliRunner().invoke(
        main,
        ["bundle", "verify", f"{tmp_path}/bundle.zip", "--public-key", f"{tmp_path}/key.pem"],
    )
    assert told.exit_code == 0, told.output
    with sqlite_database.reading() as db:
        assert db.exec(select(BundleDownload)).one().user_id == around.evaluator.id
    assert "Fenna Roodenburg" in coordinator.get(page).text  # who downloaded it and when
    assert "Roodenburg" not in "".join(map(str, unpacked(got.data).values()))


def test_what_is_missing_is_asked_for_and_what_was_filled_in_stays(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    coordinator = browser(app, sqlite_database, around.coordinator)
    wrong = post(
        coordinator, "/bundles/new", **{**ASKED, "measures": [], "destroy_by": "30-02-2026"}
    )
    assert wrong.status_code == 422
    assert "Kies minstens één tabel." in wrong.text
    assert "Kies voor wie de bundel is." in wrong.text
    assert "30-02-2026" in wrong.text
    late = post(
        coordinator,
        "/bundles/new",
        **{**ASKED, "destroy_by": "02-03-2026", "recipient": str(around.evaluator.id)},
    )
    assert (late.status_code, "Kies een dag die nog moet komen." in late.text) == (422, True)
    empty = post(
        coordinator,
        "/bundles/new",
        **{**ASKED, "measures": "matches-by-house", "recipient": str(around.evaluator.id)},
    )
    assert (empty.status_code, "ook geen totaal" in empty.text) == (422, True)
    # Looking needs the tables and half-years only.
    looked = post(coordinator, "/bundles/new", look="1", measures=["mentors-trained"])
    assert (looked.status_code, "Kies minstens één halfjaar." in looked.text) == (422, True)
    # Everything under a question, without a script; then the boxes can be unticked one by one.
    answer = post(coordinator, "/bundles/new", look="1", questions="1", cohorts="2025-1")
    assert (answer.status_code, "Wat er nu in mag staan" in answer.text) == (200, True)
    whole = soup(answer.text)
    ticked = {box["value"] for box in whole.select('input[name="measures"][checked]')}
    assert {"matches-by-answer", "mentors-trained"} <= ticked
    assert "sessions-met" not in ticked
    assert whole.select('input[name="questions"][checked]') == []


def test_what_a_bundle_would_tell_is_judged_while_others_write(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    """Judging takes seconds; somebody else may hold the lock of all writers meanwhile."""
    coordinator = browser(app, sqlite_database, around.coordinator)
    asked = {**ASKED, "measures": "matches-by-house", "recipient": str(around.evaluator.id)}
    with sqlite_database.writing():
        empty = post(coordinator, "/bundles/new", **asked)
    assert (empty.status_code, "ook geen totaal" in empty.text) == (422, True)


def test_releasing_asks_for_the_second_factor_once_more(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    bundle_id = asked(sqlite_database, around)
    officer = browser(app, sqlite_database, around.officer)
    fixed_now.advance(minutes=11)
    for answer in (
        officer.get(f"/bundles/{bundle_id}/release"),
        post(officer, f"/bundles/{bundle_id}/release", seen=""),
    ):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/account/confirm")
    assert one_bundle(sqlite_database).status is BundleStatus.SPECIFIED


def test_a_release_of_figures_that_changed_shows_them_again(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    bundle_id = asked(sqlite_database, around)
    officer = browser(app, sqlite_database, around.officer)
    page = f"/bundles/{bundle_id}/release"
    seen = soup(officer.get(page).text).select_one('input[name="seen"]')
    assert seen is not None
    trained(sqlite_database, fixed_now, NOW - timedelta(days=120), 1)
    assert post(officer, page, seen=seen["value"]).status_code == 303
    make_bundles(sqlite_database)  # counts anew
    assert one_bundle(sqlite_database).status is BundleStatus.SPECIFIED
    told = words(officer.get(f"/bundles/{bundle_id}").text)
    assert "De cijfers zijn veranderd nadat ze waren bekeken. Er is niets vrijgegeven." in told
    assert "1 bundel kon niet worden vrijgegeven" in words(officer.get("/today").text)
    again = post(officer, page, seen=seen["value"])
    assert again.status_code == 422
    assert "De cijfers zijn veranderd sinds je keek." in again.text
    assert "tweede helft van 2025 6" in words(again.text)
    fresh = soup(again.text).select_one('input[name="seen"]')
    assert fresh is not None
    assert post(officer, page, seen=fresh["value"]).status_code == 303
    make_bundles(sqlite_database)
    assert one_bundle(sqlite_database).status is BundleStatus.RELEASED
    assert "1 bundel die jij vrijgaf is klaar" in words(officer.get("/today").text)


def test_who_asked_for_it_can_not_release_it_and_reads_why(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    bundle_id = asked(sqlite_database, around)
    with sqlite_database.writing() as db:
        grant_role(db, around.coordinator.user, Role.PRIVACY_OFFICER, None, None)
        db.commit()
    both = browser(app, sqlite_database, around.coordinator)
    answer = both.get(f"/bundles/{bundle_id}/release", follow_redirects=True)
    assert "Je kunt deze bundel niet vrijgeven" in answer.text
    assert "Bekijken en vrijgeven" not in answer.text


def test_after_the_last_day_an_evaluator_only_says_that_the_copies_are_gone(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    bundle_id = released(sqlite_database, around)
    evaluator = browser(app, sqlite_database, around.evaluator)
    mine = f"/evaluation/{bundle_id}"
    assert post(evaluator, f"{mine}/download").status_code == 200
    fixed_now.advance(days=91)
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert post(evaluator, f"{mine}/download").status_code == 404
    over = evaluator.get(mine)  # the address in their e-mail says which one it was, and no figure
    assert (over.status_code, wanted(around).purpose in over.text) == (200, True)
    assert "Deze bundel was te downloaden tot en met 31-05-2026." in over.text
    assert "mentoren die de training" not in over.text
    stranger = browser(app, sqlite_database, person(sqlite_database, Role.EVALUATOR))
    assert stranger.get(mine).status_code == 404
    page = evaluator.get("/evaluation").text
    assert f"{mine}/destroyed" in page
    assert wanted(around).purpose in page
    assert post(evaluator, f"{mine}/destroyed").status_code == 303
    assert f"{mine}/destroyed" not in evaluator.get("/evaluation").text
    assert one_bundle(sqlite_database).destroyed_at is not None


def test_taking_back(app: Flask, sqlite_database: Database, around: Office) -> None:
    bundle_id = released(sqlite_database, around)
    coordinator = browser(app, sqlite_database, around.coordinator)
    answer = post(
        coordinator, f"/bundles/{bundle_id}/withdraw", because="x"
    )  # released: not theirs any more
    assert answer.status_code == 303
    assert one_bundle(sqlite_database).status is BundleStatus.RELEASED
    officer = browser(app, sqlite_database, around.officer)
    assert post(officer, f"/bundles/{bundle_id}/withdraw").status_code == 422
    why = {"because": "Eén tabel was fout."}
    assert post(officer, f"/bundles/{bundle_id}/withdraw", **why).status_code == 303
    evaluator = browser(app, sqlite_database, around.evaluator)
    gone = evaluator.get(f"/evaluation/{bundle_id}").text
    assert "Deze bundel is ingetrokken op 02-03-2026." in gone
    assert why["because"] not in gone
    assert "Ingetrokken" in officer.get("/bundles").text


def test_the_coordinator_reads_why_a_bundle_was_refused(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    released(sqlite_database, around)
    bundle_id = asked(sqlite_database, around)
    officer = browser(app, sqlite_database, around.officer)
    page = words(officer.get(f"/bundles/{bundle_id}/release").text)
    assert "Eerdere bundels" in page
    assert page.count("Fenna Roodenburg") == 2  # who asked, and for whom
    why = {"because": "Vraag eerst toestemming van de stuurgroep."}
    assert post(officer, f"/bundles/{bundle_id}/withdraw", **why).status_code == 303
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert why["because"] in coordinator.get(f"/bundles/{bundle_id}").text
    assert "Afgewezen" in coordinator.get("/bundles").text
    evaluator = browser(app, sqlite_database, around.evaluator)
    assert evaluator.get(f"/evaluation/{bundle_id}").status_code == 404  # it never was theirs
    with sqlite_database.reading() as db:
        letters = db.exec(select(OutboxMail.letter)).all()
    assert letters.count("evaluation.refused") == 1


def test_a_change_goes_along_with_the_bundles_of_its_time(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    coordinator = browser(app, sqlite_database, around.coordinator)
    told = {"kind": "covenant", "change": "Nieuw convenant met de scholen"}
    key = {"submission": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    for _ in range(2):
        answer = post(coordinator, "/bundles/changes", happened_on="01-09-2025", **told, **key)
        assert answer.status_code == 303
    post(coordinator, "/bundles/changes", happened_on="01-09-2024", kind="staff", change="Eerder")
    assert coordinator.get("/bundles/changes").text.count("Nieuw convenant") == 1
    bundle_id = released(sqlite_database, around)
    evaluator = browser(app, sqlite_database, around.evaluator)
    files = unpacked(post(evaluator, f"/evaluation/{bundle_id}/download").data)
    assert files["data/context.csv"].decode().splitlines() == [
        "day,kind,change",
        "2025-09-01,covenant,Nieuw convenant met de scholen",
    ]
    names = [one["name"] for one in json.loads(files["datapackage.json"])["resources"]]
    assert "context" in names


def test_the_second_person_reads_the_changes_and_one_that_is_withdrawn_stays_home(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    coordinator = browser(app, sqlite_database, around.coordinator)
    bundle_id = asked(sqlite_database, around)
    officer = browser(app, sqlite_database, around.officer)
    page = f"/bundles/{bundle_id}/release"

    def seen_on(text: str) -> str:
        field = soup(text).select_one('input[name="seen"]')
        assert field is not None
        return str(field["value"])

    before = seen_on(officer.get(page).text)
    told = {"kind": "staff", "change": "Yara ging weg", "happened_on": "01-09-2025"}
    post(coordinator, "/bundles/changes", **told)
    again = post(officer, page, seen=before)  # said after the officer looked
    assert (again.status_code, "Yara ging weg" in again.text) == (422, True)

    with sqlite_database.reading() as db:
        change = db.exec(select(ProgrammeChange)).one()
    for _double_click in range(2):
        answer = post(coordinator, f"/bundles/changes/{change.id}/withdraw")
        assert answer.status_code == 303
    assert "Ingetrokken op" in words(coordinator.get("/bundles/changes").text)
    assert post(coordinator, f"/bundles/changes/{bundle_id}/withdraw").status_code == 404
    shown = officer.get(page).text
    assert "Yara" not in shown
    assert post(officer, page, seen=seen_on(shown)).status_code == 303
    make_bundles(sqlite_database)
    evaluator = browser(app, sqlite_database, around.evaluator)
    files = unpacked(post(evaluator, f"/evaluation/{bundle_id}/download").data)
    assert "Yara" not in "".join(map(str, files.values()))


def test_empty_pages_say_what_comes_next(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    coordinator = browser(app, sqlite_database, person(sqlite_database, Role.COORDINATOR))
    assert "Er is nog geen bundel." in coordinator.get("/bundles").text
    assert "Een bundel kan nog voor niemand zijn." in coordinator.get("/bundles/new").text
    evaluator = browser(app, sqlite_database, person(sqlite_database, Role.EVALUATOR))
    assert "Er is nu geen bundel voor u." in evaluator.get("/evaluation").text
    assert "Er kan nog geen halfjaar worden geteld." in coordinator.get("/bundles/new").text


def test_back_and_another_choice_is_not_said_to_be_asked_for(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    """Else rows that somebody thought better of would wait for the release all the same."""
    coordinator = browser(app, sqlite_database, around.coordinator)
    sent = {
        **ASKED, "recipient": str(around.evaluator.id), "with_records": "y",
        "submission": "0f8fad5b-d9cb-469f-a165-70867728950e",
    }  # fmt: skip
    for _ in range(2):
        assert post(coordinator, "/bundles/new", **sent).status_code == 303
    del sent["with_records"]
    again = post(coordinator, "/bundles/new", **sent)
    assert again.status_code == 422
    assert "Je hebt deze pagina al eerder verstuurd" in words(again.text)
    assert one_bundle(sqlite_database).with_records
    fresh = soup(again.text).select_one('form input[name="submission"]')
    assert fresh is not None
    assert post(
        coordinator, "/bundles/new", **{**sent, "submission": str(fresh["value"])}
    ).status_code == 303  # fmt: skip
    with sqlite_database.reading() as db:
        assert {one.with_records for one in db.exec(select(EvaluationBundle))} == {True, False}
