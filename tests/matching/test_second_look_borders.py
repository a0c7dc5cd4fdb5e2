"""Where a second look meets what others laid down or changed meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching import services
from mentorship.matching.assignment.model import Objective
from mentorship.matching.assignment.second_look import Standing, best_for_seat
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    LookedFor,
    LookOutcome,
    Match,
    Refusal,
    RuleKind,
    SecondLook,
    Side,
)
from mentorship.matching.rounds import second_looks
from mentorship.matching.rounds.looking import looked
from mentorship.matching.rounds.models import Proposal
from mentorship.mentors import services as mentors
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees import verbs
from tests.accounts.people import Person
from tests.matching.assignment_rounds import DAY, mentee, mentor, round_of
from tests.matching.pool import look_again, proposal_for, ready_mentor, run_round
from tests.matching.town import (
    MONDAY,
    WEDNESDAY,
    Town,
    asked,
    decide,
    with_caseload,
)

NO = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.TOO_FAR)


@pytest.fixture
def consultant(in_town: tuple[Town, Person]) -> Person:
    return in_town[1]


def refused(db: Db, here: Town, by: Person) -> Match:
    """Jolanda said no to Yara, who could have Bram too: Zoë was left to wait."""
    match = asked(db, here, here.yara, by)
    decide(db, here, here.zoe, by, DecisionOutcome.WAIT)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    return match


def run_proposals(db: Db, look: SecondLook) -> list[Proposal]:
    return list(db.exec(select(Proposal).where(col(Proposal.round_id) == look.round_id)))


def test_a_place_that_is_pinned_for_somebody_else_is_taken(
    db: Db, here: Town, consultant: Person
) -> None:
    match = asked(db, here, here.yara, consultant)
    decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)
    services.lay_down(db, here.zoe, here.bram.id, RuleKind.PIN, "Bram kent haar.", consultant.id)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    assert look_again(db, match)[LookedFor.MENTEE].outcome is LookOutcome.NOBODY


def test_a_pin_that_the_mentor_turned_down_keeps_no_place(
    db: Db, here: Town, consultant: Person
) -> None:
    """Yara was pinned with Jolanda, who said no: the next round wouldn't keep that pin either."""
    services.lay_down(db, here.yara, here.jolanda.id, RuleKind.PIN, "Zo besproken.", consultant.id)
    match = asked(db, here, here.yara, consultant)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    looks = look_again(db, match)
    assert looks[LookedFor.MENTEE].outcome is LookOutcome.NOBODY
    assert looks[LookedFor.SEAT].outcome is LookOutcome.PROPOSED
    assert [one.mentee_id for one in run_proposals(db, looks[LookedFor.SEAT])] == [here.kim.id]
    again = run_round(db, consultant)
    assert proposal_for(db, here.kim, again).mentor_id == here.jolanda.id


def test_a_pin_that_was_turned_down_does_not_keep_somebody_from_another_place(
    db: Db, here: Town, consultant: Person
) -> None:
    """Zoë is pinned with Bram, who said no to her; Jolanda's place may go to her."""
    services.lay_down(db, here.zoe, here.bram.id, RuleKind.PIN, "Bram kent haar.", consultant.id)
    for match in (asked(db, here, here.zoe, consultant), asked(db, here, here.yara, consultant)):
        services.answer(db, match, NO, AnsweredBy.PAGE)
    profile = mentees.profile_of(db, here.zoe, Purpose.MATCHING)
    verbs.save_profile(db, here.zoe, replace(profile, slots=MONDAY), version=1)
    looks = look_again(db, match)
    assert [one.mentee_id for one in run_proposals(db, looks[LookedFor.SEAT])] == [here.zoe.id]


def test_a_mentor_who_is_held_meanwhile_is_not_proposed(
    db: Db, here: Town, consultant: Person
) -> None:
    match = refused(db, here, consultant)
    question = second_looks.question(db, match.id, LookedFor.MENTEE)
    assert isinstance(question, second_looks.Question)
    answer = looked(question.look)
    mentors.hold(db, here.bram)
    assert not second_looks.keep(db, match.id, LookedFor.MENTEE, question, answer)
    assert look_again(db, match)[LookedFor.MENTEE].outcome is LookOutcome.NOBODY


def test_who_moved_to_another_house_meanwhile_is_looked_for_there(
    db: Db, here: Town, consultant: Person
) -> None:
    match = refused(db, here, consultant)
    question = second_looks.question(db, match.id, LookedFor.MENTEE)
    assert isinstance(question, second_looks.Question)
    answer = looked(question.look)
    verbs.transfer(db, here.yara, "NHN", "Verhuisd.", by=consultant.id)
    assert not second_looks.keep(db, match.id, LookedFor.MENTEE, question, answer)
    again = second_looks.question(db, match.id, LookedFor.MENTEE)
    assert isinstance(again, second_looks.Question)
    assert again.house_code == "NHN"


def test_two_looks_at_once_do_not_share_the_last_place_of_a_caseload(
    db: Db, here: Town, consultant: Person
) -> None:
    """Omar has one of the two places of the House; there is a mentor for Yara and one for Zoë."""
    asked(db, here, here.omar, consultant)
    both = [asked(db, here, one, consultant) for one in (here.yara, here.zoe)]
    for name in ("Lena", "Mia"):
        ready_mentor(db, consultant, first_name=name, slots=WEDNESDAY)
    with_caseload(db, consultant, 2)
    for match in both:
        services.answer(db, match, NO, AnsweredBy.PAGE)
    kept = []
    questions = [second_looks.question(db, match.id, LookedFor.MENTEE) for match in both]
    for match, question in zip(both, questions, strict=True):
        assert isinstance(question, second_looks.Question)
        answer = looked(question.look)
        kept.append(second_looks.keep(db, match.id, LookedFor.MENTEE, question, answer))
    assert kept == [True, False]
    assert look_again(db, both[1])[LookedFor.MENTEE].outcome is LookOutcome.HOUSE_FULL


def test_with_max_min_who_fits_best_goes_before_who_waits_longest() -> None:
    fits = mentee("fits", interests=["football"])
    waits = mentee(
        "waits", interests=["football", "chess"], waiting_since=DAY - timedelta(weeks=26)
    )
    offers = mentor("v1", interests=["football"], seats=2)
    found = {
        objective: best_for_seat(
            round_of(fits, waits, offers, objective=objective), Standing(), "v1"
        )
        for objective in Objective
    }
    best = {objective: pair.mentee for objective, pair in found.items() if pair}
    assert best == {Objective.BALANCED: "waits", Objective.MAX_MIN: "fits"}
