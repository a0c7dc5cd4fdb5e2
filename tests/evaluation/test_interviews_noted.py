"""What a consultant notes about passing on an invitation: once, by one, and taken back again."""

import threading
from uuid import uuid4

import pytest
from sqlmodel import col, select

from mentorship.evaluation.interviews import passing, queries, rules, services
from mentorship.evaluation.interviews.models import (
    InterviewAsking,
    InterviewInvitation,
    Outcome,
)
from mentorship.evaluation.rules import SentWithOtherWords
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person
from tests.evaluation.inviting import (
    approved,
    asked_by,
    bundle,
    consultant,
    left_for,
    note,
    people_around,
    written,
    young_person,
)
from tests.evaluation.world import Office
from tests.factories import FixedNow
from tests.referrals.senders import acting


@pytest.fixture
def around(database: Database) -> Office:
    return people_around(database)


def test_who_said_no_to_being_asked_is_asked_by_nobody_any_more(
    database: Database, around: Office
) -> None:
    first, second = approved(database, around), approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        mentee_id = young_person(db, by).id
        db.commit()
    note(database, first, mentee_id, by, Outcome.NO_CONSENT)
    with database.reading() as db:
        assert asked_by(db, by, first) == asked_by(db, by, second) == []
        acts = [
            one.action
            for one in db.exec(select(AuditEvent).order_by(AuditEvent.seq))
            if "cons" in one.action
        ]
        assert acts[-1] == "consent.withdrawn"


def test_who_was_not_reached_is_tried_again_after_a_week(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        first, second = (young_person(db, by, name=name).id for name in ("Yusra", "Noor"))
        db.commit()
    note(database, invitation_id, first, by, Outcome.NOT_REACHED)
    note(database, invitation_id, second, by, Outcome.HARD_TIME)
    for days, left in ((6, 0), (1, 1)):
        fixed_now.advance(days=days)
        with database.reading() as db:
            row = db.get_one(InterviewInvitation, invitation_id)
            found = queries.people(db, acting(db, by), row, 1).rows
            assert left_for(db, by) == left
            assert [one.is_tried_again for one in found if one.name == "Noor"] == [False]
            assert [one.is_tried_again for one in found if one.name == "Yusra"] == [bool(left)]
    assert found[0].name == "Yusra"  # whoever is still to be asked stands first
    with database.writing() as db:
        tried = col(InterviewAsking.mentee_id) == first
        passing.take_back(db, db.exec(select(InterviewAsking).where(tried)).one())
        db.commit()
    note(database, invitation_id, first, by, Outcome.NOT_REACHED)
    with database.reading() as db:
        assert left_for(db, by) == 0  # a week from this one


def test_who_was_asked_is_not_counted_again_and_a_slip_is_taken_back(
    database: Database, around: Office
) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        mentee_id = young_person(db, by).id
        db.commit()
    note(database, invitation_id, mentee_id, by, Outcome.HARD_TIME)
    with database.writing() as db:
        assert left_for(db, by) == 0
        passing.take_back(db, db.exec(select(InterviewAsking)).one())
        assert left_for(db, by) == 1
        db.commit()
    note(database, invitation_id, mentee_id, by)
    with database.reading() as db:
        asking = db.exec(select(InterviewAsking)).one()
        events = [
            (one.action, one.details)
            for one in db.exec(select(AuditEvent).order_by(col(AuditEvent.seq)))
            if one.action.startswith("interview.")
        ]
    assert (asking.outcome, asking.noted_by) == (Outcome.PASSED_ON, by.id)
    assert [action for action, _ in events] == [
        "interview.not_passed_on", "interview.taken_back", "interview.passed_on",
    ]  # fmt: skip
    assert not any("hard" in details for _, details in events)  # the trail outlives an erasure


def test_of_two_colleagues_at_once_one_is_told(database: Database, around: Office) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        both = [consultant(db), consultant(db)]
        mentee_id = young_person(db, both[0]).id
        db.commit()
    start, outcomes = threading.Barrier(2), list[str]()

    def pass_on(by: Person) -> None:
        start.wait()
        try:
            note(database, invitation_id, mentee_id, by)
            outcomes.append("noted")
        except rules.NotedBefore:
            outcomes.append("late")

    threads = [threading.Thread(target=pass_on, args=(one,)) for one in both]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["late", "noted"]


def test_a_sending_counts_once(database: Database, around: Office) -> None:
    bundle_id, key = bundle(database, around), uuid4()
    assert written(database, bundle_id, around.evaluator, key) == key
    assert written(database, bundle_id, around.evaluator, key) == key
    with pytest.raises(SentWithOtherWords):
        written(database, bundle_id, around.evaluator, key, words=queries.Words("Iemand anders"))
    with database.writing(actor=None) as db:
        assert len(db.exec(select(InterviewInvitation)).all()) == 1
        row = db.get_one(InterviewInvitation, key)
        services.approve(db, row, around.coordinator.id, seen=row.version)
        by = consultant(db)
        mentee_id = young_person(db, by).id
        db.commit()
    sending = uuid4()
    for _ in range(2):
        note(database, key, mentee_id, by, key=sending)
    with database.reading() as db:
        assert len(db.exec(select(InterviewAsking)).all()) == 1
