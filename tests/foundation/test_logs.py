"""The log says what happened and where; never who, what was typed or what was asked."""

import json
import logging

import gunicorn.config
import gunicorn.glogging
import pytest
import structlog
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from mentorship.app import create_app
from mentorship.foundation.access import public
from mentorship.foundation.db import Database
from tests.conftest_web import csrf

CANARY = "Kanarie van den Berg"


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.fixture
def app(app: Flask) -> Flask:
    @public
    def crash() -> str:
        name = request.values["name"]
        try:
            raise KeyError(name)
        except KeyError as missing:
            raise ValueError(f"{name} is unknown") from missing

    @public
    def break_sql() -> str:
        with create_engine("sqlite://").connect() as connection:
            connection.execute(text("SELECT :name FROM nowhere"), {"name": CANARY})
        return ""

    app.add_url_rule("/crash", "crash", crash, methods=["GET", "POST"])
    app.add_url_rule("/break-sql", "break_sql", break_sql)
    return app


def test_a_request_is_one_line_without_what_was_asked(
    capsys: pytest.CaptureFixture[str], client: FlaskClient
) -> None:
    client.get("/about", query_string={"q": CANARY})
    told = logged(capsys)
    assert len(told) == 1, told
    (line,) = told
    assert (line["method"], line["route"], line["status"]) == ("GET", "/about", 200)
    assert line["reference"]


def test_a_crash_is_logged_by_kind_and_place_alone(
    capsys: pytest.CaptureFixture[str], client: FlaskClient
) -> None:
    token = csrf(client)
    client.post("/crash", data={"csrf_token": token, "name": CANARY})
    client.get("/crash", query_string={"name": CANARY})
    client.get("/break-sql")
    told = logged(capsys)
    assert CANARY not in json.dumps(told)
    crashes = [line for line in told if line["event"] == "request failed"]
    assert crashes[0]["error"] == ["builtins.ValueError", "builtins.KeyError"]
    assert "test_logs.py" in str(crashes[0]["at"])
    assert "sqlalchemy.exc.OperationalError" in crashes[2]["error"]


def test_what_a_library_says_is_withheld(capsys: pytest.CaptureFixture[str], app: Flask) -> None:
    logging.getLogger("some.library").warning("can't greet %s", CANARY)
    logging.getLogger("some.library").warning(f"can't greet {CANARY}")
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        logging.getLogger("some.library").exception("failed on " + CANARY)
    told = logged(capsys)
    assert len(told) == 3
    assert CANARY not in json.dumps(told)
    assert told[2]["error"] == ["builtins.RuntimeError"]
    assert {line["logger"] for line in told} == {"some.library"}


def test_the_web_server_says_no_address_with_its_token(
    capsys: pytest.CaptureFixture[str], sqlite_database: Database
) -> None:
    server = gunicorn.glogging.Logger(gunicorn.config.Config())  # before the application is loaded
    create_app(sqlite_database.settings, sqlite_database)
    try:
        raise RuntimeError(CANARY)
    except RuntimeError:
        server.exception("Error handling request %s %s", "GET", f"/reset/{CANARY}")
    logging.getLogger("gunicorn.access").info(f"GET /reset/{CANARY}")
    told = logged(capsys)
    assert CANARY not in json.dumps(told)
    assert told[0]["error"] == ["builtins.RuntimeError"]
    assert {line["logger"] for line in told} == {"gunicorn.error", "gunicorn.access"}


def test_our_own_events_carry_ids(capsys: pytest.CaptureFixture[str], app: Flask) -> None:
    structlog.get_logger().info("job done", job="5d1f")
    (line,) = logged(capsys)
    assert (line["event"], line["job"], line["level"]) == ("job done", "5d1f", "info")
