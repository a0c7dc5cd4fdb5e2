"""Whom a round says to recruit: where it's kept, who may read it, and what everybody may know.

A profile may point at one young person. So it is kept and sealed with those who would get a
mentor by it, of its own House where there are any: who may read why they wait reads this too, and
that leaves the same trace. What everybody may know names a House and a broad time of the week,
and only those that serve several young people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.assignment.firmness import firm_demands
from mentorship.matching.assignment.model import Mentee, Round
from mentorship.matching.assignment.profiles import Recommendation, RecruitNext
from mentorship.matching.rounds import queries
from mentorship.matching.rounds.computing import MOST_PAIRS_TO_RECRUIT_FOR
from mentorship.matching.rounds.models import MatchRound, Unmatched
from mentorship.matching.rounds.snapshots import thawed, why_waiting
from mentorship.matching.words.recruiting import (
    gain_words,
    profile_words,
    that_win,
    wins_nothing_words,
    won_words,
)
from mentorship.profiles.vocabulary import shipped_vocabulary

SEVERAL = 2
WEEKEND = ("sat", "sun")
DAYTIME = ("morning", "afternoon")


class BroadTime(StrEnum):
    """A time of the week that points at nobody."""

    DAYTIME = "weekday-daytime"
    EVENING = "weekday-evening"
    WEEKEND = "weekend"


def broad_time(slot: str) -> BroadTime:
    day, part = slot.split("-")
    if day in WEEKEND:
        return BroadTime.WEEKEND
    return BroadTime.DAYTIME if part in DAYTIME else BroadTime.EVENING


def for_everybody(round_: Round, found: RecruitNext) -> dict[str, Any]:
    """For the certificate of a round, which isn't sealed: nothing about one young person."""
    consultants = [
        {
            "consultant": one.consultant,
            "house": one.house,
            "gain": _levels(one.gain),
            "with_house": one.with_house,
        }
        for one in found.full_consultants
    ]
    return {
        "is_complete": found.is_complete,
        **({"full_consultants": consultants} if consultants else {}),
        "full_houses": [
            {"house": one.house, "gain": _levels(one.gain)} for one in found.full_houses
        ],
        "wanted": [
            {"house": house, "time": time.value}
            for house, time in sorted(_wanted(round_.mentees, found.recommendations))
        ],
    }


def _levels(gain: Any) -> dict[str, int]:
    return {name: getattr(gain, name) for name in ("class_1", "class_2", "class_3", "points")}


def _wanted(
    mentees: Iterable[Mentee], recommendations: Iterable[Recommendation]
) -> set[tuple[str, BroadTime]]:
    """Each House with a time of the week at which several of those served are free."""
    slots = {one.id: one.slots for one in mentees}
    served: dict[tuple[str, BroadTime], set[str]] = {}
    for one in recommendations:
        if one.profile.house is None:
            continue
        for slot in one.profile.slots:
            free = {id_ for id_ in one.served if slot in slots[id_]}
            served.setdefault((one.profile.house, broad_time(slot)), set()).update(free)
    return {key for key, ids in served.items() if len(ids) >= SEVERAL}


@dataclass(frozen=True)
class RecruitLine:
    """One mentor to look for, as the page tells it; `steps` for each that wins something.

    `enough` says that one more wins nothing; it is empty where five do.
    """

    rank: int
    sentence: str
    gain: str
    steps: tuple[str, ...]
    enough: str


def told(db: Db, visible: SelectOfScalar[Unmatched], round_: MatchRound) -> list[RecruitLine]:
    """Of those who wait and whom one follows; each profile once, best first."""
    rows = db.exec(visible.where(col(Unmatched.round_id) == round_.id)).all()
    ranked: dict[int, Recommendation] = {}
    for text in vault.scan(db, rows, "explanation", purpose=Purpose.MATCHING).values():
        ranked |= {one.rank: one.recommendation for one in why_waiting(text).recruits}
    mentees = _mentees(db, round_, rows) if ranked else {}
    return [_line(rank, one, mentees) for rank, one in sorted(ranked.items())]


def _mentees(db: Db, round_: MatchRound, rows: Sequence[Unmatched]) -> dict[str, Mentee]:
    """As they were in the round, by the id it knows them by."""
    parts = queries.mentees_in(db, round_.id, [row.mentee_id for row in rows]).values()
    read = vault.scan(db, parts, "snapshot", purpose=Purpose.MATCHING)
    return {one.id: one for one in (thawed(Mentee, text) for text in read.values())}


def _line(rank: int, one: Recommendation, mentees: Mapping[str, Mentee]) -> RecruitLine:
    """Of whom one doesn't follow nothing is read; what they ask may be a condition."""
    served = [mentees[id_] for id_ in one.served if id_ in mentees]
    winning = that_win(one.gains)
    firm = firm_demands(one.profile, served)
    return RecruitLine(
        rank=rank,
        sentence=profile_words(one.profile, shipped_vocabulary(), firm),
        gain=gain_words(one),
        steps=tuple(won_words(gain) for gain in one.gains[:winning]),
        enough=wins_nothing_words(winning + 1) if winning < len(one.gains) else "",
    )


def is_too_large(round_: MatchRound) -> bool:
    """Of so many pairs nobody is recruited for; what else has no advice was made before there was
    any."""
    counts = (round_.certificate or {})["counts"]
    return bool(counts["mentees"] * counts["mentors"] > MOST_PAIRS_TO_RECRUIT_FOR)


def wanted_now(db: Db, houses: Sequence[str]) -> Mapping[str, tuple[MatchRound, list[BroadTime]]]:
    """By House what the newest round of it, or of the region, says to everybody."""
    whole = col(MatchRound.follows_id).is_(None)
    done = select(MatchRound).where(col(MatchRound.certificate).is_not(None), whole)
    found = {}
    for house in houses:
        about = done.where(
            (col(MatchRound.house_code) == house) | col(MatchRound.house_code).is_(None)
        )
        newest = db.exec(about.order_by(col(MatchRound.created_at).desc()).limit(1)).one_or_none()
        times = wanted_in(newest, house) if newest else []
        if newest and times:
            found[house] = (newest, times)
    return found


def wanted_in(round_: MatchRound, house: str) -> list[BroadTime]:
    wanted = (round_.certificate or {}).get("recruiting", {}).get("wanted", [])
    return [BroadTime(one["time"]) for one in wanted if one["house"] == house]
