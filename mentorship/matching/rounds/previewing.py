"""Counts what other settings would change in the newest rounds; nothing of it is stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.matching.assignment.model import Price, Round
from mentorship.matching.round_settings import RoundSettings
from mentorship.matching.rounds.computing import with_pins_that_hold
from mentorship.matching.rounds.models import MatchRound, RoundStatus
from mentorship.matching.rounds.replaying import PeopleErased, opened
from mentorship.matching.rounds.supposing import MOST_PEOPLE

# Of one House so many are opened at most, to find one of which nobody was erased.
MOST_OPENED = 3


class Untold(StrEnum):
    """Why a round isn't counted."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    ERASED = "erased"


@dataclass(frozen=True)
class Differences:
    """What one set of numbers answers otherwise than another, of the same people.

    `moved`: how many young people get another mentor, one at last, or none any more. `more` by
    priority class: matches more, negative where fewer; only their sum, under 0, where a class
    holds so few young people that it would point at one of them.
    """

    young: int
    moved: int
    more: dict[int, int]


@dataclass(frozen=True)
class Previewed:
    """A round, and what would change in it or why that isn't told."""

    row: MatchRound
    found: Differences | Untold


def preview(db: Db, now: RoundSettings, wanted: RoundSettings, few: int) -> list[Previewed]:
    """Of the newest round of every House and of the region that can be opened.

    Both are solved anew: what a round proposed may come of older settings still. Of fewer than
    `few` young people nothing is told. Opening leaves a trace about everybody who took part.
    """
    left, told = MOST_PEOPLE, []
    for rows in _newest(db).values():
        one, solved_for = _one(db, rows, now, wanted, few, left)
        left -= solved_for
        told.append(one)
    return sorted(told, key=lambda one: (one.row.house_code is None, one.row.scope))


def differences(round_: Round, now: RoundSettings, wanted: RoundSettings, few: int) -> Differences:
    # Loads OR-Tools: only in a process of pages where somebody asks for it.
    from mentorship.matching.assignment.engine import solve  # noqa: PLC0415
    from mentorship.matching.assignment.what_if import what_if  # noqa: PLC0415

    before, after = (
        with_pins_that_hold(replace(round_, policy=one.policy, objective=one.objective))[0]
        for one in (now, wanted)
    )
    found = what_if(solve(before, with_prices=False), after)
    return Differences(len(round_.mentees), len(found.moves), _more(round_, found.loss, few))


def _more(round_: Round, loss: Price, few: int) -> dict[int, int]:
    by_class = {1: -loss.class_1, 2: -loss.class_2, 3: -loss.class_3}
    young = Counter(mentee.priority for mentee in round_.mentees)
    if any(count < few for count in young.values()):
        return {0: sum(by_class.values())}
    return {number: by_class[number] for number in sorted(young)}


def _newest(db: Db) -> dict[str, list[MatchRound]]:
    """By scope, of the House with the newest round first; a second look is about one place."""
    found = select(MatchRound).where(
        col(MatchRound.status) == RoundStatus.DONE, col(MatchRound.follows_id).is_(None)
    )
    by_scope: dict[str, list[MatchRound]] = {}
    for row in db.exec(found.order_by(col(MatchRound.created_at).desc(), col(MatchRound.id))):
        by_scope.setdefault(row.scope, []).append(row)
    return by_scope


def _one(
    db: Db,
    rows: list[MatchRound],
    now: RoundSettings,
    wanted: RoundSettings,
    few: int,
    left: int,
) -> tuple[Previewed, int]:
    """And how many people it was solved for."""
    for row in rows[:MOST_OPENED]:
        counts = row.certificate["counts"] if row.certificate else {"mentees": 0, "mentors": 0}
        if counts["mentees"] < few:
            return Previewed(row, Untold.TOO_FEW), 0
        people = counts["mentees"] + counts["mentors"]
        if people > left:
            return Previewed(row, Untold.TOO_MANY), 0
        try:
            then = opened(db, row)
        except PeopleErased:
            continue
        return Previewed(row, differences(then.round, now, wanted, few)), people
    return Previewed(rows[0], Untold.ERASED), 0
