"""What the page of a trajectory tells about its end, with what was corrected of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from mentorship.accounts.queries import names_of_ids
from mentorship.foundation import vault
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.trajectories import corrections
from mentorship.trajectories.closure import queries
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    Closure,
    ContactStatement,
    ExitTalk,
)
from mentorship.trajectories.corrections import Noted
from mentorship.trajectories.models import Trajectory

OneRow = TypeVar("OneRow", bound=Row)


@dataclass(frozen=True)
class EndSection:
    """What counts, each with its words and with what stood there before; `people` noted it."""

    closure: Noted[Closure] | None
    talks: Sequence[Noted[ExitTalk]]
    statement: Noted[ContactStatement] | None
    checks: Sequence[Noted[AftercareCheck]]
    people: dict[UUID, str]

    @property
    def is_there(self) -> bool:
        return bool(self.closure or self.talks or self.statement or self.checks)


def section_of(db: Db, trajectory: Trajectory) -> EndSection:
    closures = _noted(db, Closure, trajectory, "explanation")
    talks = _noted(db, ExitTalk, trajectory, "notes")
    statements = _noted(db, ContactStatement, trajectory)
    checks = _noted(db, AftercareCheck, trajectory, "notes")
    every: list[Noted[Any]] = [*closures, *talks, *statements, *checks]
    writers = {one.row.noted_by for first in every for one in (first, *first.earlier)}
    return EndSection(
        closure=next(iter(closures), None),
        talks=sorted(talks, key=lambda talk: talk.row.talked_on),
        statement=next(iter(statements), None),
        checks=sorted(checks, key=lambda check: check.row.months),
        people=names_of_ids(db, writers),
    )


def _noted(db: Db, kind: type[OneRow], trajectory: Trajectory, *words: str) -> list[Noted[OneRow]]:
    rows = queries.all_of(db, kind, trajectory)
    read = vault.scan_fields(db, rows, (*words, corrections.WHY), purpose=Purpose.GUIDANCE)
    return corrections.with_history(rows, read)
