"""A kept round is solved again: the same bytes, or it is said what differs, or why it can't be."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.cli import main
from mentorship.foundation import erasure, vault
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import services
from mentorship.matching.models import RuleKind
from mentorship.matching.rounds.models import DroppedPin, MatchRound, RoundMentee, Unmatched
from mentorship.matching.rounds.snapshots import WhyProposed, frozen, thawed, why_waiting
from mentorship.mentors import services as mentors
from mentorship.mentors.queries import today
from tests.accounts.people import make_person
from tests.factories import FixedNow
from tests.matching.pool import finish_round, ready_mentor, waiting_mentee
from tests.matching.test_rounds import invented

Replay = Callable[[UUID], Result]


@pytest.fixture
def replay(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Replay:
    monkeypatch.setenv("MENTORSHIP_DATA_DIR", str(sqlite_settings.data_dir))
    return lambda round_id: CliRunner().invoke(main, ["rounds", "replay", str(round_id)])


@pytest.fixture
def round_id(sqlite_database: Database) -> UUID:
    """Of a region, with pins, bans and one pin that a rule stops."""
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        invented(db, by, 24, 18)
        mentor, mentee = ready_mentor(db, by), waiting_mentee(db, by)
        services.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Kennen elkaar van koken.", by.id)
        away, other = ready_mentor(db, by), waiting_mentee(db, by)
        services.lay_down(db, other, away.id, RuleKind.PIN, "Wil graag deze.", by.id)
        mentors.pause(db, away, today(db), today(db))
        row = services.start_round(db, None, by.id)
        finish_round(db, row)
        db.commit()
        return row.id


def test_the_same_bytes_long_after_and_a_trace_of_who_was_read(
    replay: Replay, round_id: UUID, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    fixed_now.advance(days=400)
    told = replay(round_id)
    assert told.exit_code == 0, told.output
    with sqlite_database.reading() as db:
        row = db.get_one(MatchRound, round_id)
        assert row.certificate is not None
        assert row.certificate["counts"]["proposals"] > 4
        assert len(db.exec(select(DroppedPin)).all()) == 1
        assert row.certificate["answer_sha256"] in told.stdout
        last = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc())).first()
        assert last is not None
        assert last.purpose == Purpose.MATCHING


def test_what_was_sealed_before_prices_had_a_worst_fit_is_sealed_the_same_again() -> None:
    """As the program wrote it until then; of max-min the worst fit stands among the levels."""
    price = '{"class_1":0,"class_2":1,"class_3":-1,"points":-250}'
    pair = (
        '{"mentee":"J1","mentor":"V1","metres":0,"shared_slots":["mon-evening"],"points":{},'
        '"lending_penalty":0,"fit":7000,"waiting_bonus":0,"stay_bonus":0,"is_pinned":false}'
    )
    text = (
        f'{{"pair":{pair},"others":[{{"mentor":"V2","fit":6500,"price":{price}}}],'
        f'"refusal":{price}}}'
    )
    why = thawed(WhyProposed, text)
    assert frozen(why) == text
    assert why.refusal is not None
    fairest = replace(why, refusal=replace(why.refusal, worst_fit=30))
    assert '"class_3":-1,"worst_fit":30,"points":-250' in frozen(fairest)
    assert thawed(WhyProposed, frozen(fairest)) == fairest


def test_what_was_changed_afterwards_is_named(
    replay: Replay, round_id: UUID, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        row = db.exec(select(Unmatched)).first()
        assert row is not None
        text = vault.read(db, row, "explanation", purpose=Purpose.MATCHING) or ""
        why = why_waiting(text)
        other = replace(why, unmatched=replace(why.unmatched, below_floor=99))
        vault.write(db, row, explanation=frozen(other))
        db.commit()
    told = replay(round_id)
    assert told.exit_code == 1
    assert "answer_sha256" in told.stderr
    assert "objective" not in told.stderr


def test_after_an_erasure_it_is_refused_and_the_certificate_remains(
    replay: Replay, round_id: UUID, sqlite_database: Database
) -> None:
    with sqlite_database.reading() as db:
        gone = db.exec(select(RoundMentee)).first()
        assert gone is not None
    erasure.erase(sqlite_database, gone.subject_id)
    told = replay(round_id)
    assert told.exit_code == 2
    assert "gewist" in told.stderr
    assert told.stderr.count("\n") == 1
    with sqlite_database.reading() as db:
        assert db.get_one(MatchRound, round_id).certificate


def test_what_is_no_answer_is_refused_in_a_line(replay: Replay, sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        waits = services.start_round(db, "KEN", by.id).id
        db.commit()
    for unknown, word in ((uuid4(), "geen ronde"), (waits, "geen antwoord")):
        told = replay(unknown)
        assert told.exit_code == 2
        assert word in told.stderr
