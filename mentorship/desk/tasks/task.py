"""One line of somebody's day, and how pressing it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from mentorship.foundation.i18n import LazyText


class Pressing(IntEnum):
    """Which lines stand first: when two meet next, what is late, what can be done, what waits for
    somebody else, and what comes by itself."""

    MEETING = 0
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
    """How many of what, and the one thing to do about it.

    A title with a name is lazy: the name is read when a page says it, and only then. `in_mail` is
    what an e-mail may say of it, which names nobody; without it the e-mail says that there is more.
    """

    title: str | LazyText
    action: str
    place: Place
    more: str = ""
    pressing: Pressing = Pressing.TO_DO
    in_mail: str = ""

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
        yield Task(title, action, place, more, pressing, in_mail=title)
