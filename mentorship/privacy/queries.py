"""Finds events of the trail by what somebody asks, newest first, quickly among a million."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, literal, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.clock import Daily
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.settings import Settings
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from mentorship.privacy.details import covered_in, read_details
from mentorship.privacy.filters import BY_PROGRAM, TrailFilter
from mentorship.privacy.words import Only
from mentorship.region.models import Organisation

PAGE = 50
PEOPLE_SHOWN = 20
_AT_ONCE = 500
SEARCHED = 100_000  # in one go: a tenth of a second to half a second
# An event gets its moment when it happens and its number when that is stored: a bit later, and
# so in another order. Nothing takes a day.
_LOOSE = timedelta(days=1)
_MIDNIGHT = Daily(datetime.min.time())


@dataclass(frozen=True)
class Page:
    """Events, newest first.

    There may be more after `newer` and before `older`: so far was looked, and none is known there.
    """

    rows: Sequence[AuditEvent]
    newer: int | None
    older: int | None


@dataclass(frozen=True)
class People:
    """How many an event is about; `pseudonyms` is empty when that is more than a page shows."""

    count: int
    pseudonyms: tuple[str, ...]


NOBODY = People(0, ())


def today(db: Db) -> date:
    return now(db).astimezone(TIME_ZONE).date()


def settings_of(db: Db) -> Settings:
    settings: Settings = db.info["database"].settings
    return settings


def last_seq(db: Db) -> int:
    return db.exec(select(func.max(AuditEvent.seq))).one() or 0


def page_of_events(
    db: Db,
    wanted: TrailFilter,
    *,
    before: int | None = None,
    after: int | None = None,
    at_most: int = SEARCHED,
) -> Page:
    """The newest, or those right before or right after an event.

    What is in no index is searched among `at_most` events; the page says where to go on.
    """
    found, seq, last = _matching(db, wanted), col(AuditEvent.seq), last_seq(db)
    step = at_most if wanted.is_in_no_index else last
    if after is not None:
        end = min(last, after + step)
        near = found.where(seq > after, seq <= end).order_by(seq).limit(PAGE + 1)
        rows = db.exec(near).all()
        further = rows[PAGE - 1].seq if len(rows) > PAGE else end if end < last else None
        return Page(rows[:PAGE][::-1], newer=further, older=after + 1)
    begin = last + 1 if before is None else before
    end = max(1, begin - step)
    near = found.where(seq < begin, seq >= end).order_by(seq.desc()).limit(PAGE + 1)
    rows = db.exec(near).all()
    further = rows[PAGE - 1].seq if len(rows) > PAGE else end if end > 1 else None
    return Page(rows[:PAGE], newer=None if before is None else before - 1, older=further)


def batches_of_events(db: Db, wanted: TrailFilter, upto: int) -> Iterator[Sequence[AuditEvent]]:
    """All of them, newest first, a part at a time; none after `upto`."""
    found, seq = _matching(db, wanted), col(AuditEvent.seq)
    while rows := db.exec(found.where(seq <= upto).order_by(seq.desc()).limit(_AT_ONCE)).all():
        yield rows
        db.expunge_all()
        upto = rows[-1].seq - 1


def users_in(db: Db, wanted: TrailFilter, upto: int) -> set[UUID]:
    """Who did any of it, and in whose place."""
    found = _matching(db, wanted).where(col(AuditEvent.seq) <= upto)
    actors = db.execute(found.with_only_columns(col(AuditEvent.actor_id)).distinct()).scalars()
    covers = db.execute(
        found.with_only_columns(col(AuditEvent.details)).where(_for_a_colleague()).distinct()
    ).scalars()
    covered = {one for details in covers for one in covered_in(read_details(details))}
    return covered | {one for one in actors if one is not None}


def people_of(db: Db, seqs: Sequence[int], most: int | None = PEOPLE_SHOWN) -> dict[int, People]:
    """Whom these events are about; of long lists only how many, unless `most` is None."""
    event = col(AuditEventSubject.seq)
    counted = select(event, func.count()).where(event.in_(seqs)).group_by(event)
    counts = dict(db.exec(counted).all())
    told = [seq for seq, count in counts.items() if most is None or count <= most]
    names: dict[int, list[str]] = {seq: [] for seq in counts}
    person = col(AuditEventSubject.pseudonym)
    for seq, pseudonym in db.exec(
        select(event, person).where(event.in_(told)).order_by(event, person)
    ):
        names[seq].append(pseudonym)
    return {seq: People(count, tuple(names[seq])) for seq, count in counts.items()}


def all_organisations(db: Db) -> set[UUID]:
    return set(db.exec(select(Organisation.id)))


def organisation_names(db: Db, ids: set[UUID]) -> dict[UUID, str]:
    found = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids))
    return dict(db.exec(found).all())


def _matching(db: Db, wanted: TrailFilter) -> SelectOfScalar[AuditEvent]:
    found = select(AuditEvent).where(*_in_days(db, wanted))
    if wanted.who is not None:
        found = found.where(col(AuditEvent.actor_id) == wanted.who)
    if wanted.role == BY_PROGRAM:
        found = found.where(col(AuditEvent.actor_id).is_(None))
    elif wanted.role is not None:
        held = literal("+") + func.coalesce(AuditEvent.role, "") + literal("+")
        found = found.where(held.contains(f"+{wanted.role}+", autoescape=True))
    if wanted.action is not None:
        found = found.where(col(AuditEvent.action) == wanted.action)
    if wanted.person is not None:
        about = select(AuditEventSubject.seq).where(
            col(AuditEventSubject.pseudonym) == wanted.person
        )
        found = found.where(col(AuditEvent.seq).in_(about))
    if wanted.only is Only.BREAK_GLASS:
        found = found.where(col(AuditEvent.break_glass))
    elif wanted.only is Only.COVER:
        found = found.where(_for_a_colleague())
    return found


def _for_a_colleague() -> ColumnElement[bool]:
    return col(AuditEvent.details).contains('"cover_for":', autoescape=True)


def _in_days(db: Db, wanted: TrailFilter) -> Iterator[ColumnElement[bool]]:
    """By the moment, and by the numbers around it: only those are in an index."""
    at, seq = col(AuditEvent.at), col(AuditEvent.seq)
    if wanted.since is not None:
        begin = _MIDNIGHT.on(wanted.since)
        yield at >= begin
        yield seq >= _first_since(db, begin - _LOOSE)
    if wanted.until is not None:
        end = _MIDNIGHT.on(wanted.until + timedelta(days=1))
        yield at < end
        yield seq < _first_since(db, end + _LOOSE)


def _first_since(db: Db, moment: datetime) -> int:
    """About the number of the first event at or after this moment, in some twenty look-ups."""
    low, high = 1, last_seq(db) + 1
    while low < high:
        middle = (low + high) // 2
        found = select(AuditEvent.at).where(col(AuditEvent.seq) >= middle)
        at = db.exec(found.order_by(col(AuditEvent.seq)).limit(1)).one()
        if at < moment:
            low = middle + 1
        else:
            high = middle
    return low
