"""Requests about own data: sent twice they are one, answered once, and due within a month."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from mentorship.accounts.grants import end_role, grant_role
from mentorship.accounts.queries import open_grants
from mentorship.accounts.roles import Role
from mentorship.complaints import services as complaints
from mentorship.complaints import telling as telling_complaint
from mentorship.complaints.models import About
from mentorship.complaints.services import Told
from mentorship.foundation import audit, outbox, vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import AuditActor, Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors.models import Mentor
from mentorship.privacy.jobs import of_requests
from mentorship.privacy.retention.models import HoldReason, LegalHold, RetentionKind
from mentorship.privacy.rights import erasing, exporting, policy, queries, rules, services, telling
from mentorship.privacy.rights.letters import READY
from mentorship.privacy.rights.models import AskedBy, RequestKind, RequestStatus, SubjectRequest
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import Person, make_person
from tests.desk.days import day_of, titles
from tests.factories import FixedNow
from tests.mentors.applicants import make_mentor
from tests.referrals.courses import add
from tests.referrals.senders import acting
from tests.trajectories.concerns.worried import house, worry
from tests.trajectories.sessions.told import NOTE, make_pair, met

WORDS = "Mijn geboortejaar klopt niet."


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


@pytest.fixture
def officer(db: Db) -> Person:
    return make_person(db, Role.PRIVACY_OFFICER)


def asked(
    db: Db, person: Mentee | Mentor, by: Person, kind: RequestKind, days_ago: int = 0
) -> SubjectRequest:
    who = AskedBy.MENTOR if isinstance(person, Mentor) else AskedBy.YOUNG_PERSON
    day = today(db) - timedelta(days=days_ago)
    return services.note(db, person, who, kind, day, WORDS, by=by.id, key=uuid4())


@pytest.mark.parametrize(
    ("came_on", "last_day"),
    [
        (date(2026, 11, 3), date(2026, 12, 3)),
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas Day, a Saturday and a Sunday
    ],
)
def test_a_month_ends_on_a_working_day(came_on: date, last_day: date) -> None:
    assert rules.due(came_on) == last_day


def test_noted_twice_it_is_one_and_answered_twice_it_is_refused(
    db: Db, consultant: Person, officer: Person
) -> None:
    mentee, key = add(db, consultant), uuid4()
    one, two = (
        services.note(
            db, mentee, AskedBy.YOUNG_PERSON, RequestKind.CORRECTION, today(db), WORDS,
            by=consultant.id, key=key,
        )
        for _double_click in range(2)
    )  # fmt: skip
    assert one is two
    other = services.note(
        db, make_mentor(db), AskedBy.MENTOR, RequestKind.ACCESS, today(db),
        by=consultant.id, key=key,
    )  # fmt: skip
    assert other.id != one.id  # the key of another person's page takes nothing away

    services.close(db, one, RequestStatus.REFUSED, "Het klopt wel.", officer.id)
    with pytest.raises(rules.RequestClosed):
        services.close(db, one, RequestStatus.DONE, "Toch wel.", officer.id)
    (told,) = telling.told_of(db, queries.of_person(db, mentee.subject_id))
    assert (told.words, told.answer) == (WORDS, "Het klopt wel.")
    assert vault.read(db, other, "words", purpose=Purpose.SUBJECT_RIGHTS) is None
    db.commit()
    pseudonym = audit.pseudonym(db.info["database"].keys, mentee.subject_id)
    about = select(AuditEventSubject.seq).where(col(AuditEventSubject.pseudonym) == pseudonym)
    acts = db.exec(select(AuditEvent.action).where(col(AuditEvent.seq).in_(about))).all()
    assert [one for one in acts if one.startswith("subject_request")] == [
        "subject_request.noted",
        "subject_request.refused",
    ]


def test_the_day_of_the_privacy_officer_says_what_is_late(
    db: Db, consultant: Person, officer: Person
) -> None:
    watcher = make_person(db, Role.DATA_PROTECTION_OFFICER)
    mentee, mentor = add(db, consultant), make_mentor(db)
    late = asked(db, mentee, consultant, RequestKind.ERASURE, days_ago=60)
    in_time = asked(db, mentor, consultant, RequestKind.ACCESS)
    said = titles(db, officer)
    assert "A request about own data should have been answered by now" in said
    assert "1 request about own data is open" in said
    assert [task.place.values for task in day_of(db, officer) if "own data" in str(task.title)] == [
        {"request_id": late.id},
        {"request_id": in_time.id},
    ]
    assert not [one for one in titles(db, watcher) if "own data" in one]  # who only looks along
    lines = telling.lines_of(db, queries.open_in(db, select(SubjectRequest)))
    assert [(one.request.id, one.is_late) for one in lines] == [
        (late.id, True),
        (in_time.id, False),
    ]
    assert {one.house for one in lines} == {"Zorg- en Veiligheidshuis Kennemerland"}


def test_everything_lies_ready_for_some_days_and_is_answered_when_it_is_taken(
    db: Db, consultant: Person, officer: Person, fixed_now: FixedNow
) -> None:
    mentor = make_mentor(db)
    correction = asked(db, mentor, consultant, RequestKind.CORRECTION)
    with pytest.raises(rules.NothingToSee):
        services.approve(db, correction, officer.id)
    request = asked(db, mentor, consultant, RequestKind.ACCESS)
    with pytest.raises(rules.NotReady):
        services.hand_over(db, request, consultant.id)
    for _double_click in range(2):
        services.approve(db, request, officer.id)
    letters = db.exec(select(OutboxMail).where(OutboxMail.letter == "rights.ready")).all()
    assert [one.subject_id for one in letters] == [consultant.user.subject_id]
    fixed_now.advance(days=15)
    with pytest.raises(rules.NotReady):
        services.hand_over(db, request, consultant.id)
    services.approve(db, request, officer.id)
    for _again in range(2):
        services.hand_over(db, request, consultant.id)
    assert (request.status, request.closed_by) == (RequestStatus.DONE, consultant.id)
    with pytest.raises(rules.RequestClosed):
        services.approve(db, request, officer.id)


def test_who_is_held_worried_about_or_maybe_complained_about_is_not_erased(
    db: Db, consultant: Person, officer: Person, fixed_now: FixedNow
) -> None:
    held, mentor = add(db, consultant), make_mentor(db)
    hold = LegalHold(
        subject_id=held.subject_id, kind=RetentionKind.TRAJECTORY, reason=HoldReason.COURT,
        until=today(db), set_by=officer.id, set_at=fixed_now.moment,
    )  # fmt: skip
    db.add(hold)
    db.flush()
    with pytest.raises(rules.StillHeld):
        erasing.check(db, held.subject_id)
    fixed_now.advance(days=1)
    erasing.check(db, held.subject_id)

    concern = worry(db, house(db))
    match = db.get_one(Match, db.get_one(Trajectory, concern.trajectory_id).match_id)
    match.status, match.closed_at = MatchStatus.ENDED, fixed_now.moment
    db.flush()
    with pytest.raises(rules.StillHandled):
        erasing.check(db, concern.subject_id)

    erasing.check(db, mentor.subject_id)
    make_person(db, Role.CONFIDANT)
    told = Told(About.SOMEBODY_ELSE, "iemand", "Er werd niet teruggebeld.")
    complaint = complaints.tell(db, told, key=uuid4())
    telling_complaint.exclude(db, complaint, mentor.subject_id)
    with pytest.raises(rules.StillHandled):
        erasing.check(db, mentor.subject_id)


def test_what_goes_is_counted_and_goes_with_everything_read_for_the_export(
    database: Database,
) -> None:
    with database.writing() as db:
        consultant, officer = make_person(db, Role.MENTOR_CONSULTANT), make_person(db)
        mentee, other = add(db, consultant), add(db, consultant, first_name="Ander")
        request = asked(db, mentee, consultant, RequestKind.ERASURE)
        correction = asked(db, mentee, consultant, RequestKind.CORRECTION)
        db.commit()
    with database.reading(AuditActor(consultant.id)) as db:
        told = exporting.gather(db, mentee.subject_id)
        going = {one.table: one.rows for one in erasing.what_goes(db, mentee.subject_id)}
    parts = {part.table: part.rows for part in told.parts}
    assert len(parts["subject_request"]) == going["subject_request"] == 2
    assert set(parts) <= set(going)
    actor = AuditActor(officer.id, Role.PRIVACY_OFFICER)
    with pytest.raises(rules.NothingToErase):
        erasing.erase(database, correction, actor)
    erasing.erase(database, request, actor)
    with pytest.raises(rules.RequestClosed):
        erasing.erase(database, request, actor)
    with database.reading() as db:
        assert not erasing.what_goes(db, mentee.subject_id)
        assert erasing.what_goes(db, other.subject_id)
        listed = select(AuditEvent.purpose).where(
            col(AuditEvent.action) == "list", col(AuditEvent.actor_id) == consultant.id
        )
        assert set(db.exec(listed)) == {Purpose.SUBJECT_RIGHTS}
        done = select(AuditEvent.actor_id).where(col(AuditEvent.action) == "person.erased")
        assert db.exec(done).all() == [officer.id]


def test_privacy_officers_hear_of_it_before_the_last_day_and_each_week_after(
    db: Db, consultant: Person, officer: Person
) -> None:
    request = asked(db, add(db, consultant), consultant, RequestKind.ERASURE)
    own = make_mentor(db)
    own.subject_id = officer.user.subject_id
    asked(db, own, consultant, RequestKind.ACCESS)  # nobody watches over what they asked

    def told(days_after: int) -> list[tuple[str, UUID, date]]:
        found = of_requests(db, request.due_on + timedelta(days=days_after))
        return [(letter.name, due.user_id, due.due_on) for letter, due in found]

    assert told(-8) == []
    assert told(-7) == told(0) == [("rights.due_soon", officer.id, request.due_on)]
    assert told(1) == told(6) == [("rights.late", officer.id, request.due_on)]
    assert told(8) == [("rights.late", officer.id, request.due_on + timedelta(days=7))]
    with pytest.raises(rules.NotErased):
        services.close(db, request, RequestStatus.DONE, "Gewist.", officer.id)
    services.close(db, request, RequestStatus.REFUSED, "Het kan nog niet.", officer.id)
    assert told(8) == []


def test_nobody_answers_what_they_asked_themself(db: Db, consultant: Person) -> None:
    officer = make_person(db, Role.PRIVACY_OFFICER)
    own = make_mentor(db)
    own.subject_id = officer.user.subject_id
    request = asked(db, own, consultant, RequestKind.ACCESS)
    actor = acting(db, officer)
    assert queries.find(db, policy.visible_to(actor), request.id) is request
    assert queries.lock(db, policy.handled_by(actor), request.id) is None


def test_nobody_answers_what_they_took_down_themself(db: Db) -> None:
    """Who is consultant and privacy officer at once would erase a young person alone."""
    both = make_person(db, Role.MENTOR_CONSULTANT)
    grant_role(db, both.user, Role.PRIVACY_OFFICER, None, granted_by=None)
    request = asked(db, add(db, both), both, RequestKind.ERASURE)
    actor, other = acting(db, both), acting(db, make_person(db, Role.PRIVACY_OFFICER))
    assert queries.find(db, policy.visible_to(actor), request.id) is request
    assert queries.lock(db, policy.handled_by(actor), request.id) is None
    assert queries.lock(db, policy.handled_by(other), request.id) is request


@pytest.mark.parametrize("typed", ["[" * 3_000, "[NaN]", "[1e999]", "[" * 500 + "]" * 500])
def test_what_somebody_typed_never_stands_in_the_way_of_everything(
    db: Db, consultant: Person, typed: str
) -> None:
    mentee = add(db, consultant)
    request = asked(db, mentee, consultant, RequestKind.ACCESS)
    vault.write(db, request, words=typed)
    db.flush()
    told = exporting.gather(db, mentee.subject_id)
    taken = json.loads(exporting.as_file(told), parse_constant=pytest.fail)
    assert typed in str(taken)


def test_no_key_to_an_account_and_nothing_of_the_mentor_comes_along(db: Db) -> None:
    """A letter on its way holds a link that opens something; what a mentor gave their own
    experience isn't for the young person."""
    pair = make_pair(db)
    subject = pair.trajectory.subject_id
    outbox.send(
        db, READY, to="iemand@voorbeeld.example", subject_id=subject,
        link="https://voorbeeld.example/geheim-1234",
    )  # fmt: skip
    pair.log(db, met(db, experience={"useful": 3}))
    told = exporting.gather(db, subject)
    parts = {part.table: part.rows for part in told.parts}
    assert "title" in parts["outbox_mail"][0]
    assert "geheim-1234" not in exporting.as_file(told).decode()
    assert parts["session_log"][0]["note"] == NOTE
    assert "experience" not in parts["session_log"][0]


