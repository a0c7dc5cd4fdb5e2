"""Collects what readiness hangs on, for one mentor or thousands in the same few queries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.settings import Settings
from mentorship.mentors.hold_models import MentorHold
from mentorship.mentors.models import (
    Agreement,
    Interview,
    Mentor,
    MentorProfileRecord,
    MentorReference,
    MentorSeat,
    Pause,
    ReferenceOutcome,
    TalkOutcome,
    TrainingRecord,
    VogSighting,
)
from mentorship.mentors.rules import Facts, Span, Terms, Vog

Value = TypeVar("Value")
_DAY = timedelta(days=1)
_NO_END = date(9999, 12, 30)  # a day is added to it


def terms_of(db: Db) -> Terms:
    settings: Settings = db.info["database"].settings
    return Terms(settings.vog_months, settings.training_valid_months)


def facts_of(db: Db, mentors: SelectOfScalar[Mentor]) -> dict[UUID, Facts]:
    """Of everybody whom this select finds. Only plain columns are read: no row is built."""
    ids = mentors.with_only_columns(col(Mentor.id))
    talks = dict(_newest_talks(db, ids))
    accepted = _grouped(_accepted(db, ids))
    vogs = _grouped(_vogs(db, ids))
    agreements = _grouped(_agreements(db, ids))
    trained = _grouped(_trained(db, ids))
    profiles = dict(_complete_profiles(db, ids))
    pauses = _grouped(_pauses(db, ids))
    holds = _grouped(_holds(db, ids))
    seats = dict(_seat_counts(db, ids))
    found = {}
    for mentor_id in db.scalars(ids):
        talk = talks.get(mentor_id, (None, None))
        found[mentor_id] = Facts(
            talk=talk[1],
            talk_on=talk[0],
            accepted=tuple(accepted[mentor_id]),
            vogs=tuple(vogs[mentor_id]),
            agreements=tuple(agreements[mentor_id]),
            trained_on=tuple(trained[mentor_id]),
            profile_on=profiles.get(mentor_id),
            pauses=tuple(pauses[mentor_id]),
            holds=tuple(holds[mentor_id]),
            seats=seats.get(mentor_id, 0),
        )
    return found


def effective_span(pause: Pause) -> Span:
    return _span(pause.first_day, pause.last_day, pause.ended_on)


def _newest_talks(db: Db, ids: Any) -> Iterator[tuple[UUID, tuple[date, TalkOutcome]]]:
    """Oldest first, so that in a dictionary the newest stays."""
    found = select(col(Interview.mentor_id), col(Interview.held_on), col(Interview.outcome))
    found = found.where(col(Interview.mentor_id).in_(ids))
    for key, day, outcome in db.exec(found.order_by(col(Interview.recorded_at), col(Interview.id))):
        yield key, (day, outcome)


def _accepted(db: Db, ids: Any) -> Iterator[tuple[UUID, date]]:
    found = select(col(MentorReference.mentor_id), col(MentorReference.judged_at)).where(
        col(MentorReference.mentor_id).in_(ids),
        col(MentorReference.outcome) == ReferenceOutcome.ACCEPTED,
        col(MentorReference.closed_at).is_(None),
    )
    for key, moment in db.exec(found.order_by(col(MentorReference.number))):
        if moment is not None:
            yield key, moment.astimezone(TIME_ZONE).date()


def _vogs(db: Db, ids: Any) -> Iterator[tuple[UUID, Vog]]:
    found = select(
        col(VogSighting.mentor_id), col(VogSighting.issued_on), col(VogSighting.seen_on)
    ).where(col(VogSighting.mentor_id).in_(ids))
    for key, issued_on, seen_on in db.exec(found.order_by(col(VogSighting.seen_on))):
        yield key, Vog(issued_on, seen_on)


def _agreements(db: Db, ids: Any) -> Iterator[tuple[UUID, Span]]:
    found = select(
        col(Agreement.mentor_id), col(Agreement.signed_on), col(Agreement.ends_on)
    ).where(col(Agreement.mentor_id).in_(ids))
    for key, signed_on, ends_on in db.exec(found.order_by(col(Agreement.signed_on))):
        yield key, Span(signed_on, ends_on)


def _trained(db: Db, ids: Any) -> Iterator[tuple[UUID, date]]:
    found = select(col(TrainingRecord.mentor_id), col(TrainingRecord.completed_on))
    found = found.where(col(TrainingRecord.mentor_id).in_(ids))
    yield from db.exec(found.order_by(col(TrainingRecord.completed_on)))


def _complete_profiles(db: Db, ids: Any) -> Iterator[tuple[UUID, date]]:
    found = select(col(MentorProfileRecord.mentor_id), col(MentorProfileRecord.complete_since))
    found = found.where(
        col(MentorProfileRecord.mentor_id).in_(ids),
        col(MentorProfileRecord.complete_since).is_not(None),
    )
    for key, day in db.exec(found):
        if day is not None:
            yield key, day


def _pauses(db: Db, ids: Any) -> Iterator[tuple[UUID, Span]]:
    found = select(
        col(Pause.mentor_id), col(Pause.first_day), col(Pause.last_day), col(Pause.ended_on)
    ).where(col(Pause.mentor_id).in_(ids))
    for key, first, last, ended in db.exec(found.order_by(col(Pause.first_day))):
        yield key, _span(first, last, ended)


def _holds(db: Db, ids: Any) -> Iterator[tuple[UUID, Span]]:
    found = select(col(MentorHold.mentor_id), col(MentorHold.since), col(MentorHold.ended_on))
    found = found.where(col(MentorHold.mentor_id).in_(ids)).order_by(col(MentorHold.since))
    for key, since, ended in db.exec(found):
        yield key, _span(since, _NO_END, ended)


def _seat_counts(db: Db, ids: Any) -> Iterator[tuple[UUID, int]]:
    found = select(col(MentorSeat.mentor_id), func.count()).where(
        col(MentorSeat.mentor_id).in_(ids), col(MentorSeat.is_open)
    )
    yield from db.exec(found.group_by(col(MentorSeat.mentor_id)))


def _span(first: date, last: date, ended: date | None) -> Span:
    return Span(first, last if ended is None else min(last, ended - _DAY))


def _grouped(pairs: Iterator[tuple[UUID, Value]]) -> defaultdict[UUID, list[Value]]:
    groups: defaultdict[UUID, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
