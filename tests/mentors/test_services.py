"""The verbs on a real database of either engine: what they store, refuse and leave behind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import RoleGrant, User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import EmailTaken
from mentorship.foundation import vault
from mentorship.foundation.db import ChangedMeanwhile, Database, Db, now
from mentorship.foundation.erasure import erase
from mentorship.foundation.links import LinkError, OneTimeLink
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from mentorship.foundation.working_days import months_later
from mentorship.mentors import queries, rules, services
from mentorship.mentors.models import (
    MOST_SEATS,
    Interview,
    Mentor,
    MentorReference,
    MentorSeat,
    MentorStatus,
    Pause,
    ReferenceOutcome,
    TalkOutcome,
    VogSighting,
)
from mentorship.mentors.rules import BlockKind, Gate
from mentorship.mentors.told import SeenVog, Signed, Talk
from mentorship.region.services import seed_region
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.mentors.applicants import (
    ANSWERS,
    APPLICATION,
    PROFILE,
    ask,
    make_mentor,
    pass_gates,
    ready_mentor,
)
from tests.mentors.jobs import run_jobs

TODAY = date(2026, 3, 2)


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


@pytest.fixture
def mentor(db: Db, consultant: Person) -> Mentor:
    return make_mentor(db)


def actions(db: Db) -> list[str]:
    db.commit()
    return [row.action for row in db.exec(select(AuditEvent).order_by(col(AuditEvent.seq)))]


def test_a_mentor_becomes_ready_gate_by_gate(db: Db, mentor: Mentor, consultant: Person) -> None:
    for gate in Gate:
        assert queries.readiness_of(db, mentor, TODAY).missing[0] is gate
        pass_gates(db, mentor, consultant, (gate,))
    (found,) = queries.ready_on(db, TODAY)
    assert (found.id, found.subject_id, found.house_code) == (mentor.id, mentor.subject_id, "KEN")
    assert found.is_ready
    assert found.readiness.since == TODAY
    assert (found.profile, found.seats) == (PROFILE, 1)


def test_ready_on_holds_everybody_who_is_open_in_these_houses(db: Db, consultant: Person) -> None:
    ready = ready_mentor(db, consultant)
    waiting = make_mentor(db)
    elsewhere = make_mentor(db, house_code="NHN")
    ended = make_mentor(db)
    services.withdraw(db, ended, "", consultant.id)
    found = {one.id: one.is_ready for one in queries.ready_on(db, TODAY, frozenset({"KEN"}))}
    assert found == {ready.id: True, waiting.id: False}
    assert {one.id for one in queries.ready_on(db, TODAY)} == {ready.id, waiting.id, elsewhere.id}


def test_ready_on_asks_the_same_few_questions_and_leaves_one_line(
    database: Database, fixed_now: FixedNow
) -> None:
    with database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        for _ in range(3):
            ready_mentor(db, consultant)
        db.commit()
    few = _statements(database)
    with database.writing() as db:
        for _ in range(9):
            ready_mentor(db, consultant)
        db.commit()
    assert _statements(database) == few
    with database.reading() as db:
        newest = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc())).first()
        assert newest is not None
        of_event = AuditEventSubject.seq == newest.seq
        named = db.exec(select(AuditEventSubject).where(of_event)).all()
        assert (newest.action, len(named)) == ("list", 12)


def _statements(database: Database) -> int:
    counted: list[str] = []

    def note(connection, cursor, statement, parameters, context, many):  # type: ignore[no-untyped-def]
        counted.append(statement)

    event.listen(database.readers, "before_cursor_execute", note)
    with database.reading() as db:
        queries.ready_on(db, TODAY)
    event.remove(database.readers, "before_cursor_execute", note)
    return len(counted)


def test_the_newest_talk_counts(
    db: Db, mentor: Mentor, consultant: Person, fixed_now: FixedNow
) -> None:
    for outcome in (TalkOutcome.GO_ON, TalkOutcome.NO, TalkOutcome.GO_ON):
        fixed_now.advance(minutes=1)
        services.record_interview(db, mentor, Talk(TODAY, outcome, "Gesprek"), consultant.id)
        passed = Gate.INTERVIEW not in queries.readiness_of(db, mentor, TODAY).missing
        assert passed is (outcome is TalkOutcome.GO_ON)
    assert len(queries.interviews_of(db, mentor)) == 3


def test_what_was_done_cant_have_been_done_tomorrow(
    db: Db, mentor: Mentor, consultant: Person
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    seen = SeenVog(TODAY, tomorrow, "84", "A1234")
    for act in (
        lambda: services.record_interview(
            db, mentor, Talk(tomorrow, TalkOutcome.GO_ON, "x"), consultant.id
        ),
        lambda: services.record_vog(db, mentor, seen, consultant.id),
        lambda: services.record_agreement(
            db, mentor, Signed(tomorrow, 12, 4, "2026-1"), consultant.id
        ),
        lambda: services.record_trained(db, mentor, tomorrow),
    ):
        with pytest.raises(rules.DayInFuture):
            act()


def test_a_vog_goes_stale_and_a_new_one_brings_back(
    db: Db, consultant: Person, fixed_now: FixedNow
) -> None:
    mentor = ready_mentor(db, consultant)
    issued = TODAY - timedelta(days=30)
    last = months_later(issued, 36)
    services.record_agreement(db, mentor, Signed(TODAY, 60, 4, "2026-1"), consultant.id)
    fixed_now.advance(days=(last - TODAY).days)
    services.record_trained(db, mentor, last)
    assert queries.readiness_of(db, mentor, last).is_ready
    fixed_now.advance(days=1)
    day = queries.today(db)
    (block,) = queries.readiness_of(db, mentor, day).blocks
    assert (block.kind, block.since) == (BlockKind.VOG_STALE, day)
    with pytest.raises(rules.VogStaleAlready):
        services.record_vog(db, mentor, SeenVog(issued, day, "84", "B99"), consultant.id)
    services.record_vog(db, mentor, SeenVog(day, day, "84", "B100"), consultant.id)
    assert queries.readiness_of(db, mentor, day).is_ready


def test_of_a_vog_only_a_keyed_hash_of_its_number_is_kept(
    db: Db, mentor: Mentor, consultant: Person
) -> None:
    services.record_vog(db, mentor, SeenVog(TODAY, TODAY, "84", "A 12-34"), consultant.id)
    (row,) = queries.vogs_of(db, mentor)
    assert set(VogSighting.model_fields) == {
        "id", "subject_id", "mentor_id", "issued_on", "seen_on", "seen_by", "profile_code",
        "number_hash",
    }  # fmt: skip
    assert row.number_hash == vault.blind_index(db, "vog_sighting.number", "a1234")
    with pytest.raises(rules.VogSeenBefore):
        services.record_vog(db, mentor, SeenVog(TODAY, TODAY, "84", "a1234"), consultant.id)
    other = make_mentor(db)
    with pytest.raises(rules.VogOfAnother):
        services.record_vog(db, other, SeenVog(TODAY, TODAY, "84", "A1234"), consultant.id)
    services.stop(db, mentor, "Verhuisd", consultant.id)
    services.record_vog(db, other, SeenVog(TODAY, TODAY, "84", "A1234"), consultant.id)


@pytest.mark.parametrize(("months", "hours"), [(11, 4), (12, 3)])
def test_less_than_the_programme_asks_is_no_agreement(
    db: Db, mentor: Mentor, consultant: Person, months: int, hours: int
) -> None:
    with pytest.raises(rules.AgreementTooShort):
        services.record_agreement(db, mentor, Signed(TODAY, months, hours, "2026-1"), consultant.id)


def test_trained_is_told_once_per_day(db: Db, mentor: Mentor) -> None:
    first = services.record_trained(db, mentor, TODAY)
    assert services.record_trained(db, mentor, TODAY).id == first.id
    assert len(queries.trainings_of(db, mentor)) == 1


def test_a_reference_by_the_link_counts_once_a_person_says_so(
    db: Db, mentor: Mentor, consultant: Person
) -> None:
    reference = ask(db, mentor)
    token = _token(db)
    services.answer_reference(db, token, ANSWERS)
    with pytest.raises(LinkError):
        services.answer_reference(db, token, ANSWERS)
    assert vault.read(db, reference, "trust", purpose=Purpose.SCREENING) == "yes"
    accepted = ReferenceOutcome.ACCEPTED
    assert Gate.REFERENCES in queries.readiness_of(db, mentor, TODAY).missing
    services.judge_reference(db, mentor, reference, accepted, "", consultant.id)
    with pytest.raises(rules.ReferenceJudged):
        services.judge_reference(db, mentor, reference, accepted, "", consultant.id)
    assert Gate.REFERENCES in queries.readiness_of(db, mentor, TODAY).missing  # one of two


def _token(db: Db) -> str:
    """From the newest letter to a referee."""
    rows = db.exec(select(OutboxMail).where(OutboxMail.letter == "mentors.reference")).all()
    bodies = [vault.read(db, row, "body", purpose=Purpose.MESSAGING) or "" for row in rows]
    return bodies[-1].split("/mentors/reference/")[1].split()[0]


def test_unread_answers_are_not_thrown_away_by_asking_somebody_else(
    db: Db, mentor: Mentor, consultant: Person
) -> None:
    reference = ask(db, mentor)
    services.note_answers(db, mentor, reference, ANSWERS, consultant.id)
    with pytest.raises(rules.ReferenceOpen):
        ask(db, mentor, name="Piet")
    no = ReferenceOutcome.NOT_ACCEPTED
    services.judge_reference(db, mentor, reference, no, "Kent haar nauwelijks", consultant.id)
    again = ask(db, mentor, name="Piet")
    assert queries.open_reference(db, mentor, 1) == again
    assert reference.closed_at is not None


def test_nothing_is_asked_or_noted_after_the_answer(
    db: Db, mentor: Mentor, consultant: Person
) -> None:
    reference = ask(db, mentor)
    with pytest.raises(rules.ReferenceNotAnswered):
        services.judge_reference(
            db, mentor, reference, ReferenceOutcome.ACCEPTED, "", consultant.id
        )
    services.answer_reference(db, _token(db), ANSWERS)
    with pytest.raises(rules.ReferenceAnswered):
        services.note_answers(db, mentor, reference, ANSWERS, consultant.id)
    with pytest.raises(rules.ReferenceAnswered):
        services.ask_again(db, mentor, reference, "ander@voorbeeld.example")


def test_only_a_telephone_number_sends_no_letter(db: Db, mentor: Mentor) -> None:
    ask(db, mentor, email="", phone="06 00000002")
    assert db.exec(select(OutboxMail)).all() == []
    assert db.exec(select(OneTimeLink)).all() == []


def test_a_profile_saved_from_an_old_page_is_refused_and_the_same_is_no_change(
    db: Db, mentor: Mentor
) -> None:
    row = services.save_profile(db, mentor, PROFILE, 0)
    assert len(queries.open_seats(db, mentor.id)) == 1
    assert services.save_profile(db, mentor, PROFILE, 0).version == row.version
    other = replace(PROFILE, place="Alkmaar")
    with pytest.raises(ChangedMeanwhile):
        services.save_profile(db, mentor, other, 0)
    services.save_profile(db, mentor, other, row.version)
    assert queries.profile_of(db, mentor) == other


def test_an_incomplete_profile_misses_until_it_is_complete(db: Db, mentor: Mentor) -> None:
    services.save_profile(db, mentor, replace(PROFILE, slots=frozenset()))
    assert Gate.PROFILE in queries.readiness_of(db, mentor, TODAY).missing
    services.save_profile(db, mentor, PROFILE)
    assert Gate.PROFILE not in queries.readiness_of(db, mentor, TODAY).missing


def test_capacity_is_the_lowest_seats_and_a_seat_is_never_removed(db: Db, mentor: Mentor) -> None:
    for wanted in (3, 1, 0, 2, MOST_SEATS):
        services.set_capacity(db, mentor, wanted)
        numbers = [seat.number for seat in queries.open_seats(db, mentor.id)]
        assert numbers == list(range(1, wanted + 1))
    assert len(queries.seats_of(db, mentor.id)) == MOST_SEATS
    with pytest.raises(ValueError, match="0 to 10"):
        services.set_capacity(db, mentor, MOST_SEATS + 1)


def test_a_pause_takes_out_until_its_last_day_or_until_it_is_ended(
    db: Db, consultant: Person, fixed_now: FixedNow
) -> None:
    mentor = ready_mentor(db, consultant)
    row = services.pause(db, mentor, TODAY, TODAY + timedelta(days=9), "Reis")
    (block,) = queries.readiness_of(db, mentor, TODAY).blocks
    assert block.until == TODAY + timedelta(days=9)
    for first, last in ((5, 20), (-3, 0), (2, 4)):
        with pytest.raises(rules.PauseRefused):
            services.pause(db, mentor, TODAY + timedelta(first), TODAY + timedelta(last))
    fixed_now.advance(days=3)
    services.end_pause(db, mentor, row)
    day = queries.today(db)
    assert queries.readiness_of(db, mentor, day).since == day
    services.pause(db, mentor, day + timedelta(1), day + timedelta(3))


def test_a_pause_that_lies_ahead_can_be_called_off(db: Db, consultant: Person) -> None:
    mentor = ready_mentor(db, consultant)
    row = services.pause(db, mentor, TODAY + timedelta(5), TODAY + timedelta(9))
    services.end_pause(db, mentor, row)
    assert queries.readiness_of(db, mentor, TODAY + timedelta(6)).is_ready


@pytest.mark.parametrize("verb", ["decline", "withdraw", "stop"])
def test_the_end_closes_everything(db: Db, consultant: Person, verb: str) -> None:
    mentor = make_mentor(db)
    ask(db, mentor)
    token = _token(db)
    user = services.invite_account(db, mentor, None)
    getattr(services, verb)(db, mentor, "De reden", consultant.id)
    assert mentor.ended_at == now(db)
    assert queries.ready_on(db, TODAY) == []
    assert queries.mentor_of_user(db, user.id) is None
    assert accounts.open_grants(db, [user.id]) == {}
    with pytest.raises(LinkError):
        services.answer_reference(db, token, ANSWERS)
    for act in (
        lambda: services.set_capacity(db, mentor, 2),
        lambda: services.record_trained(db, mentor, TODAY),
        lambda: services.stop(db, mentor, "Nog eens", consultant.id),
    ):
        with pytest.raises(rules.MentorEnded):
            act()


def test_after_the_end_the_same_address_may_apply_again(db: Db, consultant: Person) -> None:
    services.apply(db, APPLICATION)
    (first,) = db.exec(select(Mentor)).all()
    services.withdraw(db, first, "", consultant.id)
    services.apply(db, APPLICATION)
    statuses = sorted(row.status for row in db.exec(select(Mentor)))
    assert statuses == [MentorStatus.OPEN, MentorStatus.WITHDRAWN]


def test_two_open_mentors_never_have_one_address(db: Db, consultant: Person) -> None:
    make_mentor(db, email="een@voorbeeld.example")
    with pytest.raises(IntegrityError), db.begin_nested():
        make_mentor(db, email="EEN@voorbeeld.example")


def test_an_invitation_is_for_the_same_person(db: Db, mentor: Mentor, consultant: Person) -> None:
    user = services.invite_account(db, mentor, consultant.id)
    assert user.subject_id == mentor.subject_id
    assert queries.mentor_of_user(db, user.id) == mentor
    (grant,) = db.exec(select(RoleGrant).where(RoleGrant.user_id == user.id)).all()
    assert (grant.role, grant.house_code, grant.is_pending) == (Role.MENTOR, "KEN", True)
    assert services.invite_account(db, mentor, consultant.id).id == user.id
    user.accepted_at = now(db)
    with pytest.raises(rules.InvitedAlready):
        services.invite_account(db, mentor, consultant.id)


def test_an_address_with_an_account_or_no_address_is_refused(db: Db, consultant: Person) -> None:
    taken = make_mentor(db, email=consultant.email)
    with pytest.raises(EmailTaken):
        services.invite_account(db, taken, consultant.id)
    with pytest.raises(rules.EmailMissing):
        services.invite_account(db, make_mentor(db, email=""), consultant.id)


def test_names_are_first_and_family_name(db: Db, consultant: Person) -> None:
    both, first = make_mentor(db), make_mentor(db, family_name="")
    names = queries.names_of(db, [both, first], Purpose.SCREENING)
    assert names == {both.id: "Sanne Dekker", first.id: "Sanne"}


def test_every_act_leaves_a_line(db: Db, consultant: Person) -> None:
    mentor = ready_mentor(db, consultant)
    services.stop(db, mentor, "Verhuisd", consultant.id)
    found = {action for action in actions(db) if action.startswith("mentor.")}
    assert found == {
        "mentor.added", "mentor.interviewed", "mentor.reference_asked", "mentor.reference_noted",
        "mentor.reference_judged", "mentor.vog_seen", "mentor.agreed", "mentor.trained",
        "mentor.profile_saved", "mentor.capacity_set", "mentor.ended",
    }  # fmt: skip


def test_a_person_can_be_erased_whole(database: Database) -> None:
    with database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        mentor = ready_mentor(db, consultant)
        services.invite_account(db, mentor, consultant.id)
        services.pause(db, mentor, TODAY, TODAY)
        db.commit()
    erase(database, mentor.subject_id)
    with database.reading() as db:
        for table in (Mentor, Interview, MentorReference, MentorSeat, Pause, VogSighting):
            assert db.exec(select(table)).all() == []
        assert db.exec(select(User).where(User.subject_id == mentor.subject_id)).all() == []


# What must hold holds in the database, whatever the program does.
@pytest.mark.parametrize(
    "spoil",
    [
        lambda db, mentor: setattr(mentor, "status", MentorStatus.STOPPED),
        lambda db, mentor: db.add(_seat(mentor, 1)),
        lambda db, mentor: db.add(_seat(mentor, MOST_SEATS + 1)),
        lambda db, mentor: db.add(_pause(mentor, TODAY, TODAY - timedelta(days=1))),
        lambda db, mentor: setattr(
            queries.open_reference(db, mentor, 1), "outcome", ReferenceOutcome.ACCEPTED
        ),
        lambda db, mentor: setattr(queries.open_reference(db, mentor, 1), "answered_at", now(db)),
        lambda db, mentor: setattr(queries.open_reference(db, mentor, 1), "number", 2),
        lambda db, mentor: setattr(queries.open_reference(db, mentor, 1), "number", 3),
    ],
)
def test_the_database_refuses_by_itself(
    db: Db, mentor: Mentor, spoil: Callable[[Db, Mentor], None]
) -> None:
    services.set_capacity(db, mentor, 1)
    ask(db, mentor, 1)
    ask(db, mentor, 2)
    spoil(db, mentor)
    with pytest.raises(IntegrityError):
        db.flush()


def _seat(mentor: Mentor, number: int) -> MentorSeat:
    return MentorSeat(subject_id=mentor.subject_id, mentor_id=mentor.id, number=number)


def _pause(mentor: Mentor, first: date, last: date) -> Pause:
    return Pause(subject_id=mentor.subject_id, mentor_id=mentor.id, first_day=first, last_day=last)


def test_ten_clicks_at_once_apply_once(database: Database) -> None:
    with database.writing() as db:
        seed_region(db)
        db.commit()
    page = uuid4()
    _at_once(database, [lambda db: services.apply(db, APPLICATION, page)] * 5)
    _at_once(database, [lambda db: services.apply(db, APPLICATION, uuid4())] * 5)
    run_jobs(database)
    with database.reading() as db:
        (mentor,) = db.exec(select(Mentor)).all()
        letters = db.exec(select(OutboxMail).where(OutboxMail.letter == "mentors.applied")).all()
        assert (mentor.id, len(letters)) == (page, 1)


def test_seats_set_at_once_are_those_of_one_of_them(database: Database) -> None:
    with database.writing() as db:
        seed_region(db)
        mentor = make_mentor(db)
        db.commit()

    def setting(seats: int) -> Callable[[Db], None]:
        return lambda db: services.set_capacity(db, db.get_one(Mentor, mentor.id), seats)

    for _ in range(5):
        _at_once(database, [setting(number) for number in (1, 4, 2, 3)])
        with database.reading() as db:
            numbers = [seat.number for seat in queries.open_seats(db, mentor.id)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) in (1, 2, 3, 4)


def test_a_referee_and_a_telephone_call_at_once_leave_one_answer(database: Database) -> None:
    with database.writing() as db:
        consultant = make_person(db, Role.MENTOR_CONSULTANT)
        mentor = make_mentor(db)
        reference = ask(db, mentor)
        token = _token(db)
        db.commit()

    def by_link(db: Db) -> None:
        services.answer_reference(db, token, replace(ANSWERS, strengths="Door de link"))

    def by_telephone(db: Db) -> None:
        mentor_now = db.get_one(Mentor, mentor.id)
        row = db.get_one(MentorReference, reference.id)
        heard = replace(ANSWERS, strengths="Aan de telefoon")
        services.note_answers(db, mentor_now, row, heard, consultant.id)

    refused = _at_once(database, [by_link, by_telephone])
    assert len(refused) == 1
    assert isinstance(refused[0], LinkError | rules.ReferenceAnswered)


def _at_once(database: Database, verbs: list[Callable[[Db], object]]) -> list[Exception]:
    """Each in a thread and a transaction of its own; returns what was refused."""
    start, refused = Barrier(len(verbs)), []

    def run(verb: Callable[[Db], object]) -> None:
        start.wait()
        try:
            with database.writing() as db:
                verb(db)
                db.commit()
        except Exception as problem:
            refused.append(problem)

    threads = [Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_an_unknown_mentor_is_none(db: Db) -> None:
    assert queries.lock(db, UUID(int=1)) is None
