"""The commands of instruments: check a definition file, load it, list them, switch one off."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from mentorship.foundation.db import Database
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.settings import load_settings
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.catalogue import (
    CodeShipped,
    InstrumentUnknown,
    VersionTaken,
)
from mentorship.trajectories.reviews.instruments.definitions import Definition
from mentorship.trajectories.reviews.instruments.files import DefinitionInvalid, read_definition

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FAULTY = 1  # exit status of a file that has to be put right; 2 is for what can't be done


@click.group()
def instruments() -> None:
    """Questionnaires that the programme uses: definition files, checked and loaded."""


@instruments.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Say everything that is wrong with a definition FILE. Needs no database.

    Exit status: 0 right, 1 something to put right.
    """
    click.echo(_told(_definition(file)))


@instruments.command()
@click.argument("file", type=FILE)
def load(file: Path) -> None:
    """Check a definition FILE and load it; from then on it is asked at its moments.

    A version that was loaded never changes: give a changed file a new version.
    """
    _definition(file)
    database = Database(load_settings())
    try:
        with database.writing() as db:
            definition = catalogue.load(db, _text(file))
            db.commit()
    except CodeShipped:
        _stop(_("The program brings an instrument of this code itself. Choose another code."))
    except VersionTaken:
        _stop(_("This version was loaded before with another content. Give it a new version."))
    finally:
        database.dispose()
    click.echo(_("Loaded: %(what)s", what=_told(definition)))


@instruments.command("list")
def list_() -> None:
    """Show what is shipped and what was loaded."""
    database = Database(load_settings())
    try:
        with database.reading() as db:
            rows = catalogue.loaded(db)
            for one in catalogue.shipped():
                click.echo(f"{one.code} {one.version} · {_('shipped')}")
            for row in rows:
                state = _("asked") if row.is_active else _("off")
                click.echo(f"{row.code} {row.version} · {state}")
    finally:
        database.dispose()


@instruments.command("switch")
@click.argument("code")
@click.argument("to", type=click.Choice(["on", "off"]))
def switch(code: str, to: str) -> None:
    """Ask an instrument no more, or again. What was answered stays."""
    database = Database(load_settings())
    try:
        with database.writing() as db:
            catalogue.switch(db, code, is_active=to == "on")
            db.commit()
    except InstrumentUnknown:
        _stop(_("Nothing of this code was loaded."))
    finally:
        database.dispose()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        _stop(_("%(file)s is no text in UTF-8.", file=file.name))


def _definition(file: Path) -> Definition:
    try:
        return read_definition(_text(file))
    except DefinitionInvalid as invalid:
        for problem in invalid.problems:
            click.echo(f"{file}:{problem}", err=True)
        sys.exit(FAULTY)


def _told(one: Definition) -> str:
    low, high = one.score_range
    return _(
        "%(code)s %(version)s “%(title)s”: items %(items)s, reversed %(reversed)s, "
        "subscales %(parts)s, score %(low)s to %(high)s",
        code=one.code, version=one.version, title=one.title.nl, items=len(one.items),
        reversed=sum(item.is_reversed for item in one.items), parts=len(one.subscales),
        low=f"{low:g}", high=f"{high:g}",
    )  # fmt: skip


def _stop(reason: str) -> NoReturn:
    click.echo(f"mentorship: {reason}", err=True)
    sys.exit(2)
