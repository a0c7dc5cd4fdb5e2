"""A mentor tells more of the own concern, or that it was a mistake; whoever has it is told."""

from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.trajectories.concerns import acts, rules, telling
from mentorship.trajectories.concerns.models import AdditionKind, Concern, ConcernAddition

_ACTS = {
    AdditionKind.MORE: "concern.told_more",
    AdditionKind.MISTAKE: "concern.told_mistake",
}


def add(db: Db, concern: Concern, kind: AdditionKind, words: str, *, key: UUID) -> ConcernAddition:
    """The concern is locked. Sent twice by one page it is one addition and one letter.

    It changes nothing else: who has it and who is told when stay as they were.
    """
    before = db.get(ConcernAddition, key)
    if before is not None and before.concern_id == concern.id:
        return before
    if not concern.is_open:
        raise rules.AlreadyClosed
    made = ConcernAddition(
        id=key if before is None else uuid4(), subject_id=concern.subject_id,
        concern_id=concern.id, kind=kind, told_at=now(db),
    )  # fmt: skip
    vault.write(db, made, words=words or None)
    db.add(made)
    db.flush()
    acts.record(db, _ACTS[kind], concern)
    telling.tell_who_has_it(db, concern, kind)
    return made
