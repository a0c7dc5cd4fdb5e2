"""The command `mentorship demo`: the invented region on this machine, in a database of its own."""

import os
import socket
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

import click
from alembic.util import CommandError

from mentorship.accounts import demo as demo_accounts
from mentorship.accounts.forms import ROLE_NAMES
from mentorship.demo.region import DemoSettings, closing_database, prepare
from mentorship.demo.servers import Program, ProgramEnded, Servers
from mentorship.foundation.i18n import gettext as _

FOLDER = Path("var/demo")
HOST = "127.0.0.1"
_STARTS_WITHIN = 300  # seconds; one that ends by itself is told at once
# What would reach the servers from outside and make them something else than the demo.
_NOT_PASSED_ON = ("MENTORSHIP_", "GUNICORN_", "FLASK_", "WEB_CONCURRENCY", "PORT")


@click.command()
@click.option("--port", envvar="PORT", type=click.IntRange(1, 65535), default=8000)
def demo(port: int) -> None:
    """Show the invented region in the browser, until Ctrl-C; PORT=… for another port."""
    _refuse_taken(port)
    settings = _prepare_settings(port)
    with Servers(_programs(port), _environment(settings)) as servers:
        try:
            if servers.wait_until(lambda: _answers(settings.base_url), _STARTS_WITHIN):
                _tell(settings)
            elif not servers.is_asked_to_stop:
                _end(_("The demo does not answer. Try again, or look at the messages above."))
            servers.serve()
        except ProgramEnded as ended:
            _end(_("The demo has stopped: its %(part)s ended by itself.", part=ended.name))
    click.echo(_("The demo has stopped."))


def _refuse_taken(port: int) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            _end(
                _(
                    "Port %(port)s is in use by another program. "
                    "Choose another one: PORT=%(other)s make demo",
                    port=port,
                    other=port + 1 if port < 65535 else 8000,
                ),
                code=2,
            )


def _prepare_settings(port: int) -> DemoSettings:
    if not FOLDER.exists():
        click.echo(_("Making the demo in %(folder)s … This takes a minute or two.", folder=FOLDER))
    try:
        return prepare(FOLDER, f"http://{HOST}:{port}")
    except demo_accounts.NotADemoDatabase:
        _end(
            _(
                "The database in %(folder)s was not made for the demo. "
                "Move that folder away and start again.",
                folder=FOLDER,
            )
        )
    except CommandError:
        _end(
            _(
                "The demo in %(folder)s does not fit this version of the program. "
                "Delete that folder and start again.",
                folder=FOLDER,
            )
        )


def _programs(port: int) -> tuple[Program, ...]:
    web = (
        *(sys.executable, "-m", "gunicorn", "mentorship.wsgi:application()"),
        *("--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"),
        *("--worker-class", "gthread", "--graceful-timeout", "5", "--no-control-socket"),
        # Loaded once, before the processes part: each would do it for itself otherwise.
        *("--config", "python:mentorship.app"),
        *("--log-level", "warning"),
    )
    worker = (sys.executable, "-c", "from mentorship.cli import main; main()", "work")
    return Program("web", web), Program("worker", worker)


def _environment(settings: DemoSettings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not _is_kept_out(name)}
    return kept | settings.as_environment()


def _is_kept_out(name: str) -> bool:
    return name.upper().startswith(_NOT_PASSED_ON)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5):  # noqa: S310 - our own http
            return True
    except urllib.error.HTTPError:
        return True  # it answers, if only to say what is wrong
    except OSError:
        return False


def _tell(settings: DemoSettings) -> None:
    click.echo("")
    click.secho(_("The demo runs at %(address)s", address=settings.base_url), bold=True)
    click.echo("")
    accounts = _accounts(settings)
    if accounts:
        click.echo(_("Sign in as one of these invented people; no password is needed:"))
        click.echo("".join(f"  {account}\n" for account in accounts))
    click.echo(_("E-mails become files in %(folder)s.", folder=settings.mail))
    click.echo(_("Stop with Ctrl-C."))


def _accounts(settings: DemoSettings) -> list[str]:
    """As the sign-in page offers them: the role, and the House or organisation that it is for."""
    with closing_database(settings) as database, database.reading() as db:
        choices = demo_accounts.demo_choices(db)
    return [", ".join(filter(None, (str(ROLE_NAMES[one.role]), one.place))) for one in choices]


def _end(message: str, code: int = 1) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(code)
