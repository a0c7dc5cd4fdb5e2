"""Error pages: plain Dutch, what to do, a reference, and nothing typed is lost."""

import re

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient

from mentorship.app import LARGEST_REQUEST
from mentorship.foundation import access
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.db import ChangedMeanwhile
from mentorship.foundation.web.errors import signed_out_page
from tests.conftest_web import csrf, soup

CANARY = "Kanarie van den Berg"
NOTE = "Vandaag gesproken over school.\nHet ging beter dan vorige week, en dat was te merken."


@pytest.fixture
def app(app: Flask) -> Flask:
    @public
    def stop(code: int) -> str:
        abort(code)

    @public
    def crash() -> str:
        raise RuntimeError(f"no such person: {CANARY}")

    @public
    def note() -> str:
        if request.form.get("text") == "old":
            raise ChangedMeanwhile("changed")
        return f"kept: {request.form['text']}"

    @requires(Permission.REFERRAL_TRIAGE)
    def guarded_note() -> str:
        return "kept"

    app.add_url_rule("/stop/<int:code>", "stop", stop)
    app.add_url_rule("/crash", "crash", crash)
    app.add_url_rule("/note", "note", note, methods=["POST"])
    app.add_url_rule("/guarded-note", "guarded_note", guarded_note, methods=["POST"])
    return app


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 413, 418, 422, 429, 500, 503])
def test_every_refusal_is_a_page_in_plain_words(client: FlaskClient, code: int) -> None:
    answer = client.get(f"/stop/{code}")
    assert answer.status_code == code
    page = soup(answer.text)
    assert page.h1 is not None
    assert page.html["lang"] == "nl"
    assert re.search(r"Code van deze melding:\s+[0-9A-Z]{4}-[0-9A-Z]{4}", page.main.get_text(" "))
    assert page.main.find("a", href="/") is not None


def test_a_wrong_method_is_a_page_too(client: FlaskClient) -> None:
    answer = client.get("/language")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert soup(answer.text).h1.text == "Zo kan het niet"


def test_a_page_with_mistakes_opened_anew_is_the_page_of_its_form(app: Flask) -> None:
    app.add_url_rule("/cases/<int:number>", "case", public(lambda number: "the case"))
    app.add_url_rule(
        "/cases/<int:number>/decide", "decide", public(lambda number: ""), methods=["POST"]
    )
    client = app.test_client()
    answer = client.get("/cases/7/decide")
    assert (answer.status_code, answer.location) == (303, "/cases/7")


def test_a_crash_tells_nothing_but_a_reference(
    capsys: pytest.CaptureFixture[str], client: FlaskClient
) -> None:
    answer = client.get("/crash")
    assert answer.status_code == 500
    assert CANARY not in answer.text
    assert "Traceback" not in answer.text
    reference = soup(answer.text).find(class_="oo-reference").strong.text
    logged = capsys.readouterr().err
    assert reference in logged
    assert CANARY not in logged


def test_an_old_page_gives_the_text_back_and_can_be_sent_again(client: FlaskClient) -> None:
    sent = {"csrf_token": "grown-old", "text": NOTE, "kind": "visit", "password": "geheim-woord"}
    answer = client.post("/note", data=sent)
    assert answer.status_code == 400
    page = soup(answer.text)
    assert page.find("textarea", attrs={"name": "text"}).text.strip() == NOTE
    assert "geheim-woord" not in answer.text
    form = page.main.form
    again = {field["name"]: field["value"] for field in form.find_all("input")}
    assert client.post(form["action"], data={**again, "text": NOTE}).text == f"kept: {NOTE}"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_a_text_that_another_site_sent_is_not_offered_for_sending(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = client.post("/note", data={"text": NOTE}, headers=headers)
    assert answer.status_code == 400
    assert NOTE[:20] not in answer.text


def test_a_sign_in_that_ended_gives_the_text_back(app: Flask, client: FlaskClient) -> None:
    access.load_actor_with(app, lambda: None)
    access.answer_anonymous_with(app, lambda: signed_out_page("/sign-in"))
    answer = client.post("/guarded-note", data={"csrf_token": csrf(client), "text": NOTE})
    assert answer.status_code == 401
    page = soup(answer.text)
    assert page.find("textarea", attrs={"name": "text"}).text.strip() == NOTE
    assert page.main.find("a", href="/sign-in")["target"] == "_blank"


def test_a_record_that_changed_meanwhile_is_not_overwritten(client: FlaskClient) -> None:
    sent = {"csrf_token": csrf(client), "text": "old", "note": NOTE}
    answer = client.post("/note", data=sent)
    assert answer.status_code == 409
    page = soup(answer.text)
    assert page.find("textarea", attrs={"name": "note"}).text.strip() == NOTE
    assert page.main.find("button") is None


def test_a_million_characters_are_read_and_more_is_refused_in_plain_words(
    client: FlaskClient,
) -> None:
    long = "é" * 1_000_000
    token = csrf(client)
    assert client.post("/note", data={"csrf_token": token, "text": long}).text == f"kept: {long}"
    too_long = "a" * (LARGEST_REQUEST + 1)
    answer = client.post("/note", data={"csrf_token": token, "text": too_long})
    assert answer.status_code == 413
    assert "te groot" in answer.text


@pytest.mark.parametrize("path", ["/about", "/no-such-page", "/stop/403", "/note", "/guarded-note"])
def test_a_crash_while_asking_who_this_is_still_answers_with_a_page(app: Flask, path: str) -> None:
    def loader() -> None:
        raise RuntimeError(CANARY)

    access.load_actor_with(app, loader)
    client = app.test_client()
    answer = client.post(path) if path == "/note" else client.get(path)
    assert answer.status_code == 500
    assert "nonce-" in answer.headers["Content-Security-Policy"]
    assert soup(answer.text).h1.text == "Er ging iets mis aan onze kant"
    assert CANARY not in answer.text


def test_a_page_that_can_not_be_drawn_is_still_answered(
    capsys: pytest.CaptureFixture[str], app: Flask
) -> None:
    app.jinja_env.globals["menu"] = None
    answer = app.test_client().get("/about")
    assert answer.status_code == 500
    assert answer.text.startswith("Er ging iets mis aan onze kant. Het is onze fout.")
    assert answer.text[-9:] in capsys.readouterr().err
