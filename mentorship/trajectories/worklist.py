"""What all trajectories of a reader ask for now, by kind: the same for the desk and its lists."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.foundation.batches import batches
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db
from mentorship.referrals.policy import sight_of
from mentorship.trajectories import facts, policy, queries
from mentorship.trajectories.contacts import queries as contacts
from mentorship.trajectories.contacts.models import ContactSide
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.due import CourseFacts, Due, DueKind, due_of
from mentorship.trajectories.models import OPEN, Phase, Trajectory
from mentorship.trajectories.pauses import is_paused
from mentorship.trajectories.reviews import queries as reviews
from mentorship.trajectories.reviews.check_ins import queries as check_ins
from mentorship.trajectories.rules import Terms
from mentorship.trajectories.sessions import queries as sessions
from mentorship.trajectories.sessions.queries import SessionFacts
from mentorship.trajectories.sessions.rules import Missed

AHEAD = timedelta(days=7)  # so long before its day something is shown
_ASKED_AFTER_THE_END = timedelta(days=90)


@dataclass(frozen=True)
class Work:
    """One thing that one trajectory asks for."""

    trajectory: Trajectory
    due: Due

    def is_late(self, day: date) -> bool:
        return self.due.on < day


@dataclass(frozen=True)
class Known:
    """What all trajectories ask for, by their id; and by sight, for readers who see the same."""

    by_trajectory: Mapping[UUID, Sequence[Work]]
    by_sight: dict[Hashable, list[Work]] = field(default_factory=dict)


_KNOWN = "trajectories.work"


def work_of(db: Db, actor: UserActor) -> list[Work]:
    """What the trajectories ask for that this person follows, as `work_in` tells it."""
    known: Known | None = db.info.get(_KNOWN)
    visible = policy.visible_to(actor)
    if known is None:
        return work_in(db, visible)
    sight = sight_of(actor)
    if sight not in known.by_sight:
        ids = db.execute(visible.with_only_columns(col(Trajectory.id))).scalars()
        known.by_sight[sight] = _in_order(
            work for key in ids for work in known.by_trajectory.get(key, ())
        )
    return known.by_sight[sight]


def work_in(db: Db, visible: SelectOfScalar[Trajectory]) -> list[Work]:
    """Everything due within a week or late, the most pressing first; the number of statements
    doesn't grow with the trajectories."""
    return _in_order(_work_of(db, db.exec(_asking(db, visible)).all()))


def look_once(db: Db) -> Known:
    """For a job that tells one reader after the other. Each reader of a House would otherwise have
    the whole House worked out anew."""
    known: dict[UUID, list[Work]] = {}
    for found in work_in_batches(db, select(Trajectory)):
        for work in found:
            known.setdefault(work.trajectory.id, []).append(work)
    return Known(known)


@contextmanager
def knowing(db: Db, known: Known) -> Iterator[None]:
    """Meanwhile `work_of` only asks the database which trajectories somebody may see, and once for
    all who see the same."""
    db.info[_KNOWN] = known
    try:
        yield
    finally:
        del db.info[_KNOWN]


def work_in_batches(db: Db, visible: SelectOfScalar[Trajectory]) -> Iterator[list[Work]]:
    """The same for the night, which looks at everybody: some hundreds at a time, in no order."""
    asking = _asking(db, visible).with_only_columns(col(Trajectory.id))
    ids = db.execute(asking).scalars().all()
    for some in batches(ids):
        rows = db.exec(select(Trajectory).where(col(Trajectory.id).in_(some))).all()
        yield _work_of(db, rows)


def _work_of(db: Db, rows: Sequence[Trajectory]) -> list[Work]:
    until, asked = today(db) + AHEAD, due_of_all(db, rows)
    return [Work(row, due) for row in rows for due in asked[row.id] if due.on <= until]


def _in_order(work: Iterable[Work]) -> list[Work]:
    return sorted(work, key=lambda work: (work.due.on, work.due.kind, work.trajectory.id))


