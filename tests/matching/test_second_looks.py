"""After a no, a silence or a question taken back: the place is looked at again, and only it."""

import threading

import pytest
from sqlmodel import col, select

from mentorship.foundation import jobs
from mentorship.foundation.audit import pseudonym
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import Job
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from mentorship.matching import counts, policy, services, settings_history
from mentorship.matching import jobs as work
from mentorship.matching.assignment.model import Objective
from mentorship.matching.matches import checks
from mentorship.matching.matches.closing import LOOK_AGAIN
from mentorship.matching.matches.rules import CannotChoose, Reply
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
from mentorship.matching.rounds import previewing, queries, replaying, second_looks
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.looking import looked
from mentorship.matching.rounds.models import MatchRound, Proposal, Unmatched
from tests.accounts.people import Person
from tests.factories import FixedNow
from tests.matching.pool import (
    look_again,
    proposal_for,
    ready_mentor,
    run_round,
)
from tests.matching.town import (
    WEDNESDAY,
    Town,
    asked,
    decide,
    settled,
    with_caseload,
)
from tests.mentors.jobs import run_jobs
from tests.referrals.senders import acting
from tests.worlds import read_in

NO = Reply(Side.MENTOR, is_yes=False, refusal=Refusal.TOO_FAR)


def everything(db: Db) -> list[object]:
    """All that stands before somebody says no; a second look may only add to it."""
    rows = [*db.exec(select(Proposal)), *db.exec(select(Match)), *db.exec(select(Unmatched))]
    return sorted((type(row).__name__, str(row.id), *map(str, vars_of(row))) for row in rows)


def vars_of(row: Proposal | Match | Unmatched) -> list[object]:
    match row:
        case Proposal():
            return [row.round_id, row.mentee_id, row.mentor_id, row.number, row.fit]
        case Match():
            return [row.status, row.mentee_id, row.mentor_id, row.seat_id, row.answer_due]
    return [row.round_id, row.mentee_id, row.reason]


@pytest.fixture
def consultant(in_town: tuple[Town, Person]) -> Person:
    return in_town[1]


def test_after_a_no_both_are_looked_at_again_and_nothing_else_changes(
    db: Db, here: Town, consultant: Person
) -> None:
    match = asked(db, here, here.yara, consultant)
    running = asked(db, here, here.omar, consultant)
    services.answer(db, running, Reply(Side.MENTOR, is_yes=True), AnsweredBy.PAGE)
    services.answer(db, running, Reply(Side.MENTEE, is_yes=True), AnsweredBy.LINK)
    decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)  # so Bram has a place
    services.answer(db, match, NO, AnsweredBy.PAGE)
    before = everything(db)
    assert work.look_again
    (job,) = db.exec(select(Job).where(Job.name == LOOK_AGAIN)).all()
    assert job.arguments == {"match_id": str(match.id)}
    looks = look_again(db, match)
    assert {look.outcome for look in looks.values()} == {LookOutcome.PROPOSED}
    rows = [db.get_one(MatchRound, look.round_id) for look in looks.values()]
    assert all(row.follows_id == here.round.id for row in rows)
    assert all(row.seed == here.round.seed for row in rows)
    found = [db.exec(select(Proposal).where(Proposal.round_id == row.id)).one() for row in rows]
    assert [(one.mentee_id, one.mentor_id) for one in found] == [
        (here.yara.id, here.bram.id), (here.kim.id, here.jolanda.id),
    ]  # fmt: skip
    new = {str(one.id) for one in found}
    assert [one for one in everything(db) if one[1] not in new] == before  # type: ignore[index]
    open_ids = {one.id for one in db.exec(counts.to_decide(select(Proposal)))}
    assert {one.id for one in found} <= open_ids


def test_it_is_decided_the_ordinary_way_and_a_second_no_looks_further(
    db: Db, here: Town, consultant: Person
) -> None:
    match = asked(db, here, here.yara, consultant)
    decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    row = db.get_one(MatchRound, look_again(db, match)[LookedFor.MENTEE].round_id)
    again = services.decide(
        db,
        proposal_for(db, here.yara, row),
        here.yara,
        DecisionOutcome.CHOOSE,
        "Ja.",
        consultant.id,
    )
    assert again is not None
    assert again.mentor_id == here.bram.id
    services.answer(db, again, NO, AnsweredBy.LINK)
    looks = look_again(db, again)
    assert looks[LookedFor.MENTEE].outcome is LookOutcome.NOBODY
    last = db.get_one(MatchRound, looks[LookedFor.MENTEE].round_id)
    assert last.follows_id == here.round.id
    why = db.exec(select(Unmatched).where(Unmatched.round_id == last.id)).one()
    assert (why.mentee_id, why.reason) == (here.yara.id, "blocked")
    # Zoë was left to wait until the next round, so Bram's place is offered to nobody.
    assert looks[LookedFor.SEAT].outcome is LookOutcome.NOBODY
    assert looks[LookedFor.SEAT].round_id is None


