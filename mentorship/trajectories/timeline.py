"""A trajectory as a picture and as a list: phases, pauses, contacts, reviews, answers; rooms above
or beside may add what they know as happenings of their own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.lane_charts import Lane, LaneChart, PointMark, SpanMark, lane_svg
from mentorship.trajectories import queries
from mentorship.trajectories.contacts import labels as contact_labels
from mentorship.trajectories.contacts import queries as contacts
from mentorship.trajectories.contacts.models import ContactSide
from mentorship.trajectories.labels import PHASES
from mentorship.trajectories.models import Phase, PhaseChange, Trajectory
from mentorship.trajectories.pauses import DAY, Span
from mentorship.trajectories.reviews import labels as review_labels
from mentorship.trajectories.reviews import queries as reviews
from mentorship.trajectories.reviews.check_ins import queries as check_ins
from mentorship.trajectories.reviews.check_ins.labels import IN_BETWEEN
from mentorship.trajectories.sessions import queries as sessions
from mentorship.trajectories.sessions.labels import KINDS_OF_FILE


class Kind(StrEnum):
    """What something is, and so in which lane of the picture it stands."""

    PHASE = "phase"
    PAUSE = "pause"
    SESSION = "session"
    CONTACT_MENTOR = "contact_mentor"
    CONTACT_MENTEE = "contact_mentee"
    CONTACT_GUARDIAN = "contact_guardian"
    REVIEW = "review"
    CHECK_IN = "check_in"
    OTHER = "other"


LANES: dict[Kind, LazyText] = {
    Kind.PHASE: _l("Phase"),
    Kind.PAUSE: _l("Pause"),
    Kind.SESSION: _l("Sessions"),
    Kind.CONTACT_MENTOR: _l("Contact: mentor"),
    Kind.CONTACT_MENTEE: _l("Contact: young person"),
    Kind.CONTACT_GUARDIAN: _l("Contact: guardian"),
    Kind.REVIEW: _l("Reviews"),
    Kind.CHECK_IN: _l("Check-ins"),
}
_OF_SIDE = {
    ContactSide.MENTOR: Kind.CONTACT_MENTOR,
    ContactSide.MENTEE: Kind.CONTACT_MENTEE,
    ContactSide.GUARDIAN: Kind.CONTACT_GUARDIAN,
}


@dataclass(frozen=True)
class Happening:
    """Something of one day, in plain words; nothing is unsealed for it here."""

    day: date
    kind: Kind
    words: str


@dataclass(frozen=True)
class Timeline:
    """The picture as SVG, and the same as a list, the newest first."""

    svg: str
    title: str
    happenings: list[Happening]


def timeline_of(db: Db, trajectory: Trajectory, more: Iterable[Happening] = ()) -> Timeline:
    """`more` is whatever else other rooms know."""
    steps = queries.steps_of(db, trajectory)
    pauses = queries.pauses_of(db, [trajectory.id])[trajectory.id]
    found = [
        *_phases(steps), *_pauses(pauses), *_contacts(db, trajectory), *_reviews(db, trajectory),
        *_check_ins(db, trajectory), *_sessions(db, trajectory), *more,
    ]  # fmt: skip
    chart = _chart(trajectory, steps, pauses, found, today(db))
    newest = sorted(found, key=lambda one: one.day, reverse=True)
    return Timeline(lane_svg(chart), chart.title, newest)


def _phases(steps: Sequence[PhaseChange]) -> Iterator[Happening]:
    for step in steps:
        yield Happening(step.entered_on, Kind.PHASE, str(PHASES[step.to_phase]))


def _pauses(pauses: Sequence[Span]) -> Iterator[Happening]:
    for span in pauses:
        yield Happening(span.start, Kind.PAUSE, _("A pause began"))
        if span.until is not None:
            yield Happening(span.until, Kind.PAUSE, _("They went on after a pause"))


def _contacts(db: Db, trajectory: Trajectory) -> Iterator[Happening]:
    for one in contacts.contacts_of(db, [trajectory.id]):
        who, how = contact_labels.SIDES[one.side], contact_labels.HOW[one.how]
        words = (
            _("Contact with: %(who)s. %(how)s.", who=who, how=how)
            if one.is_reached
            else _("Tried to reach: %(who)s. %(how)s.", who=who, how=how)
        )
        yield Happening(one.held_on, _OF_SIDE[one.side], words)


def _reviews(db: Db, trajectory: Trajectory) -> Iterator[Happening]:
    for one in reviews.reviews_of(db, [trajectory.id]):
        wave, decision = review_labels.WAVES[one.wave], review_labels.DECISIONS[one.decision]
        words = _("Review: %(moment)s. %(decision)s.", moment=wave, decision=decision)
        yield Happening(one.held_on, Kind.REVIEW, words)


def _check_ins(db: Db, trajectory: Trajectory) -> Iterator[Happening]:
    for one in check_ins.check_ins_of(db, trajectory):
        if one.answered_at is not None:
            moment = review_labels.WAVES[one.wave] if one.wave else IN_BETWEEN
            words = _("The young person answered questions: %(moment)s", moment=moment)
            yield Happening(day_of(one.answered_at), Kind.CHECK_IN, words)


def _sessions(db: Db, trajectory: Trajectory) -> Iterator[Happening]:
    for one in sessions.logs_of(db, [trajectory.id])[trajectory.id]:
        yield Happening(one.held_on, Kind.SESSION, str(KINDS_OF_FILE[one.kind]))


def _chart(
    trajectory: Trajectory,
    steps: Sequence[PhaseChange],
    pauses: Sequence[Span],
    found: Sequence[Happening],
    day: date,
) -> LaneChart:
    """From the first day to the planned end, or further where something is later."""
    days = [one.day for one in found] or [day]
    ends = [trajectory.ended_on or trajectory.planned_end or day, *days]
    first, last = min(days), max(*ends, min(days) + timedelta(weeks=4))
    spans = {
        Kind.PHASE: _phase_spans(steps, trajectory, day),
        Kind.PAUSE: tuple(
            SpanMark(one.start, max((one.until or day) - DAY, one.start), _("Pause"))
            for one in pauses
        ),
    }
    lanes = [
        Lane(str(name), spans.get(kind, ()), () if kind in spans else _points(found, kind))
        for kind, name in LANES.items()
    ]
    drawn = tuple(lane for lane in lanes if lane.spans or lane.points)
    return LaneChart(_("The trajectory over time"), first, last, drawn, today=day)


def _phase_spans(
    steps: Sequence[PhaseChange], trajectory: Trajectory, day: date
) -> tuple[SpanMark, ...]:
    """Each to the day before the next; the last goes on until today, and what is done has none."""
    follows = [step.entered_on - DAY for step in steps[1:]]
    last_days = [*follows, max(day, trajectory.started_on or day)]
    return tuple(
        SpanMark(step.entered_on, max(last, step.entered_on), str(PHASES[step.to_phase]))
        for step, last in zip(steps, last_days, strict=False)
        if step.to_phase is not Phase.DONE
    )


def _points(found: Sequence[Happening], kind: Kind) -> tuple[PointMark, ...]:
    return tuple(PointMark(one.day, one.words) for one in found if one.kind is kind)
