"""What a form accepts, what it says is wrong, and that it never cuts or loses anything."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from wtforms import StringField as PlainStringField

from mentorship.foundation.access import public
from mentorship.foundation.forms import (
    DutchDateField,
    EmailAddress,
    Form,
    IntegerField,
    Longest,
    Optional,
    PasswordField,
    Required,
    StringField,
    TextAreaField,
)
from mentorship.foundation.i18n import read_day
from tests.conftest_web import csrf, soup


class VisitForm(Form):
    name = StringField("Naam", [Required("Vul de naam in."), Longest(20)])
    email = StringField("E-mail", [Optional(), EmailAddress(), Longest(254)])
    on = DutchDateField("Datum", [Required()])
    hours = IntegerField("Uren", [Optional()])
    note = TextAreaField("Verslag", [Optional(), Longest(50)])
    password = PasswordField("Wachtwoord", [Optional(), Longest(128)])


PAGE = """{% extends "layout.html" %}{% from "macros/forms.html" import form_block, field %}
{% block title %}Bezoek{% endblock %}
{% block content %}<h1>Bezoek</h1>{% call form_block(form) %}
{% for one in form if one.type not in ("HiddenField", "CSRFTokenField") %}
{{ field(one) }}{% endfor %}
{% endcall %}{% endblock %}"""
RIGHT = {"name": "Noa", "on": "3-11-2026"}


@pytest.fixture
def kept(app: Flask) -> dict[str, object]:
    """What the last right form held."""
    kept: dict[str, object] = {}

    @public
    def visit() -> tuple[str, int]:
        form = VisitForm()
        if form.validate_on_submit():
            kept.update(form.data)
        return render_template_string(PAGE, form=form), form.status

    app.add_url_rule("/visit", "visit", visit, methods=["GET", "POST"])
    return kept


def send(client: FlaskClient, **fields: str):  # type: ignore[no-untyped-def]
    answer = client.post("/visit", data={"csrf_token": csrf(client), **RIGHT, **fields})
    return answer, soup(answer.text)


def test_what_is_right_is_tidied_and_kept(client: FlaskClient, kept: dict[str, object]) -> None:
    answer, _ = send(
        client,
        name="  Noa\x00 ",
        email="noa@voorbeeld.nl",
        hours="3",
        note="een\r\ntwee\r",
        password=" spatie telt ",
    )
    assert answer.status_code == 200
    assert kept["name"] == "Noa"
    assert kept["on"] == date(2026, 11, 3)
    assert kept["hours"] == 3
    assert kept["note"] == "een\ntwee"
    assert kept["password"] == " spatie telt "


def test_everything_wrong_is_told_at_once_in_dutch(
    client: FlaskClient, kept: dict[str, object]
) -> None:
    answer, page = send(client, name="   ", email="noa@", on="31-02-2026", hours="veel")
    assert answer.status_code == 422
    assert kept == {}
    summary = page.find(id="error-summary")
    told = {link["href"]: link.text for link in summary.find_all("a")}
    assert told == {
        "#name": "Vul de naam in.",
        "#email": "Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
        "#on": "Deze datum bestaat niet. Kijk de dag en de maand na.",
        "#hours": "Vul een heel getal in, zoals 12.",
    }
    assert summary.h2.text == "4 dingen kloppen nog niet"
    assert page.title.text.startswith("Fout:")


def test_blanks_alone_are_no_answer(client: FlaskClient, kept: dict[str, object]) -> None:
    answer, page = send(client, name=" \t", on="  ")
    assert answer.status_code == 422
    assert [link.text for link in page.find(id="error-summary").find_all("a")] == [
        "Vul de naam in.",
        "Vul dit veld in.",
    ]


def test_each_fault_is_tied_to_its_input_and_what_was_typed_stays(
    client: FlaskClient, kept: dict[str, object]
) -> None:
    _, page = send(client, on="eergisteren")
    field = page.find(id="on")
    assert field["value"] == "eergisteren"
    assert field["aria-invalid"] == "true"
    assert "dag-maand-jaar" in page.find(id=field["aria-describedby"]).text


def test_a_long_text_is_refused_whole_and_stays(
    client: FlaskClient, kept: dict[str, object]
) -> None:
    long = "Dit verslag gaat maar door. " * 40_000
    answer, page = send(client, note=long)
    assert answer.status_code == 422
    assert page.find(id="note").text.strip() == long.strip()
    told = page.find(id="note-error").text
    assert "1.119.999 tekens" in told
    assert "passen er 50" in told


def test_markup_that_was_typed_is_shown_as_typed(
    client: FlaskClient, kept: dict[str, object]
) -> None:
    answer, page = send(client, name="<script>alert(1)</script>")
    assert "<script>alert" not in answer.text
    assert page.find(id="name")["value"] == "<script>alert(1)</script>"


def test_a_password_is_never_sent_back(client: FlaskClient, kept: dict[str, object]) -> None:
    answer, _ = send(client, name="", password="paard batterij nietje")
    assert "paard batterij" not in answer.text


def test_every_page_of_a_form_has_a_key_of_its_own_that_stays_when_sent_again(
    client: FlaskClient, kept: dict[str, object]
) -> None:
    keys = {soup(client.get("/visit").text).find(id="submission")["value"] for _ in range(3)}
    assert len(keys) == 3
    assert all(UUID(key) for key in keys)
    key = keys.pop()
    _, page = send(client, name="", submission=key)
    assert page.find(id="submission")["value"] == key


def test_a_refusal_of_the_service_looks_like_any_other(app: Flask) -> None:
    with app.test_request_context():
        form = VisitForm()
        form.refuse("Deze naam staat er al.", "name")
        form.refuse("De lijst is vol.")
        assert form.status == 422
        assert [(str(told.message), told.target) for told in form.problems] == [
            ("De lijst is vol.", ""),
            ("Deze naam staat er al.", "name"),
        ]


def test_a_text_field_without_a_limit_is_refused(app: Flask) -> None:
    class Careless(Form):
        name = PlainStringField("Naam")

    with app.test_request_context(), pytest.raises(TypeError, match=r"Careless\.name"):
        Careless()


@pytest.mark.parametrize(
    "typed",
    ["3-11-2026", "03-11-2026", "03/11/2026", "3.11.2026", "3 11 2026", "2026-11-03", "٣-١١-٢٠٢٦"],
)
def test_a_day_can_be_written_in_several_ways(typed: str) -> None:
    assert read_day(typed) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "typed",
    ["3-11-26", "11-2026", "29-02-2027", "0-1-2026", "3-13-2026", "x", "1" * 99],
)
def test_a_day_that_is_unclear_or_impossible_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="datum"):
        read_day(typed)


@pytest.mark.parametrize(
    "address", ["noa@voorbeeld.nl", "n.o-a+1@post.voorbeeld.nl", "o'neill@voorbeeld.nl"]
)
def test_addresses(app: Flask, address: str) -> None:
    with app.test_request_context():
        field = VisitForm(data={"email": address}).email
        EmailAddress()(None, field)
