"""Only what a page of our own sent is handed back, and another site's form signs nobody out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from tests.accounts.people import person, sign_in_as
from tests.conftest_web import csrf

NOTE = "Vandaag gesproken over school."
OURS = "http://localhost"
ELSEWHERE = "https://elders.example"


@pytest.fixture
def silent(app: Flask) -> FlaskClient:
    """A browser that says nothing by itself about the page that it sends from."""
    client = app.test_client()
    client.environ_base.pop("HTTP_REFERER")
    return client


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": OURS}, {"Referer": f"{OURS}/account/details"},
])  # fmt: skip
def test_what_our_own_page_sent_comes_back(silent: FlaskClient, headers: dict[str, str]) -> None:
    assert NOTE in silent.post("/account/details", data={"name": NOTE}, headers=headers).text


@pytest.mark.parametrize("headers", [
    {}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site", "Origin": OURS},
    {"Sec-Fetch-Site": "none"}, {"Origin": ELSEWHERE}, {"Origin": "null", "Referer": f"{OURS}/"},
    {"Origin": "http://localhost:81"}, {"Origin": "http://["}, {"Referer": f"{ELSEWHERE}/{OURS}"},
    {"Referer": "http://localhost@elders.example/"}, {"Referer": "localhost"},
])  # fmt: skip
def test_what_may_come_from_elsewhere_does_not(
    silent: FlaskClient, headers: dict[str, str]
) -> None:
    for path in ("/account/details", "/sign-in"):  # signed out, and an old page
        answer = silent.post(path, data={"name": NOTE}, headers=headers)
        assert answer.status_code in (400, 401)
        assert NOTE not in answer.text


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Origin": ELSEWHERE}, {"Origin": "null"},
    {"Referer": f"{ELSEWHERE}/page"},
])  # fmt: skip
def test_a_form_of_another_site_leaves_the_cookie_as_it_is(
    silent: FlaskClient, sqlite_database: Database, headers: dict[str, str]
) -> None:
    """The browser keeps our cookie back there, so any new one would push out the sign-in."""
    for path in ("/account/details", "/sign-in", "/sign-out", "/nowhere"):
        answer = silent.post(path, data={"name": NOTE}, headers=headers)
        assert "Set-Cookie" not in answer.headers, path
    sign_in_as(silent, sqlite_database, person(sqlite_database, Role.TRAINER).user)
    silent.post("/sign-in", data={"name": NOTE}, headers=headers)
    assert silent.get("/account").status_code == 200


def test_a_link_on_another_site_opens_a_page_with_a_form_that_works(silent: FlaskClient) -> None:
    answer = silent.get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Set-Cookie" in answer.headers


def test_behind_a_proxy_that_renames_us_our_pages_are_still_ours(
    app: Flask, silent: FlaskClient, sqlite_database: Database
) -> None:
    settings = sqlite_database.settings.model_copy(update={"base_url": "http://samen.example"})
    app.extensions["settings"] = settings
    token = csrf(silent)
    answer = silent.post(
        "/language",
        data={"csrf_token": token, "language": "en"},
        headers={"Origin": "http://samen.example"},
    )
    assert answer.status_code == 303
    kept = silent.post("/sign-in", data={"name": NOTE}, headers={"Origin": "http://samen.example"})
    assert NOTE in kept.text
