"""Made-up pairs: both said yes, planned, met, some weeks on the way; by the rooms' own services."""

from datetime import date, datetime, time, timedelta

from sqlmodel import select

from mentorship.accounts.models import Language
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.matching import services as matching
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, DecisionOutcome, Match, RuleKind, Side
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.trajectories import services
from mentorship.trajectories.beginning import Signed
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import HOUSE, Person
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee

PLACE = "Bibliotheek Centrum"


def matched(db: Db, by: Person, house: str = HOUSE, *, mentor: Mentor | None = None) -> Match:
    """A match to which both sides said yes today."""
    mentor = mentor or ready_mentor(db, by, house)
    mentee = waiting_mentee(db, by, house)
    matching.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Voor de test.", by.id)
    proposal = proposal_for(db, mentee, run_round(db, by, house))
    match = matching.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", by.id)
    assert match is not None
    for side in (Side.MENTOR, Side.MENTEE):
        matching.answer(db, match, Reply(side, is_yes=True), AnsweredBy.CONSULTANT, noted_by=by.id)
    return match


def at(day: date, hour: int = 16) -> datetime:
    """A moment of this day on the clock of the Houses."""
    return datetime.combine(day, time(hour), TIME_ZONE)


def planned(db: Db, by: Person, match: Match, on: date | None = None) -> Trajectory:
    services.plan_first_meeting(db, match, at(on or today(db)), PLACE, by=by.id)
    return db.exec(select(Trajectory).where(Trajectory.match_id == match.id)).one()


def started(
    db: Db,
    by: Person,
    house: str = HOUSE,
    *,
    mentor: Mentor | None = None,
    ago: timedelta = timedelta(),
    is_signed: bool = True,
) -> Trajectory:
    """They met `ago`, the consultant was there, and all signed that day."""
    day = today(db) - ago
    trajectory = planned(db, by, matched(db, by, house, mentor=mentor), day)
    services.note_held(db, trajectory, is_staff_present=True, by=by.id)
    if is_signed:
        services.sign_agreement(db, trajectory, signed(day), by=by.id)
    return trajectory


def signed(day: date, months: int = 12) -> Signed:
    return Signed(day, 4, 6, months, "2026-1", Language.DUTCH)
