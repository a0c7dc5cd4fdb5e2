"""Support contacts, reviews and session logs, counted from bare rows."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.evaluation.recounted import DAY, Row, plus_months
from tests.trajectories.standards.recount import Answer, Bare, day_of

BOTH_SIDES = ("mentor", "mentee")
WEEK = timedelta(days=7)
Window = tuple[date, date, int]


def _of_windows(
    raw: Bare, one: Row, windows: Iterator[Window], side: str, *, in_person: bool = False
) -> Iterator[Answer]:
    """Those that began before the end; whole is one that is over, with no end or pause in it."""
    end, paused = one["ended_on"], raw.paused(one)
    for first, last, needed in windows:
        if first > raw.today or (end is not None and first > end):
            return
        held = sum(
            row["side"] == side and row["is_reached"] and first <= row["held_on"] <= last
            and (row["how"] == "in_person" or not in_person)
            for row in raw.contacts[one["id"]]
        )  # fmt: skip
        is_paused = any(first <= day <= last for day in paused)
        is_whole = last < raw.today and (end is None or last <= end) and not is_paused
        yield raw.house(one), last, held >= needed if is_whole else None


def support_contacts(raw: Bare) -> Iterator[Answer]:
    """B.5.1."""
    for one in raw.lasted:
        for side in BOTH_SIDES:
            yield from _of_windows(raw, one, raw.windows(one), side)


def guardian_contacts(raw: Bare) -> Iterator[Answer]:
    """B.5.5: where somebody else than the young person holds authority."""
    for one in raw.lasted:
        for house, day, answer in _of_windows(raw, one, raw.windows(one), "guardian"):
            yield house, day, answer if raw.needs_guardian(one) else None


def contact_quarterly(raw: Bare) -> Iterator[Answer]:
    """5.11: each whole quarter of the calendar."""
    for one in raw.lasted:
        for side in BOTH_SIDES:
            yield from _of_windows(raw, one, _quarters(one["started_on"], raw.today), side)


def _quarters(day: date, today: date) -> Iterator[Window]:
    while day.day != 1 or day.month not in (1, 4, 7, 10):
        day += DAY
    while day <= today:
        yield day, plus_months(day, 3) - DAY, 1
        day = plus_months(day, 3)


def in_person_yearly(raw: Bare) -> Iterator[Answer]:
    """E.5.1: each year since the first meeting."""
    for one in raw.lasted:
        for side in BOTH_SIDES:
            years = _years(one["started_on"], raw.today)
            yield from _of_windows(raw, one, years, side, in_person=True)


def _years(start: date, today: date) -> Iterator[Window]:
    number = 0
    while plus_months(start, number) <= today:
        first, number = plus_months(start, number), number + 12
        yield first, plus_months(start, number) - DAY, 1


def five_subjects(side: str) -> Callable[[Bare], Iterator[Answer]]:
    """B.5.2, B.5.3 and B.5.6: of every contact with this side in which they were reached."""

    def count(raw: Bare) -> Iterator[Answer]:
        for one in raw.lasted:
            for row in raw.contacts[one["id"]]:
                if row["side"] == side and row["is_reached"]:
                    yield raw.house(one), row["held_on"], row["topics_covered"] == 5

    return count


def reviews(raw: Bare) -> Iterator[Answer]:
    """B.5.7."""
    for one in raw.lasted:
        for day, answer in raw.reviewed(one):
            yield raw.house(one), day, answer


def relationship_measured(raw: Bare) -> Iterator[Answer]:
    """B.5.4: nothing that measures it can be loaded yet, so it never applies."""
    for one in raw.lasted:
        for wave, day in raw.due(one).items():
            if wave in ("month_3", "month_6", "month_12"):
                yield raw.house(one), day, None


def sessions_logged(raw: Bare) -> Iterator[Answer]:
    """B.5.8: of every meeting that was logged, with its length and what it was about, whether the
    first words came within a week; a correction makes nothing late."""
    for one in raw.lasted:
        for row in raw.logs[one["id"]]:
            if row["kind"] != "met":
                continue
            first = row
            while first["corrects_id"]:
                first = raw.logged[first["corrects_id"]]
            is_in_time = day_of(first["logged_at"]) <= row["held_on"] + WEEK
            is_described = row["topics"] is not None or row["note"] is not None
            is_whole = is_described and bool(row["minutes"])
            yield raw.house(one), row["held_on"], is_in_time and is_whole
