"""Makes a measure that puts every counted trajectory in one row; people are counted, not events.

A threshold is about people. So what happened many times in one trajectory (sessions, contacts)
is told as how many trajectories had how much of it.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.measures.began import Began, began
from mentorship.evaluation.measures.grouping import Described, counted_each, finest, level, whole
from mentorship.evaluation.measures.measure import Counts, Measure, One
from mentorship.evaluation.measures.once import found_once
from mentorship.evaluation.tables import Dimension, Specification
from mentorship.evaluation.wording import both
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

POPULATION = "trajectories"
REACH = _l("Whom did the programme reach?")
AS_MEANT = _l("Was it done as it was meant?")
HOW_MUCH = _l("How much was there?")
WHO_STOPPED = _l("How long did it last, and who stopped why?")
EXPERIENCE = _l("How did they experience it?")
CHANGED = _l("What changed?")
COST = _l("What did it cost?")

_ALL = _l("all trajectories")
# By the id of the trajectory, the row in which it stands.
Told = Mapping[UUID, str]
Bands = Sequence[tuple[int, str]]  # from where on, and the row
Coarser = tuple[LazyText, Described] | tuple[LazyText, Described, LazyText, LazyText]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table from fine to coarse; `all trajectories` follows by itself.

    A coarser way has a name, its rows, and a title and a definition where it asks less.
    """

    label: LazyText
    finest: Mapping[str, LazyText]
    coarser: Sequence[Coarser] = ()
    numerator: str | None = None
    outside: str | None = None

    def dimension(self) -> Dimension:
        coarser = [level(*one) for one in self.coarser]
        levels = (finest(self.label, self.finest), *coarser, whole(_ALL, self.finest))
        return Dimension(both(self.label), levels)


def per_trajectory(
    id: str,  # noqa: A002 — as the field is called
    *,
    title: LazyText,
    question: LazyText,
    definition: LazyText,
    rows: Rows,
    tell: Callable[[Db, Sequence[Began]], Told],
    edition: int = 1,
    pair: str | None = None,
    method: LazyText | None = None,
) -> Measure:
    """`tell` names a row for each of them, also for those that the question isn't about."""

    def specify(db: Db, cohorts: Sequence[str]) -> Specification:
        return Specification(
            id=id,
            edition=edition,
            title=both(title),
            unit=both(_l("trajectories")),
            population=POPULATION,
            dimension=rows.dimension(),
            numerator=rows.numerator,
            outside=rows.outside,
            pair=pair,
        )

    def each(db: Db, cohorts: Collection[HalfYear]) -> Mapping[Hashable, One]:
        about = (edition, frozenset(cohorts))
        return found_once(db, f"each of {id}", about, lambda: _each(db, cohorts, tell))

    def count(db: Db, cohorts: Collection[HalfYear]) -> Counts:
        return counted_each(cohorts, each(db, cohorts).values())

    return Measure(
        id=id, edition=edition, title=title, question=question, definition=definition,
        specify=specify, count=count, each=each, method=method,
    )  # fmt: skip


def _each(
    db: Db, cohorts: Collection[HalfYear], tell: Callable[[Db, Sequence[Began]], Told]
) -> Mapping[Hashable, One]:
    found = began(db, cohorts)
    told = tell(db, found) if found else {}
    return {one.id: One(one.cohort, told[one.id], one.through) for one in found}


def band_of(value: Fraction | float, bands: Bands) -> str:
    """The last band whose beginning is reached; the first begins at the lowest value."""
    return [code for start, code in bands if value >= start][-1]


def halves(
    finest_rows: Mapping[str, LazyText], first: LazyText, last: LazyText, starts_with: str
) -> tuple[LazyText, Described]:
    """Two rows: those before this one, and this one with all that follow."""
    codes = list(finest_rows)
    at = codes.index(starts_with)
    return (
        _l("in two groups"),
        {"lower": (first, codes[:at]), "higher": (last, codes[at:])},
    )


def thirds(
    finest_rows: Mapping[str, LazyText], first: LazyText, last: LazyText, starts_with: str
) -> tuple[LazyText, Described]:
    """The same two, beside the first row of all: those of whom there is no figure."""
    outside, *codes = finest_rows
    at = codes.index(starts_with)
    return (
        _l("in two groups, and without a figure"),
        {
            outside: (finest_rows[outside], [outside]),
            "lower": (first, codes[:at]),
            "higher": (last, codes[at:]),
        },
    )
