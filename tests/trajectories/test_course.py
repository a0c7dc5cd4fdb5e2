"""A trajectory on its way, its end, and what the end does to mentor and young person."""

from datetime import timedelta

import pytest

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.working_days import months_later
from mentorship.matching.models import MatchStatus
from mentorship.matching.services import stop_mentee
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee, Stage, StoppedBy
from mentorship.trajectories import lists, policy, queries, rules, services, worklist
from mentorship.trajectories.closure import rules as closing
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    ContactAfterwards,
    EndedBy,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rows import Agreed, Checked, Talk
from mentorship.trajectories.closure.rules import Ending
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.models import PauseReason, Phase, Trajectory
from tests.accounts.people import Person, make_person
from tests.referrals.senders import acting
from tests.trajectories.pairs import matched, planned, signed, started

DAYS = timedelta(days=1)


@pytest.fixture
def by(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


def ending(db: Db, **told: object) -> Ending:
    usual = {
        "kind": ClosureKind.PLANNED,
        "reason": ClosureReason.GOALS_REACHED,
        "ended_by": EndedBy.TOGETHER,
        "ended_on": today(db),
        "what_next": WhatNext.AFTERCARE,
    }
    return Ending(**{**usual, **told})  # type: ignore[arg-type]


def phase_of(db: Db, trajectory: Trajectory) -> Phase:
    return queries.standing_of(db, trajectory).phase


def test_through_all_phases_to_the_last_aftercare(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=300))
    day = trajectory.started_on
    assert day is not None
    for to, after in ((Phase.BUILDING_TRUST, 42), (Phase.DEEPENING, 120), (Phase.LETTING_GO, 280)):
        services.go_on(db, trajectory, to, day + after * DAYS, by=by.id)
    services.note_exit_talk(
        db, trajectory, Talk(TalkSide.MENTEE, today(db), topics=[*ExitTopic]), by=by.id
    )
    services.agree_contact(
        db,
        trajectory,
        Agreed(ContactAfterwards.NOW_AND_THEN, True, today(db), "2026-1"),
        by=by.id,
    )
    services.end_trajectory(
        db, trajectory, ending(db, ended_on=day + 290 * DAYS, was_celebrated=True), by=by.id
    )
    assert phase_of(db, trajectory) is Phase.AFTERCARE
    assert db.get_one(Mentee, trajectory.mentee_id).stage is Stage.ENDED
    with pytest.raises(closing.TooEarly):
        services.note_aftercare(
            db, trajectory, Checked(3, today(db), AftercareOutcome.WELL), by=by.id
        )
    with pytest.raises(closing.EndedBefore):
        services.end_trajectory(db, trajectory, ending(db), by=by.id)


def test_aftercare_ends_with_its_last_moment_or_opens_the_course_again(db: Db, by: Person) -> None:
    one = started(db, by, ago=timedelta(days=400))
    assert one.started_on is not None
    ended_on = one.started_on + 200 * DAYS
    services.end_trajectory(db, one, ending(db, ended_on=ended_on), by=by.id)
    for months in (3, 6):
        services.note_aftercare(
            db,
            one,
            Checked(months, months_later(ended_on, months), AftercareOutcome.WELL),
            by=by.id,
        )
    assert phase_of(db, one) is Phase.DONE

    other = started(db, by, ago=timedelta(days=400))
    services.end_trajectory(db, other, ending(db, ended_on=ended_on), by=by.id)
    services.note_aftercare(
        db,
        other,
        Checked(3, months_later(ended_on, 3), AftercareOutcome.REOPENED),
        by=by.id,
    )
    mentee = db.get_one(Mentee, other.mentee_id)
    assert (phase_of(db, other), mentee.stage) == (Phase.DONE, Stage.WAITING)
    assert mentee.waiting_since == today(db)


def test_who_is_in_aftercare_moves_to_another_house_with_all_that_is_due(
    db: Db, by: Person
) -> None:
    there = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    one = started(db, by, ago=timedelta(days=400))
    assert one.started_on is not None
    ended_on = one.started_on + 200 * DAYS
    services.end_trajectory(db, one, ending(db, ended_on=ended_on), by=by.id)
    mentee = db.get_one(Mentee, one.mentee_id)
    verbs.transfer(db, mentee, "NHN", "Verhuisd naar Alkmaar.", by=by.id)
    assert mentee.consultant_id is None
    old, new = acting(db, by), acting(db, there)
    for actor, sees in ((old, False), (new, True)):
        assert (queries.find(db, policy.visible_to(actor), one.id) is not None) is sees
        due = lists.listed_as_due(db, actor, DueKind.AFTERCARE_3, 1)
        assert [line.match_id for line in due.lines] == [one.match_id] * sees
    verbs.take_over(db, mentee, there.id)
    checked = Checked(3, months_later(ended_on, 3), AftercareOutcome.WELL)
    services.note_aftercare(db, one, checked, by=there.id)
    assert phase_of(db, one) is Phase.AFTERCARE


def test_the_mentor_rests_and_the_young_person_gets_time(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=30))
    day = today(db)
    services.end_trajectory(
        db,
        trajectory,
        ending(
            db,
            kind=ClosureKind.ONE_SIDED,
            reason=ClosureReason.NO_CLICK,
            ended_by=EndedBy.MENTEE,
            what_next=WhatNext.OTHER_MENTOR,
        ),
        by=by.id,
    )
    mentee_id, mentor = trajectory.mentee_id, db.get_one(Mentor, trajectory.mentor_id)
    assert phase_of(db, trajectory) is Phase.DONE
    assert queries.match_of(db, trajectory).status is MatchStatus.ENDED
    for rests, later in ((True, 28), (False, 29)):
        ready = mentors.readiness_of(db, mentor, day + later * DAYS)
        assert ready.is_ready is not rests
    waiting = {
        later: {one.id for one in mentees.waiting_on(db, day + later * DAYS)} for later in (13, 14)
    }
    assert mentee_id not in waiting[13]
    assert mentee_id in waiting[14]


