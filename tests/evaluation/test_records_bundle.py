"""Rows about single trajectories: recomputed with other means, attacked, and told once."""

import csv
import io
import json
from collections import Counter
from uuid import UUID, uuid4

import pandas as pd
import pytest
from flask import Flask
from sqlmodel import col, select

from mentorship.accounts.grants import grant_role
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.evaluation import judging, queries, releasing, rules, services, signing
from mentorship.evaluation.cohorts import read_half_year
from mentorship.evaluation.disclosure.records import Row
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.judging import seen_of
from mentorship.evaluation.models import (
    BundleStatus,
    EvaluationBundle,
)
from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.package.build import bundle as built
from mentorship.evaluation.records import ledger
from mentorship.evaluation.records.models import ReleasedRecords
from mentorship.evaluation.records.people import THROUGH, WHOSE, rows_of
from mentorship.evaluation.records.verdicts import RecordsRule
from mentorship.foundation.db import Database
from mentorship.foundation.outbox import OutboxMail
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import Person, make_person
from tests.evaluation.pdf_words import words_of
from tests.evaluation.simulated_bundles import (
    THREE,
    THRESHOLD,
    TOLD,
    World,
    simulated_programme,
)
from tests.evaluation.simulated_profiles import NAME, PLACE, with_profiles
from tests.evaluation.test_canaries import words_in
from tests.evaluation.test_views import ASKED, browser, post, words
from tests.evaluation.world import release, wanted, with_threshold
from tests.factories import FixedNow
from tests.once import Once

MEASURES = ["closure-by-kind", "duration"]
KNOWN = ["age_band", "gender", "house", "partner", "half_year"]
TOTAL = "closure-by-kind"


@pytest.fixture
def world(sqlite_database: Database, fixed_now: FixedNow, once: Once) -> World:
    return simulated_programme(sqlite_database, fixed_now, once, with_profiles)


def ask(world: World, *cohorts: str, measures: list[str] = MEASURES, **changed: object) -> UUID:
    given = wanted(world.around, measures=measures, cohorts=cohorts, with_records=True, **changed)
    with world.database.writing(actor=None) as db:
        bundle = services.specify(db, given, world.around.coordinator.id, uuid4())
        db.commit()
        return bundle.id


def sent(world: World, bundle_id: UUID) -> dict[str, bytes]:
    return unpacked(release(world.database, bundle_id, world.around.officer))


def told(files: dict[str, bytes]) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(files["data/records.csv"]), dtype=str)


def fine_rows(world: World) -> list[Row]:
    with world.database.reading() as db:
        return rows_of(db, [read_half_year(code) for code in THREE])


def judged(world: World, cohorts: list[str] = THREE) -> RecordsRule | None:
    with world.database.reading() as db:
        found = judging.judged(db, MEASURES, cohorts, True, world.around.evaluator.id).records
    assert found is not None
    return found.broken


def test_rows_go_the_whole_way(world: World, app: Flask) -> None:
    bundle_id = ask(world, *THREE)
    looked = words(browser(app, world.database, world.around.officer).get(
        f"/bundles/{bundle_id}").text)  # fmt: skip
    files = sent(world, bundle_id)
    frame, about = told(files), json.loads(files["disclosure.json"])["records"]
    answers = ["end_kind", "duration", "end_steps"]  # nearly nobody met often
    assert set(about["answers"]) == {*answers}
    assert list(frame.columns) == ["pseudonym", *KNOWN, *answers]
    _expect_k_and_l(frame, about, answers)
    _expect_true(world, frame, answers)
    _expect_no_canary(world, files, frame)
    _expect_said(files, len(frame))
    assert f"Er zijn {len(frame)} rijen" in looked
    assert not [one for one in frame["pseudonym"] if one in looked]
    mine = browser(app, world.database, world.around.evaluator).get(f"/evaluation/{bundle_id}")
    assert f"{len(frame)} rijen over losse jongeren" in words(mine.text)
    assert not [one for one in frame["pseudonym"] if one in mine.text]


def _expect_k_and_l(frame: pd.DataFrame, about: dict[str, object], answers: list[str]) -> None:
    alike = frame.groupby(KNOWN)
    assert about["k"] == alike.size().min() >= THRESHOLD
    assert about["l"] == alike[answers].nunique().min().min() >= 2
    assert about["rows"] == len(frame) == frame["pseudonym"].nunique() > 200
    assert list(frame["pseudonym"]) == sorted(frame["pseudonym"])


def _expect_true(world: World, frame: pd.DataFrame, answers: list[str]) -> None:
    """As many in every column as were counted for the tables, all columns of one row together."""
    fine = Counter(tuple(str(row[one]) for one in answers) for row in fine_rows(world))
    assert Counter(map(tuple, frame[answers].itertuples(index=False))) == fine


