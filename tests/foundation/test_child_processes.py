"""Long computations in a process of their own: the answer comes back, whatever else happens."""

import os
import signal
import time
from datetime import timedelta

import pytest

from mentorship.foundation.queues.child_processes import ChildDied, ChildTooSlow, in_child


def add(one: int, other: int) -> int:
    return one + other


def stumble() -> None:
    raise KeyError("no such mentor")


def fall() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def take(seconds: float) -> None:
    time.sleep(seconds)


def answer_with_what_can_not_be_sent() -> object:
    return lambda: None


def test_the_answer_comes_back_from_another_process() -> None:
    assert in_child(add, 2, 3) == 5
    assert in_child(os.getpid) != os.getpid()


def test_an_error_comes_back_too() -> None:
    with pytest.raises(KeyError, match="no such mentor"):
        in_child(stumble)


def test_a_computation_that_is_killed_is_told() -> None:
    with pytest.raises(ChildDied):
        in_child(fall)


def test_an_answer_that_can_not_be_sent_is_told() -> None:
    with pytest.raises((ChildDied, AttributeError, TypeError)):
        in_child(answer_with_what_can_not_be_sent)


def test_when_the_time_is_up_it_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(ChildTooSlow):
        in_child(take, 60, time_limit=timedelta(seconds=1))
    assert time.monotonic() - started < 10
