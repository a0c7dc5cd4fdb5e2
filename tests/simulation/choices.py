"""Where the specification is silent and oracle and service chose differently, each with why.

The oracle's state is turned into what the same facts mean by the choice of the service.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.oracle import state_on
from tests.simulation.state import Mentor, State

_DATED = frozenset({"vog_stale", "training_expired", "agreement_ended"})
_DAY = timedelta(days=1)


def expected_on(script: Sequence[e.Event], day: date) -> State:
    state = state_on(_longest_agreements(script), day)
    mentors = {name: _as_the_service_says(one, day) for name, one in state.mentors.items()}
    return replace(state, mentors=mentors)


def _longest_agreements(script: Sequence[e.Event]) -> list[e.Event]:
    """By the service every signed agreement runs to its own end: a shorter one that was signed
    later takes nothing away. By the oracle the one written last counts alone."""
    kept: list[e.Event] = []
    ends: dict[str, date] = {}
    for event in script:
        if isinstance(event, e.AgreementSigned):
            end = w.add_months(event.signed_on, event.months)
            if end < ends.get(event.mentor, date.min):
                continue
            ends[event.mentor] = end
        kept.append(event)
    return kept


def _as_the_service_says(mentor: Mentor, day: date) -> Mentor:
    """A term counts through its last day, as those of the General Extension of Time Limits Act do:
    what is valid for 36 months is out on the day after. By the oracle it is out on that day.

    No seats is told of who offers none. Who has all seats taken is ready and has no free seat:
    that is the rule `capacity` of a round, and compared as the number of free seats. While the
    profile is missing nobody was asked about seats yet.
    """
    blocks = {
        kind: until + _DAY if kind in _DATED and until else until
        for kind, until in mentor.blocks.items()
        if kind != "no_seats" and not (kind in _DATED and until == day)
    }
    if mentor.seats == 0 and "profile" not in mentor.missing:
        blocks["no_seats"] = None
    return replace(mentor, blocks=blocks, is_ready=not mentor.missing and not blocks)
