"""What a consultant does with a concern: take it on, choose, note, ask, hand over, close."""

from datetime import date
from uuid import UUID, uuid4

from mentorship.accounts.models import User
from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of, today
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.padding import CODE, pad, unpad
from mentorship.trajectories.concerns import acts, holding, letters, queries, rules, telling
from mentorship.trajectories.concerns.models import ActKind, Concern, ConcernStatus, ConcernStep
from mentorship.trajectories.concerns.protocols import (
    SECOND_LOOK,
    Protocol,
    ProtocolKind,
    current,
    protocol_of,
)


def take_on(db: Db, concern: Concern, by: UUID) -> None:
    """The first wins; the concern is locked. Raises TakenOn for a colleague who comes after.

    From a holder who can't open it any more it is taken on as if nobody ever had it.
    """
    if concern.holder_id == by and concern.is_open:
        return
    _check_open(concern)
    if concern.holder_id is not None and not holding.is_lost(db, concern):
        raise rules.TakenOn
    _leave_second(concern, by)
    concern.holder_id, concern.acknowledged_at = by, now(db)
    concern.status = ConcernStatus.ACKNOWLEDGED
    acts.note(db, concern, ActKind.TAKEN_ON, by=by)
    telling.tell_mentor(db, concern)


def choose_protocol(db: Db, concern: Concern, kind: ProtocolKind, by: UUID) -> None:
    """Another one may be chosen later; what was noted stays."""
    _check_holder(concern, by)
    chosen = current(kind)
    before = protocol(db, concern)
    if before is not None and before.code == chosen.code:
        return
    vault.write(db, concern, protocol=pad(chosen.code, CODE))
    concern.protocol_chosen_at = now(db)
    acts.note(db, concern, ActKind.PROTOCOL_CHOSEN, by=by)


def protocol(db: Db, concern: Concern) -> Protocol | None:
    code = unpad(vault.read(db, concern, "protocol", purpose=Purpose.GUIDANCE))
    return protocol_of(code) if code else None


def taken(db: Db, concern: Concern) -> frozenset[str]:
    """The codes of the steps that somebody noted, of every protocol that was chosen."""
    rows = queries.steps_of(db, concern)
    read = vault.scan(db, rows, "step", purpose=Purpose.GUIDANCE)
    return frozenset(unpad(code) for code in read.values())


def log_step(
    db: Db, concern: Concern, step: str, done_on: date, note: str, *, by: UUID, key: UUID
) -> ConcernStep:
    """That a person took this step of the chosen protocol on that day."""
    if (before := _noted_before(db, concern, key)) is not None:
        return before
    _check_open(concern)
    if by not in (concern.holder_id, concern.second_id):
        raise rules.NotHolder
    chosen = protocol(db, concern)
    if chosen is None:
        raise rules.ProtocolMissing
    if chosen.step(step) is None:
        raise rules.StepUnknown
    if not day_of(concern.raised_at) <= done_on <= today(db):
        raise rules.DayImpossible
    made = _add_step(db, concern, f"{chosen.code}/{step}", done_on, note, by, key)
    acts.record(db, "concern.step_noted", concern)
    return made


def ask_second(db: Db, concern: Concern, colleague: User, by: UUID) -> None:
    """A colleague looks too; another one may be asked instead while the first hasn't."""
    _check_holder(concern, by)
    if concern.second_id == colleague.id:
        return
    if colleague.id not in {user.id for user in queries.seconds_of(db, concern)}:
        raise rules.NoColleague
    concern.second_id, concern.second_looked_at = colleague.id, None
    acts.note(db, concern, ActKind.SECOND_ASKED, by=by, other=colleague.id)
    telling.tell_one(db, concern, colleague, letters.SECOND)


def look(db: Db, concern: Concern, note: str, *, by: UUID, key: UUID) -> None:
    """The second pair of eyes has looked, and writes down what it thinks."""
    if _noted_before(db, concern, key) is not None:
        return
    _check_open(concern)
    if concern.second_id != by:
        raise rules.NotAsked
    _add_step(db, concern, SECOND_LOOK.code, today(db), note, by, key)
    concern.second_looked_at = now(db)
    acts.note(db, concern, ActKind.SECOND_LOOKED, by=by)


def hand_over(db: Db, concern: Concern, to: User, by: UUID) -> None:
    """To a colleague of the House, or by a colleague to themself: somebody may be away."""
    _check_open(concern)
    if concern.holder_id is None:
        raise rules.NotTakenOn
    if concern.holder_id == to.id:
        return
    if to.id not in {user.id for user in queries.colleagues_of(db, concern)}:
        raise rules.NoColleague
    _leave_second(concern, to.id)
    concern.holder_id = to.id
    acts.note(db, concern, ActKind.HANDED_OVER, by=by, other=to.id)
    if to.id != by:
        telling.tell_one(db, concern, to, letters.HANDED_OVER)


def close(db: Db, concern: Concern, outcome: str, by: UUID, *, left_out: str = "") -> None:
    """With what came of it, and why steps weren't noted where any is missing.

    Raises SecondMissing where the protocol asks for two, ReasonMissing without that reason.
    """
    _check_holder(concern, by)
    chosen = protocol(db, concern)
    if chosen is None:
        raise rules.ProtocolMissing
    if chosen.needs_second and concern.second_looked_at is None:
        raise rules.SecondMissing
    missing = chosen.without(taken(db, concern))
    if missing and not left_out.strip():
        raise rules.ReasonMissing
    vault.write(db, concern, outcome=outcome, left_out=left_out if missing else None)
    concern.status, concern.closed_at, concern.closed_by = ConcernStatus.CLOSED, now(db), by
    acts.note(db, concern, ActKind.CLOSED, by=by)


def _leave_second(concern: Concern, holder_id: UUID) -> None:
    """Whoever has it can't be its second pair of eyes."""
    if concern.second_id == holder_id:
        concern.second_id = concern.second_looked_at = None


def _check_open(concern: Concern) -> None:
    if not concern.is_open:
        raise rules.AlreadyClosed


def _check_holder(concern: Concern, by: UUID) -> None:
    _check_open(concern)
    if concern.holder_id is None:
        raise rules.NotTakenOn
    if concern.holder_id != by:
        raise rules.NotHolder


def _noted_before(db: Db, concern: Concern, key: UUID) -> ConcernStep | None:
    """What the same sending of the same page noted already; the concern is locked."""
    row = db.get(ConcernStep, key)
    return row if row is not None and row.concern_id == concern.id else None


def _add_step(
    db: Db, concern: Concern, step: str, done_on: date, note: str, by: UUID, key: UUID
) -> ConcernStep:
    free = key if db.get(ConcernStep, key) is None else uuid4()
    made = ConcernStep(
        id=free, subject_id=concern.subject_id, concern_id=concern.id, done_on=done_on,
        noted_at=now(db), noted_by=by,
    )  # fmt: skip
    vault.write(db, made, step=pad(step, CODE), note=note or None)
    db.add(made)
    db.flush()
    return made
