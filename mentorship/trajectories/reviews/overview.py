"""What the pages tell about the waves of one trajectory: days, decisions, figures, what lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.contacts.queries import courses_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import labels, queries, rules
from mentorship.trajectories.reviews.check_ins import queries as check_ins
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.definitions import Definition, Respondent
from mentorship.trajectories.reviews.models import Review, Wave
from mentorship.trajectories.reviews.queries import GoalTold, Scored

NO_REVIEW = _l("the review itself")
NO_SCALES = _l("what the levels of a goal mean")
NO_LEVELS = _l("how far the goals are")


@dataclass(frozen=True)
class WaveTold:
    """One wave: when, whether it is open by now, what was decided, and what isn't there."""

    wave: Wave
    due: date | None
    is_open: bool
    review: Review | None
    words: dict[str, str]
    score: Scored | None
    missing: list[LazyText | str]


@dataclass(frozen=True)
class Section:
    """What the page of a trajectory tells about reviews."""

    trajectory: Trajectory
    waves: list[WaveTold]
    due: rules.ReviewDue | None
    is_call_due: bool
    labels: object = labels


def section_of(db: Db, trajectory: Trajectory) -> Section:
    day = today(db)
    due = queries.due_of_many(db, [trajectory], day).get(trajectory.id)
    told = waves_told(db, trajectory, queries.goals_of(db, trajectory))
    is_call_due = bool(check_ins.calls_due(db, [trajectory.id]))
    return Section(trajectory, told, due, is_call_due)


def waves_told(db: Db, trajectory: Trajectory, goals: list[GoalTold]) -> list[WaveTold]:
    """None before the first meeting."""
    course = courses_of(db, [trajectory]).get(trajectory.id)
    if course is None:
        return []
    reviews = queries.reviews_of(db, [trajectory.id])
    words = queries.words_of(db, reviews)
    by_wave = {review.wave: review for review in reviews}
    scores = queries.scores_of(db, [trajectory.id])
    day, lead = today(db), queries.lead_of(db)
    asked = catalogue.asked_since(db)
    answered = check_ins.answered_codes(db, trajectory)
    told = []
    for one in rules.waves_of(course):
        review = by_wave.get(one.wave)
        is_open = one.is_open(day, lead)
        told.append(
            WaveTold(
                one.wave, one.due, is_open, review, words.get(review.id, {}) if review else {},
                scores.get((trajectory.id, one.wave)),
                [
                    *_missing(one.wave, review, goals),
                    *_unanswered(one, asked, answered),
                ]
                if is_open
                else [],
            )
        )  # fmt: skip
    return told


def _unanswered(
    one: rules.WaveDay,
    asked: Sequence[tuple[Definition, datetime | None]],
    answered: set[tuple[Wave | None, str]],
) -> list[str]:
    """Of what was loaded by then; who it is asked of stands behind it."""
    return [
        _who_lacks(definition)
        for definition, since in asked
        if one.wave in definition.waves
        and (one.wave, definition.code) not in answered
        and (since is None or one.due is None or day_of(since) <= one.due)
    ]


def _who_lacks(definition: Definition) -> str:
    title = definition.title.on(current_language())
    if definition.respondent is Respondent.MENTOR:
        return _("answers of the mentor: %(what)s", what=title)
    return _("answers of the young person: %(what)s", what=title)


def _missing(wave: Wave, review: Review | None, goals: list[GoalTold]) -> list[LazyText | str]:
    """What should be there of a wave that opened."""
    lacks: list[LazyText | str] = []
    if wave.has_review and review is None:
        lacks.append(NO_REVIEW)
    active = [goal for goal in goals if goal.goal.is_active]
    if wave is Wave.START and (not active or any(goal.scale is None for goal in active)):
        lacks.append(NO_SCALES)
    if review is not None and any(goal.is_scored and wave not in goal.levels for goal in goals):
        lacks.append(NO_LEVELS)
    return lacks
