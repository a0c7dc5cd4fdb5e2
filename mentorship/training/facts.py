"""What a coordinator fills in about a cohort or a meeting: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from mentorship.training.models import AssessmentOutcome, MeetingKind, Presence


@dataclass(frozen=True)
class CohortFacts:
    """A cohort; without a House it is one of the whole region."""

    name: str
    trainer_id: UUID
    capacity: int
    starts_on: date
    house_code: str | None = None


@dataclass(frozen=True)
class Series:
    """The meetings of a whole course: every week at this time, in this place."""

    clock: time
    location: str


@dataclass(frozen=True)
class Slot:
    """When and where a meeting is, and who holds it."""

    starts_at: datetime
    ends_at: datetime
    location: str
    trainer_id: UUID


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting of a cohort, or of a House or the region when there is no cohort."""

    kind: MeetingKind
    slot: Slot
    cohort_id: UUID | None = None
    house_code: str | None = None
    module_code: str | None = None


@dataclass(frozen=True)
class AttendanceSheet:
    """What was marked of whom, on a page that showed this version of the meeting."""

    version: int
    presences: Mapping[UUID, Presence] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """An assessment; `number` is how many there were when the page was opened, plus one."""

    number: int
    outcome: AssessmentOutcome
    note: str = ""