def test_a_pause_holds_everything_up_until_it_ends(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=60))
    day = today(db)
    services.pause(db, trajectory, day - 10 * DAYS, PauseReason.HOLIDAY, by=by.id)
    with pytest.raises(rules.PausedNow):
        services.go_on(db, trajectory, Phase.BUILDING_TRUST, day, by=by.id)
    with pytest.raises(rules.PausedNow):
        services.pause(db, trajectory, day, PauseReason.HOLIDAY, by=by.id)
    with pytest.raises(rules.DayImpossible):
        services.resume(db, trajectory, day + DAYS)
    services.resume(db, trajectory, day - 3 * DAYS)
    with pytest.raises(rules.NotPaused):
        services.resume(db, trajectory, day)
    with pytest.raises(rules.DayImpossible):  # it would overlap the one before
        services.pause(db, trajectory, day - 5 * DAYS, PauseReason.HOLIDAY, by=by.id)
    services.go_on(db, trajectory, Phase.BUILDING_TRUST, day, by=by.id)
    assert phase_of(db, trajectory) is Phase.BUILDING_TRUST


def test_an_end_during_a_pause_ends_the_pause(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=60))
    services.pause(db, trajectory, today(db) - 10 * DAYS, PauseReason.HEALTH, by=by.id)
    services.end_trajectory(db, trajectory, ending(db), by=by.id)
    assert queries.open_pause(db, trajectory) is None


def test_a_wrong_pause_can_be_taken_back_by_ending_it_on_its_first_day(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=8))
    day = today(db) - 5 * DAYS
    services.pause(db, trajectory, day, PauseReason.HEALTH, by=by.id)
    services.resume(db, trajectory, day)
    services.pause(db, trajectory, day, PauseReason.HOLIDAY, by=by.id)
    asked = {due.kind for due in worklist.due_of_all(db, [trajectory])[trajectory.id]}
    assert asked == {DueKind.END}


def test_an_end_lies_after_what_is_known_of_the_time_together(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=30))
    services.pause(db, trajectory, today(db) - 10 * DAYS, PauseReason.HEALTH, by=by.id)
    services.resume(db, trajectory, today(db) - 3 * DAYS)
    with pytest.raises(rules.DayImpossible):
        services.end_trajectory(db, trajectory, ending(db, ended_on=today(db) - 4 * DAYS), by=by.id)


def test_an_agreement_is_not_longer_than_the_longest_duration(db: Db, by: Person) -> None:
    trajectory = started(db, by, is_signed=False)
    with pytest.raises(rules.EndImpossible):
        services.sign_agreement(db, trajectory, signed(today(db), months=24), by=by.id)


def test_the_planned_end_moves_within_the_longest_duration(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=300))
    start = trajectory.started_on
    assert start is not None
    services.extend(db, trajectory, months_later(start, 18), "Nog een half jaar.", by=by.id)
    assert trajectory.planned_end == months_later(start, 18)
    for wrong in (months_later(start, 18), months_later(start, 18) + DAYS, today(db)):
        with pytest.raises(rules.EndImpossible):
            services.extend(db, trajectory, wrong, "Langer.", by=by.id)


def test_a_pair_that_never_met_is_called_off_without_aftercare_or_rest(db: Db, by: Person) -> None:
    trajectory = planned(db, by, matched(db, by))
    assert WhatNext.AFTERCARE not in services.choices_after(db, trajectory)
    services.end_trajectory(
        db,
        trajectory,
        ending(
            db,
            kind=ClosureKind.UNPLANNED,
            reason=ClosureReason.NO_CONTACT,
            what_next=WhatNext.OTHER_MENTOR,
        ),
        by=by.id,
    )
    mentor = db.get_one(Mentor, trajectory.mentor_id)
    assert mentors.readiness_of(db, mentor, today(db)).is_ready
    assert mentees.is_waiting(db, trajectory.mentee_id)


def test_who_stopped_altogether_is_closed_with_or_without_aftercare(db: Db, by: Person) -> None:
    trajectory = started(db, by, ago=timedelta(days=30))
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    stop_mentee(db, mentee, StoppedBy.YOUNG_PERSON, "", by=by.id)
    assert services.choices_after(db, trajectory) == (WhatNext.AFTERCARE, WhatNext.NOTHING)
    told = {
        "kind": ClosureKind.ONE_SIDED,
        "reason": ClosureReason.NO_REASON,
        "ended_by": EndedBy.MENTEE,
    }
    with pytest.raises(closing.NextImpossible):
        services.end_trajectory(
            db, trajectory, ending(db, **told, what_next=WhatNext.OTHER_MENTOR), by=by.id
        )
    services.end_trajectory(
        db, trajectory, ending(db, **told, what_next=WhatNext.NOTHING), by=by.id
    )
    assert (phase_of(db, trajectory), mentee.stage) == (Phase.DONE, Stage.STOPPED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ClosureReason.NO_CLICK},
        {"ended_by": EndedBy.MENTOR},
        {"kind": ClosureKind.ONE_SIDED, "ended_by": EndedBy.TOGETHER},
    ],
)
def test_a_reason_belongs_to_its_kind(wrong: dict[str, object], db: Db, by: Person) -> None:
    with pytest.raises(closing.ReasonImpossible):
        closing.check_ending(ending(db, **wrong))
