"""Waiting, limits, and second persons, on plain values."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.accounts import rules
from mentorship.accounts.roles import Role, limits_of, permissions_of
from mentorship.foundation.access import Permission

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_few_attempts_need_no_wait() -> None:
    attempts = [NOW - timedelta(minutes=minute) for minute in range(7)]
    assert rules.wait_until(attempts, NOW, rules.PER_ACCOUNT) is None


def test_the_eighth_attempt_makes_the_ninth_wait_until_one_falls_out_of_the_window() -> None:
    attempts = [NOW - timedelta(minutes=minute) for minute in range(8)]
    assert rules.wait_until(attempts, NOW, rules.PER_ACCOUNT) == NOW + timedelta(minutes=3)


def test_patient_guessing_meets_the_allowance_of_the_day() -> None:
    attempts = [NOW - timedelta(minutes=20 * number) for number in range(60)]
    until = rules.wait_until(attempts, NOW, rules.PER_ACCOUNT)
    assert until is not None
    assert until > NOW + timedelta(hours=3)


@given(st.lists(st.integers(0, 90_000), max_size=80))
def test_whoever_waits_as_told_may_try_again(seconds_ago: list[int]) -> None:
    attempts = [NOW - timedelta(seconds=seconds) for seconds in seconds_ago]
    until = rules.wait_until(attempts, NOW, rules.PER_ACCOUNT)
    if until is not None:
        assert until > NOW
        assert rules.wait_until(attempts, until, rules.PER_ACCOUNT) is None


def test_a_consultant_who_is_also_a_mentor_has_the_limits_of_a_consultant() -> None:
    both = limits_of([Role.MENTOR, Role.MENTOR_CONSULTANT])
    assert both == limits_of([Role.MENTOR_CONSULTANT])


@pytest.mark.parametrize(("address", "other", "is_one"), [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
    ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ("2001:DB8:1:2::1", "2001:0db8:1:2::2", True),
    ("fe80::1%eth0", "fe80::2%wlan0", True),
    ("192.0.2.7", "192.0.2.8", False),
    ("192.0.2.7", "::ffff:192.0.2.7", True),
    ("unknown", "unknown", True),
    ("unknown", "nonsense", False),
])  # fmt: skip
def test_a_household_counts_as_one_address(address: str, other: str, is_one: bool) -> None:
    assert (rules.counted_address(address) == rules.counted_address(other)) is is_one


def test_every_role_has_limits_and_permissions() -> None:
    for role in Role:
        assert limits_of([role]).idle <= limits_of([role]).absolute
        assert Permission.ACCOUNT_OWN in permissions_of([role])


def test_without_a_role_a_person_has_only_the_own_account() -> None:
    assert permissions_of([]) == {Permission.ACCOUNT_OWN, Permission.DESK_READ}


def test_only_whoever_steers_users_may_invite_and_no_one_who_opens_cases_does() -> None:
    inviting = {role for role in Role if Permission.USER_INVITE in permissions_of([role])}
    assert inviting == {Role.COORDINATOR}
    assert Permission.REFERRAL_READ_CASE not in permissions_of([Role.COORDINATOR])


def test_nobody_grants_or_approves_a_role_of_their_own() -> None:
    person, other = uuid4(), uuid4()
    with pytest.raises(rules.NobodyGrantsThemselves):
        rules.check_granter(person, person)
    with pytest.raises(rules.NobodyGrantsThemselves):
        rules.check_approver(person, other, person)


def test_the_granter_is_not_the_second_person() -> None:
    granter = uuid4()
    with pytest.raises(rules.SecondPersonNeeded):
        rules.check_approver(granter, granter, uuid4())
    rules.check_approver(uuid4(), granter, uuid4())
