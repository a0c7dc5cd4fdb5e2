"""What every answer tells the browser."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorship.app import create_app
from mentorship.foundation.db import Database
from mentorship.foundation.web.assets import asset
from tests.conftest_web import soup


@pytest.mark.parametrize("path", ["/", "/about", "/health", "/nowhere", "/static/js/page.js"])
def test_every_answer_is_locked_up(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        told = answer.headers
    policy = told["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_nonce_is_new_in_every_answer_and_on_every_script(client: FlaskClient) -> None:
    seen = set()
    for _ in range(3):
        answer = client.get("/about")
        (nonce,) = re.findall(
            r"script-src 'nonce-([^']+)'", answer.headers["Content-Security-Policy"]
        )
        seen.add(nonce)
        page = soup(answer.text)
        scripts = page.find_all("script")
        assert scripts
        assert all(script["nonce"] == nonce and script["src"] for script in scripts)
        assert not page.find_all(style=True)
        assert not page.find_all("style")
    assert len(seen) == 3


def test_pages_are_not_kept_but_our_own_files_are(client: FlaskClient) -> None:
    page = client.get("/about")
    assert page.headers["Cache-Control"] == "no-store"
    address = soup(page.text).find("script")["src"]
    with client.get(address) as file:
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with client.get(address.split("?")[0] + "?v=0000") as stale:
        assert stale.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["dist/fonts/noto-sans-latin-wght-normal.woff2", "images/mark.svg"]
)
def test_what_style_sheets_name_is_kept_for_a_day(client: FlaskClient, name: str) -> None:
    """Asked for anew with every page, the letters come late and the page is drawn twice."""
    with client.get(f"/static/{name}") as file:
        assert file.headers["Cache-Control"] == "public, max-age=86400"
    with client.get(f"/static/{name}?v=0000") as stale:
        assert stale.headers["Cache-Control"] == "no-cache"


def test_a_file_is_the_same_whoever_asks(client: FlaskClient) -> None:
    """Kept under a cookie, it would be fetched anew after each change of that."""
    client.get("/about")
    with client.get("/static/css/theme.css") as file:
        assert "Cookie" not in file.headers.get("Vary", "")
        assert "Set-Cookie" not in file.headers
    assert "Cookie" in client.get("/about").headers["Vary"]


def test_a_file_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    with client.get("/static/js/page.js") as first:
        tag = first.headers["ETag"]
    again = client.get("/static/js/page.js", headers={"If-None-Match": tag})
    assert again.status_code == 304  # and left open, it would fail the tests as a warning


@pytest.mark.parametrize(
    "name",
    ["dist/fonts/noto-sans-latin-wght-normal.woff2", "images/mark.svg", "js/page.js"],
)
def test_that_a_file_did_not_change_keeps_it_as_long_as_before(
    client: FlaskClient, name: str
) -> None:
    """A browser takes over what it is told then: with other words it would ask each time."""
    with client.application.test_request_context():
        addresses = [f"/static/{name}", asset(name)]
    for address in addresses:
        with client.get(address) as first:
            told = first.headers
        again = client.get(address, headers={"If-None-Match": told["ETag"]})
        assert again.status_code == 304
        assert again.headers["Cache-Control"] == told["Cache-Control"]


def test_the_page_about_a_file_that_is_not_there_is_a_page(client: FlaskClient) -> None:
    """Its menu is that of whoever asks, and its button for the language has to work."""
    for _ in range(2):  # also for who has a cookie already
        answer = client.get("/static/css/nothing.css")
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Cookie" in answer.headers["Vary"]
    form = soup(answer.text).find("form", action="/language")
    told = {field["name"]: field["value"] for field in form.find_all("input")}
    sent = client.post("/language", data={**told, "language": "en"})
    assert sent.status_code == 303


def test_cookies_stay_out_of_reach(client: FlaskClient) -> None:
    (cookie,) = client.get("/about").headers.getlist("Set-Cookie")
    assert cookie.startswith("mentorship=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.fixture
def https_app(sqlite_database: Database) -> Flask:
    settings = sqlite_database.settings.model_copy(update={"base_url": "https://example.org"})
    return create_app(settings, sqlite_database)


def test_over_https_cookies_are_bound_to_the_host(https_app: Flask) -> None:
    answer = https_app.test_client().get("/about", base_url="https://example.org")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-mentorship=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_over_http_the_browser_is_not_told_to_insist_on_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/about").headers


def test_every_page_says_in_which_mode_the_program_runs(sqlite_database: Database) -> None:
    said = {
        "demo": "Demo: iedereen hier is verzonnen.",
        "trial": "Proef: dit is om uit te proberen.",
    }
    for mode, words in said.items():
        settings = sqlite_database.settings.model_copy(update={"mode": mode})
        client = create_app(settings, sqlite_database).test_client()
        for path in ("/", "/about", "/sign-in", "/nowhere"):
            assert words in client.get(path).text