def by_kind(work: Sequence[Work]) -> dict[DueKind, list[Work]]:
    """Only kinds of which there is something, in the order of a course."""
    groups: dict[DueKind, list[Work]] = {}
    for one in work:
        groups.setdefault(one.due.kind, []).append(one)
    return {kind: groups[kind] for kind in DueKind if kind in groups}


def _asking(db: Db, visible: SelectOfScalar[Trajectory]) -> SelectOfScalar[Trajectory]:
    """Talks are still asked for some time after the end; a course that is over asks nothing."""
    lately = col(Trajectory.ended_on) >= today(db) - _ASKED_AFTER_THE_END
    is_open = queries.in_phase((*OPEN, Phase.AFTERCARE))
    return visible.where(is_open | lately)


def due_of_all(db: Db, rows: Sequence[Trajectory]) -> dict[UUID, list[Due]]:
    """Everything that each asks, of its course, meetings, contacts and reviews; soonest first."""
    known, terms, day = facts.facts_of(db, rows), Terms.of(settings_of(db)), today(db)
    running = [row for row in rows if _is_followed(known[row.id])]
    met = sessions.facts_of(db, running)
    asked = contacts.due_of_many(db, running, day)
    reviewed = reviews.due_of_many(db, rows, day)
    seen = _seen_to(db, list(met))
    calls = _calls(db, rows)
    found = {}
    for row in rows:
        dues = due_of(known[row.id], terms)
        if row.id in met:
            dues += _of_meetings(met[row.id], known[row.id], seen[row.id], day)
            dues += [Due(_CONTACTS[one.side], one.day) for one in asked[row.id]]
        dues += [Due(DueKind.REVIEW, reviewed[row.id].day)] if row.id in reviewed else []
        dues += [Due(DueKind.CALL, calls[row.id])] if row.id in calls else []
        found[row.id] = sorted(dues, key=lambda due: (due.on, due.kind))
    return found


def _is_followed(known: CourseFacts) -> bool:
    """They meet; while they don't, nothing of it is asked."""
    return known.phase.is_running and known.closed_on is None


def _calls(db: Db, rows: Sequence[Trajectory]) -> dict[UUID, date]:
    """Since when an answer asks for a call: also after the end, when nobody else may notice."""
    found: dict[UUID, date] = {}
    for call in check_ins.calls_due(db, [row.id for row in rows]):
        asked_on = day_of(call.asked_at)
        found[call.trajectory_id] = min(found.get(call.trajectory_id, asked_on), asked_on)
    return found


def _seen_to(db: Db, ids: Sequence[UUID]) -> dict[UUID, list[date]]:
    """The days on which somebody spoke with the young person, or a review was held."""
    reached, found = contacts.reached_days(db, ids), defaultdict[UUID, list[date]](list)
    for row in reviews.reviews_of(db, ids):
        found[row.trajectory_id].append(row.held_on)
    return {key: [*found[key], *reached.get((key, _YOUNG), ())] for key in ids}


def _of_meetings(
    met: SessionFacts, known: CourseFacts, seen_to: Sequence[date], day: date
) -> list[Due]:
    """A talk with the young person or a review since the last miss is what was asked; a pause asks
    nothing. What a mentor cancels after that talk asks for no other one."""
    found = []
    last = met.missed_on or day
    is_seen_to = any(one >= last for one in seen_to) or is_paused(known.pauses, day)
    if met.missed is not Missed.NOTHING and not is_seen_to:
        found.append(Due(_MISSED[met.missed], last))
    if met.overdue_since is not None:
        found.append(Due(DueKind.LOG, met.overdue_since))
    return found


_YOUNG = ContactSide.MENTEE
_MISSED = {Missed.CALL: DueKind.MISSED_TWO, Missed.REVIEW: DueKind.MISSED_THREE}
_CONTACTS = {
    ContactSide.MENTEE: DueKind.CONTACT_MENTEE,
    ContactSide.MENTOR: DueKind.CONTACT_MENTOR,
    ContactSide.GUARDIAN: DueKind.CONTACT_GUARDIAN,
}
