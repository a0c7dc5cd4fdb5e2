"""One definition for each counted benchmark, on plain facts.

Each measure gives an answer per unit: True and False count, None doesn't apply: a pause, a window
that isn't over yet or that the end cut off, a term that still runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mentorship.trajectories.contacts.rules import Terms
from mentorship.trajectories.standards import ending, following, mentoring
from mentorship.trajectories.standards.plain import Facts, Period

Answers = Iterator[bool | None]
Measure = Callable[[Facts, Period, int], Answers]


@dataclass(frozen=True)
class Count:
    """How many units have it, of how many to which it applies; and to how many it doesn't."""

    numerator: int
    denominator: int
    not_applicable: int

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.not_applicable + other.not_applicable,
        )

    def is_met(self, target: int) -> bool | None:
        """None while there is nothing to count; `target` in percent."""
        if not self.denominator:
            return None
        return self.numerator * 100 >= target * self.denominator


def measures(terms: Terms) -> Mapping[str, Measure]:
    """By the name in the data; `terms` are those of the support contacts."""
    return {**mentoring.MEASURES, **following.measures(terms), **ending.MEASURES}


def counted(answers: Iterable[bool | None]) -> Count:
    found = list(answers)
    applicable = [answer for answer in found if answer is not None]
    return Count(sum(applicable), len(applicable), len(found) - len(applicable))
