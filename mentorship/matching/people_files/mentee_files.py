"""A file of young people on its way into the database."""

from __future__ import annotations

import io
from collections.abc import Mapping

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.subjects import Purpose
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
from mentorship.matching.people_files.rows import IncomingMentee
from mentorship.matching.reading import FilePeople, read_stream
from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.mentees import arrivals, verbs
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.facts import NewMentee, SafeContact
from mentorship.referrals.mentees.models import Mentee


class MenteesFile:
    """A file of young people who wait."""

    columns_left: Mapping[str, LazyText] = {
        "pinned": _l("Pin somebody on the page of a young person, with a reason."),
        "refused": _l("What was refused is known here."),
    }

    def __init__(self, importer: Bringing, plan: Plan, file: str) -> None:
        self._by, self._db, self._plan, self._file = importer, importer.db, plan, file
        self._found: list[tuple[IncomingMentee, Mentee | None]] = []
        self._people: FilePeople[IncomingMentee] | None = None

    def read(self, content: bytes) -> None:
        self._people = read_stream(
            io.BytesIO(content), self._file, rows.INCOMING_MENTEES, setting_of(self._db),
            self._plan.faults, self._plan.warnings,
        )  # fmt: skip

    def check(self) -> None:
        """Row by row, as everybody is now."""
        if self._people is None:
            return
        tell_left(self._people, self.columns_left, self._plan.warnings)
        for row in self._people.people:
            known = numbers.find_mentee(self._db, row.id)
            faults = RowCheck(self._plan.faults, self._people, row)
            faults.check(
                self._by.houses,
                known.house_code if known else None,
                is_new=known is None,
                is_open=known is None or known.stage.is_open,
            )
            if known is None and row.birth_year is None:
                faults.tell(
                    "birth_year",
                    _l("This cell is empty."),
                    _l("Fill in the year of birth: whether a guardian has to agree hangs on it."),
                )
            if known is not None and known.house_code not in self._by.houses:
                continue  # said above; the profile of another House's person isn't read
            self._found.append((row, known))
            self._plan.rows.append(self._planned(row, known))

    def _planned(self, row: IncomingMentee, known: Mentee | None) -> PlannedRow:
        if known is None:
            return planned(self._people, row, Effect.ADDED)
        profile = mentees.profile_of(self._db, known, Purpose.MATCHING)
        wishes = mentees.wishes_of(self._db, known)
        changes = changed_columns(profile, rows.mentee_profile(row))
        if known.priority != row.priority:
            changes = (*changes, "priority")
        effect = Effect.CHANGED if changes else Effect.SAME
        return planned(self._people, row, effect, changes, wishes.version if wishes else 0)

    def lock(self) -> None:
        """Young people first, as every verb does."""
        people = self._people.people if self._people else ()
        lock_in_turn(
            self._by,
            [numbers.find_mentee(self._db, row.id) for row in people],
            [numbers.find_mentor(self._db, one) for row in people for one in row.excluded],
        )

    def write(self) -> None:
        for row, known in self._found:
            mentee = known or self._add(row)
            if known is not None:
                self._change(row, known)
            for number in sorted(row.excluded):
                mentor = numbers.find_mentor(self._db, number)
                if mentor is not None:
                    ban(self._by, mentee, mentor)

    def _change(self, row: IncomingMentee, known: Mentee) -> None:
        wishes = mentees.wishes_of(self._db, known)
        version = wishes.version if wishes else 0
        verbs.save_profile(self._db, known, rows.mentee_profile(row), version=version)
        verbs.set_priority(self._db, known, row.priority, _("From a file."), by=self._by.user_id)

    def _add(self, row: IncomingMentee) -> Mentee:
        first, family = rows.names_in(row)
        new = NewMentee(
            first_name=first,
            family_name=family,
            birth_year=row.birth_year or 0,
            house_code=rows.house_of(row) or "",
            contact=SafeContact(ContactRoute.OTHER, _("Not in the file: ask first.")),
            profile=rows.mentee_profile(row),
            priority=row.priority,
            agreed_on=row.waiting_since if self._by.has_consent else None,
            waiting_since=row.waiting_since if self._by.has_consent else None,
        )
        mentee = arrivals.add_mentee(self._db, new, added_by=self._by.user_id)
        numbers.number_mentee(self._db, mentee, row.id)
        return mentee
