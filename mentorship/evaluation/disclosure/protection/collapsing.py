"""Finds the coarser table that would pass where one tells nothing, and names the rule."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mentorship.evaluation.disclosure.protection.crossings import (
    Counted,
    Crossing,
    counted_in,
    figures_of,
)
from mentorship.evaluation.disclosure.protection.defences import NothingIsSafe
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.primary import Protections, Reason, demands_on
from mentorship.evaluation.disclosure.protection.protecting import Plan, protect
from mentorship.evaluation.disclosure.protection.suppression import Effort
from mentorship.evaluation.disclosure.statements import Known


@dataclass(frozen=True, slots=True)
class Coarser:
    """A table that tells something: fewer categories, more cohorts, or both."""

    crossing: Crossing
    cohorts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """No cell may be told. `reason` keeps back most of them; None when earlier releases do."""

    reason: Reason | None
    coarser: Coarser | None


@dataclass(frozen=True, slots=True)
class Question:
    """Tables as they could be asked: `counted` holds every closed cohort in `crossing`.

    `earlier` are the sets of cohorts of earlier releases, and `known` is what these told.
    """

    crossing: Crossing
    counted: Mapping[str, Counted]
    earlier: Sequence[Collection[str]] = ()
    known: Known | None = None
    protections: Protections | None = None
    effort: Effort | None = None


def plan_or_refusal(question: Question, cohorts: Collection[str]) -> Plan | Refusal:
    """The plan, unless nothing can be told; a table that may tell one cell is never refused."""
    asked = tuple(sorted(cohorts))
    answer = _planned(question, question.crossing, asked)
    if isinstance(answer, Plan):
        return answer
    for one in _coarser(question, asked):
        if isinstance(_planned(question, one.crossing, one.cohorts), Plan):
            return Refusal(answer, one)
    return Refusal(answer, None)


def _planned(
    question: Question, crossing: Crossing, cohorts: tuple[str, ...]
) -> Plan | Reason | None:
    figures = _figures(question, crossing, cohorts)
    rules = question.protections or Protections()
    demands, numbers = demands_on(figures, rules)
    try:
        plan = protect(figures, demands, question.known, None, question.effort, rules.complements)
    except NothingIsSafe:
        return None
    if plan.told:
        return plan
    return max(numbers, key=lambda reason: (numbers[reason], reason)) if numbers else None


def _figures(question: Question, crossing: Crossing, cohorts: tuple[str, ...]) -> Figures:
    """With the finest table too where something was told before: it may have been of that."""
    finer = question.crossing
    counted = {cohort: counted_in(crossing, finer, one) for cohort, one in question.counted.items()}
    figures = figures_of(crossing, counted, [cohorts], question.earlier)
    if crossing == finer or not question.known:
        return figures
    return figures.with_all(
        figures_of(finer, question.counted, [cohorts], question.earlier).unasked()
    )


def _coarser(question: Question, asked: tuple[str, ...]) -> Iterator[Coarser]:
    """One level less first, then two, over the same cohorts; then the same over more cohorts."""
    for cohorts in (asked, *_wider(asked, sorted(question.counted))):
        waiting = [question.crossing]
        seen: set[Crossing] = set()
        while waiting:
            crossing = waiting.pop(0)
            if crossing in seen:
                continue
            seen.add(crossing)
            if (crossing, cohorts) != (question.crossing, asked):
                yield Coarser(crossing, cohorts)
            waiting += crossing.coarser()


def _wider(asked: tuple[str, ...], closed: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Neighbouring cohorts around those asked for, the fewest first."""
    first, last = closed.index(asked[0]), closed.index(asked[-1])
    for size in range(last - first + 2, len(closed) + 1):
        for start in range(max(0, last - size + 1), min(first, len(closed) - size) + 1):
            yield tuple(closed[start : start + size])
