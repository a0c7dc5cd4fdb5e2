"""What every verb of a complaint ends with: a line in its history and one in the trail."""

from uuid import UUID, uuid4

from mentorship.complaints import queries
from mentorship.complaints.models import ActKind, Complaint, ComplaintAct
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose


def note(db: Db, complaint: Complaint, kind: ActKind, *, by: UUID | None) -> None:
    """The complaint is locked. The trail learns which act it was, never about whom."""
    db.add(
        ComplaintAct(
            id=uuid4(), subject_id=complaint.subject_id, complaint_id=complaint.id,
            position=len(queries.acts_of(db, complaint)) + 1, kind=kind, acted_at=now(db),
            acted_by=by,
        )
    )  # fmt: skip
    db.flush()
    audit.record(
        db, f"complaint.{kind}", subject_id=complaint.subject_id, object_id=complaint.id,
        purpose=Purpose.COMPLAINT,
    )  # fmt: skip


def settings_of(db: Db) -> Settings:
    settings: Settings = db.info["database"].settings
    return settings
