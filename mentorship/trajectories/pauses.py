"""Time that doesn't count: spans of days in which a pair doesn't meet. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """From the first day to the day before `until`; None goes on until somebody ends it."""

    start: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def touches(self, first: date, last: date) -> bool:
        """Whether any day from `first` to `last`, both included, lies in it."""
        return (
            self.start <= last
            and (self.until is None or first < self.until)
            and (self.until is None or self.until > self.start)
        )


def is_paused(pauses: Iterable[Span], day: date) -> bool:
    return any(span.holds(day) for span in pauses)


def any_touches(pauses: Iterable[Span], first: date, last: date) -> bool:
    return any(span.touches(first, last) for span in pauses)


def later_by(pauses: Iterable[Span], origin: date, due: date) -> date | None:
    """The day on which a term that began on `origin` and would end on `due` really ends.

    Each pause that begins on or before that day, and after `origin`, moves it by its length. None
    while an open pause holds it back: the end isn't known then.
    """
    for span in sorted(pauses, key=lambda span: (span.start, span.until or date.max)):
        if span.start > due:
            break
        if span.until is None:
            return None
        due += max(span.until - max(span.start, origin), timedelta())
    return due
