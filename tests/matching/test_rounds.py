"""A round of the database: the worker's job, what is kept, and the same answer as from files."""

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import pytest
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import jobs as queue
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import speaking
from mentorship.foundation.jobs import JobStatus
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.subjects import Purpose
from mentorship.matching import jobs, services
from mentorship.matching.assignment import model
from mentorship.matching.file_rounds import Request, match_files
from mentorship.matching.models import AnsweredBy, MatchStatus, RuleKind
from mentorship.matching.people_files import exports, numbers
from mentorship.matching.rounds.explanations import WhyProposed
from mentorship.matching.rounds.models import (
    MatchRound,
    Proposal,
    RoundMentee,
    RoundMentor,
    RoundStatus,
    Unmatched,
)
from mentorship.matching.rounds.snapshots import thawed, why_waiting
from mentorship.matching.words.reasons import reasons, waiting_reason
from mentorship.matching.words.told import Teller
from mentorship.mentors import services as mentors
from mentorship.profiles.profile import Asked
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.profiles.week import SLOTS
from tests.accounts.people import Person, make_person
from tests.matching.pool import finish_round, new_mentor, ready_mentor, waiting_mentee
from tests.matching.test_decisions import NO, choose
from tests.worlds import copy_of

PLACES = {"KEN": ("Haarlem", "Heemstede", "Zandvoort", "Beverwijk"),
          "NHN": ("Alkmaar", "Den Helder", "Hoorn", "Den Burg"),
          "ZW": ("Zaandam", "Purmerend", "Volendam")}  # fmt: skip
HOUSES = frozenset(PLACES)


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def started(db: Db, by: Person, house: str | None = None) -> MatchRound:
    row = services.start_round(db, house, by.id)
    row.seed = 0  # files take 0 when nobody says otherwise
    return row


def test_the_worker_solves_in_a_process_of_its_own(database: Database) -> None:
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        ready_mentor(db, by)
        waiting_mentee(db, by)
        row = services.start_round(db, "KEN", by.id)
        db.commit()
        round_id, job_id = row.id, row.job_id
    assert jobs.solve
    assert job_id is not None
    run_job(database, Event(), job_id)
    run_job(database, Event(), job_id)  # a second worker finds it done
    with database.reading() as db:
        kept = db.get_one(MatchRound, round_id)
        assert kept.status is RoundStatus.DONE
        assert kept.certificate is not None
        assert kept.certificate["objective"]["matched"] == 1
        assert len(db.exec(select(Proposal)).all()) == 1


def test_a_cancelled_round_keeps_nothing(database: Database) -> None:
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        ready_mentor(db, by)
        waiting_mentee(db, by)
        row = services.start_round(db, "KEN", by.id)
        db.commit()
        job_id = row.job_id
        services.cancel_round(db, row)
        db.commit()
    assert job_id is not None
    run_job(database, Event(), job_id)
    with database.reading() as db:
        assert queue.get_job(db, job_id).status is JobStatus.CANCELLED
        assert db.exec(select(MatchRound)).one().status is RoundStatus.CANCELLED
        assert db.exec(select(Proposal)).all() == []


def test_the_clock_closes_what_nobody_answered(database: Database, fixed_now: Any) -> None:
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        ready_mentor(db, by)
        waiting_mentee(db, by)
        finish_round(db, started(db, by, "KEN"))
        match = choose(db, db.exec(select(Proposal)).one(), by)
        db.commit()
    fixed_now.advance(days=8)
    jobs.close_unanswered(database)
    with database.reading() as db:
        assert db.get_one(type(match), match.id).status is MatchStatus.EXPIRED


