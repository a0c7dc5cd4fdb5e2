"""A complaint from telling to letter: who may open it when, and what the trail says of it."""

import threading
import time
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, func, select

from mentorship.accounts import grants
from mentorship.accounts.access import actor_for
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.complaints import people, policy, queries, rules, services
from mentorship.complaints.file import letter_of, lines_of, opened
from mentorship.complaints.jobs import of_complaints
from mentorship.complaints.models import (
    About,
    Complaint,
    ComplaintNote,
    ComplaintStatus,
    Outcome,
)
from mentorship.complaints.services import Told
from mentorship.foundation import audit, erasure, links, vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.keys.store import KeyMissing
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from mentorship.foundation.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
)
from mentorship.mentors.models import Mentor
from tests.accounts.people import HOUSE, make_person
from tests.factories import FixedNow
from tests.matching.test_decisions import at_once
from tests.mentors.applicants import make_mentor

WORDS = "Hij stuurt me 's nachts berichten en dat wil ik niet."
TOLD = Told(About.MENTOR, "mijn mentor", WORDS)


def tell(db: Db, told: Told = TOLD, kept_from: User | None = None) -> Complaint:
    return services.tell(db, told, key=uuid4(), kept_from=kept_from)


def sees(db: Db, user: User, complaint: Complaint) -> bool:
    visible = policy.visible_to(db, actor_for(db, user))
    return queries.find(db, visible, complaint.id) is not None


def letters(db: Db, name: str) -> int:
    found = select(func.count()).select_from(OutboxMail).where(col(OutboxMail.letter) == name)
    return db.exec(found).one()


def test_told_twice_by_one_page_it_is_one_with_a_letter_to_each_confidant(db: Db) -> None:
    for _confidant in range(2):
        make_person(db, Role.CONFIDANT)
    key = uuid4()
    first, again = (services.tell(db, TOLD, key=key) for _sent in range(2))
    assert first.id == again.id
    assert letters(db, "complaints.told") == 2
    other = services.tell(db, Told(About.MENTOR, "mijn mentor", f"{WORDS} Nog iets."), key=key)
    assert other.id != first.id  # went back and wrote more: nothing is lost
    assert key not in {first.id, first.subject_id}  # who knows the id can't ask for a link


def test_without_a_confidant_who_may_read_it_nothing_is_stored(db: Db) -> None:
    with pytest.raises(rules.NobodyReads):
        tell(db)
    only = make_person(db, Role.CONFIDANT).user
    with pytest.raises(rules.NobodyReads):
        tell(db, Told(About.CONFIDANT, "", WORDS), kept_from=only)
    assert db.exec(select(Complaint)).all() == []


def test_only_a_confidant_opens_it_and_never_the_one_it_is_about(db: Db) -> None:
    about, other = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint = tell(db, Told(About.CONFIDANT, "", WORDS), kept_from=about)
    others = [make_person(db, role).user for role in Role if role is not Role.CONFIDANT]
    assert [sees(db, user, complaint) for user in (about, other, *others)] == [
        False, True, *[False] * len(others)
    ]  # fmt: skip


def test_the_person_who_is_linked_never_sees_it_whatever_role_they_get(db: Db) -> None:
    by, accused = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint = tell(db)
    services.take_on(db, complaint, by.id)
    assert sees(db, accused, complaint)
    person = people.get(db, f"confidant:{accused.id}")
    assert person is not None
    services.link(db, complaint, person, by.id)
    assert (sees(db, by, complaint), sees(db, accused, complaint)) == (True, False)
    # The account of a mentor is the same person, also when it becomes a confidant later.
    mentor = make_mentor(db, email="janna@voorbeeld.example")
    other = people.get(db, f"mentor:{mentor.id}")
    assert other is not None
    services.link(db, complaint, other, by.id)
    kept = policy.open_to(db, mentor.subject_id)
    assert queries.find(db, kept, complaint.id) is None


