"""What young people answered before and after, what is missing, and what mentors answered."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.began import Began, courses_of
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.per_trajectory import (
    CHANGED,
    EXPERIENCE,
    Rows,
    Told,
    band_of,
    halves,
    per_trajectory,
    thirds,
)
from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.trajectories.reviews.check_ins.models import AnswerSheet, CheckIn
from mentorship.trajectories.reviews.instruments.catalogue import CANTRIL, OWN_MENTEE
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.reviews.rules import waves_of
from mentorship.trajectories.sessions.facts import ITEMS
from mentorship.trajectories.sessions.models import SessionLog
from mentorship.trajectories.sessions.queries import current

NO_ANSWER = "no-answer"
BEFORE, AFTER = Wave.START, Wave.MONTH_12
_STEPS: dict[str, LazyText] = {
    NO_ANSWER: _l("no answer"),
    "0-4": _l("less than 5"),
    "5-6": _l("from 5 to less than 7"),
    "7-8": _l("from 7 to less than 9"),
    "9-10": _l("9 or 10"),
}
_STEPS_FROM = ((0, "0-4"), (5, "5-6"), (7, "7-8"), (9, "9-10"))
_ROWS = Rows(
    _l("From 0 to 10"),
    _STEPS,
    (
        thirds(_STEPS, _l("less than 7"), _l("7 or more"), "7-8"),
        halves(_STEPS, _l("less than 7, or no answer"), _l("7 or more"), "7-8"),
    ),
    outside=NO_ANSWER,
)
_LADDER = {
    BEFORE: _l("Ladder of life at the start"),
    AFTER: _l("Ladder of life at the end"),
}
_MENTEE: dict[str, dict[Wave, LazyText]] = {
    "contact": {
        BEFORE: _l("Young people at the start: is the contact good?"),
        AFTER: _l("Young people at the end: is the contact good?"),
    },
    "useful": {
        BEFORE: _l("Young people at the start: is it of use?"),
        AFTER: _l("Young people at the end: is it of use?"),
    },
    "safe": {
        BEFORE: _l("Young people at the start: do they feel safe?"),
        AFTER: _l("Young people at the end: do they feel safe?"),
    },
}
_MENTOR: dict[str, LazyText] = {
    "contact": _l("Mentors after their meetings: is the contact good?"),
    "useful": _l("Mentors after their meetings: is it of use?"),
    "safe": _l("Mentors after their meetings: does it feel safe?"),
}
_WAVES: dict[Wave, LazyText] = {
    Wave.START: _l("Check-ins answered at the start"),
    Wave.MONTH_3: _l("Check-ins answered at month 3"),
    Wave.MONTH_6: _l("Check-ins answered at month 6"),
    Wave.MONTH_9: _l("Check-ins answered at month 9"),
    Wave.MONTH_12: _l("Check-ins answered at the end (round of month 12)"),
    Wave.AFTER_6: _l("Check-ins answered half a year after the end"),
}
_ANSWERED: dict[str, LazyText] = {
    "answered": _l("answered"),
    "missing": _l("missing"),
    "not-asked": _l("not asked, as it had ended or is to come"),
}
_ALWAYS = (Wave.START, Wave.MONTH_12)  # everybody is asked, so nobody stands in the third row
_SPELT = {Wave.START: "before", Wave.MONTH_12: "after"}
Teller = Callable[[Db, Sequence[Began]], Told]


def _answer(instrument: str, item: str, wave: Wave) -> Teller:
    """Opened by the program itself, as one event of evaluation."""

    def tell(db: Db, found: Sequence[Began]) -> Told:
        ids = [one.id for one in found]
        rows = db.exec(
            select(AnswerSheet, CheckIn.trajectory_id)
            .join(CheckIn, col(CheckIn.id) == col(AnswerSheet.check_in_id))
            .where(
                col(CheckIn.trajectory_id).in_(ids),
                col(CheckIn.wave) == wave,
                col(AnswerSheet.instrument_code) == instrument,
            )
        ).all()
        read = vault.scan(db, [row for row, _ in rows], "answers", purpose=Purpose.EVALUATION)
        given = {key: json.loads(read[row.id]).get(item) for row, key in rows if row.id in read}
        return {one.id: _step(given.get(one.id)) for one in found}

    return tell


def _of_mentor(item: str) -> Teller:
    """The mean of what the mentor gave after meetings; a skipped one doesn't count."""

    def tell(db: Db, found: Sequence[Began]) -> Told:
        ids = [one.id for one in found]
        wanted = current().where(
            col(SessionLog.trajectory_id).in_(ids), col(SessionLog.experience).is_not(None)
        )
        rows = db.exec(wanted).all()
        read = vault.scan(db, rows, "experience", purpose=Purpose.EVALUATION)
        given: defaultdict[UUID, list[int]] = defaultdict(list)
        for row in rows:
            value = json.loads(read.get(row.id, "{}")).get(item)
            if value is not None:
                given[row.trajectory_id].append(value)
        return {one.id: _step(_mean(given[one.id])) for one in found}

    return tell


