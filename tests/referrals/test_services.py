"""From a draft to a decision, on both databases: sent once, decided once, read by whom it may."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from mentorship.accounts.grants import grant_role
from mentorship.accounts.roles import Role
from mentorship.foundation import drafts, vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.drafts import Draft, DraftChanged, DraftTooLong, DraftUnknown
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.referrals import drafting, for_referrers, policy, queries, rules, services
from mentorship.referrals.facts import Decision
from mentorship.referrals.models import (
    Referral,
    ReferralStatus,
    TriageAnswer,
    TriageDecision,
    TriageOutcome,
)
from mentorship.referrals.terms import Urgency
from mentorship.region.models import OrganisationType
from tests.accounts.people import Person, make_person, person
from tests.factories import FixedNow
from tests.referrals.senders import (
    INTRODUCTION,
    acting,
    copy_of,
    decide,
    make_referrer,
    referrer,
    send,
    sender_of,
    sent,
)


@pytest.fixture
def school(db: Db) -> Person:
    return make_referrer(db)


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def test_the_draft_becomes_a_referral_of_the_house_of_the_place(db: Db, school: Person) -> None:
    draft = drafting.start_draft(db, school.id)
    copy = copy_of(draft.id, draft.version, need="Half af")
    referral = services.send_referral(db, sender_of(school), copy, INTRODUCTION)
    assert referral.subject_id == draft.subject_id
    assert (referral.house_code, referral.status) == ("KEN", ReferralStatus.RECEIVED)
    # The clock stands on Monday 2 March 2026.
    assert (referral.receipt_due, referral.triage_due) == (date(2026, 3, 4), date(2026, 3, 9))
    assert drafting.drafts_of(db, school.id) == []
    told = queries.open_file(db, referral)
    assert (told["first_name"], told["source_type"]) == ("Yara", "school")


def test_sent_again_it_is_the_referral_that_is_there(db: Db, school: Person) -> None:
    draft = drafting.start_draft(db, school.id)
    copy = copy_of(draft.id, draft.version)
    first = services.send_referral(db, sender_of(school), copy, INTRODUCTION)
    again = services.send_referral(
        db, sender_of(school), copy, replace(INTRODUCTION, first_name="Noor")
    )
    assert again.id == first.id
    assert len(db.exec(select(Referral)).all()) == 1


def test_sent_again_with_another_text_it_is_not_taken_for_sent(db: Db, school: Person) -> None:
    draft = drafting.start_draft(db, school.id)
    services.send_referral(db, sender_of(school), copy_of(draft.id, draft.version), INTRODUCTION)
    other = copy_of(draft.id, need="Anders", hope=INTRODUCTION.hope)
    with pytest.raises(rules.SentOtherwise) as sent_otherwise:
        services.send_referral(db, sender_of(school), other, INTRODUCTION)
    assert sent_otherwise.value.texts == {"need": "Anders"}


def test_somebody_may_be_referred_again_later(db: Db, school: Person) -> None:
    first, second = send(db, school), send(db, school)
    told = {name: getattr(second, name) for name in Referral.model_fields}
    key = {"id": uuid4(), "subject_id": first.subject_id, "draft_key": b"another draft"}
    db.add(Referral(**{**told, **key}))
    db.flush()
    assert len(db.exec(select(Referral)).all()) == 3


def test_somebody_else_cannot_send_a_draft_or_find_what_came_of_it(db: Db, school: Person) -> None:
    stranger = make_referrer(db)
    draft = drafting.start_draft(db, school.id)
    copy = copy_of(draft.id, draft.version)
    for _ in range(2):
        with pytest.raises(DraftUnknown):
            services.send_referral(db, sender_of(stranger), copy, INTRODUCTION)
        services.send_referral(db, sender_of(school), copy, INTRODUCTION)


def test_one_page_saves_again_and_again_and_two_pages_overwrite_nothing(
    db: Db, school: Person
) -> None:
    draft = drafting.start_draft(db, school.id)
    start = draft.version
    drafting.keep_draft(db, school.id, copy_of(draft.id, start, "first", need="Een"))
    # The same page, with the version that it had before its own save came back.
    drafting.keep_draft(db, school.id, copy_of(draft.id, start, "first", need="Een twee"))
    with pytest.raises(DraftChanged) as changed:
        drafting.keep_draft(db, school.id, copy_of(draft.id, start, "second", need="Anders"))
    assert drafting.differing(changed.value) == ["need"]
    assert (changed.value.mine["need"], changed.value.theirs["need"]) == ("Anders", "Een twee")
    drafting.keep_draft(db, school.id, copy_of(draft.id, start, "third", need="Een twee"))
    assert drafting.open_draft(db, school.id, draft.id).fields["need"] == "Een twee"


def test_a_text_that_does_not_fit_changes_nothing(db: Db, school: Person) -> None:
    draft = drafting.start_draft(db, school.id)
    kept = drafting.keep_draft(db, school.id, copy_of(draft.id, draft.version, need="Kort"))
    with pytest.raises(DraftTooLong):
        drafting.keep_draft(db, school.id, copy_of(draft.id, kept.version, need="a" * 1_000_000))
    assert drafting.open_draft(db, school.id, draft.id).fields["need"] == "Kort"


def test_the_house_is_written_to_and_no_other(db: Db, school: Person, consultant: Person) -> None:
    make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    make_person(db, Role.MENTOR)
    send(db, school)
    mails = db.exec(select(OutboxMail)).all()
    assert [mail.subject_id for mail in mails] == [consultant.user.subject_id]
    body = vault.read(db, mails[0], "body", purpose=Purpose.MESSAGING) or ""
    assert "/referrals/inbox" in body
    assert "Yara" not in body


@pytest.mark.parametrize("outcome", [o for o in TriageOutcome if o is not TriageOutcome.ASK])
def test_a_decision_ends_the_triage_once(
    db: Db, school: Person, consultant: Person, outcome: TriageOutcome
) -> None:
    referral = send(db, school)
    decide(db, referral, outcome, consultant)
    assert referral.status is rules.NEXT_STATUS[outcome]
    with pytest.raises(rules.AlreadyTriaged):
        decide(db, referral, TriageOutcome.ACCEPT, consultant)
    (step,) = queries.steps_of(db, referral)
    assert (step.outcome, step.reason) == (outcome, "Dat past bij wat we kunnen bieden.")


def test_the_database_itself_refuses_a_second_final_decision(
    db: Db, school: Person, consultant: Person
) -> None:
    referral = send(db, school)
    decide(db, referral, TriageOutcome.DECLINE, consultant)
    second = TriageDecision(
        subject_id=referral.subject_id, referral_id=referral.id, outcome=TriageOutcome.ACCEPT,
        decided_by=consultant.id, decided_at=referral.received_at,
    )  # fmt: skip
    vault.write(db, second, reason="Toch wel")
    db.add(second)
    with pytest.raises(IntegrityError):
        db.flush()


def test_a_question_stops_the_clock_and_its_answer_starts_it_again(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    referral = send(db, school)
    fixed_now.advance(days=2)  # Wednesday: three of five working days are left
    decide(db, referral, TriageOutcome.ASK, consultant, "Weet haar moeder ervan?")
    assert queries.clock_of(referral, queries.today(db)) is None
    assert queries.open_question(db, referral) == "Weet haar moeder ervan?"
    fixed_now.advance(days=5)  # Monday
    services.answer_question(db, referral, "Ja, sinds gisteren.")
    assert referral.triage_due == date(2026, 3, 12)
    assert referral.status is ReferralStatus.RECEIVED
    with pytest.raises(rules.NothingToAnswer):
        services.answer_question(db, referral, "Nog een keer.")
    decide(db, referral, TriageOutcome.ACCEPT, consultant)
    assert [step.answer for step in queries.steps_of(db, referral)] == ["Ja, sinds gisteren.", None]


def test_a_question_is_answered_once_says_the_database(
    db: Db, school: Person, consultant: Person
) -> None:
    referral = send(db, school)
    decide(db, referral, TriageOutcome.ASK, consultant, "Sinds wanneer?")
    asked = queries.open_decision(db, referral)
    assert asked is not None
    for _ in range(2):
        answer = TriageAnswer(
            subject_id=referral.subject_id, decision_id=asked.id, answered_at=asked.decided_at
        )
        vault.write(db, answer, text="Sinds mei")
        db.add(answer)
    with pytest.raises(IntegrityError):
        db.flush()


def test_a_question_needs_words_where_the_referrer_reads_them(
    db: Db, school: Person, consultant: Person
) -> None:
    with pytest.raises(rules.QuestionMissing):
        decide(db, send(db, school), TriageOutcome.ASK, consultant, "  ")


def test_the_police_reads_no_question_and_gets_no_mail(db: Db, consultant: Person) -> None:
    police = make_referrer(db, OrganisationType.POLICE)
    referral = send(db, police)
    decide(db, referral, TriageOutcome.ASK, consultant, "Mag niet getoond worden")
    assert queries.open_question(db, referral) is None
    mails = db.exec(select(OutboxMail)).all()
    assert {mail.subject_id for mail in mails} == {consultant.user.subject_id}
    assert for_referrers.questions_to(db, acting(db, police)) == set()
    with pytest.raises(rules.NothingToAnswer):
        services.answer_question(db, referral, "Ik antwoord toch.")
    services.answer_question(db, referral, "Gebeld: ja.", noted_by=consultant.id)
    assert queries.steps_of(db, referral)[0].is_noted


def test_the_first_consultant_to_open_it_stops_the_receipt_clock(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    referral = send(db, school)
    actor = acting(db, consultant)
    assert queries.count_by_urgency(db, actor)[Urgency.LATER] == 1
    fixed_now.advance(days=3)
    assert queries.count_by_urgency(db, actor)[Urgency.OVERDUE] == 1
    services.pick_up(db, referral)
    first = referral.picked_up_at
    fixed_now.advance(hours=1)
    services.pick_up(db, referral)
    assert referral.picked_up_at == first
    assert queries.count_by_urgency(db, actor)[Urgency.OVERDUE] == 0


def test_the_most_pressing_stands_first(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    opened = send(db, school)
    services.pick_up(db, opened)
    fixed_now.advance(days=1)
    new = send(db, school)
    listed = queries.undecided(db, acting(db, consultant), ReferralStatus.RECEIVED)
    assert [referral.id for referral in listed.rows] == [new.id, opened.id]


def test_a_consultant_opens_the_own_house_only(db: Db, school: Person, consultant: Person) -> None:
    here, elsewhere = send(db, school), send(db, school, house_code="NHN", place="Alkmaar")
    visible = policy.visible_to(acting(db, consultant))
    assert [referral.id for referral in db.exec(visible)] == [here.id]
    assert queries.find(db, visible, elsewhere.id) is None


def test_being_a_mentor_in_another_house_opens_none_of_its_files(
    db: Db, school: Person, consultant: Person
) -> None:
    grant_role(db, consultant.user, Role.MENTOR, "NHN", None)
    send(db, school, house_code="NHN", place="Alkmaar")
    actor = acting(db, consultant)
    assert actor.houses == {"KEN", "NHN"}
    assert actor.houses_as(Role.MENTOR_CONSULTANT) == {"KEN"}
    assert db.exec(policy.visible_to(actor)).all() == []


def test_a_referrer_finds_the_own_referrals_and_no_colleague_s(db: Db, school: Person) -> None:
    colleague = make_referrer(db)
    mine = send(db, school)
    send(db, colleague)
    assert [own.id for own in for_referrers.own_referrals(db, acting(db, school))] == [mine.id]


def test_what_the_referrer_reads_follows_source_agreement_and_decision(
    db: Db, consultant: Person
) -> None:
    def reads(kind: OrganisationType, outcome: TriageOutcome | None, *, shared: bool) -> str:
        who = make_referrer(db, kind)
        referral = send(db, who, is_status_shared=shared)
        if outcome is not None:
            decide(db, referral, outcome, consultant)
        (own,) = for_referrers.own_referrals(db, acting(db, who))
        return own.status.value

    school, police = OrganisationType.SCHOOL, OrganisationType.POLICE
    accept, decline = TriageOutcome.ACCEPT, TriageOutcome.DECLINE
    assert reads(school, accept, shared=True) == "in_conversation"
    assert reads(school, decline, shared=True) == "ended"
    assert reads(school, accept, shared=False) == "received"
    assert reads(police, None, shared=True) == "received"
    assert reads(police, accept, shared=True) == "closed_for_you"
    assert reads(police, decline, shared=True) == "closed_for_you"
    assert reads(police, decline, shared=False) == "received"


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of these gave or raised, begun at the same moment."""
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


