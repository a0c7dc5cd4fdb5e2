"""Says which open concerns nobody has any more: whoever took them on can't open the case now."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.cover.queries import Covered, covered_by
from mentorship.accounts.queries import users_by_house
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.concerns.models import Concern
from mentorship.trajectories.models import Trajectory


def lost_of(db: Db, concerns: Iterable[Concern]) -> frozenset[UUID]:
    """Those whose holder was a deputy whose cover is over, left, or works where the file was.

    As many statements for one as for fifty of the same Houses; the other way round than
    `policy.cases_of`, that says it for one person.
    """
    held = [one for one in concerns if one.is_open and one.holder_id is not None]
    cases = _cases_of(db, {one.trajectory_id for one in held})
    houses = {mentee.house_code for mentee in cases.values()}
    consultants = users_by_house(db, Role.MENTOR_CONSULTANT, houses)
    there = {house: {user.id for user in users} for house, users in consultants.items()}
    away = [
        (one.id, one.holder_id, cases[one.trajectory_id])
        for one in held
        if one.holder_id is not None
        and one.holder_id not in there[cases[one.trajectory_id].house_code]
    ]
    covers = {holder_id: covered_by(db, holder_id) for _id, holder_id, _case in away}
    return frozenset(key for key, holder, case in away if not _covers(covers[holder], case))


def is_lost(db: Db, concern: Concern) -> bool:
    return bool(lost_of(db, [concern]))


def _cases_of(db: Db, trajectory_ids: set[UUID]) -> dict[UUID, Mentee]:
    if not trajectory_ids:
        return {}
    found = (
        select(Trajectory.id, Mentee)
        .join(Mentee, col(Mentee.id) == col(Trajectory.mentee_id))
        .where(col(Trajectory.id).in_(trajectory_ids))
    )
    return dict(db.execute(found).all())


def _covers(covers: Iterable[Covered], mentee: Mentee) -> bool:
    """Whether one of these who are away today has the case, as the policy asks it."""
    return any(
        absent.user_id == mentee.consultant_id and mentee.house_code in absent.houses
        for absent in covers
    )
