"""Three hundred made-up trajectories as bare rows: pauses, cut off windows, corrections, gaps.

Nothing here runs a service, so that the rows hold what a year could bring and no verb would allow
for in a test. `Simulated.words` keeps what was sealed, by row and column.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from mentorship.accounts.models import Language
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.sealing import Place, Sealed, seal
from mentorship.matching.models import Match, MatchStatus
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundStatus
from mentorship.mentors.models import Mentor, MentorSeat, MentorStatus
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Authority, Goal, Mentee, Stage
from mentorship.trajectories.closure.models import (
    Closure,
    ClosureKind,
    ContactAfterwards,
    ContactStatement,
    ExitTalk,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rules import TREE, who_can_end
from mentorship.trajectories.contacts.models import (
    ContactHow,
    ContactSide,
    SupportContact,
)
from mentorship.trajectories.models import (
    CommitmentAgreement,
    PauseReason,
    Trajectory,
    TrajectoryPause,
)
from mentorship.trajectories.reviews.check_ins.models import AnsweredHow, AnswerSheet, CheckIn
from mentorship.trajectories.reviews.models import (
    REVIEWED,
    GoalLevel,
    GoalScale,
    Review,
    ReviewDecision,
    Wave,
)
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from tests.accounts.people import HOUSE, make_person

NUMBER = 300
TODAY = date(2026, 3, 2)
PERSON = UUID(int=1)  # all words are about one, so that one key opens them
NOBODY = Sealed(b"never opened")
# Around the edges of months, and between them.
LENGTHS = (0, 5, 20, 45, 89, 90, 91, 92, 120, 181, 182, 183, 184, 230, 272, 273, 274, 320, 364, 365,
           366, 400, 450)  # fmt: skip


@dataclass
class Simulated:
    """`words` by row and column, as they were before they were sealed."""

    random: Random
    by: UUID
    key: bytes
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    words: dict[tuple[UUID, str], str] = field(default_factory=dict)
    work: Random = field(default_factory=lambda: Random(60))

    def took(self, trajectory: UUID) -> int | None:
        """Minutes of a consultant: some note none or little, the others sometimes none."""
        if trajectory.int % 9 == 0 or self.work.random() < 0.15:
            return None
        if trajectory.int % 9 == 1:
            return 10
        return self.work.choice([15, 30, 45, 60, 90, 120, 240])

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def put(self, model: Any, sealed: dict[str, str] | None = None, **told: Any) -> UUID:
        """All columns of the row; what isn't told is nothing. Words are under one shared key."""
        table: Table = model.__table__
        row_id: UUID = told.setdefault("id", self.new_id())
        told.setdefault("subject_id", PERSON)
        for name, words in (sealed or {}).items():
            place = Place(table.name, name, row_id, PERSON)
            told[name] = seal(self.key, place, words)
            self.words[row_id, name] = words
        names = {column.name for column in table.columns}
        self.rows[table].append(
            {name: told.get(name, 1 if name == "version" else None) for name in names}
        )
        return row_id

    def store(self, db: Db) -> None:
        for table, rows in self.rows.items():
            db.execute(insert(table), rows)


