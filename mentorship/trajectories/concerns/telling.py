"""Who gets which letter about a concern; a letter leads to the page and says nothing of it."""

from collections.abc import Iterable

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import Letter
from mentorship.matching.matches.readers import readers_of
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.concerns import holding, letters, queries
from mentorship.trajectories.concerns.models import AdditionKind, Concern, Level
from mentorship.trajectories.models import Trajectory


def consultants_on_duty(db: Db, concern: Concern) -> list[User]:
    """Who follows the young person today, and who does for a colleague who is away.

    Nobody gets a letter about their own concern.
    """
    trajectory = db.get_one(Trajectory, concern.trajectory_id)
    there = readers_of(db, trajectories.match_of(db, trajectory))
    return [user for user in there if user.id != concern.raised_by]


def tell_consultants_on_duty(db: Db, concern: Concern) -> None:
    letter = letters.RAISED_NOW if concern.is_now else letters.RAISED
    _post(db, concern, consultants_on_duty(db, concern), letter)


def tell_more(db: Db, concern: Concern, level: Level) -> None:
    """All consultants of the House; then the coordinators, who read how many and nothing else."""
    if level is Level.HOUSE:
        everybody = users_with_role(db, Role.MENTOR_CONSULTANT, queries.house_of(db, concern))
        _post(db, concern, everybody, letters.STILL_WAITS)
        return
    count = queries.count_with_coordinator(db)
    for coordinator in users_with_role(db, Role.COORDINATOR):
        page = posting.page(db, "/today")
        posting.post(db, coordinator, letters.WAITS_IN_A_HOUSE, page, count=count)


def tell_who_has_it(db: Db, concern: Concern, kind: AdditionKind) -> None:
    """While nobody has it, everybody who was told of it so far."""
    letter = letters.MISTAKE if kind is AdditionKind.MISTAKE else letters.MORE
    holder = db.get(User, concern.holder_id) if concern.holder_id else None
    if holder is not None and not holding.is_lost(db, concern):
        _post(db, concern, [holder], letter)
    elif concern.level is Level.CONSULTANT:
        _post(db, concern, consultants_on_duty(db, concern), letter)
    else:
        # A deputy may be of another House, and was told of it first of all.
        house = users_with_role(db, Role.MENTOR_CONSULTANT, queries.house_of(db, concern))
        told = {user.id: user for user in (*house, *consultants_on_duty(db, concern))}
        _post(db, concern, told.values(), letter)


def tell_one(db: Db, concern: Concern, user: User, letter: Letter) -> None:
    _post(db, concern, [user], letter)


def tell_mentor(db: Db, concern: Concern) -> None:
    """That somebody has it and calls."""
    user = db.get(User, concern.raised_by)
    if user is not None and user.is_open:
        posting.post(db, user, letters.SEEN, posting.page(db, "/concerns/mine"))


def _post(db: Db, concern: Concern, users: Iterable[User], letter: Letter) -> None:
    page = posting.page(db, f"/concerns/{concern.id}")
    for user in users:
        if user.id != concern.raised_by:
            posting.post(db, user, letter, page)
