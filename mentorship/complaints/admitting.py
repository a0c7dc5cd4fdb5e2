"""Counts how much one device sends, apart from its sign-ins."""

from mentorship.accounts import sign_ins
from mentorship.accounts.models import AttemptKind
from mentorship.accounts.rules import PER_ADDRESS, counted_address
from mentorship.foundation import vault
from mentorship.foundation.db import Db

_ADDRESS_INDEX = "complaint.sent_from"


def admit(db: Db, address: str) -> None:
    """Raises Throttled after so many; wrong passwords of others at that address don't count."""
    sign_ins.admit(db, AttemptKind.ADDRESS, address_index(db, address), PER_ADDRESS)


def address_index(db: Db, address: str) -> bytes:
    """Another one than of a sign-in: side by side they would say which account complained."""
    return vault.blind_index(db, _ADDRESS_INDEX, counted_address(address))
