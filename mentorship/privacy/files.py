"""The trail and the register as files: whole, and with no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from mentorship.foundation.audit import AuditActor
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import TIME_ZONE, current_language, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.outcomes import safe
from mentorship.privacy import queries
from mentorship.privacy.details import read_details
from mentorship.privacy.filters import TrailFilter
from mentorship.privacy.queries import NOBODY
from mentorship.privacy.telling import Line, Names, line_of

CONTENT_TYPE = "text/csv; charset=utf-8"
_MARK = "\ufeff"  # so that a spreadsheet knows that it is UTF-8


def trail_file(
    database: Database, actor: AuditActor | None, wanted: TrailFilter, names: Names, upto: int
) -> Iterator[bytes]:
    """Part by part, in the language of who asked; it reads nothing that leaves a trace."""
    language = current_language()
    with speaking(language):
        head = _MARK + written([_trail_headers()])
    yield head.encode()
    with database.reading(actor) as db:
        for events in queries.batches_of_events(db, wanted, upto):
            people = queries.people_of(db, [event.seq for event in events], most=None)
            with speaking(language):
                told = (
                    line_of(one, read_details(one.details), names, people.get(one.seq, NOBODY))
                    for one in events
                )
                part = written(_cells(line) for line in told)
            yield part.encode()


def written(rows: Iterable[Sequence[object]]) -> str:
    """As a spreadsheet of this language opens it."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";" if current_language() == "nl" else ",")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return sheet.getvalue()


def file_of(rows: Iterable[Sequence[object]]) -> bytes:
    return (_MARK + written(rows)).encode()


def _trail_headers() -> list[str]:
    return [
        _("Number"), _("When"), _("Who"), _("Account"), _("Roles"), _("Organisation"),
        _("Code"), _("What"), _("Purpose"), _("In place of"), _("Emergency access"),
        _("Number of people"), _("People (pseudonyms)"), _("Fields that were read"),
        _("More about it"),
    ]  # fmt: skip


def _cells(line: Line) -> list[object]:
    return [
        line.seq,
        line.at.astimezone(TIME_ZONE).isoformat(sep=" ", timespec="seconds"),
        line.who,
        str(line.who_id or ""),
        line.roles,
        line.organisation,
        line.code,
        line.act,
        line.purpose,
        line.covers_for,
        _("yes") if line.is_break_glass else _("no"),
        line.people.count,
        " ".join(line.people.pseudonyms),
        " ".join(line.fields),
        " ".join(f"{name}={value}" for name, value in line.details),
    ]
