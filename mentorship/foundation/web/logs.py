"""Knows what may be written in the log: what happened and where, never who or what was said."""

import json
import logging
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app, g, request
from structlog.typing import EventDict, Processor, WrappedLogger
from werkzeug.wrappers import Response

from mentorship.foundation.access import demands_of
from mentorship.foundation.web.errors import reference

# Only these speak in fixed words; any other library's message may quote what somebody typed.
_SPEAK_FREELY = ("alembic.runtime.migration",)
_KEEP_TO_THEMSELVES = ("gunicorn.error", "gunicorn.access")
_HOUSE = Path(__file__).parents[3]

log = structlog.get_logger(__name__)


class LineOnStandardError(logging.Handler):
    """Python's own handler quotes a message that it couldn't write; this one never does."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception as error:
            line = json.dumps({"event": "log line lost", "error": kinds_of(error)})
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def configure_logs(level: str = "INFO") -> None:
    """One JSON object a line on standard error, for our own events and for every library's."""
    ours: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        tell_exception_without_values,
    ]
    structlog.configure(
        processors=[*ours, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=False,
    )
    handler = LineOnStandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[withhold_foreign_words, *ours],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _KEEP_TO_THEMSELVES:  # their own handlers would write addresses, with tokens
        server = logging.getLogger(name)
        server.handlers, server.propagate = [], True
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # its lines hold query strings


def tell_exception_without_values(
    logger: WrappedLogger, method: str, event: EventDict
) -> EventDict:
    """The kinds of error and the places they passed; messages and values may be personal."""
    error = event.pop("exc_info", None)
    if error is True or isinstance(error, tuple):
        error = sys.exc_info()[1] if error is True else error[1]
    event.pop("exception", None)
    event.pop("stack_info", None)
    if isinstance(error, BaseException):
        event["error"] = list(kinds_of(error))
        event["at"] = places_of(error)
    return event


def kinds_of(error: BaseException | None) -> list[str]:
    """The error's class and those of what caused it, outermost first."""
    kinds: list[str] = []
    while error is not None and len(kinds) < 10:
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return kinds


def places_of(error: BaseException) -> list[str]:
    """The last frames of the traceback as file:line function."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def withhold_foreign_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord | None = event.get("_record")
    if record is None:
        return event
    event["logger"] = record.name
    if record.name not in _SPEAK_FREELY:
        event["event"] = "said by a library"
        event["at"] = [f"{_short(record.pathname)}:{record.lineno} {record.funcName}"]
    return event


def install_logs(app: Flask) -> None:
    app.before_request(_start)
    app.after_request(_tell)
    app.teardown_request(_forget)


def _start() -> None:
    g.started = time.perf_counter()
    structlog.contextvars.bind_contextvars(reference=reference())


def _tell(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    details: dict[str, Any] = {
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
    }
    actor = g.get("actor")
    if actor is not None and not _is_for_everybody():
        details["actor"] = str(actor.id)
    log.info("request", **details)
    return response


def _is_for_everybody() -> bool:
    """Who looks at such a page is nobody's business: on one of them somebody complains."""
    return request.endpoint is not None and not demands_of(current_app, request.endpoint)


def _forget(error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars("reference")


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_HOUSE)) if path.is_relative_to(_HOUSE) else path.name
