"""The pairs of the invented region: how they meet, who supports them, who worries."""

from datetime import timedelta

from sqlmodel import col, select

from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import Days, Phase, phase_of
from mentorship.accounts.roles import Role
from mentorship.evaluation import models as bundles
from mentorship.evaluation import questions
from mentorship.evaluation.recommendations.models import Recommendation, RecommendationStatus
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Database
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.queries import mentor_of_user
from mentorship.referrals.mentees import models as mentees
from mentorship.trajectories.concerns import models as concerns
from mentorship.trajectories.contacts.models import (
    ContactHow,
    ContactSide,
    ContactTopic,
    SupportContact,
)
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.models import RUNNING, Trajectory
from mentorship.trajectories.queries import in_phase
from mentorship.trajectories.reviews import models as reviews
from mentorship.trajectories.reviews.check_ins.models import (
    AnsweredHow,
    CallAsked,
    CheckIn,
    MentorSheet,
)
from mentorship.trajectories.reviews.check_ins.queries import asked_of_mentor
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from mentorship.trajectories.standards.models import ChecklistAnswer
from mentorship.trajectories.worklist import work_in
from tests.demo.region import account, assert_all, today


def test_pairs_meet_in_every_way_and_log_late_and_put_right(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, SessionLog, "kind", SessionKind)
        logs = db.exec(select(SessionLog)).all()
        notes = vault.scan(db, logs, "note", purpose=Purpose.GUIDANCE)
    delays = {(day_of(one.logged_at) - one.held_on).days for one in logs}
    assert 0 in delays
    assert max(delays) >= 7
    assert any(one.corrects_id for one in logs)
    assert {one.expense_cents is None for one in logs} == {True, False}
    assert {one.kilometres is None for one in logs} == {True, False}
    assert max(map(len, notes.values())) < 120


def test_support_and_reviews_are_told_in_every_way(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, SupportContact, "side", ContactSide)
        assert_all(db, SupportContact, "is_reached", (True, False))
        assert_all(db, SupportContact, "how", ContactHow)
        assert_all(db, SupportContact, "topics_covered", (0, 3, len(ContactTopic)))
        assert_all(db, reviews.Review, "wave", reviews.REVIEWED)
        assert_all(db, reviews.Review, "decision", reviews.ReviewDecision)
        corrected = db.exec(select(SupportContact.corrects_id)).all()
        levels = db.exec(select(reviews.GoalLevel)).all()
        told = vault.scan(db, levels, "level", purpose=Purpose.GUIDANCE)
    assert any(corrected)
    assert {"0", "1", "2"} <= set(told.values())


def test_each_house_has_every_line_of_guidance(filled: Database) -> None:
    """Late, and beside it pairs with which nothing is the matter."""
    wanted = {
        DueKind.MISSED_TWO, DueKind.MISSED_THREE, DueKind.LOG, DueKind.CONTACT_MENTEE,
        DueKind.CONTACT_MENTOR, DueKind.REVIEW, DueKind.CALL,
    }  # fmt: skip
    found = set()
    with filled.reading() as db:
        for house in ("NHN", "KEN", "ZW"):
            living = select(mentees.Mentee.id).where(col(mentees.Mentee.house_code) == house)
            there = select(Trajectory).where(col(Trajectory.mentee_id).in_(living))
            work = [one for one in work_in(db, there) if one.is_late(today(filled))]
            running = db.exec(there.where(in_phase(RUNNING))).all()
            followed = {one.trajectory.id for one in work if one.due.kind in wanted}
            found |= {one.due.kind for one in work}
            assert wanted <= {one.due.kind for one in work}, house
            assert any(one.id not in followed for one in running), house
    assert DueKind.CONTACT_GUARDIAN in found


def test_some_answered_some_did_not_and_one_hardly_feels_safe(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, CheckIn, "how", (None, *AnsweredHow))
        assert_all(db, CheckIn, "wave", (None, reviews.Wave.START, *reviews.REVIEWED))
        assert db.exec(select(CallAsked)).all()
        assert db.exec(select(MentorSheet)).all()
        mentor = mentor_of_user(db, account(db, Role.MENTOR, "Noord-Holland Noord").id)
        assert mentor is not None
        assert asked_of_mentor(db, mentor, today(filled))


def test_one_bundle_was_downloaded_and_one_waits_for_the_second_person(filled: Database) -> None:
    with filled.reading() as db:
        told = {one.status: one for one in db.exec(select(bundles.EvaluationBundle))}
        downloads = db.exec(select(bundles.BundleDownload.bundle_id)).all()
        tables = db.exec(select(bundles.ReleasedTable.rows)).all()
        released = told[bundles.BundleStatus.RELEASED]
        for_the_evaluator = account(db, Role.EVALUATOR).id
        for_the_municipality = account(db, Role.MUNICIPAL_EXPERT).id
        answers = db.exec(select(ChecklistAnswer.is_yes)).all()
    assert set(told) == {bundles.BundleStatus.RELEASED, bundles.BundleStatus.SPECIFIED}
    assert downloads == [released.id]
    assert released.recipient_id == for_the_evaluator
    assert told[bundles.BundleStatus.SPECIFIED].recipient_id == for_the_municipality
    rows = [len(table) for table in tables]
    assert max(rows) > 1  # there is something to look at
    assert min(rows) == 1  # and of the others only how many there are, with the reason
    assert set(answers) == {True, False}


def test_one_question_is_answered_and_one_waits_and_recommendations_have_owners(
    filled: Database,
) -> None:
    with filled.reading() as db:
        coordinator = account(db, Role.COORDINATOR)
        asked = questions.all_of_them(db, 1).rows
        waiting = questions.unanswered(db, coordinator.id)
        found = db.exec(select(Recommendation)).all()
        late = [one for one in found if one.act_by < today(filled)]
    assert [len(one.answers) for one in asked] == [0, 1]
    assert waiting == [asked[0].id]
    assert len(found) == 2
    assert {one.bundle_id is None for one in found} == {True, False}
    assert {one.status for one in found} == {
        RecommendationStatus.OPEN, RecommendationStatus.TAKEN_UP,
    }  # fmt: skip
    assert [one.owner_id for one in late] == [coordinator.id]


def test_worries_wait_are_told_on_held_and_closed(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, concerns.Concern, "status", concerns.ConcernStatus)
        assert_all(db, concerns.Concern, "is_now", (True, False))
        assert_all(db, concerns.ConcernAct, "level", (None, concerns.Level.HOUSE))
        told = db.exec(select(concerns.Concern)).all()
    unseen = [one for one in told if one.is_unseen]
    newest = max(one.raised_at for one in unseen)
    assert filled.clock() - newest < timedelta(minutes=10)
    assert {one.level for one in unseen} == {concerns.Level.CONSULTANT, concerns.Level.COORDINATOR}
    looked = {one.second_looked_at is None for one in told if one.second_id is not None}
    assert looked == {True, False}


def test_colleagues_stood_in_stand_in_and_will(filled: Database) -> None:
    day = today(filled)
    with filled.reading() as db:
        covers = db.exec(select(Cover)).all()
    phases = {phase_of(Days(one.from_on, one.until_on), day, is_ended=False) for one in covers}
    assert phases == set(Phase)
