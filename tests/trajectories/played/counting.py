"""What the practice standards count of the case, and what the oracle counts."""

from datetime import timedelta

from mentorship.foundation.db import Db
from mentorship.trajectories.contacts.rules import Terms
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.standards import facts
from mentorship.trajectories.standards.measures import Count, counted, measures
from mentorship.trajectories.standards.plain import Period
from tests.trajectories.oracle import counted as oracle
from tests.trajectories.oracle.course import Course
from tests.trajectories.oracle.people import World
from tests.trajectories.played.region import Region

LONG = timedelta(days=1000)
IN_A_WEEK = 7


def check_benchmarks(db: Db, world: World, region: Region) -> None:
    """Of the House where the young person is now, over all that time; windows to come as well."""
    house, today = world.young.house, world.today
    mine, theirs = list(world.courses), _others(db, house, region)
    is_asked = world.young.asked != {"young_person"}
    expected = {
        "support_contacts": Count(*oracle.support_contacts(mine + theirs, today)),
        "guardian_contacts": Count(*oracle.guardian_contacts(mine, today, is_asked=is_asked))
        + Count(*oracle.guardian_contacts(theirs, today, is_asked=False)),
        "sessions_logged": Count(*oracle.sessions_logged(mine)),
    }
    db.flush()
    known = facts.facts_of(db, [house])[house]
    period = Period(region.matched_on - LONG, today + LONG, today)
    found = measures(Terms())
    for name, count in expected.items():
        assert counted(found[name](known, period, IN_A_WEEK)) == count, name


def _others(db: Db, house: str, region: Region) -> list[Course]:
    """The other young person lives in the north and nobody contacts them."""
    if house != "NHN":
        return []
    started_on = db.get_one(Trajectory, region.other).started_on
    assert started_on is not None
    return [Course("", started_on, started_on=started_on)]
