"""Which tables about the same people hang together, and how."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from mentorship.evaluation.disclosure.attacked import Link
from mentorship.evaluation.disclosure.linked import Linked
from mentorship.evaluation.measures import closures, hours, lasting, matches
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.scores.survival import MONTHS
from mentorship.evaluation.tables import CohortCounts, Specification
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


def linked(db: Db, counted: Counted) -> dict[str, Linked]:
    """By the id of the table."""
    found = (_linked(db, counted, *family) for family in FAMILIES)
    return {one.specification.id: one for family in found for one in family}


def _linked(
    db: Db,
    counted: Counted,
    measures: tuple[Measure, ...],
    pieces: Callable[[Measure, str], Pieces],
) -> Iterator[Linked]:
    numbers = {one: counted.get((one.id, one.edition), {}) for one in measures}
    specifications = {one: one.specify(db, sorted(numbers[one])) for one in measures}
    where = {
        one: {part: pieces(one, part) for part in _parts(specifications[one])} for one in measures
    }
    for own in measures:
        links = [
            Link(specifications[other], _places(where[own], where[other]))
            for other in measures
            if other is not own
        ]
        yield Linked(specifications[own], numbers[own], links)


def _parts(specification: Specification) -> frozenset[str]:
    return specification.dimension.levels[0].parts


def _places(own: Mapping[str, Pieces], other: Mapping[str, Pieces]) -> dict[str, frozenset[str]]:
    """In which categories of the one those of each of the other may be."""
    return {
        part: frozenset(one for one, here in own.items() if not here.isdisjoint(there))
        for part, there in other.items()
    }
