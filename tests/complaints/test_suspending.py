"""Contact that stops at once: matching, questions and pairs, and who is told what."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.complaints import people, queries, rules, services
from mentorship.complaints.models import About, Complaint, Outcome
from mentorship.complaints.services import Told
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.matching import services as matching
from mentorship.matching.matches.briefing import may_be_told
from mentorship.matching.models import DecisionOutcome, MatchStatus
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import readiness_of, ready_on
from mentorship.mentors.rules import BlockKind
from mentorship.referrals.mentees import queries as queries_of_mentees
from mentorship.trajectories import beginning
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories import rules as trajectory_rules
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.on_the_way import resume
from mentorship.trajectories.sessions import appointments
from tests.accounts.people import HOUSE, Person, make_person
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.matching.test_decisions import at_once
from tests.trajectories.pairs import at, matched, planned, started


def about(db: Db, mentor: Mentor, by: Person) -> Complaint:
    """Taken on by this confidant and linked to this mentor."""
    complaint = services.tell(db, Told(About.MENTOR, "", "Iets."), key=uuid4())
    services.take_on(db, complaint, by.id)
    person = people.get(db, f"mentor:{mentor.id}")
    assert person is not None
    services.link(db, complaint, person, by.id)
    return complaint


def ready(db: Db) -> list[UUID]:
    return [one.id for one in ready_on(db, today(db)) if one.is_ready]


def told_to(db: Db, letter: str) -> set[object]:
    found = select(OutboxMail.subject_id).where(col(OutboxMail.letter) == letter)
    return set(db.exec(found))


def test_a_suspended_mentor_is_out_of_matching_and_the_pair_pauses_until_it_is_lifted(
    db: Db,
) -> None:
    follows, colleague = (make_person(db, Role.MENTOR_CONSULTANT) for _ in range(2))
    confidant, user = make_person(db, Role.CONFIDANT), make_person(db, Role.MENTOR)
    mentor = ready_mentor(db, follows, HOUSE, user=user)
    trajectory = started(db, follows, HOUSE, mentor=mentor)
    assert ready(db) == [mentor.id]
    complaint = about(db, mentor, confidant)
    for _double_click in range(2):
        services.suspend(db, complaint, confidant.id)
    assert ready(db) == []
    blocks = readiness_of(db, mentor, today(db)).blocks
    assert [block.kind for block in blocks] == [BlockKind.HELD]
    assert trajectories.standing_of(db, trajectory).is_paused
    assert not may_be_told(db, trajectories.match_of(db, trajectory))
    told = {follows.user.subject_id, colleague.user.subject_id}
    assert told_to(db, "complaints.not_available") == told  # never the mentor
    locked = trajectories.lock(db, select(Trajectory), trajectory.id)
    assert locked is not None
    with pytest.raises(trajectory_rules.MentorHeld):
        resume(db, locked, today(db))
    services.close(db, complaint, Outcome.RIGHT, "Brief.", confidant.id)
    assert ready(db) == []  # closing alone brings nobody back
    services.lift(db, complaint, confidant.id)
    assert ready(db) == [mentor.id]
    resume(db, locked, today(db))
    assert may_be_told(db, trajectories.match_of(db, trajectory))
    assert told_to(db, "complaints.available") == told


def test_only_who_has_it_suspends_and_only_a_mentor_who_is_linked(db: Db) -> None:
    confidant, other = (make_person(db, Role.CONFIDANT) for _ in range(2))
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    complaint = services.tell(db, Told(About.CONSULTANT, "", "Iets."), key=uuid4())
    services.take_on(db, complaint, confidant.id)
    with pytest.raises(rules.MentorMissing):
        services.suspend(db, complaint, confidant.id)
    person = people.get(db, f"consultant:{consultant.id}")
    assert person is not None
    services.link(db, complaint, person, confidant.id)
    with pytest.raises(rules.MentorMissing):
        services.suspend(db, complaint, confidant.id)
    with pytest.raises(rules.NotHolder):
        services.suspend(db, complaint, other.id)


def test_a_question_that_waits_for_the_mentor_ends(db: Db) -> None:
    by, confidant = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.CONFIDANT)
    mentor, mentee = ready_mentor(db, by), waiting_mentee(db, by)
    proposal = proposal_for(db, mentee, run_round(db, by))
    match = matching.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Dat past.", by.id)
    assert match is not None
    services.suspend(db, about(db, mentor, confidant), confidant.id)
    db.refresh(match)
    assert match.status is MatchStatus.WITHDRAWN
    assert queries_of_mentees.is_waiting(db, mentee.id)  # and keeps their place


def test_lifted_twice_the_consultants_hear_it_once_and_while_open_only_the_holder_lifts(
    db: Db,
) -> None:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    confidant, other = (make_person(db, Role.CONFIDANT) for _ in range(2))
    mentor = ready_mentor(db, consultant)
    complaint = about(db, mentor, confidant)
    services.suspend(db, complaint, confidant.id)
    with pytest.raises(rules.NotHolder):
        services.lift(db, complaint, other.id)
    services.close(db, complaint, Outcome.NOT_RIGHT, "Brief.", confidant.id)
    for _double_click in range(2):
        services.lift(db, complaint, other.id)
    assert ready(db) == [mentor.id]
    sent = select(OutboxMail).where(col(OutboxMail.letter) == "complaints.available")
    assert len(db.exec(sent).all()) == 1


def test_of_two_complaints_about_one_mentor_the_last_lifts_and_none_loses_its_mentor(
    db: Db,
) -> None:
    consultant, confidant = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.CONFIDANT)
    mentor = ready_mentor(db, consultant)
    first, second = (about(db, mentor, confidant) for _ in range(2))
    for complaint in (first, second):
        services.suspend(db, complaint, confidant.id)
    person = people.get(db, f"consultant:{consultant.id}")
    assert person is not None
    with pytest.raises(rules.ContactStopped):  # nobody would lift it from here any more
        services.link(db, first, person, confidant.id)
    assert not services.lift(db, first, confidant.id)
    assert ready(db) == []
    services.link(db, first, person, confidant.id)
    assert services.lift(db, second, confidant.id)
    assert ready(db) == [mentor.id]


def test_who_has_not_met_yet_does_not_meet_and_who_met_all_the_same_pauses(db: Db) -> None:
    by, confidant = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.CONFIDANT)
    mentor = ready_mentor(db, by, HOUSE, seats=2)
    coming, past = (matched(db, by, mentor=mentor) for _ in range(2))
    tomorrow = planned(db, by, coming, today(db) + timedelta(days=1))
    met = planned(db, by, past, today(db) - timedelta(days=1))
    services.suspend(db, about(db, mentor, confidant), confidant.id)
    assert trajectories.open_meeting(db, tomorrow) is None
    with pytest.raises(trajectory_rules.MentorHeld):
        planned(db, by, coming, today(db) + timedelta(days=2))
    beginning.note_held(db, met, is_staff_present=True, by=by.id)
    assert trajectories.standing_of(db, met).is_paused


def test_what_the_two_agreed_on_is_off_and_nothing_new_is_agreed(db: Db) -> None:
    by, confidant = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.CONFIDANT)
    mentor = ready_mentor(db, by)
    trajectory = started(db, by, HOUSE, mentor=mentor)
    agreed = at(today(db) + timedelta(days=3))
    appointments.set_next(db, trajectory, agreed, "", key=uuid4(), by=by.id)
    complaint = about(db, mentor, confidant)
    services.suspend(db, complaint, confidant.id)
    assert appointments.coming(db, [trajectory.id]) == {}
    with pytest.raises(trajectory_rules.MentorHeld):
        appointments.set_next(db, trajectory, agreed, "", key=uuid4(), by=by.id)
    services.lift(db, complaint, confidant.id)
    assert trajectory.id in appointments.coming(db, [trajectory.id])


def test_a_mentor_who_stopped_meanwhile_is_in_nobodys_way(db: Db) -> None:
    consultant, confidant = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.CONFIDANT)
    gone, mentor = (ready_mentor(db, consultant) for _ in range(2))
    complaint = about(db, gone, confidant)
    services.suspend(db, complaint, confidant.id)
    mentors.stop(db, gone, "Verhuisd.", consultant.id)
    person = people.get(db, f"mentor:{mentor.id}")
    assert person is not None
    services.link(db, complaint, person, confidant.id)
    services.suspend(db, complaint, confidant.id)
    assert ready(db) == []


def test_two_that_are_lifted_at_once_bring_the_mentor_back(database: Database) -> None:
    with database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        confidant = make_person(db, Role.CONFIDANT)
        mentor = ready_mentor(db, consultant)
        both = [about(db, mentor, confidant) for _ in range(2)]
        for complaint in both:
            services.suspend(db, complaint, confidant.id)
        db.commit()

    def lift(complaint: Complaint) -> bool:
        with database.writing() as db:
            is_lifted = services.lift(db, queries.locked(db, complaint), confidant.id)
            db.commit()
        return is_lifted

    lifted = at_once(*(lambda one=one: lift(one) for one in both))
    assert set(lifted) == {False, True}
    with database.reading() as db:
        assert ready(db) == [mentor.id]