def invented(db: Db, by: Person, mentees: int, mentors_: int) -> None:
    """A region from a seed: three Houses, conditions, empty cells, bans, numbers of their own."""
    dice = Random(7)
    interests = sorted(tag.id for tag in shipped_vocabulary().interests.tags)
    themes = sorted(tag.id for tag in shipped_vocabulary().themes.tags)

    def common(house: str) -> dict[str, Any]:
        return {
            "place": dice.choice(PLACES[house]),
            "max_travel_m": dice.choice((8_000, 15_000, 25_500)),
            "slots": frozenset(dice.sample(SLOTS, dice.randint(1, 9))),
            "languages": frozenset({"nl", *dice.sample(("en", "ar", "tr"), dice.randint(0, 2))}),
            "interests": frozenset(dice.sample(interests, dice.randint(0, 6))),
            "themes": frozenset(dice.sample(themes, dice.randint(0, 3))),
            "gender": dice.choice(("woman", "man", "other", None)),
        }

    people = []
    for number in range(mentors_):
        house = dice.choice(sorted(PLACES))
        told = common(house)
        free = sorted(set(themes) - told["themes"])
        make = ready_mentor if dice.random() < 0.9 else new_mentor
        mentor = make(
            db, by, house, seats=dice.randint(1, 3), birth_year=dice.choice((1960, 1985, None)),
            refused_themes=frozenset(dice.sample(free, dice.randint(0, 1))), **told,
        )  # fmt: skip
        if number % 2:
            numbers.give(db, numbers.MENTORS, mentor, f"M{number}")
        people.append(mentor)
    for number in range(mentees):
        house = dice.choice(sorted(PLACES))
        mentee = waiting_mentee(
            db, by, house, priority=dice.randint(1, 3),
            since=date(2026, 3, 2) - timedelta(days=dice.randint(0, 300)),
            wish_gender=dice.choice((None, Asked("woman"), Asked("man", is_condition=True))),
            wish_age_min=dice.choice((None, None, Asked(30, is_condition=True), Asked(40))),
            dislikes=frozenset(), **common(house),
        )  # fmt: skip
        if number % 3:
            numbers.give(db, numbers.MENTEES, mentee, f"J{number}")
        if number % 10 == 0:
            other = dice.choice(people)
            services.lay_down(db, mentee, other.id, RuleKind.BAN, "Kennen elkaar.", by.id)


def told_by_database(db: Db, row: MatchRound) -> tuple[list[list[str]], list[list[str]]]:
    """Proposals and who waits in the shape of the files, out of what is stored."""
    mentees = [
        thawed(model.Mentee, vault.read(db, one, "snapshot", purpose=Purpose.MATCHING) or "")
        for one in db.exec(select(RoundMentee).where(col(RoundMentee.round_id) == row.id))
    ]
    older = [
        thawed(model.Mentor, vault.read(db, one, "snapshot", purpose=Purpose.MATCHING) or "")
        for one in db.exec(select(RoundMentor).where(col(RoundMentor.round_id) == row.id))
    ]
    round_ = model.Round(mentors=tuple(older), mentees=tuple(mentees), date=row.day)
    teller = Teller(round_, shipped_vocabulary())
    return sorted(_proposals(db, row, teller)), sorted(_waiting(db, row, teller))


def _proposals(db: Db, row: MatchRound, teller: Teller) -> Iterator[list[str]]:
    for one in db.exec(select(Proposal).where(col(Proposal.round_id) == row.id)):
        text = vault.read(db, one, "explanation", purpose=Purpose.MATCHING) or ""
        why = thawed(WhyProposed, text)
        pair, prices = why.pair, [str(why.refusal)]
        assert pair.fit == one.fit
        told = " ".join(reasons(teller.told(pair)))
        other = why.others[0] if why.others and why.others[0].price else None
        prices += [other.mentor, str(other.price)] if other else ["", ""]
        yield [pair.mentee, pair.mentor, str(pair.fit), "|".join(pair.shared_slots), told, *prices]


def _waiting(db: Db, row: MatchRound, teller: Teller) -> Iterator[list[str]]:
    for one in db.exec(select(Unmatched).where(col(Unmatched.round_id) == row.id)):
        text = vault.read(db, one, "explanation", purpose=Purpose.MATCHING) or ""
        told = why_waiting(text)
        why = told.unmatched
        blocked = {str(rule): count for rule, count in why.blocked_by.items()}
        if why.below_floor:
            blocked["floor"] = why.below_floor
        yield [
            why.mentee,
            waiting_reason(why, teller.mentee(why.mentee), 3000),
            "|".join(f"{rule}:{count}" for rule, count in blocked.items()),
            why.nearest_mentor or "",
            str(told.serve.price) if told.serve else "",
        ]


