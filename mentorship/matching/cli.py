"""`mentorship match`: proposes a mentor for every mentee; loads little until it runs."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

FILE = FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("mentors", type=FILE, required=False)
@click.argument("mentees", type=FILE, required=False)
@click.option(
    "--out", type=FOLDER, metavar="DIR", help="Folder for the outcome; made whole or not at all."
)
@click.option(
    "--date",
    "day",
    metavar="DATE",
    help="Reference date, 2026-01-31 or 31-01-2026 (default: today).",
)
@click.option(
    "--settings",
    type=FILE,
    metavar="FILE",
    help="TOML: weights, floor, bonuses, lending, caseloads, vocabulary.",
)
@click.option(
    "--objective",
    type=click.Choice(["balanced", "max-min"]),
    default="balanced",
    show_default=True,
    help="What counts after the numbers per priority class.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Decides between answers that are equally good.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop when there is no proven answer by then (exit status 3).",
)
@click.option(
    "--all-pairs", is_flag=True, help="Write pairs.csv too: every pair that could be proposed."
)
@click.option(
    "--no-report", is_flag=True, help="Write the tables only, no report.html and report.pdf."
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier outcome in DIR.")
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help="Language of reasons, reports and messages.",
)
@click.option(
    "--example",
    type=FOLDER,
    metavar="DIR",
    help="Write two example files with invented people, and stop.",
)
@click.option(
    "--vocabulary", is_flag=True, help="Show the words for interests and themes, and stop."
)
def match(**options: object) -> None:
    """Propose a mentor for every mentee.

    MENTORS and MENTEES are CSV or XLSX files with a header. Nothing is decided: a consultant
    looks at every proposal, and both sides may say no.

    Exit status: 0 done, 2 the input can't be used, 3 no proven answer.
    """
    # Reading, words and reports load here, so that --help answers at once.
    from mentorship.matching.commands import run  # noqa: PLC0415

    # A polite kill cleans up as Ctrl-C does: no half outcome stays behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(options))
