"""What a mentor tells about one appointment, before it is stored and after it was opened."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime

from mentorship.trajectories.sessions.models import SessionKind, SessionLog

ITEMS = ("contact", "useful", "safe")


@dataclass(frozen=True)
class Told:
    """`experience` is what the mentor gave some of the three items, 0 to 10; `topics` are codes
    in alphabetical order; an amount that nobody filled in is None; `calls_off` says that what was
    agreed before does not go on, and is kept as a word of its own."""

    held_on: date
    kind: SessionKind
    minutes: int | None = None
    topics: tuple[str, ...] = ()
    experience: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    kilometres: int | None = None
    expense_cents: int | None = None
    next_at: datetime | None = None
    next_place: str = ""
    calls_off: bool = False

    def written(self) -> str:
        """One text for the same facts, however they were sent."""
        facts = asdict(self) | {"experience": dict(self.experience)}
        if not facts.pop("calls_off"):  # what was stored before this word was known stays the same
            return _json(facts)
        return _json(facts | {"calls_off": True})

    def sealed_texts(self) -> dict[str, str | None]:
        """What is sealed, as the columns keep it."""
        return {
            "topics": json.dumps(self.topics) if self.topics else None,
            "experience": json.dumps(dict(self.experience)) if self.experience else None,
            "note": self.note or None,
            "next_place": self.next_place or None,
        }

    @classmethod
    def of(cls, row: SessionLog, texts: Mapping[str, str]) -> "Told":
        """What was told, from the row and its opened fields."""
        return cls(
            held_on=row.held_on, kind=row.kind, minutes=row.minutes,
            topics=tuple(json.loads(texts.get("topics", "[]"))),
            experience=json.loads(texts.get("experience", "{}")),
            note=texts.get("note", ""), kilometres=row.kilometres,
            expense_cents=row.expense_cents, next_at=row.next_at,
            next_place=texts.get("next_place", ""),
        )  # fmt: skip


def _json(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} isn't told by a mentor")
