"""A course on both databases: from the triage to the pool of who waits, and out of it at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations, product
from uuid import uuid4

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import erasure, links, vault
from mentorship.foundation.db import ChangedMeanwhile, Database, Db
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.profiles.profile import MenteeProfile
from mentorship.referrals import policy, queries, services
from mentorship.referrals.mentees import consents, file, lists, rules
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.facts import Guardians
from mentorship.referrals.mentees.intake_models import (
    Consent,
    ConsentPurpose,
    GivenBy,
    How,
    IntakeDecision,
    IntakeOutcome,
    IntakeTalk,
)
from mentorship.referrals.mentees.lists import Shelf
from mentorship.referrals.mentees.models import Authority, Mentee, Stage, StoppedBy
from mentorship.referrals.models import Referral
from tests.accounts.people import Person, make_person, person
from tests.factories import FixedNow
from tests.referrals.courses import (
    PROFILE,
    YES,
    accepted,
    add,
    agree,
    answer_of,
    committed,
    decided,
    guard,
    talked,
    waiting,
    write_profile,
)
from tests.referrals.senders import acting, make_referrer, referrer
from tests.referrals.test_services import _at_once

DAY = date(2026, 3, 2)  # a Monday, when the clock stands still
YOUNG, ONE, TWO = GivenBy.YOUNG_PERSON, GivenBy.GUARDIAN, GivenBy.SECOND_GUARDIAN


@pytest.fixture
def school(db: Db) -> Person:
    return make_referrer(db)


@pytest.fixture
def consultant(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def pool(db: Db) -> list[str]:
    """Who waits, by the first name."""
    found = queries.waiting_on(db, queries.today(db))
    rows = [db.get_one(Mentee, one.id) for one in found]
    names = queries.first_names_of(db, rows, Purpose.MATCHING)
    assert all(queries.is_waiting(db, row.id) for row in rows)
    return [names[row.id] for row in rows]


def test_accepting_makes_the_file_with_its_clocks(
    db: Db, school: Person, consultant: Person
) -> None:
    mentee = accepted(db, school, consultant, contact_caution="Niet bellen", guardian="Oma")
    assert (mentee.stage, mentee.house_code) == (Stage.INTAKE, "KEN")
    assert mentee.consultant_id == consultant.id
    assert (mentee.intake_due, mentee.notice_due) == (date(2026, 3, 16), date(2026, 4, 2))
    told = file.told_of(db, mentee)
    assert (told.first_name, told.contact_details) == ("Yara", "06 00000000, na vier uur")
    assert (told.contact_caution, told.guardian_contact) == ("Niet bellen", "Oma")
    assert told.guardian_name == "", "one line of a referrer is no name"
    assert mentees.profile_of(db, mentee).place == "Haarlem"
    step = queries.next_step(db, mentee)
    assert step is not None
    assert (step.kind, step.due) == (rules.StepKind.TALK, date(2026, 3, 16))


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    fixed_now.advance(days=19)  # Saturday 21 March; fourteen days on is Easter Saturday
    mentee = accepted(db, school, consultant)
    assert mentee.intake_due == date(2026, 4, 7)  # the Tuesday after Easter
    assert mentee.notice_due == date(2026, 4, 21)


def test_step_by_step_to_the_pool(db: Db, school: Person, consultant: Person) -> None:
    mentee = accepted(db, school, consultant)
    talked(db, mentee, consultant)
    write_profile(db, mentee)
    decided(db, mentee, consultant)
    assert (mentee.stage, mentee.waiting_since, pool(db)) == (Stage.WAITING, None, [])
    agree(db, mentee, consultant)
    assert (mentee.waiting_since, mentee.matching_due) == (DAY, date(2026, 4, 13))
    (found,) = queries.waiting_on(db, DAY, {"KEN"})
    assert (found.id, found.profile, found.priority) == (mentee.id, PROFILE, 2)
    assert found.waiting_since == DAY
    assert queries.waiting_on(db, DAY, {"NHN"}) == []
    assert queries.waiting_on(db, DAY, set()) == []
    assert queries.waiting_on(db, DAY - timedelta(days=1)) == []


def test_the_order_of_the_steps_does_not_matter(db: Db, school: Person, consultant: Person) -> None:
    mentee = accepted(db, school, consultant)
    agree(db, mentee, consultant)
    decided(db, mentee, consultant)
    assert pool(db) == []
    write_profile(db, mentee)
    assert pool(db) == ["Yara"]
    write_profile(db, mentee, MenteeProfile(place="Haarlem"))  # no free time any more
    assert pool(db) == []
    assert mentee.matching_due is not None  # six weeks from consent, whatever is missing


def test_under_sixteen_everybody_has_to_agree(db: Db, school: Person, consultant: Person) -> None:
    mentee = accepted(db, school, consultant, birth_year=2012)
    write_profile(db, mentee)
    decided(db, mentee, consultant)
    agree(db, mentee, consultant)
    assert pool(db) == []  # nobody knows yet who else
    with pytest.raises(rules.NobodyToAsk):
        agree(db, mentee, consultant, ONE)
    with pytest.raises(rules.TooYoungToDecideAlone):
        services.set_guardians(db, mentee, Guardians(Authority.YOUNG_PERSON))
    services.set_guardians(db, mentee, Guardians(Authority.BOTH_PARENTS, "A", "1", "B", "2"))
    agree(db, mentee, consultant, ONE)
    assert pool(db) == []
    agree(db, mentee, consultant, TWO)
    assert pool(db) == ["Yara"]
    services.withdraw_consent(db, mentee, ConsentPurpose.PARTICIPATION, TWO)
    assert pool(db) == []
    guard(db, mentee, Authority.ONE_PARENT)
    assert pool(db) == ["Yara"]


def test_the_database_and_the_rules_mean_the_same(
    db: Db, school: Person, consultant: Person
) -> None:
    """All authorities by all answers to taking part: who is in the pool, asked twice."""
    said = list(chain.from_iterable(combinations(GivenBy, size) for size in range(4)))
    for authority, who in product([None, *Authority], said):
        mentee = waiting(db, school, consultant)
        consents_of = db.exec(select(Consent).where(col(Consent.mentee_id) == mentee.id)).all()
        for consent in consents_of:
            db.delete(consent)
        db.flush()
        mentee.authority = authority
        for one in who:
            db.add(_consent(mentee, consultant, given_by=one))
        db.flush()
        agreed = frozenset((ConsentPurpose.PARTICIPATION, one) for one in who)
        expected = rules.is_agreed_by_all(authority, agreed, ConsentPurpose.PARTICIPATION)
        assert queries.is_waiting(db, mentee.id) == expected, (authority, who)


def _consent(mentee: Mentee, consultant: Person, **facts: object) -> Consent:
    told = {
        "subject_id": mentee.subject_id,
        "mentee_id": mentee.id,
        "purpose": ConsentPurpose.PARTICIPATION,
        "given_by": YOUNG,
        "is_agreed": True,
        "text_version": "2026-1",
        "language": "nl",
        "given_at": mentee.accepted_at,
        "how": How.PAPER,
        "noted_by": consultant.id,
    }
    return Consent(**{**told, **facts})


def test_who_withdraws_is_out_at_once_and_waits_anew_after_a_new_yes(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    mentee = waiting(db, school, consultant)
    fixed_now.advance(days=10)
    assert services.withdraw_consent(db, mentee, ConsentPurpose.PARTICIPATION, YOUNG)
    assert (pool(db), mentee.stage) == ([], Stage.WAITING)
    assert (mentee.waiting_since, mentee.matching_due) == (None, None)
    assert not services.withdraw_consent(db, mentee, ConsentPurpose.PARTICIPATION, YOUNG)
    fixed_now.advance(days=1)
    agree(db, mentee, consultant)
    assert (pool(db), mentee.waiting_since) == (["Yara"], date(2026, 3, 13))
    rows = file.consents_of(db, mentee)
    assert [(row.is_agreed, row.ended_how) for row in rows] == [(True, None), (True, How.SAID)]


def test_each_purpose_is_withdrawn_by_itself(db: Db, school: Person, consultant: Person) -> None:
    mentee = waiting(db, school, consultant)
    answers = dict.fromkeys(ConsentPurpose, True)
    services.give_consent(db, mentee, answer_of(consultant), answers)
    for purpose in ConsentPurpose:
        if purpose is not ConsentPurpose.PARTICIPATION:
            services.withdraw_consent(db, mentee, purpose, YOUNG)
    assert pool(db) == ["Yara"]
    assert set(mentees.standing_consents(db, mentee)) == {(ConsentPurpose.PARTICIPATION, YOUNG)}


def test_the_same_answer_again_adds_nothing_and_another_takes_its_place(
    db: Db, school: Person, consultant: Person
) -> None:
    mentee = waiting(db, school, consultant)
    agree(db, mentee, consultant)
    assert len(file.consents_of(db, mentee)) == 1
    no = {ConsentPurpose.PARTICIPATION: False}
    services.give_consent(db, mentee, answer_of(consultant, how=How.SAID), no)
    assert pool(db) == []
    standing = mentees.standing_consents(db, mentee)[ConsentPurpose.PARTICIPATION, YOUNG]
    assert not standing.is_agreed
    assert len(file.consents_of(db, mentee)) == 2


def test_what_must_hold_holds_in_the_database(database: Database, fixed_now: FixedNow) -> None:
    sender, consultant = referrer(database), person(database, Role.MENTOR_CONSULTANT)
    with database.writing() as db:
        mentee = waiting(db, sender, consultant)
        db.commit()

    def refused(change: Callable[[Db], object]) -> None:
        with database.writing() as db:
            change(db)  # a row that is added reaches the database with the flush
            with pytest.raises(IntegrityError):
                db.flush()

    def is_refused(words: str) -> None:
        with database.writing() as db, pytest.raises(IntegrityError):
            db.execute(sql(f"UPDATE mentee SET {words}"))

    refused(lambda db: db.add(_consent(mentee, consultant)))  # a second standing answer
    refused(lambda db: db.add(_consent(mentee, consultant, given_by=ONE, how=How.LINK)))
    refused(lambda db: db.add(_consent(mentee, consultant, given_by=ONE, how=How.SAID)))
    is_refused("priority = 4")
    is_refused("priority = 0")
    is_refused("stage = 'stopped'")  # without a day
    is_refused("stage = 'intake'")  # while it waits
    is_refused("stage = 'somewhere'")
    is_refused("house_code = 'XXX'")


def test_a_page_that_is_sent_twice_counts_once(db: Db, school: Person, consultant: Person) -> None:
    mentee, key = accepted(db, school, consultant), uuid4()
    for _ in range(2):
        services.add_goal(db, mentee, "Weer naar school", key=key)
        services.decide_intake(
            db, mentee, IntakeOutcome.CARE_FIRST, "Eerst rust", by=consultant.id, key=key
        )
        services.set_priority(db, mentee, 1, "Schrijnend", by=consultant.id, key=key)
    assert len(file.goals_of(db, mentee)) == 1
    assert [one.kind for one in file.history_of(db, mentee)].count("decision") == 1
    assert mentee.priority == 1


def test_the_key_of_another_person_takes_nothing_over(
    db: Db, school: Person, consultant: Person
) -> None:
    one, other = accepted(db, school, consultant), accepted(db, school, consultant)
    key = services.add_goal(db, one, "Weer naar school").id
    assert services.add_goal(db, other, "Een baan", key=key).id != key
    assert [goal.text for goal in file.goals_of(db, other)] == ["Een baan"]


def test_the_intake_is_decided_once_and_after_other_care_again(
    db: Db, school: Person, consultant: Person
) -> None:
    mentee = accepted(db, school, consultant)
    decided(db, mentee, consultant, IntakeOutcome.CARE_FIRST)
    assert mentee.stage is Stage.CARE_FIRST
    decided(db, mentee, consultant)
    with pytest.raises(rules.IntakeDecided):
        decided(db, mentee, consultant)
    unsuited = accepted(db, school, consultant)
    decided(db, unsuited, consultant, IntakeOutcome.NOT_SUITABLE)
    assert (unsuited.stage, unsuited.closed_on) == (Stage.NOT_SUITABLE, DAY)
    with pytest.raises(rules.CourseClosed):
        agree(db, unsuited, consultant)


def test_two_consultants_decide_at_once_and_one_wins(database: Database) -> None:
    people = [person(database, Role.MENTOR_CONSULTANT) for _ in range(2)]
    mentee_id = committed(database, referrer(database), people[0])

    def deciding(who: Person, outcome: IntakeOutcome) -> Callable[[], object]:
        def decide_it() -> object:
            with database.writing() as db:
                visible = policy.mentees_visible_to(acting(db, who))
                found = queries.lock_mentee(db, visible, mentee_id)
                assert found is not None
                decided(db, found, who, outcome)
                db.commit()
                return outcome

        return decide_it

    outcomes = _at_once(
        deciding(people[0], IntakeOutcome.SUITABLE), deciding(people[1], IntakeOutcome.NOT_SUITABLE)
    )
    won = [found for found in outcomes if isinstance(found, IntakeOutcome)]
    assert len(won) == 1
    assert [type(found) for found in outcomes if found not in won] == [rules.IntakeDecided]
    with database.reading() as db:
        assert db.get_one(Mentee, mentee_id).stage is rules.STAGE_AFTER[won[0]]
        assert len(db.exec(select(IntakeDecision)).all()) == 1


def test_a_profile_of_an_older_screen_overwrites_nothing(
    db: Db, school: Person, consultant: Person
) -> None:
    mentee = accepted(db, school, consultant)
    row = mentees.wishes_of(db, mentee)
    assert row is not None
    seen = row.version
    services.save_mentee_profile(db, mentee, PROFILE, version=seen)
    with pytest.raises(ChangedMeanwhile):
        services.save_mentee_profile(db, mentee, MenteeProfile(place="Alkmaar"), version=seen)
    services.save_mentee_profile(db, mentee, PROFILE, version=seen)  # sent twice
    assert mentees.profile_of(db, mentee) == PROFILE


def test_a_transfer_takes_the_whole_file_along(db: Db, school: Person, consultant: Person) -> None:
    other = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    mentee = waiting(db, school, consultant)
    services.transfer(db, mentee, "NHN", "Verhuisd naar Alkmaar", by=consultant.id)
    for who, sees in ((consultant, False), (other, True)):
        actor = acting(db, who)
        found = queries.find_mentee(db, policy.mentees_visible_to(actor), mentee.id)
        assert (found is not None) == sees
        referrals = db.exec(policy.visible_to(actor)).all()
        assert (len(referrals) == 1) == sees
    assert mentee.consultant_id is None
    assert [one.id for one in queries.waiting_on(db, DAY, {"NHN"})] == [mentee.id]
    services.take_over(db, mentee, other.id)
    assert mentee.consultant_id == other.id


def test_stopping_is_always_possible_and_at_once(
    db: Db, school: Person, consultant: Person
) -> None:
    mentee = waiting(db, school, consultant)
    services.stop(db, mentee, StoppedBy.YOUNG_PERSON, "", by=consultant.id)
    assert (pool(db), mentee.stage, mentee.closed_on) == ([], Stage.STOPPED, DAY)
    with pytest.raises(rules.CourseClosed):
        services.stop(db, mentee, StoppedBy.HOUSE, "Nog eens", by=consultant.id)
    step = queries.next_step(db, mentee)
    assert step is not None  # something is kept about them, so they hear of it
    assert step.kind is rules.StepKind.NOTICE
    services.note_letter_sent(db, mentee, DAY, "2026-1", by=consultant.id)
    assert queries.next_step(db, mentee) is None


def test_an_incomplete_profile_is_in_no_round_but_keeps_the_place_on_the_list(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    mentee = waiting(db, school, consultant)
    fixed_now.advance(days=30)
    write_profile(db, mentee, replace(PROFILE, slots=frozenset()))
    assert (pool(db), queries.is_waiting(db, mentee.id)) == ([], False)
    fixed_now.advance(days=1)
    write_profile(db, mentee)
    assert (pool(db), mentee.waiting_since) == (["Yara"], DAY)
    assert queries.is_waiting(db, mentee.id)


def test_only_who_waits_starts_and_may_wait_again(
    db: Db, school: Person, consultant: Person
) -> None:
    mentee = accepted(db, school, consultant)
    with pytest.raises(rules.NotWaiting):
        services.note_started(db, mentee)
    mentee = waiting(db, school, consultant)
    services.note_started(db, mentee)
    assert pool(db) == []
    services.note_waits_again(db, mentee)
    assert (pool(db), mentee.waiting_since) == (["Yara"], DAY)
    services.note_started(db, mentee)
    services.note_ended(db, mentee)
    assert (mentee.stage, mentee.closed_on) == (Stage.ENDED, DAY)


def test_a_priority_has_a_persons_reason(db: Db, school: Person, consultant: Person) -> None:
    mentee = waiting(db, school, consultant)
    assert services.set_priority(db, mentee, 2, "Is al zo", by=consultant.id) is None
    services.set_priority(db, mentee, 1, "Wacht al heel lang", by=consultant.id)
    (found,) = queries.waiting_on(db, DAY)
    assert found.priority == 1
    (change,) = [one for one in file.history_of(db, mentee) if one.kind == "priority"]
    assert (change.words, change.by) == ("Wacht al heel lang", consultant.id)


def test_a_guardian_answers_once_by_link(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    mentee = accepted(db, school, consultant, birth_year=2012)
    guard(db, mentee)
    address = services.ask_by_link(db, mentee, ONE, "ouder@voorbeeld.example")
    token = address.rsplit("/", 1)[1]
    assert consents.find_asked(db, token).mentee.id == mentee.id
    asked = consents.answer_by_link(db, token, YES, text_version="2026-1", language="nl")
    assert asked.given_by is ONE
    standing = mentees.standing_consents(db, mentee)[ConsentPurpose.PARTICIPATION, ONE]
    assert (standing.how, standing.noted_by) == (How.LINK, None)
    with pytest.raises(links.LinkUsed):
        consents.answer_by_link(db, token, YES, text_version="2026-1", language="nl")
    (mail,) = db.exec(select(OutboxMail).where(col(OutboxMail.letter) == "referrals.consent"))
    body = vault.read(db, mail, "body", purpose=Purpose.MESSAGING) or ""
    assert address in body
    assert "Yara" not in body


def test_a_link_ends_with_its_time_and_with_the_say_of_who_holds_it(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    mentee = accepted(db, school, consultant, birth_year=2010)
    guard(db, mentee)
    first, second = (services.ask_by_link(db, mentee, ONE).rsplit("/", 1)[1] for _ in range(2))
    with pytest.raises(links.LinkExpired):
        consents.find_asked(db, first)
    services.set_guardians(db, mentee, Guardians(Authority.YOUNG_PERSON))
    with pytest.raises(links.LinkExpired):
        consents.find_asked(db, second)
    third = services.ask_by_link(db, mentee, YOUNG).rsplit("/", 1)[1]
    fixed_now.advance(days=15)
    with pytest.raises(links.LinkExpired):
        consents.find_asked(db, third)
    with pytest.raises(links.LinkUnknown):
        consents.find_asked(db, "nonsense")


def test_somebody_from_an_earlier_administration_waits_since_then(
    db: Db, consultant: Person
) -> None:
    mentee = add(
        db, consultant, agreed_on=date(2026, 1, 5), waiting_since=date(2026, 1, 12), priority=3
    )
    (found,) = queries.waiting_on(db, DAY)
    assert (found.id, found.waiting_since, found.priority) == (mentee.id, date(2026, 1, 12), 3)
    assert mentee.matching_due == date(2026, 2, 16)
    assert not file.has_referrer(db, mentee)
    newcomer = add(db, consultant, first_name="Jet")
    assert newcomer.stage is Stage.INTAKE


def test_an_erased_person_leaves_no_row(database: Database) -> None:
    sender, consultant = referrer(database), person(database, Role.MENTOR_CONSULTANT)
    with database.writing() as db:
        mentee = waiting(db, sender, consultant)
        services.set_priority(db, mentee, 1, "Schrijnend", by=consultant.id)
        services.transfer(db, mentee, "NHN", "Verhuisd", by=consultant.id)
        services.note_letter_sent(db, mentee, DAY, "2026-1", by=consultant.id)
        services.add_goal(db, mentee, "Weer naar school")
        services.stop(db, mentee, StoppedBy.HOUSE, "Voorbij", by=consultant.id)
        db.commit()
    erasure.erase(database, mentee.subject_id)
    with database.reading() as db:
        assert not erasure.has_rows(db, mentee.subject_id)
        assert db.exec(select(Mentee)).all() == []
        assert db.exec(select(Referral)).all() == []
        assert db.exec(select(IntakeTalk)).all() == []


def test_every_act_and_reading_is_in_the_trail(database: Database) -> None:
    sender, consultant = referrer(database), person(database, Role.MENTOR_CONSULTANT)
    with database.writing() as db:
        mentee = waiting(db, sender, consultant)
        services.withdraw_consent(db, mentee, ConsentPurpose.PARTICIPATION, YOUNG)
        db.commit()
    with database.reading() as db:
        queries.waiting_on(db, DAY)
        file.told_of(db, db.get_one(Mentee, mentee.id))
    with database.reading() as db:
        events = db.exec(select(AuditEvent)).all()
    told = {event.action for event in events}
    assert told >= {
        "mentee.accepted", "intake.talk_noted", "mentee.profile_saved", "intake.decided",
        "consent.answered", "consent.withdrawn", "read",
    }  # fmt: skip


def test_lists_take_as_many_statements_for_hundreds_as_for_one(
    db: Db, consultant: Person, statements: list[str]
) -> None:
    actor = acting(db, consultant)

    def asked() -> tuple[int, int]:
        statements.clear()
        lists.listed(db, actor, Shelf.WAITING, 1, DAY)
        listing = len(statements)
        statements.clear()
        queries.waiting_on(db, DAY)
        return listing, len(statements)

    add(db, consultant, agreed_on=DAY)
    few = asked()
    for number in range(119):
        add(db, consultant, first_name=f"Jongere {number}", agreed_on=DAY)
    assert asked() == few
    page = lists.listed(db, actor, Shelf.WAITING, 3, DAY)
    assert (len(page.lines), page.number, page.pages) == (20, 3, 3)
    assert lists.listed(db, actor, Shelf.WAITING, 99, DAY).number == 3
    assert lists.count_on_shelves(db, actor)[Shelf.WAITING] == 120
    assert len(queries.waiting_on(db, DAY)) == 120


def test_the_most_pressing_comes_first(
    db: Db, school: Person, consultant: Person, fixed_now: FixedNow
) -> None:
    accepted(db, school, consultant, first_name="Eerst")
    fixed_now.advance(days=3)
    accepted(db, school, consultant, first_name="Later")
    page = lists.listed(db, acting(db, consultant), Shelf.INTAKE, 1, DAY)
    assert [line.name for line in page.lines] == ["Eerst", "Later"]
