"""What the mentors of some Houses spent and drove in a month, for who pays it back."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import audit
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import current_language, format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.working_days import months_later
from mentorship.matching.outcomes import safe
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import names_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import queries
from mentorship.trajectories.sessions.models import SessionLog

CONTENT_TYPE = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Spent:
    """The month of one mentor."""

    mentor_id: UUID
    name: str
    logs: int
    kilometres: int
    cents: int


def spent_in(db: Db, visible: SelectOfScalar[Trajectory], first: date) -> list[Spent]:
    """In the month that begins on `first`, by name; who spent and drove nothing is left out."""
    ids = visible.with_only_columns(col(Trajectory.id))
    counted = queries.current().order_by(None).where(
        col(SessionLog.trajectory_id).in_(ids),
        col(SessionLog.held_on) >= first,
        col(SessionLog.held_on) < months_later(first, 1),
        (func.coalesce(SessionLog.kilometres, 0) + func.coalesce(SessionLog.expense_cents, 0)) > 0,
    )  # fmt: skip
    sums = counted.with_only_columns(
        col(SessionLog.mentor_id), func.count(),
        func.sum(func.coalesce(SessionLog.kilometres, 0)),
        func.sum(func.coalesce(SessionLog.expense_cents, 0)),
    ).group_by(col(SessionLog.mentor_id))  # fmt: skip
    found = {row[0]: row for row in db.execute(sums)}
    mentors = db.exec(select(Mentor).where(col(Mentor.id).in_(list(found))))
    names = names_of(db, mentors, Purpose.GUIDANCE)
    rows = [
        Spent(key, names.get(key, ""), count, int(km), int(cents))
        for key, count, km, cents in found.values()
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), str(row.mentor_id)))


def expenses_file(db: Db, rows: Iterable[Spent], first: date) -> bytes:
    """As a spreadsheet of this language opens it; the download is in the trail."""
    audit.record(
        db, "expenses.exported", purpose=Purpose.GUIDANCE, month=f"{first:%Y-%m}"
    )  # fmt: skip
    text = io.StringIO()
    delimiter = ";" if current_language() == "nl" else ","
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_("Mentor"), _("Logs"), _("Kilometres"), _("Euros")])
    writer.writerows(_lines(rows))
    return text.getvalue().encode("utf-8-sig")


def _lines(rows: Iterable[Spent]) -> Iterator[list[object]]:
    for row in rows:
        euros = format_number(Decimal(row.cents) / 100, 2)
        yield [safe(row.name), row.logs, row.kilometres, euros]
