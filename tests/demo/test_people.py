"""The invented region as a whole: who is in it, sound, in order, the same on the same day."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from mentorship.accounts.demo import demo_choices
from mentorship.accounts.roles import Role
from mentorship.demo.names import invented_mentees, invented_mentors
from mentorship.foundation import audit, vault
from mentorship.foundation.db import Database, Db, Row
from mentorship.foundation.jobs import Job
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import models as matching
from mentorship.matching.rounds import models as rounds
from mentorship.mentors import models as mentors
from mentorship.mentors.queries import mentor_of_user
from mentorship.referrals.mentees import models as mentees
from mentorship.training import models as training
from tests.demo.region import MOMENTS, account, database_in, fill_in


def test_there_is_an_account_for_every_role(filled: Database) -> None:
    with filled.reading() as db:
        assert {choice.role for choice in demo_choices(db)} == set(Role)


def test_it_is_a_region_of_three_houses_and_two_years(filled: Database) -> None:
    with filled.reading() as db:
        people = db.exec(select(mentors.Mentor)).all()
        young = db.exec(select(mentees.Mentee)).all()
    open_mentors = [mentor for mentor in people if mentor.is_open]
    assert len(open_mentors) >= 30
    assert len(young) >= 40
    for rows in (open_mentors, young):
        per_house = Counter(row.house_code for row in rows)
        assert set(per_house) == {"NHN", "KEN", "ZW"}
        assert min(per_house.values()) >= 8
    first = min(row.applied_at for row in people)
    assert timedelta(days=700) < filled.clock() - first < timedelta(days=900)


def test_a_mentor_with_an_account_has_a_proposal_to_answer(filled: Database) -> None:
    with filled.reading() as db:
        choices = [choice for choice in demo_choices(db) if choice.role is Role.MENTOR]
        people = [mentor_of_user(db, choice.user_id) for choice in choices]
        asked = [
            match.mentor_id
            for match in db.exec(select(matching.Match)).all()
            if match.status is matching.MatchStatus.ASKED
        ]
    assert len(people) == 3
    assert all(people)
    assert any(person.id in asked for person in people if person)


def test_the_trainer_holds_a_running_cohort_with_somebody_to_assess(filled: Database) -> None:
    with filled.reading() as db:
        trainer = account(db, Role.TRAINER)
        running = select(training.Cohort).where(
            col(training.Cohort.trainer_id) == trainer.id,
            col(training.Cohort.status) == training.CohortStatus.RUNNING,
        )
        cohorts = db.exec(running).all()
        assessed = set(db.exec(select(training.Assessment.mentor_id)))
        waiting = [
            place
            for place in db.exec(select(training.CohortPlace)).all()
            if place.cohort_id in {cohort.id for cohort in cohorts}
            and place.mentor_id not in assessed
        ]
    assert len(cohorts) == 2
    assert waiting


def test_nothing_breaks_a_constraint(filled: Database) -> None:
    with filled.reading() as db:
        assert db.execute(text("PRAGMA foreign_key_check")).all() == []
        assert db.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        live = [
            match
            for match in db.exec(select(matching.Match)).all()
            if match.status in matching.LIVE
        ]
        seats = {seat.id: seat for seat in db.exec(select(mentors.MentorSeat))}
    assert len({match.seat_id for match in live}) == len(live)
    assert len({match.mentee_id for match in live}) == len(live)
    assert all(seats[match.seat_id].mentor_id == match.mentor_id for match in live)


def test_everything_happened_in_order_and_before_now(filled: Database) -> None:
    with filled.reading() as db:
        moments = db.exec(select(AuditEvent.at).order_by(AuditEvent.seq)).all()
    assert list(moments[1:]) == sorted(moments[1:])
    assert all(moment <= filled.clock() for moment in moments)
    assert audit.verify(filled).problems == ()


def test_nobody_gets_two_years_of_e_mail_at_once(filled: Database) -> None:
    month_ago = filled.clock() - timedelta(days=30)
    with filled.reading() as db:
        letters = db.exec(select(OutboxMail.created_at)).all()
        work = db.exec(select(Job.created_at)).all()
    assert 0 < len(letters) < 80
    assert all(moment >= month_ago for moment in (*letters, *work))


def test_the_same_day_gives_the_same_region(
    filled_at: Callable[[datetime], Database], tmp_path: Path
) -> None:
    fill_in(tmp_path, MOMENTS[0])
    again = database_in(tmp_path, MOMENTS[0])
    assert told(again) == told(filled_at(MOMENTS[0]))
    again.dispose()


def test_nobody_in_it_has_a_number_or_an_address_that_works() -> None:
    for person in (*invented_mentors(), *invented_mentees()):
        assert person.phone.startswith("06 - 00 00 ")
    assert all(mentor.email.endswith("@voorbeeld.example") for mentor in invented_mentors())
    names = [person.name for person in (*invented_mentors(), *invented_mentees())]
    assert len(set(names)) == len(names)


def told(database: Database) -> list[object]:
    """Who is where, who was proposed to whom and when: everything but the keys."""
    with database.reading() as db:
        people = names_of(db)
        mentor_rows = db.exec(select(mentors.Mentor)).all()
        mentee_rows = db.exec(select(mentees.Mentee)).all()
        proposals = db.exec(select(rounds.Proposal)).all()
        matches = db.exec(select(matching.Match)).all()
        marks = db.exec(select(training.Attendance)).all()
        acts = db.exec(
            select(AuditEvent.action, AuditEvent.at).where(col(AuditEvent.at) < database.clock())
        ).all()
    found: list[object] = [
        *((people[one.id], one.status, one.applied_at) for one in mentor_rows),
        *((people[one.id], one.stage, one.waiting_since, one.priority) for one in mentee_rows),
        *((people[one.mentee_id], people[one.mentor_id], one.fit) for one in proposals),
        *((people[one.mentee_id], one.status, one.decided_at, one.closed_at) for one in matches),
        *((people[one.mentor_id], one.presence, one.recorded_at) for one in marks),
        *acts,
    ]
    return sorted(found, key=str)


def names_of(db: Db) -> dict[UUID, str]:
    rows: Iterable[Row]
    names: dict[UUID, str] = {}
    for rows in (db.exec(select(mentors.Mentor)).all(), db.exec(select(mentees.Mentee)).all()):
        first = vault.scan(db, rows, "first_name", purpose=Purpose.MATCHING)
        family = vault.scan(db, rows, "family_name", purpose=Purpose.MATCHING)
        names |= {key: f"{name} {family.get(key, '')}" for key, name in first.items()}
    return names
