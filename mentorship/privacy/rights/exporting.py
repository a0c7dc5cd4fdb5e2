"""What somebody gets who asks for everything: a file to take elsewhere and pages to read."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship.accounts.forms import role_words
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.trail.looking import Looked, looks_at
from mentorship.privacy.register_words import KINDS
from mentorship.privacy.rights.walking import Part, Value, everything_about


@dataclass(frozen=True)
class Everything:
    """All that is kept about one person, and who looked at it until now."""

    parts: Sequence[Part]
    looked: Sequence[Looked]
    day: date


def gather(db: Db, subject_id: UUID) -> Everything:
    """Who looked is asked first: the reading for this file isn't in it."""
    looked = looks_at(db, subject_id)
    return Everything(list(everything_about(db, subject_id)), looked, today(db))


def as_file(told: Everything) -> bytes:
    """JSON, in the current language where there are words for what it holds."""
    content = {
        _("made on"): told.day.isoformat(),
        _("what is kept"): [
            {_("kind"): kind_words(part), _("table"): part.table, _("rows"): part.rows}
            for part in told.parts
        ],
        _("who looked"): [
            {
                _("who"): role_words(one.role) or _("Somebody without a role"),
                _("on how many days"): one.days,
                _("the last time"): one.last.isoformat(),
            }
            for one in told.looked
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def kind_words(part: Part) -> str:
    return "; ".join(str(KINDS[kind]) for kind in part.kinds)


def lines_of(value: Value) -> Iterator[str]:
    """A value for a page; what holds others is told in as many lines."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from (f"{key}: {line}" for line in lines_of(one))
    elif isinstance(value, list):
        for one in value:
            yield from lines_of(one)
    elif isinstance(value, bool):
        yield _("yes") if value else _("no")
    else:
        yield from str(value).splitlines() or [""]
