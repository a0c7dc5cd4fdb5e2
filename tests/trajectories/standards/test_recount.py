"""All counted benchmarks equal a recount from bare rows, by edition, House and period."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from mentorship.foundation.db import Database
from mentorship.trajectories.contacts.rules import Terms
from mentorship.trajectories.standards import facts
from mentorship.trajectories.standards.benchmarks import Benchmark, shipped
from mentorship.trajectories.standards.board import REGION, Reader
from mentorship.trajectories.standards.measures import Count
from mentorship.trajectories.standards.periods import Span
from tests.accounts.people import HOUSE
from tests.evaluation.simulated_rows import TODAY
from tests.trajectories.standards.population import NUMBER, OTHER, populate
from tests.trajectories.standards.recount import Answer, Bare, tally
from tests.trajectories.standards.recounted import BY_KEY, BY_PERIOD, NEVER

HOUSES = (HOUSE, OTHER)
SPANS = [Span(2023, 2)]
SPANS += [Span(year, half) for year in (2024, 2025) for half in (1, 2, None)]
SPANS += [Span(2026, 1), Span(2026)]
COUNTED = [one for one in shipped() if one.is_counted]


@pytest.fixture
def bare(sqlite_database: Database) -> Iterator[Bare]:
    with sqlite_database.writing() as db:
        populate(db)
        db.commit()
    with sqlite_database.reading() as db:
        yield Bare(db, TODAY)


def test_every_counted_benchmark_has_a_recount() -> None:
    assert {one.key for one in COUNTED} == BY_KEY.keys() | BY_PERIOD.keys()


def test_every_count_equals_the_recount(bare: Bare) -> None:
    """One population for all of them: to make it takes longer than to count it."""
    assert len(bare.trajectories) == NUMBER
    known = facts.facts_of(bare.db, HOUSES)
    found = {key: list(count(bare)) for key, count in BY_KEY.items()}
    kinds = defaultdict[str, set[bool | None]](set)
    for span in SPANS:
        reader = Reader(known, span, TODAY, Terms(), few=0)
        for one in COUNTED:
            answers = found.get(one.key) or list(BY_PERIOD[one.key](bare, span.first, span.last))
            _compare(reader, one, answers)
            kinds[one.key] |= {answer for house, _, answer in answers if house in HOUSES}
    for key, seen in kinds.items():
        assert seen == {True, False, None} - NEVER.get(key, set()), key


def _compare(reader: Reader, one: Benchmark, answers: list[Answer]) -> None:
    cells = {house: cell.count for house, cell in reader.cells(one, one.target).items()}
    expected = {
        house: Count(*tally(answers, house, reader.span.first, reader.span.last))
        for house in HOUSES
    }
    expected[REGION] = expected[HOUSE] + expected[OTHER]
    assert cells == expected, f"{one.key} in {reader.span.code}"
