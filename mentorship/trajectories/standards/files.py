"""The board as a file that a spreadsheet opens: all rows, the same numbers as the page."""

import csv
import io
from collections.abc import Iterator

from mentorship.foundation import audit
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.subjects import Purpose
from mentorship.matching.outcomes import safe
from mentorship.trajectories.standards.board import REGION, Board, Cell, Line, Verdict
from mentorship.trajectories.standards.labels import VERDICTS

CONTENT_TYPE = "text/csv; charset=utf-8"


def board_file(db: Db, board: Board) -> bytes:
    """The download is in the trail."""
    audit.record(db, "standards.exported", purpose=Purpose.OVERSIGHT, period=board.span.code)
    text = io.StringIO()
    delimiter = ";" if current_language() == "nl" else ","
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([
        _("Period"), _("Edition"), _("Number"), _("Standard"), _("Benchmark"), _("House"),
        _("Numerator"), _("Denominator"), _("Does not apply"), _("From this percentage on"),
        _("Outcome"), _("Day"), _("Document"), _("How it is counted"),
    ])  # fmt: skip
    writer.writerows([safe(str(cell)) for cell in row] for row in _rows(board))
    return text.getvalue().encode("utf-8-sig")


def _rows(board: Board) -> Iterator[list[object]]:
    for line in board.lines:
        one = line.benchmark
        head: list[object] = [board.span.code, one.edition, one.id, one.standard, one.title]
        if not one.is_counted:
            yield [*head, "", "", "", "", "", *_answer(line), ""]
        for house, cell in line.cells.items():
            name = _("the whole region") if house == REGION else board.houses[house]
            told = [*_numbers(cell, board.few), line.target, *_outcome(cell)]
            yield [*head, name, *told, "", "", one.how]


def _numbers(cell: Cell, few: int) -> tuple[object, ...]:
    if cell.count is None:
        return "", _("fewer than %(few)s in a part of it", few=few), ""
    return cell.count.numerator, cell.count.denominator, cell.count.not_applicable


def _outcome(cell: Cell) -> tuple[object, ...]:
    return (VERDICTS[cell.verdict],)


def _answer(line: Line) -> tuple[object, ...]:
    if line.answer is None:
        return VERDICTS[Verdict.NOTHING], "", ""
    words = _("Yes") if line.answer.is_yes else _("No")
    return words, line.answer.answered_on.isoformat(), line.answer.document
