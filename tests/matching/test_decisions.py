"""From a proposal to a match: everything is looked at anew, and nothing is done by half."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.matching import services
from mentorship.matching.assignment.model import Rule
from mentorship.matching.matches import checks, queries
from mentorship.matching.matches.rules import (
    AlreadyDecided,
    AnsweredBefore,
    CannotChoose,
    Hindrance,
    LendingNotAgreed,
    MatchClosed,
    MatchRefused,
    NoLongerPossible,
    NotAskedYet,
    Obstacle,
    Reply,
    TermOver,
)
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    Match,
    MatchStatus,
    ProposalDecision,
    Refusal,
    RuleKind,
    Side,
)
from mentorship.matching.rounds.gathering import gather
from mentorship.matching.rounds.models import Proposal
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import open_seats, today
from mentorship.mentors.rules import BlockKind
from mentorship.referrals.mentees import consents
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Mentee, Stage
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.soak import budget

YES = Reply(Side.MENTOR, is_yes=True)
MENTEE_YES = Reply(Side.MENTEE, is_yes=True)
NO = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.NO_REASON)


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
def proposal(db: Db, consultant: Person, mentor: Mentor, mentee: Mentee) -> Proposal:
    return proposal_for(db, mentee, run_round(db, consultant))


def decide(
    db: Db,
    proposal: Proposal,
    by: Person,
    outcome: DecisionOutcome = DecisionOutcome.CHOOSE,
    **more: bool,
) -> Match | None:
    mentee = mentees.lock_mentee(db, select(Mentee), proposal.mentee_id)
    assert mentee is not None
    return services.decide(db, proposal, mentee, outcome, "Dat past goed.", by.id, **more)


def choose(db: Db, proposal: Proposal, by: Person, **more: bool) -> Match:
    match = decide(db, proposal, by, **more)
    assert match is not None
    return match


def test_a_round_proposes_and_a_choice_asks_the_mentor(
    db: Db, proposal: Proposal, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    assert proposal.mentor_id == mentor.id
    match = choose(db, proposal, consultant)
    assert (match.status, match.mentee_id) == (MatchStatus.ASKED, mentee.id)
    # Monday 2 March 2026, five working days.
    assert match.answer_due.isoformat() == "2026-03-09"
    (mail,) = db.exec(select(OutboxMail).where(OutboxMail.letter == "matching.asked")).all()
    assert mail.subject_id == mentor.subject_id
    body = vault.read(db, mail, "body", purpose=Purpose.MESSAGING) or ""
    assert "/matching/answer/mentor/" in body
    assert "Yara" not in body
    assert "Jolanda" not in body


def test_who_is_asked_or_matched_is_in_no_later_round(
    db: Db, proposal: Proposal, consultant: Person, mentor: Mentor
) -> None:
    choose(db, proposal, consultant)
    people = gather(db, today(db), None)
    assert people.mentees == []
    assert people.taken_seats[mentor.id] == 1


def test_wait_and_widen_make_no_match(db: Db, proposal: Proposal, consultant: Person) -> None:
    assert decide(db, proposal, consultant, DecisionOutcome.WAIT) is None
    with pytest.raises(AlreadyDecided):
        decide(db, proposal, consultant)
    assert db.exec(select(Match)).all() == []


def withdraw_consent(db: Db, mentor: Mentor, mentee: Mentee) -> None:
    consents.withdraw_consent(
        db, mentee, ConsentPurpose.PARTICIPATION, GivenBy.YOUNG_PERSON, How.SAID
    )


def pause(db: Db, mentor: Mentor, mentee: Mentee) -> None:
    mentors.pause(db, mentor, today(db), today(db) + timedelta(days=10))


def use_up_the_seat(db: Db, mentor: Mentor, mentee: Mentee) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    other = waiting_mentee(db, by, first_name="Noor", priority=1)
    taken = Match(
        subject_id=other.subject_id, mentee_id=other.id, mentor_id=mentor.id,
        seat_id=open_seats(db, mentor.id)[0].id, house_code=other.house_code,
        proposal_id=_another_proposal(db, other, mentor, _round(db)), status=MatchStatus.ASKED,
        decided_by=by.id, decided_at=other.accepted_at, answer_due=today(db),
    )  # fmt: skip
    db.add(taken)
    db.flush()


def _another_proposal(db: Db, mentee: Mentee, mentor: Mentor, round_id: UUID) -> UUID:
    made = Proposal(
        subject_id=mentee.subject_id, round_id=round_id, mentee_id=mentee.id, mentor_id=mentor.id,
        house_code="KEN", mentor_house_code="KEN", number=1, fit=5000, waiting_bonus=0,
    )  # fmt: skip
    vault.write(db, made, explanation="{}")
    db.add(made)
    db.flush()
    return made.id


def _round(db: Db) -> UUID:
    return db.exec(select(Proposal.round_id)).one()


def close_the_seat(db: Db, mentor: Mentor, mentee: Mentee) -> None:
    mentors.set_capacity(db, mentor, 0)


def ban(db: Db, mentor: Mentor, mentee: Mentee) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    services.lay_down(db, mentee, mentor.id, RuleKind.CONFLICT, "Zelfde straat.", by.id)


def test_a_mentee_on_a_seat_that_was_closed_leaves_no_other_seat_free(
    db: Db, consultant: Person
) -> None:
    mentor = ready_mentor(db, consultant, seats=2)
    first, second = (waiting_mentee(db, consultant, first_name=name) for name in ("Noor", "Sem"))
    pair = run_round(db, consultant)
    ended = choose(db, proposal_for(db, first, pair), consultant)
    choose(db, proposal_for(db, second, pair), consultant)
    services.withdraw(db, ended, "Toch niet.")
    assert [people_taken(db, mentor), seats_to_give(db, mentor)] == [1, 1]
    mentors.set_capacity(db, mentor, 1)
    assert [people_taken(db, mentor), seats_to_give(db, mentor)] == [1, 0]
    with pytest.raises(CannotChoose) as refused:
        decide(db, proposal_again(db, consultant, first, mentor), consultant)
    assert Hindrance.NO_SEAT in [one.kind for one in refused.value.obstacles]


def people_taken(db: Db, mentor: Mentor) -> int:
    return gather(db, today(db), None).taken_seats[mentor.id]


def seats_to_give(db: Db, mentor: Mentor) -> int:
    return checks.count_free_seats(db, mentor)


def proposal_again(db: Db, by: Person, mentee: Mentee, mentor: Mentor) -> Proposal:
    """A round of today proposes nothing, so this is one from before the seat was closed."""
    made = run_round(db, by)
    assert db.exec(select(Proposal).where(Proposal.round_id == made.id)).all() == []
    return db.get_one(Proposal, _another_proposal(db, mentee, mentor, made.id))


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (withdraw_consent, [Obstacle(Hindrance.MENTEE_NOT_WAITING)]),
        (pause, [Hindrance.BLOCKED]),
        (use_up_the_seat, [Obstacle(Hindrance.NO_SEAT)]),
        (close_the_seat, [Hindrance.BLOCKED]),
        (ban, [Obstacle(Hindrance.RULE_BROKEN, rule=Rule.EXCLUDED)]),
    ],
)
def test_what_changed_since_the_round_refuses_the_choice_and_nothing_is_half_done(
    db: Db,
    proposal: Proposal,
    consultant: Person,
    mentor: Mentor,
    mentee: Mentee,
    happens: Callable[[Db, Mentor, Mentee], None],
    told: list[object],
) -> None:
    happens(db, mentor, mentee)
    before = db.exec(select(func.count()).select_from(Match)).one()
    with pytest.raises(CannotChoose) as refused:
        decide(db, proposal, consultant)
    found = refused.value.obstacles
    kinds = [o if isinstance(o, Obstacle) else Obstacle(o, block=found[0].block) for o in told]
    assert list(found) == kinds
    assert db.exec(select(func.count()).select_from(Match)).one() == before
    assert db.exec(select(ProposalDecision)).all() == []
    assert db.exec(select(OutboxMail).where(OutboxMail.letter == "matching.asked")).all() == []


@pytest.mark.parametrize(
    ("months", "kind"), [(37, BlockKind.VOG_STALE), (37, BlockKind.TRAINING_EXPIRED)]
)
def test_a_stale_vog_and_an_expired_training_refuse_it_too(
    db: Db,
    proposal: Proposal,
    consultant: Person,
    fixed_now: FixedNow,
    months: int,
    kind: BlockKind,
) -> None:
    fixed_now.advance(days=months * 31)
    with pytest.raises(CannotChoose) as refused:
        decide(db, proposal, consultant)
    blocks = {o.block.kind for o in refused.value.obstacles if o.block is not None}
    assert kind in blocks


def test_both_say_yes_and_the_match_runs(
    db: Db, proposal: Proposal, consultant: Person, mentee: Mentee
) -> None:
    match = choose(db, proposal, consultant)
    with pytest.raises(NotAskedYet):
        services.answer(db, match, MENTEE_YES, AnsweredBy.CONSULTANT, noted_by=consultant.id)
    services.answer(db, match, YES, AnsweredBy.PAGE)
    with pytest.raises(AnsweredBefore):
        services.answer(db, match, NO, AnsweredBy.PAGE)
    assert queries.with_answers(db, [match])[0].awaits is Side.MENTEE
    services.answer(db, match, MENTEE_YES, AnsweredBy.CONSULTANT, noted_by=consultant.id)
    assert (match.status, mentee.stage) == (MatchStatus.ACTIVE, Stage.STARTED)
    services.end_match(db, match, "Verhuisd.", looks_again=True)
    assert (match.status, mentee.stage) == (MatchStatus.ENDED, Stage.WAITING)


def test_a_refusal_frees_both_and_counts_in_later_rounds(
    db: Db, proposal: Proposal, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    match = choose(db, proposal, consultant)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    assert match.status is MatchStatus.REFUSED
    people = gather(db, today(db), None)
    assert [one.id for one in people.mentees] == [mentee.id]
    assert people.taken_seats[mentor.id] == 0
    again = run_round(db, consultant)
    assert db.exec(select(Proposal).where(Proposal.round_id == again.id)).all() == []
    with pytest.raises(MatchClosed):
        services.answer(db, match, MENTEE_YES, AnsweredBy.PAGE)


def test_without_an_answer_in_time_it_expires(
    db: Db, proposal: Proposal, consultant: Person, fixed_now: FixedNow
) -> None:
    match = choose(db, proposal, consultant)
    fixed_now.advance(days=7)  # the last day
    assert services.due_for_closing(db) == []
    fixed_now.advance(days=1)
    with pytest.raises(TermOver):
        services.answer(db, match, YES, AnsweredBy.LINK)
    assert services.due_for_closing(db) == [match.id]
    services.close_if_due(db, match.id)
    assert match.status is MatchStatus.EXPIRED
    again = run_round(db, consultant)
    assert db.exec(select(Proposal).where(Proposal.round_id == again.id)).all() == []


def test_a_withdrawn_consent_ends_the_question(
    db: Db, proposal: Proposal, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    match = choose(db, proposal, consultant)
    withdraw_consent(db, mentor, mentee)
    with pytest.raises(NoLongerPossible):
        services.answer(db, match, YES, AnsweredBy.PAGE)
    services.close_if_due(db, match.id)
    assert match.status is MatchStatus.WITHDRAWN


def test_a_consultant_takes_a_question_back_and_it_may_be_asked_again(
    db: Db, proposal: Proposal, consultant: Person, mentor: Mentor
) -> None:
    match = choose(db, proposal, consultant)
    services.withdraw(db, match, "Toch eerst een gesprek.")
    assert match.status is MatchStatus.WITHDRAWN
    again = run_round(db, consultant)
    (proposed,) = db.exec(select(Proposal).where(Proposal.round_id == again.id)).all()
    assert proposed.mentor_id == mentor.id


def test_a_mentor_of_another_house_is_lent_only_when_that_house_agreed(
    db: Db, consultant: Person
) -> None:
    lent = ready_mentor(db, consultant, "NHN")
    young = waiting_mentee(db, consultant)
    proposal = proposal_for(db, young, run_round(db, consultant, None))
    assert proposal.is_lent
    with pytest.raises(LendingNotAgreed):
        decide(db, proposal, consultant)
    assert choose(db, proposal, consultant, is_lending_agreed=True).mentor_id == lent.id


def test_the_database_itself_keeps_a_seat_and_a_mentee_for_one_live_match(
    db: Db, proposal: Proposal, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    match = choose(db, proposal, consultant)
    other, free = waiting_mentee(db, consultant), ready_mentor(db, consultant)
    round_id = services.start_round(db, None, consultant.id).id
    for young, who, twice in ((other, mentor, "seat"), (mentee, free, "mentee")):
        second = Match(
            subject_id=young.subject_id, mentee_id=young.id, mentor_id=who.id,
            seat_id=open_seats(db, who.id)[0].id, house_code="KEN",
            proposal_id=_another_proposal(db, young, who, round_id),
            status=MatchStatus.ACTIVE, started_at=match.decided_at,
            decided_by=consultant.id, decided_at=match.decided_at, answer_due=match.answer_due,
        )  # fmt: skip
        values = {name: getattr(second, name) for name in Match.model_fields} | {"version": 1}
        with pytest.raises(IntegrityError) as refused, db.begin_nested():
            db.execute(insert(Match).values(**values))
        assert twice in str(refused.value.orig)


def test_a_pin_that_breaks_a_rule_is_refused_with_the_rule(
    db: Db, consultant: Person, mentee: Mentee
) -> None:
    far = ready_mentor(db, consultant, place="Den Helder")
    with pytest.raises(CannotChoose) as refused:
        services.lay_down(db, mentee, far.id, RuleKind.PIN, "Kennen elkaar.", consultant.id)
    assert refused.value.obstacles == (Obstacle(Hindrance.RULE_BROKEN, rule=Rule.TRAVEL),)


def test_a_pin_holds_below_the_floor_and_takes_the_seat_of_another_pin(
    db: Db, consultant: Person, mentor: Mentor, mentee: Mentee
) -> None:
    other = waiting_mentee(db, consultant, priority=1)
    services.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Goed gesprek gehad.", consultant.id)
    with pytest.raises(CannotChoose):
        services.lay_down(db, other, mentor.id, RuleKind.PIN, "Ook.", consultant.id)
    row = run_round(db, consultant)
    (proposed,) = db.exec(select(Proposal).where(Proposal.round_id == row.id)).all()
    assert proposed.mentee_id == mentee.id


def at_once(*acts: Callable[[], object]) -> list[object]:
    results: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=both) for both in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


TRIES = budget.examples(12, 200)  # `make soak` takes the long way


def test_two_consultants_on_one_seat_make_one_match_each_time(database: Database) -> None:
    """Two proposals of two rounds ask for the only seat of one mentor at the same moment."""
    with database.writing() as db:
        first = make_person(db, Role.MENTOR_CONSULTANT)
        second = make_person(db, Role.MENTOR_CONSULTANT)
        mentor = ready_mentor(db, first)
        young = [waiting_mentee(db, first), waiting_mentee(db, second)]
        row = run_round(db, first)
        db.commit()
        round_id = row.id
    for _ in range(TRIES):
        with database.writing() as db:
            proposals = [undecided_again(db, one, mentor, round_id) for one in young]
            db.commit()
        acts = [
            lambda p=p, who=who: _decide_alone(database, p, who)
            for p, who in zip(proposals, (first, second), strict=True)
        ]
        told = at_once(*acts)
        made = [one for one in told if isinstance(one, UUID)]
        refused = [one for one in told if isinstance(one, CannotChoose)]
        assert (len(made), len(refused)) == (1, 1), told
        assert refused[0].obstacles == (Obstacle(Hindrance.NO_SEAT),)
        with database.writing() as db:
            live = db.exec(select(Match).where(col(Match.status) == MatchStatus.ASKED)).all()
            assert [match.id for match in live] == made
            services.withdraw(db, live[0], "Nog een keer.")
            db.commit()


def undecided_again(db: Db, mentee: Mentee, mentor: Mentor, round_id: UUID) -> UUID:
    """The round's proposal for this mentee, as if it had not been decided."""
    for old in db.exec(select(Proposal).where(col(Proposal.mentee_id) == mentee.id)):
        db.delete(old)
    db.flush()
    return _another_proposal(db, mentee, mentor, round_id)


def _decide_alone(database: Database, proposal_id: UUID, by: Person) -> UUID:
    with database.writing() as db:
        proposal = db.get_one(Proposal, proposal_id)
        match = choose(db, proposal, by)
        db.commit()
        return match.id


def test_two_decide_about_one_proposal_and_one_is_told(database: Database) -> None:
    with database.writing() as db:
        first = make_person(db, Role.MENTOR_CONSULTANT)
        ready_mentor(db, first)
        mentee = waiting_mentee(db, first)
        proposal_id = proposal_for(db, mentee, run_round(db, first)).id
        db.commit()
    told = at_once(
        lambda: _decide_alone(database, proposal_id, first),
        lambda: _decide_alone(database, proposal_id, first),
    )
    refused = [one for one in told if isinstance(one, MatchRefused)]
    assert (len(refused), type(refused[0])) == (1, AlreadyDecided)
