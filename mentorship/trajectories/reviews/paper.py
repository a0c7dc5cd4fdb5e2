"""What a young person gets on paper about themselves: people, agreements, goals, answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mentorship.accounts.queries import names_of_ids
from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.charts import BarChart, Series
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.looking import Looked, looks_at
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees import file
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.models import House
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.models import CommitmentAgreement, Trajectory
from mentorship.trajectories.reviews import queries
from mentorship.trajectories.reviews.check_ins.figures import Line, lines_of
from mentorship.trajectories.reviews.labels import WAVES
from mentorship.trajectories.reviews.models import Review, Wave
from mentorship.trajectories.reviews.queries import GoalTold


@dataclass(frozen=True)
class Paper:
    """The young person's own: nothing of the mentor's answers and no notes about others."""

    name: str
    mentor: str
    consultant: str
    house: str
    house_phone: str
    started_on: date | None
    planned_end: date | None
    agreement: CommitmentAgreement | None
    goals: list[GoalTold]
    reviews: list[tuple[Review, str]]
    charts: list[BarChart]
    looked: list[Looked]
    day: date


def paper_of(db: Db, trajectory: Trajectory) -> Paper:
    """In the current language; reads the file for guidance, so the reading is in the trail."""
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    house = db.get_one(House, mentee.house_code)
    reviews = queries.reviews_of(db, [trajectory.id])
    words = queries.words_of(db, reviews)
    steps = [(one, words.get(one.id, {}).get("next_steps", "")) for one in reviews]
    return Paper(
        name=file.name_of(db, mentee, Purpose.GUIDANCE),
        mentor=_mentor(db, trajectory),
        consultant=_consultant(db, mentee),
        house=house.name,
        house_phone=house.phone or "",
        started_on=trajectory.started_on,
        planned_end=trajectory.planned_end,
        agreement=trajectories.agreement_of(db, trajectory),
        goals=queries.goals_of(db, trajectory),
        reviews=steps,
        charts=_charts(db, trajectory),
        looked=looks_at(db, mentee.subject_id),
        day=today(db),
    )


def _mentor(db: Db, trajectory: Trajectory) -> str:
    """Nobody's after the end: then nobody stands beside them any more."""
    if trajectory.ended_on is not None:
        return ""
    mentor = db.get_one(Mentor, trajectory.mentor_id)
    return vault.read(db, mentor, "first_name", purpose=Purpose.GUIDANCE) or ""


def _consultant(db: Db, mentee: Mentee) -> str:
    known = mentee.consultant_id
    return names_of_ids(db, {known}).get(known, "") if known is not None else ""


def _charts(db: Db, trajectory: Trajectory) -> list[BarChart]:
    """One for each question that was answered, and one for the goals together."""
    lines = lines_of(db, trajectory, with_mentor=False)
    scores = queries.scores_of(db, [trajectory.id])
    goals = {wave: scored.t for (_id, wave), scored in scores.items()}
    told = [_line_chart(line) for line in lines]
    if goals:
        told.append(_chart(_("Your goals together: 50 is as hoped"), goals))
    return [chart for chart in told if chart.categories]


def _line_chart(line: Line) -> BarChart:
    title = line.title.on(current_language())
    return _chart(_("%(question)s (0 to %(most)d)", question=title, most=line.highest), line.values)


def _chart(title: str, values: Mapping[Wave, float | None]) -> BarChart:
    """Whole numbers; what was skipped isn't drawn as nothing but left out."""
    known: Sequence[tuple[Wave, float]] = [
        (wave, value) for wave in Wave if (value := values.get(wave)) is not None
    ]
    return BarChart(
        title, _("When"), tuple(str(WAVES[wave]) for wave, _value in known),
        (Series(_("Figure"), tuple(max(0, round(value)) for _wave, value in known)),),
    )  # fmt: skip
