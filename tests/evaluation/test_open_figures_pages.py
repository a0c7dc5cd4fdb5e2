"""Open figures on the pages: proposed, published, and read by anybody as page, CSV and JSON."""

import csv
import io
import json
import re
from pathlib import Path

import frictionless
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.evaluation.open_figures.models import FiguresStatus, OpenFigures
from mentorship.foundation.db import Database
from tests.accounts.people import Person
from tests.conftest_web import soup
from tests.evaluation.open_samples import told
from tests.evaluation.test_open_figures import proposed, published, withdraw
from tests.evaluation.test_views import browser, post, words
from tests.evaluation.world import AUTUMN, Office, asked, programme, trained, with_threshold
from tests.factories import FixedNow

OFFICE, PUBLIC = "/bundles/open-figures", "/open-figures"
FILES = ("figures.csv", "figures.json", "datapackage.json")


@pytest.fixture
def around(sqlite_database: Database, fixed_now: FixedNow) -> Office:
    return programme(sqlite_database, fixed_now)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def seen_on(client: FlaskClient, page: str) -> str:
    field = soup(client.get(page).text).select_one('input[name="seen"]')
    assert field is not None
    return str(field["value"])


def one_year(database: Database) -> OpenFigures:
    with database.reading() as db:
        return db.exec(select(OpenFigures)).one()


def as_it_was_told(database: Database) -> None:
    """A published year with every kind of table, straight into the row."""
    with database.writing() as db:
        row = db.exec(select(OpenFigures)).one()
        row.told = told()
        db.commit()


def test_from_the_wish_to_what_a_stranger_reads(
    app: Flask, sqlite_database: Database, around: Office, visitor: FlaskClient
) -> None:
    empty = words(visitor.get(PUBLIC).text)
    assert "Er zijn nog geen open cijfers." in empty
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert f"{OFFICE}/years/2025" in coordinator.get(OFFICE).text
    looked = words(coordinator.get(f"{OFFICE}/years/2025").text)
    assert "1 van de 4 tabellen kan worden verteld." in looked
    assert "Een groep is kleiner dan de drempel." in looked
    assert words(visitor.get(PUBLIC).text) == empty  # looking tells nobody anything
    page = post(coordinator, f"{OFFICE}/years/2025").headers["Location"]
    assert "Wacht op publicatie" in coordinator.get(page).text
    assert "Dit jaar voorstellen" not in coordinator.get(f"{OFFICE}/years/2025").text
    assert words(visitor.get(PUBLIC).text) == empty

    officer = browser(app, sqlite_database, around.officer)
    asks = f"{page}/publish"
    assert "Denk aan wat jongeren is verteld." in officer.get(asks).text
    assert post(officer, asks, seen=seen_on(officer, asks)).status_code == 303
    assert "Voor iedereen te lezen" in officer.get(page).text

    answer = visitor.get(PUBLIC)
    read = words(answer.text)
    assert "Elk getal staat voor minstens 3." in read
    assert "2025 niet verteld niet verteld niet verteld 9" in read
    assert "tweede helft van 2025 5 56%" in read
    assert "Een groep zou te klein zijn" in read
    drawing = soup(answer.text).select_one('svg[role="img"]')
    assert drawing is not None
    assert drawing["aria-label"] == "Getrainde mentoren. 2025: Aantal 9"
    assert answer.headers["Cache-Control"] == "no-store"  # it holds the visitor's own token
    home = visitor.get("/")
    assert f'href="{PUBLIC}"' in home.text


def test_a_program_reads_the_same_in_every_file(
    sqlite_database: Database, around: Office, visitor: FlaskClient, tmp_path: Path
) -> None:
    published(sqlite_database, around)
    as_it_was_told(sqlite_database)
    for name in FILES:
        answer = visitor.get(f"{PUBLIC}/{name}")
        assert answer.status_code == 200
        (tmp_path / name).write_bytes(answer.data)
    whole = json.loads((tmp_path / "figures.json").read_text())
    (year,) = whole["years"]
    assert {key: year[key] for key in told()} == told()
    from_json = [
        (year["year"], table["table"], row["category"], row["label"]["nl"], row["count"])
        for table in year["tables"]
        for row in table["rows"]
    ]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "figures.csv").read_text(), newline="")))
    from_csv = [
        (
            int(row["year"]), row["table"], row["category"], row["label_nl"],
            int(row["count"]) if row["count"] else None,
        )
        for row in rows
    ]  # fmt: skip
    assert from_csv == from_json
    assert [row["count"] for row in rows] == ["32", "12", "20", "31", ""]
    checked = frictionless.validate(tmp_path / "datapackage.json")
    assert checked.flatten(["path", "message"]) == []
    about = json.loads((tmp_path / "datapackage.json").read_text())
    assert [one["path"] for one in about["resources"]] == ["figures.csv", "figures.json"]
    assert about["licenses"][0]["name"] == "CC0-1.0"

    read = words(visitor.get(PUBLIC).text)
    for _year, _table, _category, label, count in from_json:
        assert f"{label} {'–' if count is None else count}" in read


