"""The other House of a mentor who is lent: which it is, and whom one asks there."""

from dataclasses import dataclass
from uuid import UUID

from mentorship.accounts.queries import names_of, users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.models import House


@dataclass(frozen=True)
class Lender:
    """`consultants` are colleagues there, by name; one of them agrees for the House."""

    house: str
    phone: str
    consultants: tuple[str, ...]


def lender_of(db: Db, mentor_id: UUID, mentee_id: UUID) -> Lender | None:
    """Nobody when both belong to one House by now."""
    code = db.get_one(Mentor, mentor_id).house_code
    if code == db.get_one(Mentee, mentee_id).house_code:
        return None
    house = db.get_one(House, code)
    there = names_of(db, users_with_role(db, Role.MENTOR_CONSULTANT, code))
    return Lender(house.name, house.phone or "", tuple(sorted(there.values())))