def _expect_no_canary(world: World, files: dict[str, bytes], frame: pd.DataFrame) -> None:
    with world.database.reading() as db:
        ids = [str(one) for model in (Mentee, Trajectory) for one in db.exec(select(model.id))]
    everything = words_in(files)
    assert "Evaluatie van ONE-on-ONE" in everything
    assert not [one for one in (NAME, PLACE) if one in everything]
    assert not [one for one in ids if one in everything or one.replace("-", "") in everything]
    assert all(len(one) == 12 and int(one, 16) >= 0 for one in frame["pseudonym"])
    with_days = frame.stack().str.fullmatch(r"\d{4}-\d{2}-\d{2}")
    assert not with_days.any()


def _expect_said(files: dict[str, bytes], number: int) -> None:
    report = words_of(files["report.pdf"])
    assert f"één rij voor elk van de {number} trajecten" in report
    assert "mogen alleen gebruikt worden door de personen" in files["terms.md"].decode()
    package = json.loads(files["datapackage.json"])
    (one,) = [each for each in package["resources"] if each["name"] == "records"]
    assert one["schema"]["primaryKey"] == ["pseudonym"]
    lines = list(csv.DictReader(io.StringIO(files["codebook.csv"].decode())))
    about = {row["category"] for row in lines if row["table"] == "records"}
    frame = told(files)
    for column in frame.columns[1:]:
        assert {f"{column}={code}" for code in frame[column]} <= about


def test_nobody_who_knows_somebody_finds_few_or_all_alike(world: World) -> None:
    """Not with all five that others may know, nor with whom one mentor or referrer knows too."""
    with world.database.reading() as db:
        found = judging.judged(db, MEASURES, THREE, True).records
    assert found is not None
    frame, answers = told(sent(world, ask(world, *THREE))), [one.name for one in found.answers]
    classes = {key: len(group) for key, group in frame.groupby(KNOWN)}
    alike: dict[tuple[str, ...], list[Row]] = {}
    for fine, coarse in zip(fine_rows(world), found.rows, strict=True):
        assert (fine[WHOSE], fine[THROUGH]) == (coarse[WHOSE], coarse[THROUGH])
        alike.setdefault(tuple(str(coarse[one]) for one in KNOWN), []).append(coarse)
    assert {key: len(rows) for key, rows in alike.items()} == classes
    assert len(classes) > 1
    for rows in alike.values():
        known = [set[str](), *({who} for who in set().union(*map(_through, rows)))]
        for whom in known:
            others = [row for row in rows if whom.isdisjoint(_through(row))]
            assert len(others) >= THRESHOLD
            assert all(len({row[one] for row in others}) >= 2 for one in answers)


@pytest.mark.parametrize("cohorts", [THREE, THREE[:2], THREE[:1], THREE[1:]])
def test_every_answer_by_itself_is_as_fine_as_a_table_may_be(
    world: World, cohorts: list[str]
) -> None:
    """In each group of half-years that rows tell apart: no few, also without those of one mentor
    or referrer, and not nearly all."""
    with world.database.reading() as db:
        found = judging.judged(db, [TOTAL], cohorts, True).records
    assert found is not None
    assert found.broken is None
    for half_years in {row["half_year"] for row in found.rows}:
        together = [row for row in found.rows if row["half_year"] == half_years]
        for answer in found.answers:
            for group in answer.level.groups:
                among = [_through(row) for row in together if row[answer.name] == group.code]
                most = max(Counter(who for through in among for who in through).values(), default=0)
                assert len(among) - most >= THRESHOLD, (answer.name, group.code)
                assert 10 * len(among) <= 9 * len(together), (answer.name, group.code)


def _through(row: Row) -> set[str]:
    through = row[THROUGH]
    assert isinstance(through, frozenset)
    return set(through)


def test_rows_of_a_half_year_go_out_once_and_to_one(world: World) -> None:
    first = told(sent(world, ask(world, *THREE[:2])))
    with world.database.reading() as db:
        kept = db.exec(select(ReleasedRecords)).one()
        assert (kept.cohorts, kept.number) == (THREE[:2], len(first))
    assert judged(world, THREE[1:]) is RecordsRule.TOLD_BEFORE
    again = sent(world, ask(world, *THREE[1:]))
    assert "data/records.csv" not in again
    about = json.loads(again["disclosure.json"])["records"]
    assert list(about["reasons"]) == ["records_told_before"]
    assert "gingen al eerder mee" in again["methods.md"].decode()
    later = told(sent(world, ask(world, THREE[2])))
    assert not set(later["pseudonym"]) & set(first["pseudonym"])