def files_of(db: Db, folder: Path) -> Path:
    (folder / "mentors.csv").write_bytes(exports.mentors_file(db, HOUSES))
    (folder / "mentees.csv").write_bytes(exports.mentees_file(db, HOUSES))
    return folder


def told_by_files(folder: Path, day: date) -> tuple[list[list[str]], list[list[str]], Any]:
    out = folder / "out"
    request = Request(
        mentors=folder / "mentors.csv", mentees=folder / "mentees.csv", out=out, date=day,
        with_report=False,
    )  # fmt: skip
    outcome = match_files(request, lambda line: None)
    assert outcome.notes == ()
    proposals = [
        [
            r["mentee"],
            r["mentor"],
            r["points"],
            r["shared_slots"],
            r["reasons"],
            r["price_of_otherwise"],
            r["runner_up_mentor"],
            r["runner_up_price"],
        ]
        for r in _rows(out / "proposals.csv")
    ]
    waiting = [
        [r["mentee"], r["reason"], r["blocked_by"], r["nearest_mentor"], r["price_of_serving"]]
        for r in _rows(out / "unmatched.csv")
    ]
    return sorted(proposals), sorted(waiting), json.loads((out / "round.json").read_text())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def region(db: Db) -> Person:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    invented(db, by, 60, 40)
    return by


@pytest.mark.parametrize("language", ["nl", "en"])
def test_files_and_database_give_the_same_round_of_a_region_of_60_by_40(
    sqlite_database: Database, tmp_path: Path, language: str
) -> None:
    """Proposals, reasons, what blocks, objective, and the fingerprint of the input itself."""
    by = copy_of(sqlite_database, region)
    with sqlite_database.writing() as db, speaking(language):
        folder = files_of(db, tmp_path)
        row = started(db, by)
        finish_round(db, row)
        here = told_by_database(db, row)
        there = told_by_files(folder, row.day)
        assert here == there[:2]
        assert len(here[0]) > 10
        assert len(here[1]) > 5
        assert row.certificate is not None
        for key in ("objective", "input_sha256", "settings_sha256", "seed", "date"):
            assert row.certificate[key] == there[2][key], key


def test_taken_seats_and_earlier_refusals_are_the_same_in_files(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.writing() as db, speaking("nl"):
        by = make_person(db, Role.MENTOR_CONSULTANT)
        mentor = ready_mentor(db, by, seats=3)
        ready_mentor(db, by)
        for _ in range(4):
            waiting_mentee(db, by)
        mentors.set_capacity(db, mentor, 2)
        row = started(db, by)
        finish_round(db, row)
        first, second, *_rest = db.exec(select(Proposal)).all()
        choose(db, first, by)
        services.answer(db, choose(db, second, by), NO, AnsweredBy.PAGE)
        folder = files_of(db, tmp_path)
        again = started(db, by)
        finish_round(db, again)
        there = told_by_files(folder, again.day)
        assert told_by_database(db, again) == there[:2]
        assert again.certificate is not None
        assert again.certificate["input_sha256"] == there[2]["input_sha256"]


def test_no_cell_of_an_export_runs_as_a_formula(db: Db, consultant: Person) -> None:
    ready_mentor(db, consultant, first_name="=2+2")
    text = exports.mentors_file(db, frozenset({"KEN"})).decode("utf-8-sig")
    assert "'=2+2 Vis" in text
    assert ";=2" not in text


def test_an_export_holds_all_rows_of_the_own_houses(db: Db, consultant: Person) -> None:
    for _ in range(60):
        waiting_mentee(db, consultant)
    waiting_mentee(db, consultant, "NHN", place="Alkmaar")
    text = exports.mentees_file(db, frozenset({"KEN"})).decode("utf-8-sig")
    assert len(text.splitlines()) == 61
