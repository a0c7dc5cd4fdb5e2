"""What a process that only computes does; it imports nothing else, so that it starts at once."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any


def compute(answer: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        answer.send((True, function(*arguments)))
    except Exception as error:
        answer.send((False, error))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # returns when the parent is gone, however it went
        os._exit(1)
