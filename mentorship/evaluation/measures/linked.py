"""Which tables about the same people hang together, and how."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from mentorship.evaluation.disclosure.families import Member
from mentorship.evaluation.measures import closures, hours, lasting, matches
from mentorship.evaluation.measures.knowing import contributors, with_one_key
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.scores.survival import MONTHS
from mentorship.evaluation.tables import CohortCounts
from mentorship.foundation.db import Db

Counted = Mapping[tuple[str, int], Mapping[str, CohortCounts]]
# Where somebody of a finest category of a measure may be: the smallest pieces of all of a family.
Pieces = frozenset[object]
Family = tuple[tuple[Measure, ...], Callable[[Measure, str], Pieces]]


_TIMES = (*map(str, MONTHS), lasting.LATER)
_ENDS: Pieces = frozenset(product(("early", "planned"), _TIMES))


def _ends(measure: Measure, part: str) -> Pieces:
    """Planned or not, and in which span."""
    if measure is lasting.ATTRITION:
        end, _, time = part.partition("-")
        return frozenset({(end, time)})
    if measure is lasting.DURATION:
        return frozenset(product(("early", "planned"), (part,)))
    end = "planned" if part == closures.PLANNED_END else "early"
    return frozenset(product((end,), _TIMES))


def _started(measure: Measure, part: str) -> Pieces:
    if measure is matches.BY_ANSWER:
        return frozenset({part == matches.STARTED})
    return frozenset({part != matches.NOT_STARTED})


def _noted(_measure: Measure, part: str) -> Pieces:
    return frozenset({part != hours.NOT_NOTED})


FAMILIES: tuple[Family, ...] = (
    (
        (
            lasting.DURATION,
            lasting.ATTRITION,
            closures.BY_KIND,
            closures.BY_REASON,
            closures.BY_WHOM,
        ),
        _ends,
    ),
    ((matches.BY_ANSWER, matches.BY_WEEKS, matches.BY_HOUSE), _started),
    ((hours.HOURS, hours.HOURS_A_MONTH, hours.NOTED), _noted),
)


def linked(db: Db, counted: Counted) -> list[list[Member]]:
    """Each family as it is counted, with who brought or guided some by one key in all of it."""
    known = contributors(db)
    return [
        [_member(db, counted, one, pieces, known) for one in tables] for tables, pieces in FAMILIES
    ]


def _member(
    db: Db,
    counted: Counted,
    measure: Measure,
    pieces: Callable[[Measure, str], Pieces],
    known: Sequence[str],
) -> Member:
    numbers = with_one_key(measure.id, counted.get((measure.id, measure.edition), {}), known)
    specification = measure.specify(db, sorted(numbers))
    parts = sorted(specification.dimension.levels[0].parts)
    return Member(specification, numbers, {part: pieces(measure, part) for part in parts})
