"""The gate: who is refused, who passes, and that nobody can forget to say so."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from flask import Flask

from mentorship.foundation import access
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.db import AuditActor


@dataclass
class Somebody:
    permissions: frozenset[Permission] = frozenset()
    id: UUID = field(default_factory=uuid4)
    roles: frozenset[str] = frozenset()
    houses: frozenset[str] = frozenset()
    organisation_id: UUID | None = None

    @property
    def audit(self) -> AuditActor:
        return AuditActor(id=self.id, role=None, organisation=None)


@pytest.fixture
def app(app: Flask) -> Flask:
    @requires(Permission.AUDIT_READ, Permission.USER_INVITE)
    def guarded() -> str:
        return "what only some may read"

    app.add_url_rule("/guarded", "guarded", guarded, methods=["GET", "POST"])
    app.add_url_rule("/open", "open", public(lambda: "open"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    return app


def signed_in(app: Flask, *permissions: Permission) -> None:
    somebody = Somebody(frozenset(permissions))
    access.load_actor_with(app, lambda: somebody)


def test_the_app_refuses_to_start_with_an_unmarked_route(app: Flask) -> None:
    with pytest.raises(access.UnmarkedRoute, match="forgotten"):
        access.refuse_unmarked(app)


def test_an_unmarked_route_opens_for_nobody(app: Flask) -> None:
    signed_in(app, *Permission)
    assert app.test_client().get("/forgotten").status_code == 403


def test_a_public_page_opens_for_everybody(app: Flask) -> None:
    assert app.test_client().get("/open").text == "open"


def test_one_of_the_permissions_is_enough(app: Flask) -> None:
    signed_in(app, Permission.USER_INVITE)
    assert app.test_client().get("/guarded").text == "what only some may read"


def test_another_permission_is_not(app: Flask) -> None:
    signed_in(app, *(set(Permission) - {Permission.USER_INVITE, Permission.AUDIT_READ}))
    answer = app.test_client().get("/guarded")
    assert answer.status_code == 403
    assert "what only some may read" not in answer.text


def test_whoever_is_not_signed_in_gets_the_answer_for_that(app: Flask) -> None:
    access.load_actor_with(app, lambda: None)
    access.answer_anonymous_with(app, lambda: ("sign in first", 401))
    answer = app.test_client().get("/guarded")
    assert (answer.status_code, answer.text) == (401, "sign in first")


def test_the_gate_comes_before_the_check_that_our_own_page_asked(app: Flask) -> None:
    access.load_actor_with(app, lambda: None)
    access.answer_anonymous_with(app, lambda: ("sign in first", 401))
    assert app.test_client().post("/guarded", data={"text": "x"}).status_code == 401


def test_a_permission_taken_away_is_gone_at_the_next_request(app: Flask) -> None:
    signed_in(app, Permission.AUDIT_READ)
    client = app.test_client()
    assert client.get("/guarded").status_code == 200
    signed_in(app)
    assert client.get("/guarded").status_code == 403


def test_a_view_must_name_what_it_requires() -> None:
    with pytest.raises(ValueError, match="at least one"):
        requires()


def test_permissions_are_sorted_and_read_alike() -> None:
    values = [permission.value for permission in Permission]
    assert values == sorted(values)
    assert all(value.count(":") >= 1 for value in values)
