"""What a loaded questionnaire tells: its figure before and after, and who changed reliably."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.answers import AFTER, BEFORE, NO_ANSWER
from mentorship.evaluation.measures.began import Began
from mentorship.evaluation.measures.figures import Ladder, figure
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.per_trajectory import (
    CHANGED,
    Rows,
    Told,
    halves,
    per_trajectory,
    thirds,
)
from mentorship.evaluation.models import LONGEST_ID
from mentorship.evaluation.scores.reliable_change import RELIABLE, Change, Norm, change_of
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, current_language
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.trajectories.reviews.check_ins.models import AnswerSheet, CheckIn, MentorSheet
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.definitions import (
    Definition,
    Method,
    Published,
    Respondent,
    scores_of,
)
from mentorship.trajectories.reviews.models import Wave

NO_FIGURE = "no-figure"
_BEFORE, _AFTER, _CHANGE = "before", "after", "change"
_SUFFIXES = {BEFORE: _BEFORE, AFTER: _AFTER}
_CHANGES: dict[str, LazyText] = {
    NO_FIGURE: _l("no figure at the start or at the end"),
    Change.LOWER.value: _l("lower"),
    Change.NOT_RELIABLE.value: _l("no reliable change"),
    Change.HIGHER.value: _l("higher"),
}
_LOWER_OR_SAME = _l("lower, or no reliable change")
_NOT_HIGHER = _l("lower, no reliable change, or no figure")
_CHANGE_ROWS = Rows(
    _l("Reliable change"),
    _CHANGES,
    (
        thirds(_CHANGES, _LOWER_OR_SAME, _CHANGES[Change.HIGHER.value], Change.HIGHER.value),
        halves(_CHANGES, _NOT_HIGHER, _CHANGES[Change.HIGHER.value], Change.HIGHER.value),
    ),
    outside=NO_FIGURE,
)
Figures = dict[UUID, float]


def measures_of(db: Db) -> tuple[Measure, ...]:
    """Of every loaded version, also of one that is off: what was answered stays countable."""
    return tuple(measure for one in catalogue.loaded_definitions(db) for measure in _measures(one))


def id_of(definition: Definition) -> str:
    """What its tables are called by, for ever: code and version where these fit and are clear.

    The other ones get a digest: "a" in version "b-1" and "a-b" in version "1" are two.
    """
    code, version = definition.code, definition.version
    found = f"instrument-{code}-{version}"
    room = LONGEST_ID - len(f"-{_CHANGE}")
    if len(found) <= room and "-" not in version:
        return found
    return f"instrument-{hashlib.sha256(f'{code} {version}'.encode()).hexdigest()[:16]}"


def _measures(definition: Definition) -> Iterator[Measure]:
    asked = [wave for wave in _SUFFIXES if wave in definition.waves]
    for wave in asked:
        yield _at(definition, wave, is_pair=len(asked) > 1)
    if len(asked) > 1 and definition.published is not None:
        yield _change(definition, definition.published)


def _name(definition: Definition) -> LazyText:
    return _l(
        "%(title)s (%(code)s, version %(version)s)",
        title=LazyText(lambda: definition.title.on(current_language())),
        code=definition.code, version=definition.version,
    )  # fmt: skip


def _at(definition: Definition, wave: Wave, *, is_pair: bool) -> Measure:
    """Its figure at one of the two moments."""
    name, ladder, base = _name(definition), Ladder(definition), id_of(definition)
    rows = ladder.rows

    def tell(db: Db, found: Sequence[Began]) -> Told:
        figures = _figures(db, found, definition, wave)
        return {
            one.id: ladder.row_of(figures[one.id]) if one.id in figures else NO_ANSWER
            for one in found
        }

    return per_trajectory(
        f"{base}-{_SUFFIXES[wave]}",
        title=_title(definition.respondent, wave, name),
        question=CHANGED,
        definition=_definition(definition.respondent, name, ladder),
        rows=rows,
        tell=tell,
        pair=base if is_pair else None,
        method=_arithmetic(definition),
    )


def _arithmetic(definition: Definition) -> LazyText:
    times = figure(definition.multiply)
    if definition.method is Method.SUM:
        return _l(
            "The figure is the sum of all answers times %(times)s, with the answers to reversed "
            "questions turned round, as the questionnaire itself says.",
            times=times,
        )
    return _l(
        "The figure is the mean of all answers times %(times)s, with the answers to reversed "
        "questions turned round, as the questionnaire itself says.",
        times=times,
    )


def _title(respondent: Respondent, wave: Wave, name: LazyText) -> LazyText:
    if respondent is Respondent.MENTEE:
        if wave is BEFORE:
            return _l("Young people at the start: %(name)s", name=name)
        return _l("Young people at the end: %(name)s", name=name)
    if wave is BEFORE:
        return _l("Mentors at the start: %(name)s", name=name)
    return _l("Mentors at the end: %(name)s", name=name)


def _definition(respondent: Respondent, name: LazyText, ladder: Ladder) -> LazyText:
    low, high = ladder.borders[0], ladder.borders[-1]
    if respondent is Respondent.MENTEE:
        return _l(
            "Trajectories that began during the half-year, by the figure that the young person's "
            "answers at this moment make of the questionnaire %(name)s. All answers together can "
            "make %(low)s to %(high)s; the rows are equal quarters of that. Who skipped a question "
            "has no figure. The start and the end are two counts by themselves: not the same "
            "people answered both, so the difference between them is nobody's progress.",
            name=name, low=low, high=high,
        )  # fmt: skip
    return _l(
        "Trajectories that began during the half-year, by the figure that the mentor's answers at "
        "this moment make of the questionnaire %(name)s. All answers together can make %(low)s to "
        "%(high)s; the rows are equal quarters of that. Who skipped a question has no figure. The "
        "start and the end are two counts by themselves: not the same people answered both, so "
        "the difference between them is nobody's progress.",
        name=name, low=low, high=high,
    )  # fmt: skip


def _change(definition: Definition, published: Published) -> Measure:
    """Of each who has both figures, whether the second differs by more than noise."""
    norm, name = Norm(published.sd, published.reliability), _name(definition)

    def tell(db: Db, found: Sequence[Began]) -> Told:
        before = _figures(db, found, definition, BEFORE)
        after = _figures(db, found, definition, AFTER)
        return dict.fromkeys((one.id for one in found), NO_FIGURE) | {
            key: change_of(before[key], after[key], norm).value
            for key in before.keys() & after.keys()
        }

    is_mentee = definition.respondent is Respondent.MENTEE
    return per_trajectory(
        f"{id_of(definition)}-{_CHANGE}",
        title=_l("Young people from the start to the end: %(name)s", name=name)
        if is_mentee
        else _l("Mentors from the start to the end: %(name)s", name=name),
        question=CHANGED,
        definition=_how_change_is_told(name, published),
        rows=_CHANGE_ROWS,
        tell=tell,
    )


def _how_change_is_told(name: LazyText, published: Published) -> LazyText:
    return _l(
        "Trajectories that began during the half-year, by whether the figure of the questionnaire "
        "%(name)s changed from the start to the end by more than its own noise: lower where "
        "(end − start) / (SD × √(2 × (1 − r))) is −%(least)s or less, higher where it is %(least)s "
        "or more (reliable change of Jacobson and Truax, 1991). Published are r = %(r)s and "
        "SD = %(sd)s (%(source)s). Lower and higher are what the figure does: higher isn't always "
        "better. Who doesn't have a figure of this version at both moments is a row of their own.",
        name=name, least=figure(RELIABLE), r=figure(published.reliability),
        sd=figure(published.sd), source=published.source.removesuffix("."),
    )  # fmt: skip


def _figures(db: Db, found: Sequence[Began], definition: Definition, wave: Wave) -> Figures:
    """Of those who answered all items; opened by the program itself, as one event of evaluation."""
    ids = [one.id for one in found]
    sheets = (
        _of_mentees(db, ids, definition, wave)
        if definition.respondent is Respondent.MENTEE
        else _of_mentors(db, ids, definition, wave)
    )
    read = vault.scan(db, list(sheets.values()), "answers", purpose=Purpose.EVALUATION)
    scores = {
        key: scores_of(definition, json.loads(read[sheet.id])).total
        for key, sheet in sheets.items()
        if sheet.id in read
    }
    return {key: score for key, score in scores.items() if score is not None}


def _of_mentees(
    db: Db, ids: Sequence[UUID], definition: Definition, wave: Wave
) -> dict[UUID, AnswerSheet | MentorSheet]:
    rows = db.exec(
        select(AnswerSheet, CheckIn.trajectory_id)
        .join(CheckIn, col(CheckIn.id) == col(AnswerSheet.check_in_id))
        .where(
            col(CheckIn.trajectory_id).in_(ids),
            col(CheckIn.wave) == wave,
            col(AnswerSheet.instrument_code) == definition.code,
            col(AnswerSheet.instrument_version) == definition.version,
        )
    ).all()
    return {key: row for row, key in rows}


def _of_mentors(
    db: Db, ids: Sequence[UUID], definition: Definition, wave: Wave
) -> dict[UUID, AnswerSheet | MentorSheet]:
    rows = db.exec(
        select(MentorSheet).where(
            col(MentorSheet.trajectory_id).in_(ids),
            col(MentorSheet.wave) == wave,
            col(MentorSheet.instrument_code) == definition.code,
            col(MentorSheet.instrument_version) == definition.version,
        )
    ).all()
    return {row.trajectory_id: row for row in rows}
