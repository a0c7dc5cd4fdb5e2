"""Which reason belongs to which end, who can have wanted it, and what may come next; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mentorship.referrals.mentees.models import Stage
from mentorship.trajectories.closure.models import (
    AftercareOutcome,
    ClosureKind,
    ClosureReason,
    EndedBy,
    WhatNext,
)
from mentorship.trajectories.models import Phase
from mentorship.trajectories.rules import TrajectoryRefused

R, B = ClosureReason, EndedBy
AFTERCARE_MONTHS = (3, 6)
# The reason tree: the kind of the end, then the reasons that it knows.
TREE: Mapping[ClosureKind, tuple[ClosureReason, ...]] = {
    ClosureKind.PLANNED: (R.GOALS_REACHED, R.TIME_OVER, R.GOES_ON_ALONE),
    ClosureKind.UNPLANNED: (
        R.MOVED_AWAY, R.HEALTH, R.SCHOOL_OR_WORK, R.OTHER_CARE, R.NO_CONTACT, R.SAFETY,
        R.RULES_NOT_KEPT,
    ),
    ClosureKind.ONE_SIDED: (
        R.NO_CLICK, R.NO_TIME, R.GOES_ON_ALONE, R.CONSENT_WITHDRAWN, R.NO_REASON,
    ),
}  # fmt: skip
_WHO: Mapping[ClosureKind, tuple[EndedBy, ...]] = {
    ClosureKind.PLANNED: (B.TOGETHER,),
    ClosureKind.UNPLANNED: (B.TOGETHER, B.MENTEE, B.MENTOR, B.PROGRAMME),
    ClosureKind.ONE_SIDED: (B.MENTEE, B.MENTOR, B.GUARDIAN),
}


class ReasonImpossible(TrajectoryRefused):
    """This reason, or who wanted it, doesn't belong to this kind of end."""


class NextImpossible(TrajectoryRefused):
    """What should come next doesn't fit where the young person stands by now."""


class EndedBefore(TrajectoryRefused):
    """It has ended already."""


class NotEnded(TrajectoryRefused):
    """This belongs to the end, and there is none yet."""


class NotedBefore(TrajectoryRefused):
    """This talk or moment was noted already."""


class TooEarly(TrajectoryRefused):
    """The moment of aftercare hasn't come."""


class OutcomeFollowed(TrajectoryRefused):
    """What came of the moment was done already, so another outcome can't take its place."""


@dataclass(frozen=True)
class Ending:
    """What a consultant tells about the end."""

    kind: ClosureKind
    reason: ClosureReason
    ended_by: EndedBy
    ended_on: date
    what_next: WhatNext
    explanation: str = ""
    was_celebrated: bool = False


def who_can_end(kind: ClosureKind) -> tuple[EndedBy, ...]:
    return _WHO[kind]


def check_ending(ending: Ending) -> None:
    if ending.reason not in TREE[ending.kind] or ending.ended_by not in _WHO[ending.kind]:
        raise ReasonImpossible


def next_choices(phase: Phase, stage: Stage, *, awaits_choice: bool) -> tuple[WhatNext, ...]:
    """What may come after the end.

    `awaits_choice` while nobody chose yet. Somebody may have: on the page of the match, or by
    stopping altogether; then only what fits that is left. Whoever never met has no aftercare.
    """
    choices: tuple[WhatNext, ...]
    if awaits_choice:
        choices = (WhatNext.AFTERCARE, WhatNext.OTHER_MENTOR, WhatNext.NOTHING)
    elif stage.is_open:
        choices = (WhatNext.OTHER_MENTOR,)
    else:
        choices = (WhatNext.AFTERCARE, WhatNext.NOTHING)
    has_met = phase.is_running
    return tuple(one for one in choices if has_met or one is not WhatNext.AFTERCARE)


def phase_after(what_next: WhatNext) -> Phase:
    return Phase.AFTERCARE if what_next is WhatNext.AFTERCARE else Phase.DONE


def ends_aftercare(months: int, outcome: AftercareOutcome) -> bool:
    """The last moment, or nobody wants or needs another one."""
    is_last = months == AFTERCARE_MONTHS[-1]
    return is_last or outcome in (AftercareOutcome.REOPENED, AftercareOutcome.NOT_WANTED)


def consequence(months: int, outcome: AftercareOutcome) -> tuple[bool, bool]:
    """Whether aftercare ends with it, and whether the young person looks for a mentor again."""
    return ends_aftercare(months, outcome), outcome is AftercareOutcome.REOPENED


def check_outcome(
    months: int, before: AftercareOutcome, after: AftercareOutcome, *, goes_on: bool
) -> None:
    """A corrected outcome may bring about what the first did or, while aftercare goes on, more."""
    if consequence(months, before) != consequence(months, after) and not goes_on:
        raise OutcomeFollowed
