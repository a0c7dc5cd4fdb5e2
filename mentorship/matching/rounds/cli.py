"""`mentorship rounds`: what an operator asks about a round that is kept."""

import sys
from uuid import UUID

import click

from mentorship.foundation.db import Database
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.settings import load_settings
from mentorship.matching.rounds.computing import solved
from mentorship.matching.rounds.replaying import (
    Compared,
    Kept,
    NoSuchRound,
    NotSolved,
    PeopleErased,
    ReplayRefused,
    compared,
    kept,
)

SAME, DIFFERS, REFUSED = 0, 1, 2


@click.group()
def rounds() -> None:
    """Rounds of matching that the database keeps."""


@rounds.command()
@click.argument("round_id", type=click.UUID, metavar="ID")
def replay(round_id: UUID) -> None:
    """Solve the round ID again and compare: the same bytes, exit status 0; else 1.

    ID stands in the address of the round's page. Refused (2) when somebody who took part was
    erased since: their data are gone, and the certificate of the round remains. Reading them
    stands in the audit trail.
    """
    database = Database(load_settings())
    try:
        with database.reading() as db:
            then = kept(db, round_id)
    except ReplayRefused as refused:
        click.echo(_reason(refused), err=True)
        sys.exit(REFUSED)
    finally:
        database.dispose()
    sys.exit(_tell(then, compared(then, solved(then.round))))


def _tell(then: Kept, now: Compared) -> int:
    counts = then.certificate["counts"]
    click.echo(
        _(
            "Round of %(day)s: %(proposals)s proposals, %(waiting)s without one.",
            day=then.certificate["date"],
            proposals=counts["proposals"],
            waiting=counts["unmatched"],
        )
    )
    if not now.differs:
        click.echo(_("Solved again: the same bytes, SHA-256 %(sum)s.", sum=now.answer_sha256))
        return SAME
    click.echo(
        _(
            "Solved again, this differs: %(names)s. It was solved by version %(version)s.",
            names=", ".join(now.differs),
            version=then.certificate["version"],
        ),
        err=True,
    )
    return DIFFERS


def _reason(refused: ReplayRefused) -> str:
    words = {
        NoSuchRound: _("There is no round with this id."),
        NotSolved: _("This round has no answer: it runs still, was cancelled, or failed."),
        PeopleErased: _(
            "Somebody who took part in this round was erased, so it can't be solved again. "
            "Its certificate remains, on the page of the round."
        ),
    }
    return words[type(refused)]
