"""Open figures: a year that one proposes and another publishes, held against all that was told."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation import counting, releasing
from mentorship.evaluation import queries as evaluation
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.judging import judged, seen_of
from mentorship.evaluation.models import CohortCount, EvaluationBundle, ReleasedTable
from mentorship.evaluation.open_figures import queries, rules, services
from mentorship.evaluation.open_figures.models import FiguresStatus, OpenFigures, OpenFiguresNote
from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.rules import FiguresChanged
from mentorship.foundation import outbox
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, make_person
from tests.evaluation.world import (
    AUTUMN,
    NOW,
    SUMMER,
    Office,
    asked,
    programme,
    release,
    released,
    trained,
    with_threshold,
)
from tests.factories import FixedNow

# What holds by the program alone is tried on one engine.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
YEAR = 2025


@pytest.fixture
def around(database: Database, fixed_now: FixedNow) -> Office:
    return programme(database, fixed_now)


def proposed(database: Database, around: Office, year: int = YEAR) -> UUID:
    with database.writing() as db:
        figures = services.propose(db, year, around.coordinator.id)
        db.commit()
        return figures.id


def looked_at(database: Database, year: int = YEAR) -> str:
    with database.reading() as db:
        return services.seen_of(services.look(db, year))


def publish(database: Database, figures_id: UUID, seen: str, by: Person) -> None:
    """As the page does it: counted anew, locked, published."""
    counting.recount(database)
    with database.writing() as db:
        figures = queries.lock(db, select(OpenFigures), figures_id)
        assert figures is not None
        services.publish(db, figures, seen, by.id)
        db.commit()


def published(database: Database, around: Office, year: int = YEAR) -> UUID:
    figures_id = proposed(database, around, year)
    publish(database, figures_id, looked_at(database, year), around.officer)
    return figures_id


def withdraw(database: Database, figures_id: UUID, by: Person) -> None:
    with database.writing() as db:
        services.withdraw(db, db.get_one(OpenFigures, figures_id), "Er staat een fout in.", by.id)
        db.commit()


def letters(database: Database, name: str) -> int:
    with database.reading() as db:
        found = select(outbox.OutboxMail).where(col(outbox.OutboxMail.letter) == name)
        return len(db.exec(found).all())


def read(database: Database, figures_id: UUID) -> OpenFigures:
    with database.reading() as db:
        return db.get_one(OpenFigures, figures_id)


def test_a_year_is_proposed_published_and_stands_in_the_ledger(
    database: Database, around: Office
) -> None:
    figures_id = published(database, around)
    assert letters(database, "evaluation.to_publish") == 1
    figures = read(database, figures_id)
    assert (figures.status, figures.published_by) == (FiguresStatus.PUBLISHED, around.officer.id)
    told = {one["table"]: one for one in figures.told["tables"]}
    assert {name for name, one in told.items() if one["rows"]} == {"mentors-trained"}
    assert told["mentors-trained"]["headline"]["count"] == 9
    assert [row["count"] for row in told["mentors-trained"]["rows"]] == [4, 5]
    for name in ("referrals-by-outcome", "matches-by-answer", "closure-by-kind"):
        assert (told[name]["total"], told[name]["headline"]["count"]) == (None, None)
        assert told[name]["reasons"] == ["too_few"]
    with database.reading() as db:
        (row,) = db.exec(select(ReleasedTable)).all()
        assert (row.open_figures_id, row.bundle_id) == (figures_id, None)
        assert row.rows == {"2025-1": 4, "2025-2": 5}
        assert len(evaluation.releases(db)) == 1
        counts = db.exec(select(CohortCount)).all()
        assert {one.measure for one in counts if one.frozen_at == NOW} == {"mentors-trained"}
        acts = db.exec(select(AuditEvent)).all()
        done = {one.action: one.actor_id for one in acts if one.action.startswith("open_figures")}
        assert set(done) == {"open_figures.proposed", "open_figures.published"}


@pytest.mark.parametrize("year", [2024, 2026, 1, 12026])
def test_only_a_closed_year_is_proposed(
    sqlite_database: Database, fixed_now: FixedNow, year: int
) -> None:
    around = programme(sqlite_database, fixed_now)
    with pytest.raises(rules.YearNotClosed):
        proposed(sqlite_database, around, year)


def test_nobody_publishes_what_they_proposed(database: Database, around: Office) -> None:
    """The service says so, and the database by itself."""
    figures_id = proposed(database, around)
    with pytest.raises(rules.NobodyPublishesTheirOwn):
        publish(database, figures_id, looked_at(database), around.coordinator)
    who = around.coordinator.id.hex if database.engine.name == "sqlite" else around.coordinator.id
    change = "UPDATE open_figures SET published_by = :who, published_at = proposed_at"
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text(f"{change}, told_sha256 = :sum"), {"who": who, "sum": b"0"})


def test_the_ledger_takes_a_table_of_one_place_only(database: Database, around: Office) -> None:
    """Of a bundle or of a year, never of both, never of neither."""
    published(database, around)
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text("UPDATE released_table SET open_figures_id = NULL"))


@ON_SQLITE
def test_figures_that_changed_since_somebody_looked_are_looked_at_again(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    figures_id, seen = proposed(database, around), looked_at(database)
    trained(database, fixed_now, AUTUMN, 1)
    with pytest.raises(FiguresChanged):
        publish(database, figures_id, seen, around.officer)
    assert read(database, figures_id).status is FiguresStatus.PROPOSED
    publish(database, figures_id, looked_at(database), around.officer)


def at_once(act: Callable[[int], str]) -> list[str]:
    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(act, range(2)))


def test_published_twice_at_once_is_one_publication(database: Database, around: Office) -> None:
    """By the same person: a double click. By another: they read that it is done."""
    with database.writing() as db:
        second = make_person(db, Role.PRIVACY_OFFICER)
        db.commit()
    figures_id, seen = proposed(database, around), looked_at(database)
    people = (around.officer, second)

    def act(number: int) -> str:
        try:
            publish(database, figures_id, seen, people[number])
        except rules.FiguresDecided:
            return "too late"
        return "published"

    assert at_once(act) == ["published", "too late"]
    (first,) = (one for one in people if one.id == read(database, figures_id).published_by)
    publish(database, figures_id, seen, first)
    with database.reading() as db:
        assert len(db.exec(select(ReleasedTable)).all()) == 1
        acts = select(AuditEvent).where(col(AuditEvent.action) == "open_figures.published")
        assert len(db.exec(acts).all()) == 1


def test_a_year_is_proposed_once(database: Database, around: Office) -> None:
    with database.writing() as db:
        other = make_person(db, Role.COORDINATOR)
        db.commit()
    people = (around.coordinator, other)

    def act(number: int) -> str:
        try:
            with database.writing() as db:
                services.propose(db, YEAR, people[number].id)
                db.commit()
        except rules.YearTaken:
            return "taken"
        return "proposed"

    assert at_once(act) == ["proposed", "taken"]
    with database.reading() as db:
        (row,) = db.exec(select(OpenFigures)).all()
    with database.writing() as db:  # a double click
        assert services.propose(db, YEAR, row.proposed_by).id == row.id


def test_a_later_bundle_is_refused_for_what_everybody_knows(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    """Two mentors in the half-year before: with the open figures beside it they would be two."""
    trained(database, fixed_now, AUTUMN.replace(year=2024), 2)
    counting.recount(database)
    with database.reading() as db:
        (before,) = judged(db, ["mentors-trained"], ["2024-2", "2025-1", "2025-2"]).tables
    assert before.verdict.table is not None
    published(database, around)
    with database.reading() as db:
        (told,) = judged(db, ["mentors-trained"], ["2024-2", "2025-1", "2025-2"]).tables
    assert told.verdict.table is None
    assert Rule.DIFFERENCE in told.verdict.broken


@ON_SQLITE
def test_a_year_is_refused_for_what_a_bundle_told_before(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    trained(database, fixed_now, AUTUMN.replace(year=2024), 2)
    counting.recount(database)
    released(database, around, ["2024-2", "2025-1", "2025-2"])
    figures = read(database, published(database, around))
    (table,) = (one for one in figures.told["tables"] if one["table"] == "mentors-trained")
    assert (table["rows"], table["reasons"]) == ([], ["difference"])


@ON_SQLITE
def test_a_bundle_that_was_made_before_the_publication_is_looked_at_anew(
    database: Database, around: Office
) -> None:
    bundle_id = asked(database, around)
    with database.reading() as db:
        bundle_seen = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    prepared = releasing.prepare(database, bundle_id, bundle_seen)
    figures_id = published(database, around)
    with database.writing() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        with pytest.raises(FiguresChanged):
            releasing.release(db, bundle, prepared, around.officer.id)
    manifest = json.loads(unpacked(release(database, bundle_id, around.officer))["manifest.json"])
    (earlier,) = manifest["earlier_releases"]
    assert earlier["bundle"] == str(figures_id)
    assert earlier["sha256"] == (read(database, figures_id).told_sha256 or b"").hex()


def test_published_figures_are_never_counted_again(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    before = read(database, published(database, around)).told
    trained(database, fixed_now, SUMMER, 3)
    counting.recount(database)
    with database.reading() as db:
        (figures,) = queries.published(db)
        assert figures.told == before
        rows = db.exec(select(CohortCount).where(col(CohortCount.measure) == "mentors-trained"))
        assert {row.cohort: row.counts for row in rows} == {
            "2025-1": {"2025-1": 4}, "2025-2": {"2025-2": 5},
        }  # fmt: skip


def test_withdrawn_figures_can_not_be_read_and_stay_in_the_ledger(
    database: Database, around: Office
) -> None:
    figures_id = published(database, around)
    withdraw(database, figures_id, around.officer)
    withdraw(database, figures_id, around.officer)
    assert letters(database, "evaluation.taken_off") == 1
    assert letters(database, "evaluation.not_published") == 0
    with database.reading() as db:
        assert queries.published(db) == []
        assert [one.year for one in queries.withdrawn(db)] == [YEAR]
        assert len(evaluation.releases(db)) == 1
    assert read(database, figures_id).told == {}
    again = read(database, published(database, around))  # the same tables tell nothing new
    assert [one["total"] for one in again.told["tables"]] == [None, None, None, 9]


@ON_SQLITE
def test_a_proposal_can_be_refused_and_made_anew(database: Database, around: Office) -> None:
    figures_id = proposed(database, around)
    withdraw(database, figures_id, around.officer)
    assert letters(database, "evaluation.not_published") == 1
    with pytest.raises(rules.FiguresDecided):
        publish(database, figures_id, looked_at(database), around.officer)
    published(database, around)


@ON_SQLITE
def test_a_year_of_which_nothing_may_be_told_says_just_that(
    database: Database, around: Office
) -> None:
    with_threshold(database, 10)
    figures = read(database, published(database, around))
    assert figures.told["threshold"] == 10
    assert {one["total"] for one in figures.told["tables"]} == {None}
    assert {tuple(one["reasons"]) for one in figures.told["tables"]} == {("too_few",)}
    with database.reading() as db:
        assert evaluation.releases(db) == []
        assert not any(row.frozen_at for row in db.exec(select(CohortCount)))


def test_a_note_is_added_in_words_and_holds_no_number_but_a_year(
    database: Database, around: Office
) -> None:
    figures_id, key = published(database, around), uuid4()
    with database.writing() as db:
        figures = db.get_one(OpenFigures, figures_id)
        for _ in range(2):
            note = "In 2025 telde de training anders."
            services.add_note(db, figures, note, around.officer.id, key)
        for wrong in ("Het waren er 7.", "Eigenlijk 12025", "٧ mentoren", "van 01-02-2025"):
            with pytest.raises(rules.NumberInANote):
                services.add_note(db, figures, wrong, around.officer.id, uuid4())
        db.commit()
    with database.reading() as db:
        assert len(db.exec(select(OpenFiguresNote)).all()) == 1
