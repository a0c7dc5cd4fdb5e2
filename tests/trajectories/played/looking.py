"""What the program says about the case, and what the oracle says, in the same plain words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from mentorship.accounts.access import UserActor
from mentorship.foundation.db import Db
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors import queries as mentors
from mentorship.mentors.rules import BlockKind
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import course as courses
from mentorship.trajectories import policy, queries, worklist
from mentorship.trajectories.contacts import queries as contacts
from mentorship.trajectories.due import DueKind, due_of, plan_meeting_by
from mentorship.trajectories.facts import facts_of
from mentorship.trajectories.models import Phase, PhaseChange, Trajectory
from mentorship.trajectories.reviews import queries as reviews
from mentorship.trajectories.rules import Terms
from mentorship.trajectories.sessions import queries as sessions
from tests.trajectories.oracle import asked
from tests.trajectories.oracle.course import Course
from tests.trajectories.oracle.meetings import meetings_ask
from tests.trajectories.oracle.people import World, Young
from tests.trajectories.played.region import Region, mentor_of

DAY = timedelta(days=1)
SOON, ASKED_AFTER = timedelta(days=7), timedelta(days=90)
SIDES = ("mentor", "mentee")
_OUT = {"aftercare", "done"}
STEPS = {
    "planned": {"getting_acquainted", "done"},
    "getting_acquainted": {"building_trust", *_OUT},
    "building_trust": {"deepening", "letting_go", *_OUT},
    "deepening": {"letting_go", *_OUT},
    "letting_go": {"deepening", *_OUT},
    "aftercare": {"done"},
}


@dataclass
class Found:
    """One pair; of a match without a trajectory only the first lines are told."""

    is_live: bool
    phase: str
    asks: dict[str, date]
    days: dict[str, date | None]
    is_signed: bool = False
    logs: frozenset[str] = frozenset()
    contacts: dict[str, tuple[date, bool]] | None = None
    review: tuple[str, date, bool] | None = None


def program_says(db: Db, match_id: UUID, today: date) -> Found:
    terms = Terms.of(courses.settings_of(db))
    match = db.get_one(Match, match_id)
    is_live = match.status is MatchStatus.ACTIVE
    one = queries.of_match(db, match_id)
    if one is None:
        matched_on = match.started_at.date() if match.started_at else date.min
        asks = {"plan_meeting": plan_meeting_by(matched_on, terms)} if is_live else {}
        return Found(is_live, "unplanned", asks, {})
    standing = queries.standing_of(db, one)
    review = reviews.due_of_many(db, [one], today).get(one.id)
    return Found(
        is_live,
        standing.phase.value,
        {due.kind.value: due.on for due in due_of(facts_of(db, [one])[one.id], terms)},
        {
            "started": one.started_on,
            "planned end": one.planned_end,
            "ended": one.ended_on,
            "pause": standing.pause and standing.pause.from_on,
        },
        queries.agreement_of(db, one) is not None,
        frozenset(str(log.id) for log in sessions.logs_of(db, [one.id]).get(one.id, [])),
        {
            due.side.value: (due.day, due.is_late)
            for due in contacts.due_of_many(db, [one], today).get(one.id, [])
        },
        review and (review.wave.value, review.day, review.is_late),
    )


def oracle_says(course: Course, young: Young, today: date) -> Found:
    if course.phase == "unplanned":
        asks = asked.course_asks(course) if course.is_live else {}
        return Found(course.is_live, "unplanned", asks, {})
    sides = SIDES if young.asked == {"young_person"} else (*SIDES, "guardian")
    due = {side: asked.contact_asked(course, side, today) for side in sides}
    review = asked.review_asked(course, today)
    return Found(
        course.is_live,
        course.phase,
        asked.course_asks(course),
        {
            "started": course.started_on,
            "planned end": course.planned_end,
            "ended": course.ended_on,
            "pause": course.pause and course.pause.first,
        },
        course.is_signed,
        frozenset(log.key for log in course.current_logs()),
        {side: (day, day < today) for side, day in due.items() if day},
        review and (*review, review[1] < today),
    )


def compare(db: Db, course: Course, young: Young, match_id: UUID, today: date) -> None:
    expected, found = oracle_says(course, young, today), program_says(db, match_id, today)
    if course.phase == "unplanned" and not course.is_live:
        assert found.is_live is False
        return
    assert found == expected


def check_young_person(db: Db, world: World, region: Region) -> None:
    young, mentee = world.young, db.get_one(Mentee, region.mentee)
    names = {one.id: name for name, one in region.staff.items()}
    consultant = names.get(mentee.consultant_id) if mentee.consultant_id else None
    found = (mentee.stage.value, mentee.house_code, consultant)
    assert found == (young.stage, young.house, young.consultant)
    if world.live is not None:
        return
    day, today = world.matchable_from(), world.today
    at = {today} if day is None else {today, max(today, day), max(today, day - DAY)}
    for when in at:
        waits = region.mentee in {one.id for one in mentees.waiting_on(db, when)}
        expected = day is not None and day <= when
        assert waits == expected, f"matchable on {when}: expected {expected}, from {day}"


def check_mentors(db: Db, world: World, region: Region) -> None:
    for name in {one.mentor for one in world.courses}:
        known = world.mentors[name]
        if known.has_stopped:
            continue
        last = max(known.rests_until, world.today - DAY)
        for day in {world.today, max(last, world.today), last + DAY}:
            ready = mentors.readiness_of(db, mentor_of(db, region, name), day)
            rests = any(block.kind is BlockKind.PAUSED for block in ready.blocks)
            assert rests == (day <= known.rests_until), f"{name} rests on {day}: {rests}"


def check_rights(db: Db, world: World, region: Region, matches: list[UUID]) -> None:
    """Of all trajectories that there are; one reader at a time is also asked for the worklist."""
    having = select(Trajectory.match_id, Trajectory.id).where(col(Trajectory.match_id).in_(matches))
    ids = dict(db.exec(having).all())
    courses = {
        ids[match_id]: course
        for match_id, course in zip(matches, world.courses, strict=True)
        if match_id in ids
    }
    readers = []
    for name in region.staff:
        actor = region.acting(db, name)
        expected = set(courses) if world.may_open(name) else set()
        expected |= {region.other} if _opens_other(world, name) else set()
        opened = set(db.exec(_ids(policy.visible_to(actor))).all())
        assert opened == expected, f"{name} opens {opened}, not {expected}"
        readers += [actor] if opened else []
    actor = readers[world.today.day % len(readers)]
    _check_worklist(db, actor, world, courses)
    _check_mentors_rights(db, world, region, courses)


def _opens_other(world: World, name: str) -> bool:
    """The other young person lives in the north, and nel follows them."""
    other = World(world.today, Young("NHN", "nel", None), world.consultants, {}, [], world.covers)
    return other.may_open(name)


def _check_mentors_rights(
    db: Db, world: World, region: Region, courses: dict[UUID, Course]
) -> None:
    for name in {one.mentor for one in world.courses}:
        mentor = mentor_of(db, region, name)
        own = {key for key, course in courses.items() if course.mentor == name}
        reads = {key for key in own if courses[key] in world.may_read_as_mentor(name)}
        assert set(db.exec(_ids(policy.running_of(mentor))).all()) == reads
        assert set(db.exec(_ids(policy.own_of(mentor))).all()) == own
        assert not db.exec(_ids(policy.visible_to(region.acting(db, name)))).all()


def _ids(visible: Any) -> Any:
    return visible.with_only_columns(col(Trajectory.id))


# What contacts and reviews ask is compared where they tell it themselves.
_OF_OTHER_ROOMS = {
    DueKind.CALL, DueKind.REVIEW, DueKind.CONTACT_MENTEE, DueKind.CONTACT_MENTOR,
    DueKind.CONTACT_GUARDIAN,
}  # fmt: skip


def _check_worklist(db: Db, actor: UserActor, world: World, courses: dict[UUID, Course]) -> None:
    opened = set(db.exec(_ids(policy.visible_to(actor))).all())
    found: dict[UUID, dict[str, date]] = {}
    for work in worklist.work_in(db, policy.visible_to(actor)):
        if work.due.kind not in _OF_OTHER_ROOMS:
            found.setdefault(work.trajectory.id, {})[work.due.kind.value] = work.due.on
    assert set(found) <= opened
    for trajectory_id, course in courses.items():
        late = course.ended_on is not None and course.ended_on + ASKED_AFTER < world.today
        if trajectory_id not in opened or (course.phase == "done" and late):
            continue
        asks = asked.course_asks(course) | meetings_ask(course, world.today)
        soon = {kind: day for kind, day in asks.items() if day <= world.today + SOON}
        assert found.get(trajectory_id, {}) == soon


def everything(db: Db) -> dict[str, set[Any]]:
    """Every row about a person as the engine gives it, to see that nothing moved."""
    db.flush()
    connection = db.connection()
    about = [t.name for t in SQLModel.metadata.sorted_tables if "subject_id" in t.c]
    found = {}
    for name in (*about, "cover"):
        rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
        found[name] = {repr(tuple(row)) for row in rows}
    return found


def check_wrong_step(db: Db, one: Trajectory, phase: str, to: str, today: date, by: UUID) -> None:
    """Written past all verbs: a step that the way of working doesn't know can't be stored."""
    if to in STEPS.get(phase, ()):
        return
    last = queries.standing_of(db, one).last
    wrong = PhaseChange(
        subject_id=one.subject_id, trajectory_id=one.id, process_number=one.process_number,
        position=last.position + 1, position_before=last.position, from_phase=Phase(phase),
        to_phase=Phase(to), entered_on=today, noted_at=last.noted_at, noted_by=by,
    )  # fmt: skip
    with pytest.raises(IntegrityError), db.begin_nested():
        db.add(wrong)
