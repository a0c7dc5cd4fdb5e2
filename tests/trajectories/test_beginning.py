"""The first meeting and the signed agreement, on both engines; what the database itself refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.working_days import months_later
from mentorship.mentors.queries import today
from mentorship.trajectories import queries, rules, services
from mentorship.trajectories.models import MeetingOutcome, Phase, PhaseChange
from tests.accounts.people import make_person
from tests.trajectories.pairs import PLACE, at, matched, planned, signed, started


def test_from_a_yes_of_both_to_a_signed_start(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    match, day = matched(db, by), today(db)
    trajectory = planned(db, by, match, day + timedelta(days=3))
    assert queries.standing_of(db, trajectory).phase is Phase.PLANNED
    with pytest.raises(rules.DayImpossible):
        services.note_held(db, trajectory, is_staff_present=True, by=by.id)

    services.note_not_held(db, trajectory, MeetingOutcome.MENTEE_AWAY)
    services.plan_first_meeting(db, match, at(day), PLACE, by=by.id)
    with pytest.raises(rules.PlannedBefore):
        services.plan_first_meeting(db, match, at(day), PLACE, by=by.id)
    services.note_held(db, trajectory, is_staff_present=True, by=by.id)
    services.sign_agreement(db, trajectory, signed(day, months=6), by=by.id)

    standing = queries.standing_of(db, trajectory)
    assert (standing.phase, trajectory.started_on) == (Phase.GETTING_ACQUAINTED, day)
    assert trajectory.planned_end == months_later(day, 6)
    with pytest.raises(rules.SignedBefore):
        services.sign_agreement(db, trajectory, signed(day), by=by.id)


def test_a_double_click_plans_one_meeting(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    match = matched(db, by)
    first = services.plan_first_meeting(db, match, at(today(db)), PLACE, by=by.id)
    again = services.plan_first_meeting(db, match, at(today(db)), PLACE, by=by.id, key=first.id)
    assert again is first


@pytest.mark.parametrize(
    "step",
    [
        (Phase.GETTING_ACQUAINTED, Phase.LETTING_GO),  # the process doesn't know it
        (Phase.BUILDING_TRUST, Phase.DEEPENING),  # it doesn't stand there
    ],
)
def test_the_database_refuses_a_step_out_of_order(db: Db, step: tuple[Phase, Phase]) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    trajectory = started(db, by)
    last = queries.standing_of(db, trajectory).last
    db.add(
        PhaseChange(
            subject_id=trajectory.subject_id,
            trajectory_id=trajectory.id,
            process_number=1,
            position=last.position + 1,
            position_before=last.position,
            from_phase=step[0],
            to_phase=step[1],
            entered_on=today(db),
            noted_at=last.noted_at,
            noted_by=by.id,
        )
    )
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_database_refuses_to_rewrite_a_step(db: Db) -> None:
    trajectory = started(db, make_person(db, Role.MENTOR_CONSULTANT))
    first = queries.steps_of(db, trajectory)[0]
    with pytest.raises(IntegrityError):
        db.execute(
            update(PhaseChange)
            .where(col(PhaseChange.id) == first.id)
            .values(to_phase=Phase.DEEPENING)
        )
