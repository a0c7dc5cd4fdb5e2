"""Switching between Dutch and English without losing one's place."""

import pytest
from flask.testing import FlaskClient

from mentorship.foundation.web.language import own_path
from tests.conftest_web import csrf, soup


def test_the_switch_stays_on_the_page_and_is_remembered(client: FlaskClient) -> None:
    assert soup(client.get("/about").text).html["lang"] == "nl"
    sent = {"csrf_token": csrf(client), "language": "en", "back": "/about?page=2"}
    answer = client.post("/language", data=sent)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/about?page=2"
    page = soup(client.get("/about").text)
    assert page.html["lang"] == "en"
    assert page.h1.text == "About this program"


def test_a_language_we_do_not_speak_is_refused(client: FlaskClient) -> None:
    answer = client.post("/language", data={"csrf_token": csrf(client), "language": "fy"})
    assert answer.status_code == 400


def test_a_made_up_cookie_is_dutch(client: FlaskClient) -> None:
    client.set_cookie("language", "<script>")
    assert soup(client.get("/about").text).html["lang"] == "nl"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "about",
        "",
        "http:/example.org",
        "/\t/example.org",
    ],
)
def test_the_way_back_never_leads_off_the_site(elsewhere: str) -> None:
    assert own_path(elsewhere) == "/"


def test_the_way_back_may_be_any_page_of_ours() -> None:
    assert own_path("/referrals/12?page=2") == "/referrals/12?page=2"
