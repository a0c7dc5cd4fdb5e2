"""Measures of standard 6: talks at the end, the steps of a closure, contact afterwards."""

from collections.abc import Iterator
from datetime import timedelta

from mentorship.trajectories.closure.models import TalkSide
from mentorship.trajectories.standards.plain import ClosureFacts, Facts, PairFacts, Period

Answers = Iterator[bool | None]
# So long after the end a step that isn't there yet may still come.
TERM = timedelta(days=28)


def exit_talks(facts: Facts, period: Period, least: int) -> Answers:
    """Held with the mentor, and at least offered to the young person."""
    for _one, end in _closed(facts, period):
        yield _or_later(end, period, TalkSide.MENTOR in end.held_with and _offered(end))


def closure_steps(facts: Facts, period: Period, least: int) -> Answers:
    """A talk with everybody who has a say, held or offered, and the statement about afterwards."""
    for one, end in _closed(facts, period):
        is_whole = TalkSide.MENTOR in end.talks and _offered(end)
        is_whole = is_whole and (TalkSide.GUARDIAN in end.talks or not one.needs_guardian)
        yield _or_later(end, period, is_whole and end.is_statement_known is not None)


def mentor_closure_talk(facts: Facts, period: Period, least: int) -> Answers:
    for _one, end in _closed(facts, period):
        yield _or_later(end, period, end.talks.get(TalkSide.MENTOR, 0) >= least)


def mentee_closure_talk(facts: Facts, period: Period, least: int) -> Answers:
    for _one, end in _closed(facts, period):
        yield _or_later(end, period, _offered(end))


def guardian_closure_talk(facts: Facts, period: Period, least: int) -> Answers:
    """Doesn't apply where the young person decides."""
    for one, end in _closed(facts, period):
        is_offered = _or_later(end, period, TalkSide.GUARDIAN in end.talks)
        yield is_offered if one.needs_guardian else None


def contact_statement(facts: Facts, period: Period, least: int) -> Answers:
    for _one, end in _closed(facts, period):
        yield _or_later(end, period, bool(end.is_statement_known))


def celebrated(facts: Facts, period: Period, least: int) -> Answers:
    return (end.was_celebrated for _one, end in _closed(facts, period))


def _closed(facts: Facts, period: Period) -> Iterator[tuple[PairFacts, ClosureFacts]]:
    for one in facts.pairs:
        if one.closure is not None and period.holds(one.closure.ended_on):
            yield one, one.closure


def _offered(end: ClosureFacts) -> bool:
    return TalkSide.MENTEE in end.talks


def _or_later(end: ClosureFacts, period: Period, is_done: bool) -> bool | None:
    return True if is_done else (None if period.day <= end.ended_on + TERM else False)


MEASURES = {
    one.__name__: one
    for one in (
        exit_talks, closure_steps, mentor_closure_talk, mentee_closure_talk,
        guardian_closure_talk, contact_statement, celebrated,
    )
}  # fmt: skip
