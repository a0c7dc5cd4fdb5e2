"""Who is due to be erased on a day, and how many wait though their time is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.evaluation.closing import open_half_years
from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.evaluation.measures.registry import SOURCES
from mentorship.foundation import erasure
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import Draft
from mentorship.privacy.queries import settings_of
from mentorship.privacy.retention import queries, rules
from mentorship.privacy.retention.endings import cases
from mentorship.privacy.retention.models import RetentionKind
from mentorship.privacy.retention.rules import Case
from mentorship.privacy.rights.models import SubjectRequest


@dataclass(frozen=True)
class Due:
    """Who can go, the longest over first, and how many stay for now."""

    cases: tuple[Case, ...]
    waiting: int


def _written_about(db: Db, _day: date) -> set[UUID]:
    return set(db.exec(select(Draft.subject_id)))


def _asked_something(db: Db, _day: date) -> set[UUID]:
    """Who waits for an answer about the own data; to be erased too is answered first."""
    waits = select(SubjectRequest.subject_id).where(col(SubjectRequest.closed_at).is_(None))
    return set(db.exec(waits))


_KEEPING = (queries.held_on, _written_about, _asked_something)


def due(db: Db, kind: RetentionKind, day: date) -> Due:
    over = _over(db, kind, day)
    kept = _kept(db, day)
    still_open = _still_counted(db, kind, day) if over else frozenset()
    ready = [
        case
        for case in over
        if case.subject_id not in kept
        and not _waits_for_counting(db, case, day, still_open)
        and not _is_named(db, case)
    ]
    ordered = sorted(ready, key=lambda case: (case.ended, case.subject_id))
    return Due(tuple(ordered), len(over) - len(ready))


def is_due(db: Db, kind: RetentionKind, subject_id: UUID, day: date) -> bool:
    """Asked again in the transaction that erases; counting was waited for when it was proposed."""
    return bool(_over(db, kind, day, subject_id)) and subject_id not in _kept(db, day)


def _over(db: Db, kind: RetentionKind, day: date, only: UUID | None = None) -> list[Case]:
    months = rules.months_of(settings_of(db), kind)
    return [case for case in cases(db, kind, only) if rules.is_over(case.ended, months, day)]


def _kept(db: Db, day: date) -> set[UUID]:
    return set[UUID]().union(*(keeping(db, day) for keeping in _KEEPING))


def _still_counted(db: Db, kind: RetentionKind, day: date) -> frozenset[HalfYear]:
    """Half-years that can't be counted yet; complaints are counted in none."""
    if kind is RetentionKind.COMPLAINT:
        return frozenset()
    return frozenset(one.cohort for one in open_half_years(db, SOURCES, day))


def _is_named(db: Db, case: Case) -> bool:
    """A mentor stays while the records of the young people whom they guided do."""
    is_mentor = case.kind is RetentionKind.MENTOR
    return is_mentor and bool(erasure.named_by_others(db, case.subject_id))


def _waits_for_counting(db: Db, case: Case, day: date, still_open: Iterable[HalfYear]) -> bool:
    """Who is counted in a half-year that isn't closed stays for it, but not for ever."""
    span = half_year_of(case.began), half_year_of(case.ended)
    longest = rules.months_of(settings_of(db), case.kind) + rules.LONGEST_FOR_COUNTING
    is_counted = any(span[0] <= one <= span[1] for one in still_open)
    return is_counted and not rules.is_over(case.ended, longest, day)
