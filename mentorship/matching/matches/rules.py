"""What stands between a proposal and a match, and which answers are possible: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentorship.matching.assignment.model import Rule
from mentorship.matching.models import MatchStatus, Refusal, Side
from mentorship.mentors.rules import Block, Gate

LINK_PURPOSES = {Side.MENTOR: "matching.mentor", Side.MENTEE: "matching.mentee"}


class Hindrance(StrEnum):
    """What isn't a rule of the round, or is told more exactly than its rule."""

    MENTEE_NOT_WAITING = "mentee_not_waiting"
    MENTEE_HAS_MATCH = "mentee_has_match"
    MENTOR_LEFT = "mentor_left"
    GATE_MISSING = "gate_missing"
    BLOCKED = "blocked"
    NO_SEAT = "no_seat"
    RULE_BROKEN = "rule_broken"


@dataclass(frozen=True)
class Obstacle:
    """One reason why these two can't be matched now."""

    kind: Hindrance
    gate: Gate | None = None
    block: Block | None = None
    rule: Rule | None = None


class MatchRefused(Exception):
    """What was asked can't be done; the kinds below say why. Nothing was done."""


class CannotChoose(MatchRefused):
    """Something changed since the round: all of it is told at once."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(", ".join(obstacle.kind for obstacle in obstacles))
        self.obstacles = obstacles


class AlreadyDecided(MatchRefused):
    """A colleague decided about this proposal first."""


class LendingNotAgreed(MatchRefused):
    """The House of the mentor has to agree before its mentor is asked."""


class MatchClosed(MatchRefused):
    """This match waits for no answer: it runs, or it was turned down or withdrawn."""


class AnsweredBefore(MatchRefused):
    """This side said yes or no already."""


class NotAskedYet(MatchRefused):
    """The mentee is asked when the mentor said yes, so that nobody is let down."""


class TermOver(MatchRefused):
    """The last day for an answer has passed."""


class NoLongerPossible(MatchRefused):
    """Consent was withdrawn, or the mentor stopped: there is nothing to say yes to."""


class ChosenBefore(MatchRefused):
    """What comes after this match was chosen already, or it asks for no choice."""


@dataclass(frozen=True)
class Reply:
    """What one side says: yes, or no with one of the closed list."""

    side: Side
    is_yes: bool
    refusal: Refusal | None = None

    def __post_init__(self) -> None:
        if self.is_yes != (self.refusal is None):
            raise ValueError("a no names a reason of the list, and a yes none")


def check_may_answer(
    status: MatchStatus, answers: Mapping[Side, bool], reply: Reply, due: date, day: date
) -> None:
    """`answers` holds what was said before."""
    if reply.side in answers:
        raise AnsweredBefore
    if status is not MatchStatus.ASKED:
        raise MatchClosed
    if reply.side is Side.MENTEE and Side.MENTOR not in answers:
        raise NotAskedYet
    if day > due:
        raise TermOver


def awaited_of(status: MatchStatus, answers: Mapping[Side, bool]) -> Side | None:
    """Who is to answer now."""
    if status is not MatchStatus.ASKED:
        return None
    return Side.MENTEE if Side.MENTOR in answers else Side.MENTOR