def test_a_seat_about_which_is_still_decided_is_taken(
    db: Db, here: Town, consultant: Person
) -> None:
    match = asked(db, here, here.yara, consultant)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    looks = look_again(db, match)
    assert looks[LookedFor.MENTEE].outcome is LookOutcome.NOBODY  # Bram is for Zoë
    assert looks[LookedFor.SEAT].outcome is LookOutcome.PROPOSED


@pytest.mark.parametrize("way", ["silence", "taken back", "stopped", "mentor left"])
def test_each_way_in_which_a_question_ends(
    db: Db, here: Town, consultant: Person, fixed_now: FixedNow, way: str
) -> None:
    match = asked(db, here, here.yara, consultant)
    decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)
    if way == "silence":
        fixed_now.advance(days=8)
        services.close_if_due(db, match.id)
    elif way == "taken back":
        services.withdraw(db, match, "Toch niet handig.")
    elif way == "stopped":
        services.stop_mentee(db, here.yara, "young_person", "Wil niet meer.", by=consultant.id)
    else:
        services.end_mentor(db, here.jolanda, "stopped", "Verhuist.", consultant.id)
    outcomes = {kind: look.outcome for kind, look in look_again(db, match).items()}
    passed = {"stopped": LookedFor.MENTEE, "mentor left": LookedFor.SEAT}.get(way)
    assert outcomes == {
        kind: LookOutcome.PASSED if kind is passed else LookOutcome.PROPOSED for kind in LookedFor
    }


def test_a_question_taken_back_is_not_proposed_once_more(
    db: Db, here: Town, consultant: Person
) -> None:
    match = asked(db, here, here.yara, consultant)
    services.withdraw(db, match, "Toch niet handig.")
    looks = look_again(db, match)
    assert looks[LookedFor.MENTEE].outcome is LookOutcome.NOBODY
    assert db.exec(select(Proposal).where(Proposal.round_id == looks[LookedFor.SEAT].round_id)).one(
    ).mentee_id == here.kim.id  # fmt: skip


def test_a_whole_round_since_then_says_it_all(
    db: Db, here: Town, consultant: Person, fixed_now: FixedNow
) -> None:
    match = asked(db, here, here.yara, consultant)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    fixed_now.advance(minutes=1)
    run_round(db, consultant)
    assert {look.outcome for look in look_again(db, match).values()} == {LookOutcome.PASSED}


def test_a_full_house_is_told_apart(db: Db, here: Town, consultant: Person) -> None:
    match = asked(db, here, here.yara, consultant)
    asked(db, here, here.omar, consultant)
    decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)
    with_caseload(db, consultant, 1)  # Omar has it
    services.answer(db, match, NO, AnsweredBy.PAGE)
    outcomes = {kind: look.outcome for kind, look in look_again(db, match).items()}
    assert outcomes == {
        LookedFor.MENTEE: LookOutcome.HOUSE_FULL,
        LookedFor.SEAT: LookOutcome.NOBODY,
    }


def test_both_the_round_and_the_second_looks_are_replayed_to_the_same_bytes(
    db: Db, here: Town, consultant: Person
) -> None:
    match = asked(db, here, here.yara, consultant)
    decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    rows = {look.round_id for look in look_again(db, match).values()}
    for round_id in (here.round.id, *rows):
        assert round_id is not None
        then = replaying.kept(db, round_id)
        assert replaying.compared(then, solved(then.round)).differs == ()


def test_under_max_min_second_looks_are_replayed_too(
    db: Db, here: Town, consultant: Person
) -> None:
    content = {**settings_history.plain(settings_history.current(db)), "objective": "max-min"}
    services.change_settings(db, content, "Wie het minst past telt.", consultant.id, seen=0)
    match = asked(db, here, here.yara, consultant)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    rows = [look.round_id for look in look_again(db, match).values() if look.round_id]
    assert rows
    for round_id in rows:
        then = replaying.kept(db, round_id)
        assert then.round.objective is Objective.MAX_MIN
        assert replaying.compared(then, solved(then.round)).differs == ()


