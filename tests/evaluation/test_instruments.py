"""What loaded questionnaires tell: answers made by hand, and the figures that follow from them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from uuid import UUID

import pytest
from flask import Flask

from mentorship.accounts.models import Language
from mentorship.accounts.roles import Role
from mentorship.evaluation import counting, queries
from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.measures.instruments import id_of
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.measures.registry import measures
from mentorship.evaluation.models import LONGEST_ID
from mentorship.evaluation.package.archive import unpacked
from mentorship.foundation.db import Database, Db
from mentorship.matching.models import Match, MatchStatus
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundStatus
from mentorship.mentors.models import Mentor, MentorSeat, MentorStatus
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews.check_ins.models import (
    AnsweredHow,
    AnswerSheet,
    CheckIn,
    MentorSheet,
)
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.files import read_definition
from mentorship.trajectories.reviews.models import Wave
from tests.accounts.people import HOUSE, make_person
from tests.conftest_web import soup
from tests.evaluation.simulated import mentee
from tests.evaluation.simulated_course import closure
from tests.evaluation.simulated_rows import NOBODY, PERSON, Simulated, at
from tests.evaluation.simulated_senders import Senders
from tests.evaluation.test_views import browser, words
from tests.evaluation.world import asked, office, release, with_threshold
from tests.factories import FixedNow
from tests.trajectories.reviews.instruments.test_definitions import EXAMPLE

BEGAN, ENDED, COHORT = date(2025, 2, 3), date(2025, 12, 12), HalfYear(2025, 1)
WIND = "wind-in-the-back"
# A figure is the sum of plans, help, three less alone, and rest, times two and a half: 0 to 30.
NONE, LITTLE, SOME, MUCH, ALL = (
    (0, 0, 3, 0),  # 0
    (1, 1, 3, 1),  # 7.5, where the second quarter begins
    (1, 1, 1, 1),  # 12.5
    (2, 2, 1, 2),  # 20
    (3, 3, 0, 3),  # 30
)
SKIPPED = (3, 3, 0, None)
Answers = Sequence[int | None] | None
# At the start and at the end; noise is 5.2 × √(2 × (1 − 0.86)) = 2.75, and 1.96 times that 5.39.
GIVEN: list[tuple[Answers, Answers]] = [
    *[(NONE, LITTLE)] * 4,  # 7.5 up
    *[(LITTLE, SOME)] * 4,  # 5 up
    *[(MUCH, SOME)] * 4,  # 7.5 down
    *[(ALL, SKIPPED)] * 4,
    *[(None, MUCH)] * 4,
]
# Two more answered the second version at the start and the first one at the end.
LATER: list[tuple[Answers, Answers]] = [(ALL, NONE)] * 2
OF_MENTORS = [0, 0, 1]
MENTOR_FILE = """
format = 1
code = "how-was-it-for-you-as-a-mentor"
version = "1-b"
respondent = "mentor"
waves = ["month_12"]
licence = "Verzonnen."
title = { nl = "Hoe was het?", en = "How was it?" }
scale = { lowest = 0, highest = 1 }
scoring = { method = "mean", range = [0, 1] }
[[items]]
code = "again"
nl = "Zou je het weer doen?"
en = "Would you do it again?"
"""


def ended(made: Simulated, number: int, senders: Senders) -> UUID:
    """A closed trajectory of a mentor of its own, of somebody who agrees."""
    day, person = at(BEGAN), mentee(made, number, senders=senders)
    for who in GivenBy:
        made.put(
            Consent, mentee_id=person, purpose=ConsentPurpose.EVALUATION, given_by=who,
            is_agreed=True, text_version="1", language=Language.DUTCH, given_at=day,
            how=How.PAPER, noted_by=made.by,
        )  # fmt: skip
    mentor = made.put(
        Mentor, subject_id=made.new_id(), house_code=HOUSE, status=MentorStatus.OPEN,
        applied_at=day, language=Language.DUTCH, first_name=NOBODY,
    )  # fmt: skip
    seat = made.put(MentorSeat, mentor_id=mentor, number=1, is_open=True)
    match_round = made.put(
        MatchRound, scope=HOUSE, house_code=HOUSE, day=BEGAN, seed=1, status=RoundStatus.DONE,
        started_by=made.by, created_at=day, finished_at=day,
    )  # fmt: skip
    proposal = made.put(
        Proposal, round_id=match_round, mentee_id=person, mentor_id=mentor, house_code=HOUSE,
        mentor_house_code=HOUSE, number=1, fit=1, waiting_bonus=0, explanation=NOBODY,
    )  # fmt: skip
    match = made.put(
        Match, mentee_id=person, mentor_id=mentor, seat_id=seat, proposal_id=proposal,
        house_code=HOUSE, status=MatchStatus.ENDED, decided_by=made.by, decided_at=day,
        answer_due=BEGAN, started_at=day, closed_at=at(ENDED),
    )  # fmt: skip
    key = made.put(
        Trajectory, mentee_id=person, mentor_id=mentor, match_id=match, process_number=1,
        started_on=BEGAN, planned_end=ENDED, ended_on=ENDED, opened_at=day, opened_by=made.by,
    )  # fmt: skip
    closure(made, key, ENDED)
    return key


def answered(made: Simulated, key: UUID, wave: Wave, given: Answers, version: str = "1") -> None:
    if given is None:
        return
    check_in = made.put(
        CheckIn, trajectory_id=key, wave=wave, asked_at=at(BEGAN), asked_by=made.by,
        answered_at=at(BEGAN), how=AnsweredHow.LINK,
    )  # fmt: skip
    told = json.dumps(dict(zip(("plans", "help", "alone", "rest"), given, strict=True)))
    made.put(
        AnswerSheet, {"answers": told}, check_in_id=check_in, instrument_code=WIND,
        instrument_version=version,
    )  # fmt: skip


def loaded(db: Db, clock: FixedNow) -> None:
    """The second version has no published figures; all of this code is off by now."""
    catalogue.load(db, EXAMPLE.read_text())
    clock.advance(minutes=1)
    second = EXAMPLE.read_text().replace('version = "1"', 'version = "2"')
    catalogue.load(db, second.partition("# Only with published")[0])
    catalogue.load(db, MENTOR_FILE)
    catalogue.switch(db, WIND, is_active=False)


def answers_of_all(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT).id
    keys = db.info["database"].keys
    made = Simulated(Random(4), by, keys.ensure(PERSON))
    senders = Senders(made, keys)
    for number, (before, after) in enumerate([*GIVEN, *LATER], start=60):
        key = ended(made, number, senders)
        is_later = number >= 60 + len(GIVEN)
        answered(made, key, Wave.START, before, "2" if is_later else "1")
        answered(made, key, Wave.MONTH_12, after)
        answered(made, key, Wave.MONTH_6, ALL)  # of another moment: in no table
        if number - 60 < len(OF_MENTORS):
            made.put(
                MentorSheet, {"answers": json.dumps({"again": OF_MENTORS[number - 60]})},
                trajectory_id=key, wave=Wave.MONTH_12, answered_at=at(ENDED),
                instrument_code="how-was-it-for-you-as-a-mentor", instrument_version="1-b",
            )  # fmt: skip
    made.store(db)
    db.flush()


def ours(db: Db) -> dict[str, Measure]:
    return {one.id: one for one in measures(db) if one.id.startswith("instrument-")}


def test_before_after_and_change_of_every_version(database: Database, fixed_now: FixedNow) -> None:
    with database.writing() as db:
        as_it_was = [one.id for one in measures(db)]
        assert ours(db) == {}
        loaded(db, fixed_now)
        answers_of_all(db)
        db.commit()
    with database.reading() as db:
        found = ours(db)
        assert [one.id for one in measures(db) if one.id not in found] == as_it_was
        told: dict[str, Mapping[str, int]] = {
            key: dict(one.count(db, [COHORT])[COHORT.code].counts) for key, one in found.items()
        }
        specified = {key: one.specify(db, []) for key, one in found.items()}
    (digest,) = [key for key in found if WIND not in key]
    assert told == {
        digest: {"no-answer": 19, "quarter-1": 2, "quarter-4": 1},
        f"instrument-{WIND}-2-before": {"no-answer": 20, "quarter-4": 2},
        f"instrument-{WIND}-2-after": {"no-answer": 22},
        f"instrument-{WIND}-1-before": {
            "no-answer": 6, "quarter-1": 4, "quarter-2": 4, "quarter-3": 4, "quarter-4": 4,
        },
        f"instrument-{WIND}-1-after": {
            "no-answer": 4, "quarter-1": 2, "quarter-2": 12, "quarter-3": 4,
        },
        f"instrument-{WIND}-1-change": {
            "no-figure": 10, "lower": 4, "not_reliable": 4, "higher": 4,
        },
    }  # fmt: skip
    assert digest.endswith("-after")  # it isn't asked at the start
    assert max(map(len, found)) <= LONGEST_ID
    for key, counts in told.items():
        assert set(counts) <= specified[key].dimension.levels[0].parts
    # Of one question with two answers nobody can stand in the middle.
    assert specified[digest].dimension.levels[0].parts == {"no-answer", "quarter-1", "quarter-4"}
    before = specified[f"instrument-{WIND}-1-before"].dimension
    assert [[group.label.nl for group in one.groups] for one in before.levels] == [
        ["geen antwoord op alle vragen", "van 0 tot 7,5", "van 7,5 tot 15", "van 15 tot 22,5",
         "van 22,5 tot en met 30"],
        ["geen antwoord op alle vragen", "lager dan 15", "van 15 tot en met 30"],
        ["lager dan 15, of geen antwoord op alle vragen", "van 15 tot en met 30"],
        ["alle trajecten"],
    ]  # fmt: skip


@pytest.fixture
def loaded_database(sqlite_database: Database, fixed_now: FixedNow) -> Database:
    with_threshold(sqlite_database)
    with sqlite_database.writing() as db:
        loaded(db, fixed_now)
        answers_of_all(db)
        db.commit()
    counting.recount(sqlite_database)
    return sqlite_database


def test_the_form_offers_them_and_a_bundle_says_what_they_are(
    app: Flask, loaded_database: Database
) -> None:
    with loaded_database.writing() as db:
        around = office(db)
        ids = [key for key in ours(db) if f"{WIND}-1" in key]
        db.commit()
    page = soup(browser(app, loaded_database, around.coordinator).get("/bundles/new").text)
    groups = page.select("fieldset")
    (group,) = [one for one in groups if one.select_one(f'input[value="{ids[0]}"]')]
    assert {"ladder-before", *ids} <= {str(box["value"]) for box in group.select("input")}
    assert "Jongeren aan het begin: Wind in de rug (wind-in-the-back, versie 1)" in words(
        str(group)
    )

    bundle_id = asked(loaded_database, around, measures=ids, cohorts=["2025-1"])
    files = unpacked(release(loaded_database, bundle_id, around.officer))
    tables = {
        path: text.decode()
        for path, text in files.items()
        if path.startswith("data/inst") and path.endswith(".csv")
    }
    counts = {
        path: {line.split(",")[0]: line.split(",")[-1] for line in text.splitlines()[1:]}
        for path, text in tables.items()
    }
    assert counts == {  # two stand in the lowest quarter at the end, so both tables are coarser
        f"data/instrument-{WIND}-1-before.csv": {"no-answer": "6", "lower": "8", "higher": "8"},
        f"data/instrument-{WIND}-1-after.csv": {"no-answer": "4", "lower": "14", "higher": "4"},
        f"data/instrument-{WIND}-1-change.csv": {
            "no-figure": "10", "lower": "4", "not_reliable": "4", "higher": "4",
        },
    }  # fmt: skip
    codebook = words(files["codebook.html"].decode())
    for told in (
        "Jongeren van begin tot eind: Wind in de rug (wind-in-the-back, versie 1)",
        "Young people from the start to the end: Wind in the back (wind-in-the-back, version 1)",
        "r = 0,86 en SD = 5,2 (Verzonnen voor dit voorbeeld)",
        "r = 0.86 and SD = 5.2 (Verzonnen voor dit voorbeeld)",
        "geen betrouwbare verandering",
        "no reliable change",
    ):
        assert told in codebook

    # What is told is counted never again; what is loaded after it is, of the same people.
    with loaded_database.writing() as db:
        catalogue.load(db, MENTOR_FILE.replace("1-b", "2"))
        db.commit()
    counting.recount(loaded_database)
    with loaded_database.reading() as db:
        of_then = [one for one in queries.count_rows(db) if one.cohort == COHORT.code]
        fresh = [one for one in of_then if one.population == POPULATION and not one.frozen_at]
        assert [one.counts for one in fresh] == [{"no-answer": 22}]


def test_two_names_that_read_alike_are_two_tables() -> None:
    text = EXAMPLE.read_text()

    def named(code: str, version: str) -> str:
        changed = text.replace(WIND, code).replace('version = "1"', f'version = "{version}"')
        return id_of(read_definition(changed))

    found = [named("a", "b-1"), named("a-b", "1"), named("a" * 40, "1"), named("a" * 40, "2")]
    assert len(set(found)) == len(found)
    assert all(len(f"{one}-change") <= LONGEST_ID for one in found)
