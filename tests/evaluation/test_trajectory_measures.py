"""Measures and benchmarks equal a recount from bare rows, over three hundred trajectories."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Any

import pytest
from sqlmodel import col, select

from mentorship.evaluation import counting
from mentorship.evaluation.closing import closed_half_years
from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Verdict, judge
from mentorship.evaluation.measures import began
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.measures.registry import measures as all_measures
from mentorship.evaluation.models import CohortCount
from mentorship.evaluation.tables import CohortCounts, Group
from mentorship.foundation.db import Database, Db
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.trajectories.contacts.rules import Terms
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.reviews.queries import scores_of
from mentorship.trajectories.standards import facts
from mentorship.trajectories.standards.measures import counted, measures
from mentorship.trajectories.standards.plain import Period
from tests.accounts.people import HOUSE
from tests.evaluation.recounted import Raw, Row
from tests.evaluation.recounted_rows import rows_of
from tests.evaluation.simulated import NUMBER, TODAY, simulate
from tests.evaluation.simulated_bundles import simulated_programme
from tests.evaluation.simulated_senders import OF_MOST
from tests.factories import FixedNow
from tests.once import Once

COHORTS = [HalfYear(2024, 1), HalfYear(2024, 2), HalfYear(2025, 1), HalfYear(2025, 2)]


@dataclass
class World:
    """What is counted, and the bare rows."""

    database: Database
    db: Db
    raw: Raw

    def of(self, cohort: HalfYear) -> list[Row]:
        return [
            one
            for one in self.raw.trajectories
            if self.raw.is_counted(one)
            and cohort.first_day <= one["started_on"] < cohort.next.first_day
        ]


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """Read in a session that only reads, as the nightly count does it."""
    with sqlite_database.writing() as db:
        made = simulate(db)
        db.commit()
    with sqlite_database.reading() as db:
        yield World(sqlite_database, db, Raw(db, made.words, TODAY))


def test_measures_benchmarks_and_scores_equal_the_recount(world: World) -> None:
    """One world for all of them: to make it takes longer than to count it."""
    assert len(world.raw.trajectories) == NUMBER
    _check_measures(world)
    _check_crossed(world)
    _check_senders(world)
    _check_benchmarks(world)
    _check_scores(world)
    _check_closing(world)
    _check_trail(world.database)


def test_the_other_engine_counts_the_same(
    postgresql_database: Database, fixed_now: FixedNow, once: Once
) -> None:
    """What was counted on SQLite is copied with the rest, and counted anew where it is now."""
    simulated_programme(postgresql_database, fixed_now, once)
    known = _kept(postgresql_database)
    fixed_now.advance(hours=1)
    counting.recount(postgresql_database)
    found = _kept(postgresql_database)
    assert sum(sum(counts.values()) for counts, _, _ in known.values()) > NUMBER
    assert found == {key: (*told, fixed_now()) for key, (*told, _) in known.items()}


def _kept(database: Database) -> dict[tuple[str, int, str], tuple[dict[str, int], Any, Any]]:
    with database.reading() as db:
        return {
            (one.measure, one.edition, one.cohort): (one.counts, one.contributors, one.counted_at)
            for one in db.exec(select(CohortCount))
        }


def _check_measures(world: World) -> None:
    ours = [
        one for one in all_measures(world.db) if one.specify(world.db, []).population == POPULATION
    ]
    expected = {
        cohort.code: [(one, rows_of(world.raw, one)) for one in world.of(cohort)]
        for cohort in COHORTS
    }
    assert min(len(expected[cohort.code]) for cohort in COHORTS[:3]) > 30
    assert sum(len(found) for found in expected.values()) < NUMBER  # not everybody agrees
    recounted = {measure for _, told in expected["2024-1"] for measure in told}
    assert {one.id for one in ours} == recounted
    for measure in ours:
        rows = measure.specify(world.db, []).dimension.levels[0].parts
        told = measure.count(world.db, COHORTS)
        seen = Counter[str]()
        for code, found in expected.items():
            by_row = Counter(rows[measure.id] for _, rows in found)
            assert {row: n for row, n in told[code].counts.items() if n} == by_row, measure.id
            assert _through(told[code]) == _known(world.raw, found, measure.id)
            seen += by_row
        assert set(seen) == rows, f"nobody stands in some row of {measure.id}"


def _check_crossed(world: World) -> None:
    """Who stands in which row of both of its tables, and through whom."""
    ours = [one for one in CROSSED if one.specify(world.db, []).population == POPULATION]
    assert len(ours) > 1
    for measure in ours:
        told = measure.count(world.db, COHORTS)
        for cohort in COHORTS:
            cells: dict[str, list[Row]] = {}
            for one in world.of(cohort):
                rows = rows_of(world.raw, one)
                code = f"{rows[measure.rows.id]}|{rows[measure.columns.id]}"
                cells.setdefault(code, []).append(one)
            assert {code: len(found) for code, found in cells.items()} == {
                code: number for code, number in told[cohort.code].counts.items() if number
            }
            assert _through(told[cohort.code]) == {
                code: _unnamed(Counter(who for one in found for who in world.raw.through(one)))
                for code, found in cells.items()
            }


def _through(told: CohortCounts) -> dict[str, list[tuple[str, bool, int]]]:
    return {row: _unnamed(who) for row, who in told.contributors.items()}


def _known(
    raw: Raw, found: list[tuple[Row, dict[str, str]]], measure: str
) -> dict[str, list[tuple[str, bool, int]]]:
    by_row: dict[str, Counter[str]] = {}
    for one, told in found:
        by_row.setdefault(told[measure], Counter()).update(raw.through(one))
    return {row: _unnamed(who) for row, who in by_row.items()}


def _unnamed(through: Mapping[str, int]) -> list[tuple[str, bool, int]]:
    """Of what kind, whether it is anybody known, and of how many: one of both hides the names."""
    parts = ((*who.split(":"), number) for who, number in through.items())
    return sorted((kind, bool(name), number) for kind, name, number in parts)


def _check_senders(world: World) -> None:
    """A municipality takes its own from every number that it reads, and those whom nobody knows
    may be its own as well."""
    found = [one for cohort in COHORTS[:3] for one in world.of(cohort)]
    known = {one["id"]: world.raw.through(one) for one in found}
    parties = frozenset[str]().union(*known.values()) - {"referrer:"}
    assert sum(f"referrer:{OF_MOST}" in through for through in known.values()) > len(found) / 2
    rows = {one["id"]: rows_of(world.raw, one) for one in found}
    told = refused = 0
    for measure in (one for one in all_measures(world.db) if one.id in rows[found[0]["id"]]):
        counted = measure.count(world.db, COHORTS[:3])
        for cohorts in (COHORTS[:1], COHORTS[:3]):
            asked = [one.code for one in cohorts]
            verdict = judge(measure.specify(world.db, asked), asked, counted, (), Limits())
            refused += Rule.ONE_CONTRIBUTOR in verdict.broken
            told += verdict.table is not None
            about = [one["id"] for one in found if half_year_of(one["started_on"]) in cohorts]
            for group in _told_groups(verdict):
                here = [known[key] for key in about if rows[key][measure.id] in group.parts]
                for party in parties:
                    maybe = {party, f"{party.partition(':')[0]}:"}
                    others = sum(not through & maybe for through in here)
                    assert others >= Limits().threshold, (measure.id, asked, group.code, party)
    assert min(told, refused) > 20


def _told_groups(verdict: Verdict) -> tuple[Group, ...]:
    if verdict.table is None:
        return ()
    return verdict.specification.groups(verdict.table.level, verdict.table.pooled)


PERIODS = [
    (date(2024, 1, 1), date(2024, 6, 30)), (date(2024, 7, 1), date(2024, 12, 31)),
    (date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 6, 30)),
]  # fmt: skip


def _check_benchmarks(world: World) -> None:
    """Of everybody in the House: a consultant's board asks nobody's consent for evaluation."""
    known, raw = facts.facts_of(world.db, [HOUSE])[HOUSE], world.raw
    closed = [one for one in raw.trajectories if one["ended_on"]]
    answers = {
        "support_contacts": [pair for one in raw.trajectories for pair in raw.support(one)],
        "reviews": [pair for one in raw.trajectories for pair in raw.reviewed(one)],
        "exit_talks": [(one["ended_on"], raw.end(one)[0]) for one in closed],
        "contact_statement": [(one["ended_on"], raw.end(one)[1]) for one in closed],
    }
    for name, found in answers.items():
        kinds = set()
        for first, last in PERIODS:
            own = [answer for day, answer in found if first <= day <= last]
            told = counted(measures(Terms())[name](known, Period(first, last, TODAY), 0))
            applicable = [answer for answer in own if answer is not None]
            assert (told.numerator, told.denominator, told.not_applicable) == (
                sum(applicable), len(applicable), len(own) - len(applicable),
            ), (name, first)  # fmt: skip
            kinds |= set(own)
        assert kinds == {True, False, None}, name


def _check_scores(world: World) -> None:
    """What a consultant sees is the published formula, at the start and at the end."""
    ids = [one["id"] for one in world.raw.trajectories]
    told = scores_of(world.db, ids)
    checked = 0
    for one in world.raw.trajectories:
        for wave, goals in (
            (Wave.START, world.raw.baselines(one)),
            (Wave.MONTH_12, world.raw.at_the_end(one)),
        ):
            scored = [(weight, level) for weight, level in goals if level is not None]
            if not goals:
                assert (one["id"], wave) not in told
                continue
            found = told[one["id"], wave]
            assert (found.goals, found.dropped) == (len(scored), len(goals) - len(scored))
            if scored:
                squares = sum(weight**2 for weight, _ in scored)
                total = sum(weight for weight, _ in scored) ** 2
                reached = sum(weight * level for weight, level in scored)
                t = 50 + 10 * reached / sqrt(0.7 * squares + 0.3 * total)
                assert found.t == pytest.approx(t)
                checked += 1
    assert checked > NUMBER


def _check_closing(world: World) -> None:
    """Those of the second half of 2025 that haven't ended keep that half-year open."""
    open_ones = [one for one in world.raw.trajectories if one["ended_on"] is None]
    assert open_ones
    found = began.source(world.db)
    assert COHORTS[3] in found.still_open
    assert closed_half_years(world.db, [began.source], TODAY) == COHORTS[:3]


def _check_trail(database: Database) -> None:
    """Answers are opened for evaluation and nothing else, each table as one event."""
    sealed = ("goals-before", "goals-after", "ladder-after", "safe-before", "safe-mentor")
    with database.reading() as db:
        before = len(db.exec(select(AuditEvent)).all())
        for measure in all_measures(db):
            if measure.id in sealed:
                measure.count(db, COHORTS)
    with database.reading() as db:
        events = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()[before:]
        assert {(one.action, one.purpose) for one in events} == {("list", Purpose.EVALUATION)}
