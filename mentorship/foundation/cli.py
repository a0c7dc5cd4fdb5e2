"""Commands for who operates the program: the database's schema, the audit trail, the keys."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from mentorship.foundation import audit as trail
from mentorship.foundation import erasure, migrations
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.settings import Settings, load_settings
from mentorship.foundation.trail.verification import TrailBroken


@contextmanager
def _database(settings: Settings | None = None) -> Iterator[Database]:
    database = Database(settings or load_settings())
    try:
        yield database
    finally:
        database.dispose()


@click.group()
def db() -> None:
    """The database and its schema."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the schema up to REVISION, by default the newest."""
    with _database() as database:
        migrations.upgrade(database, revision)


@db.command()
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Don't ask first.")
def downgrade(revision: str, yes: bool) -> None:
    """Take the schema back to REVISION; `base` removes everything."""
    if not yes:
        click.confirm(_("This removes data; `base` all of it, with the trail. Go on?"), abort=True)
    with _database() as database:
        migrations.downgrade(database, revision)


@db.command()
@click.option("--message", "-m", required=True, help="What changes, in a few words.")
def revision(message: str) -> None:
    """Write the migration from the newest revision to the models, on a scratch database."""
    with TemporaryDirectory() as folder, _database(Settings(data_dir=Path(folder))) as database:
        migrations.upgrade(database)
        written = migrations.write_revision(database, message)
    click.echo(written or _("The newest migration already is what the models say."))


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
def verify() -> None:
    """Check every event, the chain and the signed checkpoints; ends with 1 if anything is wrong."""
    with _database() as database:
        result = trail.verify(database)
        is_overdue = result.is_overdue(database.clock())
    for problem in result.problems:
        click.echo(problem, err=True)
    click.echo(
        _(
            "Events: %(events)s. Checkpoints: %(checkpoints)s. "
            "Events not yet signed for: %(since)s.",
            events=result.events,
            checkpoints=result.checkpoints,
            since=result.since_checkpoint,
        )
    )
    if is_overdue:
        click.echo(
            _(
                "Nobody signed for the newest events for over two hours. Run `mentorship audit "
                "checkpoint`, and see to it that `mentorship work` runs."
            ),
            err=True,
        )
    click.echo(
        _("The audit trail is sound.") if result.is_sound else _("The audit trail is broken.")
    )
    sys.exit(0 if result.is_sound and not is_overdue else 1)


@audit.command()
def checkpoint() -> None:
    """Sign for the trail as it stands, outside the database."""
    try:
        with _database() as database:
            made = trail.make_checkpoint(database)
    except TrailBroken as broken:
        click.echo(f"mentorship: {broken}", err=True)
        sys.exit(1)
    if made is None:
        click.echo(_("Nothing happened since the last checkpoint."))
    else:
        click.echo(_("Signed for %(count)s events.", count=made.seq))


@click.group()
def keys() -> None:
    """The keys that seal what is stored about people."""


@keys.command()
def rotate() -> None:
    """Put every data key under a new key-encryption key; can be interrupted and repeated."""
    with _database() as database:
        for done in database.keys.rotate():
            click.echo(_("%(count)s keys done.", count=done))


@keys.command()
def retire() -> None:
    """Forget older key-encryption keys; backups of the key store from before can't be read then."""
    with _database() as database:
        database.keys.retire_old_keys()


@keys.command()
def sweep() -> None:
    """Remove the keys of people about whom nothing is stored."""
    with _database() as database:
        swept = erasure.sweep_unused_keys(database)
    click.echo(_("%(count)s keys removed.", count=swept))
