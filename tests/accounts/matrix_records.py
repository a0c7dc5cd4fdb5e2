"""Whose sign-in, user, role or link stands in an address, for the matrix of routes."""

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.accounts import credentials, grants, invitations, letters, queries, sign_ins
from mentorship.accounts.cover import queries as covers
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.models import SignInStage, User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser, add_user
from mentorship.foundation import links
from mentorship.foundation.db import Db, now
from tests.accounts.people import HOUSE, Person, make_person
from tests.house.records import Records

if TYPE_CHECKING:
    from tests.house.route_matrix import World

_numbers = count(1)
ROLE = Role.MENTOR_CONSULTANT


def _user(db: Db, world: "World", person: Person) -> Records:
    return Records(person.id, world.stranger_of(person).id)


def _sign_in(db: Db, world: "World", person: Person) -> Records:
    def another(user: User) -> object:
        sign_ins.start(db, user, SignInStage.COMPLETE, "Firefox, Android")
        return queries.sign_ins_of(db, user.id)[-1].id

    return Records(another(person.user), another(world.stranger_of(person).user))


def _waiting_role(db: Db, world: "World", person: Person) -> Records:
    """Nobody decides about their own role; the other one was given by a coordinator."""

    is_confidant = person.id == world.people[Role.CONFIDANT].id
    role = Role.PRIVACY_OFFICER if is_confidant else Role.CONFIDANT

    def waiting(user: User, granted_by: Person) -> object:
        return grants.grant_role(db, user, role, None, granted_by.id).id

    coordinator = world.strangers[Role.COORDINATOR]
    giver = coordinator if coordinator.id != person.id else world.people[Role.PRIVACY_OFFICER]
    newcomer = add_user(db, NewUser("Wim Wacht", f"wacht{next(_numbers)}@voorbeeld.example"))
    return Records(waiting(person.user, giver), waiting(newcomer, giver))


def _invitation(db: Db, world: "World", person: Person) -> Records:
    invited = add_user(db, NewUser("Ina Nieuw", f"nieuw{next(_numbers)}@voorbeeld.example"))
    address = invitations.send_invitation(db, invited)
    return Records(address.rsplit("/", 1)[-1], none="made-up")


def _reset(db: Db, world: "World", person: Person) -> Records:
    token = links.issue(db, credentials.RESET, person.id, letters.RESET_LASTS)
    return Records(token, none="made-up")


def _demo_user(db: Db, world: "World", person: Person) -> Records:
    """Nobody here is a demo account: no such button for anyone."""
    return Records(person.id)


def _cover(db: Db, world: "World", person: Person) -> Records:
    """Of the consultant of the House and of the other one, later on: now it opens nothing."""

    def of(absent: Person, house: str) -> object:
        found = db.exec(select(Cover).where(col(Cover.absent_id) == absent.id)).first()
        if found is None:
            day = covers.today(db) + timedelta(days=30)
            found = Cover(
                absent_id=absent.id, deputy_id=make_person(db, ROLE, house).id,
                from_on=day, until_on=day, made_by=absent.id, made_at=now(db),
            )  # fmt: skip
            db.add(found)
            db.flush()
        return found.id

    return Records(of(world.people[ROLE], HOUSE), of(world.strangers[ROLE], "NHN"))


MAKERS = {
    "cover_id": _cover,
    "user_id": _user,
    "sign_in_id": _sign_in,
    "grant_id": _waiting_role,
    "accounts.choose_password:token": _invitation,
    "accounts.set_up_second_factor:token": _invitation,
    "accounts.reset:token": _reset,
    "accounts.sign_in_to_demo:user_id": _demo_user,
}
