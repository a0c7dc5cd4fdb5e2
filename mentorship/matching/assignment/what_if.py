"""Compares a changed round with the real one: who changes, what is won and lost; no decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mentorship.matching.assignment.engine import solve
from mentorship.matching.assignment.model import Answer, Levels, Objective, Price, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A mentee whose proposal differs; None is nobody."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The answer of the changed round, as near to the real one as can be without being worse.

    `loss` is what the real answer has more of, per level: negative where the change wins. Its
    worst fit and points say something only when the change left weights and bonuses alone, its
    worst fit only when both rounds have proposals. `moves` are by mentee id. The answer comes
    without prices.
    """

    answer: Answer
    loss: Price
    moves: tuple[Move, ...]


def what_if(real: Answer, changed: Round) -> WhatIf:
    """Raises what `solve` does: a change may break a pin."""
    before = _mates(real)
    answer = solve(changed, keep=before.items(), with_prices=False)
    after = _mates(answer)
    return WhatIf(
        answer=answer,
        loss=_loss(real.levels, answer.levels, changed.objective),
        moves=tuple(
            Move(mentee=mentee, before=before.get(mentee), after=after.get(mentee))
            for mentee in sorted(before.keys() | after.keys())
            if before.get(mentee) != after.get(mentee)
        ),
    )


def _loss(then: Levels, now: Levels, objective: Objective) -> Price:
    worst_fit = None
    if objective is Objective.MAX_MIN:
        worst_fit = (then.worst_fit or 0) - (now.worst_fit or 0)
    return Price(
        class_1=then.class_1 - now.class_1,
        class_2=then.class_2 - now.class_2,
        class_3=then.class_3 - now.class_3,
        worst_fit=worst_fit,
        points=then.points - now.points,
    )


def _mates(answer: Answer) -> Mapping[str, str]:
    return {pair.mentee: pair.mentor for pair in answer.proposals}
