"""Writes the answer of a round as tables and as its certificate."""

from __future__ import annotations

import csv
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mentorship.matching.assignment.model import (
    Answer,
    Consultant,
    Criterion,
    Mentee,
    Mentor,
    Objective,
    Pair,
    Prices,
    Round,
    Unmatched,
)
from mentorship.matching.round_settings import RoundSettings, fingerprint
from mentorship.matching.words.reasons import reasons, waiting_reason
from mentorship.matching.words.told import Teller

PROPOSALS, UNMATCHED, PAIRS = "proposals.csv", "unmatched.csv", "pairs.csv"
CERTIFICATE, HTML_REPORT, PDF_REPORT = "round.json", "report.html", "report.pdf"
OURS = frozenset({PROPOSALS, UNMATCHED, PAIRS, CERTIFICATE, HTML_REPORT, PDF_REPORT})
# A spreadsheet would run a cell that begins like this as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LIBRARIES = ("numpy", "openpyxl", "ortools", "pydantic", "scipy", "weasyprint")

PROPOSAL_COLUMNS = (
    "mentee",
    "mentor",
    "points",
    "travel_km",
    "shared_slots",
    "reasons",
    "price_of_otherwise",
    "runner_up_mentor",
    "runner_up_price",
)
UNMATCHED_COLUMNS = (
    "mentee",
    "reason",
    "blocked_by",
    "nearest_mentor",
    "nearest_blocked_by",
    "price_of_serving",
)
PAIR_COLUMNS = ("mentee", "mentor", "points", "waiting_bonus", "stay_bonus", *map(str, Criterion))


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a reader needs to check the answer, and to ask for the same one again."""

    round: Round
    answer: Answer
    settings: RoundSettings
    warnings: int
    timings_ms: Mapping[str, float]

    def as_plain(self) -> dict[str, Any]:
        settings = self.settings.as_plain(self.round.objective)
        return {
            "version": version("mentorship"),
            "date": self.round.date.isoformat(),
            "seed": self.round.seed,
            "status": self.answer.status,
            "objective": self._objective(),
            "counts": self._counts(),
            "settings": settings,
            "settings_sha256": fingerprint(settings),
            "input_sha256": self.input_sha256(),
            "libraries": libraries(),
            "timings_ms": {name: round(ms, 1) for name, ms in self.timings_ms.items()},
        }

    def input_sha256(self) -> str:
        """Of everybody as read, sorted by id: the order of rows doesn't count.

        Consultants are in it where the caseload of some has a cap.
        """
        round_ = self.round
        everybody: dict[str, list[Mentor] | list[Mentee] | list[Consultant]] = {
            "mentors": sorted(round_.mentors, key=lambda mentor: mentor.id),
            "mentees": sorted(round_.mentees, key=lambda mentee: mentee.id),
        }
        if round_.consultants:
            by_house = sorted(round_.consultants, key=lambda one: (one.house or "", one.id))
            everybody["consultants"] = by_house
        return fingerprint(everybody)

    def _objective(self) -> dict[str, int]:
        levels = self.answer.levels
        plain = {f"class_{k}": getattr(levels, f"class_{k}") for k in (1, 2, 3)}
        plain |= {"matched": levels.matched, "points": levels.points}
        if self.round.objective is Objective.MAX_MIN and levels.worst_fit is not None:
            plain["worst_fit"] = levels.worst_fit
        return plain

    def _counts(self) -> dict[str, int]:
        round_, answer = self.round, self.answer
        return {
            "mentees": len(round_.mentees),
            "mentors": len(round_.mentors),
            "seats": sum(mentor.free_seats for mentor in round_.mentors if mentor.is_ready),
            "eligible_pairs": answer.eligible_pairs,
            "proposals": len(answer.proposals),
            "pinned": sum(pair.is_pinned for pair in answer.proposals),
            "unmatched": len(answer.unmatched),
            "warnings": self.warnings,
        }


@cache
def libraries() -> dict[str, str]:
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


def write_proposals(path: Path, answer: Answer, teller: Teller) -> None:
    rows = (_proposal(pair, answer.prices, teller) for pair in answer.proposals)
    write_csv(path, PROPOSAL_COLUMNS, rows)


def _proposal(pair: Pair, prices: Prices | None, teller: Teller) -> tuple[object, ...]:
    refusal = prices.refusal.get(pair.mentee) if prices else None
    runner_up = prices.other_mentor.get(pair.mentee) if prices else None
    return (
        pair.mentee,
        pair.mentor,
        pair.fit,
        _kilometres(pair.metres),
        "|".join(pair.shared_slots),
        " ".join(reasons(teller.told(pair))),
        refusal or "",
        runner_up.mentor if runner_up else "",
        runner_up.price if runner_up else "",
    )


def write_unmatched(path: Path, answer: Answer, teller: Teller) -> None:
    rows = (_unmatched(one, answer.prices, teller) for one in answer.unmatched)
    write_csv(path, UNMATCHED_COLUMNS, rows)


def _unmatched(waiting: Unmatched, prices: Prices | None, teller: Teller) -> tuple[object, ...]:
    blocked = {str(rule): count for rule, count in waiting.blocked_by.items()}
    if waiting.below_floor:
        blocked["floor"] = waiting.below_floor
    mentee = teller.mentee(waiting.mentee)
    serve = prices.serve.get(waiting.mentee) if prices else None
    return (
        waiting.mentee,
        waiting_reason(waiting, mentee, teller.round.policy.floor),
        "|".join(f"{rule}:{count}" for rule, count in blocked.items()),
        waiting.nearest_mentor or "",
        "|".join(waiting.nearest_blocked_by),
        serve.price if serve else "",
    )


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    write_csv(path, PAIR_COLUMNS, map(_pair, pairs))


def _pair(pair: Pair) -> tuple[object, ...]:
    bonuses = (pair.waiting_bonus, pair.stay_bonus)
    return (pair.mentee, pair.mentor, pair.fit, *bonuses, *(pair.points[c] for c in Criterion))


def write_certificate(path: Path, certificate: Certificate) -> None:
    text = json.dumps(certificate.as_plain(), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe(cell) for cell in row] for row in rows)


def safe(cell: object) -> object:
    """Text that a spreadsheet would run gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _kilometres(metres: int) -> str:
    return f"{metres // 1000}.{metres % 1000:03d}"
