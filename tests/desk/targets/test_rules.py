"""How far a year is beside its target, and until when there is money: worked out by hand."""

from datetime import date

import pytest

from mentorship.desk.targets.rules import Money, Progress, Year, funded_until, progress
from mentorship.evaluation.costs.arithmetic import Cost, Rates, Sums, together

DAY = date(2026, 7, 2)  # 183 of 365 days have gone by


@pytest.mark.parametrize(
    ("guided", "target", "year", "expected"),
    [
        (0, None, 2026, Progress.NO_TARGET),
        (9, 10, 2027, Progress.TO_COME),
        (10, 10, 2026, Progress.REACHED),
        (0, 0, 2026, Progress.REACHED),
        (6, 10, 2026, Progress.ON_SCHEDULE),  # 6 × 365 is more than 10 × 183
        (5, 10, 2026, Progress.BEHIND),  # 5 × 365 is 5 short of it
        (9, 10, 2025, Progress.NOT_REACHED),
    ],
)
def test_how_a_count_stands(guided: int, target: int | None, year: int, expected: Progress) -> None:
    assert progress(guided, target, Year(year, DAY)) is expected


def money(first: date, last: date, house: str | None = None) -> Money:
    return Money(house, first, last)


def test_money_follows_on_without_a_gap_or_has_ended() -> None:
    half = money(date(2026, 1, 1), date(2026, 9, 30))
    follows = money(date(2026, 10, 1), date(2026, 12, 31), "KEN")
    after_a_gap = money(date(2027, 1, 2), date(2027, 12, 31))
    found = [after_a_gap, follows, half]
    assert funded_until(found, "KEN", DAY) == date(2026, 12, 31)
    assert funded_until(found, "NHN", DAY) == date(2026, 9, 30)
    assert funded_until(found, "NHN", date(2026, 11, 1)) == date(2026, 9, 30)  # ended
    assert funded_until([after_a_gap], "NHN", DAY) is None
    assert funded_until([], "NHN", DAY) is None


def test_a_cost_is_the_sum_of_its_parts() -> None:
    part = Sums(works=3, timed=2, minutes=95, meetings=1, expense_cents=1_234, kilometres=57)
    cost = Cost(together([part, Sums(trajectories=3, days=487)]), Rates(75, 400, 23))
    assert cost.hours_cents == 11_875  # 95 ÷ 60 × 7 500
    assert cost.travel_cents == 1_311
    assert cost.total_cents == 11_875 + 40_000 + 1_234 + 1_311
    assert cost.cents_per_trajectory == 18_140
    assert cost.cents_per_month == 3_401  # 487 days are sixteen months: 54 420 ÷ 16 = 3 401.25
    assert cost.untimed == 1
    nobody = Cost(Sums(), Rates(75, 400, 23))
    assert (nobody.total_cents, nobody.cents_per_trajectory, nobody.cents_per_month) == (
        0, None, None,
    )  # fmt: skip