def test_that_rows_went_out_is_known_on_both_engines(
    database: Database, fixed_now: FixedNow, once: Once
) -> None:
    world = simulated_programme(database, fixed_now, once, with_profiles)
    number = len(told(sent(world, ask(world, *THREE))))
    with database.reading() as db:
        kept = db.exec(select(ReleasedRecords)).one()
        known = [one.cohorts for one in ledger.releases(db) if one.is_rows]
        found = judging.judged(db, MEASURES, THREE, True, world.around.evaluator.id)
    assert kept.number == number
    assert frozenset().union(*known) == set(THREE)
    assert found.records is not None
    assert found.records.broken is RecordsRule.TOLD_BEFORE
    assert all(one.verdict.table is not None for one in found.tables)


def test_who_is_no_evaluator_gets_no_rows(world: World) -> None:
    with world.database.writing() as db:
        expert: Person = make_person(db, Role.MUNICIPAL_EXPERT)
        db.commit()
    with pytest.raises(rules.RecordsForEvaluatorsOnly):
        ask(world, *THREE, recipient_id=expert.id)
    with world.database.reading() as db:
        found = judging.judged(db, MEASURES, THREE, True, expert.id).records
    assert found is not None
    assert found.broken is RecordsRule.NOT_AN_EVALUATOR


def test_who_withdraws_after_a_table_was_told_stops_the_rows(world: World) -> None:
    """Else the rows less the table would be that person."""
    world.ask(*THREE, measures=MEASURES)
    release(world.database, world.ask(*THREE, measures=MEASURES), world.around.officer)
    assert judged(world) is None
    bundle_id = ask(world, *THREE)
    with world.database.reading() as db:
        looked_at = seen_of(db, db.get_one(EvaluationBundle, bundle_id))
    somebody = fine_rows(world)[0][WHOSE]
    with world.database.writing() as db:
        mentee_id = db.get_one(Trajectory, somebody).mentee_id
        for consent in db.exec(select(Consent).where(Consent.mentee_id == mentee_id)):
            if consent.purpose is ConsentPurpose.EVALUATION:
                db.delete(consent)
        db.commit()
    with pytest.raises(rules.FiguresChanged):
        releasing.prepare(world.database, bundle_id, looked_at)
    assert judged(world) is RecordsRule.NOT_AS_COUNTED


def test_rows_and_crossed_tables_keep_each_other_out(world: World) -> None:
    with world.database.reading() as db:
        both = judging.judged(db, [TOLD], THREE, True, world.around.evaluator.id)
    assert both.crossed[0].verdict.table is not None
    assert both.records is not None
    assert both.records.broken is RecordsRule.HIDDEN
    sent(world, ask(world, *THREE[:2]))
    with world.database.reading() as db:
        (overlapping,) = judging.judged(db, [TOLD], THREE[1:]).crossed
        (apart,) = judging.judged(db, [TOLD], THREE[2:]).crossed
    assert overlapping.verdict.broken == (Rule.RECORDS_TOLD,)
    assert Rule.RECORDS_TOLD not in apart.verdict.broken


def test_rows_and_a_table_with_groups_as_one_row_keep_each_other_out(world: World) -> None:
    """By the rows could be counted what that one row hides; not of a question that they don't
    answer."""
    cohorts, evaluator = THREE[:1], world.around.evaluator.id
    with world.database.reading() as db:
        both = judging.judged(db, ["attrition"], cohorts, True, evaluator)
        apart = judging.judged(db, ["sessions-met"], cohorts, True, evaluator)
    for one in (both, apart):
        assert one.tables[0].verdict.told is not None
        assert one.tables[0].verdict.told.pooled
        assert one.records is not None
    assert both.records.broken is RecordsRule.HIDDEN
    assert both.records.hiding == {"attrition"}
    assert apart.records.broken is None
    assert "meetings" not in apart.records.steps
    sent(world, ask(world, *cohorts))
    with world.database.reading() as db:
        (after,) = judging.judged(db, ["attrition"], cohorts).tables
    assert after.verdict.table is None or not after.verdict.table.pooled


@pytest.mark.parametrize("threshold", [60, 40])
def test_where_no_row_may_go_the_bundle_is_looked_at_and_released_without(
    world: World, app: Flask, threshold: int
) -> None:
    bundle_id = ask(world, *THREE)
    with_threshold(world.database, threshold)
    officer = browser(app, world.database, world.around.officer)
    for page in (f"/bundles/{bundle_id}", f"/bundles/{bundle_id}/release"):
        looked = officer.get(page)
        assert looked.status_code == 200
        assert "Rijen over losse jongeren niet in de bundel" in words(looked.text)
    files = sent(world, bundle_id)
    assert "data/records.csv" not in files
    assert json.loads(files["disclosure.json"])["records"]["outcome"] == "refused"


