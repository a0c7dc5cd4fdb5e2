"""What one contender brings back from one round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.assignment.arcs import Levels


@dataclass(frozen=True)
class Found:
    """`levels` where it is an answer; `laps` are parts of its time, in milliseconds.

    `keep` is called once, when the time is taken.
    """

    levels: Levels | None = None
    words: str = ""
    laps: Mapping[str, float] = field(default_factory=dict)
    keep: Callable[[], None] | None = None


# What is timed; all that a contender is given stands before it begins.
Act = Callable[[], Found]
