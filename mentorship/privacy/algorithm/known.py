"""Gathers what an entry is made from: the settings that count, their versions, and who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import SQLModel

from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Retention
from mentorship.foundation.web.health import program_version
from mentorship.matching import settings_history
from mentorship.matching.assignment.model import Objective, Policy
from mentorship.privacy.queries import settings_of, today
from mentorship.privacy.register import Entry, register
from mentorship.privacy.register_words import retention_words
from mentorship.region.models import House
from mentorship.region.queries import houses

TABLES = frozenset({"round_mentee", "round_mentor", "proposal", "unmatched"})


@dataclass(frozen=True)
class Version:
    """Of the settings, and since when it counts."""

    number: int
    day: date


@dataclass(frozen=True)
class Known:
    """All that is told; nothing of it is about a person."""

    policy: Policy
    objective: Objective
    values: Sequence[tuple[str, object]]
    versions: Sequence[Version]  # newest first; none while the defaults count
    kinds: Sequence[Entry]
    terms: Sequence[str]  # for how long a round is kept, in words
    houses: Sequence[House]
    is_in_use: bool
    address: str
    program: str
    day: date


def known(db: Db) -> Known:
    rows, _pages = settings_history.versions(db, 1)
    settings, counting = settings_of(db), settings_history.current(db)
    return Known(
        policy=counting.policy,
        objective=counting.objective,
        values=settings_history.current_values(db),
        versions=[Version(row.number, day_of(row.made_at)) for row in rows],
        kinds=_kinds(),
        terms=[retention_words(one, settings) for one in sorted(_retentions())],
        houses=houses(db),
        is_in_use=settings.mode == "production",
        address=settings.base_url.rstrip("/"),
        program=program_version(),
        day=today(db),
    )


def _retentions() -> set[Retention]:
    return {SQLModel.metadata.tables[name].info["retention"] for name in TABLES}


def _kinds() -> list[Entry]:
    """What the register says of the kinds of data about people in a round."""
    found = register(SQLModel.metadata)
    return [one for one in found if one.is_about_people and TABLES & set(one.tables)]
