"""Invitations to a talk: who may be asked, by whom, and that nobody tells who was asked."""

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.grants import grant_role
from mentorship.accounts.roles import Role
from mentorship.evaluation.interviews import passing, policy, queries, rules, services
from mentorship.evaluation.interviews.models import (
    InterviewAsking,
    InterviewInvitation,
    InvitationStatus,
    Outcome,
)
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.rules import SentWithOtherWords
from mentorship.foundation import erasure
from mentorship.foundation.calendar import today
from mentorship.foundation.db import ChangedMeanwhile, Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.privacy.retention import invitations as retention
from mentorship.privacy.retention.models import HoldReason, LegalHold, RetentionKind
from mentorship.referrals.mentees.consents import give_consent, withdraw_consent
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Authority, Mentee
from tests.accounts.people import Person, make_person
from tests.evaluation.inviting import (
    LAST_DAY,
    WANTED,
    approved,
    bundle,
    consultant,
    note,
    people_around,
    written,
    young_person,
)
from tests.evaluation.world import Office
from tests.factories import FixedNow
from tests.referrals.courses import answer_of, guard
from tests.referrals.senders import acting

AUTUMN_DAY = date(2025, 9, 8)
INTERVIEWS = ConsentPurpose.INTERVIEWS


@pytest.fixture
def around(database: Database) -> Office:
    return people_around(database)


def asked_by(db: Db, who: Person, invitation_id: UUID) -> Sequence[str]:
    """The names of whom this consultant may ask with it; none where they don't see it at all."""
    actor = acting(db, who)
    row = queries.find(db, policy.passed_on_by(actor, today(db)), invitation_id)
    return [] if row is None else sorted(
        one.name for one in queries.people(db, actor, row, 1).rows
    )  # fmt: skip


def left_for(db: Db, who: Person) -> int:
    return sum(queries.left_to_ask(db, acting(db, who)).values())


def test_only_own_young_people_of_these_half_years_who_agree(
    database: Database, around: Office
) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        here, there = consultant(db), consultant(db, "NHN")
        young_person(db, here, name="Yusra")
        young_person(db, here, name="Noor", on=AUTUMN_DAY)
        young_person(db, here, name="Dani", agrees=False)
        young_person(db, there, "NHN", name="Sven")
        assert asked_by(db, here, invitation_id) == ["Yusra"]
        assert asked_by(db, there, invitation_id) == ["Sven"]
        for role in (Role.COORDINATOR, Role.EVALUATOR, Role.MENTOR, Role.PRIVACY_OFFICER, None):
            assert asked_by(db, make_person(db, role), invitation_id) == []
        assert (left_for(db, here), left_for(db, there)) == (1, 1)


def test_a_guardian_who_has_to_agree_agrees_too(database: Database, around: Office) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        mentee = young_person(db, by)
        guard(db, mentee, Authority.ONE_PARENT)
        assert asked_by(db, by, invitation_id) == []
        parent = answer_of(by, GivenBy.GUARDIAN)
        give_consent(db, mentee, parent, {INTERVIEWS: True})
        assert asked_by(db, by, invitation_id) == ["Yusra"]
        withdraw_consent(db, mentee, INTERVIEWS, GivenBy.GUARDIAN)
        assert asked_by(db, by, invitation_id) == []


def test_who_covers_for_a_colleague_asks_in_their_place(database: Database, around: Office) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        absent, deputy = consultant(db), consultant(db, "NHN")
        young_person(db, absent)
        assert asked_by(db, deputy, invitation_id) == []
        cover.arrange(db, absent.id, deputy.id, Days(today(db), LAST_DAY), by=absent.id)
        assert asked_by(db, deputy, invitation_id) == ["Yusra"]
        assert asked_by(db, absent, invitation_id) == ["Yusra"]


def test_an_evaluator_never_sees_who_may_be_asked_whatever_else_they_are(
    database: Database, around: Office
) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        young_person(db, consultant(db))
        grant_role(db, around.evaluator.user, Role.MENTOR_CONSULTANT, "KEN", None)
        assert asked_by(db, around.evaluator, invitation_id) == []
        assert left_for(db, around.evaluator) == 0


