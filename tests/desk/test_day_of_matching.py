"""A consultant's day of proposals and answers, and the question on top of a mentor's day."""

import pytest

from mentorship.accounts.roles import Role
from mentorship.desk.tasks import Place, Pressing
from mentorship.foundation.db import Db
from mentorship.matching import policy, services
from mentorship.matching.matches import asking, queries
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, Refusal, Side
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person
from tests.desk.days import day_of, titles
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.referrals.senders import acting

PROPOSAL = "1 proposal for a match waits for your decision"
PROPOSALS = "2 proposals for a match wait for your decision"
OF_MENTOR = "1 mentor has to answer whether they want a match"
OF_MENTEE = "A mentor said yes: ask 1 young person"
TOO_LATE = "1 match was not answered in time"
STOPPED = "The mentor of 1 young person has stopped"
DOWN = "A match was turned down: Yara waits again"
BOTH_DOWN = "Matches were turned down: 2 young people wait again"
LINKED = "For 1 young person a link was made, and there is no answer yet"
YES = Reply(Side.MENTOR, is_yes=True)
NO = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.NO_REASON)
MENTEE_YES = Reply(Side.MENTEE, is_yes=True)


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


@pytest.fixture
def mentor(db: Db, consultant: Person) -> Mentor:
    return ready_mentor(db, consultant)


@pytest.fixture
def mentee(db: Db, consultant: Person) -> Mentee:
    return waiting_mentee(db, consultant)


def choose(db: Db, mentee: Mentee, consultant: Person) -> Match:
    proposal = proposal_for(db, mentee, run_round(db, consultant))
    outcome = DecisionOutcome.CHOOSE
    match = services.decide(db, proposal, mentee, outcome, "Passen goed", consultant.id)
    assert match is not None
    return match


def match_page(match: Match) -> Place:
    return Place("matching.matches_one", {"match_id": match.id})


def place_of(db: Db, who: Person, title: str) -> Place:
    return next(task.place for task in day_of(db, who) if task.title == title)


def about_matching(db: Db, who: Person) -> list[str]:
    lines = {PROPOSAL, OF_MENTOR, OF_MENTEE, LINKED, TOO_LATE, STOPPED, DOWN, BOTH_DOWN}
    return [title for title in titles(db, who) if title in lines]


def test_a_proposal_waits_until_it_is_decided(
    db: Db, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    assert about_matching(db, consultant) == []
    proposal = proposal_for(db, mentee, run_round(db, consultant))
    assert about_matching(db, consultant) == [PROPOSAL]
    services.decide(db, proposal, mentee, DecisionOutcome.WAIT, "Nog niet", consultant.id)
    assert about_matching(db, consultant) == []


def test_only_the_newest_round_asks_for_a_decision(
    db: Db, fixed_now: FixedNow, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    run_round(db, consultant)
    fixed_now.advance(hours=1)
    run_round(db, consultant)
    assert about_matching(db, consultant) == [PROPOSAL]


def test_both_sides_are_awaited_one_after_the_other(
    db: Db, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    match = choose(db, mentee, consultant)
    assert about_matching(db, consultant) == [OF_MENTOR]
    services.answer(db, match, YES, AnsweredBy.PAGE)
    assert about_matching(db, consultant) == [OF_MENTEE]
    assert place_of(db, consultant, OF_MENTEE) == match_page(match)
    asking.new_link(db, match, Side.MENTEE)
    assert about_matching(db, consultant) == [LINKED]
    services.answer(db, match, MENTEE_YES, AnsweredBy.CONSULTANT, noted_by=consultant.id)
    assert about_matching(db, consultant) == []


def test_without_an_answer_it_is_late_and_then_turned_down(
    db: Db, fixed_now: FixedNow, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    match = choose(db, mentee, consultant)
    fixed_now.advance(days=8)
    assert about_matching(db, consultant) == [TOO_LATE]
    assert day_of(db, consultant)[0].pressing is Pressing.LATE
    services.close_if_due(db, match.id)
    assert about_matching(db, consultant) == [DOWN]
    fixed_now.advance(days=15)
    assert about_matching(db, consultant) == []


def test_a_refusal_asks_to_look_again(
    db: Db, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    match = choose(db, mentee, consultant)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    assert about_matching(db, consultant) == [DOWN]
    assert place_of(db, consultant, DOWN) == match_page(match)


def test_of_two_who_wait_again_the_line_leads_to_exactly_those(
    db: Db, fixed_now: FixedNow, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    first = choose(db, mentee, consultant)
    services.answer(db, first, NO, AnsweredBy.PAGE)
    ready_mentor(db, consultant)
    fixed_now.advance(hours=1)
    again = choose(db, mentee, consultant)
    services.answer(db, again, NO, AnsweredBy.PAGE)
    other = waiting_mentee(db, consultant, first_name="Noor")
    fixed_now.advance(hours=1)
    third = choose(db, other, consultant)
    services.answer(db, third, NO, AnsweredBy.PAGE)
    assert about_matching(db, consultant) == [BOTH_DOWN]
    assert place_of(db, consultant, BOTH_DOWN).values == {"list": "turned-down"}
    visible = policy.matches_of(acting(db, consultant))
    page = queries.page_of(db, visible, queries.MatchList.TURNED_DOWN)
    assert [one.match.id for one in page.rows] == [third.id, again.id]


def test_one_round_is_opened_at_once(
    db: Db, fixed_now: FixedNow, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    row = run_round(db, consultant)
    assert place_of(db, consultant, PROPOSAL).values == {"round_id": row.id}
    ready_mentor(db, consultant, place="Den Helder")
    waiting_mentee(db, consultant, first_name="Noor", place="Den Helder")
    fixed_now.advance(hours=1)
    newer = run_round(db, consultant, None)
    assert place_of(db, consultant, PROPOSALS).values == {"round_id": newer.id}


def test_a_running_match_whose_mentor_stopped_waits_for_a_choice(
    db: Db, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    match = choose(db, mentee, consultant)
    for reply in (YES, MENTEE_YES):
        services.answer(db, match, reply, AnsweredBy.LINK)
    services.end_mentor(db, mentor, MentorStatus.STOPPED, "Verhuisd.", consultant.id)
    there = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    assert (about_matching(db, consultant), about_matching(db, there)) == ([STOPPED], [])
    services.choose_next(db, match, "Samen besproken.", looks_again=False)
    assert about_matching(db, consultant) == []


def test_another_house_counts_nothing_of_it(
    db: Db, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    there = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    run_round(db, consultant, None)
    assert (about_matching(db, consultant), about_matching(db, there)) == ([PROPOSAL], [])


def test_the_question_stands_on_top_of_a_mentors_day(
    db: Db, fixed_now: FixedNow, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    person, other = make_person(db, Role.MENTOR), make_person(db, Role.MENTOR)
    mentor.user_id = person.id
    match = choose(db, mentee, consultant)
    question = "We ask you to guide 1 young person"
    first = day_of(db, person)[0]
    assert (first.title, first.place.values) == (question, {"match_id": match.id})
    assert first.more == "Please answer by Monday 9 March 2026."
    assert titles(db, other) == []
    services.answer(db, match, YES, AnsweredBy.PAGE)
    assert question not in titles(db, person)


def test_a_question_whose_term_is_over_is_gone(
    db: Db, fixed_now: FixedNow, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    person = make_person(db, Role.MENTOR)
    mentor.user_id = person.id
    choose(db, mentee, consultant)
    fixed_now.advance(days=8)
    assert titles(db, person) == []
