"""What comes after rows is held against them, and what they are made from is held still."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel, col, select

from mentorship.accounts.models import User
from mentorship.evaluation import judging, releasing, rules
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.records import Row
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.judging import basis_of, seen_of
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.open_figures import services as open_figures
from mentorship.evaluation.package.content import Content
from mentorship.evaluation.records.basis import READ
from mentorship.evaluation.records.columns import HALF_YEAR, INSIDE
from mentorship.evaluation.records.people import rows_of
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.profiles.profile import MenteeProfile, stored
from mentorship.referrals.mentees.consents import withdraw_consent
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee, MenteeWishes
from mentorship.referrals.models import Referral
from mentorship.referrals.padding import pad
from mentorship.region.models import OrganisationType
from mentorship.trajectories.closure.models import Closure, ClosureKind, ContactStatement, ExitTalk
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions.models import (
    SessionKind,
    SessionLog,
    SessionWithdrawal,
)
from tests.evaluation.simulated_bundles import THREE, TOLD, World, simulated_programme
from tests.evaluation.simulated_profiles import with_profiles
from tests.evaluation.test_records_bundle import ask, sent, told
from tests.evaluation.world import with_threshold
from tests.factories import FixedNow
from tests.once import Once

# So many in each group that a half-year by itself tells less than a year does.
MANY = 12


@pytest.fixture
def world(database: Database, fixed_now: FixedNow, once: Once) -> World:
    return simulated_programme(database, fixed_now, once, with_profiles)


@pytest.fixture
def on_sqlite(sqlite_database: Database, fixed_now: FixedNow, once: Once) -> World:
    return simulated_programme(sqlite_database, fixed_now, once, with_profiles)


def test_later_tables_know_rows_that_went_out(world: World) -> None:
    """Rows about the second and third half-year together, and a year that is the first and the
    second: what is left of either without the other is small."""
    before = _levels(world)
    frame = told(sent(world, ask(world, *THREE[1:])))
    assert frame[HALF_YEAR].nunique() == 1
    after = _levels(world)
    for where, (level, broken) in after.items():
        assert before[where] == (0, ()), where
        assert level != 0, where
        assert Rule.DIFFERENCE in broken, where
    with world.database.reading() as db:
        (overlapping,) = judging.judged(db, [TOLD], THREE[:2]).crossed
        (apart,) = judging.judged(db, [TOLD], THREE[:1]).crossed
    assert overlapping.verdict.broken == (Rule.RECORDS_TOLD,)
    assert Rule.RECORDS_TOLD not in apart.verdict.broken


def _levels(world: World) -> dict[str, tuple[int | None, tuple[Rule, ...]]]:
    """In which detail the kinds of ends of 2024 may be told and why not finer, where fewer than
    twelve are few."""
    usual = world.database.settings.disclosure_threshold
    with_threshold(world.database, MANY)
    with world.database.reading() as db:
        looks = {
            "bundle": judging.judged(db, ["closure-by-kind"], THREE[:2]),
            "open figures": open_figures.look(db, 2024),
        }
    with_threshold(world.database, usual)
    return {
        where: (one.verdict.told.level if one.verdict.told else None, one.verdict.broken)
        for where, found in looks.items()
        for one in _about_ends(found)
    }


def _about_ends(found: judging.Judgement) -> list[judging.Judged]:
    return [one for one in found.tables if one.measure.id == "closure-by-kind"]


def test_every_crossed_table_about_trajectories_asks_what_rows_tell(
    sqlite_database: Database,
) -> None:
    """Else rows would be a total of it that nobody holds against its hidden cells."""
    inside = {one.measure.id for one in INSIDE}
    with sqlite_database.reading() as db:
        about = [one for one in CROSSED if one.specify(db, THREE).population == POPULATION]
    assert about
    assert all({one.rows.id, one.columns.id} & inside for one in about)


def _one(db: Db, model: Any, *conditions: Any) -> Any:
    return db.exec(select(model).where(*conditions).order_by(col(model.id))).all()[0]


def _of_somebody(db: Db, model: Any, *conditions: Any) -> Any:
    """Of a trajectory that the rows are about."""
    found = rows_of(db, [read_half_year(code) for code in THREE])
    ids = [row["trajectory"] for row in found]
    return _one(db, model, col(model.trajectory_id).in_(ids), *conditions)


def _counted_mentee(db: Db, number: int = 0) -> Mentee:
    found = rows_of(db, [read_half_year(code) for code in THREE])
    return db.get_one(Mentee, found[number]["person"])


def _birth_year(db: Db) -> None:
    vault.write(db, _counted_mentee(db), birth_year="1980")


def _gender(db: Db) -> None:
    wishes = _one(db, MenteeWishes, col(MenteeWishes.mentee_id) == _counted_mentee(db).id)
    vault.write(db, wishes, profile=stored(MenteeProfile(gender="other")))


def _house(db: Db) -> None:
    mentee = _counted_mentee(db)
    other = _one(db, Mentee, col(Mentee.house_code) != mentee.house_code)
    mentee.house_code = other.house_code


def _partner(db: Db) -> None:
    found = rows_of(db, [read_half_year(code) for code in THREE])
    with_one = next(row for row in found if row["partner"] == "education")
    mentee = db.get_one(Mentee, with_one["person"])
    referral = db.get_one(Referral, mentee.referral_id)
    vault.write(db, referral, source_type=pad(OrganisationType.POLICE.value, 40))


def _kind_of_end(db: Db) -> None:
    closure = _of_somebody(db, Closure, col(Closure.kind) == ClosureKind.PLANNED)
    closure.kind = ClosureKind.UNPLANNED


def _talk(db: Db) -> None:
    for talk in db.exec(select(ExitTalk)):
        talk.is_held, talk.topics_covered = False, 0


def _statement(db: Db) -> None:
    for one in db.exec(select(ContactStatement)):
        one.known_to_mentee = False


def _meetings(db: Db) -> None:
    for log in db.exec(select(SessionLog).where(col(SessionLog.kind) == SessionKind.MET)):
        log.kind = SessionKind.CALLED


def _taken_back(db: Db) -> None:
    by = _one(db, User).id
    for log in db.exec(select(SessionLog).where(col(SessionLog.kind) == SessionKind.MET)):
        gone = SessionWithdrawal(
            subject_id=log.subject_id, log_id=log.id, withdrawn_at=now(db), withdrawn_by=by
        )
        db.add(gone)


def _duration(db: Db) -> None:
    for one in db.exec(select(Trajectory).where(col(Trajectory.ended_on).is_not(None))):
        one.ended_on = one.started_on


def _mentor(db: Db) -> None:
    found = rows_of(db, [read_half_year(code) for code in THREE])
    trajectory = db.get_one(Trajectory, found[0]["trajectory"])
    other = _one(db, Trajectory, col(Trajectory.mentor_id) != trajectory.mentor_id)
    trajectory.mentor_id = other.mentor_id


def _consent(db: Db) -> None:
    of_them = col(Consent.mentee_id) == _counted_mentee(db).id
    for consent in db.exec(select(Consent).where(of_them)):
        if consent.purpose is ConsentPurpose.EVALUATION:
            db.delete(consent)


CHANGES: list[Callable[[Db], None]] = [
    _birth_year, _gender, _house, _partner, _kind_of_end, _talk, _statement, _meetings, _taken_back,
    _duration, _mentor, _consent,
]  # fmt: skip


def test_whatever_changes_a_row_changes_what_stands_for_it(on_sqlite: World) -> None:
    world = on_sqlite
    bundle_id = ask(world, *THREE)
    cohorts = [read_half_year(code) for code in THREE]

    def looked(db: Db) -> tuple[str, list[Row]]:
        return basis_of(db, db.get_one(EvaluationBundle, bundle_id)), rows_of(db, cohorts)

    with world.database.writing() as db:
        before, rows = looked(db)
    for change in CHANGES:
        with world.database.writing() as db:
            change(db)
            db.flush()
            basis, changed = looked(db)
            assert changed != rows, change.__name__
            assert basis != before, change.__name__
            db.rollback()
    with world.database.writing() as db:
        assert looked(db) == (before, rows), "as long as nothing changes"


def test_no_table_that_rows_are_made_from_is_forgotten(on_sqlite: World) -> None:
    """Whatever table is asked for a row, also one that a measure begins to ask later."""
    read, tables = set[str](), set(SQLModel.metadata.tables)
    with on_sqlite.database.reading() as db:
        engine = on_sqlite.database.readers

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            read.update(set(re.findall(r"\b\w+\b", statement)) & tables)

        event.listen(engine, "before_cursor_execute", note)
        try:
            rows_of(db, [read_half_year(code) for code in THREE])
        finally:
            event.remove(engine, "before_cursor_execute", note)
    told = {str(model.__tablename__) for model, *_ in READ}
    assert read - told == {"organisation"}  # which offices are one municipality


def test_releasing_unseals_nothing_and_stops_when_somebody_changed(world: World) -> None:
    bundle_id = ask(world, *THREE)
    with world.database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    prepared = releasing.prepare(world.database, bundle_id, looked_at)
    with world.database.writing() as db:
        vault.write(db, db.get_one(Mentee, _counted_mentee(db).id), birth_year="1980")
        db.commit()
    with world.database.writing() as db, pytest.raises(rules.FiguresChanged):
        _release(db, world, bundle_id, prepared)
    with world.database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    prepared = releasing.prepare(world.database, bundle_id, looked_at)
    with world.database.reading() as db:
        last = db.exec(select(AuditEvent.seq).order_by(col(AuditEvent.seq).desc())).first()
    with world.database.writing() as db:
        _release(db, world, bundle_id, prepared)
        db.commit()
    with world.database.reading() as db:
        since = db.exec(select(AuditEvent).where(col(AuditEvent.seq) > last)).all()
    assert "bundle.released" in [event.action for event in since]
    assert Purpose.EVALUATION not in [event.purpose for event in since]


def _release(db: Db, world: World, bundle_id: Any, prepared: releasing.Prepared) -> None:
    bundle = db.get_one(EvaluationBundle, bundle_id)
    releasing.release(db, bundle, prepared, world.around.officer.id)


def test_who_withdraws_while_the_bundle_is_made_is_in_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands for the rows is read before they are: who left in between makes it differ."""
    bundle_id, database = ask(world, *THREE), world.database
    with database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
        somebody = rows_of(db, [read_half_year(code) for code in THREE])[0]["person"]
    content_of = releasing.content_of

    def later(db: Db, bundle: EvaluationBundle, found: judging.Judgement) -> Content:
        with database.writing(actor=None) as other:
            mentee = other.get_one(Mentee, somebody)
            assert withdraw_consent(other, mentee, ConsentPurpose.EVALUATION, GivenBy.YOUNG_PERSON)
            other.commit()
        return content_of(db, bundle, found)

    monkeypatch.setattr(releasing, "content_of", later)
    prepared = releasing.prepare(database, bundle_id, looked_at)
    officer = world.around.officer.id
    with database.writing(actor=None) as db, pytest.raises(rules.FiguresChanged):
        releasing.release(db, db.get_one(EvaluationBundle, bundle_id), prepared, officer)
