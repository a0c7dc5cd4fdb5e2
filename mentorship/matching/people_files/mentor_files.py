"""A file of mentors on its way into the database."""

from __future__ import annotations

import io
from collections.abc import Mapping

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.people_files import numbers, rows
from mentorship.matching.people_files.plans import (
    Bringing,
    Effect,
    Plan,
    PlannedRow,
    RowCheck,
    ban,
    changed_columns,
    lock_in_turn,
    planned,
    setting_of,
    tell_left,
)
from mentorship.matching.people_files.rows import IncomingMentor
from mentorship.matching.reading import FilePeople, read_stream
from mentorship.mentors import queries as mentors
from mentorship.mentors import services as mentor_verbs
from mentorship.mentors.models import Mentor
from mentorship.mentors.told import NewMentor


class MentorsFile:
    """A file of mentors."""

    columns_left: Mapping[str, LazyText] = {
        "ready": _l("Whether a mentor is ready follows from the gates in this program."),
        "free_seats": _l("Which places are taken is known here."),
        "standing": _l("Proposals are made by rounds."),
        "refused": _l("What was refused is known here."),
    }

    def __init__(self, importer: Bringing, plan: Plan, file: str) -> None:
        self._by, self._db, self._plan, self._file = importer, importer.db, plan, file
        self._found: list[tuple[IncomingMentor, Mentor | None]] = []
        self._people: FilePeople[IncomingMentor] | None = None

    def read(self, content: bytes) -> None:
        self._people = read_stream(
            io.BytesIO(content), self._file, rows.INCOMING_MENTORS, setting_of(self._db),
            self._plan.faults, self._plan.warnings,
        )  # fmt: skip

    def check(self) -> None:
        """Row by row, as everybody is now."""
        if self._people is None:
            return
        tell_left(self._people, self.columns_left, self._plan.warnings)
        for row in self._people.people:
            known = numbers.find_mentor(self._db, row.id)
            faults = RowCheck(self._plan.faults, self._people, row)
            faults.check(
                self._by.houses,
                known.house_code if known else None,
                is_new=known is None,
                is_open=known is None or known.is_open,
            )
            if known is not None and known.house_code not in self._by.houses:
                continue  # said above; the profile of another House's person isn't read
            self._found.append((row, known))
            self._plan.rows.append(self._planned(row, known))

    def _planned(self, row: IncomingMentor, known: Mentor | None) -> PlannedRow:
        if known is None:
            return planned(self._people, row, Effect.ADDED)
        profile = mentors.profile_of(self._db, known)
        record = mentors.profile_record(self._db, known)
        changes = changed_columns(profile, rows.mentor_profile(row, profile))
        if len(mentors.open_seats(self._db, known.id)) != row.capacity:
            changes = (*changes, "capacity")
        effect = Effect.CHANGED if changes else Effect.SAME
        return planned(self._people, row, effect, changes, record.version if record else 0)

    def lock(self) -> None:
        """Young people first, as every verb does: a row may say whom a mentor is kept from."""
        people = self._people.people if self._people else ()
        lock_in_turn(
            self._by,
            [numbers.find_mentee(self._db, one) for row in people for one in row.excluded],
            [numbers.find_mentor(self._db, row.id) for row in people],
        )

    def write(self) -> None:
        for row, known in self._found:
            mentor = known or self._add(row)
            profile = mentors.profile_of(self._db, mentor)
            mentor_verbs.save_profile(self._db, mentor, rows.mentor_profile(row, profile))
            if len(mentors.open_seats(self._db, mentor.id)) != row.capacity:
                mentor_verbs.set_capacity(self._db, mentor, row.capacity)
            for number in sorted(row.excluded):
                mentee = numbers.find_mentee(self._db, number)
                if mentee is not None:
                    ban(self._by, mentee, mentor)

    def _add(self, row: IncomingMentor) -> Mentor:
        first, family = rows.names_in(row)
        house = rows.house_of(row) or ""
        place = row.place.name if row.place else ""
        new = NewMentor(first_name=first, family_name=family, house_code=house, place=place)
        mentor = mentor_verbs.add_mentor(self._db, new)
        numbers.number_mentor(self._db, mentor, row.id)
        return mentor
