"""Who stops while somebody is asked or guided: it ends at once, and everybody concerned is told."""

from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from mentorship.accounts.models import Language
from mentorship.accounts.roles import Role
from mentorship.foundation import links
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.matching import services
from mentorship.matching.matches import asking, briefing, queries
from mentorship.matching.matches.readers import consultants_of
from mentorship.matching.matches.rules import LINK_PURPOSES, ChosenBefore, Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, MatchStatus, Side
from mentorship.matching.rounds.gathering import taken_seats
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.mentors.queries import today
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees import consents, verbs
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.facts import SafeContact
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Authority, Mentee, Stage, StoppedBy
from mentorship.region.models import House
from mentorship.training.models import PlaceStatus
from mentorship.training.services import enrol
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.matching.pool import (
    new_mentor,
    proposal_for,
    ready_mentor,
    run_round,
    waiting_mentee,
)
from tests.referrals.courses import agree, answer_of
from tests.training.cohorts import make_cohort

PARTICIPATION = ConsentPurpose.PARTICIPATION
YOUNG = GivenBy.YOUNG_PERSON
ABOUT_AN_END = {
    "matching.closed", "matching.ended", "matching.impossible", "matching.lent_place_free",
    "matching.mentor_left_match", "matching.mentor_left_question", "matching.stopped",
    "matching.too_late", "matching.unanswered",
}  # fmt: skip


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


def letters(db: Db) -> list[tuple[str, UUID]]:
    """What was sent to whom since the question."""
    rows = db.exec(select(OutboxMail).order_by(col(OutboxMail.letter))).all()
    return [(row.letter, row.subject_id) for row in rows if row.letter in ABOUT_AN_END]


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