def test_what_is_about_one_place_is_no_round_of_a_house(
    db: Db, here: Town, consultant: Person
) -> None:
    """Neither what other settings would change nor whom to recruit is told from it."""
    match = asked(db, here, here.yara, consultant)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    look_again(db, match)
    settings_now = settings_history.current(db)
    (told,) = previewing.preview(db, settings_now, settings_now, few=1)
    assert told.row.id == here.round.id
    rounds = policy.rounds_of(acting(db, consultant))
    assert [row.id for row in queries.page_of_rounds(db, rounds, 1)[0]] == [here.round.id]
    undecided = queries.undecided_in(db, policy.proposals_of(acting(db, consultant)), rounds)
    assert undecided == {here.round.id: 3}  # Zoë's, Omar's, and the place for Kim


def test_nobody_is_read_but_who_is_looked_for_and_who_could_have_the_place(
    database: Database,
) -> None:
    here, by = settled(database)
    with database.writing() as db:
        here = read_in(db, here)
        match = asked(db, here, here.yara, by)
        services.answer(db, match, NO, AnsweredBy.PAGE)
        db.commit()
    with database.reading() as db:
        last = db.exec(select(AuditEvent.seq).order_by(col(AuditEvent.seq).desc())).first() or 0
    run_jobs(database)
    with database.reading() as db:
        events = db.exec(select(AuditEvent).where(col(AuditEvent.seq) > last)).all()
        seqs = [one.seq for one in events if "mentee_wishes.profile" in one.details]
        read = db.exec(select(AuditEventSubject).where(col(AuditEventSubject.seq).in_(seqs))).all()
    meant = {pseudonym(database.keys, one.subject_id) for one in (here.yara, here.kim)}
    assert {one.pseudonym for one in read} == meant


def test_two_who_say_no_at_once_are_not_given_one_seat(database: Database) -> None:
    """Both could have Lena, who is ready since; one is proposed, the other reads why not."""
    here, by = settled(database)
    with database.writing() as db:
        here = read_in(db, here)
        both = [asked(db, here, one, by) for one in (here.yara, here.zoe)]
        ready_mentor(db, by, first_name="Lena", slots=WEDNESDAY)
        services.lay_down(db, here.yara, here.bram.id, RuleKind.BAN, "Buren.", by.id)
        for match in both:
            services.answer(db, match, NO, AnsweredBy.PAGE)
        db.commit()
    asked_both = []
    for match in both:
        with database.reading() as db:
            asked_both.append(second_looks.question(db, match.id, LookedFor.MENTEE))
    start, kept = threading.Barrier(2), {}

    def keep(match: Match, question: object) -> None:
        assert isinstance(question, second_looks.Question)
        answer = looked(question.look)
        start.wait()
        with database.writing() as db:
            kept[match.id] = second_looks.keep(db, match.id, LookedFor.MENTEE, question, answer)
            if kept[match.id]:
                db.commit()

    threads = [
        threading.Thread(target=keep, args=each) for each in zip(both, asked_both, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept.values()) == [False, True]
    run_jobs(database)
    with database.reading() as db:
        looks = db.exec(select(SecondLook).where(SecondLook.looked_for == LookedFor.MENTEE)).all()
        assert sorted(look.outcome for look in looks) == ["nobody", "proposed"]


def test_a_choice_meanwhile_is_met_again_at_the_decision(
    db: Db, here: Town, consultant: Person
) -> None:
    match = asked(db, here, here.yara, consultant)
    decide(db, here, here.zoe, consultant, DecisionOutcome.WAIT)
    services.answer(db, match, NO, AnsweredBy.PAGE)
    row = db.get_one(MatchRound, look_again(db, match)[LookedFor.MENTEE].round_id)
    services.lay_down(db, here.zoe, here.bram.id, RuleKind.PIN, "Toch wel.", consultant.id)
    newer = run_round(db, consultant)
    pinned = proposal_for(db, here.zoe, newer)
    services.decide(db, pinned, here.zoe, DecisionOutcome.CHOOSE, "Ja.", consultant.id)
    with pytest.raises(CannotChoose):
        services.decide(
            db, proposal_for(db, here.yara, row), here.yara, DecisionOutcome.CHOOSE, "Ja.",
            consultant.id,
        )  # fmt: skip
    assert checks.count_free_seats(db, here.bram) == 0


def test_done_twice_it_is_kept_once(database: Database) -> None:
    here, by = settled(database)
    with database.writing() as db:
        here = read_in(db, here)
        match = asked(db, here, here.yara, by)
        services.answer(db, match, NO, AnsweredBy.PAGE)
        db.commit()
    run_jobs(database)
    with database.writing() as db:
        jobs.enqueue(db, LOOK_AGAIN, match_id=match.id)  # a queue may give its work twice
        db.commit()
    run_jobs(database)
    with database.reading() as db:
        assert len(db.exec(select(SecondLook)).all()) == 2
        assert len(db.exec(select(MatchRound)).all()) == 3
