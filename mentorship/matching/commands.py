"""What each way of calling `mentorship match` does, and what it says on the screen."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from mentorship.foundation.i18n import (
    DEFAULT_LANGUAGE,
    TIME_ZONE,
    format_number,
    ngettext,
    speaking,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Objective
from mentorship.matching.cells import day
from mentorship.matching.examples import write_example
from mentorship.matching.faults import BadInput, CellError, bad_input, printable
from mentorship.matching.file_rounds import Outcome, Request, match_files
from mentorship.matching.folders import FolderRefused
from mentorship.matching.outcomes import HTML_REPORT, PROPOSALS
from mentorship.matching.round_settings import read_settings
from mentorship.matching.solving import SolverFailed, StoppedBeforeProof
from mentorship.profiles.vocabulary import TagList

DONE, BAD_INPUT, STOPPED = 0, 2, 3


def run(options: Mapping[str, Any]) -> int:
    """The exit status."""
    with speaking(options["language"]):
        try:
            if options["vocabulary"]:
                return _show_vocabulary(options["settings"])
            if options["example"] is not None:
                return _write_example(options)
            return _match(_request(options))
        except BadInput as bad:
            return _tell_faults(bad)
        except FolderRefused as refused:
            click.echo(str(refused), err=True)
            return BAD_INPUT
        except StoppedBeforeProof:
            click.echo(
                _("Stopped before there was a proven answer. Nothing has been written."), err=True
            )
            return STOPPED
        except SolverFailed as failed:
            return _tell_failure(failed)


def _request(options: Mapping[str, Any]) -> Request:
    for name in ("mentors", "mentees"):
        if options[name] is None:
            raise click.UsageError(f"Missing argument '{name.upper()}'.")
    if options["out"] is None:
        raise click.UsageError("Missing option '--out'.")
    return Request(
        mentors=options["mentors"],
        mentees=options["mentees"],
        out=options["out"],
        date=_day(options["day"]),
        settings=options["settings"],
        objective=Objective(options["objective"]),
        seed=options["seed"],
        time_limit=options["time_limit"],
        with_pairs=options["all_pairs"],
        with_report=not options["no_report"],
        overwrite=options["overwrite"],
    )


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(TIME_ZONE).date()
    try:
        return day(text.strip())
    except CellError as error:
        raise bad_input("--date", error.problem, error.remedy, value=text) from error


def _match(request: Request) -> int:
    outcome = match_files(request, lambda line: click.echo(line, err=True))
    for note in outcome.notes:
        click.echo(_("Note: %(note)s", note=note), err=True)
    _tell_outcome(request, outcome)
    return DONE


def _tell_outcome(request: Request, outcome: Outcome) -> None:
    answer = outcome.answer
    click.echo(
        ngettext(
            "%(matched)s of %(all)s mentee has a proposal, %(waiting)s keep waiting.",
            "%(matched)s of %(all)s mentees have a proposal, %(waiting)s keep waiting.",
            len(outcome.round.mentees),
            all=format_number(len(outcome.round.mentees)),
            matched=format_number(len(answer.proposals)),
            waiting=format_number(len(answer.unmatched)),
        )
    )
    first = HTML_REPORT if request.with_report else PROPOSALS
    click.echo(_("Begin with %(file)s.", file=request.out / first))


def _tell_faults(bad: BadInput) -> int:
    for line in bad.faults.lines():
        click.echo(line, err=True)
    click.echo(
        ngettext(
            "%(num)d error; nothing has been written.",
            "%(num)d errors; nothing has been written.",
            bad.faults.count,
        ),
        err=True,
    )
    return BAD_INPUT


def _tell_failure(failed: SolverFailed) -> int:
    click.echo(
        _("The optimiser went wrong, so there is no proven answer. Nothing has been written."),
        err=True,
    )
    why = printable(str(failed).strip().rpartition("\n")[2])
    click.echo(_("Tell the makers what it said: %(why)s", why=why), err=True)
    return STOPPED


def _write_example(options: Mapping[str, Any]) -> int:
    folder: Path = options["example"]
    files = write_example(folder, options["language"], overwrite=options["overwrite"])
    click.echo(_("Two files with invented people have been written. Try:"))
    command = ["mentorship", "match", *map(str, files), "--out", str(folder / _("outcome"))]
    if options["language"] != DEFAULT_LANGUAGE:
        command += ["--language", options["language"]]
    click.echo("  " + shlex.join(command))
    return DONE


def _show_vocabulary(settings: Path | None) -> int:
    words = read_settings(settings).vocabulary
    _show_list(_("Interests and dislikes"), words.interests)
    click.echo()
    _show_list(_("Themes"), words.themes)
    return DONE


def _show_list(title: str, tags: TagList) -> None:
    click.echo(f"{title} (Nederlands, English)")
    width = max((len(tag.dutch) for tag in tags.tags), default=0)
    for tag in sorted(tags.tags, key=lambda tag: tag.label.casefold()):
        click.echo(f"  {tag.dutch:<{width}}  {tag.english}")