def test_when_who_took_it_down_may_not_open_the_file_any_more_the_house_hears(
    db: Db, consultant: Person, officer: Person
) -> None:
    colleague = make_person(db, Role.MENTOR_CONSULTANT)
    elsewhere = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    requests = [
        asked(db, person, consultant, RequestKind.ACCESS)
        for person in (add(db, consultant), make_mentor(db))
    ]
    (role,) = open_grants(db, [consultant.id])[consultant.id]
    end_role(db, role, None)
    for request in requests:
        services.approve(db, request, officer.id)
    letters = db.exec(select(OutboxMail).where(OutboxMail.letter == "rights.ready")).all()
    assert [one.subject_id for one in letters] == [colleague.user.subject_id] * 2
    assert elsewhere.user.subject_id not in {one.subject_id for one in letters}


def test_a_mentor_with_another_role_keeps_the_account_until_that_role_ends(
    db: Db, officer: Person
) -> None:
    trainer, mentor = make_person(db, Role.TRAINER), make_mentor(db)
    mentor.subject_id, mentor.user_id = trainer.user.subject_id, trainer.id
    grant_role(db, trainer.user, Role.MENTOR, mentor.house_code, granted_by=None)
    with pytest.raises(rules.OtherRole):
        erasing.check(db, mentor.subject_id)
    for role in open_grants(db, [trainer.id])[trainer.id]:
        if role.role is Role.TRAINER:
            end_role(db, role, officer.id)
    erasing.check(db, mentor.subject_id)
