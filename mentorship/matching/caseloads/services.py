"""Sets how many young people a consultant can take on; services never commit."""

from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.models import RoleGrant, User
from mentorship.foundation import audit
from mentorship.foundation.db import ChangedMeanwhile, Db, now
from mentorship.matching.caseloads import queries
from mentorship.matching.caseloads.models import ConsultantCaseload


def set_caseload(db: Db, grant: RoleGrant, most: int | None, set_by: UUID, *, seen: int) -> None:
    """For the consultant of this grant in its House; None takes the cap away.

    `seen` is the version on the screen, 0 where none was set. Raises ChangedMeanwhile.
    """
    # Before there is a row to lock: of two at once the second sees what the first one did.
    db.exec(select(RoleGrant.id).where(col(RoleGrant.id) == grant.id).with_for_update()).one()
    house = grant.house_code or ""
    known = queries.find(db, grant.user_id, house)
    if (known.version if known else 0) != seen:
        raise ChangedMeanwhile("somebody else set this caseload")
    if known is None:
        known = ConsultantCaseload(
            user_id=grant.user_id, house_code=house, most=most, set_by=set_by, set_at=now(db)
        )
        db.add(known)
    else:
        known.most, known.set_by, known.set_at = most, set_by, now(db)
    db.flush()
    audit.record(
        db,
        "matching.caseload_set",
        subject_id=db.get_one(User, grant.user_id).subject_id,
        object_id=known.id,
        house=house,
        most=most,
    )
