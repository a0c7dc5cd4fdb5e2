"""One line of somebody's day, and how pressing it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Pressing(IntEnum):
    """Which lines stand first: what is late, what can be done, what waits for somebody else, and
    what comes by itself."""

    LATE = 1
    TO_DO = 2
    AWAITED = 3
    COMING = 4


@dataclass(frozen=True)
class Place:
    """Where a line leads: the list of exactly those that it counted, where there is one."""

    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    anchor: str = ""


@dataclass(frozen=True)
class Task:
    """How many of what, and the one thing to do about it."""

    title: str
    action: str
    place: Place
    more: str = ""
    pressing: Pressing = Pressing.TO_DO

    @property
    def is_late(self) -> bool:
        return self.pressing is Pressing.LATE


def counted(
    number: int,
    title: str,
    action: str,
    place: Place,
    *,
    more: str = "",
    pressing: Pressing = Pressing.TO_DO,
) -> Iterator[Task]:
    """The line, unless there is nothing to count."""
    if number:
        yield Task(title, action, place, more, pressing)
