"""What a round says about each proposal and about each who waits.

The process that solves loads this too, so it imports no more than the words of a round.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentorship.matching.assignment.helps import Helps
from mentorship.matching.assignment.model import Pair, Price, RunnerUp, Unmatched
from mentorship.matching.assignment.profiles import Recommendation


@dataclass(frozen=True, slots=True)
class Other:
    """Another mentor who fits a mentee, by the id the round knows them by.

    The price is what the round as a whole gives up with this mentor instead; None where that
    mentor can't be chosen, and in rounds of before there were prices.
    """

    mentor: str
    fit: int
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class WhyProposed:
    """The numbers of a proposal, who else would fit, cheapest first, and the price of a no."""

    pair: Pair
    others: tuple[Other, ...]
    refusal: Price | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A mentor to recruit, by the place in the list of the round."""

    rank: int
    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class WhyWaiting:
    """Why somebody has no proposal, the pair that would cost the others least, whom to recruit.

    Rounds of before there was recruiting name nobody to recruit. `helps` is None in rounds of
    before it was worked out, and where too many people take part.
    """

    unmatched: Unmatched
    serve: RunnerUp | None
    recruits: tuple[Ranked, ...] = ()
    helps: Helps | None = None
