"""Rows about single people, and somebody who knows whom they look for.

Of a person the attacker knows House, gender, age and half-year, and that they are among the rows.
Rows go out by the program's k, l and generalisation, beside tables only where its attacker agrees.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from mentorship.evaluation.disclosure.attack.evidence import Evidence
from mentorship.evaluation.disclosure.attack.insiders import as_holder_of_records
from mentorship.evaluation.disclosure.records import Asked as Limits
from mentorship.evaluation.disclosure.records import (
    Hierarchy,
    Sensitive,
    generalised,
    least_general,
)
from mentorship.evaluation.disclosure.statements import CellName, Relation
from tests.evaluation.redteam.attacks import intervals, won
from tests.evaluation.redteam.bundles import Asked, Columns, Release, name_of, release
from tests.evaluation.redteam.control import Outcome, pinned
from tests.evaluation.redteam.figures import House, Row, drawn
from tests.evaluation.redteam.region import (
    AGES,
    GENDERS,
    HALF_YEARS,
    HOUSES,
    PUBLISHED,
    Mentee,
    Place,
    places,
)
from tests.evaluation.redteam.systems import Atom

ALL = "all"
# What each value becomes, level after level, as the codebook tells whoever gets the rows.
COARSER: dict[str, dict[str, tuple[str, ...]]] = {
    "house": dict.fromkeys(HOUSES, (ALL,)),
    "gender": dict.fromkeys(GENDERS, (ALL,)),
    "age": {one: ("12-17" if one < "18" else "18-27", ALL) for one in AGES},
    "half_year": {one: (one[:4], ALL) for one in HALF_YEARS},
}
# Why it ended, and whether somebody had a mentor before.
SENSITIVE = ("reason", "times")
TABLES: tuple[Columns, ...] = (
    ("house", "gender"),
    ("gender", "age"),
    ("house", "age"),
    ("house", "partner"),
    ("gender", "reason"),
)

Looks = dict[str, str]


@dataclass(frozen=True)
class Records:
    """What a named evaluator gets: nobody's number, and values as coarse as `levels`."""

    levels: tuple[int, ...]
    rows: tuple[Looks, ...]


def rows_of(people: Sequence[Mentee]) -> list[Looks]:
    columns = (*COARSER, *SENSITIVE)
    return [{column: getattr(person, column) for column in columns} for person in people]


def records(people: Sequence[Mentee], k: int = 10, l: int = 2) -> Records | None:  # noqa: E741
    """As the program would; k of one leaves the rows as they are."""
    rows = rows_of(people)
    hierarchies = [Hierarchy(column, dict(ways)) for column, ways in COARSER.items()]
    sensitive = [Sensitive(column) for column in SENSITIVE]
    levels = least_general(rows, hierarchies, sensitive, Limits(k, l))
    if levels is None or not rows:
        return None
    told = generalised(rows, hierarchies, levels)
    return Records(levels, tuple({key: str(value) for key, value in row.items()} for row in told))


def linked(people: Sequence[Mentee], told: Records) -> Counter[str]:
    """Who could be found among fewer than ten rows, or whose secret all their rows share.

    The last two are more than k and l promise: somebody who takes their own row away and knows
    what all others are, and more than 90 % with one secret. They are counted, to be told.
    """
    lost: Counter[str] = Counter()
    classes: dict[tuple[str, ...], list[Looks]] = defaultdict(list)
    for row in told.rows:
        classes[tuple(row[column] for column in COARSER)].append(row)
    for person in people:
        mine: list[Looks] = []
        for looks, some in classes.items():
            if all(_may_be(person, *each) for each in zip(COARSER, looks, strict=True)):
                mine += some
        lost["few rows"] += len(mine) < 10
        for column in SENSITIVE:
            secrets = Counter(row[column] for row in mine)
            lost["one secret"] += len(secrets) == 1
            lost["all others"] += len(secrets - Counter([getattr(person, column)])) == 1
            lost["nearly all"] += 10 * max(secrets.values()) > 9 * len(mine)
    return lost


def _may_be(person: Mentee, column: str, looks: str) -> bool:
    value = getattr(person, column)
    return looks == value or looks in COARSER[column][value]


