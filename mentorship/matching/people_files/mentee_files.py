"""A file of young people on its way into the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
from mentorship.matching.people_files import numbers, rows
from mentorship.matching.people_files.incoming import PeopleFile
from mentorship.matching.people_files.plans import RowCheck, changed_columns
from mentorship.matching.people_files.rows import IncomingMentee
from mentorship.mentors.models import Mentor
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees import arrivals, verbs
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.facts import NewMentee, SafeContact
from mentorship.referrals.mentees.models import Mentee


class MenteesFile(PeopleFile[IncomingMentee, Mentee, Mentor]):
    """A file of young people who wait."""

    side = numbers.MENTEES
    other_side = numbers.MENTORS
    columns_left: ClassVar[Mapping[str, LazyText]] = {
        "pinned": _l("Pin somebody on the page of a young person, with a reason."),
        "refused": _l("What was refused is known here."),
        "consultant": _l("Whose case it is stands on the page of a young person."),
    }

    def check_new(self, row: IncomingMentee, check: RowCheck) -> None:
        if row.birth_year is None:
            check.tell(
                "birth_year",
                _l("This cell is empty."),
                _l("Fill in the year of birth: whether a guardian has to agree hangs on it."),
            )

    def changes(self, row: IncomingMentee, known: Mentee) -> tuple[tuple[str, ...], int]:
        profile = mentees.profile_of(self._db, known, Purpose.MATCHING)
        columns = changed_columns(profile, rows.mentee_profile(row))
        if known.priority != row.priority:
            columns = (*columns, "priority")
        return columns, self._version(known)

    def change(self, row: IncomingMentee, known: Mentee) -> None:
        profile, version = rows.mentee_profile(row), self._version(known)
        verbs.save_profile(self._db, known, profile, version=version)
        verbs.set_priority(self._db, known, row.priority, _("From a file."), by=self._by.user_id)

    def add(self, row: IncomingMentee) -> Mentee:
        first, family = rows.names_in(row)
        agreed_on = row.waiting_since if self._by.has_consent else None
        new = NewMentee(
            first_name=first,
            family_name=family,
            birth_year=row.birth_year or 0,
            house_code=rows.house_of(row) or "",
            contact=SafeContact(ContactRoute.OTHER, _("Not in the file: ask first.")),
            profile=rows.mentee_profile(row),
            priority=row.priority,
            agreed_on=agreed_on,
            waiting_since=agreed_on,
        )
        mentee = arrivals.add_mentee(self._db, new, added_by=self._by.user_id)
        numbers.give(self._db, self.side, mentee, row.id)
        return mentee

    def _version(self, known: Mentee) -> int:
        wishes = mentees.wishes_of(self._db, known)
        return wishes.version if wishes else 0
