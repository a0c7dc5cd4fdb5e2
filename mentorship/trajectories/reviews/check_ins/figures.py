"""The answers of a trajectory as lines over the waves: for the consultant, and for a graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mentorship.foundation.db import Db
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews.check_ins import queries
from mentorship.trajectories.reviews.check_ins.queries import Sheet
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.definitions import (
    Definition,
    Respondent,
    Said,
    scores_of,
)
from mentorship.trajectories.reviews.models import Wave

BY_ITEM = frozenset({catalogue.CANTRIL, catalogue.OWN_MENTEE, catalogue.OWN_MENTOR})


@dataclass(frozen=True)
class Line:
    """One thing that was asked again and again; None where a question was skipped."""

    respondent: Respondent
    code: str
    title: Said
    highest: float
    values: dict[Wave, float | None]


def lines_of(db: Db, trajectory: Trajectory, *, with_mentor: bool) -> list[Line]:
    """The young person's own lines; those of the mentor's answers only for a consultant."""
    sheets = [sheet for sheet in queries.sheets_of(db, [trajectory.id]) if sheet.wave is not None]
    if with_mentor:
        sheets += queries.mentor_sheets_of(db, [trajectory.id])
    found: dict[tuple[Respondent, str], list[Sheet]] = {}
    for sheet in sheets:
        found.setdefault((sheet.respondent, sheet.code), []).append(sheet)
    return [line for some in found.values() for line in _lines(db, some)]


def _lines(db: Db, sheets: Sequence[Sheet]) -> Iterator[Line]:
    """Titles are those of the newest version that was answered."""
    known = {one.version: catalogue.find(db, one.code, one.version) for one in sheets}
    newest = known[sheets[-1].version]
    if newest is None:
        return
    figures = {
        sheet.wave: _figures(definition, sheet)
        for sheet in sheets
        if sheet.wave is not None and (definition := known[sheet.version]) is not None
    }
    for code, title in _titles(newest).items():
        values = {wave: one.get(code) for wave, one in figures.items()}
        highest = newest.highest if newest.code in BY_ITEM else newest.score_range[1]
        yield Line(newest.respondent, code, title, highest, values)


def _titles(definition: Definition) -> dict[str, Said]:
    if definition.code in BY_ITEM:
        return {item.code: item.text for item in definition.items}
    parts = {part.code: part.title for part in definition.subscales}
    return {"": definition.title, **parts}


def _figures(definition: Definition, sheet: Sheet) -> dict[str, float | None]:
    if definition.code in BY_ITEM:
        return {
            code: None if answer is None else float(answer)
            for code, answer in sheet.answers.items()
        }
    scores = scores_of(definition, sheet.answers)
    return {"": scores.total, **scores.subscales}
