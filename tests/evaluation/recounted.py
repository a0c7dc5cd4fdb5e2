"""The same figures once more, from the bare rows: no function of the program is used here.

Written from the texts (`evaluation.md`, the practice standards, Kiresuk & Sherman 1968), so that a
measure and this can only agree when both do what was meant. Days are walked one by one.
"""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from mentorship.foundation.db import Db

DAY = timedelta(days=1)
Row = Mapping[str, Any]
Words = Mapping[tuple[UUID, str], str]
WAVES = {"month_3": 3, "month_6": 6, "month_9": 9, "month_12": 12}


def plus_months(day: date, months: int) -> date:
    month = day.month + months
    year = day.year + (month - 1) // 12
    month = (month - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def step(value: Any, *edges: tuple[Any, str]) -> str:
    """The name of the last edge that isn't above the value."""
    name = ""
    for edge, called in edges:
        if value >= edge:
            name = called
    return name


class Raw:
    """All rows, as they are in the database, by what they hang on."""

    def __init__(self, db: Db, words: Words, today: date) -> None:
        self.db, self.words, self.today = db, words, today
        self.known_paused: dict[UUID, set[date]] = {}
        self.mentees = {row["id"]: row for row in self.all("mentee")}
        self.trajectories = [r for r in self.all("trajectory") if r["started_on"]]
        self.organisations = {row["id"]: row for row in self.all("organisation")}
        self.referrals = self.by("referral", "subject_id")
        self.consents = self.by("consent", "mentee_id")
        self.pauses = self.by("trajectory_pause")
        self.logs = self.by("session_log", only_current=True)
        self.contacts = self.by("support_contact", only_current=True)
        self.agreements = self.by("commitment_agreement")
        self.closures = self.by("closure")
        self.talks = self.by("exit_talk")
        self.statements = self.by("contact_statement")
        self.reviews = self.by("review")
        self.levels = self.by("goal_level", "review_id")
        self.scales = self.by("goal_scale")
        self.check_ins = self.by("check_in")
        self.sheets = self.by("answer_sheet", "check_in_id")

    def all(self, table: str) -> list[Row]:
        found: Table = SQLModel.metadata.tables[table]
        return [dict(row) for row in self.db.execute(select(found)).mappings()]

    def by(
        self, table: str, key: str = "trajectory_id", *, only_current: bool = False
    ) -> defaultdict[UUID, list[Row]]:
        rows = self.all(table)
        gone = {row["corrects_id"] for row in rows} if only_current else set()
        found: defaultdict[UUID, list[Row]] = defaultdict(list)
        for row in rows:
            if row["id"] not in gone:
                found[row[key]].append(row)
        return found

    def is_counted(self, one: Row) -> bool:
        """Everybody who has to agree says yes to evaluation, and that wasn't taken back."""
        needed = {
            "young_person_16_plus": {"young_person"},
            "one_parent": {"young_person", "guardian"},
            "both_parents": {"young_person", "guardian", "second_guardian"},
        }.get(self.mentees[one["mentee_id"]]["authority"])
        yes = {
            str(row["given_by"])
            for row in self.consents[one["mentee_id"]]
            if row["purpose"] == "evaluation" and row["is_agreed"] and row["ended_at"] is None
        }
        return one["ended_on"] is not None and needed is not None and needed <= yes

    def through(self, one: Row) -> set[str]:
        """The mentor and whoever sent the young person; offices of one municipality are one."""
        mentee, known = self.mentees[one["mentee_id"]], {f"mentor:{one['mentor_id']}"}
        if mentee["referral_id"] is None:
            known.add("referrer:")
        for referral in self.referrals[mentee["subject_id"]]:
            place = self.organisations[UUID(self.words[referral["id"], "organisation_id"])]
            is_municipal = place["type"] == "municipality"
            known.add(f"referrer:{place['municipality_code'] if is_municipal else place['id']}")
        return known

    def paused(self, one: Row) -> set[date]:
        """Every day in a pause; one that nobody ended goes on until today."""
        if one["id"] not in self.known_paused:
            days = self.known_paused[one["id"]] = set()
            for row in self.pauses[one["id"]]:
                day = row["from_on"]
                while day < (row["resumed_on"] or self.today + DAY):
                    days.add(day)
                    day += DAY
        return self.known_paused[one["id"]]

    # Support contacts (B.5.1)

    def windows(self, one: Row) -> Iterator[tuple[date, date, int]]:
        """Two in the first thirty days, then one in each whole month of the calendar."""
        first, last = one["started_on"], one["started_on"] + 30 * DAY
        yield first, last, 2
        day = last + DAY
        while day.day != 1:
            day += DAY
        while day <= self.today:
            end = plus_months(day, 1) - DAY
            yield day, end, 1
            day = end + DAY

    def support(self, one: Row) -> Iterator[tuple[date, bool | None]]:
        """The last day of each window and side that began, and whether it has what it asks."""
        paused = self.paused(one)
        for first, last, needed in self.windows(one):
            end = one["ended_on"]
            if first > self.today or (end is not None and first > end):
                continue
            days = {first + n * DAY for n in range((last - first).days + 1)}
            is_whole = last < self.today and (end is None or last <= end) and not days & paused
            for side in ("mentor", "mentee"):
                held = [
                    row for row in self.contacts[one["id"]]
                    if row["side"] == side and row["is_reached"] and row["held_on"] in days
                ]  # fmt: skip
                yield last, (len(held) >= needed) if is_whole else None

    # Waves and reviews (B.5.7)

    def due(self, one: Row) -> dict[str, date]:
        """A paused day moves what is due by a day; what comes after the end isn't asked."""
        start, end = one["started_on"], one["ended_on"]
        paused = sorted(day for day in self.paused(one) if day >= start)
        found = {"start": start}
        for wave, months in WAVES.items():
            due = plus_months(start, months)
            for day in paused:
                if day <= due:
                    due += DAY
            is_held_back = any(
                row["resumed_on"] is None and row["from_on"] <= due
                for row in self.pauses[one["id"]]
            )
            if not is_held_back and (end is None or due < end):
                found[wave] = due
            elif end is not None and wave == "month_12":
                found[wave] = end
        if end is not None:
            found["after_6"] = plus_months(end, 6)
        return found

    def reviewed(self, one: Row) -> Iterator[tuple[date, bool | None]]:
        held = {str(row["wave"]) for row in self.reviews[one["id"]]}
        for wave, due in self.due(one).items():
            if wave in WAVES:
                yield due, (wave in held) if due < self.today else None

    # The end (B.6.4 and B.6.10)

    def end(self, one: Row) -> tuple[bool | None, bool | None]:
        sides = {str(row["side"]): row["is_held"] for row in self.talks[one["id"]]}
        talks = bool(sides.get("mentor")) and "mentee" in sides
        known = any(
            row["known_to_mentor"] and row["known_to_mentee"] for row in self.statements[one["id"]]
        )
        is_open = (self.today - one["ended_on"]).days <= 28
        return (talks or (None if is_open else False)), (known or (None if is_open else False))

    # Goals

    def score(self, goals: list[tuple[int, int | None]]) -> str:
        """T = 50 + 10·Σwx / √((1−ρ)Σw² + ρ(Σw)²) with ρ = 0.3, by squares, so without a root."""
        scored = [(weight, level) for weight, level in goals if level is not None]
        if not scored:
            return "no-score"
        reached = sum(weight * level for weight, level in scored)
        below = Fraction(7, 10) * sum(weight**2 for weight, _ in scored)
        below += Fraction(3, 10) * sum(weight for weight, _ in scored) ** 2
        if reached >= 0:
            return "60-" if reached**2 >= below else "50-60"
        return "40-50" if reached**2 <= below else "0-40"

    def baselines(self, one: Row) -> list[tuple[int, int | None]]:
        return [
            (row["weight"], int(self.words[row["id"], "baseline"]))
            for row in self.scales[one["id"]]
        ]

    def at_the_end(self, one: Row) -> list[tuple[int, int | None]]:
        weights = {row["goal_id"]: row["weight"] for row in self.scales[one["id"]]}
        return [
            (weights[row["goal_id"]],
             None if row["is_dropped"] else int(self.words[row["id"], "level"]))
            for review in self.reviews[one["id"]] if review["wave"] == "month_12"
            for row in self.levels[review["id"]]
        ]  # fmt: skip

    def answer(self, one: Row, instrument: str, item: str, wave: str) -> str:
        values = [
            json.loads(self.words[sheet["id"], "answers"])[item]
            for check_in in self.check_ins[one["id"]] if check_in["wave"] == wave
            for sheet in self.sheets[check_in["id"]] if sheet["instrument_code"] == instrument
        ]  # fmt: skip
        return on_the_ladder(values[0]) if values else "no-answer"

    def of_mentor(self, one: Row, item: str) -> str:
        told = [
            json.loads(self.words.get((row["id"], "experience"), "{}"))
            for row in self.logs[one["id"]]
        ]
        values = [one[item] for one in told if item in one]
        return on_the_ladder(sum(values) / len(values) if values else None)


def on_the_ladder(value: float | None) -> str:
    if value is None:
        return "no-answer"
    return step(value, (0, "0-4"), (5, "5-6"), (7, "7-8"), (9, "9-10"))
