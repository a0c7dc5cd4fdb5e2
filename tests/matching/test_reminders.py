"""A mentor who did not answer hears of it near the last day, and only while we wait for them."""

from datetime import timedelta

from mentorship.accounts.reminders.kinds import Due
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching import services
from mentorship.matching.jobs import answers_to_call_about, unanswered_questions
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Side
from mentorship.mentors.queries import today
from tests.accounts.people import make_person
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee


def test_a_question_near_its_last_day(db: Db, fixed_now: FixedNow) -> None:
    consultant, person = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.MENTOR)
    mentor = ready_mentor(db, consultant, user=person)
    mentee = waiting_mentee(db, consultant)
    proposal = proposal_for(db, mentee, run_round(db, consultant))
    choose = DecisionOutcome.CHOOSE
    match = services.decide(db, proposal, mentee, choose, "Past.", consultant.id)
    assert match is not None
    assert match.mentor_id == mentor.id
    due = Due(person.id, match.id, match.answer_due, match.answer_due)

    def found() -> list[Due]:
        return list(unanswered_questions(db, today(db)))

    seen = {}
    while today(db) <= match.answer_due + timedelta(days=1):
        seen[(match.answer_due - today(db)).days] = found()
        fixed_now.advance(days=1)
    assert [left for left, those in seen.items() if those] == [2, 1, 0]
    assert all(those == [due] for those in seen.values() if those)
    fixed_now.advance(days=-3)
    assert found() == [due]
    services.answer(db, match, Reply(Side.MENTOR, is_yes=True), AnsweredBy.PAGE)
    assert found() == []


def test_not_on_the_day_of_the_question_itself(db: Db, fixed_now: FixedNow) -> None:
    consultant, person = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.MENTOR)
    ready_mentor(db, consultant, user=person)
    mentee = waiting_mentee(db, consultant)
    proposal = proposal_for(db, mentee, run_round(db, consultant))
    choose = DecisionOutcome.CHOOSE
    match = services.decide(db, proposal, mentee, choose, "Past.", consultant.id)
    assert match is not None
    match.answer_due = today(db) + timedelta(days=1)
    db.flush()
    assert list(unanswered_questions(db, today(db))) == []
    fixed_now.advance(days=1)
    assert len(list(unanswered_questions(db, today(db)))) == 1


def test_who_follows_them_asks_the_young_person_and_a_mentor_without_an_account(
    db: Db, fixed_now: FixedNow
) -> None:
    """Nobody else reminds those two: nothing is sent to young people by itself."""
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    ready_mentor(db, consultant)
    mentee = waiting_mentee(db, consultant)
    proposal = proposal_for(db, mentee, run_round(db, consultant))
    choose = DecisionOutcome.CHOOSE
    match = services.decide(db, proposal, mentee, choose, "Past.", consultant.id)
    assert match is not None

    def days_told() -> list[int]:
        told = []
        while today(db) <= match.answer_due:
            if found := list(answers_to_call_about(db, today(db))):
                assert found == [Due(consultant.id, match.id, match.answer_due, match.answer_due)]
                told.append((match.answer_due - today(db)).days)
            fixed_now.advance(days=1)
        return told

    assert days_told() == [2, 1, 0]
    fixed_now.advance(days=-2)
    services.answer(db, match, Reply(Side.MENTOR, is_yes=True), AnsweredBy.LINK)
    assert list(answers_to_call_about(db, today(db))) == []  # a term of their own has begun
    assert days_told() == [2, 1, 0]


def test_a_mentor_with_an_account_is_reminded_without_the_consultant(
    db: Db, fixed_now: FixedNow
) -> None:
    consultant, person = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, Role.MENTOR)
    ready_mentor(db, consultant, user=person)
    mentee = waiting_mentee(db, consultant)
    proposal = proposal_for(db, mentee, run_round(db, consultant))
    choose = DecisionOutcome.CHOOSE
    match = services.decide(db, proposal, mentee, choose, "Past.", consultant.id)
    assert match is not None
    fixed_now.advance(days=(match.answer_due - today(db)).days)
    assert list(answers_to_call_about(db, today(db))) == []
    assert len(list(unanswered_questions(db, today(db)))) == 1