def test_pressed_twice_at_once_one_referral_is_sent(database: Database) -> None:
    who = referrer(database)
    with database.writing() as db:
        draft = drafting.start_draft(db, who.id)
        db.commit()
    copy = copy_of(draft.id, draft.version, need=INTRODUCTION.need)

    def send_it() -> UUID:
        with database.writing() as db:
            referral = services.send_referral(db, sender_of(who), copy, INTRODUCTION)
            db.commit()
            return referral.id

    ids = set(_at_once(*[send_it] * 4))
    assert len(ids) == 1
    with database.reading() as db:
        assert {row.id for row in db.exec(select(Referral))} == ids
        assert db.exec(select(Draft)).all() == []
        events = db.exec(select(AuditEvent.action)).all()
    assert list(events).count("referral.sent") == 1


def test_two_consultants_at_once_one_decides(database: Database) -> None:
    referral_id = sent(database, referrer(database))
    people = [person(database, Role.MENTOR_CONSULTANT) for _ in range(2)]

    def deciding(who: Person, outcome: TriageOutcome) -> Callable[[], object]:
        def decide_it() -> object:
            with database.writing() as db:
                found = queries.lock(db, policy.visible_to(acting(db, who)), referral_id)
                assert found is not None
                services.triage(db, found, Decision(outcome, "Ik was eerst"), who.id)
                db.commit()
                return outcome

        return decide_it

    outcomes = _at_once(
        deciding(people[0], TriageOutcome.ACCEPT), deciding(people[1], TriageOutcome.DECLINE)
    )
    won = [found for found in outcomes if isinstance(found, TriageOutcome)]
    assert len(won) == 1
    assert [type(found) for found in outcomes if found not in won] == [rules.AlreadyTriaged]
    with database.reading() as db:
        assert db.get_one(Referral, referral_id).status is rules.NEXT_STATUS[won[0]]
        assert len(db.exec(select(TriageDecision)).all()) == 1


def test_the_trail_tells_who_sent_but_not_which_row(database: Database) -> None:
    """A copied database does not lead from the police to a referral by its id."""
    who = referrer(database, OrganisationType.POLICE)
    referral_id = sent(database, who)
    with database.reading() as db:
        events = db.exec(select(AuditEvent)).all()
    assert "referral.sent" in {event.action for event in events}
    assert all(event.object_id != referral_id for event in events if event.actor_id == who.id)
    assert not any(str(referral_id) in event.details for event in events)


def test_a_thrown_away_draft_can_not_be_sent(db: Db, school: Person) -> None:
    draft = drafting.start_draft(db, school.id)
    drafting.discard_draft(db, school.id, draft.id)
    with pytest.raises(DraftUnknown):
        services.send_referral(db, sender_of(school), copy_of(draft.id), INTRODUCTION)
    with pytest.raises(DraftUnknown):
        drafts.load(db, school.id, uuid4())
