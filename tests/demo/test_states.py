"""The invented region is complete: every state, gate and outcome, every position of a clock."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.drafts import Draft
from mentorship.foundation.subjects import Purpose
from mentorship.matching import models as matching
from mentorship.matching.matches.queries import awaits_choice, with_answers
from mentorship.matching.rounds import models as rounds
from mentorship.mentors import models as mentors
from mentorship.mentors.queries import readiness_of_all, ready_on
from mentorship.mentors.rules import BlockKind, Ending, Gate, Readiness, Stage
from mentorship.referrals import queries
from mentorship.referrals.mentees import intake_models as intake
from mentorship.referrals.mentees import models as mentees
from mentorship.referrals.mentees import rules as courses
from mentorship.referrals.mentees.queries import facts_of, waiting_on
from mentorship.referrals.models import Referral, ReferralStatus, TriageOutcome
from mentorship.referrals.terms import Urgency
from mentorship.training import models as training
from mentorship.training.queries import attendance_of
from tests.accounts.people import Person
from tests.demo.region import account, assert_all, today
from tests.referrals.senders import acting


def test_every_state_of_a_referral_is_there(filled: Database) -> None:
    with filled.reading() as db:
        referrals = db.exec(select(Referral)).all()
        outcomes = {step.outcome for found in referrals for step in queries.steps_of(db, found)}
        drafts = db.exec(select(Draft)).all()
    assert {referral.status for referral in referrals} == set(ReferralStatus)
    assert outcomes == set(TriageOutcome)
    assert len(drafts) == 1


def test_a_consultant_finds_referrals_that_are_late_and_in_time(filled: Database) -> None:
    with filled.reading() as db:
        counts = queries.count_by_urgency(db, acting(db, consultant(db, "Noord-Holland Noord")))
    assert counts[Urgency.OVERDUE]
    assert counts[Urgency.LATER]


def test_mentors_stand_at_every_gate_and_behind_every_block(filled: Database) -> None:
    standings = readiness(filled)
    assert {standing.stage for standing in standings} == set(Stage)
    assert {gate for standing in standings for gate in standing.missing} == set(Gate)
    assert {block.kind for standing in standings for block in standing.blocks} == set(BlockKind)
    soon = today(filled) + timedelta(days=31)
    endings = {ending.kind for ending in endings_of(standings) if ending.last_day <= soon}
    assert {BlockKind.VOG_STALE, BlockKind.TRAINING_EXPIRED} <= endings
    assert sum(standing.is_ready for standing in standings) >= 12


def test_mentors_were_asked_about_told_of_and_left_in_every_way(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, mentors.Mentor, "status", mentors.MentorStatus)
        assert_all(db, mentors.Interview, "outcome", mentors.TalkOutcome)
        assert_all(db, mentors.MentorReference, "outcome", mentors.ReferenceOutcome)
        asked = db.exec(select(mentors.MentorReference)).all()
        trust = vault.scan(db, asked, "trust", purpose=Purpose.SCREENING)
        seats = Counter(db.exec(select(mentors.MentorSeat.mentor_id)))
    waiting = [reference for reference in asked if reference.is_waiting]
    assert {reference.due_on < today(filled) for reference in waiting} == {True, False}
    assert any(one.answered_at and one.noted_by is None for one in asked)  # by the link
    assert any(one.answered_at and one.outcome is None for one in asked)  # to be judged
    assert {"yes", "doubt"} <= set(trust.values())
    assert {1, 2, 3} <= set(seats.values())


def test_courses_are_at_every_stage_and_step_late_and_in_time(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, mentees.Mentee, "stage", mentees.Stage)
        assert_all(db, mentees.Mentee, "authority", mentees.Authority)
        assert_all(db, mentees.Mentee, "priority", (1, 2, 3))
        found = db.exec(select(mentees.Mentee)).all()
        steps = [courses.next_step(facts) for facts in facts_of(db, found).values()]
    assert any(mentee.authority is None for mentee in found)
    day = today(filled)
    clocks = {(step.kind, day > step.due) for step in steps if step and step.due}
    assert {kind for kind, _ in clocks} == set(courses.StepKind)
    for kind in ("notice", "talk", "profile", "consent", "match"):
        assert {(kind, True), (kind, False)} <= clocks


def test_intakes_and_consents_ended_in_every_way(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, intake.IntakeTalk, "talked_with", intake.TalkWith)
        assert_all(db, intake.IntakeDecision, "outcome", intake.IntakeOutcome)
        assert_all(db, intake.Consent, "purpose", intake.ConsentPurpose)
        assert_all(db, intake.Consent, "given_by", intake.GivenBy)
        assert_all(db, intake.Consent, "how", intake.How)
        assert_all(db, mentees.MenteeStop, "wanted_by", mentees.StoppedBy)
        answers = db.exec(select(intake.Consent)).all()
        moved = db.exec(select(mentees.HouseTransfer)).all()
        taken_over = [db.get_one(mentees.Mentee, move.mentee_id).consultant_id for move in moved]
        steps = facts_of(db, db.exec(select(mentees.Mentee)).all()).values()
    assert {answer.is_agreed for answer in answers} == {True, False}
    withdrawn = {answer.purpose for answer in answers if answer.ended_how is intake.How.SAID}
    assert {intake.ConsentPurpose.PARTICIPATION, intake.ConsentPurpose.EVALUATION} <= withdrawn
    assert {key is None for key in taken_over} == {True, False}
    missing = {who for facts in steps for step in courses.steps_of(facts) for who in step.missing}
    assert missing == set(intake.GivenBy)


def test_training_is_at_every_stage(filled: Database) -> None:
    with filled.reading() as db:
        assert_all(db, training.Cohort, "status", training.CohortStatus)
        assert_all(db, training.CohortPlace, "status", training.PlaceStatus)
        assert_all(db, training.TrainingMeeting, "kind", training.MeetingKind)
        assert_all(db, training.Attendance, "presence", training.Presence)
        assert_all(db, training.Assessment, "outcome", training.AssessmentOutcome)
        meetings = db.exec(select(training.TrainingMeeting)).all()
        marked = {key for key, _ in attendance_of(db, [meeting.id for meeting in meetings])}
        signed_up = db.exec(select(training.MeetingSignUp.meeting_id)).all()
    held = [one for one in meetings if one.ends_at < filled.clock() and not one.is_cancelled]
    coming = [one for one in meetings if one.starts_at > filled.clock()]
    open_lists = [one for one in held if one.id not in marked]
    assert {one.cohort_id is None for one in open_lists} == {True, False}
    assert any(one.is_cancelled for one in coming)
    assert any(one.sequence and not one.is_cancelled for one in coming)  # moved
    assert {one.id for one in coming} & set(signed_up)


def test_rounds_proposals_and_matches_ended_in_every_way(filled: Database) -> None:
    with filled.reading() as db:
        over = set(rounds.RoundStatus) - {
            rounds.RoundStatus.WAITING, rounds.RoundStatus.SOLVING,
        }  # fmt: skip
        assert_all(db, rounds.MatchRound, "status", over)
        assert_all(db, matching.ProposalDecision, "outcome", matching.DecisionOutcome)
        assert_all(db, matching.Match, "status", matching.MatchStatus)
        assert_all(db, matching.MatchAnswer, "refusal", matching.Refusal)
        assert_all(db, matching.MatchAnswer, "answered_by", matching.AnsweredBy)
        assert_all(db, matching.PairRule, "kind", matching.RuleKind)
        done = rounds.RoundStatus.DONE
        scopes = db.exec(
            select(rounds.MatchRound.scope).where(col(rounds.MatchRound.status) == done)
        ).all()
        standing = db.exec(select(matching.PairRule.ended_at)).all()
        versions = db.exec(select(matching.MatchingSettings)).all()
        asked = select(matching.Match).where(
            col(matching.Match.status) == matching.MatchStatus.ASKED
        )
        awaited = {one.awaits for one in with_answers(db, db.exec(asked).all())}
        unmatched = db.exec(select(rounds.Unmatched.reason)).all()
    assert set(scopes) == {"NHN", "KEN", "ZW", "region"}
    assert {ended is None for ended in standing} == {True, False}
    assert len(versions) == 2
    assert awaited == set(matching.Side)
    assert {"blocked", "others_served"} <= set(unmatched)


def test_the_mentor_of_one_young_person_stopped_and_nobody_chose_yet_what_comes_next(
    filled: Database,
) -> None:
    with filled.reading() as db:
        left = db.exec(select(matching.Match).where(awaits_choice())).all()
        statuses = [db.get_one(mentors.Mentor, match.mentor_id).status for match in left]
    assert statuses == [mentors.MentorStatus.STOPPED]


def test_each_house_has_running_matches_and_something_to_decide(filled: Database) -> None:
    with filled.reading() as db:
        decided = set(db.exec(select(matching.ProposalDecision.proposal_id)))
        proposals = db.exec(select(rounds.Proposal)).all()
        waiting = {one.id for one in waiting_on(db, today(filled))}
        running = db.exec(
            select(matching.Match).where(col(matching.Match.status) == matching.MatchStatus.ACTIVE)
        ).all()
    to_decide = [one for one in proposals if one.id not in decided]
    assert {one.house_code for one in to_decide} == {"NHN", "KEN", "ZW"}
    assert {one.mentee_id for one in to_decide} <= waiting
    assert Counter(match.house_code for match in running).keys() == {"NHN", "KEN", "ZW"}
    assert len(running) >= 12


def readiness(database: Database) -> list[Readiness]:
    with database.reading() as db:
        everybody = select(mentors.Mentor).where(
            col(mentors.Mentor.status) == mentors.MentorStatus.OPEN
        )
        found = list(readiness_of_all(db, everybody, today(database)).values())
        ready = [one for one in ready_on(db, today(database)) if one.is_ready]
    assert len(ready) == sum(one.is_ready for one in found)
    return found


def endings_of(standings: Iterable[Readiness]) -> Iterable[Ending]:
    return [ending for standing in standings for ending in standing.endings]


def consultant(db: Db, place: str) -> Person:
    return Person(account(db, Role.MENTOR_CONSULTANT, place), "", "")