def _mean(values: Sequence[int]) -> Fraction | None:
    return Fraction(sum(values), len(values)) if values else None


def _step(value: Fraction | int | None) -> str:
    return NO_ANSWER if value is None else band_of(Fraction(value), _STEPS_FROM)


def _came(wave: Wave) -> Teller:
    def tell(db: Db, found: Sequence[Began]) -> Told:
        courses, day = courses_of(db, found), today(db)
        answered = set(
            db.exec(
                select(CheckIn.trajectory_id).where(
                    col(CheckIn.trajectory_id).in_(list(courses)),
                    col(CheckIn.wave) == wave,
                    col(CheckIn.answered_at).is_not(None),
                )
            )
        )
        told = {}
        for one in found:
            due = {wave.wave: wave.due for wave in waves_of(courses[one.id])}.get(wave)
            is_missing = wave in _ALWAYS or (due is not None and due < day)
            told[one.id] = "missing" if is_missing else "not-asked"
        return told | dict.fromkeys(answered, "answered")

    return tell


_CANTRIL = _l(
    "One question, from 0 for the worst possible life to 10 for the best possible one (H. Cantril, "
    "The Pattern of Human Concerns, Rutgers University Press, 1965). Whether somebody changed "
    "reliably is not worked out: one question has no published reliability here."
)


def _ladder() -> Iterator[Measure]:
    for wave, title in _LADDER.items():
        yield per_trajectory(
            f"ladder-{_SPELT[wave]}",
            title=title,
            question=CHANGED,
            definition=_l(
                "Trajectories that began during the half-year, by the mark from 0 to 10 that the "
                "young person gave their own life at this moment (ladder of Cantril). The start "
                "and the end are two counts by themselves: not the same young people answered "
                "both, so the difference between them is nobody's progress."
            ),
            rows=_ROWS,
            tell=_answer(CANTRIL, "ladder", wave),
            pair="ladder",
            method=_CANTRIL,
        )


def _items() -> Iterator[Measure]:
    for item, titles in _MENTEE.items():
        for wave, title in titles.items():
            yield per_trajectory(
                f"{item}-{_SPELT[wave]}",
                title=title,
                question=EXPERIENCE,
                definition=_l(
                    "Trajectories that began during the half-year, by what the young person "
                    "answered to this question at this moment. The start and the end are two "
                    "counts by themselves: not the same young people answered both, so the "
                    "difference between them is nobody's progress."
                ),
                rows=_ROWS,
                tell=_answer(OWN_MENTEE, item, wave),
                pair=item,
            )
    for item in ITEMS:
        yield per_trajectory(
            f"{item}-mentor",
            title=_MENTOR[item],
            question=EXPERIENCE,
            definition=_l(
                "Trajectories that began during the half-year, by the mean of what the mentor "
                "answered to this question after the meetings."
            ),
            rows=_ROWS,
            tell=_of_mentor(item),
        )


def _missing() -> Iterator[Measure]:
    for wave, title in _WAVES.items():
        yield per_trajectory(
            f"check-in-{wave.value.replace('_', '-')}",
            title=title,
            question=CHANGED,
            definition=_l(
                "Trajectories that began during the half-year, by whether the young person "
                "answered the questions of this moment."
            ),
            rows=_rows_of(wave),
            tell=_came(wave),
        )


def _rows_of(wave: Wave) -> Rows:
    if wave in _ALWAYS:
        known = {code: _ANSWERED[code] for code in ("answered", "missing")}
        return Rows(_l("Answers"), known, numerator="answered")
    two = {
        "answered": (_ANSWERED["answered"], ["answered"]),
        "others": (_l("missing, or not asked"), ["missing", "not-asked"]),
    }
    return Rows(_l("Answers"), _ANSWERED, ((_l("answered or not"), two),), numerator="answered",
                outside="not-asked")  # fmt: skip


MEASURES = (*_ladder(), *_items(), *_missing())
