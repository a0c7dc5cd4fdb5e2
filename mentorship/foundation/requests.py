"""Knows the database of one request: read-only when it only asks, one transaction when it acts."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from mentorship.foundation.access import current_actor

if TYPE_CHECKING:
    from mentorship.foundation.audit import AuditActor
    from mentorship.foundation.db import Database, Db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def current_database() -> "Database":
    database: Database = current_app.extensions["database"]
    return database


def request_db() -> "Db":
    """The one session of this request, opened at the first question.

    A writing one holds the lock of all writers: do slow work before asking for it.
    """
    if "db" not in g:
        g.db_stack = ExitStack()
        database = current_database()
        transaction = database.reading if request.method in SAFE_METHODS else database.writing
        g.db = g.db_stack.enter_context(transaction(audit_actor()))
    db: Db = g.db
    return db


def audit_actor() -> "AuditActor | None":
    actor = current_actor()
    return actor.audit if actor else None


def install_requests(app: Flask, database: "Database") -> None:
    app.extensions["database"] = database
    app.after_request(_close_before_answering)
    app.teardown_request(_close_after_all)


def _close_before_answering(response: Response) -> Response:
    """Reads are told to the audit trail before the answer leaves; if that fails, so does this."""
    _close()
    return response


def _close_after_all(error: BaseException | None) -> None:
    _close()


def _close() -> None:
    stack: ExitStack | None = g.pop("db_stack", None)
    g.pop("db", None)
    if stack is not None:
        stack.close()
