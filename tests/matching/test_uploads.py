"""A file on its way through the pages: bounded in size, and read while others can write."""

import base64
import io
import sys
import zipfile
from types import FrameType
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.matching.file_limits import LARGEST_UPLOAD, UPLOAD
from mentorship.matching.reading import read_stream
from mentorship.matching.rows import RowReader
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.models import House
from tests.accounts.people import person, sign_in_as
from tests.matching.test_pages import COLUMNS, main_of, words

ROW = "J1;Yara Vis;Haarlem;ma-avond|wo-avond;2026-01-01;2007"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}'
    "</sheetData></worksheet>"
)
HEADER = "".join(f'<c t="inlineStr"><is><t>{one}</t></is></c>' for one in COLUMNS.split(";"))


@pytest.fixture
def client(app: Flask, sqlite_database: Database) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, sqlite_database, person(sqlite_database, Role.MENTOR_CONSULTANT).user)
    return client


def hidden(answer: TestResponse) -> dict[str, str]:
    fields = main_of(answer).find_all("input", attrs={"type": "hidden"})
    return {str(one["name"]): str(one.get("value", "")) for one in fields}


def upload(client: FlaskClient, content: bytes, name: str) -> TestResponse:
    token = hidden(client.get("/matching/files"))["csrf_token"]
    sent = {"csrf_token": token, "kind": "mentees", "file": (io.BytesIO(content), name)}
    return client.post("/matching/files/import", data=sent, content_type="multipart/form-data")


def write(client: FlaskClient, fields: dict[str, str], **changed: str) -> TestResponse:
    return client.post("/matching/files/import/write", data=fields | changed)


def workbook(rows: str) -> bytes:
    """A real one, with another first sheet in it."""
    made, spoilt = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(spoilt, "w", 8) as after:
        for part in before.namelist():
            is_sheet = part.endswith("sheet1.xml")
            after.writestr(part, SHEET.format(rows) if is_sheet else before.read(part))
    return spoilt.getvalue()


def test_what_a_workbook_may_unpack_to_is_bounded(client: FlaskClient) -> None:
    row = f"<row>{HEADER}</row>"
    bomb = workbook(row * (UPLOAD.unpacked // len(row) + 1))
    assert len(bomb) < LARGEST_UPLOAD // 10
    answer = upload(client, bomb, "groot.xlsx")
    assert answer.status_code == 422
    assert "Uitgepakt is dit bestand groter dan 20 MB." in words(answer)


def test_a_row_of_few_letters_cannot_ask_for_every_column(client: FlaskClient) -> None:
    wide = workbook(f"<row>{HEADER}</row>" + '<row><c r="XFD9"/></row>' * 1_000)
    assert len(wide) < 10_000
    answer = upload(client, wide, "breed.xlsx")
    assert answer.status_code == 422
    assert "meer rijen en kolommen dan een lijst van mensen nodig heeft" in words(answer)


def test_what_comes_back_to_be_written_is_no_larger_than_what_was_looked_at(
    client: FlaskClient, sqlite_database: Database
) -> None:
    fields = hidden(upload(client, f"{COLUMNS}\n{ROW}\n".encode(), "goed.csv"))
    large = base64.b64encode(f"{COLUMNS}\n{ROW}\n".encode() + b"\n" * LARGEST_UPLOAD).decode()
    for content, told in ((large, "groter dan 2 MB"), ("geen base64!", "onderweg kwijt")):
        answer = write(client, fields, content=content, has_consent="y")
        assert answer.status_code == 303
        assert told in client.get("/matching/files").text
    with sqlite_database.reading() as db:
        assert db.exec(select(Mentee)).all() == []


def test_others_write_while_a_file_is_read(client: FlaskClient, sqlite_database: Database) -> None:
    """A colleague saves something between two rows of the file, and only then it takes the lock."""
    fields = hidden(upload(client, f"{COLUMNS}\n{ROW}\n".encode(), "goed.csv"))
    happened: list[str] = []

    def colleague() -> None:
        with sqlite_database.writing() as db:
            db.get_one(House, "KEN").phone = "023 0000000"
            db.commit()

    def watch(frame: FrameType, what: str, _value: Any) -> None:
        if what == "call" and frame.f_code is RowReader.take.__code__:
            sys.setprofile(None)
            colleague()
            happened.append("a colleague wrote")
            sys.setprofile(watch)
        elif what == "return" and frame.f_code is read_stream.__code__:
            happened.append("the file was read")

    def begun(_connection: object) -> None:
        happened.append("a lock of all writers")

    event.listen(sqlite_database.engine, "begin", begun)
    sys.setprofile(watch)
    try:
        answer = write(client, fields, has_consent="y")
    finally:
        sys.setprofile(None)
        event.remove(sqlite_database.engine, "begin", begun)
    assert answer.status_code == 303
    since = happened[happened.index("a colleague wrote") :]
    assert since[:3] == ["a colleague wrote", "the file was read", "a lock of all writers"]
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Mentee)).all()) == 1
        assert db.get_one(House, "KEN").phone == "023 0000000"


def test_an_exclusion_that_finds_nobody_is_told_on_the_page(client: FlaskClient) -> None:
    page = upload(client, f"{COLUMNS};uitgesloten\n{ROW};M9\n".encode(), "jongeren.csv")
    assert page.status_code == 200
    (row,) = (one for one in main_of(page).find_all("tr") if "M9" in one.get_text())
    cells = [cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])]
    assert cells[:3] == ["2", "uitgesloten", "M9"]
    assert "wordt niet uit elkaar gehouden" in cells[3]
