"""Throttling, the second factor and the life of a sign-in, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from mentorship.accounts import (
    access,
    credentials,
    demo,
    grants,
    invitations,
    jobs,
    queries,
    services,
    sign_ins,
)
from mentorship.accounts.models import SignIn, SignInAttempt, SignInStage, User
from mentorship.accounts.roles import Role
from mentorship.accounts.rules import Throttled
from mentorship.accounts.services import NewUser
from mentorship.accounts.sign_ins import Overtaken
from mentorship.foundation import links
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.jobs import Job
from mentorship.foundation.outbox import OutboxMail
from mentorship.region.models import OrganisationType
from mentorship.region.services import add_organisation, seed_region
from tests.accounts.people import Person, make_person, person
from tests.factories import FixedNow

ADDRESS = "192.0.2.7"


@pytest.fixture
def mentor(db: Db) -> Person:
    return make_person(db, Role.MENTOR)


def signed_in(db: Db, someone: Person) -> str:
    return sign_ins.start(db, someone.user, SignInStage.COMPLETE, "Firefox, Linux")


def test_somebody_unknown_is_admitted_and_throttled_like_somebody_known(
    db: Db, mentor: Person
) -> None:
    waits = {}
    for email in (mentor.email, "niemand@voorbeeld.example"):
        for _ in range(8):
            sign_ins.admit_password(db, email, ADDRESS)
        with pytest.raises(Throttled) as throttled:
            sign_ins.admit_password(db, email, ADDRESS)
        waits[email] = throttled.value.until
    assert len(set(waits.values())) == 1


def test_capitals_in_the_address_give_no_extra_tries(db: Db, mentor: Person) -> None:
    for number in range(8):
        email = mentor.email.upper() if number % 2 else f" {mentor.email} "
        sign_ins.admit_password(db, email, ADDRESS)
    with pytest.raises(Throttled):
        sign_ins.admit_password(db, mentor.email, ADDRESS)


def test_one_device_may_not_try_many_accounts(db: Db) -> None:
    for number in range(60):
        sign_ins.admit_password(db, f"persoon{number}@elders.example", ADDRESS)
    with pytest.raises(Throttled):
        sign_ins.admit_password(db, "nog-een@elders.example", ADDRESS)
    sign_ins.admit_password(db, "nog-een@elders.example", "192.0.2.8")


def test_the_endless_addresses_of_one_connection_count_as_one(db: Db) -> None:
    for number in range(60):
        sign_ins.admit_password(db, f"persoon{number}@elders.example", f"2001:db8:1:2::{number:x}")
    with pytest.raises(Throttled):
        sign_ins.admit_password(db, "nog-een@elders.example", "2001:db8:1:2:3:4:5:6")
    with pytest.raises(Throttled):
        credentials.request_reset(db, "nog-een@elders.example", "2001:db8:1:2:3:4:5:6")
    sign_ins.admit_password(db, "nog-een@elders.example", "2001:db8:1:3::1")


def test_a_burst_gets_no_more_tries_than_one_after_the_other(database: Database) -> None:
    def attempt(_: int) -> bool:
        with database.writing() as db:
            try:
                sign_ins.admit_password(db, "niemand@voorbeeld.example", ADDRESS)
            except Throttled:
                return False
            db.commit()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == 8


def test_a_right_password_forgets_the_attempts_before_it(db: Db, mentor: Person) -> None:
    for _ in range(7):
        candidate = sign_ins.admit_password(db, mentor.email, ADDRESS)
    sign_ins.accept_password(db, candidate, None)
    for _ in range(8):
        sign_ins.admit_password(db, mentor.email, ADDRESS)


def test_a_password_that_changed_while_it_was_checked_lets_nobody_in(
    db: Db, mentor: Person
) -> None:
    candidate = sign_ins.admit_password(db, mentor.email, ADDRESS)
    queries.get_credential_locked(db, mentor.id).password_hash = "another hash"
    with pytest.raises(Overtaken):
        sign_ins.accept_password(db, candidate, "a fresh hash of the old password")
    assert queries.get_credential(db, mentor.id).password_hash == "another hash"


def test_an_account_that_closed_while_its_password_was_checked_lets_nobody_in(
    db: Db, mentor: Person
) -> None:
    candidate = sign_ins.admit_password(db, mentor.email, ADDRESS)
    services.disable(db, mentor.user, None)
    with pytest.raises(Overtaken):
        sign_ins.accept_password(db, candidate, None)


def test_a_half_sign_in_does_not_outlive_its_account(db: Db, mentor: Person) -> None:
    half = sign_ins.find_half(db, sign_ins.start(db, mentor.user, SignInStage.PASSWORD, ""))
    assert half is not None
    assert sign_ins.claim_half(db, half) == mentor.user
    mentor.user.disabled_at = now(db)
    assert sign_ins.claim_half(db, half) is None
    mentor.user.disabled_at = None
    sign_ins.end_all(db, mentor.user)
    assert sign_ins.claim_half(db, half) is None


def test_whoever_is_invited_or_closed_out_is_like_somebody_unknown(db: Db, mentor: Person) -> None:
    mentor.user.disabled_at = now(db)
    assert sign_ins.admit_password(db, mentor.email, ADDRESS).user_id is None
    mentor.user.disabled_at, mentor.user.accepted_at = None, None
    assert sign_ins.admit_password(db, mentor.email, ADDRESS).password_hash is None


def test_the_attempts_hold_no_address_that_can_be_read(db: Db, mentor: Person) -> None:
    sign_ins.admit_password(db, mentor.email, ADDRESS)
    for attempt in db.exec(select(SignInAttempt)).all():
        assert len(attempt.who) == 32
        assert ADDRESS.encode() not in attempt.who


def test_a_code_of_the_phone_works_once(db: Db, mentor: Person, fixed_now: FixedNow) -> None:
    code = mentor.code(fixed_now())
    assert sign_ins.check_second_factor(db, mentor.id, code)
    assert not sign_ins.check_second_factor(db, mentor.id, code)
    fixed_now.advance(seconds=30)
    assert not sign_ins.check_second_factor(db, mentor.id, code)
    assert sign_ins.check_second_factor(db, mentor.id, mentor.code(fixed_now()))


def test_a_code_of_somebody_else_does_not_work(db: Db, mentor: Person) -> None:
    other = make_person(db, Role.TRAINER)
    assert not sign_ins.check_second_factor(db, mentor.id, other.code(now(db)))


def test_each_recovery_code_works_once_and_for_its_owner(db: Db, mentor: Person) -> None:
    other = make_person(db, Role.TRAINER)
    credentials.renew_recovery_codes(db, mentor.user)
    first, second = credentials.unseen_recovery_codes(db, mentor.user)[:2]
    assert not sign_ins.check_second_factor(db, other.id, first)
    assert sign_ins.check_second_factor(db, mentor.id, first.upper().replace("-", " "))
    assert not sign_ins.check_second_factor(db, mentor.id, first)
    assert sign_ins.check_second_factor(db, mentor.id, second)
    assert queries.unused_recovery_codes(db, mentor.id) == 8


def test_new_recovery_codes_end_the_old_ones_and_are_readable_until_kept(
    db: Db, mentor: Person
) -> None:
    credentials.renew_recovery_codes(db, mentor.user)
    old = credentials.unseen_recovery_codes(db, mentor.user)
    credentials.renew_recovery_codes(db, mentor.user)
    new = credentials.unseen_recovery_codes(db, mentor.user)
    assert not set(old) & set(new)
    assert not sign_ins.check_second_factor(db, mentor.id, old[0])
    credentials.keep_recovery_codes(db, mentor.user)
    assert credentials.unseen_recovery_codes(db, mentor.user) == []
    assert sign_ins.check_second_factor(db, mentor.id, new[0])


def test_guessing_the_second_factor_is_throttled(db: Db, mentor: Person) -> None:
    for _ in range(5):
        assert not sign_ins.check_second_factor(db, mentor.id, "000000")
    with pytest.raises(Throttled):
        sign_ins.check_second_factor(db, mentor.id, mentor.code(now(db)))


def test_without_a_second_factor_nobody_passes_it(db: Db, mentor: Person) -> None:
    queries.get_credential(db, mentor.id).totp_secret = None
    assert not sign_ins.check_second_factor(db, mentor.id, mentor.code(now(db)))


def test_two_at_once_can_not_spend_the_same_code(database: Database, fixed_now: FixedNow) -> None:
    someone = person(database, Role.TRAINER)
    code = someone.code(fixed_now())

    def spend(_: int) -> bool:
        with database.writing() as db:
            right = sign_ins.check_second_factor(db, someone.id, code)
            db.commit()
        return right

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(spend, range(4))) == 1


def test_a_token_names_its_actor_and_the_database_has_only_its_hash(db: Db, mentor: Person) -> None:
    token = signed_in(db, mentor)
    actor = access.identify(db, token)
    assert actor is not None
    assert (actor.id, actor.roles, actor.houses) == (mentor.id, {"mentor"}, {"KEN"})
    assert db.exec(select(SignIn)).one().token_hash != token.encode()
    assert access.identify(db, token + "x") is None


def test_after_the_password_alone_nobody_is_signed_in(db: Db, mentor: Person) -> None:
    token = sign_ins.start(db, mentor.user, SignInStage.PASSWORD, "")
    assert access.identify(db, token) is None
    assert sign_ins.find_half(db, token) is not None
    assert sign_ins.find_half(db, signed_in(db, mentor)) is None


def test_the_second_step_waits_ten_minutes(db: Db, mentor: Person, fixed_now: FixedNow) -> None:
    token = sign_ins.start(db, mentor.user, SignInStage.PASSWORD, "")
    fixed_now.advance(minutes=10)
    assert sign_ins.find_half(db, token) is None


def test_a_sign_in_ends_without_use_and_lasts_while_it_is_used(db: Db, fixed_now: FixedNow) -> None:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    token = signed_in(db, consultant)
    for _ in range(19):
        fixed_now.advance(minutes=29)
        actor = access.identify(db, token)
        assert actor is not None
        sign_ins.see(db, actor.sign_in_id)
    fixed_now.advance(minutes=30)
    assert access.identify(db, token) is None


def test_a_sign_in_ends_at_the_absolute_limit_however_much_it_is_used(
    db: Db, fixed_now: FixedNow
) -> None:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    token = signed_in(db, consultant)
    for _ in range(24):
        actor = access.identify(db, token)
        assert actor is not None
        sign_ins.see(db, actor.sign_in_id)
        fixed_now.advance(minutes=25)
    assert access.identify(db, token) is None


def test_a_sign_in_that_ended_stays_ended_when_the_strict_role_goes(
    db: Db, fixed_now: FixedNow
) -> None:
    both = make_person(db, Role.MENTOR)
    strict = grants.grant_role(db, both.user, Role.MENTOR_CONSULTANT, "KEN", None)
    token = signed_in(db, both)
    fixed_now.advance(hours=26)
    assert access.identify(db, token) is None
    grants.end_role(db, strict, None)
    assert access.identify(db, token) is None


def test_a_sign_in_that_ended_stays_ended_when_a_lenient_role_comes(
    db: Db, fixed_now: FixedNow
) -> None:
    coordinator, officer = make_person(db, Role.COORDINATOR), make_person(db, Role.PRIVACY_OFFICER)
    newcomer = make_person(db)
    waiting = grants.grant_role(db, newcomer.user, Role.MENTOR, "KEN", coordinator.id)
    token = signed_in(db, newcomer)
    fixed_now.advance(hours=20)
    grants.approve_role(db, waiting, officer.id)
    assert access.identify(db, token) is None


def test_a_strict_role_shortens_a_sign_in_for_good(db: Db, fixed_now: FixedNow) -> None:
    mentor = make_person(db, Role.MENTOR)
    token = signed_in(db, mentor)
    strict = grants.grant_role(db, mentor.user, Role.MENTOR_CONSULTANT, "KEN", None)
    grants.end_role(db, strict, None)
    fixed_now.advance(minutes=30)
    assert access.identify(db, token) is None


def test_a_sign_in_lives_on_with_a_new_role_but_not_past_its_own_end(
    db: Db, fixed_now: FixedNow
) -> None:
    newcomer = make_person(db)
    token = signed_in(db, newcomer)
    grants.grant_role(db, newcomer.user, Role.MENTOR, "KEN", None)
    for minutes, lives in ((29, True), (89, True), (2, False)):
        fixed_now.advance(minutes=minutes)
        actor = access.identify(db, token)
        assert (actor is not None) == lives
        if actor is not None:
            assert actor.roles == {"mentor"}
            sign_ins.see(db, actor.sign_in_id)


def test_a_sign_in_that_ended_is_not_seen_again_and_not_listed(db: Db, fixed_now: FixedNow) -> None:
    trainer = make_person(db, Role.TRAINER)
    token = signed_in(db, trainer)
    (row,) = queries.complete_sign_ins_of(db, trainer.id)
    fixed_now.advance(hours=2)
    sign_ins.see(db, row.id)
    assert access.identify(db, token) is None
    assert queries.complete_sign_ins_of(db, trainer.id) == []


def test_a_lost_role_is_lost_at_the_next_question(db: Db) -> None:
    make_person(db, Role.COORDINATOR)
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    token = signed_in(db, consultant)
    grants.end_role(db, queries.effective_grants(db, consultant.id)[0], None)
    actor = access.identify(db, token)
    assert actor is not None
    assert actor.roles == set()
    assert actor.houses == set()


def test_somebody_else_can_not_end_my_sign_in(db: Db, mentor: Person) -> None:
    token = signed_in(db, mentor)
    other = make_person(db, Role.TRAINER)
    sign_in_id = queries.sign_ins_of(db, mentor.id)[0].id
    assert not sign_ins.end(db, other.user, sign_in_id)
    assert access.identify(db, token) is not None
    assert sign_ins.end(db, mentor.user, sign_in_id)
    assert access.identify(db, token) is None


def test_a_new_password_ends_the_other_sign_ins_and_tells_their_owner(
    db: Db, mentor: Person
) -> None:
    here, elsewhere = signed_in(db, mentor), signed_in(db, mentor)
    actor = access.identify(db, here)
    assert actor is not None
    credentials.change_password(db, mentor.user, "hash", keep_sign_in=actor.sign_in_id)
    assert access.identify(db, here) is not None
    assert access.identify(db, elsewhere) is None
    assert db.exec(select(OutboxMail)).one().letter == "accounts.password_changed"


def test_a_reset_is_asked_for_in_the_same_way_for_everybody(db: Db, mentor: Person) -> None:
    for email in (mentor.email, "niemand@voorbeeld.example"):
        credentials.request_reset(db, email, ADDRESS)
    assert len(db.exec(select(Job)).all()) == 2
    assert db.exec(select(OutboxMail)).all() == []


def test_only_who_has_an_account_gets_the_link_and_it_keeps_the_second_factor(
    database: Database,
) -> None:
    mentor = person(database, Role.MENTOR)
    with database.writing() as db:
        token_here = signed_in(db, mentor)
        for email in (mentor.email, "niemand@voorbeeld.example"):
            credentials.request_reset(db, email, ADDRESS)
        asked = [UUID(job.arguments["attempt_id"]) for job in db.exec(select(Job)).all()]
        db.commit()
    for attempt_id in asked:
        jobs.send_reset(database, attempt_id=attempt_id)
    with database.writing() as db:
        mail = db.exec(select(OutboxMail)).one()
        body = queries.vault.read(db, mail, "body", purpose=queries.Purpose.MESSAGING) or ""
        token = body.partition("/reset/")[2].split()[0]
        secret = queries.get_credential(db, mentor.id).totp_secret
        credentials.reset_password(db, token, "a new hash")
        credential = queries.get_credential(db, mentor.id)
        assert (credential.password_hash, credential.totp_secret) == ("a new hash", secret)
        assert access.identify(db, token_here) is None
        with pytest.raises(links.LinkUsed):
            credentials.reset_password(db, token, "another hash")


@pytest.mark.parametrize("change", [
    lambda db, user: credentials.change_password(db, user, "hash", keep_sign_in=user.id),
    invitations.start_over,
    lambda db, user: services.disable(db, user, None),
])  # fmt: skip
def test_a_reset_link_ends_with_the_password_it_was_for(
    db: Db, mentor: Person, change: Callable[[Db, User], None]
) -> None:
    token = links.issue(db, credentials.RESET, mentor.id, timedelta(hours=1))
    change(db, mentor.user)
    for use in (credentials.user_to_reset, lambda *of: credentials.reset_password(*of, "hash 2")):
        with pytest.raises(links.LinkExpired):
            use(db, token)


def test_a_reset_link_opens_nothing_until_the_account_is_accepted(db: Db, mentor: Person) -> None:
    token = links.issue(db, credentials.RESET, mentor.id, timedelta(hours=1))
    mentor.user.accepted_at = None
    with pytest.raises(links.LinkExpired):
        credentials.user_to_reset(db, token)
    with pytest.raises(links.LinkExpired):
        credentials.reset_password(db, token, "hash")


def test_asking_for_many_resets_sends_few(db: Db, mentor: Person) -> None:
    for _ in range(10):
        credentials.request_reset(db, mentor.email, ADDRESS)
    assert len(db.exec(select(Job)).all()) == 3


def test_the_sweep_takes_what_counts_no_more(database: Database, fixed_now: FixedNow) -> None:
    mentor = person(database, Role.MENTOR)
    with database.writing() as db:
        sign_ins.admit_password(db, mentor.email, ADDRESS)
        signed_in(db, mentor)
        sign_ins.start(db, mentor.user, SignInStage.PASSWORD, "")
        db.commit()
    for step, attempts, rows in (({"minutes": 11}, 2, 1), ({"days": 1}, 0, 1), ({"days": 7}, 0, 0)):
        fixed_now.advance(**step)
        jobs.sweep(database)
        with database.reading() as db:
            assert len(db.exec(select(SignInAttempt)).all()) == attempts
            assert len(db.exec(select(SignIn)).all()) == rows


def test_a_demo_account_needs_the_mark_of_the_demo_database(db: Db) -> None:
    new = NewUser("Sem Verzonnen", "sem@demo.example")
    with pytest.raises(demo.NotADemoDatabase):
        demo.create_demo_account(db, new, Role.COORDINATOR)
    demo.mark_demo_database(db)
    user = demo.create_demo_account(db, new, Role.COORDINATOR)
    assert demo.demo_accounts(db) == [user]
    assert demo.find_demo_account(db, user.id) == user


def test_the_demo_says_of_each_account_which_role_and_where(db: Db) -> None:
    demo.mark_demo_database(db)
    seed_region(db)
    school = add_organisation(db, "Het Verzonnen College", OrganisationType.SCHOOL)
    pupil_care = NewUser("Rina Bedacht", "rina@demo.example", organisation_id=school.id)
    demo.create_demo_account(db, pupil_care, Role.REFERRER)
    new = NewUser("Sem Verzonnen", "sem@demo.example")
    demo.create_demo_account(db, new, Role.MENTOR_CONSULTANT, "KEN")
    assert [(choice.role, choice.place) for choice in demo.demo_choices(db)] == [
        (Role.MENTOR_CONSULTANT, "Zorg- en Veiligheidshuis Kennemerland"),
        (Role.REFERRER, "Het Verzonnen College"),
    ]


def test_a_database_in_use_can_not_become_a_demo(db: Db, mentor: Person) -> None:
    with pytest.raises(demo.NotADemoDatabase):
        demo.mark_demo_database(db)
    assert demo.demo_accounts(db) == ()


def test_a_demo_account_is_nobody_without_the_mark(db: Db, mentor: Person) -> None:
    token = signed_in(db, mentor)
    db.get_one(User, mentor.id).is_demo = True
    db.flush()
    assert access.identify(db, token) is None
    assert demo.find_demo_account(db, mentor.id) is None


def test_a_step_up_counts_for_ten_minutes(db: Db, mentor: Person, fixed_now: FixedNow) -> None:
    signed_in(db, mentor)
    row = queries.sign_ins_of(db, mentor.id)[0]
    fixed_now.advance(minutes=10)
    assert not sign_ins.confirm_again(db, row.id, "000000")
    assert row.factor_at == fixed_now() - timedelta(minutes=10)
    assert sign_ins.confirm_again(db, row.id, mentor.code(fixed_now()))
    assert row.factor_at == fixed_now()
