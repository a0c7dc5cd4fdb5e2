"""An invented trail: who did what, written through the program, and changed behind its back."""

from uuid import UUID

from sqlalchemy import update

from mentorship.foundation import audit
from mentorship.foundation.db import AuditActor, Database
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import EVENTS
from tests.foundation.tampering import behind_its_back

CONSULTANT = AuditActor(UUID(int=7), role="mentor_consultant")
BOTH_ROLES = AuditActor(UUID(int=8), role="coordinator+privacy_officer")
DEPUTY = AuditActor(UUID(int=9), role="mentor_consultant", break_glass=True)


def act(
    database: Database,
    action: str = "mentee.accepted",
    actor: AuditActor | None = CONSULTANT,
    *,
    about: UUID | None = None,
    times: int = 1,
    **details: str,
) -> None:
    with database.writing(actor) as db:
        for _ in range(times):
            audit.record(db, action, subject_id=about, purpose=Purpose.TRIAGE, **details)
        db.commit()


def edit(database: Database, seq: int) -> None:
    with behind_its_back(database) as connection:
        changed = update(EVENTS).where(EVENTS.c.seq == seq).values(action="edited")
        connection.execute(changed)
