"""A round in which the proposal that fits least counts first: chosen, made, told and replayed."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.subjects import Purpose
from mentorship.matching import jobs, services, settings_history
from mentorship.matching.assignment.model import Objective, Price
from mentorship.matching.models import MatchingSettings
from mentorship.matching.round_settings import settings_of
from mentorship.matching.rounds import replaying
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.matching.rounds.previewing import Differences, differences
from mentorship.matching.rounds.replaying import opened
from mentorship.matching.rounds.snapshots import WhyProposed, thawed
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import ready_mentor, run_round, waiting_mentee

ADDRESS = "/matching/settings"
YARA = frozenset({"football", "cooking", "baking", "animals", "cars"})
BO = frozenset({"boxing", "chess", "cinema", "coding", "boating"})
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
REASON = "Niemand een veel slechter voorstel."
BALANCED, FAIREST = settings_of({}), replace(settings_of({}), objective=Objective.MAX_MIN)


def two_and_two(db: Db, by: Person) -> None:
    """Yara fits all with Jolanda, and Bo nothing with Petra; crosswise each fits a little."""
    ready_mentor(db, by, first_name="Jolanda", interests=YARA | {"boxing", "chess"})
    ready_mentor(db, by, first_name="Petra", interests=frozenset({"football", "cooking"}))
    waiting_mentee(db, by, first_name="Yara", interests=YARA)
    waiting_mentee(db, by, first_name="Bo", interests=BO)


def choose_max_min(db: Db, by: Person, seen: int = 0) -> MatchingSettings:
    content = settings_history.plain(settings_history.current(db)) | {"objective": "max-min"}
    return services.change_settings(db, content, REASON, by.id, seen=seen)


def fits(db: Db, row: MatchRound) -> list[int]:
    found = select(Proposal).where(col(Proposal.round_id) == row.id)
    return sorted(one.fit for one in db.exec(found).all())


def replayed(db: Db, row: MatchRound) -> tuple[str, ...]:
    then = replaying.kept(db, row.id)
    return replaying.compared(then, solved(then.round)).differs


def test_a_round_follows_the_objective_of_its_version_and_older_rounds_keep_theirs(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT, "KEN")
    two_and_two(db, by)
    before = run_round(db, by)
    version = choose_max_min(db, by)
    after = run_round(db, by)
    low, high = fits(db, before)
    assert high - low == 20 * 100  # all interests shared, and none
    assert fits(db, after) == [low + 20 * 40] * 2
    assert (before.settings_number, after.settings_number) == (None, version.number)
    assert before.certificate is not None
    assert after.certificate is not None
    assert "worst_fit" not in before.certificate["objective"]
    assert after.certificate["objective"]["worst_fit"] == low + 20 * 40
    assert after.certificate["settings"]["objective"] == "max-min"
    proposal = db.exec(select(Proposal).where(col(Proposal.round_id) == after.id)).first()
    assert proposal is not None
    text = vault.read(db, proposal, "explanation", purpose=Purpose.MATCHING) or ""
    crossed = Price(class_1=0, class_2=0, class_3=0, worst_fit=20 * 40, points=-20 * 20)
    assert thawed(WhyProposed, text).refusal == crossed
    assert replayed(db, before) == replayed(db, after) == ()


def test_the_worker_solves_for_the_objective_of_the_version(database: Database) -> None:
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT, "KEN")
        two_and_two(db, by)
        choose_max_min(db, by)
        row = services.start_round(db, "KEN", by.id)
        db.commit()
        round_id, job_id = row.id, row.job_id
    assert jobs.solve
    assert job_id is not None
    run_job(database, Event(), job_id)
    with database.reading() as db:
        kept = db.get_one(MatchRound, round_id)
        assert kept.certificate is not None
        assert kept.certificate["settings"]["objective"] == "max-min"
        assert fits(db, kept) == [kept.certificate["objective"]["worst_fit"]] * 2
        assert kept.certificate["is_priced"]


def test_versions_of_before_there_was_an_objective_are_balanced(db: Db) -> None:
    by = make_person(db, Role.COORDINATOR)
    old = settings_history.plain(settings_of({})) | {"floor": 3_500}
    del old["objective"]
    first = MatchingSettings(number=1, policy=old, reason="Hoger.", made_by=by.id, made_at=NOW)
    db.add(first)
    db.flush()
    assert settings_history.current(db).objective is Objective.BALANCED
    choose_max_min(db, by, seen=1)
    assert settings_history.current(db).objective is Objective.MAX_MIN
    newest, oldest = settings_history.told(settings_history.versions(db, 1)[0])
    assert [(one.setting, one.before, one.after) for one in newest.changes] == [
        ("objective", "balanced", "max-min")
    ]
    assert [one.setting for one in oldest.changes] == ["floor"]


def test_the_preview_counts_whom_another_objective_moves(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT, "KEN")
    two_and_two(db, by)
    then = opened(db, run_round(db, by)).round
    assert differences(then, BALANCED, FAIREST, 1) == Differences(2, 2, {2: 0})


@pytest.fixture
def coordinator(app: Flask, sqlite_database: Database) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, sqlite_database, person(sqlite_database, Role.COORDINATOR).user)
    return client


def test_a_coordinator_chooses_it_and_the_pages_say_what_that_means(
    coordinator: FlaskClient, desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    form = main_of(coordinator.get(ADDRESS))
    fields = {
        str(one["name"]): str(one.get("value", ""))
        for one in form.find_all("input")
        if one.get("type") != "checkbox" and (one.get("type") != "radio" or one.has_attr("checked"))
    }
    assert fields["objective"] == "balanced"
    fields |= {"allowed": "y", "detour_metres": "Texel = 15000", "caseload": "", "reason": REASON}
    assert coordinator.post(ADDRESS, data=fields | {"objective": "fastest"}).status_code == 422
    assert coordinator.post(ADDRESS, data=fields | {"objective": "max-min"}).status_code == 303
    told = words(main_of(coordinator.get(f"{ADDRESS}/history")))
    assert "Wat telt na het aantal matches alle voorstellen samen het minst passende" in told
    register = words(main_of(coordinator.get("/privacy/algorithm")))
    assert "Daarna is het laagste aantal punten van alle voorstellen zo hoog mogelijk" in register

    with sqlite_database.writing() as db:
        two_and_two(db, consultant)
        row = run_round(db, consultant)
        proposal = db.exec(select(Proposal)).first()
        assert proposal is not None
        page, pair = f"/matching/rounds/{row.id}", proposal.id
        db.commit()
    told = words(main_of(desk.get(page)))
    assert "Daarna is het laagste aantal punten van alle voorstellen zo hoog mogelijk" in told
    assert "Laagste aantal punten" in told
    first = "telt na het aantal matches eerst het minst passende voorstel"
    assert first in told
    told = words(main_of(desk.get(f"{page}/proposals/{pair}")))
    assert (
        "Zonder deze match heeft de ronde als geheel 800 punten minder voor het minst passende "
        "voorstel en samen 400 punten meer." in told
    )
    assert first in told
    told = words(main_of(desk.get(f"{page}/recruiting")))
    assert "Wie je kunt werven, is niet berekend" in told
