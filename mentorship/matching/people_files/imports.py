"""A file of people on its way in: first what it would do, then doing exactly that."""

from __future__ import annotations

from mentorship.foundation import audit
from mentorship.foundation.subjects import Purpose
from mentorship.matching.people_files.mentee_files import MenteesFile
from mentorship.matching.people_files.mentor_files import MentorsFile
from mentorship.matching.people_files.plans import Bringing, Effect, FileKind, Plan


def look_at(by: Bringing, kind: FileKind, file: str, content: bytes) -> Plan:
    """Nothing is written; all faults are told at once."""
    plan = Plan(kind)
    _opened(by, plan, file).look(content)
    return plan


def bring_in(by: Bringing, kind: FileKind, file: str, content: bytes) -> Plan:
    """Looks again, and writes when there is no fault; the caller commits all or nothing."""
    plan = Plan(kind)
    opened = _opened(by, plan, file)
    opened.look(content)
    if plan.is_good:
        opened.write()
        counts = plan.counts
        audit.record(
            by.db, "people.imported", purpose=Purpose.MATCHING, what=kind,
            added=counts[Effect.ADDED], changed=counts[Effect.CHANGED],
        )  # fmt: skip
    return plan


def _opened(by: Bringing, plan: Plan, file: str) -> MentorsFile | MenteesFile:
    kind = MentorsFile if plan.kind is FileKind.MENTORS else MenteesFile
    return kind(by, plan, file)
