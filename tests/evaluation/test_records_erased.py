"""Rows of somebody who is erased: no bundle with one of them can be had any more, by anybody."""

import threading
from uuid import UUID

from flask import Flask
from sqlmodel import col, select

from mentorship.evaluation import queries, releasing, rules, services
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.judging import seen_of
from mentorship.evaluation.models import BundleStatus, EvaluationBundle
from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.records.models import ReleasedRecords
from mentorship.foundation import erasure
from mentorship.foundation.db import Database, Db
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.models import Trajectory
from tests.evaluation.simulated_bundles import THREE, World, simulated_programme
from tests.evaluation.simulated_profiles import with_profiles
from tests.evaluation.test_views import browser, post
from tests.evaluation.world import asked, release
from tests.factories import FixedNow
from tests.once import Once

EARLY = THREE[:2]


def world_of(database: Database, clock: FixedNow, once: Once) -> World:
    return simulated_programme(database, clock, once, with_profiles)


def ask(world: World) -> UUID:
    measures = ["closure-by-kind", "duration"]
    return asked(world.database, world.around, measures=measures, cohorts=EARLY, with_records=True)


def somebody_of(database: Database) -> UUID:
    """Who began in the first of these half-years."""
    found = select(col(Mentee.subject_id)).join(
        Trajectory, col(Trajectory.mentee_id) == col(Mentee.id)
    )
    early = found.where(col(Trajectory.started_on) < read_half_year(EARLY[1]).first_day)
    with database.reading() as db:
        subject_id = db.exec(early.order_by(col(Mentee.id))).first()
    assert subject_id is not None
    return subject_id


def test_a_bundle_whose_copies_are_gone_is_not_downloaded_once_more(
    sqlite_database: Database, fixed_now: FixedNow, once: Once, app: Flask
) -> None:
    """Who said that all copies are destroyed may take another one, until somebody is erased."""
    world = world_of(sqlite_database, fixed_now, once)
    bundle_id = ask(world)
    assert "data/records.csv" in unpacked(release(sqlite_database, bundle_id, world.around.officer))
    mine = browser(app, sqlite_database, world.around.evaluator)
    assert post(mine, f"/evaluation/{bundle_id}/download").status_code == 200
    assert post(mine, f"/evaluation/{bundle_id}/destroyed").status_code == 303
    with sqlite_database.writing(actor=None) as db:
        services.end_with_rows_of(db, somebody_of(sqlite_database))
        db.commit()
    assert post(mine, f"/evaluation/{bundle_id}/download").status_code == 404
    with sqlite_database.reading() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        assert bundle.status is BundleStatus.EXPIRED
        assert queries.file_of(db, bundle) is None


def test_of_a_release_and_an_erasure_at_once_no_row_goes_out(
    database: Database, fixed_now: FixedNow, once: Once
) -> None:
    """Whichever is first: the other one sees what it did."""
    world = world_of(database, fixed_now, once)
    bundle_id, subject_id = ask(world), somebody_of(database)
    with database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    prepared = releasing.prepare(database, bundle_id, looked_at)
    outcomes = list[str]()

    def let_go() -> None:
        with database.writing() as db:
            bundle = queries.lock(db, select(EvaluationBundle), bundle_id)
            assert bundle is not None
            try:
                releasing.release(db, bundle, prepared, world.around.officer.id)
                db.commit()
                outcomes.append("released")
            except rules.FiguresChanged:
                outcomes.append("changed")

    other = threading.Thread(target=let_go)

    def first(db: Db) -> None:
        services.end_with_rows_of(db, subject_id)
        other.start()
        other.join(timeout=2)  # it waits for this erasure, or is done before it goes on

    erasure.erase(database, subject_id, before=first)
    other.join()
    with database.reading() as db:
        told = db.exec(select(ReleasedRecords)).all()
        bundle = db.get_one(EvaluationBundle, bundle_id)
        assert (outcomes, told, bundle.status) == (["changed"], [], BundleStatus.SPECIFIED)
