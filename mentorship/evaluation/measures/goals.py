"""How far the young people's own goals were reached: before, after, and how many were put aside."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.measures.began import Began
from mentorship.evaluation.measures.figures import figure
from mentorship.evaluation.measures.per_trajectory import (
    CHANGED,
    Rows,
    Told,
    band_of,
    halves,
    per_trajectory,
    thirds,
)
from mentorship.evaluation.scores.goal_attainment import Goal, attainment
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.reviews.gas import RHO
from mentorship.trajectories.reviews.models import GoalLevel, GoalScale, Review, Wave

NO_SCORE, NO_REVIEW = "no-score", "no-review"
AT_THE_END = Wave.MONTH_12

_SCORES: dict[str, LazyText] = {
    NO_SCORE: _l("no score"),
    "0-40": _l("less than 40"),
    "40-50": _l("from 40 to less than 50"),
    "50-60": _l("from 50 (as expected) to less than 60"),
    "60-": _l("60 or more"),
}
# Weights and levels are whole, so a score at a border is one by rounding only.
_SCORES_FROM = ((0, "0-40"), (40, "40-50"), (50, "50-60"), (60, "60-"))
_DIGITS = 9
_DROPPED: dict[str, LazyText] = {
    NO_REVIEW: _l("no review at the end with a level of a goal"),
    "0": _l("no goal put aside"),
    "1-": _l("one goal or more put aside"),
}
_ROWS = Rows(
    _l("T-score"),
    _SCORES,
    (
        thirds(_SCORES, _l("less than 50"), _l("50 (as expected) or more"), "50-60"),
        halves(_SCORES, _l("less than 50, or no score"), _l("50 (as expected) or more"), "50-60"),
    ),
    outside=NO_SCORE,
)
Goals = dict[UUID, list[Goal]]


def _baselines(db: Db, found: Sequence[Began]) -> Goals:
    """Where each goal stood when its scale was made."""
    ids = [one.id for one in found]
    scales = db.exec(select(GoalScale).where(col(GoalScale.trajectory_id).in_(ids))).all()
    read = vault.scan(db, scales, "baseline", purpose=Purpose.EVALUATION)
    goals: defaultdict[UUID, list[Goal]] = defaultdict(list)
    for scale in scales:
        if scale.id in read:
            goals[scale.trajectory_id].append(Goal(int(read[scale.id]), scale.weight))
    return goals


def _at_the_end(db: Db, found: Sequence[Began]) -> Goals:
    """What the review of the end says, with the weights of the scales."""
    ids = [one.id for one in found]
    rows = db.exec(
        select(GoalLevel, Review.trajectory_id, GoalScale.weight)
        .join(Review, col(Review.id) == col(GoalLevel.review_id))
        .join(
            GoalScale,
            (col(GoalScale.trajectory_id) == col(Review.trajectory_id))
            & (col(GoalScale.goal_id) == col(GoalLevel.goal_id)),
        )
        .where(col(Review.trajectory_id).in_(ids), col(Review.wave) == AT_THE_END, counts(Review))
    ).all()
    read = vault.scan(db, [row for row, _, _ in rows], "level", purpose=Purpose.EVALUATION)
    goals: defaultdict[UUID, list[Goal]] = defaultdict(list)
    for row, key, weight in rows:
        if row.is_dropped:
            goals[key].append(Goal(None, weight))
        elif row.id in read:
            goals[key].append(Goal(int(read[row.id]), weight))
    return goals


def _before(db: Db, found: Sequence[Began]) -> Told:
    return _banded(found, _baselines(db, found))


def _after(db: Db, found: Sequence[Began]) -> Told:
    return _banded(found, _at_the_end(db, found))


def _banded(found: Sequence[Began], goals: Goals) -> Told:
    told = {}
    for one in found:
        score = attainment(goals.get(one.id, ())).t_score
        told[one.id] = NO_SCORE if score is None else band_of(round(score, _DIGITS), _SCORES_FROM)
    return told


def _dropped(db: Db, found: Sequence[Began]) -> Told:
    goals = _at_the_end(db, found)
    return {
        one.id: ("1-" if attainment(goals[one.id]).dropped else "0")
        if goals.get(one.id)
        else NO_REVIEW
        for one in found
    }


_T_SCORE = _l(
    "T = 50 + 10 × Σ(w × x) / √((1 − ρ) × Σw² + ρ × (Σw)²), over the goals of one young person: "
    "x is the level of a goal from −2 to +2, 0 as expected, and w its weight; ρ = %(rho)s (Kiresuk "
    "and Sherman, Community Mental Health Journal 4, 1968, 443–453). The level at the start is the "
    "one that was kept when the scales were made. A goal that was put aside is counted and not "
    "scored.",
    rho=figure(RHO),
)

BEFORE = per_trajectory(
    "goals-before",
    title=_l("Own goals at the start (T-score)"),
    question=CHANGED,
    definition=_l(
        "Trajectories that began during the half-year, by how far their own goals were reached "
        "when the scales were made, in one number: 50 is as expected (T-score of Goal Attainment "
        "Scaling). The start and the end are two "
        "counts by themselves: not the same young people have a score at both, so the difference "
        "between them is nobody's progress."
    ),
    rows=_ROWS,
    tell=_before,
    pair="goals",
    method=_T_SCORE,
)
AFTER = per_trajectory(
    "goals-after",
    title=_l("Own goals at the end (T-score)"),
    question=CHANGED,
    definition=_l(
        "Trajectories that began during the half-year, by how far their own goals were reached at "
        "the review of the end, in one number: 50 is as expected (T-score of Goal Attainment "
        "Scaling). Goals that were put aside are not scored. "
        "The start and the end are two counts by themselves: not the same young people have a "
        "score at both, so the difference between them is nobody's progress."
    ),
    rows=_ROWS,
    tell=_after,
    pair="goals",
    method=_T_SCORE,
)
DROPPED = per_trajectory(
    "goals-dropped",
    title=_l("Own goals that were put aside"),
    question=CHANGED,
    definition=_l(
        "Trajectories that began during the half-year, by whether a goal had been put aside at the "
        "review of the end."
    ),
    rows=Rows(
        _l("Goals put aside"),
        _DROPPED,
        (halves(_DROPPED, _l("none, or no review at the end"), _DROPPED["1-"], "1-"),),
        outside=NO_REVIEW,
    ),
    tell=_dropped,
)
MEASURES = (BEFORE, AFTER, DROPPED)