def test_a_file_sets_no_cookie_and_may_be_kept_for_a_while(
    sqlite_database: Database, around: Office, visitor: FlaskClient
) -> None:
    published(sqlite_database, around)
    for name in FILES:
        answer = visitor.get(f"{PUBLIC}/{name}")
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        again = visitor.get(f"{PUBLIC}/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    figures_id = one_year(sqlite_database).id
    before = visitor.get(f"{PUBLIC}/figures.json").headers["ETag"]
    withdraw(sqlite_database, figures_id, around.officer)
    after = visitor.get(f"{PUBLIC}/figures.json", headers={"If-None-Match": before})
    assert after.status_code == 200


def test_a_withdrawn_year_is_named_and_its_numbers_are_gone(
    app: Flask, sqlite_database: Database, around: Office, visitor: FlaskClient
) -> None:
    figures_id = published(sqlite_database, around)
    officer = browser(app, sqlite_database, around.officer)
    page = f"{OFFICE}/{figures_id}"
    noted = post(officer, f"{page}/note", note="De training van 2025 is anders geteld.")
    assert noted.status_code == 303
    wrong = post(officer, f"{page}/note", note="Het waren er 7.")
    assert (wrong.status_code, "Laat elk getal weg" in wrong.text) == (422, True)
    assert "anders geteld" in words(visitor.get(PUBLIC).text)
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert "Intrekken" not in coordinator.get(page).text
    post(coordinator, f"{page}/withdraw", because="Toch niet.")
    assert one_year(sqlite_database).status is FiguresStatus.PUBLISHED
    post(officer, f"{page}/withdraw", because="Er is dubbel geteld.")
    assert "Er is dubbel geteld." in coordinator.get(page).text

    read = words(visitor.get(PUBLIC).text)
    assert "2025: ingetrokken op 02-03-2026." in read
    assert "anders geteld" in read  # the note stays, the reason was for the coordinator
    assert "dubbel" not in read
    assert "56%" not in read
    assert len(visitor.get(f"{PUBLIC}/figures.csv").text.splitlines()) == 1
    whole = json.loads(visitor.get(f"{PUBLIC}/figures.json").text)
    assert (whole["years"], [one["year"] for one in whole["withdrawn"]]) == ([], [2025])


def test_publishing_and_noting_ask_for_the_second_factor_once_more(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    waiting = f"{OFFICE}/{proposed(sqlite_database, around)}"
    officer = browser(app, sqlite_database, around.officer)
    post(officer, f"{waiting}/publish", seen=seen_on(officer, f"{waiting}/publish"))
    assert one_year(sqlite_database).status is FiguresStatus.PUBLISHED
    fixed_now.advance(minutes=11)
    for answer in (
        officer.get(f"{waiting}/note"),
        post(officer, f"{waiting}/note", note="Anders geteld."),
    ):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/account/confirm")
    assert "Anders geteld" not in officer.get(waiting).text


def test_a_stale_look_publishes_nothing_and_shows_the_tables_again(
    app: Flask, sqlite_database: Database, around: Office, fixed_now: FixedNow
) -> None:
    page = f"{OFFICE}/{proposed(sqlite_database, around)}/publish"
    officer = browser(app, sqlite_database, around.officer)
    fixed_now.advance(minutes=11)
    assert officer.get(page).headers["Location"].startswith("/account/confirm")
    fixed_now.advance(minutes=-11)
    seen = seen_on(officer, page)
    trained(sqlite_database, fixed_now, AUTUMN, 1)
    again = post(officer, page, seen=seen)
    assert again.status_code == 422
    assert "De cijfers zijn veranderd sinds je keek." in again.text
    assert "tweede helft van 2025 6" in words(again.text)
    assert one_year(sqlite_database).status is FiguresStatus.PROPOSED


def test_a_bundle_says_which_open_figures_it_was_held_against(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    published(sqlite_database, around)
    officer = browser(app, sqlite_database, around.officer)
    page = words(officer.get(f"/bundles/{asked(sqlite_database, around)}/release").text)
    assert "ook naast de open cijfers over deze jaren gelegd: 2025." in page


def test_the_page_is_english_for_who_reads_english(
    sqlite_database: Database, around: Office, visitor: FlaskClient
) -> None:
    published(sqlite_database, around)
    as_it_was_told(sqlite_database)
    visitor.set_cookie("language", "en")
    read = words(visitor.get(PUBLIC).text)
    for said in (
        "Matches started", "group other 20 62%", "A group would be too small",
        "Every number stands for at least 10.", "Everybody may use them for anything",
    ):  # fmt: skip
        assert said in read
    assert not re.search(r"\b(groep|niet verteld|jaar|cijfers)\b", read)


def test_a_year_between_that_nobody_published_is_said_to_be_missing(
    sqlite_database: Database, around: Office, visitor: FlaskClient, fixed_now: FixedNow
) -> None:
    with_threshold(sqlite_database, 10)
    published(sqlite_database, around)
    read = words(visitor.get(PUBLIC).text)
    assert read.count("Dit wordt niet verteld.") == 4
    assert "niet gepubliceerd, of nog niet" not in read
    fixed_now.moment = fixed_now.moment.replace(year=2028)
    later = words(visitor.get(PUBLIC).text)
    assert "2027: niet gepubliceerd, of nog niet." in later
    assert "2026: niet gepubliceerd, of nog niet." in later


def test_who_is_neither_of_the_two_finds_nothing_behind_it(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    page = f"{OFFICE}/{proposed(sqlite_database, around)}"
    evaluator: Person = around.evaluator
    client = browser(app, sqlite_database, evaluator)
    for address in (OFFICE, page, f"{page}/publish", f"{OFFICE}/years/2025"):
        assert client.get(address).status_code == 403
    coordinator = browser(app, sqlite_database, around.coordinator)
    assert coordinator.get(f"{page}/publish").status_code == 403
    officer = browser(app, sqlite_database, around.officer)
    assert officer.get(f"{OFFICE}/years/2025").status_code == 403
