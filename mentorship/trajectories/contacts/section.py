"""What the page of a trajectory tells about its support contacts, and what the timeline does."""

from dataclasses import dataclass

from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.trajectories.contacts import labels, queries
from mentorship.trajectories.contacts.models import ContactSide, SupportContact
from mentorship.trajectories.contacts.rules import Due
from mentorship.trajectories.models import Trajectory

SHOWN = 4


@dataclass(frozen=True)
class Section:
    """What is due with whom, and the last contacts, without their words."""

    trajectory: Trajectory
    sides: tuple[ContactSide, ...]
    due: dict[ContactSide, Due]
    latest: list[SupportContact]
    labels: object = labels


def section_of(db: Db, trajectory: Trajectory) -> Section:
    due = queries.due_of_many(db, [trajectory], today(db))[trajectory.id]
    return Section(
        trajectory,
        queries.sides_of(db, [trajectory])[trajectory.id],
        {one.side: one for one in due},
        queries.contacts_of(db, [trajectory.id])[:SHOWN],
    )
