"""Knows why somebody waits: which rule stops how many mentors, and what else stood in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mentorship.matching.assignment.candidates import Candidates
from mentorship.matching.assignment.caseloads import Fullness
from mentorship.matching.assignment.least_travel import changes_of
from mentorship.matching.assignment.model import Policy, Reason, Rule, Unmatched
from mentorship.matching.assignment.obstacles import Obstacles, obstacles
from mentorship.matching.assignment.people import Integers, People
from mentorship.matching.assignment.rules import rules_in


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the explanation needs of an answer: per mentee counts of pairs, and who is full."""

    eligible: Integers
    below_floor: Integers
    fullness: Fullness


def explained(
    people: People, policy: Policy, rows: Integers, outcome: Outcome
) -> Iterator[Unmatched]:
    """Why each of these mentees has no proposal."""
    if not people.mentors:
        yield from (_without_mentors(people, int(row)) for row in rows)
        return
    told: dict[int, Unmatched] = {}
    for here in obstacles(people, rows):
        told.update(_told(people, policy, here, outcome))
    yield from (told[row] for row in rows.tolist())


def _told(
    people: People, policy: Policy, here: Obstacles, outcome: Outcome
) -> Iterator[tuple[int, Unmatched]]:
    changes = changes_of(people, policy, here)
    nearest = here.nearest()
    for at, (row, stopped) in enumerate(zip(here.row.tolist(), here.stopped.tolist(), strict=True)):
        counts = zip(Rule, stopped, strict=True)
        yield (
            row,
            Unmatched(
                mentee=people.mentees[row].id,
                reason=_reason(people, row, outcome),
                blocked_by=MappingProxyType({rule: n for rule, n in counts if n}),
                below_floor=int(outcome.below_floor[row]),
                nearest_mentor=people.mentors[nearest[at]].id,
                nearest_blocked_by=rules_in(int(here.masks[at, nearest[at]])),
                freed_by=changes.get(row, ()),
            ),
        )


def outcome_of(people: People, candidates: Candidates, floor: int, fullness: Fullness) -> Outcome:
    """Counts of the pairs that pass all rules, above and under the floor."""
    is_eligible = candidates.fit >= floor
    return Outcome(
        eligible=np.bincount(candidates.i[is_eligible], minlength=people.rows),
        below_floor=np.bincount(candidates.i[~is_eligible], minlength=people.rows),
        fullness=fullness,
    )


def _reason(people: People, row: int, outcome: Outcome) -> Reason:
    if outcome.eligible[row]:
        return outcome.fullness.why(people.mentees[row]) or Reason.OTHERS_SERVED
    return Reason.BELOW_FLOOR if outcome.below_floor[row] else Reason.BLOCKED


def _without_mentors(people: People, row: int) -> Unmatched:
    return Unmatched(
        mentee=people.mentees[row].id,
        reason=Reason.NO_MENTORS,
        blocked_by=MappingProxyType({}),
        below_floor=0,
        nearest_mentor=None,
        nearest_blocked_by=(),
    )
