"""Who stops while somebody is asked or guided: nothing more is told, and the seat comes free."""

import pytest
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching import services
from mentorship.matching.matches import briefing
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, MatchStatus, Side
from mentorship.matching.rounds.gathering import taken_seats
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees import consents, verbs
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Mentee, Stage, StoppedBy
from tests.accounts.people import Person, make_person
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


@pytest.fixture
def mentor(db: Db, consultant: Person) -> Mentor:
    return ready_mentor(db, consultant)


@pytest.fixture
def mentee(db: Db, consultant: Person) -> Mentee:
    return waiting_mentee(db, consultant)


@pytest.fixture
def asked(db: Db, consultant: Person, mentor: Mentor, mentee: Mentee) -> Match:
    proposal = proposal_for(db, mentee, run_round(db, consultant))
    locked = mentees.lock_mentee(db, select(Mentee), mentee.id)
    assert locked is not None
    match = services.decide(
        db, proposal, locked, DecisionOutcome.CHOOSE, "Dat past goed.", consultant.id
    )
    assert match is not None
    return match


@pytest.fixture
def running(db: Db, asked: Match) -> Match:
    for side in Side:
        services.answer(db, asked, Reply(side, is_yes=True), AnsweredBy.LINK)
    return asked


def stop(db: Db, mentee: Mentee, by: Person) -> None:
    verbs.stop(db, mentee, StoppedBy.YOUNG_PERSON, "", by=by.id)


def test_of_who_stopped_or_withdrew_a_mentor_reads_nothing_more(
    db: Db, asked: Match, consultant: Person, mentee: Mentee
) -> None:
    assert briefing.may_be_told(db, asked)
    yes = (ConsentPurpose.PARTICIPATION, GivenBy.YOUNG_PERSON)
    consents.withdraw_consent(db, mentee, *yes, How.SAID)
    assert not briefing.may_be_told(db, asked)


def test_of_a_running_match_too(
    db: Db, running: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    assert briefing.may_be_told(db, running)
    stop(db, mentee, consultant)
    assert not briefing.may_be_told(db, running)


def test_a_mentor_who_stopped_reads_nothing_more(
    db: Db, running: Match, consultant: Person, mentor: Mentor
) -> None:
    mentors.stop(db, mentor, "", consultant.id)
    assert not briefing.may_be_told(db, running)


def test_a_running_match_of_who_stopped_is_closed_and_its_seat_is_free(
    db: Db, running: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    assert services.due_for_closing(db) == []
    stop(db, mentee, consultant)
    assert services.due_for_closing(db) == [running.id]
    services.close_if_due(db, running.id)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.STOPPED)
    assert taken_seats(db)[mentor.id] == 0
    assert services.due_for_closing(db) == []


@pytest.mark.parametrize("looks_again", [True, False])
def test_a_match_of_who_stopped_can_be_ended_by_hand(
    db: Db, running: Match, consultant: Person, mentee: Mentee, *, looks_again: bool
) -> None:
    stop(db, mentee, consultant)
    services.end_match(db, running, "Gestopt.", looks_again=looks_again)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.STOPPED)