def test_a_colleague_takes_it_over_from_who_is_away_and_who_hears_of_it(db: Db) -> None:
    first, second = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint = tell(db)
    services.take_on(db, complaint, first.id)
    with pytest.raises(rules.TakenOn):
        services.take_on(db, complaint, second.id)
    for _double_click in range(2):
        services.take_over(db, complaint, second.id)
    assert complaint.holder_id == second.id
    assert letters(db, "complaints.taken_over") == 1
    with pytest.raises(rules.NotHolder):
        services.add_note(db, complaint, "Gebeld.", by=first.id, key=uuid4())
    services.close(db, complaint, Outcome.SOLVED, "Het is opgelost.", second.id)
    with pytest.raises(rules.AlreadyClosed):
        services.take_over(db, complaint, first.id)


def test_what_the_teller_adds_is_there_once_and_who_has_it_hears_of_it(db: Db) -> None:
    first, _second = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint, key = tell(db), uuid4()
    services.add_more(db, complaint, "Gisteren weer.", key=key)
    assert letters(db, "complaints.more") == 2  # nobody has it yet
    services.add_more(db, complaint, "Gisteren weer.", key=key)
    services.take_on(db, complaint, first.id)
    services.add_more(db, complaint, "En vandaag.", key=uuid4())
    assert letters(db, "complaints.more") == 3
    read = opened(db, complaint).notes
    assert {(one.words, one.noted_by) for one in read} == {
        ("Gisteren weer.", None), ("En vandaag.", None)
    }  # fmt: skip
    services.close(db, complaint, Outcome.SOLVED, "Het is opgelost.", first.id)
    with pytest.raises(rules.AlreadyClosed):
        services.add_more(db, complaint, "Nog iets.", key=uuid4())


def test_what_nobody_has_is_told_anew_each_working_day_and_a_late_letter_once(
    db: Db, fixed_now: FixedNow
) -> None:
    coordinator = make_person(db, Role.COORDINATOR).user
    first, second = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint = tell(db)
    start = today(db)

    def told(day: date) -> list[tuple[str, UUID]]:
        fixed_now.advance(days=(day - today(db)).days)
        return sorted((letter.name, due.user_id) for letter, due in of_complaints(db, day))

    both = sorted(("complaints.waits", user.id) for user in (first, second))
    term = add_working_days(start, 2)
    for days in range(12):
        day = term + timedelta(days=days)
        assert told(day) == (both if days and is_working_day(day) else [])
    services.take_on(db, complaint, first.id)
    assert told(term + timedelta(days=13)) == []
    late = next_working_day(start + timedelta(weeks=8))
    assert told(late) == [("complaints.letter_late", first.id)]
    first.disabled_at = fixed_now()  # who had it left, so nobody has it any more
    db.flush()
    assert told(late) == [("complaints.waits", second.id)]
    second.disabled_at = fixed_now()
    db.flush()
    assert told(late) == [("complaints.nobody_left", coordinator.id)]


def test_who_links_themself_loses_it(db: Db) -> None:
    by, other = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint = tell(db)
    services.take_on(db, complaint, by.id)
    person = people.get(db, f"confidant:{by.id}")
    assert person is not None
    services.link(db, complaint, person, by.id)
    assert (sees(db, by, complaint), sees(db, other, complaint)) == (False, True)
    services.take_on(db, complaint, other.id)


def test_who_stands_aside_loses_it_and_when_nobody_is_left_a_coordinator_is_told(db: Db) -> None:
    make_person(db, Role.COORDINATOR)
    first, second = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint = tell(db)
    services.take_on(db, complaint, first.id)
    services.stand_aside(db, complaint, first)
    assert (sees(db, first, complaint), complaint.status) == (False, ComplaintStatus.TOLD)
    assert letters(db, "complaints.nobody_left") == 0
    services.stand_aside(db, complaint, second)
    assert letters(db, "complaints.nobody_left") == 1
    third = make_person(db, Role.CONFIDANT).user
    services.take_on(db, complaint, third.id)
    assert sees(db, third, complaint)


