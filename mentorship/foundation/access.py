"""Knows who is asking, what a view demands of them, and refuses a view that demands nothing."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue

if TYPE_CHECKING:
    from mentorship.foundation.audit import AuditActor

View = TypeVar("View", bound=Callable[..., Any])
AnonymousAnswer = Callable[[], ResponseReturnValue]


class Permission(StrEnum):
    """What somebody may do at all; which record is another question, answered by policies."""

    ACCOUNT_OWN = "account:own"
    AUDIT_CHECK = "audit:check"
    AUDIT_READ = "audit:read"
    BUNDLE_READ = "bundle:read"
    BUNDLE_RELEASE = "bundle:release"
    BUNDLE_SPECIFY = "bundle:specify"
    COMPLAINT_HANDLE = "complaint:handle"
    CONCERN_HANDLE = "concern:handle"
    COVER_MANAGE = "cover:manage"
    DESK_READ = "desk:read"
    INTERVIEW_APPROVE = "interview:approve"
    INTERVIEW_HAND_ON = "interview:hand-on"
    INTERVIEW_INVITE = "interview:invite"
    MATCH_DECIDE = "match:decide"
    MATCH_OWN = "match:own"
    MATCH_READ = "match:read"
    MATCH_ROUND = "match:round"
    MATCH_SETTINGS = "match:settings"
    MENTEE_EDIT = "mentee:edit"
    MENTEE_READ = "mentee:read"
    MENTOR_OWN = "mentor:own"
    MENTOR_READ = "mentor:read"
    MENTOR_SCREEN = "mentor:screen"
    ORGANISATION_MANAGE = "organisation:manage"
    PEOPLE_EXPORT = "people:export"
    PEOPLE_IMPORT = "people:import"
    RECOMMENDATION_MANAGE = "recommendation:manage"
    RECOMMENDATION_READ = "recommendation:read"
    REFERRAL_ANSWER = "referral:answer"
    REFERRAL_CREATE = "referral:create"
    REFERRAL_READ_CASE = "referral:read-case"
    REFERRAL_READ_OWN = "referral:read-own"
    REFERRAL_TRIAGE = "referral:triage"
    REGION_READ = "region:read"
    RETENTION_RUN = "retention:run"
    RIGHTS_HANDLE = "rights:handle"
    SESSION_LOG = "session:log"
    STANDARDS_READ = "standards:read"
    TARGET_MANAGE = "target:manage"
    TRAINING_HOLD = "training:hold"
    TRAINING_MANAGE = "training:manage"
    TRAINING_OWN = "training:own"
    TRAINING_READ = "training:read"
    TRAJECTORY_EDIT = "trajectory:edit"
    TRAJECTORY_READ = "trajectory:read"
    USER_APPROVE = "user:approve"
    USER_INVITE = "user:invite"
    USER_MANAGE = "user:manage"


class Actor(Protocol):
    """All the foundation needs to know about the person who is signed in."""

    @property
    def id(self) -> UUID: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def houses(self) -> frozenset[str]: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def permissions(self) -> frozenset[Permission]: ...
    @property
    def audit(self) -> "AuditActor": ...


class UnmarkedRoute(Exception):
    """A view says neither @requires nor @public, so the application may not start."""


def requires(*permissions: Permission) -> Callable[[View], View]:
    """The view is for whoever holds one of these permissions."""
    if not permissions:
        raise ValueError("name at least one permission, or mark the view @public")
    wanted = frozenset(permissions)

    def mark(view: View) -> View:
        view.access = wanted  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """The view is for everybody, signed in or not."""
    view.access = frozenset()  # type: ignore[attr-defined]
    return view


def demands_of(app: Flask, endpoint: str) -> frozenset[Permission] | None:
    """Which permissions open this view: empty for a public one, None when nobody said."""
    demands: frozenset[Permission] | None = getattr(app.view_functions[endpoint], "access", None)
    return demands


def load_actor_with(app: Flask, loader: Callable[[], Actor | None]) -> None:
    app.extensions["actor_loader"] = loader


def answer_anonymous_with(app: Flask, answer: AnonymousAnswer) -> None:
    """What a page that needs a sign-in says to somebody who has none."""
    app.extensions["anonymous_answer"] = answer


def current_actor() -> Actor | None:
    """Loaded at the first question in a request, then remembered for that request."""
    if "actor" not in g:
        loader = current_app.extensions.get("actor_loader")
        g.actor = loader() if loader else None
    actor: Actor | None = g.actor
    return actor


def required_actor() -> Actor:
    """The actor of a view behind @requires, where there is always one."""
    actor = current_actor()
    if actor is None:
        abort(401)
    return actor


def may(permission: Permission) -> bool:
    actor = current_actor()
    return actor is not None and permission in actor.permissions


def forget_actor() -> None:
    """After signing in or out within a request: ask the loader again."""
    g.pop("actor", None)


def install_gate(app: Flask) -> None:
    app.before_request(refuse_or_pass)


def refuse_unmarked(app: Flask) -> None:
    """Called when all routes are there; an unmarked one stops the start."""
    app.view_functions["static"] = public(app.view_functions["static"])
    unmarked = sorted(
        {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if demands_of(app, rule.endpoint) is None
        }
    )
    if unmarked:
        raise UnmarkedRoute(f"mark with @requires or @public: {', '.join(unmarked)}")


def refuse_or_pass() -> ResponseReturnValue | None:
    if request.endpoint is None:  # no such page, or not with this method: Flask says so itself
        return None
    demands = demands_of(current_app, request.endpoint)
    if demands is None:
        abort(403)
    if not demands:
        return None
    actor = current_actor()
    if actor is None:
        answer: AnonymousAnswer | None = current_app.extensions.get("anonymous_answer")
        return answer() if answer else abort(401)
    if not demands & actor.permissions:
        abort(403)
    return None