def _coarse(told: Records, columns: Columns) -> Iterator[tuple[int, list[Place]]]:
    """Every cell that can be counted from the rows, as the cells of a table it is the sum of."""
    at = dict(zip(COARSER, told.levels, strict=True))
    for number in range(2 ** len(columns)):
        some = [column for place, column in enumerate(columns) if number >> place & 1]
        if not {*some} <= {*COARSER, *SENSITIVE}:
            continue
        groups: list[dict[str, list[str]]] = []
        for column in some:
            up: dict[str, list[str]] = {}
            for value in PUBLISHED[column]:
                ways = (value, *COARSER[column][value]) if column in COARSER else (value,)
                up.setdefault(ways[at.get(column, 0)], []).append(value)
            groups.append(up)
        for looks in product(*groups):
            where = dict(zip(some, looks, strict=True))
            many = sum(all(row[c] == value for c, value in where.items()) for row in told.rows)
            inside = (group[one] for group, one in zip(groups, looks, strict=True))
            yield many, [frozenset(zip(some, one, strict=True)) for one in product(*inside)]


def counted_from(told: Records, tables: Sequence[Columns]) -> list[Row]:
    rows: list[Row] = []
    for columns in tables:
        for many, cells in _coarse(told, columns):
            weights: dict[Atom, float] = {(0, cell): 1.0 for cell in cells}
            rows.append((weights, many, many))
    return rows


def house_agrees(one: Release, told: Records) -> bool:
    """The program's attacker, with every table that can be counted from the rows."""
    house = House(one)
    at = dict(zip(COARSER, told.levels, strict=True))
    relations: list[Relation] = []
    wheres: dict[CellName, Looks] = {}
    (columns,) = one.asked.tables
    known = [column for column in columns if column in COARSER or column in SENSITIVE]
    for place in places(known):
        where = {c: (v, *COARSER.get(c, {}).get(v, ()))[at.get(c, 0)] for c, v in place}
        wheres.setdefault(("rows", *sorted(where.items())), where)
    for name, where in wheres.items():
        parts = [
            name_of(one.asked, place)
            for place in places(known)
            if {c for c, _ in place} == where.keys()
            and all(where[c] in (v, *COARSER.get(c, {}).get(v, ())) for c, v in place)
        ]
        relations.append(Relation(name, tuple(parts)))
    held = house.evidence.with_more(Evidence(relations=tuple(relations)))
    return house.agrees(as_holder_of_records(held, told.rows, wheres))


def _asked(kind: str, number: int) -> Asked:
    return drawn(Random(f"{kind} {number}"), number, TABLES)


def tried_linkage(kind: str, numbers: Iterator[int], cases: int) -> Outcome:
    """With k or l of one, where that makes other rows of it."""
    lost_by = {"k": "few rows", "l": "one secret"}[kind]
    outcome = Outcome()
    for number in numbers:
        outcome.drawn += 1
        people = _asked(kind, number).people()
        told = records(people)
        without = records(people, k=1) if kind == "k" else records(people, l=1)
        if told != without:
            off = without is not None and bool(linked(people, without)[lost_by])
            found = linked(people, told) if told else Counter[str]()
            outcome.count(number, off=off, on=bool(found["few rows"] + found["one secret"]))
        if outcome.cases >= cases:
            break
    return outcome


def tried_beside(numbers: Iterator[int], cases: int) -> tuple[Outcome, int]:
    """Rows beside a table: without the verdict of the program's attacker they always go.

    Also how often it lets rows go beside a table.
    """
    outcome, together = Outcome(), 0
    for number in numbers:
        outcome.drawn += 1
        one = release(_asked("beside", number))
        told = records(one.asked.people())
        if told is not None:
            lost = pinned(won([one], [intervals], counted_from(told, one.asked.tables)))
            if not house_agrees(one, told):
                outcome.count(number, off=lost, on=False)
            else:
                together += 1
                outcome.won_on += lost
                outcome.lost += [number] if lost else []
        if outcome.cases >= cases:
            break
    return outcome, together
