"""Decides on plain values who has to wait, when a sign-in ends and who may approve whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from uuid import UUID

from mentorship.accounts.roles import LIMITS, Limits


@dataclass(frozen=True)
class Allowance:
    """So many attempts within so much time."""

    attempts: int
    within: timedelta


# An office shares one address, so an address gets more room than an account. Each list holds a
# short allowance against guessing and a day's allowance against patient guessing.
PER_ACCOUNT = (Allowance(8, timedelta(minutes=10)), Allowance(60, timedelta(days=1)))
PER_ADDRESS = (Allowance(60, timedelta(minutes=10)), Allowance(600, timedelta(days=1)))
PER_SECOND_FACTOR = (Allowance(5, timedelta(minutes=10)), Allowance(20, timedelta(days=1)))
PER_RESET_REQUEST = (Allowance(3, timedelta(hours=1)), Allowance(8, timedelta(days=1)))

# What a provider gives one customer; the addresses inside it are theirs to choose from.
_IPV6_OF_ONE_CUSTOMER = 64

LONGEST_WINDOW = timedelta(days=1)
# Between the password and the second factor.
HALF_SIGN_IN = Limits(idle=timedelta(minutes=10), absolute=timedelta(minutes=10))
FRESH_FACTOR_LASTS = timedelta(minutes=10)
LAST_SEEN_EVERY = timedelta(minutes=1)


class Throttled(Exception):
    """Too many attempts; `until` says when the next one is looked at."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"throttled until {until.isoformat()}")
        self.until = until


class SecondPersonNeeded(Exception):
    """The same person may not both grant and approve a role."""


class NobodyGrantsThemselves(Exception):
    """A person tried to grant or approve a role of their own."""


def wait_until(
    attempts: Iterable[datetime], now: datetime, allowances: Sequence[Allowance]
) -> datetime | None:
    """Say when the next attempt is allowed; None is now."""
    recent = sorted(attempts)
    waits = []
    for allowance in allowances:
        counted = [at for at in recent if at > now - allowance.within]
        if len(counted) >= allowance.attempts:
            waits.append(counted[-allowance.attempts] + allowance.within)
    return max(waits, default=None)


def counted_address(address: str) -> str:
    """Write as one what is one device or household to us: an IPv6 network, an IPv4 address."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((known, _IPV6_OF_ONE_CUSTOMER), strict=False))


def all_limits() -> Iterable[Limits]:
    return LIMITS.values()


def last_seen_is_due(last_seen: datetime, now: datetime) -> bool:
    return now - last_seen >= LAST_SEEN_EVERY


def factor_is_fresh(factor_at: datetime | None, now: datetime) -> bool:
    return factor_at is not None and now - factor_at < FRESH_FACTOR_LASTS


def check_granter(granter: UUID | None, user: UUID) -> None:
    """Refuse a role for oneself; None is the operator's command line."""
    if granter == user:
        raise NobodyGrantsThemselves


def check_approver(approver: UUID, granter: UUID | None, user: UUID) -> None:
    """Ask for a second person, who is neither the granter nor the one who gets the role."""
    if approver == user:
        raise NobodyGrantsThemselves
    if approver == granter:
        raise SecondPersonNeeded
