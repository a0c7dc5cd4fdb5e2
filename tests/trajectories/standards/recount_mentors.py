"""Recruitment, screening and training of mentors, counted from bare rows."""

from collections.abc import Callable, Iterator
from datetime import date

from tests.evaluation.recounted import DAY, Row, plus_months
from tests.trajectories.standards.recount import Answer, Bare, day_of

EIGHT_WEEKS = 56


def motivation(raw: Bare) -> Iterator[Answer]:
    """B.1.3, of every application."""
    for one in raw.mentors.values():
        yield one["house_code"], day_of(one["applied_at"]), one["motivation"] is not None


Has = Callable[[Bare, Row, date], bool]


def before_the_first_match(has: Has) -> Callable[[Bare], list[Answer]]:
    """Of every mentor, on the day on which their first match began to run."""

    def count(raw: Bare) -> list[Answer]:
        found = []
        for one in raw.mentors.values():
            days = [day_of(match["started_at"]) for match in raw.matches_of[one["id"]]]
            if days:
                found.append((one["house_code"], min(days), has(raw, one, min(days))))
        return found

    return count


def has_application(raw: Bare, one: Row, day: date) -> bool:
    """B.2.2: how to reach them, where they live, and why."""
    can_be_reached = one["email"] is not None or one["phone"] is not None
    return can_be_reached and one["place"] is not None and one["motivation"] is not None


def has_talk(raw: Bare, one: Row, day: date) -> bool:
    """B.2.3 and 5.6."""
    return any(row["held_on"] <= day for row in raw.interviews[one["id"]])


def has_vog(raw: Bare, one: Row, day: date) -> bool:
    """B.2.4: seen by then; valid for 36 months, the last day included."""
    return any(
        row["seen_on"] <= day <= plus_months(row["issued_on"], 36) for row in raw.vogs[one["id"]]
    )


def has_references(raw: Bare, one: Row, day: date) -> bool:
    """B.2.5: two that were found good."""
    good = [
        row for row in raw.references[one["id"]]
        if row["outcome"] == "accepted" and day_of(row["judged_at"]) <= day
    ]  # fmt: skip
    return len(good) >= 2


def has_signed_a_year(raw: Bare, one: Row, day: date) -> bool:
    """B.2.6."""
    return any(row["signed_on"] <= day and row["months"] >= 12 for row in raw.signed[one["id"]])


def _meetings(raw: Bare, one: Row, kind: str) -> Iterator[tuple[Row, date]]:
    """Those where the mentor was, that weren't called off."""
    for row in raw.attended[one["id"]]:
        meeting = raw.meetings[row["meeting_id"]]
        if row["presence"] == "present" and meeting["kind"] == kind and not meeting["cancelled_at"]:
            yield meeting, day_of(meeting["starts_at"])


def by_record(raw: Bare, one: Row) -> bool:
    """Who was never marked present at the course: what was written down stands for all of it."""
    return not any(_meetings(raw, one, "pre_match"))


def completed(raw: Bare, one: Row, day: date) -> bool:
    return any(row["completed_on"] <= day for row in raw.completed[one["id"]])


def has_hours(hours: int) -> Callable[[Bare, Row, date], bool]:
    """B.3.1 (two), E.3.1 (six) and 5.8."""

    def has(raw: Bare, one: Row, day: date) -> bool:
        if by_record(raw, one):
            return completed(raw, one, day)
        minutes = sum(
            (meeting["ends_at"] - meeting["starts_at"]).total_seconds() / 60
            for meeting, on in _meetings(raw, one, "pre_match")
            if on <= day
        )
        return minutes >= 60 * hours

    return has


TOPICS = {
    "B.3.2": "rules expectations roles relationship ethics closure help backgrounds starting "
    "family",
    "B.3.3": "touch programme_contact monitoring activities reporting confidentiality digital "
    "overnight money transport emergencies health discipline substances weapons others_along "
    "images evaluation grievances other_risks",
}  # fmt: skip


def has_topics(benchmark: str) -> Callable[[Bare, Row, date], bool]:
    """B.3.2 (ten) and B.3.3 (twenty)."""

    def has(raw: Bare, one: Row, day: date) -> bool:
        if by_record(raw, one):
            return completed(raw, one, day)
        covered = {
            topic
            for meeting, on in _meetings(raw, one, "pre_match")
            if on <= day
            for topic in raw.modules[meeting["module_code"]]["topics"]
        }
        return set(TOPICS[benchmark].split()) <= covered

    return has


def _guided_days(raw: Bare, one: Row, first: date, last: date) -> int:
    days = set()
    for row in raw.guided[one["id"]]:
        day = max(first, row["started_on"])
        while day <= min(last, row["ended_on"] or last):
            days.add(day)
            day += DAY
    return len(days)


def peer_supervision(raw: Bare, first: date, last: date) -> Iterator[Answer]:
    """B.5.9: of who guided in the period, whether they came in it; it is every four to eight weeks,
    so who guided for less than eight isn't asked yet."""
    until = min(last, raw.today - DAY)
    for one in raw.mentors.values():
        if days := _guided_days(raw, one, first, until):
            came = any(first <= on <= last for _, on in _meetings(raw, one, "peer_supervision"))
            yield one["house_code"], last, came if days >= EIGHT_WEEKS else None


def yearly_training(raw: Bare, first: date, last: date) -> Iterator[Answer]:
    """B.5.11: in the year up to the last day of the period, of who guided all of that year."""
    start = plus_months(last + DAY, -12)
    for one in raw.mentors.values():
        if not _guided_days(raw, one, first, last):
            continue
        is_whole = (
            last < raw.today and _guided_days(raw, one, start, last) == (last - start).days + 1
        )
        came = any(start <= on <= last for _, on in _meetings(raw, one, "post_match"))
        yield one["house_code"], last, came if is_whole else None
