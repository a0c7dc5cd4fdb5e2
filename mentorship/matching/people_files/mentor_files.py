"""A file of mentors on its way into the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.people_files import numbers, rows
from mentorship.matching.people_files.incoming import PeopleFile
from mentorship.matching.people_files.plans import changed_columns
from mentorship.matching.people_files.rows import IncomingMentor
from mentorship.mentors import queries as mentors
from mentorship.mentors import services as verbs
from mentorship.mentors.models import Mentor
from mentorship.mentors.told import NewMentor
from mentorship.referrals.mentees.models import Mentee


class MentorsFile(PeopleFile[IncomingMentor, Mentor, Mentee]):
    """A file of mentors."""

    side = numbers.MENTORS
    other_side = numbers.MENTEES
    columns_left: ClassVar[Mapping[str, LazyText]] = {
        "ready": _l("Whether a mentor is ready follows from the gates in this program."),
        "free_seats": _l("Which places are taken is known here."),
        "standing": _l("Proposals are made by rounds."),
        "refused": _l("What was refused is known here."),
    }

    def changes(self, row: IncomingMentor, known: Mentor) -> tuple[tuple[str, ...], int]:
        profile = mentors.profile_of(self._db, known)
        record = mentors.profile_record(self._db, known)
        columns = changed_columns(profile, rows.mentor_profile(row, profile))
        if len(mentors.open_seats(self._db, known.id)) != row.capacity:
            columns = (*columns, "capacity")
        return columns, record.version if record else 0

    def change(self, row: IncomingMentor, known: Mentor) -> None:
        profile = mentors.profile_of(self._db, known)
        verbs.save_profile(self._db, known, rows.mentor_profile(row, profile))
        if len(mentors.open_seats(self._db, known.id)) != row.capacity:
            verbs.set_capacity(self._db, known, row.capacity)

    def add(self, row: IncomingMentor) -> Mentor:
        first, family = rows.names_in(row)
        house = rows.house_of(row) or ""
        place = row.place.name if row.place else ""
        new = NewMentor(first_name=first, family_name=family, house_code=house, place=place)
        mentor = verbs.add_mentor(self._db, new)
        numbers.give(self._db, self.side, mentor, row.id)
        self.change(row, mentor)
        return mentor
