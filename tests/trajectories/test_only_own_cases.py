"""Day, lists and digest hold no case but those that a rule of its own says somebody may open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlmodel import select

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.rules import CoverRefused, Days
from mentorship.accounts.models import Language
from mentorship.accounts.roles import IN_A_HOUSE, Role
from mentorship.desk import digest
from mentorship.desk.tasks import Pressing, Task, tasks_of
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import speaking
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import lists, worklist
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.lists import Shelf
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.referrals.senders import acting, make_referrer
from tests.soak import budget
from tests.trajectories.pairs import matched, started

HOUSES = ("KEN", "NHN", "ZW")
C = Role.MENTOR_CONSULTANT
STAFF = (("KEN", C), ("KEN", C), ("NHN", C), ("ZW", C))
OTHERS = (Role.COORDINATOR, Role.MENTOR, Role.TRAINER, Role.PRIVACY_OFFICER, Role.EVALUATOR)
UNSIGNED, TO_PLAN = DueKind.SIGN_AGREEMENT, Shelf.TO_PLAN


@dataclass
class Case:
    """Followed by this number of `STAFF`, or by nobody; `match` names it on every page."""

    house: str
    consultant: int | None
    is_started: bool
    match: UUID
    trajectory: UUID | None = None


@dataclass
class Standing:
    """Who is away, who stands in, from which day until which."""

    absent: int
    deputy: int
    days: Days


@dataclass
class Region:
    staff: list[Person] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    covers: list[Standing] = field(default_factory=list)

    def own_of(self, number: int, day: date) -> list[Case]:
        """In the House where they work, or of a colleague who is away and works where it is."""
        away = {
            one.absent
            for one in self.covers
            if one.deputy == number and one.days.first <= day <= one.days.last
        }
        return [
            case
            for case in self.cases
            if case.house == STAFF[number][0]
            or (case.consultant in away and STAFF[case.consultant or 0][0] == case.house)
        ]


def settle(db: Db) -> Region:
    made = Region([make_person(db, role, house) for house, role in STAFF])
    made.others = [
        make_person(db, role, HOUSES[n % 3] if role in IN_A_HOUSE else "KEN")
        for n, role in enumerate(OTHERS)
    ]
    made.others.append(make_referrer(db))
    for one in (*made.staff, *made.others):
        one.user.language = Language.ENGLISH
    for house, consultant, is_started in (
        ("KEN", 0, True), ("KEN", 1, True), ("KEN", None, True), ("NHN", 2, True),
        ("KEN", 0, False), ("NHN", 2, False), ("ZW", None, False),
    ):  # fmt: skip
        by = next(p for p, (where, _) in zip(made.staff, STAFF, strict=True) if where == house)
        if is_started:
            one = started(db, by, house, is_signed=False)
            case = Case(house, consultant, True, one.match_id, one.id)
            mentee = db.get_one(Mentee, one.mentee_id)
        else:
            match = matched(db, by, house)
            case = Case(house, consultant, False, match.id)
            mentee = db.get_one(Mentee, match.mentee_id)
        if consultant is not None:
            verbs.take_over(db, mentee, made.staff[consultant].id)
        made.cases.append(case)
    db.flush()
    return made


def test_day_lists_and_digest_hold_only_own_and_covered_cases(
    database: Database, fixed_now: FixedNow
) -> None:
    dice = budget.dice("own cases")
    with database.writing() as db:
        region = settle(db)
        for _ in budget.rounds(2, 200, at_most=8 if not budget.IS_LONG else 600):
            _other_covers(db, region, dice)
            fixed_now.advance(days=dice.choice([0, 0, 1, 3]))
            for number, person in enumerate(region.staff):
                _expect_only(db, person, region.own_of(number, today(db)))
            for person in region.others:
                assert not [*_about_cases(_day_of(db, person))]
                assert not _listed(db, person)


def _other_covers(db: Db, region: Region, dice: Random) -> None:
    """Ends some and arranges others, also ones that begin later or that are refused."""
    rows = db.exec(select(Cover)).all()
    for row in rows:
        if row.ended_at is None and dice.random() < 0.5:
            cover.end(db, row, region.others[0].id)
    db.flush()
    ids = {person.id: number for number, person in enumerate(region.staff)}
    for _ in range(3):
        absent, deputy = dice.sample(region.staff, 2)
        first = today(db) + timedelta(days=dice.choice([0, 0, 1]))
        days = Days(first, first + timedelta(days=dice.choice([0, 2, 20])))
        try:
            cover.arrange(db, absent.id, deputy.id, days, by=absent.id)
        except CoverRefused:
            continue
    db.flush()
    region.covers = [
        Standing(ids[row.absent_id], ids[row.deputy_id], Days(row.from_on, row.until_on))
        for row in db.exec(select(Cover))
        if row.ended_at is None
    ]


def _expect_only(db: Db, person: Person, own: list[Case]) -> None:
    assert _listed(db, person) == {case.match for case in own}
    unsigned = {case.match for case in own if case.is_started}
    page = lists.listed_as_due(db, acting(db, person), UNSIGNED, 1)
    assert {line.match_id for line in page.lines} == unsigned
    day = _day_of(db, person)
    for kind, cases in (
        ("sign", [c for c in own if c.is_started]),
        ("plan", [c for c in own if not c.is_started]),
    ):
        told = [line for line in _about_cases(day) if line[0] == kind]
        assert [count for _kind, count, _ids in told] == ([len(cases)] if cases else [])
        known = {key for case in cases for key in (case.match, case.trajectory)}
        assert all(ids <= known for _kind, _count, ids in told)
    _expect_digest(db, person, day)


def _expect_digest(db: Db, person: Person, day: list[Task]) -> None:
    """What may be in a mail of exactly the same day, and how many lines more there are."""
    told = [task for task in day if task.pressing is not Pressing.COMING]
    lines = list(digest.waiting_for(db, person.id).lines)
    with worklist.knowing(db, worklist.look_once(db)):  # as the job asks it
        assert list(digest.waiting_for(db, person.id).lines) == lines
    open_lines = [task.in_mail for task in told if task.in_mail]
    assert lines[: len(open_lines)] == open_lines
    more = [int(number) for line in lines[len(open_lines) :] for number in re.findall(r"\d+", line)]
    assert sum(more) == len(told) - len(open_lines)
    assert not any(name in line for line in lines for name in ("Yara", "Jolanda", "Vis"))


def _listed(db: Db, person: Person) -> set[UUID]:
    actor = acting(db, person)
    return {line.match_id for shelf in Shelf for line in lists.listed(db, actor, shelf, 1).lines}


def _day_of(db: Db, person: Person) -> list[Task]:
    with speaking("en"):
        return tasks_of(db, acting(db, person))


def _about_cases(day: list[Task]) -> Iterator[tuple[str, int, set[UUID]]]:
    """Of the lines about pairs: what is asked, of how many, and whom the link names."""
    for task in day:
        title = str(task.title).lower()
        kind = "sign" if "sign" in title and "agreement" in title else None
        kind = "plan" if "first meeting" in title else kind
        if kind is not None:
            number = re.search(r"\d+", title)
            ids = {value for value in task.place.values.values() if isinstance(value, UUID)}
            yield kind, int(number[0]) if number else 1, ids
