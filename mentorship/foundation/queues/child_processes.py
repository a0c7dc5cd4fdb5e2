"""Runs a long computation in a process of its own, so that it can be stopped at once."""

import multiprocessing
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, TypeVar, cast

from mentorship.foundation.jobs import running_job
from mentorship.foundation.queues.in_the_child import compute

Result = TypeVar("Result")
_ASK_EVERY = 0.5  # seconds


class ChildDied(Exception):
    """The computation ended without an answer: killed, out of memory, or it crashed."""


class ChildTooSlow(Exception):
    """The time was up; the computation was stopped."""


def in_child(
    function: Callable[..., Result], *arguments: Any, time_limit: timedelta | None = None
) -> Result:
    """The function's answer, computed in a spawned process that dies with this one.

    `function` is importable and takes and returns plain values. When the running job is
    cancelled or the worker stops, the process is killed and the job ends properly. An error in
    the function is raised here, by its kind only.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=compute, args=(theirs, function, arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        return cast(Result, _await(ours, time_limit))
    finally:
        child.kill()
        child.join()
        ours.close()


def _await(answer: Connection, time_limit: timedelta | None) -> Any:
    ends_at = monotonic() + time_limit.total_seconds() if time_limit else None
    while not answer.poll(_ASK_EVERY):
        running_job().stop_if_asked()
        if ends_at is not None and monotonic() > ends_at:
            raise ChildTooSlow
    try:
        is_well, value = answer.recv()
    except EOFError:
        raise ChildDied from None
    if not is_well:
        raise value
    return value
