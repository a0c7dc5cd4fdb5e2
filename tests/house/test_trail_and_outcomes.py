"""The trail outlives an erasure, so it says what kind of act it was and never what came of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import services as matching
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Refusal, Side
from mentorship.mentors import services as mentors
from mentorship.mentors.models import ReferenceOutcome, TalkOutcome
from mentorship.mentors.queries import today
from mentorship.mentors.told import Signed, Talk
from mentorship.referrals import services as referrals
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.facts import Guardians
from mentorship.referrals.mentees.intake_models import ConsentPurpose, IntakeOutcome
from mentorship.referrals.mentees.models import Authority, StoppedBy
from mentorship.referrals.models import TriageOutcome
from mentorship.training import completing
from mentorship.training.facts import Finding
from mentorship.training.models import AssessmentOutcome, Presence
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.mentors import applicants
from tests.referrals.courses import accepted, answer_of, decided
from tests.referrals.senders import decide, make_referrer, send
from tests.training.cohorts import make_course, save

Act = Callable[[Db, Person], Any]


def talk(outcome: TalkOutcome) -> Act:
    def act(db: Db, by: Person) -> None:
        mentor = applicants.make_mentor(db)
        mentors.record_interview(db, mentor, Talk(today(db), outcome, ""), by.id)

    return act


def judged(outcome: ReferenceOutcome) -> Act:
    def act(db: Db, by: Person) -> None:
        mentor = applicants.make_mentor(db)
        asked = applicants.ask(db, mentor)
        mentors.note_answers(db, mentor, asked, applicants.ANSWERS, by.id)
        mentors.judge_reference(db, mentor, asked, outcome, "", by.id)

    return act


def signed(months: int, seats: int) -> Act:
    def act(db: Db, by: Person) -> None:
        mentor = applicants.make_mentor(db)
        mentors.record_agreement(db, mentor, Signed(today(db), months, 4, "2026-1"), by.id)
        mentors.set_capacity(db, mentor, seats)

    return act


def left(verb: Callable[..., None]) -> Act:
    return lambda db, by: verb(db, applicants.make_mentor(db), "", by.id)


def triaged(outcome: TriageOutcome) -> Act:
    return lambda db, by: decide(db, send(db, make_referrer(db)), outcome, by)


def intake(outcome: IntakeOutcome) -> Act:
    return lambda db, by: decided(db, accepted(db, make_referrer(db), by), by, outcome)


def consent(*, is_agreed: bool) -> Act:
    def act(db: Db, by: Person) -> None:
        mentee = accepted(db, make_referrer(db), by)
        answers = {ConsentPurpose.PARTICIPATION: is_agreed}
        referrals.give_consent(db, mentee, answer_of(by), answers)

    return act


def told(authority: Authority, priority: int, wanted_by: StoppedBy) -> Act:
    def act(db: Db, by: Person) -> None:
        mentee = accepted(db, make_referrer(db), by)
        verbs.set_guardians(db, mentee, Guardians(authority, "Samira", "06 00000000"))
        verbs.set_priority(db, mentee, priority, "", by=by.id)
        verbs.stop(db, mentee, wanted_by, "", by=by.id)

    return act


def chosen(outcome: DecisionOutcome) -> Act:
    """Of a choice the question to the mentor follows; that a question was asked is an act too."""

    def act(db: Db, by: Person) -> None:
        ready_mentor(db, by)
        mentee = waiting_mentee(db, by)
        proposal = proposal_for(db, mentee, run_round(db, by))
        matching.decide(db, proposal, mentee, outcome, "Dat past goed.", by.id)

    return act


def refused(side: Side) -> Act:
    def act(db: Db, by: Person) -> None:
        ready_mentor(db, by)
        mentee = waiting_mentee(db, by)
        proposal = proposal_for(db, mentee, run_round(db, by))
        match = matching.decide(
            db, proposal, mentee, DecisionOutcome.CHOOSE, "Dat past goed.", by.id
        )
        assert match is not None
        if side is Side.MENTEE:
            matching.answer(db, match, Reply(Side.MENTOR, is_yes=True), AnsweredBy.PAGE)
        no = Reply(side, is_yes=False, refusal=Refusal.NO_TIME)
        matching.answer(db, match, no, AnsweredBy.PAGE)

    return act


def assessed(outcome: AssessmentOutcome, presence: Presence) -> Act:
    def act(db: Db, by: Person) -> None:
        course = make_course(db, 1)
        save(db, course.meetings[0].id, {course.mentors[0].id: presence}, by)
        completing.assess(db, course.places[0].id, Finding(1, outcome), by.id)

    return act


PAIRS: dict[str, tuple[Act, Act]] = {
    "a talk": (talk(TalkOutcome.GO_ON), talk(TalkOutcome.NO)),
    "a reference": (judged(ReferenceOutcome.ACCEPTED), judged(ReferenceOutcome.NOT_ACCEPTED)),
    "an agreement": (signed(12, 1), signed(24, 3)),
    "an end": (left(mentors.decline), left(mentors.withdraw)),
    "a triage": (triaged(TriageOutcome.DECLINE), triaged(TriageOutcome.ADVISE_ELSEWHERE)),
    "an intake": (intake(IntakeOutcome.SUITABLE), intake(IntakeOutcome.NOT_SUITABLE)),
    "a consent": (consent(is_agreed=True), consent(is_agreed=False)),
    "a course": (
        told(Authority.ONE_PARENT, 1, StoppedBy.YOUNG_PERSON),
        told(Authority.BOTH_PARENTS, 3, StoppedBy.GUARDIAN),
    ),
    "a decision": (chosen(DecisionOutcome.WAIT), chosen(DecisionOutcome.WIDEN)),
    "an assessment": (
        assessed(AssessmentOutcome.PASSED, Presence.PRESENT),
        assessed(AssessmentOutcome.NOT_YET, Presence.ABSENT),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_two_outcomes_leave_the_same_trail(
    database: Database, fixed_now: FixedNow, name: str
) -> None:
    fixed_now.advance(days=10)  # after the first meeting of the course
    assert trail_of(database, PAIRS[name][0]) == trail_of(database, PAIRS[name][1])


def test_that_somebody_said_no_is_in_no_detail(database: Database) -> None:
    for side in Side:
        told = trail_of(database, refused(side))
        matching_acts = [(act, sorted(details)) for act, details in told if act[:6] == "match."]
        assert matching_acts[-2:] == [
            ("match.answered", ["house", "side"]),
            ("match.closed", ["house"]),
        ]


def trail_of(database: Database, act: Act) -> list[tuple[str, dict[str, Any]]]:
    """What this act adds, without what was read for it and who it was."""
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT)
        db.commit()
    with database.reading() as db:
        before = len(db.exec(select(AuditEvent)).all())
    with database.writing() as db:
        act(db, by)
        db.commit()
    with database.reading() as db:
        events = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()[before:]
    found = [(event.action, json.loads(event.details)) for event in events]
    return [
        (action, {name: value for name, value in details.items() if name != "cohort"})
        for action, details in found
        if action not in ("read", "list")
    ]
