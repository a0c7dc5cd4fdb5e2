"""People whose time is over on a day, and others beside them of whom something goes on."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from mentorship.accounts.roles import Role
from mentorship.complaints import services as complaints
from mentorship.complaints.models import About, Outcome
from mentorship.complaints.services import Told
from mentorship.foundation import audit
from mentorship.foundation.db import Database, Db
from mentorship.foundation.working_days import months_later
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals.models import TriageOutcome
from mentorship.trajectories import services as trajectories
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    EndedBy,
    WhatNext,
)
from mentorship.trajectories.closure.rows import Checked
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.mentors.applicants import make_mentor
from tests.referrals.senders import decide, make_referrer, send
from tests.trajectories.pairs import started
from tests.worlds import copy_of


@dataclass(frozen=True)
class Retained:
    """Subjects; the first four are over, each by its own term."""

    officer: Person
    consultant: Person
    sender: Person
    done: UUID
    declined: UUID
    left: UUID
    complaint: UUID
    in_aftercare: UUID
    second_trajectory: UUID
    undecided: UUID
    guided: UUID  # a mentor who left, whose young person's records are still there
    guided_whom: UUID


def ended(db: Db, by: Person, *checks: AftercareOutcome) -> Trajectory:
    """Ended half a year before today's last possible moment of aftercare."""
    trajectory = started(db, by, ago=timedelta(days=400))
    day = trajectory.started_on
    assert day is not None
    over = day + timedelta(days=200)
    ending = Ending(
        ClosureKind.PLANNED, ClosureReason.GOALS_REACHED, EndedBy.TOGETHER, over, WhatNext.AFTERCARE
    )
    trajectories.end_trajectory(db, trajectory, ending, by=by.id)
    for months, outcome in zip((3, 6), checks, strict=False):
        held = months_later(over, months)
        trajectories.note_aftercare(db, trajectory, Checked(months, held, outcome), by=by.id)
    return trajectory


WELL, AGAIN = AftercareOutcome.WELL, AftercareOutcome.REOPENED


def _complaint(db: Db, confidant: Person) -> UUID:
    told = Told(About.SOMEBODY_ELSE, "iemand", "Er werd niet teruggebeld.")
    row = complaints.tell(db, told, key=uuid4(), kept_from=None)
    complaints.take_on(db, row, confidant.id)
    complaints.close(db, row, Outcome.SOLVED, "Het is opgelost.", by=confidant.id)
    return row.subject_id


def make_retained(db: Db) -> Retained:
    by, sender = make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db)
    declined = send(db, sender, first_name="Dex")
    decide(db, declined, TriageOutcome.DECLINE, by)
    undecided = send(db, sender, first_name="Ole")
    left, again = make_mentor(db), ended(db, by, WELL, WELL)
    mentors.withdraw(db, left, "Verhuisd", by.id)
    mentors.stop(db, db.get_one(Mentor, again.mentor_id), "Klaar", by.id)
    twice = ended(db, by, AGAIN)
    return Retained(
        officer=make_person(db, Role.PRIVACY_OFFICER),
        consultant=by,
        sender=sender,
        done=ended(db, by, WELL, WELL).subject_id,
        declined=declined.subject_id,
        left=left.subject_id,
        complaint=_complaint(db, make_person(db, Role.CONFIDANT)),
        in_aftercare=ended(db, by, WELL).subject_id,
        second_trajectory=twice.subject_id,
        undecided=undecided.subject_id,
        guided=db.get_one(Mentor, again.mentor_id).subject_id,
        guided_whom=again.subject_id,
    )


def retained(database: Database) -> Retained:
    return copy_of(database, make_retained)


def live_on(database: Database, fixed_now: FixedNow, days: int) -> None:
    """So many days on, and the program was at work all that time: the trail tells it."""
    fixed_now.advance(days=days - 40)
    with database.writing() as db:
        audit.record(db, "job.done")
        db.commit()
    fixed_now.advance(days=40)
