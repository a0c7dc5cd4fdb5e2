"""Who is told that a question or a match has ended: everybody concerned, but who ended it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import select

from mentorship.accounts.models import Language
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.matching import services
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, Side
from mentorship.referrals.mentees import consents, verbs
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee, StoppedBy
from tests.accounts.people import Person, make_person
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.referrals.courses import answer_of

PARTICIPATION = ConsentPurpose.PARTICIPATION
YOUNG = GivenBy.YOUNG_PERSON


def stops(db: Db, mentee: Mentee, by: Person) -> None:
    services.stop_mentee(db, mentee, StoppedBy.YOUNG_PERSON, "", by=by.id)


def withdraws(db: Db, mentee: Mentee, by: Person) -> None:
    services.withdraw_consent(db, mentee, PARTICIPATION, YOUNG, by=by.id)


def answers_no(db: Db, mentee: Mentee, by: Person) -> None:
    services.give_consent(db, mentee, answer_of(by), {PARTICIPATION: False})


def answers_behind_a_link(db: Db, mentee: Mentee, _by: Person) -> None:
    token = consents.ask_by_link(db, mentee, YOUNG).rsplit("/", 1)[1]
    services.answer_by_link(
        db, token, {PARTICIPATION: False}, text_version="2026-1", language=Language.DUTCH
    )


def matched(db: Db, mentee: Mentee, by: Person, *, is_running: bool) -> Match:
    proposal = proposal_for(db, mentee, run_round(db, by, None))
    choose = DecisionOutcome.CHOOSE
    match = services.decide(
        db, proposal, mentee, choose, "Past goed.", by.id, is_lending_agreed=True
    )
    assert match is not None
    for side in Side if is_running else ():
        services.answer(db, match, Reply(side, is_yes=True), AnsweredBy.CONSULTANT, noted_by=by.id)
    return match


def letters(db: Db) -> set[tuple[str, UUID]]:
    """What was sent to whom since the question."""
    rows = db.exec(select(OutboxMail).where(OutboxMail.letter != "matching.asked")).all()
    found = {(row.letter, row.subject_id) for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.mark.parametrize("ends", [stops, withdraws, answers_no, answers_behind_a_link])
@pytest.mark.parametrize("is_running", [True, False])
def test_who_follows_the_young_person_and_who_lends_the_mentor_hear_of_it(
    db: Db, ends: Callable[[Db, Mentee, Person], None], *, is_running: bool
) -> None:
    follows, colleague = (make_person(db, Role.MENTOR_CONSULTANT) for _ in range(2))
    lends = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    mentor, mentee = ready_mentor(db, lends, "NHN"), waiting_mentee(db, follows)
    verbs.take_over(db, mentee, follows.id)
    matched(db, mentee, follows, is_running=is_running)
    ends(db, mentee, colleague)
    assert letters(db) == {
        ("matching.ended" if is_running else "matching.closed", mentor.subject_id),
        ("matching.stopped" if is_running else "matching.impossible", follows.user.subject_id),
        ("matching.lent_place_free", lends.user.subject_id),
    }


def test_who_ends_it_and_a_house_that_lends_nobody_get_no_letter(db: Db) -> None:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    mentor, mentee = ready_mentor(db, consultant), waiting_mentee(db, consultant)
    matched(db, mentee, consultant, is_running=True)
    stops(db, mentee, consultant)
    assert letters(db) == {("matching.ended", mentor.subject_id)}
