"""Referrals, matches, first meetings and what was signed there, counted from bare rows."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from tests.evaluation.recounted import Row
from tests.trajectories.standards.recount import BOTH, Answer, Bare, day_of

FIRST_MEETING = timedelta(weeks=2)


def eligibility(raw: Bare) -> Iterator[Answer]:
    """B.1.7: of every referral received; while the term runs, or stands still because the referrer
    was asked something, it doesn't apply yet."""
    for one in raw.referrals:
        said = raw.triage[one["id"]]
        is_decided = any(row["outcome"] != "ask" for row in said)
        is_asked = any(row["outcome"] == "ask" and row["id"] not in raw.answered for row in said)
        is_open = not is_decided and (is_asked or raw.today <= one["triage_due"])
        yield one["house_code"], day_of(one["received_at"]), None if is_open else is_decided


def _matches(raw: Bare) -> Iterator[tuple[Row, str]]:
    """Every match to which both said yes."""
    for one in raw.matches:
        yield one, raw.house(one)


def permission(raw: Bare) -> Iterator[Answer]:
    """B.2.10: whoever holds authority had agreed with taking part when the match began."""
    for one, house in _matches(raw):
        day = day_of(one["started_at"])
        needed = {"guardian"}
        if raw.mentees[one["mentee_id"]]["authority"] == BOTH:
            needed |= {"second_guardian"}
        yes = {
            str(row["given_by"])
            for row in raw.consents[one["mentee_id"]]
            if row["purpose"] == "participation" and row["is_agreed"]
            and day_of(row["given_at"]) <= day
            and (row["ended_at"] is None or day_of(row["ended_at"]) > day)
        }  # fmt: skip
        yield house, day, needed <= yes if raw.needs_guardian(one) else None


def has_reason(raw: Bare, one: Row) -> bool:
    return any(row["reason"] for row in raw.decisions[one["proposal_id"]])


def reason(raw: Bare) -> Iterator[Answer]:
    """B.4.1."""
    for one, house in _matches(raw):
        yield house, day_of(one["started_at"]), has_reason(raw, one)


def reason_and_word(raw: Bare) -> Iterator[Answer]:
    """5.9: both were asked as well."""
    for one, house in _matches(raw):
        both = {str(row["side"]) for row in raw.said[one["id"]] if row["is_yes"]}
        is_met = has_reason(raw, one) and both == {"mentor", "mentee"}
        yield house, day_of(one["started_at"]), is_met


def first_meeting(raw: Bare) -> Iterator[Answer]:
    """B.4.2: not yet while the two weeks run, nor when it was over before they were."""
    for one, house in _matches(raw):
        day = day_of(one["started_at"])
        due = day + FIRST_MEETING
        trajectory = raw.trajectory_of.get(one["id"])
        is_held = trajectory is not None and any(
            row["outcome"] == "held" for row in raw.first_meetings[trajectory["id"]]
        )
        is_cut = due >= raw.today or (one["closed_at"] and day_of(one["closed_at"]) <= due)
        yield house, day, is_held or (None if is_cut else False)


def staff_present(raw: Bare) -> Iterator[Answer]:
    """B.4.3."""
    for one in raw.trajectories:
        held = [row for row in raw.first_meetings[one["id"]] if row["outcome"] == "held"]
        is_there = any(row["is_staff_present"] for row in held)
        yield raw.house(one), one["started_on"], is_there


def in_time(raw: Bare) -> Iterator[Answer]:
    """B.4.4: signed on or before the day of the first meeting after the first one; who ended
    without a signature didn't."""
    for one in raw.lasted:
        signed = [row["signed_on"] for row in raw.agreements[one["id"]]]
        regular = [
            row["held_on"] for row in raw.logs[one["id"]]
            if row["kind"] == "met" and row["held_on"] > one["started_on"]
        ]  # fmt: skip
        if signed:
            answer: bool | None = not regular or min(signed) <= min(regular)
        else:
            answer = False if regular or one["ended_on"] else None
        yield raw.house(one), one["started_on"], answer


def signed(has: Callable[[Row], bool], *, by_all: bool) -> Callable[[Bare], Iterator[Answer]]:
    """Of every first meeting: what was signed there, by who has to."""

    def count(raw: Bare) -> Iterator[Answer]:
        for one in raw.trajectories:
            is_met = any(
                has(row)
                and row["signed_by_mentee" if by_all else "signed_by_mentor"]
                and (row["signed_by_guardian"] or not by_all or not raw.needs_guardian(one))
                for row in raw.agreements[one["id"]]
            )
            yield raw.house(one), one["started_on"], is_met

    return count


def weekly(row: Row) -> bool:
    """B.2.7 and B.2.12: on average weekly, and four hours a month."""
    return bool(row["meetings_per_month"] >= 4 and row["hours_per_month"] >= 4)


def a_year(row: Row) -> bool:
    """B.2.11."""
    return bool(row["months"] >= 12)
