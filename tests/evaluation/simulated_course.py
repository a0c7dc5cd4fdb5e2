"""What happens in one simulated trajectory: pauses, logs, contacts, reviews, answers, its end."""

import json
from datetime import date, timedelta
from uuid import UUID

from mentorship.accounts.models import Language
from mentorship.referrals.mentees.models import Goal
from mentorship.trajectories.closure.models import (
    Closure,
    ClosureKind,
    ContactAfterwards,
    ContactStatement,
    ExitTalk,
    ExitTopic,
    TalkSide,
    WhatNext,
)
from mentorship.trajectories.closure.rules import TREE, who_can_end
from mentorship.trajectories.contacts.models import (
    ContactHow,
    ContactSide,
    ContactTopic,
    SupportContact,
)
from mentorship.trajectories.models import CommitmentAgreement, PauseReason, TrajectoryPause
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
from tests.evaluation.simulated_rows import NOBODY, Simulated, at


def pauses(made: Simulated, key: UUID, start: date, end: date) -> None:
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


def agreement(made: Simulated, key: UUID, start: date) -> None:
    """At the first meeting or some days later, by most."""
    r = made.random
    if made.chance(0.9):
        signed_on = start + timedelta(days=r.choice([0, 0, 0, 1, 9]))
        made.put(
            CommitmentAgreement, trajectory_id=key, text_version="1", language=Language.DUTCH,
            meetings_per_month=r.randint(1, 5), hours_per_month=r.choice([3, 4, 4, 5]),
            months=r.choice([6, 11, 12, 12, 18]), signed_on=signed_on, signed_by_mentor=True,
            signed_by_mentee=True, signed_by_staff=True, signed_by_guardian=made.chance(0.6),
            noted_at=at(signed_on), noted_by=made.by,
        )  # fmt: skip


def logs(made: Simulated, key: UUID, mentor: UUID, start: date, end: date) -> None:
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
            topics=NOBODY if is_contact and made.chance(0.7) else None,
            note=NOBODY if made.chance(0.5) else None,
            logged_at=at(day + timedelta(days=r.choice([0, 1, 7, 8, 20]))), logged_by=made.by,
        )  # fmt: skip
        day += timedelta(days=r.randrange(1, 2 * every))


def _items(made: Simulated) -> dict[str, str]:
    given = {name: made.random.randint(2, 10) for name in ("contact", "useful", "safe")}
    kept = {name: value for name, value in given.items() if made.chance(0.8)}
    return {"experience": json.dumps(kept)}


def contacts(made: Simulated, key: UUID, start: date, end: date) -> None:
    r = made.random
    care = r.choice([10, 16, 16, 24, 40, 60])
    for side in ContactSide:
        day, before = start + timedelta(days=r.randrange(1, 20)), None
        while day <= end:
            is_reached = made.chance(0.92)
            covered = r.sample(list(ContactTopic), r.choice([5, 5, 4, 0])) if is_reached else []
            before = made.put(
                SupportContact, trajectory_id=key, side=side, held_on=day,
                how=r.choices(list(ContactHow), (12, 1, 4, 4))[0], is_reached=is_reached,
                topics=covered, topics_covered=len(covered), noted_at=at(day), noted_by=made.by,
                corrects_id=before if before and made.chance(0.06) else None,
                minutes=made.took(key),
            )  # fmt: skip
            day += timedelta(days=r.randrange(1, care))


def reviews(made: Simulated, key: UUID, mentee: UUID, start: date, end: date) -> None:
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


def check_ins(made: Simulated, key: UUID, start: date) -> None:
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


def closure(made: Simulated, key: UUID, end: date) -> None:
    r = made.random
    kind = r.choice(list(ClosureKind))
    made.put(
        Closure, trajectory_id=key, kind=kind, reason=r.choice(TREE[kind]),
        ended_by=r.choice(who_can_end(kind)), ended_on=end, what_next=WhatNext.NOTHING,
        was_celebrated=made.chance(0.5), noted_at=at(end), noted_by=made.by,
    )  # fmt: skip
    for side in TalkSide:
        if made.chance(0.75):
            is_held = made.chance(0.8)
            covered = r.sample(list(ExitTopic), r.choice([8, 8, 7, 1])) if is_held else []
            made.put(
                ExitTalk, trajectory_id=key, side=side, is_held=is_held, talked_on=end,
                topics=covered, topics_covered=len(covered), noted_at=at(end), noted_by=made.by,
                minutes=made.took(key),
            )  # fmt: skip
    if made.chance(0.7):
        made.put(
            ContactStatement, trajectory_id=key, text_version="1", choice=ContactAfterwards.NONE,
            may_be_online=False, known_to_mentor=made.chance(0.9), known_to_mentee=made.chance(0.9),
            agreed_on=end, noted_at=at(end), noted_by=made.by,
        )  # fmt: skip
