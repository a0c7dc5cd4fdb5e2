"""Which of the reader's own trajectories go on after the money for their House."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.accounts.access import UserActor
from mentorship.desk.targets import queries
from mentorship.desk.targets.models import Funding
from mentorship.desk.targets.queries import Running
from mentorship.desk.targets.rules import funded_until
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.matching.rounds import telling
from mentorship.region.queries import short_names
from mentorship.trajectories import policy


@dataclass(frozen=True, slots=True)
class PastLine:
    trajectory_id: UUID
    mentee: str
    mentor: str
    house: str
    planned_end: date
    money_until: date


def own_running_past(db: Db, actor: UserActor, found: Sequence[Funding]) -> list[Running]:
    """Of the cases that this reader may open."""
    if not found:
        return []
    running = queries.running(db, policy.visible_to(actor))
    return queries.run_past(db, running, queries.moneys(found))


def own_past_funding(db: Db, actor: UserActor) -> list[PastLine]:
    """With names; the last planned end first."""
    found = queries.fundings(db)
    past = own_running_past(db, actor, found)
    mentees = telling.names_of_mentees(db, [one.trajectory.mentee_id for one in past])
    mentors = telling.names_of_mentors(db, [one.trajectory.mentor_id for one in past])
    houses, money, day = short_names(db), queries.moneys(found), today(db)
    lines = []
    for one in past:
        until = funded_until(money, one.house_code, day)
        assert until is not None  # noqa: S101 — it runs past it
        lines.append(
            PastLine(
                one.trajectory.id,
                mentees.get(one.trajectory.mentee_id, ""),
                mentors.get(one.trajectory.mentor_id, ""),
                houses.get(one.house_code, one.house_code),
                one.planned_end,
                until,
            )
        )
    return lines
