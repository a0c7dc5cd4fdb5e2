"""Commands for whoever starts the programme: the first two people, who then invite the others."""

import sys
from typing import NoReturn

import click
from sqlmodel import select

from mentorship.accounts import grants, invitations, services
from mentorship.accounts.forms import ROLE_NAMES
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import EmailTaken, NewUser
from mentorship.foundation.db import Database, Db
from mentorship.foundation.forms import is_email_address
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.settings import load_settings
from mentorship.foundation.vault import TextTooLong
from mentorship.region.services import seed_region


class NotTheFirst(Exception):
    """There are users already: they invite the next."""


@click.group()
def accounts() -> None:
    """The people who use the program."""


@accounts.command("invite-first")
@click.option("--coordinator-name")
@click.option("--coordinator-email")
@click.option("--privacy-officer-name")
@click.option("--privacy-officer-email")
def invite_first(
    coordinator_name: str | None,
    coordinator_email: str | None,
    privacy_officer_name: str | None,
    privacy_officer_email: str | None,
) -> None:
    """Invite a programme coordinator and a privacy officer, two different persons.

    Asks for their names and addresses; the options are for scripts, as a shell keeps them in its
    history. These two give each role afterwards. Their links are printed and sent by mail. The
    Houses and municipalities are filled in too; called again, this only brings those up to date.
    """
    database = Database(load_settings())
    try:
        _fill_in_the_region(database)
        with database.reading() as db:
            _refuse_later_ones(db)
        people = (
            _person(Role.COORDINATOR, coordinator_name, coordinator_email),
            _person(Role.PRIVACY_OFFICER, privacy_officer_name, privacy_officer_email),
        )
        with database.writing() as db:
            links = invite_first_people(db, people)
            db.commit()
    except NotTheFirst:
        _stop(_("There are users already. Ask a programme coordinator for an invitation."))
    except EmailTaken:
        _stop(_("These must be two different persons, each with an e-mail address of their own."))
    except TextTooLong as too_long:
        _stop(
            _("A name or an address is longer than %(most)s characters.", most=too_long.max_length)
        )
    finally:
        database.dispose()
    for link in links:
        click.echo(link)


def _person(role: Role, name: str | None, email: str | None) -> tuple[NewUser, Role]:
    """Asks for what was no option: a history of the shell then holds no names and addresses."""
    title = ROLE_NAMES[role]
    name = name or click.prompt(_("%(role)s, name", role=title))
    email = email or click.prompt(_("%(role)s, e-mail address", role=title))
    if not name.strip() or not is_email_address(email.strip()):
        _stop(_("%(role)s: fill in a name and an e-mail address.", role=title))
    return NewUser(name, email), role


def _fill_in_the_region(database: Database) -> None:
    """Holds whether or not somebody is invited after it."""
    with database.writing() as db:
        seed_region(db)
        db.commit()


def _refuse_later_ones(db: Db) -> None:
    if db.exec(select(User.id).limit(1)).first() is not None:
        raise NotTheFirst


def invite_first_people(db: Db, people: tuple[tuple[NewUser, Role], ...]) -> list[str]:
    """Make both users with their role and return the addresses of their invitations."""
    _refuse_later_ones(db)
    links = []
    for new, role in people:
        user = services.add_user(db, new)
        grants.grant_role(db, user, role, None, granted_by=None)
        links.append(f"{role.value}: {invitations.send_invitation(db, user)}")
    return links


def _stop(reason: str) -> NoReturn:
    click.echo(f"mentorship: {reason}", err=True)
    sys.exit(2)
