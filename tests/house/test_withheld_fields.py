"""A password that was typed is on no page that comes back, whichever form asked for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms.fields.core import UnboundField

from mentorship.foundation.forms import Form, PasswordField, WithheldField

CANARY = "kanarie van de bakker om de hoek, en nog een paar woorden"
FieldKinds = list[tuple[str, type[Any]]]


@pytest.fixture
def fields(app: Flask) -> FieldKinds:
    """Name and kind of every field of every form of the house."""
    ours = {form for form in _forms(Form) if form.__module__.startswith("mentorship.")}
    unbound = [(name, getattr(form, name)) for form in ours for name in dir(form)]
    return [(name, one.field_class) for name, one in unbound if isinstance(one, UnboundField)]


def _forms(parent: type[Form]) -> Iterator[type[Form]]:
    for form in parent.__subclasses__():
        yield form
        yield from _forms(form)


def _is_secret(name: str, kind: type[Any]) -> bool:
    return issubclass(kind, PasswordField | WithheldField) or name == "code"


def test_no_password_or_code_is_ever_echoed(client: FlaskClient, fields: FieldKinds) -> None:
    secret = {name for name, kind in fields if _is_secret(name, kind)}
    assert len(secret) >= 4
    sent = {name: f"{CANARY} {number}" for number, name in enumerate(sorted(secret))}
    signed_out = client.post("/account/password", data=sent | {"said": "wat niet weg mag"})
    grown_old = client.post("/sign-in", data=sent | {"said": "wat niet weg mag"})
    assert (signed_out.status_code, grown_old.status_code) == (401, 400)
    for answer in (signed_out, grown_old):
        assert "wat niet weg mag" in answer.text
        assert CANARY not in answer.text


def test_a_name_is_a_secret_in_every_form_or_in_none(fields: FieldKinds) -> None:
    """Otherwise a text with the name of some other form's password would be lost."""
    secret = {name for name, kind in fields if _is_secret(name, kind)}
    assert not secret & {name for name, kind in fields if not _is_secret(name, kind)}
