"""A mentor's own page: the next meeting, one big button, the own logs and what they cost."""

from uuid import UUID, uuid4

from flask import render_template

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.requests import request_db
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories.reviews.check_ins.queries import asked_of_mentor
from mentorship.trajectories.sessions import drafting, feed, own, queries
from mentorship.trajectories.sessions.views.finding import (
    concern_address,
    own_trajectory,
    readable_log,
)


@requires(Permission.SESSION_LOG)
def mine() -> str:
    db = request_db()
    owner = user_actor().id
    mentor = mentor_of_user(db, owner)
    pairs = own.pairs_of(db, mentor) if mentor else []
    return render_template(
        "trajectories/sessions/mine.html",
        pairs=pairs,
        concern_address=concern_address,
        questioned=_questioned(db, mentor) if mentor else set(),
        refused=drafting.refused_of(db, owner),
        has_calendar=feed.feed_of(db, owner) is not None,
        new_address=uuid4(),
    )


def _questioned(db: Db, mentor: Mentor) -> set[UUID]:
    """The trajectories at which this mentor is asked now how it is for them."""
    return {one.id for one, *_rest in asked_of_mentor(db, mentor, today(db))}


@requires(Permission.SESSION_LOG)
def one(trajectory_id: UUID, log_id: UUID) -> str:
    """One log, with what it said before it was corrected."""
    db = request_db()
    trajectory = own_trajectory(db, trajectory_id)
    log = readable_log(db, trajectory, log_id)
    history = queries.history_of(db, log)
    return render_template(
        "trajectories/sessions/one.html",
        trajectory=trajectory,
        history=history,
        told=queries.told_of(db, history),
        is_withdrawn=queries.is_withdrawn(db, history[0]),
        may_correct=history[0].logged_by == user_actor().id,
    )