def at(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


def simulate(db: Db, seed: int = 4) -> Simulated:
    """All in one House; the first begin in 2024 and the last ones haven't ended."""
    by = make_person(db, Role.MENTOR_CONSULTANT).id
    made = Simulated(Random(seed), by, db.info["database"].keys.ensure(PERSON))
    seats = [_seat(made) for _ in range(4)]
    rounds = [_round(made) for _ in range(2)]
    mentees: list[UUID] = []
    for number in range(NUMBER):
        again = number % 10 == 9
        mentee = mentees[-1] if again else _mentee(made, number)
        mentees.append(mentee)
        _trajectory(made, mentee, made.random.choice(seats), rounds[again])
    made.store(db)
    db.flush()
    return made


def _seat(made: Simulated) -> tuple[UUID, UUID]:
    mentor = made.put(
        Mentor, subject_id=made.new_id(), house_code=HOUSE, status=MentorStatus.OPEN,
        applied_at=at(date(2023, 6, 1)), language=Language.DUTCH, first_name=NOBODY,
    )  # fmt: skip
    return mentor, made.put(MentorSeat, mentor_id=mentor, number=1, is_open=True)


def _round(made: Simulated) -> UUID:
    day = date(2023, 12, 1)
    return made.put(
        MatchRound, scope=HOUSE, house_code=HOUSE, day=day, seed=1, status=RoundStatus.DONE,
        started_by=made.by, created_at=at(day), finished_at=at(day),
    )  # fmt: skip


def _mentee(made: Simulated, number: int) -> UUID:
    day = date(2023, 11, 1)
    authority = made.random.choice(
        [Authority.YOUNG_PERSON, Authority.YOUNG_PERSON, Authority.BOTH_PARENTS,
         Authority.ONE_PARENT, Authority.YOUNG_PERSON]
    )  # fmt: skip
    mentee = made.put(
        Mentee, subject_id=made.new_id(), house_code=HOUSE, stage=Stage.STARTED, stage_since=day,
        accepted_at=at(day), intake_due=day, notice_due=day, priority=2,
        authority=None if number % 50 == 7 else authority, known_key=bytes(32), first_name=NOBODY,
        birth_year=NOBODY, contact_route=NOBODY, contact_details=NOBODY,
    )  # fmt: skip
    for who in GivenBy:
        if made.chance(0.94):
            ended = at(date(2025, 9, 1)) if made.chance(0.05) else None
            made.put(
                Consent, mentee_id=mentee, purpose=ConsentPurpose.EVALUATION, given_by=who,
                is_agreed=made.chance(0.95), text_version="1", language=Language.DUTCH,
                given_at=at(day), how=How.PAPER, noted_by=made.by, ended_at=ended,
                ended_how=How.SAID if ended else None,
            )  # fmt: skip
        if made.chance(0.5):
            made.put(
                Consent, mentee_id=mentee, purpose=ConsentPurpose.PARTICIPATION, given_by=who,
                is_agreed=True, text_version="1", language=Language.DUTCH, given_at=at(day),
                how=How.PAPER, noted_by=made.by,
            )  # fmt: skip
    return mentee


def _trajectory(made: Simulated, mentee: UUID, seat: tuple[UUID, UUID], match_round: UUID) -> None:
    r = made.random
    start = date(2024, 1, 1) + timedelta(days=r.randrange(540))
    end = start + timedelta(days=r.choice(LENGTHS))
    if made.chance(0.08):
        end = TODAY - timedelta(days=r.choice([3, 10, 27, 28, 29, 40]))
    is_running = made.chance(0.03)
    if is_running:
        start, end = date(2025, 7, 1) + timedelta(days=r.randrange(200)), TODAY
    end = min(end, TODAY)
    proposal = made.put(
        Proposal, round_id=match_round, mentee_id=mentee, mentor_id=seat[0], house_code=HOUSE,
        mentor_house_code=HOUSE, number=1, fit=1, waiting_bonus=0, explanation=NOBODY,
    )  # fmt: skip
    match = made.put(
        Match, mentee_id=mentee, mentor_id=seat[0], seat_id=seat[1], proposal_id=proposal,
        house_code=HOUSE, status=MatchStatus.ENDED, decided_by=made.by, decided_at=at(start),
        answer_due=start, started_at=at(start), closed_at=at(end),
    )  # fmt: skip
    key = made.put(
        Trajectory, mentee_id=mentee, mentor_id=seat[0], match_id=match, process_number=1,
        started_on=start, planned_end=start + timedelta(days=365),
        ended_on=None if is_running else end, opened_at=at(start), opened_by=made.by,
    )  # fmt: skip
    _pauses(made, key, start, end)
    _logs(made, key, seat[0], start, end)
    _contacts(made, key, start, end)
    _reviews(made, key, mentee, start, end)
    _check_ins(made, key, start)
    if made.chance(0.9):
        made.put(
            CommitmentAgreement, trajectory_id=key, text_version="1", language=Language.DUTCH,
            meetings_per_month=r.randint(1, 5), hours_per_month=4, months=12, signed_on=start,
            signed_by_mentor=True, signed_by_mentee=True, signed_by_staff=True,
            signed_by_guardian=False, noted_at=at(start), noted_by=made.by,
        )  # fmt: skip
    if not is_running:
        _closure(made, key, end)


def _pauses(made: Simulated, key: UUID, start: date, end: date) -> None:
    day = start
    for _ in range(made.random.choice([0, 0, 0, 1, 1, 2, 3])):
        day += timedelta(days=made.random.randrange(1, 120))
        back = day + timedelta(days=made.random.choice([0, 1, 7, 30, 61]))
        is_open = back > end
        if day > end:
            return
        made.put(
            TrajectoryPause, trajectory_id=key, from_on=day, resumed_on=None if is_open else back,
            reason=PauseReason.HOLIDAY, noted_at=at(day), noted_by=made.by,
        )  # fmt: skip
        if is_open:
            return
        day = back


def _logs(made: Simulated, key: UUID, mentor: UUID, start: date, end: date) -> None:
    """Some keep it up weekly, some hardly write anything; each has a way of their own."""
    r = made.random
    every = r.choice([5, 7, 9, 14, 14, 21, 30, 30, 45, 2000])
    weights = r.choice([(80, 5, 5, 5, 5), (50, 20, 10, 10, 10), (20, 50, 10, 10, 10),
                        (20, 5, 60, 10, 5), (10, 5, 5, 60, 20), (5, 90, 2, 2, 1)])  # fmt: skip
    has_items, costs = made.chance(0.35), r.choice([0, 0, 50, 400, 900, 2500])
    day, before = start, None
    while day <= end:
        kind = r.choices(list(SessionKind), weights)[0]
        is_contact = kind in (SessionKind.MET, SessionKind.CALLED)
        before = made.put(
            SessionLog, _items(made) if is_contact and has_items and made.chance(0.3) else None,
            trajectory_id=key, mentor_id=mentor, held_on=day, kind=kind,
            corrects_id=before if before and made.chance(0.06) else None,
            minutes=r.choice([15, 60, 90, 120, 240]) if is_contact else None,
            expense_cents=r.choice([None, 0, costs]), body_digest=bytes(32),
            logged_at=at(day + timedelta(days=r.choice([0, 1, 7, 8, 20]))), logged_by=made.by,
        )  # fmt: skip
        day += timedelta(days=r.randrange(1, 2 * every))


def _items(made: Simulated) -> dict[str, str]:
    given = {name: made.random.randint(2, 10) for name in ("contact", "useful", "safe")}
    kept = {name: value for name, value in given.items() if made.chance(0.8)}
    return {"experience": json.dumps(kept)}


def _contacts(made: Simulated, key: UUID, start: date, end: date) -> None:
    r = made.random
    care = r.choice([10, 16, 16, 24, 40, 60])
    for side in ContactSide:
        day, before = start + timedelta(days=r.randrange(1, 20)), None
        while day <= end:
            before = made.put(
                SupportContact, trajectory_id=key, side=side, held_on=day, how=ContactHow.PHONE,
                is_reached=made.chance(0.92), topics=[], topics_covered=0, noted_at=at(day),
                noted_by=made.by, corrects_id=before if before and made.chance(0.06) else None,
                minutes=made.took(key),
            )  # fmt: skip
            day += timedelta(days=r.randrange(1, care))


def _reviews(made: Simulated, key: UUID, mentee: UUID, start: date, end: date) -> None:
    r = made.random
    goals = []
    for number in range(r.choice([0, 1, 1, 2, 3])):
        goal = made.put(
            Goal, mentee_id=mentee, position=number + 1, is_active=True, added_at=at(start),
            text=NOBODY,
        )  # fmt: skip
        goals.append(goal)
        made.put(
            GoalScale, {"baseline": str(r.choice([-2, -2, -1, -1, 0, 1]))}, trajectory_id=key,
            goal_id=goal, weight=r.choice([1, 1, 2, 3, 5]), much_less=NOBODY, less=NOBODY,
            expected=NOBODY, more=NOBODY, much_more=NOBODY, set_at=at(start), set_by=made.by,
        )  # fmt: skip
    care, delay = r.choice([0.5, 0.9, 1.0]), r.choice([0, 0, 60])
    for number, wave in enumerate(REVIEWED, start=1):
        if not made.chance(care):
            continue
        day = min(start + timedelta(days=88 * number + r.randrange(delay + 1)), max(end, start))
        review = made.put(
            Review, trajectory_id=key, wave=wave, held_on=day, took_part=[],
            decision=ReviewDecision.CONTINUE, noted_at=at(day), noted_by=made.by,
            minutes=made.took(key),
        )  # fmt: skip
        for goal in goals:
            is_dropped = made.chance(0.15)
            level = None if is_dropped else {"level": str(r.choice([-2, -1, 0, 0, 1, 1, 2]))}
            made.put(GoalLevel, level, review_id=review, goal_id=goal, is_dropped=is_dropped)


def _check_ins(made: Simulated, key: UUID, start: date) -> None:
    for wave in Wave:
        if not made.chance(0.7):
            continue
        is_answered = made.chance(0.85)
        check_in = made.put(
            CheckIn, trajectory_id=key, wave=wave, asked_at=at(start), asked_by=made.by,
            answered_at=at(start) if is_answered else None,
            how=AnsweredHow.LINK if is_answered else None,
        )  # fmt: skip
        for code, items in (("cantril", ["ladder"]), ("own-mentee", ["contact", "useful", "safe"])):
            if is_answered and made.chance(0.9):
                given = {
                    item: made.random.randint(0, 10) if made.chance(0.9) else None for item in items
                }
                made.put(
                    AnswerSheet, {"answers": json.dumps(given)}, check_in_id=check_in,
                    instrument_code=code, instrument_version="1",
                )  # fmt: skip


def _closure(made: Simulated, key: UUID, end: date) -> None:
    r = made.random
    kind = r.choice(list(ClosureKind))
    made.put(
        Closure, trajectory_id=key, kind=kind, reason=r.choice(TREE[kind]),
        ended_by=r.choice(who_can_end(kind)), ended_on=end, what_next=WhatNext.NOTHING,
        was_celebrated=made.chance(0.5), noted_at=at(end), noted_by=made.by,
    )  # fmt: skip
    for side in TalkSide:
        if made.chance(0.75):
            made.put(
                ExitTalk, trajectory_id=key, side=side, is_held=made.chance(0.8), talked_on=end,
                topics=[], topics_covered=0, noted_at=at(end), noted_by=made.by,
                minutes=made.took(key),
            )  # fmt: skip
    if made.chance(0.7):
        made.put(
            ContactStatement, trajectory_id=key, text_version="1", choice=ContactAfterwards.NONE,
            may_be_online=False, known_to_mentor=made.chance(0.9), known_to_mentee=made.chance(0.9),
            agreed_on=end, noted_at=at(end), noted_by=made.by,
        )  # fmt: skip