def test_one_confidant_takes_it_on_notes_and_closes_it_with_a_letter(
    db: Db, fixed_now: FixedNow
) -> None:
    one, two = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    complaint = tell(db)
    with pytest.raises(rules.NotTakenOn):
        services.close(db, complaint, Outcome.RIGHT, "Brief.", one.id)
    services.take_on(db, complaint, one.id)
    with pytest.raises(rules.TakenOn):
        services.take_on(db, complaint, two.id)
    key = uuid4()
    for _double_click in range(2):
        services.add_note(db, complaint, "Gebeld.", by=one.id, key=key)
    assert len(db.exec(select(ComplaintNote)).all()) == 1
    with pytest.raises(rules.NotHolder):
        services.close(db, complaint, Outcome.RIGHT, "Brief.", two.id)
    assert letter_of(db, complaint) is None
    services.close(db, complaint, Outcome.PARTLY_RIGHT, "Beste melder", one.id)
    assert letter_of(db, complaint) == (Outcome.PARTLY_RIGHT, "Beste melder")
    with pytest.raises(rules.AlreadyClosed):
        services.add_note(db, complaint, "Te laat.", by=one.id, key=uuid4())


def test_it_is_late_after_two_working_days_and_then_after_six_weeks(
    db: Db, fixed_now: FixedNow
) -> None:
    by = make_person(db, Role.CONFIDANT).user
    complaint = tell(db)
    assert not lines_of(db, [complaint])[0].is_late
    fixed_now.advance(days=5)
    assert lines_of(db, [complaint])[0].is_late
    services.take_on(db, complaint, by.id)
    assert not lines_of(db, [complaint])[0].is_late
    fixed_now.advance(days=45)
    assert lines_of(db, [complaint])[0].is_late


def test_a_link_works_again_and_again_until_a_confidant_makes_a_newer_one(db: Db) -> None:
    by = make_person(db, Role.CONFIDANT).user
    complaint = tell(db)
    first = services.first_link(db, complaint)
    for _again in range(2):
        assert links.find(db, "complaint.teller", first).target_id == complaint.id
    second = services.new_link(db, complaint, by=by.id)
    with pytest.raises(links.LinkExpired):
        links.find(db, "complaint.teller", first)
    assert links.find(db, "complaint.teller", second).target_id == complaint.id


def _whole_course(database: Database, mentor_id: UUID, outcome: Outcome) -> Complaint:
    with database.writing() as db:
        by = make_person(db, Role.CONFIDANT).user
        complaint = tell(db)
        services.take_on(db, complaint, by.id)
        person = people.get(db, f"mentor:{mentor_id}")
        assert person is not None
        services.link(db, complaint, person, by.id)
        services.close(db, complaint, outcome, "Brief.", by.id)
        db.commit()
    return complaint


def test_the_trail_knows_the_acts_and_neither_the_person_nor_the_outcome(
    database: Database,
) -> None:
    with database.writing() as db:
        make_person(db)
        accused, others = make_mentor(db), make_mentor(db, email="ander@voorbeeld.example")
        db.commit()
    complaint = _whole_course(database, accused.id, Outcome.RIGHT)
    with database.reading() as db:
        events = db.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()
        done = [one for one in events if one.action.startswith("complaint.")]
        assert [one.action.partition(".")[2] for one in done] == [
            "told", "taken_on", "linked", "closed"
        ]  # fmt: skip
        assert {one.details for one in done} == {"{}"}
        assert {one.object_id for one in done} == {complaint.id}
    _names_are_read_together(database, accused, others)


def _names_are_read_together(database: Database, accused: Mentor, others: Mentor) -> None:
    """No event of a complaint names the one whom it is about and not everybody else."""
    keys = database.keys
    with database.reading() as db:
        of = {
            mentor.id: set(
                db.exec(
                    select(AuditEventSubject.seq)
                    .join(AuditEvent, col(AuditEvent.seq) == col(AuditEventSubject.seq))
                    .where(
                        col(AuditEventSubject.pseudonym)
                        == audit.pseudonym(keys, mentor.subject_id),
                        col(AuditEvent.purpose) == Purpose.COMPLAINT,
                    )
                )
            )
            for mentor in (accused, others)
        }
    assert of[accused.id] == of[others.id] != set()


def test_it_is_erased_as_a_person_of_its_own(database: Database) -> None:
    with database.writing() as db:
        make_person(db)
        mentor = make_mentor(db)
        db.commit()
    complaint = _whole_course(database, mentor.id, Outcome.NOT_RIGHT)
    erasure.erase(database, complaint.subject_id)
    with database.reading() as db:
        assert db.exec(select(Complaint)).all() == []
        assert db.get(Mentor, mentor.id) is not None
        with pytest.raises(KeyMissing):
            vault.read(db, complaint, "words", purpose=Purpose.COMPLAINT)


