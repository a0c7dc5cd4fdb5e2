"""What a measure is, and what keeps a half-year open; every room's figures plug in with these."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.tables import CohortCounts, Specification
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText

Counts = Mapping[str, CohortCounts]  # by the code of the half-year


@dataclass(frozen=True, slots=True)
class One:
    """Somebody or something that is counted: in which half-year, in which row, and who knows."""

    cohort: HalfYear
    row: str
    through: frozenset[str]


# Everything that a table counts, by a key that all tables about the same population share.
Each = Callable[[Db, Collection[HalfYear]], Mapping[Hashable, One]]


@dataclass(frozen=True, slots=True)
class Measure:
    """One table that a bundle may hold.

    `specify` gets the half-years that it is about: only a table with half-years as rows looks at
    them. `count` counts each of these half-years by itself, in the finest categories.
    `method` is the arithmetic behind it with its source, or the edition of what it follows.
    A table that counts in another way gets another edition. With `each` it can be crossed with
    another one about the same population.
    """

    id: str
    edition: int
    title: LazyText
    question: LazyText
    definition: LazyText
    specify: Callable[[Db, Sequence[str]], Specification]
    count: Callable[[Db, Collection[HalfYear]], Counts]
    each: Each | None = None
    method: LazyText | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The half-years in which something began, and those of which something still goes on.

    `until` is the last day on which something of it is meant to go on, where that is known.
    """

    seen: frozenset[HalfYear]
    still_open: frozenset[HalfYear]
    until: Mapping[HalfYear, date] = field(default_factory=dict)


# A half-year is closed when it is over and nothing that began in it goes on, whatever the source.
Source = Callable[[Db], Found]


def opaque(db: Db, kind: str, one: UUID | str | None) -> str:
    """Who brought or guided somebody, so that the same one is known and nobody else is.

    None is somebody whom nobody here knows.
    """
    if one is None:
        return f"{kind}:"
    keys = db.info["database"].keys
    return f"{kind}:{keys.keyed_hash('evaluation-contributor', str(one).encode()).hex()[:16]}"
