"""Made-up moments and people that tests of every room share."""

from datetime import UTC, datetime, timedelta


class FixedNow:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **step: float) -> None:
        self.moment += timedelta(**step)
