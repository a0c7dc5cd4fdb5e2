"""What happens in the process of its own: the pins that can be kept, the answer, who else fits.

That process starts anew for each round and loads what is imported here: no database, no pages.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from heapq import nsmallest

from mentorship.matching.assignment.helps import Helps
from mentorship.matching.assignment.model import Answer, Pair, PinRefused, Round, Unmatched
from mentorship.matching.assignment.profiles import RecruitNext
from mentorship.matching.rounds.explanations import Other, Ranked, WhyProposed, WhyWaiting

OTHERS_TOLD = 3
# Of more pairs than a House or region ever has nobody asks who else fits, or whom to recruit.
MOST_PAIRS = 1_000_000
MOST_PAIRS_TO_RECRUIT_FOR = 100_000


@dataclass(frozen=True)
class Solved:
    """The proven answer, the pins that broke a rule meanwhile, per mentee who else fits, cheapest
    for the round as a whole first, whom to recruit and what would help (None: too many people)."""

    answer: Answer
    dropped: tuple[PinRefused, ...]
    others: dict[str, tuple[Other, ...]]
    recruiting: RecruitNext | None = None
    recruits: dict[str, tuple[Ranked, ...]] = field(default_factory=dict)
    helps: Mapping[str, Helps] | None = None

    def why_proposed(self, pair: Pair) -> WhyProposed:
        prices = self.answer.prices
        refusal = prices.refusal.get(pair.mentee) if prices else None
        return WhyProposed(pair, self.others.get(pair.mentee, ()), refusal)

    def why_waiting(self, one: Unmatched) -> WhyWaiting:
        prices = self.answer.prices
        serve = prices.serve.get(one.mentee) if prices else None
        helps = self.helps.get(one.mentee) if self.helps else None
        return WhyWaiting(one, serve, self.recruits.get(one.mentee, ()), helps)


def solved(round_: Round) -> Solved:
    # Loads NumPy and OR-Tools: in the process that solves only, never in one that answers pages.
    from mentorship.matching.assignment.engine import (  # noqa: PLC0415
        eligible_pairs,
        solve_and_price,
    )

    round_, dropped = with_pins_that_hold(round_)
    answer, runners_up = solve_and_price(round_)
    if len(round_.mentees) * len(round_.mentors) > MOST_PAIRS:
        return Solved(answer, dropped, {})
    proposed = {(pair.mentee, pair.mentor) for pair in answer.proposals}
    prices = {(one.mentee, one.mentor): one.price for one in runners_up}
    fitting: dict[str, list[Other]] = {}
    for pair in eligible_pairs(round_):
        if (pair.mentee, pair.mentor) not in proposed:
            other = Other(pair.mentor, pair.fit, prices.get((pair.mentee, pair.mentor)))
            fitting.setdefault(pair.mentee, []).append(other)
    others = {
        mentee: tuple(nsmallest(OTHERS_TOLD, found, key=_cheapest_first))
        for mentee, found in fitting.items()
    }
    recruiting, recruits = _recruiting(round_, answer)
    return Solved(answer, dropped, others, recruiting, recruits, _helps(round_, answer))


def with_pins_that_hold(round_: Round) -> tuple[Round, tuple[PinRefused, ...]]:
    """The round without the pins that break a rule, and those; loads NumPy and OR-Tools."""
    from mentorship.matching.assignment.engine import refused_pins  # noqa: PLC0415

    dropped: list[PinRefused] = []
    while refused := refused_pins(round_):
        dropped.extend(refused)
        round_ = _without(round_, {pin.mentee for pin in refused})
    return round_, tuple(dropped)


def _recruiting(
    round_: Round, answer: Answer
) -> tuple[RecruitNext | None, dict[str, tuple[Ranked, ...]]]:
    if len(round_.mentees) * len(round_.mentors) > MOST_PAIRS_TO_RECRUIT_FOR:
        return None, {}
    from mentorship.matching.assignment.recruiting import recruit_next  # noqa: PLC0415

    found = recruit_next(round_)
    waiting = {one.mentee for one in answer.unmatched}
    return found, kept_with(round_, waiting, found)


def _helps(round_: Round, answer: Answer) -> Mapping[str, Helps] | None:
    if len(round_.mentees) * len(round_.mentors) > MOST_PAIRS_TO_RECRUIT_FOR:
        return None
    from mentorship.matching.assignment.helping import helps_of  # noqa: PLC0415

    return helps_of(round_, answer.unmatched)


def kept_with(
    round_: Round, waiting: Collection[str], found: RecruitNext
) -> dict[str, tuple[Ranked, ...]]:
    """By mentee who waits the profiles that are kept with that one."""
    house = {one.id: one.house for one in round_.mentees}
    kept: dict[str, list[Ranked]] = {}
    for rank, one in enumerate(found.recommendations, 1):
        profit = [id_ for id_ in one.served if id_ in waiting]
        here = [id_ for id_ in sorted(waiting) if house[id_] == one.profile.house]
        of_its_house = [id_ for id_ in profit if id_ in here]
        for id_ in of_its_house or profit[:1] or here[:1]:
            kept.setdefault(id_, []).append(Ranked(rank, one))
    return {id_: tuple(ranked) for id_, ranked in kept.items()}


def _without(round_: Round, unpinned: set[str]) -> Round:
    mentees = (replace(m, pinned=None) if m.id in unpinned else m for m in round_.mentees)
    return replace(round_, mentees=tuple(mentees))


def _cheapest_first(other: Other) -> tuple[object, ...]:
    """Who can't be chosen in this round comes last."""
    price = other.price.levels if other.price else ()
    return (other.price is None, price, -other.fit, other.mentor)
