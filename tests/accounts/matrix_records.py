"""Whose sign-in, user, role or link stands in an address, for the matrix of routes."""

from itertools import count
from typing import TYPE_CHECKING

from mentorship.accounts import credentials, grants, invitations, letters, queries, sign_ins
from mentorship.accounts.models import SignInStage, User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser, add_user
from mentorship.foundation import links
from mentorship.foundation.db import Db
from tests.accounts.people import Person
from tests.house.records import Records

if TYPE_CHECKING:
    from tests.house.route_matrix import World

_numbers = count(1)


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


MAKERS = {
    "user_id": _user,
    "sign_in_id": _sign_in,
    "grant_id": _waiting_role,
    "accounts.choose_password:token": _invitation,
    "accounts.set_up_second_factor:token": _invitation,
    "accounts.reset:token": _reset,
    "accounts.sign_in_to_demo:user_id": _demo_user,
}
