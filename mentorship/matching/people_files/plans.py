"""What a file of people would do, row by row, and what only the database knows to be wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching import pair_rules
from mentorship.matching.faults import Fault, Faults
from mentorship.matching.file_limits import UPLOAD
from mentorship.matching.files import Setting
from mentorship.matching.models import RuleKind
from mentorship.matching.outcomes import FORMULA_STARTS
from mentorship.matching.people_files import rows
from mentorship.matching.people_files.numbers import is_id
from mentorship.matching.people_files.rows import IncomingMentee, IncomingMentor
from mentorship.matching.reading import FilePeople
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.profiles.profile import Profile
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.models import House

Incoming = IncomingMentor | IncomingMentee
People = FilePeople[IncomingMentor] | FilePeople[IncomingMentee]


class FileKind(StrEnum):
    MENTORS = "mentors"
    MENTEES = "mentees"


class Effect(StrEnum):
    """What a row does."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class PlannedRow:
    """One row and what it would do; `changes` names the columns.

    `version` is of the profile that would change, 0 for none.
    """

    row: int
    number: str
    name: str
    effect: Effect
    changes: tuple[str, ...] = ()
    version: int = 0


@dataclass
class Plan:
    """A whole file looked at: either faults, or what each row does.

    It is overtaken when it isn't any more what somebody looked at; then nothing was written.
    """

    kind: FileKind
    faults: Faults = field(default_factory=Faults)
    warnings: Faults = field(default_factory=Faults)
    rows: list[PlannedRow] = field(default_factory=list)
    is_overtaken: bool = False

    @property
    def has_work(self) -> bool:
        return any(row.effect is not Effect.SAME for row in self.rows)

    @property
    def mark(self) -> str:
        """The same for the same plan about the same profiles."""
        told = [(row.number, row.effect.value, row.changes, row.version) for row in self.rows]
        return sha256(repr(told).encode()).hexdigest()

    @property
    def is_good(self) -> bool:
        return not self.faults.count

    @property
    def counts(self) -> dict[Effect, int]:
        return {effect: sum(row.effect is effect for row in self.rows) for effect in Effect}


@dataclass(frozen=True)
class Bringing:
    """Somebody who brings in a file, for these Houses; `has_consent` as they declared."""

    db: Db
    user_id: UUID
    houses: frozenset[str]
    has_consent: bool = False


@dataclass(frozen=True)
class RowCheck:
    """What only the database knows to be wrong with a row."""

    faults: Faults
    people: People
    row: Incoming

    def check(self, houses: frozenset[str], known: Mentor | Mentee | None) -> None:
        house = known.house_code if known else rows.house_of(self.row)
        if house not in houses:
            self.tell_outside()
        if known is None:
            self._check_new()
        elif not _is_open(known):
            self.tell("id", _l("This person's file is closed here."), _l("Leave this row out."))

    def tell_outside(self) -> None:
        self.tell(
            "house",
            _l("This person lives outside your House."),
            _l("Fill in your own House in the column house, or leave this row out."),
        )

    def _check_new(self) -> None:
        if not self.row.name:
            self.tell(
                "name",
                _l("Of somebody who isn't known here yet the name is needed."),
                _l("Fill in the first name at least."),
            )
        if is_id(self.row.id):
            self.tell(
                "id",
                _l("Nobody here has this id (any more)."),
                _l("Give this person a short number of your own, such as “M12”."),
            )
        if self.row.id.startswith(FORMULA_STARTS):
            self.tell(
                "id",
                _l("A spreadsheet would take this number for a formula."),
                _l("Begin it with a letter or a figure."),
            )

    def tell(self, column: str, problem: LazyText, remedy: LazyText) -> None:
        self.faults.add(self._fault(column, self.row.id, problem, remedy))

    def warn_excluded(self, warnings: Faults, number: str, *, are_several: bool) -> None:
        """An exclusion may outlive the person, so it stops nothing; nor is it dropped unsaid."""
        problem = (
            _l("Several people in your Houses go by this number: this pair isn't kept apart.")
            if are_several
            else _l("Nobody in your House goes by this number: this pair isn't kept apart.")
        )
        remedy = _l("Fill in the id, or lay the ban down on the page “Pin or exclude a pair”.")
        warnings.add(self._fault("excluded", number, problem, remedy))

    def _fault(self, column: str, value: str, problem: LazyText, remedy: LazyText) -> Fault:
        return Fault(
            file=self.people.file,
            row=self.people.row_of[self.row.id],
            column=self.people.header.called(column),
            value=value,
            problem=problem,
            remedy=remedy,
        )


