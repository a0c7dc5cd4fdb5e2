"""Which part of the trail somebody looks at, as it stands in an address, without any name."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from mentorship.accounts.roles import Role
from mentorship.foundation.i18n import check_year
from mentorship.privacy.words import Only

BY_PROGRAM = "program"
_ACTION = re.compile(r"[a-z_]{1,50}(\.[a-z_]{1,50})?")
_PSEUDONYM = re.compile(r"[0-9a-f]{64}")
_LARGEST_SEQ = 19  # digits


class FilterUnreadable(ValueError):
    """Not an address that this program made."""


@dataclass(frozen=True)
class TrailFilter:
    """Everything that is given has to hold; days are whole days in Amsterdam, both included."""

    since: date | None = None
    until: date | None = None
    who: UUID | None = None
    role: str | None = None
    action: str | None = None
    person: str | None = None
    only: Only | None = None

    @property
    def values(self) -> dict[str, str]:
        """As it goes into an address, without what isn't asked."""
        return {name: str(value) for name, value in asdict(self).items() if value is not None}

    @property
    def is_in_no_index(self) -> bool:
        """Whether an answer may take a look at every event."""
        is_narrow = self.who is not None or self.person is not None
        return not is_narrow and any((self.role, self.action, self.only))

    @property
    def asked(self) -> str:
        """Which of them are given, as a code for the trail itself."""
        return "+".join(sorted(self.values)) or "all"


def read(values: Mapping[str, str]) -> TrailFilter:
    """Raises FilterUnreadable rather than show more than was asked for."""
    given = {name: text for name, text in values.items() if text}
    try:
        return TrailFilter(
            since=_day(given.get("since")),
            until=_day(given.get("until")),
            who=UUID(given["who"]) if "who" in given else None,
            role=_role(given.get("role")),
            action=_matching(_ACTION, given.get("action")),
            person=_matching(_PSEUDONYM, given.get("person")),
            only=Only(given["only"]) if "only" in given else None,
        )
    except ValueError as error:
        raise FilterUnreadable from error


def read_seq(text: str | None) -> int | None:
    """The number of an event at which a page begins or ends."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < _LARGEST_SEQ):
        raise FilterUnreadable
    return int(text)


def _day(text: str | None) -> date | None:
    return check_year(date.fromisoformat(text)) if text else None


def _role(text: str | None) -> str | None:
    return text if text in (None, BY_PROGRAM) else Role(text).value


def _matching(pattern: re.Pattern[str], text: str | None) -> str | None:
    if text is not None and not pattern.fullmatch(text):
        raise ValueError(text)
    return text
