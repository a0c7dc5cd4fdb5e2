"""The verbs that put something right that was noted at the end; the day of the end stays."""

from typing import TypeVar
from uuid import UUID

from mentorship.foundation.calendar import today
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.trajectories import queries
from mentorship.trajectories.closure import rows, rules
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    Closure,
    ContactStatement,
    ExitTalk,
)
from mentorship.trajectories.closure.rows import Agreed, Checked, Talk
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.closure.services import check_moment, follow
from mentorship.trajectories.corrections import Note, check_counts
from mentorship.trajectories.course import done_before, record
from mentorship.trajectories.models import Phase, Trajectory
from mentorship.trajectories.rules import check_day

OneRow = TypeVar("OneRow", bound=Row)


def correct_end(
    db: Db,
    trajectory: Trajectory,
    before: Closure,
    ending: Ending,
    *,
    why: str,
    by: UUID,
    key: UUID,
) -> Closure:
    """Kind, reason, by whom and the words; what followed from the end stays as it was done.

    The trajectory is locked. Raises CorrectedBefore or ReasonImpossible.
    """
    if (known := _corrected_so(db, trajectory, before, key)) is not None:
        return known
    rules.check_ending(ending)
    row = rows.add_closure(db, trajectory, ending, Note(by, key, before.id, why))
    record(db, "trajectory.end_corrected", trajectory)
    return row


def correct_talk(
    db: Db, trajectory: Trajectory, before: ExitTalk, talk: Talk, *, why: str, by: UUID, key: UUID
) -> ExitTalk:
    """With the same side; raises CorrectedBefore or DayImpossible."""
    if (known := _corrected_so(db, trajectory, before, key)) is not None:
        return known
    check_day(talk.talked_on, after=trajectory.started_on, today=today(db))
    row = rows.add_talk(db, trajectory, talk, Note(by, key, before.id, why))
    record(db, "exit_talk.corrected", trajectory, side=talk.side)
    return row


def correct_statement(
    db: Db, trajectory: Trajectory, before: ContactStatement, agreed: Agreed,
    *, why: str, by: UUID, key: UUID,
) -> ContactStatement:  # fmt: skip
    """Raises CorrectedBefore or DayImpossible."""
    if (known := _corrected_so(db, trajectory, before, key)) is not None:
        return known
    check_day(agreed.agreed_on, after=trajectory.started_on, today=today(db))
    row = rows.add_statement(db, trajectory, agreed, Note(by, key, before.id, why))
    record(db, "contact_afterwards.corrected", trajectory)
    return row


def correct_check(
    db: Db, trajectory: Trajectory, before: AftercareCheck, checked: Checked,
    *, why: str, by: UUID, key: UUID,
) -> AftercareCheck:  # fmt: skip
    """Of the same moment. Whoever is looked for again, or whose aftercare is over, stays so; while
    it goes on, the right outcome brings about what it would have done at once. Raises
    CorrectedBefore, OutcomeFollowed, TooEarly, DayImpossible."""
    if (known := _corrected_so(db, trajectory, before, key)) is not None:
        return known
    assert trajectory.ended_on is not None  # noqa: S101 — aftercare was noted
    check_moment(db, trajectory.ended_on, checked)
    goes_on = queries.standing_of(db, trajectory).phase is Phase.AFTERCARE
    rules.check_outcome(checked.months, before.outcome, checked.outcome, goes_on=goes_on)
    row = rows.add_check(db, trajectory, checked, Note(by, key, before.id, why))
    if goes_on:
        follow(db, trajectory, checked, by)
    record(db, "aftercare.corrected", trajectory, months=checked.months)
    return row


def _corrected_so(db: Db, trajectory: Trajectory, before: OneRow, key: UUID) -> OneRow | None:
    """The same page sent before; without that, only the row that counts can be corrected."""
    if (known := done_before(db, type(before), key, trajectory)) is not None:
        return known
    check_counts(db, before)
    return None