def _is_open(known: Mentor | Mentee) -> bool:
    return known.is_open if isinstance(known, Mentor) else known.stage.is_open


def changed_columns(before: Profile, after: Profile) -> tuple[str, ...]:
    """The names of what differs, as the columns of a file are called."""
    told = {"max_travel_m": "max_travel_km"}
    names = (item.name for item in fields(before) if item.name != "meeting_mode")
    return tuple(
        told.get(name, name) for name in names if getattr(before, name) != getattr(after, name)
    )


def tell_left(
    people: People,
    left: Mapping[str, LazyText],
    warnings: Faults,
) -> None:
    """Columns that a round on files uses and the database knows better."""
    for column, why in left.items():
        if column in people.header.position:
            warnings.add(
                Fault(
                    file=people.file,
                    row=1,
                    column=people.header.called(column),
                    problem=_l("This column isn't brought in."),
                    remedy=why,
                )
            )


def lock_houses(by: Bringing) -> None:
    """Of a House one file comes in at a time: two would both add who has the same new number."""
    codes = col(House.code)
    own = select(House).where(codes.in_(sorted(by.houses))).order_by(codes)
    by.db.exec(own.with_for_update(key_share=True)).all()


def lock_in_turn(by: Bringing, people: Collection[Mentor | Mentee]) -> set[UUID]:
    """Everybody at once, young people of the own Houses first as every verb does, by id: then no
    two files wait for each other, nor does anybody who decides about one of them.

    Answers who is held; of young people of another House, also since a moment, nobody is.
    """
    mine = select(Mentee).where(col(Mentee.house_code).in_(sorted(by.houses)))
    young = sorted({one.id for one in people if isinstance(one, Mentee)})
    older = sorted({one.id for one in people if isinstance(one, Mentor)})
    held = {key for key in young if mentees.lock_mentee(by.db, mine, key) is not None}
    return held | {key for key in older if mentors.lock(by.db, key) is not None}


def ban(by: Bringing, one: Mentor | Mentee, other: Mentor | Mentee) -> None:
    """Laid down before, it stands already; nobody is proposed to a mentor who left."""
    if is_new_ban(by, one, other):
        mentee, mentor = _pair(one, other)
        pair_rules.lay_down(by.db, mentee, mentor.id, RuleKind.BAN, _("From a file."), by.user_id)


def is_new_ban(by: Bringing, one: Mentor | Mentee, other: Mentor | Mentee) -> bool:
    """Only of the own House's young people."""
    mentee, mentor = _pair(one, other)
    return (
        mentee.house_code in by.houses
        and mentor.is_open
        and not pair_rules.stands(by.db, mentee.id, mentor.id, RuleKind.BAN)
    )


def _pair(one: Mentor | Mentee, other: Mentor | Mentee) -> tuple[Mentee, Mentor]:
    if isinstance(one, Mentee) and isinstance(other, Mentor):
        return one, other
    if isinstance(other, Mentee) and isinstance(one, Mentor):
        return other, one
    raise TypeError("a pair is a young person and a mentor")


def setting_on(day: date) -> Setting:
    return Setting(day, shipped_vocabulary(), UPLOAD)