def test_a_crossed_table_that_went_out_stops_the_rows(world: World) -> None:
    release(world.database, world.ask(*THREE[:2], measures=[TOLD]), world.around.officer)
    assert judged(world) is RecordsRule.HIDDEN
    assert judged(world, THREE[2:]) is not RecordsRule.HIDDEN


def test_the_same_bytes_twice_and_other_pseudonyms_elsewhere(world: World) -> None:
    bundle_id = ask(world, *THREE)
    key = signing.signing_key(world.database.keys)
    archives, names = [], []
    for _ in range(2):
        with world.database.reading() as db:
            bundle = db.get_one(EvaluationBundle, bundle_id)
            content = releasing.content_of(db, bundle, judging.judged_bundle(db, bundle))
        archives.append(built(content, key))
    assert archives[0] == archives[1]
    for other in (ask(world, *THREE), bundle_id):
        with world.database.reading() as db:
            bundle = db.get_one(EvaluationBundle, other)
            content = releasing.content_of(db, bundle, judging.judged_bundle(db, bundle))
        names.append({row[0] for row in content.records_told[0].rows})
    assert not names[0] & names[1]


def test_looking_says_in_which_detail_and_shows_no_row(world: World, app: Flask) -> None:
    coordinator = browser(app, world.database, world.around.coordinator)
    asked = {**ASKED, "measures": MEASURES, "cohorts": THREE, "with_records": "y"}
    looked = words(post(coordinator, "/bundles/new", look="1", **asked).text)
    assert "Rijen over losse jongeren mogen mee" in looked
    assert "Kind of" not in looked
    assert "zijn er steeds minstens" in looked
    with world.database.writing() as db:
        expert = make_person(db, Role.MUNICIPAL_EXPERT)
        db.commit()
    there = {**asked, "recipient": str(expert.id)}
    looked = words(post(coordinator, "/bundles/new", look="1", **there).text)
    assert "Rijen over losse jongeren niet in de bundel" in looked
    wrong = post(coordinator, "/bundles/new", **there)
    assert wrong.status_code == 422
    assert "Rijen over losse jongeren kunnen alleen naar een externe evaluator." in wrong.text
    right = post(
        coordinator, "/bundles/new", **{**asked, "recipient": str(world.around.evaluator.id)}
    )
    page = right.headers["Location"]
    officer = browser(app, world.database, world.around.officer)
    for path in (page, f"{page}/release"):  # whether they go stands below it
        told_there = words(officer.get(path).text)
        assert "Wat er gevraagd is Tabellen en rijen over losse jongeren" in told_there


def test_who_is_erased_ends_the_bundles_with_rows_of_their_half_years(
    world: World, app: Flask
) -> None:
    """Also asked of whoever has a copy; a bundle of other half-years stays."""
    with_rows, others = ask(world, "2024-1", "2024-2"), ask(world, "2025-1")
    files = [release(world.database, one, world.around.officer) for one in (with_rows, others)]
    assert all("data/records.csv" in unpacked(one) for one in files)
    mine = browser(app, world.database, world.around.evaluator)
    with world.database.writing(actor=None) as db:
        found = select(Mentee).join(Trajectory, col(Trajectory.mentee_id) == col(Mentee.id))
        early = found.where(col(Trajectory.started_on) < read_half_year("2024-2").first_day)
        somebody = db.exec(early.order_by(col(Mentee.id))).first()
        assert somebody is not None
        services.end_with_rows_of(db, somebody.subject_id)
        services.end_with_rows_of(db, somebody.subject_id)
        db.commit()
    assert post(mine, f"/evaluation/{with_rows}/download").status_code == 404
    assert post(mine, f"/evaluation/{others}/download").status_code == 200
    with world.database.reading() as db:
        bundle = db.get_one(EvaluationBundle, with_rows)
        assert (bundle.status, bundle.destroy_by) == (BundleStatus.EXPIRED, queries.today(db))
        assert queries.file_of(db, bundle) is None
        sent = db.exec(select(OutboxMail).where(OutboxMail.letter == "evaluation.rows_erased"))
        assert len(sent.all()) == 1


def test_who_has_another_role_by_now_opens_no_rows(world: World, app: Flask) -> None:
    bundle_id, tables = ask(world, *THREE), world.ask(*THREE, measures=MEASURES)
    release(world.database, bundle_id, world.around.officer)
    release(world.database, tables, world.around.officer)
    with world.database.writing(actor=None) as db:
        user = db.get_one(User, world.around.evaluator.id)
        grant_role(db, user, Role.TRAINER, None, granted_by=None)
        db.commit()
    mine = browser(app, world.database, world.around.evaluator)
    assert mine.get(f"/evaluation/{bundle_id}").status_code == 404
    assert mine.get(f"/evaluation/{tables}").status_code == 200
