"""A file of people on its way in: first what it would do, then doing exactly that."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from mentorship.foundation import audit
from mentorship.foundation.subjects import Purpose
from mentorship.matching.faults import Faults
from mentorship.matching.files import Setting
from mentorship.matching.people_files import rows
from mentorship.matching.people_files.mentee_files import MenteesFile
from mentorship.matching.people_files.mentor_files import MentorsFile
from mentorship.matching.people_files.plans import Bringing, Effect, FileKind, Plan
from mentorship.matching.people_files.rows import IncomingMentee, IncomingMentor
from mentorship.matching.reading import FilePeople, read_stream


@dataclass
class ReadFile:
    """Everybody in a file and all that is wrong with it by itself; nobody was looked up."""

    mentors: FilePeople[IncomingMentor] | None = None
    mentees: FilePeople[IncomingMentee] | None = None
    faults: Faults = field(default_factory=Faults)
    warnings: Faults = field(default_factory=Faults)


def read(setting: Setting, kind: FileKind, name: str, content: bytes) -> ReadFile:
    """Slow for a large file, and done without the database: nobody waits for it."""
    file, stream = ReadFile(), io.BytesIO(content)
    if kind is FileKind.MENTORS:
        file.mentors = read_stream(
            stream, name, rows.INCOMING_MENTORS, setting, file.faults, file.warnings
        )
    else:
        file.mentees = read_stream(
            stream, name, rows.INCOMING_MENTEES, setting, file.faults, file.warnings
        )
    return file


def look_at(by: Bringing, kind: FileKind, file: ReadFile) -> Plan:
    """Nothing is written; all faults are told at once."""
    plan = _begun(kind, file)
    if opened := _opened(by, plan, file):
        opened.check()
    return plan


def bring_in(by: Bringing, kind: FileKind, file: ReadFile, seen: str | None = None) -> Plan:
    """Looks again behind the locks, and writes when there is no fault and nothing changed since.

    `seen` is the mark of the plan that somebody looked at; the caller commits all or nothing.
    """
    plan = _begun(kind, file)
    opened = _opened(by, plan, file)
    if opened is None:
        return plan
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


def _begun(kind: FileKind, file: ReadFile) -> Plan:
    plan = Plan(kind)
    plan.faults.include(file.faults)
    plan.warnings.include(file.warnings)
    return plan


def _opened(by: Bringing, plan: Plan, file: ReadFile) -> MentorsFile | MenteesFile | None:
    if file.mentors is not None:
        return MentorsFile(by, plan, file.mentors)
    return None if file.mentees is None else MenteesFile(by, plan, file.mentees)
