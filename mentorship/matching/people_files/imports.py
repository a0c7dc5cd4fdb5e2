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
    opened = _opened(by, plan, file)
    opened.read(content)
    opened.check()
    return plan


def bring_in(
    by: Bringing, kind: FileKind, file: str, content: bytes, seen: str | None = None
) -> Plan:
    """Looks again behind the locks, and writes when there is no fault and nothing changed since.

    `seen` is the mark of the plan that somebody looked at; the caller commits all or nothing.
    """
    plan = Plan(kind)
    opened = _opened(by, plan, file)
    opened.read(content)
    opened.lock()
    opened.check()
    plan.is_overtaken = plan.has_work and seen not in (None, plan.mark)
    if plan.is_good and not plan.is_overtaken:
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
