"""How many young people one consultant takes on: set, counted, kept in rounds and told."""

import pytest
from sqlmodel import col, select

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.models import RoleGrant
from mentorship.accounts.roles import Role
from mentorship.foundation.db import ChangedMeanwhile, Db, now
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import policy, services
from mentorship.matching.caseloads import queries
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    LookedFor,
    LookOutcome,
    Match,
    Refusal,
    RuleKind,
    Side,
)
from mentorship.matching.rounds import replaying, second_looks, telling, telling_waiting
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.looking import looked
from mentorship.matching.rounds.models import (
    DroppedPin,
    MatchRound,
    Proposal,
    RoundConsultant,
    Unmatched,
)
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import HOUSE, Person, make_person
from tests.matching.pool import (
    look_again,
    proposal_for,
    ready_mentor,
    run_round,
    waiting_mentee,
)
from tests.referrals.senders import acting

NO = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.TOO_FAR)


@pytest.fixture
def anna(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


@pytest.fixture
def bas(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def grant_of(db: Db, who: Person, house: str = HOUSE) -> RoleGrant:
    found = select(RoleGrant).where(
        col(RoleGrant.user_id) == who.id, col(RoleGrant.house_code) == house
    )
    return db.exec(found).one()


def takes_on(db: Db, who: Person, most: int | None, by: Person | None = None) -> None:
    known = queries.find(db, who.id, HOUSE)
    seen = known.version if known else 0
    services.set_caseload(db, grant_of(db, who), most, (by or who).id, seen=seen)


def cases_of(db: Db, who: Person, number: int, **told: object) -> list[Mentee]:
    found = [waiting_mentee(db, who, **told) for _ in range(number)]
    for mentee in found:
        verbs.take_over(db, mentee, who.id)
    return found


def asked(db: Db, by: Person, mentee: Mentee, row: MatchRound) -> Match:
    proposal = proposal_for(db, mentee, row)
    match = services.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", by.id)
    assert match is not None
    return match


def served(db: Db, row: MatchRound, people: list[Mentee]) -> int:
    found = select(Proposal).where(
        col(Proposal.round_id) == row.id, col(Proposal.mentee_id).in_([one.id for one in people])
    )
    return len(db.exec(found).all())


def test_a_round_proposes_no_more_than_there_is_room_for(db: Db, anna: Person, bas: Person) -> None:
    hers, his = cases_of(db, anna, 3), cases_of(db, bas, 2)
    for _ in range(5):
        ready_mentor(db, anna)
    takes_on(db, anna, 2)
    row = run_round(db, bas)
    assert (served(db, row, hers), served(db, row, his)) == (2, 2)
    (waits,) = db.exec(select(Unmatched).where(col(Unmatched.round_id) == row.id)).all()
    assert waits.reason == "consultant"
    kept = db.exec(select(RoundConsultant)).all()
    assert [(one.user_id, one.house_code, one.places) for one in kept] == [(anna.id, HOUSE, 2)]
    assert [one.consultant for one in replaying.opened(db, row).round.mentees].count(None) == 2


def test_who_is_asked_or_has_a_mentor_takes_a_place(db: Db, anna: Person) -> None:
    hers = cases_of(db, anna, 3)
    for _ in range(4):
        ready_mentor(db, anna)
    first = run_round(db, anna)
    match = asked(db, anna, hers[0], first)
    takes_on(db, anna, 2)
    assert served(db, run_round(db, anna), hers) == 1
    for side, way in ((Side.MENTOR, AnsweredBy.PAGE), (Side.MENTEE, AnsweredBy.LINK)):
        services.answer(db, match, Reply(side, is_yes=True), way)
    assert served(db, run_round(db, anna), hers) == 1
    takes_on(db, anna, 0)  # fewer than she guides: nobody new, and nobody loses a mentor
    assert served(db, run_round(db, anna), hers) == 0
    assert match.status.is_live
    takes_on(db, anna, None)
    assert served(db, run_round(db, anna), hers) == 2


def test_a_case_that_somebody_covers_counts_for_its_owner(
    db: Db, anna: Person, bas: Person
) -> None:
    hers = cases_of(db, anna, 2)
    for _ in range(2):
        ready_mentor(db, anna)
    day = today(db)
    cover.arrange(db, anna.id, bas.id, Days(day, day), by=anna.id)
    takes_on(db, bas, 0)
    assert served(db, run_round(db, bas), hers) == 2
    takes_on(db, anna, 1)
    assert served(db, run_round(db, bas), hers) == 1


def test_nobody_is_capped_who_is_no_consultant_there_any_more(db: Db, anna: Person) -> None:
    hers = cases_of(db, anna, 2)
    for _ in range(2):
        ready_mentor(db, anna)
    takes_on(db, anna, 0)
    grant_of(db, anna).ended_at = now(db)
    db.flush()
    assert served(db, run_round(db, anna), hers) == 2


def test_a_transfer_leaves_the_old_consultant_and_takes_no_place_there(
    db: Db, anna: Person
) -> None:
    (moves,) = cases_of(db, anna, 1)
    takes_on(db, anna, 0)
    ready_mentor(db, anna, "NHN")
    verbs.transfer(db, moves, "NHN", "Verhuisd.", by=anna.id)
    assert served(db, run_round(db, anna, None), [moves]) == 1


def test_setting_it_is_audited_and_two_at_once_are_told_apart(
    db: Db, anna: Person, bas: Person
) -> None:
    coordinator = make_person(db, Role.COORDINATOR)
    takes_on(db, anna, 8)
    services.set_caseload(db, grant_of(db, anna), 6, coordinator.id, seen=1)
    with pytest.raises(ChangedMeanwhile):
        services.set_caseload(db, grant_of(db, anna), 9, anna.id, seen=1)
    found = queries.find(db, anna.id, HOUSE)
    assert found is not None
    assert (found.most, found.set_by) == (6, coordinator.id)
    db.commit()
    events = db.exec(select(AuditEvent).where(col(AuditEvent.action) == "matching.caseload_set"))
    assert len(events.all()) == 2
    own = db.exec(policy.caseloads_to_set(acting(db, anna)))
    assert {one.user_id for one in own} == {anna.id}
    everybody = {one.user_id for one in db.exec(policy.caseloads_to_set(acting(db, coordinator)))}
    assert everybody >= {anna.id, bas.id}


def test_what_a_round_knew_is_replayed_whatever_is_set_since(db: Db, anna: Person) -> None:
    cases_of(db, anna, 3)
    for _ in range(3):
        ready_mentor(db, anna)
    takes_on(db, anna, 1)
    row = run_round(db, anna)
    takes_on(db, anna, 3)
    then = replaying.kept(db, row.id)
    assert replaying.compared(then, solved(then.round)).differs == ()
    (kept,) = db.exec(select(RoundConsultant)).all()
    kept.places = 2
    db.flush()
    then = replaying.kept(db, row.id)
    assert "input_sha256" in replaying.compared(then, solved(then.round)).differs


def test_who_waits_for_a_place_reads_with_whom_and_that_no_mentor_helps(
    db: Db, anna: Person
) -> None:
    hers = cases_of(db, anna, 2)
    for _ in range(2):
        ready_mentor(db, anna)
    takes_on(db, anna, 1)
    row = run_round(db, anna)
    (waits,) = db.exec(select(Unmatched).where(col(Unmatched.round_id) == row.id)).all()
    (line,) = telling_waiting.waiting(db, row, [waits], {one.id for one in hers})
    name = telling.names_of_consultants(db, replaying.opened(db, row).round.mentees)[str(anna.id)]
    assert f"Het is vol bij {name}" in line.part.sentence
    assert line.part.helps is not None
    assert "aan een mentor ligt het niet" in line.part.helps.heading
    assert row.certificate is not None
    (full,) = row.certificate["recruiting"]["full_consultants"]
    assert (full["consultant"], full["gain"]["class_2"]) == (str(anna.id), 1)


def test_a_pin_without_a_place_with_the_consultant_is_dropped_and_says_so(
    db: Db, anna: Person
) -> None:
    (mentee,) = cases_of(db, anna, 1)
    mentor = ready_mentor(db, anna)
    services.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Kennen elkaar.", anna.id)
    takes_on(db, anna, 0)
    run_round(db, anna)
    (line,) = telling.dropped_pins(db, db.exec(select(DroppedPin)).all())
    assert line.is_consultant_full
    assert not line.is_caseload_full


def test_a_second_look_finds_no_place_with_the_consultant(db: Db, anna: Person) -> None:
    """Of two who are proposed one says no; the other's proposal still holds the one place left."""
    hers = cases_of(db, anna, 2)
    for _ in range(3):
        ready_mentor(db, anna)
    row = run_round(db, anna)
    match = asked(db, anna, hers[0], row)
    takes_on(db, anna, 1)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    looks = look_again(db, match)
    assert looks[LookedFor.MENTEE].outcome is LookOutcome.CONSULTANT_FULL
    assert looks[LookedFor.SEAT].outcome is LookOutcome.NOBODY


def test_two_second_looks_do_not_share_the_last_place_of_a_consultant(db: Db, anna: Person) -> None:
    hers = cases_of(db, anna, 2)
    for _ in range(4):
        ready_mentor(db, anna)
    row = run_round(db, anna)
    both = [asked(db, anna, one, row) for one in hers]
    takes_on(db, anna, 1)
    for match in both:
        services.answer(db, match, NO, AnsweredBy.PAGE)
    questions = [second_looks.question(db, match.id, LookedFor.MENTEE) for match in both]
    kept = []
    for match, question in zip(both, questions, strict=True):
        assert isinstance(question, second_looks.Question)
        answer = looked(question.look)
        kept.append(second_looks.keep(db, match.id, LookedFor.MENTEE, question, answer))
    assert kept == [True, False]
    assert look_again(db, both[1])[LookedFor.MENTEE].outcome is LookOutcome.CONSULTANT_FULL
