"""The session logs of one trajectory as a consultant reads them, for the page of the trajectory."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mentorship.foundation.db import Db
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import queries
from mentorship.trajectories.sessions.facts import Told
from mentorship.trajectories.sessions.models import SessionLog


@dataclass(frozen=True)
class Section:
    """What `trajectories/sessions/section.html` shows as `sessions`."""

    logs: list[SessionLog]
    told: Mapping[UUID, Told]
    facts: queries.SessionFacts
    withdrawn: list[SessionLog]


def section_of(db: Db, trajectory: Trajectory) -> Section:
    """Of two who stopped meeting nobody is called any more, and no appointment stands."""
    logs = queries.logs_of(db, [trajectory.id])[trajectory.id]
    has_ended = queries.end_of(db, trajectory) is not None
    return Section(
        logs,
        queries.told_of(db, logs),
        queries.OVER if has_ended else queries.facts_of(db, [trajectory])[trajectory.id],
        queries.withdrawn_of(db, trajectory),
    )
