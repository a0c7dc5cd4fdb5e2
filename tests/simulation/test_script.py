"""The random years are in order, legal for a careful service, and hold every kind of event."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from tests.simulation import events as e
from tests.simulation import workdays as w
from tests.simulation.oracle import state_on
from tests.simulation.script import MENTORS, REFERRALS, two_years

START = date(2025, 3, 1)


@pytest.fixture(scope="module")
def script():
    return two_years(7, START)


def test_the_same_seed_gives_the_same_years(script):
    assert two_years(7, START) == script


def test_every_kind_happens_in_time_order_within_two_years(script):
    kinds = Counter(type(event) for event in script)
    assert set(kinds) == set(e.Event.__subclasses__())
    assert (kinds[e.MentorApplied], kinds[e.ReferralReceived]) == (MENTORS, REFERRALS)
    assert all(one.at < next_one.at for one, next_one in pairwise(script))
    days = [w.local_day(event.at) for event in script]
    assert START <= days[0] <= days[-1] < date(2027, 3, 1)
    assert any(day.isoweekday() > 5 for day in days)
    assert any(event.at.date() != w.local_day(event.at) for event in script)


def test_nothing_is_decided_twice(script):
    once = [
        *((e.ReferralTriaged, x.referral) for x in script if isinstance(x, e.ReferralTriaged)),
        *((e.ReferralPickedUp, x.referral) for x in script if isinstance(x, e.ReferralPickedUp)),
        *((e.IntakeDecided, x.mentee) for x in script if isinstance(x, e.IntakeDecided)),
        *((x.side, x.match) for x in script if isinstance(x, e.MatchAnswered)),
        *((x.mentee, x.mentor) for x in script if isinstance(x, e.MatchChosen)),
    ]
    assert max(Counter(once).values()) == 1


def test_only_the_ready_are_matched_with_the_waiting(script):
    for n, event in enumerate(script):
        day = w.local_day(event.at)
        if isinstance(event, e.MatchChosen):
            before = state_on(script[:n], day)
            assert before.mentors[event.mentor].is_ready
            assert event.mentee in before.waiting
        elif isinstance(event, e.MatchAnswered | e.MatchExpired):
            assert state_on(script[:n], day).live_matches[event.match] == "chosen"
        elif isinstance(event, e.MatchEnded):
            assert state_on(script[:n], day).live_matches[event.match] == "active"
        elif isinstance(event, e.CapacitySet):
            assert state_on(script[: n + 1], day).free_seats[event.mentor] >= 0


def test_who_stopped_does_nothing_any_more(script):
    gone = set()
    for event in script:
        people = {getattr(event, "mentor", None), getattr(event, "mentee", None)}
        assert not people & gone
        if isinstance(event, e.MentorStopped | e.MenteeStopped):
            gone |= people - {None}