def test_it_is_off_the_pages_when_closed_over_or_its_bundle_is(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        young_person(db, by)
        db.commit()
    with database.writing() as db:
        bundle_row = db.exec(select(EvaluationBundle)).one()
        for ends in ("destroyed", "disabled", "closed"):
            nested = db.begin_nested()
            assert asked_by(db, by, invitation_id) == ["Yusra"]
            if ends == "destroyed":
                bundle_row.expires_on, bundle_row.destroyed_at = today(db), fixed_now.moment
                bundle_row.status = type(bundle_row.status).EXPIRED
            elif ends == "disabled":
                user = db.get_one(type(around.evaluator.user), around.evaluator.id)
                user.disabled_at = fixed_now.moment
            else:
                services.close(db, db.get_one(InterviewInvitation, invitation_id))
            db.flush()
            assert asked_by(db, by, invitation_id) == [], ends
            nested.rollback()
            db.expire_all()
    fixed_now.moment = datetime(2026, 6, 1, 12, tzinfo=UTC)
    with database.reading() as db:
        assert asked_by(db, by, invitation_id) == ["Yusra"]  # the last day is one of them
    fixed_now.moment = datetime(2026, 6, 2, 12, tzinfo=UTC)
    with database.reading() as db:
        assert asked_by(db, by, invitation_id) == []
        row = db.get_one(InterviewInvitation, invitation_id)
        assert queries.standings(db, [row])[row.id] == rules.Standing(rules.State.CLOSED, LAST_DAY)


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


def test_only_what_was_read_is_approved_and_by_somebody_else(
    database: Database, around: Office
) -> None:
    invitation_id = written(database, bundle(database, around), around.evaluator)
    with database.writing(actor=None) as db:
        row = db.get_one(InterviewInvitation, invitation_id)
        seen, of = row.version, db.get_one(EvaluationBundle, row.bundle_id)
        with pytest.raises(rules.NobodyApprovesTheirOwn):
            services.approve(db, row, around.evaluator.id, seen=seen)
        services.change(db, row, of, WANTED, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            services.approve(db, row, around.coordinator.id, seen=seen)
        with pytest.raises(rules.ReasonMissing):
            services.send_back(db, row, "", around.coordinator.id, seen=row.version)
        services.send_back(db, row, "Korter.", around.coordinator.id, seen=row.version)
        with pytest.raises(rules.NotWaiting):
            services.approve(db, row, around.coordinator.id, seen=row.version)
        services.change(db, row, of, WANTED, seen=row.version)
        services.approve(db, row, around.coordinator.id, seen=row.version)
        with pytest.raises(rules.NotWaiting):
            services.change(db, row, of, WANTED, seen=row.version)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"cohorts": []}, rules.NoHalfYear),
        ({"cohorts": ["2024-1"]}, rules.NoHalfYear),
        ({"open_until": date(2026, 3, 2)}, rules.LastDayPassed),
        ({"open_until": date(2027, 1, 1)}, rules.LastDayTooLate),
    ],
)
def test_half_years_and_last_day_are_those_of_the_bundle(
    sqlite_database: Database, changed: dict[str, object], refused: type[Exception]
) -> None:
    around = people_around(sqlite_database)
    with pytest.raises(refused):
        written(sqlite_database, bundle(sqlite_database, around), around.evaluator, **changed)


def test_a_half_year_that_is_sent_twice_stands_once(sqlite_database: Database) -> None:
    around, key = people_around(sqlite_database), uuid4()
    bundle_id, twice = bundle(sqlite_database, around), ["2025-2", "2025-1", "2025-2"]
    for _ in range(2):
        written(sqlite_database, bundle_id, around.evaluator, key, cohorts=twice)
    with sqlite_database.reading() as db:
        row = db.exec(select(InterviewInvitation)).one()
        assert row.cohorts == ["2025-1", "2025-2"]


def test_erasing_a_young_person_erases_that_they_were_asked(
    database: Database, around: Office
) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        mentee = young_person(db, by)
        mentee_id, subject_id = mentee.id, mentee.subject_id
        db.commit()
    note(database, invitation_id, mentee_id, by)
    erasure.erase(database, subject_id)
    with database.reading() as db:
        assert db.exec(select(InterviewAsking)).all() == []
        assert db.get(Mentee, mentee_id) is None
        assert db.get(InterviewInvitation, invitation_id) is not None


def test_long_over_it_goes_with_all_that_was_noted_unless_somebody_is_held(
    database: Database, around: Office, fixed_now: FixedNow
) -> None:
    invitation_id = approved(database, around)
    with database.writing() as db:
        by = consultant(db)
        mentee = young_person(db, by)
        mentee_id, subject_id = mentee.id, mentee.subject_id
        db.commit()
    note(database, invitation_id, mentee_id, by)
    fixed_now.moment = datetime(2026, 12, 1, 12, tzinfo=UTC)  # six months: not yet
    with database.writing() as db:
        assert retention.to_forget(db, today(db)) == []
        held = LegalHold(
            subject_id=subject_id, kind=RetentionKind.TRAJECTORY, reason=HoldReason.COMPLAINT,
            until=date(2027, 1, 1), set_by=around.officer.id, set_at=fixed_now.moment,
        )  # fmt: skip
        db.add(held)
        db.commit()
    fixed_now.moment = datetime(2026, 12, 2, 12, tzinfo=UTC)
    with database.writing() as db:
        assert retention.to_forget(db, today(db)) == []
        kept = db.exec(select(LegalHold)).one()
        kept.lifted_at, kept.lifted_by = fixed_now.moment, around.officer.id
        db.commit()
    with database.writing() as db:
        assert retention.to_forget(db, today(db)) == [invitation_id]
        retention.forget(db, invitation_id, today(db))
        db.commit()
        assert db.exec(select(InterviewAsking)).all() == []
        assert db.exec(select(InterviewInvitation)).all() == []


def test_the_database_itself_holds_the_rules(database: Database, around: Office) -> None:
    invitation_id = written(database, bundle(database, around), around.evaluator)
    for wrong in (
        {"status": InvitationStatus.APPROVED},
        {"status": InvitationStatus.SENT_BACK},
        {"status": InvitationStatus.CLOSED},
        {"decided_by": around.evaluator.id},
    ):
        with database.writing() as db:
            row = db.get_one(InterviewInvitation, invitation_id)
            for name, value in wrong.items():
                setattr(row, name, value)
            with pytest.raises(IntegrityError):
                db.flush()
