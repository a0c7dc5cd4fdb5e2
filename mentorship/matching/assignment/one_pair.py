"""Says which rules a single pair breaks, in the words of the same checks that a round uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from mentorship.matching.assignment.model import Mentee, Mentor, Policy, Round, Rule
from mentorship.matching.assignment.people import people_of
from mentorship.matching.assignment.rules import broken, rules_in


def metres_apart(mentee: Mentee, mentor: Mentor, policy: Policy, day: date) -> int:
    """As a round of these two alone measures it, detours included."""
    alone = Round(
        mentees=(replace(mentee, excluded=frozenset(), refused=frozenset(), pinned=None),),
        mentors=(replace(mentor, excluded=frozenset(), refused=frozenset(), standing=None),),
        date=day,
        policy=policy,
    )
    only = np.zeros(1, dtype=np.int64)
    return int(people_of(alone).metres(only, only)[0])


def broken_rules(round_: Round) -> tuple[Rule, ...]:
    """Of a round of one mentee and one mentor; empty when the two may be matched."""
    if len(round_.mentees) != 1 or len(round_.mentors) != 1:
        raise ValueError("this asks about one pair")
    only = np.zeros(1, dtype=np.int64)
    return rules_in(int(broken(people_of(round_), only, only)[0]))