def test_a_question_of_a_young_person_who_stops_ends_at_once(
    db: Db, asked: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    services.stop_mentee(db, mentee, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    assert (asked.status, mentee.stage) == (MatchStatus.WITHDRAWN, Stage.STOPPED)
    assert taken_seats(db)[mentor.id] == 0
    assert letters(db) == [("matching.closed", mentor.subject_id)]


def test_a_running_match_of_a_young_person_who_stops_ends_at_once(
    db: Db, running: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    services.stop_mentee(db, mentee, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.STOPPED)
    assert taken_seats(db)[mentor.id] == 0
    assert letters(db) == [("matching.ended", mentor.subject_id)]
    assert not queries.asks_what_is_next(db, running)


def test_a_page_of_stopping_that_comes_twice_ends_no_later_match(
    db: Db, asked: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    key = uuid4()
    stop_once = partial(services.stop_mentee, db, mentee, StoppedBy.YOUNG_PERSON, "")
    stop_once(by=consultant.id, key=key)
    mentee.stage, mentee.closed_on = Stage.WAITING, None  # as if it opened again
    asked.status, asked.closed_at = MatchStatus.ASKED, None
    db.flush()
    stop_once(by=consultant.id, key=key)
    assert asked.status is MatchStatus.ASKED


def test_who_withdraws_the_yes_to_taking_part_ends_the_question(
    db: Db, asked: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    assert services.withdraw_consent(db, mentee, PARTICIPATION, YOUNG, by=consultant.id)
    assert (asked.status, mentee.waiting_since) == (MatchStatus.WITHDRAWN, None)
    assert letters(db) == [("matching.closed", mentor.subject_id)]


def test_who_withdraws_it_ends_a_running_match_and_may_say_yes_again(
    db: Db, running: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    services.withdraw_consent(db, mentee, PARTICIPATION, YOUNG, by=consultant.id)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.WAITING)
    assert (mentee.waiting_since, mentees.is_waiting(db, mentee.id)) == (None, False)
    assert letters(db) == [("matching.ended", mentor.subject_id)]
    agree(db, mentee, consultant)
    assert mentee.waiting_since == today(db)


def test_another_purpose_changes_no_match(
    db: Db, running: Match, consultant: Person, mentee: Mentee
) -> None:
    research = ConsentPurpose.EVALUATION
    services.give_consent(db, mentee, answer_of(consultant), {research: True})
    services.withdraw_consent(db, mentee, research, YOUNG, by=consultant.id)
    services.give_consent(db, mentee, answer_of(consultant), {research: False, PARTICIPATION: True})
    assert (running.status, mentee.stage) == (MatchStatus.ACTIVE, Stage.STARTED)


def test_a_no_in_the_place_of_a_yes_withdraws_it(
    db: Db, asked: Match, consultant: Person, mentee: Mentee
) -> None:
    services.give_consent(db, mentee, answer_of(consultant), {PARTICIPATION: False})
    assert asked.status is MatchStatus.WITHDRAWN


def test_a_guardian_withdraws_as_well(
    db: Db, running: Match, consultant: Person, mentee: Mentee
) -> None:
    _of_fifteen(db, mentee, consultant)
    services.withdraw_consent(db, mentee, PARTICIPATION, GivenBy.GUARDIAN, by=consultant.id)
    assert running.status is MatchStatus.ENDED


def test_a_guardian_withdraws_behind_a_link_and_the_consultant_is_told(
    db: Db, running: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    _of_fifteen(db, mentee, consultant)
    token = consents.ask_by_link(db, mentee, GivenBy.GUARDIAN).rsplit("/", 1)[1]
    services.answer_by_link(
        db, token, {PARTICIPATION: False}, text_version="2026-1", language=Language.DUTCH
    )
    assert running.status is MatchStatus.ENDED
    assert letters(db) == [
        ("matching.ended", mentor.subject_id), ("matching.stopped", consultant.user.subject_id)
    ]  # fmt: skip


def test_a_guardian_who_has_nothing_to_say_any_more_ends_nothing(
    db: Db, running: Match, consultant: Person, mentee: Mentee
) -> None:
    _of_fifteen(db, mentee, consultant)
    mentee.authority = Authority.YOUNG_PERSON
    db.flush()
    services.withdraw_consent(db, mentee, PARTICIPATION, GivenBy.GUARDIAN, by=consultant.id)
    assert running.status is MatchStatus.ACTIVE


def _of_fifteen(db: Db, mentee: Mentee, consultant: Person) -> None:
    mentee.authority = Authority.ONE_PARENT
    db.flush()
    agree(db, mentee, consultant, GivenBy.GUARDIAN)


def test_a_question_to_a_mentor_who_stops_ends_and_the_young_person_waits_on(
    db: Db, asked: Match, mentor: Mentor, mentee: Mentee, consultant: Person
) -> None:
    since = mentee.waiting_since
    services.end_mentor(db, mentor, MentorStatus.STOPPED, "Verhuisd.", None)
    assert (asked.status, mentor.status) == (MatchStatus.WITHDRAWN, MentorStatus.STOPPED)
    assert mentees.is_waiting(db, mentee.id)
    assert (mentee.waiting_since, since is None) == (since, False)
    assert letters(db) == [("matching.mentor_left_question", consultant.user.subject_id)]
    assert not queries.asks_what_is_next(db, asked)


def test_whoever_ends_it_needs_no_letter_about_it(
    db: Db, asked: Match, mentor: Mentor, consultant: Person
) -> None:
    services.end_mentor(db, mentor, MentorStatus.WITHDRAWN, "Geen tijd.", consultant.id)
    assert (asked.status, letters(db)) == (MatchStatus.WITHDRAWN, [])


@pytest.mark.parametrize("looks_again", [True, False])
def test_when_a_mentor_stops_a_person_chooses_what_comes_next(
    db: Db, running: Match, mentor: Mentor, mentee: Mentee, consultant: Person, looks_again: bool
) -> None:
    since = mentee.waiting_since
    services.end_mentor(db, mentor, MentorStatus.STOPPED, "Verhuisd.", None)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.STARTED)
    assert letters(db) == [("matching.mentor_left_match", consultant.user.subject_id)]
    assert queries.asks_what_is_next(db, running)
    services.choose_next(db, running, "Samen besproken.", looks_again=looks_again)
    assert mentee.stage is (Stage.WAITING if looks_again else Stage.ENDED)
    assert mentees.is_waiting(db, mentee.id) is looks_again
    assert mentee.waiting_since == since
    assert queries.reason_of_closing(db, running) == "Samen besproken."
    with pytest.raises(ChosenBefore):
        services.choose_next(db, running, "Nog eens.", looks_again=not looks_again)


def test_who_withdraws_the_yes_after_the_mentor_stopped_waits_for_a_new_one(
    db: Db, running: Match, mentor: Mentor, mentee: Mentee, consultant: Person
) -> None:
    services.end_mentor(db, mentor, MentorStatus.STOPPED, "Verhuisd.", consultant.id)
    services.withdraw_consent(db, mentee, PARTICIPATION, YOUNG, by=consultant.id)
    assert not queries.asks_what_is_next(db, running)
    assert (mentee.stage, mentee.waiting_since) == (Stage.WAITING, None)
    agree(db, mentee, consultant)
    assert mentee.waiting_since == today(db)


def test_a_mentor_who_stops_gives_the_place_in_a_course_to_who_waits(
    db: Db, consultant: Person, mentor: Mentor
) -> None:
    cohort = make_cohort(db, make_person(db, Role.TRAINER), capacity=1)
    waits = new_mentor(db, consultant)
    leaves, first = (enrol(db, cohort.id, one.id) for one in (mentor, waits))
    assert (leaves.status, first.status) == (PlaceStatus.ENROLLED, PlaceStatus.WAITING)
    services.end_mentor(db, mentor, MentorStatus.STOPPED, "Verhuisd.", consultant.id)
    assert (leaves.status, first.status) == (PlaceStatus.LEFT, PlaceStatus.ENROLLED)


def test_what_stayed_from_before_is_found_at_night(
    db: Db, running: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    assert services.due_for_closing(db) == []
    mentors.stop(db, mentor, "", consultant.id)
    assert services.due_for_closing(db) == [running.id]
    services.close_if_due(db, running.id)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.STARTED)
    assert queries.asks_what_is_next(db, running)
    assert letters(db) == [("matching.stopped", consultant.user.subject_id)]
    assert services.due_for_closing(db) == []


def test_a_running_match_of_who_stopped_before_is_found_at_night(
    db: Db, running: Match, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    stop(db, mentee, consultant)
    assert services.due_for_closing(db) == [running.id]
    services.close_if_due(db, running.id)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.STOPPED)
    assert taken_seats(db)[mentor.id] == 0
    assert services.due_for_closing(db) == []


@pytest.mark.parametrize("mentor_said_yes", [False, True])
def test_when_nobody_answers_the_letters_say_so(
    db: Db,
    asked: Match,
    consultant: Person,
    mentor: Mentor,
    fixed_now: FixedNow,
    mentor_said_yes: bool,
) -> None:
    if mentor_said_yes:
        services.answer(db, asked, Reply(Side.MENTOR, is_yes=True), AnsweredBy.LINK)
    fixed_now.advance(days=20)
    services.close_if_due(db, asked.id)
    to_mentor = "matching.closed" if mentor_said_yes else "matching.too_late"
    assert letters(db) == [
        (to_mentor, mentor.subject_id), ("matching.unanswered", consultant.user.subject_id)
    ]  # fmt: skip


def test_who_answers_is_named_in_the_letter(db: Db, running: Match) -> None:
    told = sorted(row.letter for row in db.exec(select(OutboxMail)))
    assert told == ["matching.answered", "matching.asked", "matching.mentee_answered"]


def test_a_mentor_without_any_address_has_to_be_called(db: Db, consultant: Person) -> None:
    mentor = ready_mentor(db, consultant, email="")
    young = waiting_mentee(db, consultant)
    proposal = proposal_for(db, young, run_round(db, consultant))
    match = services.decide(
        db, proposal, young, DecisionOutcome.CHOOSE, "Dat past goed.", consultant.id
    )
    assert match is not None
    services.stop_mentee(db, young, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    assert (match.mentor_id, letters(db)) == (mentor.id, [])
    assert asking.has_to_be_called(db, queries.with_answers(db, [match])[0])


def test_another_way_to_reach_a_young_person_stops_the_link_of_their_answer(
    db: Db, asked: Match, mentee: Mentee
) -> None:
    own, mentors_ = (
        _token(asking.new_link(db, asked, side)) for side in (Side.MENTEE, Side.MENTOR)
    )
    services.change_contact(db, mentee, SafeContact(ContactRoute.PHONE, "06 99999999"))
    with pytest.raises(links.LinkExpired):
        links.find(db, LINK_PURPOSES[Side.MENTEE], own)
    assert links.find(db, LINK_PURPOSES[Side.MENTOR], mentors_).target_id == asked.id


def _token(address: str) -> str:
    return address.rsplit("/", 1)[1]


def test_after_a_move_the_house_and_the_consultant_of_the_young_person_count(
    db: Db, asked: Match, consultant: Person, mentee: Mentee
) -> None:
    there, colleague = (make_person(db, Role.MENTOR_CONSULTANT, "NHN") for _ in range(2))
    verbs.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
    assert briefing.for_mentor(db, asked).house == db.get_one(House, "NHN").name
    assert briefing.for_mentee(db, asked).house == db.get_one(House, "NHN").name
    assert {user.id for user in consultants_of(db, asked)} == {there.id, colleague.id}
    assert briefing.for_mentor(db, asked).consultant == ""
    verbs.take_over(db, mentee, there.id)
    assert [user.id for user in consultants_of(db, asked)] == [there.id]
    services.answer(db, asked, Reply(Side.MENTOR, is_yes=True), AnsweredBy.LINK)
    (mail,) = db.exec(select(OutboxMail).where(OutboxMail.letter == "matching.answered")).all()
    assert mail.subject_id == there.user.subject_id


@pytest.mark.parametrize("looks_again", [True, False])
def test_a_match_of_who_stopped_can_be_ended_by_hand(
    db: Db, running: Match, consultant: Person, mentee: Mentee, *, looks_again: bool
) -> None:
    stop(db, mentee, consultant)
    services.end_match(db, running, "Gestopt.", looks_again=looks_again)
    assert (running.status, mentee.stage) == (MatchStatus.ENDED, Stage.STOPPED)
