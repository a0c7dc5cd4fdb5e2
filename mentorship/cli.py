"""The `mentorship` command: one group per feature, each imported only when it is called."""

import sys
from importlib import import_module
from typing import Any

import click

from mentorship.foundation import garbage

garbage.look_for_it_seldom()

COMMANDS = {
    "accounts": "mentorship.accounts.cli:accounts",
    "audit": "mentorship.foundation.cli:audit",
    "bundle": "mentorship.evaluation.cli:bundle",
    "db": "mentorship.foundation.cli:db",
    "demo": "mentorship.demo.cli:demo",
    "instruments": "mentorship.trajectories.reviews.instruments.cli:instruments",
    "keys": "mentorship.foundation.cli:keys",
    "match": "mentorship.matching.cli:match",
    "rounds": "mentorship.matching.rounds.cli:rounds",
    "work": "mentorship.foundation.queues.work:work",
}


class Commands(click.Group):
    """Looks a command up by name, so that `match` never loads the web application."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """What the operator can mend is said in one line, whatever the command; it ends with 2."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise  # click says these itself
        except Exception as failure:
            reason = import_module("mentorship.foundation.refusals").find_reason(failure)
            if reason is None:
                raise
            click.echo(f"mentorship: {reason}", err=True)
        sys.exit(2)


@click.command(cls=Commands)
@click.version_option(package_name="mentorship")
def main() -> None:
    """ONE-on-ONE: matching and follow-up for a mentor programme."""
