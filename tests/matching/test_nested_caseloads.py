"""A consultant's caseload inside that of the House: who waits for which of the two, and pins."""

from mentorship.matching.assignment.engine import refused_pins, solve
from mentorship.matching.assignment.model import Consultant, PinRefused, Policy, Reason
from tests.matching.assignment_rounds import mentee, mentor, round_of


def test_who_waits_for_a_place_with_the_consultant_is_told_so() -> None:
    """Of two full caseloads the House's is told: it stops more."""
    young = [mentee(f"e{n}", consultant="Anna") for n in (1, 2)]
    young += [mentee(f"e{n}", consultant="Bas") for n in (3, 4)]
    others = [mentee("e5", consultant="Anna", house="KEN"), *(mentor(f"v{n}") for n in range(5))]
    consultants = tuple(
        Consultant(id=who, house="NHN", places=places) for who, places in (("Anna", 1), ("Bas", 2))
    )
    answer = solve(round_of(*young, *others, consultants=consultants))
    assert [one.reason for one in answer.unmatched] == [Reason.CONSULTANT]
    assert answer.levels.matched == 4
    policy = Policy(caseload={"NHN": 2})
    answer = solve(round_of(*young, *others, policy=policy, consultants=consultants))
    assert [one.reason for one in answer.unmatched] == [Reason.CASELOAD, Reason.CASELOAD]
    served = {pair.mentee for pair in answer.proposals}
    assert len(served & {"e1", "e2"}) <= 1
    assert len(served - {"e5"}) == 2


def test_a_pin_takes_a_place_with_the_consultant_and_finds_none_left() -> None:
    people = (
        mentee("e1", consultant="Anna", pinned="v1"),
        mentee("e2", consultant="Anna"),
        mentor("v1"),
        mentor("v2"),
    )
    one = Consultant(id="Anna", house="NHN", places=1)
    answer = solve(round_of(*people, consultants=(one,)))
    assert [pair.mentee for pair in answer.proposals] == ["e1"]
    assert [waiting.reason for waiting in answer.unmatched] == [Reason.CONSULTANT]
    full = round_of(*people, consultants=(Consultant(id="Anna", house="NHN", places=0),))
    assert refused_pins(full) == (
        PinRefused(mentee="e1", mentor="v1", rules=(), is_consultant_full=True),
    )
