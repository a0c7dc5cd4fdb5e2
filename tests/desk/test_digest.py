"""The Monday digest: once a week, in numbers, for whom something waits, and never twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from threading import Barrier, Event, Thread
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlmodel import col, select

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.models import Language, User
from mentorship.accounts.roles import Role
from mentorship.desk import digest
from mentorship.desk.jobs import monday_digest
from mentorship.desk.models import MondayDigest
from mentorship.desk.targets.services import set_target
from mentorship.foundation import vault
from mentorship.foundation.calendar import week_of
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import Job
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.queues.clock_process import look
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import services
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, Match, Refusal, Side
from mentorship.region.queries import short_names
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import csrf
from tests.desk.days import day_of
from tests.factories import FixedNow
from tests.matching.at_the_desk import asked
from tests.matching.pool import ready_mentor, waiting_mentee
from tests.referrals.courses import accepted
from tests.referrals.senders import make_referrer, send

MONDAY = date(2026, 3, 2)
WEEK = timedelta(days=7)


class Region:
    """A consultant with two late intakes, her deputy elsewhere, and others who read nothing."""

    def __init__(self, db: Db) -> None:
        self.consultant = make_person(db, Role.MENTOR_CONSULTANT)
        self.deputy = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        self.idle = make_person(db, Role.MENTOR_CONSULTANT, "ZW")
        self.others = [make_person(db, role) for role in (Role.COORDINATOR, Role.TRAINER)]
        for house in short_names(db):  # otherwise the coordinator has something to do
            set_target(
                db, MONDAY.year, house, 4, position=0, reason="", by=self.others[0].id, key=uuid4()
            )
        school = make_referrer(db)
        for name in ("Canarina", "Serinus"):
            accepted(db, school, self.consultant, first_name=name)
        send(db, school, first_name="Canarina")
        self.deputy.user.language = Language.ENGLISH
        vault.write(db, self.consultant.user, name="Karin Kanarie")


@pytest.fixture
def region(database: Database, fixed_now: FixedNow) -> Region:
    """On a Monday at nine, when all of it is late."""
    with database.writing() as db:
        made = Region(db)
        db.commit()
    fixed_now.advance(days=21)
    return made


def sent(database: Database) -> list[tuple[UUID, str]]:
    """Who got which digest, the oldest first."""
    with database.reading() as db:
        rows = db.exec(select(OutboxMail).where(OutboxMail.letter == digest.LETTER)).all()
        ordered: Sequence[OutboxMail] = sorted(rows, key=lambda row: row.created_at)
        bodies = vault.scan(db, ordered, "body", purpose=Purpose.MESSAGING)
        return [(row.subject_id, bodies[row.id]) for row in ordered]


def test_it_tells_numbers_to_whom_something_waits_for(database: Database, region: Region) -> None:
    with database.writing() as db:
        day = MONDAY + 3 * WEEK
        people = (region.consultant.id, region.deputy.id)
        cover.arrange(db, *people, Days(day, day), by=people[0])
        db.commit()
    monday_digest(database)
    told = dict(sent(database))
    assert set(told) == {one.user.subject_id for one in (region.consultant, region.deputy)}
    own, covered = (told[one.user.subject_id] for one in (region.consultant, region.deputy))
    assert "- 2 intakes zijn te laat" in own
    assert "- 1 verwijzing is te laat" in own
    assert "/today" in own
    assert "voor een collega" not in own
    assert "- 2 intakes are late" in covered
    assert "referral" not in covered
    assert "for a colleague" in covered
    for body in told.values():
        assert not any(name in body for name in ("Canarina", "Serinus", "Karin", "Kanarie"))
    with database.reading() as db:
        read = db.exec(select(AuditEvent).where(col(AuditEvent.action).in_(("read", "list")))).all()
        known = {event.purpose for event in read if event.at == database.clock()}
    assert known == {Purpose.MESSAGING}  # the addresses of the letters, and our own look at them


def test_it_says_what_stands_on_the_day_of_each_reader(database: Database, region: Region) -> None:
    with database.writing() as db:
        for person in (region.consultant, region.deputy, region.idle, *region.others):
            db.get_one(User, person.id).language = Language.ENGLISH
        db.commit()
    with database.reading() as db:
        for who in (region.consultant, region.deputy, region.idle, *region.others):
            lines = [task.in_mail for task in day_of(db, who)]
            assert list(digest.waiting_for(db, who.id).lines) == lines


def test_once_a_week_however_often_the_clock_is_killed(
    database: Database, region: Region, fixed_now: FixedNow
) -> None:
    with database.reading() as db:
        week = week_of(MONDAY + 3 * WEEK)
        readers = digest.not_dealt_with(db, week)
        found = digest.waiting_for(db, region.consultant.id)
    assert set(readers) == {
        one.id for one in (region.consultant, region.deputy, region.idle, region.others[0])
    }
    with database.writing() as db:  # and then the worker is killed
        assert digest.deal_with(db, region.consultant.id, week, found)
        db.commit()
    with database.writing() as db:
        assert not digest.deal_with(db, region.consultant.id, week, found)
    for _ in range(2):
        monday_digest(database)
    assert len(sent(database)) == 1
    fixed_now.advance(days=6)
    monday_digest(database)
    assert len(sent(database)) == 1
    fixed_now.advance(days=1)
    monday_digest(database)
    assert Counter(who for who, _body in sent(database)) == {region.consultant.user.subject_id: 2}
    with database.reading() as db:
        assert len(db.exec(select(MondayDigest)).all()) == 8
    fixed_now.advance(days=70)
    monday_digest(database)
    with database.reading() as db:
        assert len(db.exec(select(MondayDigest)).all()) == 4


def test_a_missed_monday_is_caught_up_once(
    database: Database, region: Region, fixed_now: FixedNow
) -> None:
    look(database)
    _work_off(database)
    fixed_now.advance(days=10)  # nobody looked on Monday; it is Thursday
    for _ in range(3):
        look(database)
        _work_off(database)
        fixed_now.advance(hours=20)
    assert len(sent(database)) == 2


def _work_off(database: Database) -> None:
    with database.reading() as db:
        waiting = select(Job.id).where(Job.name == "desk.monday_digest")
        ids = db.exec(waiting).all()
    for job_id in ids:
        run_job(database, Event(), job_id)


def test_two_workers_at_once_send_it_once(database: Database, region: Region) -> None:
    together = Barrier(2)

    def work() -> None:
        together.wait()
        monday_digest(database)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [who for who, _body in sent(database)] == [region.consultant.user.subject_id]


def test_who_was_turned_down_is_called_by_name_on_the_page_only(
    sqlite_database: Database, app: Flask
) -> None:
    with sqlite_database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        ready_mentor(db, consultant)
        mentee = waiting_mentee(db, consultant, first_name="Canarina")
        db.commit()
    asked(sqlite_database, mentee.id, consultant)
    with sqlite_database.writing() as db:
        no = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.NO_REASON)
        services.answer(db, db.exec(select(Match)).one(), no, AnsweredBy.PAGE)
        db.commit()
    monday_digest(sqlite_database)
    ((_who, body),) = sent(sqlite_database)
    assert "1 jongere wacht weer" in body
    assert "Canarina" not in body
    client = app.test_client()
    sign_in_as(client, sqlite_database, consultant.user)
    assert "Canarina wacht weer" in client.get("/today").text


def test_who_does_not_want_it_says_so_on_the_page_of_the_account(
    sqlite_database: Database, app: Flask
) -> None:
    with sqlite_database.writing() as db:
        consultant, trainer = (make_person(db, role) for role in (Role.MENTOR_CONSULTANT, None))
        send(db, make_referrer(db))
        db.commit()

    def choose(who: Person, **told: str) -> bool:
        client = app.test_client()
        sign_in_as(client, sqlite_database, who.user)
        page = "/account/details"
        offered = "gets_digest" in client.get(page).text
        data = {"csrf_token": csrf(client, page), "name": "Fenna", "language": "nl", **told}
        assert client.post(page, data=data).status_code == 303
        return offered

    assert not choose(trainer)
    assert choose(consultant)
    monday_digest(sqlite_database)
    assert sent(sqlite_database) == []
    assert choose(consultant, gets_digest="y")
    monday_digest(sqlite_database)
    assert len(sent(sqlite_database)) == 1
    with sqlite_database.reading() as db:
        assert db.get_one(User, trainer.id).gets_digest