def test_a_confidant_who_is_a_consultant_too_opens_nothing_about_consultants(db: Db) -> None:
    both, apart = (make_person(db, Role.CONFIDANT).user for _ in range(2))
    grants.grant_role(db, both, Role.MENTOR_CONSULTANT, HOUSE, None)
    complaint = tell(db, Told(About.CONSULTANT, "", WORDS))
    assert (sees(db, both, complaint), sees(db, apart, complaint)) == (False, True)
    assert queries.readers_of(db, complaint) == [apart]
    assert letters(db, "complaints.told") == 1
    assert sees(db, both, tell(db))  # about a mentor they aren't a colleague of who it is about
    apart.disabled_at = now(db)
    db.flush()
    with pytest.raises(rules.NobodyReads):
        tell(db, Told(About.CONSULTANT, "", WORDS))


def test_sent_again_by_the_same_page_with_other_words_nothing_is_lost(db: Db) -> None:
    by = make_person(db, Role.CONFIDANT).user
    complaint, key = tell(db), uuid4()
    services.take_on(db, complaint, by.id)
    for words in ("Gebeld.", "Gebeld.", "Gebeld, niet bereikt.", "Gebeld, niet bereikt."):
        services.add_note(db, complaint, words, by=by.id, key=key)
    key = uuid4()
    for words in ("En vandaag.", "En vandaag, om acht uur.", "En vandaag."):
        services.add_more(db, complaint, words, key=key)
    assert {one.words for one in opened(db, complaint).notes} == {
        "Gebeld.", "Gebeld, niet bereikt.", "En vandaag.", "En vandaag, om acht uur."
    }  # fmt: skip
    assert len(queries.notes_of(db, complaint)) == 4


def test_closed_twice_by_one_page_it_is_closed_once(db: Db) -> None:
    by = make_person(db, Role.CONFIDANT).user
    complaint = tell(db)
    services.take_on(db, complaint, by.id)
    for _double_click in range(2):
        services.close(db, complaint, Outcome.SOLVED, "Het is opgelost.", by.id)
    with pytest.raises(rules.AlreadyClosed):
        services.close(db, complaint, Outcome.SOLVED, "Een andere brief.", by.id)
    assert letter_of(db, complaint) == (Outcome.SOLVED, "Het is opgelost.")


def test_how_long_a_sealed_name_is_doesnt_show_whose_it_is(db: Db) -> None:
    by = make_person(db, Role.CONFIDANT).user
    lengths = set()
    for name in ("Jo", "Anna-Sophia van der Wouden", "é" * 80):
        mentor = make_mentor(db, email=f"{len(name)}@voorbeeld.example", first_name=name)
        complaint, person = tell(db), people.get(db, f"mentor:{mentor.id}")
        assert person is not None
        services.take_on(db, complaint, by.id)
        services.link(db, complaint, person, by.id)
        assert opened(db, complaint).texts["concerned_name"] == person.name
        assert complaint.concerned_name is not None
        lengths.add(len(complaint.concerned_name.content))
    assert len(lengths) == 1


def test_who_is_kept_from_it_just_now_does_not_take_it_over(
    database: Database,
) -> None:
    """The lock is waited for; what was written meanwhile counts."""
    with database.writing() as db:
        by, accused = (make_person(db, Role.CONFIDANT).user for _ in range(2))
        complaint = tell(db)
        services.take_on(db, complaint, by.id)
        person = people.get(db, f"confidant:{accused.id}")
        assert person is not None
        db.commit()
    is_locked = threading.Event()

    def lock(db: Db, user: User) -> Complaint | None:
        return queries.lock(db, policy.visible_to(db, actor_for(db, user)), complaint.id)

    def link() -> None:
        with database.writing() as db:
            locked = lock(db, by)
            assert locked is not None
            is_locked.set()
            time.sleep(0.3)  # the other one waits by now
            services.link(db, locked, person, by.id)
            db.commit()

    def take_over() -> Complaint | None:
        assert is_locked.wait(5)
        with database.writing() as db:
            return lock(db, accused)

    assert at_once(link, take_over) == [None, None]
