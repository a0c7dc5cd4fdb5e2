"""Opens the file of one mentor: the audited reading of what was told, answered and noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.accounts import queries as accounts
from mentorship.accounts.models import User
from mentorship.foundation import vault
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries
from mentorship.mentors.models import (
    Agreement,
    Interview,
    Mentor,
    MentorReference,
    MentorSeat,
    Pause,
    TrainingRecord,
    VogSighting,
)
from mentorship.profiles.profile import MentorProfile

_TOLD = ("first_name", "family_name", "email", "phone", "place", "motivation", "ending_reason")
_REFERENCE = (
    "name", "email", "phone", "relation", "known_for", "strengths", "worries", "trust", "judgement",
)  # fmt: skip
Texts = dict[str, str]


@dataclass(frozen=True)
class MentorFile:
    """Rows beside the texts that were sealed in them, by the id of the row."""

    told: Texts
    interviews: Sequence[Interview]
    notes: dict[UUID, str]
    references: Sequence[MentorReference]
    reference_names: dict[UUID, str]
    vogs: Sequence[VogSighting]
    agreements: Sequence[Agreement]
    trainings: Sequence[TrainingRecord]
    pauses: Sequence[Pause]
    pause_reasons: dict[UUID, str]
    seats: Sequence[MentorSeat]
    profile: MentorProfile

    @property
    def name(self) -> str:
        return f"{self.told['first_name']} {self.told['family_name']}".strip()

    @property
    def colleagues(self) -> set[UUID]:
        """Whose names the page shows beside what they did."""
        found = {row.interviewer_id for row in self.interviews}
        return found | {row.seen_by for row in self.vogs}

    def reference(self, number: int) -> MentorReference | None:
        return next(
            (row for row in self.references if row.number == number and row.closed_at is None), None
        )


@dataclass(frozen=True)
class Account:
    """How far the account of a mentor is."""

    is_invited: bool
    is_accepted: bool
    awaits_second_person: bool


def open_file(db: Db, mentor: Mentor) -> MentorFile:
    interviews, pauses = queries.interviews_of(db, mentor), queries.pauses_of(db, mentor)
    references = queries.references_of(db, mentor)
    return MentorFile(
        told=_texts(db, mentor, _TOLD),
        interviews=interviews,
        notes=_scan(db, interviews, "notes"),
        references=references,
        reference_names=_scan(db, references, "name"),
        vogs=queries.vogs_of(db, mentor),
        agreements=queries.agreements_of(db, mentor),
        trainings=queries.trainings_of(db, mentor),
        pauses=pauses,
        pause_reasons=_scan(db, pauses, "reason"),
        seats=queries.seats_of(db, mentor.id),
        profile=queries.profile_of(db, mentor, Purpose.SCREENING),
    )


def contact_of(db: Db, mentor: Mentor) -> Texts:
    return _texts(db, mentor, ("email", "phone"))


def open_reference(db: Db, reference: MentorReference) -> Texts:
    return _texts(db, reference, _REFERENCE)


def account_of(db: Db, mentor: Mentor) -> Account:
    if mentor.user_id is None:
        return Account(False, False, False)
    user = db.get_one(User, mentor.user_id)
    grants = accounts.open_grants(db, [user.id]).get(user.id, [])
    return Account(True, user.accepted_at is not None, any(one.is_pending for one in grants))


def pause_on(pauses: Sequence[Pause], day: date) -> Sequence[Pause]:
    """Those that run or are still to come."""
    return [row for row in pauses if row.ended_on is None and day <= row.last_day]


def _texts(db: Db, row: Row, names: tuple[str, ...]) -> Texts:
    return {name: vault.read(db, row, name, purpose=Purpose.SCREENING) or "" for name in names}


def _scan(db: Db, rows: Sequence[Row], name: str) -> dict[UUID, str]:
    return vault.scan(db, rows, name, purpose=Purpose.SCREENING)
