"""One mentee more, by one augmenting path in the round as it stands; when the engine offers it."""

from importlib.util import find_spec

from bench.assignment.found import Act
from mentorship.matching.assignment.model import Round

MODULE = "mentorship.matching.assignment.augmenting"


def act(round_: Round) -> Act | str:
    """Why not, where it can't be measured."""
    del round_  # the act to come is timed on it, solved before
    if find_spec(MODULE) is None:
        return "the engine has no augmenting path for one arrival yet: it would solve anew"
    return "assignment/augmenting.py is there, but bench/assignment/arrival.py doesn't call it yet"
