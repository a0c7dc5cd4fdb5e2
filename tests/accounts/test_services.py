"""Invitations, roles with a second person and closing an account, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from mentorship.accounts import grants, invitations, policy, queries, services
from mentorship.accounts.access import actor_of, identify
from mentorship.accounts.models import Language, RoleGrant, SignIn, SignInStage, User
from mentorship.accounts.posting import AccountClosed
from mentorship.accounts.roles import NEEDS_SECOND_PERSON, Role
from mentorship.accounts.rules import NobodyGrantsThemselves, SecondPersonNeeded
from mentorship.accounts.services import EmailTaken, NewUser
from mentorship.accounts.sign_ins import start
from mentorship.foundation import links
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.outbox import OutboxMail
from mentorship.region.models import Organisation
from mentorship.region.services import activate_organisation, deactivate_organisation
from tests.accounts.people import HOUSE, PASSWORDS, Person, make_person, person
from tests.factories import FixedNow

Given = tuple[Role, str | None]
SENTENCE = "de fiets staat nog bij de bakker"


@pytest.fixture
def coordinator(db: Db) -> Person:
    return make_person(db, Role.COORDINATOR)


@pytest.fixture
def privacy_officer(db: Db) -> Person:
    return make_person(db, Role.PRIVACY_OFFICER)


def roles_of(db: Db, user: User) -> set[Role]:
    return {grant.role for grant in queries.effective_grants(db, user.id)}


def test_name_and_address_are_stored_sealed_and_found_by_a_keyed_hash(db: Db) -> None:
    user = services.add_user(db, NewUser(" Joost Kapteijn ", "Joost.Kapteijn@Voorbeeld.example"))
    assert b"Joost" not in user.name.content
    assert b"Voorbeeld" not in user.email.content
    assert queries.find_user_by_email(db, " joost.kapteijn@voorbeeld.EXAMPLE") == user
    assert queries.name_of(db, user) == "Joost Kapteijn"


def test_an_address_belongs_to_one_account_whatever_its_capitals(db: Db) -> None:
    services.add_user(db, NewUser("Joost Kapteijn", "joost@voorbeeld.example"))
    with pytest.raises(EmailTaken):
        services.add_user(db, NewUser("Joost Kapteijn", "JOOST@voorbeeld.example"))


def test_an_invitation_leads_to_an_account_with_two_factors_and_ten_codes(
    db: Db, coordinator: Person
) -> None:
    new = NewUser("Joost Kapteijn", "joost@voorbeeld.example")
    user = services.invite(db, new, Role.TRAINER, None, coordinator.id)
    token = _token(invitations.send_invitation(db, user))
    invitations.choose_first_password(db, token, PASSWORDS.hash(SENTENCE))
    secret = invitations.secret_to_scan(db, user)
    assert secret is not None
    joost = Person(user, "joost@voorbeeld.example", secret)
    assert invitations.accept_invitation(db, token, "000000") is None
    assert not user.is_open
    assert invitations.accept_invitation(db, token, joost.code(now(db))) == user
    assert user.is_open
    assert roles_of(db, user) == {Role.TRAINER}
    assert queries.unused_recovery_codes(db, user.id) == 10
    with pytest.raises(links.LinkUsed):
        invitations.invited_user(db, token)


def test_the_invitation_names_nobody(db: Db, coordinator: Person) -> None:
    new = NewUser("Joost Kapteijn", "joost@voorbeeld.example")
    services.invite(db, new, Role.TRAINER, None, coordinator.id)
    mail = db.exec(select(OutboxMail)).one()
    body = queries.vault.read(db, mail, "body", purpose=queries.Purpose.MESSAGING) or ""
    assert "/invitation/" in body
    assert "Joost" not in body
    assert "Kapteijn" not in body


def test_a_newer_invitation_takes_the_place_of_the_older(db: Db, coordinator: Person) -> None:
    new = NewUser("Joost Kapteijn", "joost@voorbeeld.example")
    user = services.invite(db, new, Role.TRAINER, None, coordinator.id)
    first = _token(invitations.send_invitation(db, user))
    second = _token(invitations.send_invitation(db, user))
    with pytest.raises(links.LinkExpired):
        invitations.invited_user(db, first)
    assert invitations.invited_user(db, second) == user


def test_an_invitation_ends_after_seven_days(
    db: Db, coordinator: Person, fixed_now: FixedNow
) -> None:
    new = NewUser("Joost Kapteijn", "joost@voorbeeld.example")
    user = services.invite(db, new, Role.TRAINER, None, coordinator.id)
    token = _token(invitations.send_invitation(db, user))
    fixed_now.advance(days=7, seconds=1)
    with pytest.raises(links.LinkExpired):
        invitations.choose_first_password(db, token, PASSWORDS.hash(SENTENCE))


def test_whoever_chooses_a_password_again_gets_a_new_key_for_the_phone(
    db: Db, coordinator: Person
) -> None:
    new = NewUser("Joost Kapteijn", "joost@voorbeeld.example")
    user = services.invite(db, new, Role.TRAINER, None, coordinator.id)
    token = _token(invitations.send_invitation(db, user))
    secrets = set()
    for _ in range(2):
        invitations.choose_first_password(db, token, PASSWORDS.hash(SENTENCE))
        secrets.add(invitations.secret_to_scan(db, user))
    assert len(secrets) == 2


_TRAINER, _MENTOR = (Role.TRAINER, None), (Role.MENTOR, "KEN")


@pytest.mark.parametrize(("first", "change", "second"), [
    (_TRAINER, {"name": "Joost Kaptein"}, _TRAINER),
    (_TRAINER, {"email": "j.kapteijn@voorbeeld.example"}, _TRAINER),
    (_TRAINER, {"language": Language.ENGLISH}, _TRAINER),
    (_TRAINER, {"organisation_id": uuid4()}, _TRAINER),
    (_TRAINER, {}, (Role.CONFIDANT, None)),
    (_TRAINER, {}, _MENTOR),
    (_MENTOR, {}, (Role.MENTOR, "ZW")),
])  # fmt: skip
def test_the_same_form_with_other_answers_is_refused_and_changes_nothing(
    db: Db, coordinator: Person, first: Given, change: dict[str, Any], second: Given
) -> None:
    new, sent = NewUser("Joost Kapteijn", "joost@voorbeeld.example"), uuid4()
    user = services.invite(db, new, *first, coordinator.id, sent)
    assert services.invite(db, new, *first, coordinator.id, sent) == user
    with pytest.raises(services.InvitedBefore):
        services.invite(db, replace(new, **change), *second, coordinator.id, sent)
    assert len(db.exec(select(OutboxMail)).all()) == 1


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_PERSON))
def test_a_weighty_role_opens_nothing_until_a_second_person_agrees(
    db: Db, coordinator: Person, privacy_officer: Person, role: Role
) -> None:
    user = make_person(db).user
    grant = grants.grant_role(db, user, role, HOUSE, coordinator.id)
    assert grant.is_pending
    assert roles_of(db, user) == set()
    with pytest.raises(SecondPersonNeeded):
        grants.approve_role(db, grant, coordinator.id)
    with pytest.raises(NobodyGrantsThemselves):
        grants.approve_role(db, grant, user.id)
    grants.approve_role(db, grant, privacy_officer.id)
    assert roles_of(db, user) == {role}


def test_nobody_gives_themselves_a_role(db: Db, coordinator: Person) -> None:
    with pytest.raises(NobodyGrantsThemselves):
        grants.grant_role(db, coordinator.user, Role.MENTOR, HOUSE, coordinator.id)


def test_a_role_in_a_house_or_for_an_organisation_needs_one(db: Db, coordinator: Person) -> None:
    user = make_person(db).user
    for role in (Role.MENTOR, Role.MENTOR_CONSULTANT, Role.REFERRER, Role.EVALUATOR):
        with pytest.raises(grants.RolePlaceMissing):
            grants.grant_role(db, user, role, None, coordinator.id)


def test_an_evaluator_of_a_school_is_refused(db: Db, coordinator: Person) -> None:
    referrer = make_person(db, Role.REFERRER).user
    with pytest.raises(grants.RolePlaceMissing):
        grants.grant_role(db, referrer, Role.EVALUATOR, None, coordinator.id)


@pytest.mark.parametrize("role", [Role.REFERRER, Role.MUNICIPAL_EXPERT, Role.EVALUATOR])
def test_a_role_for_an_organisation_counts_while_the_organisation_is_open(
    db: Db, role: Role
) -> None:
    someone = make_person(db, role)
    grants.grant_role(db, someone.user, Role.TRAINER, None, None)
    organisation = db.get_one(Organisation, someone.user.organisation_id)
    deactivate_organisation(db, organisation)
    assert _actor(db, someone).roles == {Role.TRAINER}
    assert queries.users_with_role(db, role) == []
    held_up = queries.held_up_grants(db, [someone.id])
    assert [db.get_one(RoleGrant, grant_id).role for grant_id in held_up] == [role]
    activate_organisation(db, organisation)
    assert _actor(db, someone).roles == {Role.TRAINER, role}
    assert queries.users_with_role(db, role) == [someone.user]
    assert queries.held_up_grants(db, [someone.id]) == set()


def test_a_closed_organisation_gives_no_longer_sign_in(db: Db, fixed_now: FixedNow) -> None:
    both = make_person(db, Role.REFERRER)
    grants.grant_role(db, both.user, Role.MENTOR, HOUSE, None)
    organisation = db.get_one(Organisation, both.user.organisation_id)
    deactivate_organisation(db, organisation)
    token = start(db, both.user, SignInStage.COMPLETE, "")
    activate_organisation(db, organisation)
    fixed_now.advance(hours=1)
    assert identify(db, token) is None


def test_nobody_gets_a_role_for_a_closed_organisation(db: Db, coordinator: Person) -> None:
    expert = make_person(db, Role.MUNICIPAL_EXPERT).user
    deactivate_organisation(db, db.get_one(Organisation, expert.organisation_id))
    with pytest.raises(grants.OrganisationClosed):
        grants.grant_role(db, expert, Role.REFERRER, None, coordinator.id)


def test_a_role_is_held_once_in_each_house(db: Db, coordinator: Person) -> None:
    user = make_person(db, Role.MENTOR_CONSULTANT).user
    with pytest.raises(grants.RoleHeldAlready):
        grants.grant_role(db, user, Role.MENTOR_CONSULTANT, HOUSE, coordinator.id)
    other = grants.grant_role(db, user, Role.MENTOR_CONSULTANT, "ZW", coordinator.id)
    assert other.is_pending


def test_a_role_that_was_refused_can_not_be_approved_any_more(
    db: Db, coordinator: Person, privacy_officer: Person
) -> None:
    grant = grants.grant_role(db, make_person(db).user, Role.CONFIDANT, None, coordinator.id)
    grants.end_role(db, grant, privacy_officer.id)
    with pytest.raises(grants.GrantEnded):
        grants.approve_role(db, grant, privacy_officer.id)


def test_approving_and_ending_twice_is_the_same_as_once(
    db: Db, coordinator: Person, privacy_officer: Person, fixed_now: FixedNow
) -> None:
    grant = grants.grant_role(db, make_person(db).user, Role.CONFIDANT, None, coordinator.id)
    grants.approve_role(db, grant, privacy_officer.id)
    first = grant.effective_at
    fixed_now.advance(minutes=1)
    grants.approve_role(db, grant, privacy_officer.id)
    assert grant.effective_at == first
    grants.end_role(db, grant, coordinator.id)
    ended = grant.ended_at
    fixed_now.advance(minutes=1)
    grants.end_role(db, grant, privacy_officer.id)
    assert grant.ended_at == ended


def test_the_last_coordinator_stays(db: Db, coordinator: Person) -> None:
    held = queries.effective_grants(db, coordinator.id)[0]
    with pytest.raises(grants.LastCoordinator):
        grants.end_role(db, held, None)
    with pytest.raises(grants.LastCoordinator):
        services.disable(db, coordinator.user, None)
    make_person(db, Role.COORDINATOR)
    services.disable(db, coordinator.user, None)
    assert not coordinator.user.is_open


def test_a_closed_account_loses_sign_ins_roles_and_links(
    db: Db, coordinator: Person, privacy_officer: Person
) -> None:
    user = privacy_officer.user
    start(db, user, SignInStage.COMPLETE, "")
    services.disable(db, user, coordinator.id)
    assert queries.sign_ins_of(db, user.id) == []
    assert roles_of(db, user) == set()
    services.enable(db, user)
    assert user.is_open
    assert roles_of(db, user) == set()


def test_starting_over_takes_both_factors_away_and_keeps_the_roles(
    db: Db, coordinator: Person, privacy_officer: Person
) -> None:
    user = privacy_officer.user
    start(db, user, SignInStage.COMPLETE, "")
    invitations.start_over(db, user)
    credential = queries.get_credential(db, user.id)
    assert credential.password_hash is None
    assert credential.totp_secret is None
    assert not user.is_open
    assert db.exec(select(SignIn)).all() == []
    assert roles_of(db, user) == {Role.PRIVACY_OFFICER}


@pytest.mark.parametrize("verb", [
    lambda db, user: grants.grant_role(db, user, Role.TRAINER, None, None),
    invitations.send_invitation,
    invitations.start_over,
])  # fmt: skip
def test_an_account_that_a_colleague_closed_meanwhile_gets_nothing_more(
    database: Database, verb: Callable[[Db, User], object]
) -> None:
    person(database, Role.COORDINATOR)
    as_the_page_had_it = person(database, Role.MENTOR).user
    with database.writing() as db:
        services.disable(db, db.get_one(User, as_the_page_had_it.id), None)
        db.commit()
    with database.writing() as db:
        db.add(as_the_page_had_it)
        with pytest.raises(AccountClosed):
            verb(db, as_the_page_had_it)


def test_closing_twice_at_once_is_closing_once(database: Database, fixed_now: FixedNow) -> None:
    person(database, Role.COORDINATOR)
    as_the_page_had_it = person(database, Role.MENTOR).user
    with database.writing() as db:
        services.disable(db, db.get_one(User, as_the_page_had_it.id), None)
        db.commit()
    closed_at = fixed_now()
    fixed_now.advance(minutes=1)
    with database.writing() as db:
        db.add(as_the_page_had_it)
        services.disable(db, as_the_page_had_it, None)
        assert as_the_page_had_it.disabled_at == closed_at


@pytest.mark.parametrize("change", [
    {"granted_by": "user"}, {"approved_by": "user"}, {"approved_by": "coordinator"},
    {"effective": True},
])  # fmt: skip
def test_the_database_itself_refuses_a_role_without_a_second_person(
    db: Db, coordinator: Person, change: dict[str, object]
) -> None:
    user = make_person(db).user
    grant = grants.grant_role(db, user, Role.CONFIDANT, None, coordinator.id)
    people = {"user": user.id, "coordinator": coordinator.id}
    values = {name: people[who] for name, who in change.items() if name != "effective"}
    if "effective" in change:
        values["effective_at"] = now(db)
    with pytest.raises(IntegrityError):
        db.execute(update(RoleGrant).where(col(RoleGrant.id) == grant.id).values(values))


def test_whoever_steers_users_sees_all_and_others_only_themselves(
    db: Db, coordinator: Person, privacy_officer: Person
) -> None:
    mentor = make_person(db, Role.MENTOR)
    everybody = {coordinator.id, privacy_officer.id, mentor.id}
    seen = {
        person.id: {user.id for user in db.exec(policy.visible_to(_actor(db, person))).all()}
        for person in (coordinator, privacy_officer, mentor)
    }
    assert seen[coordinator.id] == everybody
    assert seen[privacy_officer.id] == everybody
    assert seen[mentor.id] == {mentor.id}


def test_an_actor_has_the_houses_of_the_roles_that_count(
    db: Db, coordinator: Person, privacy_officer: Person
) -> None:
    consultant = make_person(db, Role.MENTOR_CONSULTANT)
    waiting = grants.grant_role(db, consultant.user, Role.MENTOR_CONSULTANT, "ZW", coordinator.id)
    assert _actor(db, consultant).houses == {"KEN"}
    grants.approve_role(db, waiting, privacy_officer.id)
    assert _actor(db, consultant).houses == {"KEN", "ZW"}


def _actor(db: Db, person: Person):
    start(db, person.user, SignInStage.COMPLETE, "")
    return actor_of(db, person.user, queries.sign_ins_of(db, person.id)[0])


def _token(address: str) -> str:
    return address.rpartition("/")[2]
