"""Reads both files into people of a round, and tells everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Mentee, Mentor
from mentorship.matching.faults import BadInput, Fault, Faults, bad_input, cannot_open
from mentorship.matching.files import MenteeRow, MentorRow, Setting
from mentorship.matching.headers import MENTEES, MENTORS, Header, find_columns
from mentorship.matching.persons import mentee_of, mentor_of
from mentorship.matching.references import References
from mentorship.matching.rows import Kind, Person, RowReader, RowType
from mentorship.matching.sheets import Sheet, open_sheet


@dataclass(frozen=True, slots=True)
class FilePeople(Generic[Person]):
    """The people of one file, the row each stands in, and what the file calls its columns."""

    file: str
    header: Header
    people: tuple[Person, ...]
    row_of: Mapping[str, int]
    references: References


@dataclass(frozen=True, slots=True)
class BothFiles:
    """Two files without faults; `warnings` are things to look at that stop nothing."""

    mentors: FilePeople[Mentor]
    mentees: FilePeople[Mentee]
    warnings: Faults


def read_both(mentors: Path, mentees: Path, setting: Setting) -> BothFiles:
    """Everybody in both files. Raises `BadInput` with all faults of both."""
    faults, warnings = Faults(), Faults()
    _refuse_one_file_twice(mentors, mentees)
    is_same = mentors.name == mentees.name
    labels = [str(path) if is_same else path.name for path in (mentors, mentees)]
    those = _read(mentors, labels[0], MENTOR_FILE, setting, faults, warnings)
    these = _read(mentees, labels[1], MENTEE_FILE, setting, faults, warnings)
    if those is not None and these is not None:
        _check_references(those, these, faults, warnings)
        _check_references(these, those, faults, warnings)
    if faults.count or those is None or these is None:
        raise BadInput(faults)
    return BothFiles(those, these, warnings)


def _refuse_one_file_twice(mentors: Path, mentees: Path) -> None:
    if mentors.is_file() and mentees.is_file() and mentors.samefile(mentees):
        raise bad_input(
            mentors.name,
            _l("This one file is given for both the mentors and the mentees."),
            _l("Give two files, first the mentors and then the mentees."),
        )


def _check_references(
    naming: FilePeople[Any], named: FilePeople[Any], faults: Faults, warnings: Faults
) -> None:
    """Without ids in the other file nobody can be found there, and that was told already."""
    if "id" in named.header.position:
        naming.references.check(named.row_of, faults, warnings)


MENTOR_FILE = Kind(MENTORS, ("id", "place", "slots"), MentorRow, mentor_of)
MENTEE_FILE = Kind(MENTEES, ("id", "place", "slots", "waiting_since"), MenteeRow, mentee_of)


def _read(
    path: Path,
    file: str,
    kind: Kind[RowType, Person],
    setting: Setting,
    faults: Faults,
    warnings: Faults,
) -> FilePeople[Person] | None:
    """The people of one file, or None where reading had to stop."""
    try:
        with path.open("rb") as stream:
            return read_stream(stream, file, kind, setting, faults, warnings)
    except OSError as error:
        faults.include(cannot_open(file, error).faults)
        return None


def read_stream(
    stream: BinaryIO,
    file: str,
    kind: Kind[RowType, Person],
    setting: Setting,
    faults: Faults,
    warnings: Faults,
) -> FilePeople[Person] | None:
    """The same from a file that is open already."""
    try:
        sheet = open_sheet(file, stream, warnings, setting.limits)
        known = faults.count
        header = _columns(sheet, file, kind, faults, warnings)
        reader = RowReader(file, header, kind, setting, faults, warnings)
        reader.builds_people = faults.count == known
        for number, cells in sheet.rows:
            reader.take(number, cells)
    except BadInput as stopped:
        faults.include(stopped.faults)
        return None
    if not reader.row_of and not faults.count:
        warnings.add(Fault(file=file, problem=_l("There is nobody in this file."), remedy=""))
    reader.tell_unplaced()
    return FilePeople(file, header, tuple(reader.people), reader.row_of, reader.references)


def _columns(
    sheet: Sheet, file: str, kind: Kind[RowType, Person], faults: Faults, warnings: Faults
) -> Header:
    header = find_columns(sheet.header, kind.columns, kind.required, file, faults, warnings)
    if not header.position:
        raise bad_input(
            file,
            _l("None of the columns is known."),
            _l("The first row must hold the names of the columns, with , or ; between them."),
            row=1,
        )
    return header
