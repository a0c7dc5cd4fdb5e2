"""Decides on plain values which cover can be arranged, and where in the list one stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID


class CoverRefused(Exception):
    """This cover can't be arranged; the kind of refusal says why."""


class NotConsultants(CoverRefused):
    """One of the two isn't a mentor consultant, or they are the same person."""


class WrongDays(CoverRefused):
    """It begins before today, ends before it begins, or lasts too long."""


class CoveredAlready(CoverRefused):
    """Somebody stands in for this colleague on some of these days."""


class DeputyIsAway(CoverRefused):
    """Somebody stands in for the deputy on some of these days: nobody would look."""


class OpensMoreForOneself(CoverRefused):
    """Somebody would give themselves cases that they may not open now."""


class Phase(StrEnum):
    """The groups of the list."""

    NOW = "now"
    COMING = "coming"
    PAST = "past"


@dataclass(frozen=True)
class Days:
    """The first and the last day, both included."""

    first: date
    last: date


def check_days(days: Days, today: date, longest: int) -> None:
    """`longest` counts days; who is away for longer hands the cases over. Raises WrongDays."""
    lasts = days.last - days.first + timedelta(days=1)
    if not (today <= days.first <= days.last and lasts <= timedelta(days=longest)):
        raise WrongDays


def check_people(
    absent: UUID, absent_houses: frozenset[str], deputy: UUID, deputy_houses: frozenset[str]
) -> None:
    """Where each is a consultant; nowhere is not at all. Raises NotConsultants."""
    if absent == deputy or not absent_houses or not deputy_houses:
        raise NotConsultants


def check_maker(
    by: UUID, absent_houses: frozenset[str], deputy: UUID, deputy_houses: frozenset[str]
) -> None:
    """Nobody gives themselves more than they open already; raises OpensMoreForOneself."""
    if by == deputy and not absent_houses <= deputy_houses:
        raise OpensMoreForOneself


def phase_of(days: Days, today: date, *, is_ended: bool) -> Phase:
    if is_ended or days.last < today:
        return Phase.PAST
    return Phase.COMING if today < days.first else Phase.NOW
