"""The way of a bundle: asked for, looked at, released by a second person, downloaded, over."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation import counting, jobs, policy, queries, releasing, rules, services
from mentorship.evaluation.closing import closed_of, open_of
from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.judging import judged, seen_of
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.measures.measure import Found
from mentorship.evaluation.models import (
    BundleDownload,
    BundleFile,
    BundleStatus,
    ChangeKind,
    CohortCount,
    EvaluationBundle,
    ReleasedTable,
)
from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.package.checking import check
from mentorship.evaluation.package.manifest import raw
from mentorship.evaluation.signing import signing_key
from mentorship.foundation import outbox
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, make_person, person
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
    wanted,
    with_threshold,
)
from tests.factories import FixedNow
from tests.referrals.senders import acting

# What holds by the program alone is tried on one engine.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def around(database: Database, fixed_now: FixedNow) -> Office:
    return programme(database, fixed_now)


def letters(database: Database, name: str) -> int:
    with database.reading() as db:
        found = select(outbox.OutboxMail).where(col(outbox.OutboxMail.letter) == name)
        return len(db.exec(found).all())


def test_from_asking_to_a_file_that_a_stranger_can_check(
    database: Database, around: Office
) -> None:
    bundle_id = asked(database, around)
    assert letters(database, "evaluation.to_release") == 1
    archive = release(database, bundle_id, around.officer)
    told = check(archive, raw(signing_key(database.keys).public_key()))
    assert told.is_whole
    csv = unpacked(archive)["data/mentors-trained.csv"].decode().splitlines()
    assert csv[1:] == [
        "2025-1,eerste helft van 2025,first half of 2025,4",
        "2025-2,tweede helft van 2025,second half of 2025,5",
    ]
    assert letters(database, "evaluation.released") == 1
    with database.writing() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        assert bundle.status is BundleStatus.RELEASED
        assert bundle.expires_on == date(2026, 5, 31)
        assert services.download(db, bundle, around.evaluator.id) == archive
        db.commit()
    with database.reading() as db:
        actions = db.exec(select(col(AuditEvent.action))).all()
        assert {"bundle.specified", "bundle.released", "bundle.downloaded"} <= set(actions)
        assert [row.rows for row in db.exec(select(ReleasedTable))] == [{"2025-1": 4, "2025-2": 5}]


@ON_SQLITE
def test_the_same_data_are_the_same_bytes(database: Database, around: Office) -> None:
    bundle_id = asked(database, around)
    with database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    first, second = (releasing.prepare(database, bundle_id, looked_at) for _ in range(2))
    assert first == second


@ON_SQLITE
def test_asked_twice_by_one_click_is_asked_once(db: Db, around: Office) -> None:
    key = uuid4()
    first, again = (
        services.specify(db, wanted(around), around.coordinator.id, key) for _ in range(2)
    )
    assert first is again


@ON_SQLITE
def test_a_crossed_table_asked_twice_by_one_click_is_asked_once(db: Db, around: Office) -> None:
    """Its two tables come along, though the page named neither."""
    alone = wanted(around, measures=["mentors-trained", CROSSED[0].id])
    key = uuid4()
    first, again = (services.specify(db, alone, around.coordinator.id, key) for _ in range(2))
    assert first is again
    services.check(db, alone, around.coordinator.id, key)


def _ask(db: Db, around: Office, key: UUID) -> UUID:
    return services.specify(db, wanted(around), around.coordinator.id, key).id


def _note_change(db: Db, around: Office, key: UUID) -> UUID:
    told = (date(2025, 9, 1), ChangeKind.STAFF, "Twee consulenten erbij")
    return services.add_change(db, *told, around.coordinator.id, key).id


@pytest.mark.parametrize("verb", [_ask, _note_change])
def test_a_double_click_counts_once_and_fails_nobody(
    database: Database, around: Office, verb: Callable[[Db, Office, UUID], UUID]
) -> None:
    key = uuid4()
    takes_turns = database.engine.dialect.name == "sqlite"  # who writes has the others wait
    start = threading.Barrier(1 if takes_turns else 2)

    def click(_: int) -> UUID:
        with database.writing(actor=None) as db:
            start.wait()
            found = verb(db, around, key)
            db.commit()
            return found

    with ThreadPoolExecutor(2) as two:
        assert list(two.map(click, range(2))) == [key, key]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"measures": ["nothing-of-ours"]}, rules.NothingAskedFor),
        ({"cohorts": []}, rules.NothingAskedFor),
        ({"cohorts": ["2026-1"]}, rules.NothingAskedFor),  # not over yet
        ({"destroy_by": date(2026, 3, 2)}, rules.DestroyByPassed),
        ({"destroy_by": date(2026, 3, 3)}, rules.DestroyByOutOfReach),
        ({"destroy_by": date(2036, 12, 31)}, rules.DestroyByOutOfReach),
        ({"measures": ["matches-by-house"]}, rules.NothingToTell),
        ({"recipient_id": uuid4()}, rules.NotARecipient),
    ],
)
def test_what_can_not_be_asked_for(
    sqlite_database: Database,
    fixed_now: FixedNow,
    changed: dict[str, object],
    refusal: type[Exception],
) -> None:
    around = programme(sqlite_database, fixed_now)
    with pytest.raises(refusal):
        asked(sqlite_database, around, **changed)
    for other in (around.officer, person(sqlite_database, Role.REFERRER)):
        with pytest.raises(rules.NotARecipient):
            asked(sqlite_database, around, recipient_id=other.id)


def test_nobody_releases_what_they_asked_for_or_get(database: Database, around: Office) -> None:
    """The service says so, and the database by itself."""
    bundle_id = asked(database, around)
    for one in (around.coordinator, around.evaluator):
        with pytest.raises(rules.NobodyReleasesTheirOwn):
            release(database, bundle_id, one)
    for column, other in (
        ("released_by", around.coordinator),
        ("released_by", around.evaluator),
        ("recipient_id", around.coordinator),
    ):
        with pytest.raises(IntegrityError):
            put(database, column, other)


def put(database: Database, column: str, who: Person) -> None:
    """Straight into the table, past every service."""
    value = who.id.hex if database.engine.name == "sqlite" else who.id
    with database.engine.begin() as connection:
        connection.execute(text(f"UPDATE evaluation_bundle SET {column} = :who"), {"who": value})


@ON_SQLITE
def test_figures_that_changed_since_somebody_looked_are_looked_at_again(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    bundle_id = asked(database, around)
    with database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    trained(database, fixed_now, AUTUMN, 1)
    with pytest.raises(rules.FiguresChanged):
        releasing.prepare(database, bundle_id, looked_at)


def test_what_was_told_is_never_counted_again(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    released(database, around, ["2025-1"])
    trained(database, fixed_now, SUMMER, 3)
    trained(database, fixed_now, AUTUMN, 2)
    counting.recount(database)
    with database.reading() as db:
        rows = {
            row.cohort: (row.counts, row.frozen_at)
            for row in db.exec(select(CohortCount))
            if row.measure == "mentors-trained"
        }
    assert rows == {"2025-1": ({"2025-1": 4}, NOW), "2025-2": ({"2025-2": 7}, None)}


@ON_SQLITE
def test_a_second_bundle_is_held_against_the_first_whoever_got_it(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    """Two mentors in the half-year before: with the first bundle in hand they would be two."""
    trained(database, fixed_now, AUTUMN.replace(year=2024), 2)
    counting.recount(database)
    released(database, around)
    with database.reading() as db:
        (told,) = judged(db, ["mentors-trained"], ["2024-2", "2025-1", "2025-2"]).tables
    assert told.verdict.table is None
    assert Rule.DIFFERENCE in told.verdict.broken


def test_of_two_released_at_once_the_second_is_looked_at_anew(
    database: Database, around: Office
) -> None:
    """Each was judged without the other."""
    ids = [asked(database, around) for _ in range(2)]
    with database.reading() as db:
        looked_at = [seen_of(db, db.get_one(EvaluationBundle, one)) for one in ids]
    prepared = [releasing.prepare(database, *one) for one in zip(ids, looked_at, strict=True)]

    def keep(number: int) -> str:
        try:
            with database.writing() as db:
                bundle = queries.lock(db, select(EvaluationBundle), ids[number])
                assert bundle is not None
                releasing.release(db, bundle, prepared[number], around.officer.id)
                db.commit()
        except rules.FiguresChanged:
            return "again"
        return "released"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(keep, range(2))) == ["again", "released"]


def test_a_withdrawn_bundle_can_not_be_had_and_stays_in_the_ledger(
    database: Database, around: Office
) -> None:
    bundle_id = released(database, around)
    with database.writing() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        services.withdraw(db, bundle, "Er staat een fout in.", around.officer.id)
        services.withdraw(db, bundle, "Er staat een fout in.", around.officer.id)
        db.commit()
    assert letters(database, "evaluation.taken_back") == 1
    # It was released: who asked for it isn't told that it wasn't.
    assert letters(database, "evaluation.ended") == 1
    assert letters(database, "evaluation.refused") == 0
    with database.writing() as db:
        assert db.exec(select(BundleFile)).all() == []
        assert len(queries.releases(db)) == 1
        with pytest.raises(rules.BundleDecided):
            services.download(db, db.get_one(EvaluationBundle, bundle_id), around.evaluator.id)


def may_open(database: Database, who: Person) -> list[EvaluationBundle]:
    with database.writing() as db:
        actor = acting(db, who)
        return list(db.exec(policy.addressed_to(actor, queries.today(db))))


@ON_SQLITE
def test_only_the_evaluator_it_is_for_sees_it_until_its_last_day(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    with database.writing() as db:
        other = make_person(db, Role.EVALUATOR)
        db.commit()
    waiting = asked(database, around)
    assert may_open(database, around.evaluator) == []
    release(database, waiting, around.officer)
    assert [one.id for one in may_open(database, around.evaluator)] == [waiting]
    assert may_open(database, other) == []
    fixed_now.moment = NOW.replace(month=6, day=1)  # the night's job doesn't have to run first
    assert may_open(database, around.evaluator) == []


@ON_SQLITE
def test_a_copy_taken_after_all_were_said_to_be_gone_has_to_go_too(
    database: Database, around: Office
) -> None:
    bundle_id = released(database, around)
    with database.writing() as db:
        bundle, actor = db.get_one(EvaluationBundle, bundle_id), acting(db, around.evaluator)
        for _again in range(2):
            services.download(db, bundle, around.evaluator.id)
            assert len(db.exec(policy.to_be_destroyed_by(actor)).all()) == 1
            services.confirm_destruction(db, bundle)
            assert db.exec(policy.to_be_destroyed_by(actor)).all() == []


def test_the_night_ends_it_and_asks_once_whether_the_copies_are_gone(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    bundle_id = released(database, around)
    untouched = released(database, around)
    with database.writing() as db:
        services.download(db, db.get_one(EvaluationBundle, bundle_id), around.evaluator.id)
        db.commit()
    for month, day in ((5, 31), (6, 1), (6, 2), (12, 31)):
        fixed_now.moment = NOW.replace(month=month, day=day)
        jobs.expire(database)
        jobs.expire(database)
        with database.reading() as db:
            status = db.get_one(EvaluationBundle, bundle_id).status
        assert status is (BundleStatus.RELEASED if month == 5 else BundleStatus.EXPIRED)
    assert letters(database, "evaluation.destroy") == 1
    with database.writing() as db:
        assert db.exec(select(BundleFile)).all() == []
        assert db.get_one(EvaluationBundle, untouched).reminded_at is None  # nobody has a copy
        actor = acting(db, around.evaluator)
        (left,) = db.exec(policy.to_be_destroyed_by(actor)).all()
        services.confirm_destruction(db, left)
        db.flush()
        assert db.exec(policy.to_be_destroyed_by(actor)).all() == []
        assert len(db.exec(select(BundleDownload)).all()) == 1


@ON_SQLITE
def test_a_bundle_in_which_nothing_may_be_told_any_more_is_not_released(
    database: Database, around: Office
) -> None:
    bundle_id = asked(database, around, cohorts=["2025-1"])
    with_threshold(database, 10)
    with pytest.raises(rules.NothingToTell):
        release(database, bundle_id, around.officer)


@ON_SQLITE
def test_one_row_leaves_as_a_total_and_stands_in_the_ledger(
    database: Database, around: Office
) -> None:
    bundle_id = asked(database, around, cohorts=["2025-1"])
    files = unpacked(release(database, bundle_id, around.officer))
    told = {path for path in files if path.startswith("data/")}
    assert told == {f"data/totals.{ending}" for ending in ("csv", "parquet", "sav")}
    assert files["data/totals.csv"].decode().splitlines()[1].endswith(",4")
    assert b'"outcome": "total_only"' in files["disclosure.json"]
    with database.reading() as db:
        assert len(queries.releases(db)) == 1


def test_a_half_year_is_closed_when_it_is_over_and_nothing_goes_on() -> None:
    first, second, third = HalfYear(2024, 2), HalfYear(2025, 1), HalfYear(2025, 2)
    found = [
        Found(frozenset({first}), frozenset()),
        Found(frozenset({third}), frozenset({second})),
    ]
    assert closed_of(found, date(2025, 12, 31)) == [first]
    assert closed_of(found, date(2026, 1, 1)) == [first, third]
    assert closed_of([], date(2026, 1, 1)) == []


def test_what_is_open_says_until_when_at_least_and_what_goes_on() -> None:
    first, second = HalfYear(2025, 1), HalfYear(2025, 2)

    def goes_on(db: Db) -> Found:
        return Found(frozenset({first}), frozenset({first}), {first: date(2026, 5, 1)})

    told = open_of({goes_on: goes_on(None)}, date(2025, 9, 1))  # type: ignore[arg-type]
    assert [(one.cohort, one.until, one.sources) for one in told] == [
        (first, date(2026, 5, 1), (goes_on,)),
        (second, date(2025, 12, 31), ()),
    ]
