"""The answer of a supposed round as its page shows it, to somebody who sees some names only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from mentorship.foundation.db import Db
from mentorship.matching.assignment.model import Mentee, Mentor, Pair
from mentorship.matching.report_parts import ProposalPart, proposal_part
from mentorship.matching.rounds import queries, telling
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.rounds.supposing import Supposed
from mentorship.matching.words.reasons import waiting_reason
from mentorship.matching.words.told import Told
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.region.queries import short_names

if TYPE_CHECKING:
    from mentorship.matching.assignment.what_if import Move, WhatIf


@dataclass(frozen=True)
class Reader:
    """Which young people somebody follows, and which Houses are theirs."""

    mentees: Collection[UUID]
    houses: Collection[str]


@dataclass(frozen=True)
class Who:
    """A person in a change; without a name where the reader sees the House only."""

    id: UUID
    name: str | None
    house_code: str
    number: int | None = None


@dataclass(frozen=True)
class MoveLine:
    """One young person whose proposal would be another; `part` says how its points come about."""

    mentee: Who
    before: Who | None
    after: Who | None
    part: ProposalPart | None


@dataclass(frozen=True)
class ToldMoves:
    """Own young people first; `unnamed` are those of colleagues in a round of a House."""

    lines: tuple[MoveLine, ...]
    unnamed: int


def moves(db: Db, row: MatchRound, one: Supposed, found: WhatIf, reader: Reader) -> ToldMoves:
    """The same names as on the page of the round: one's own young people with their mentors, and
    one's own mentors; of other Houses only in a round of the region, and without a name."""
    return _Moves(db, row, one, found, reader).told()


def why_waits(db: Db, one: Supposed, found: WhatIf, mentee: UUID | None) -> str:
    """Why this young person would have no proposal all the same; empty when there is one."""
    number = one.opened.mentees.get(mentee) if mentee else None
    waiting = next((who for who in found.answer.unmatched if who.mentee == number), None)
    if waiting is None:
        return ""
    young = next(who for who in one.changed.mentees if who.id == number)
    names = telling.names_of_consultants(db, [young])
    young = replace(young, consultant=names.get(young.consultant or ""))
    return waiting_reason(waiting, young, one.changed.policy.floor)


class _Moves:
    """One answer on its way into lines."""

    def __init__(
        self, db: Db, row: MatchRound, one: Supposed, found: WhatIf, reader: Reader
    ) -> None:
        self._row, self._one, self._reader = row, one, reader
        self._moves = found.moves
        self._pairs = {pair.mentee: pair for pair in found.answer.proposals}
        self._mentee_keys = {number: key for key, number in one.opened.mentees.items()}
        self._mentor_keys = {number: key for key, number in one.opened.mentors.items()}
        self._mentee_houses = queries.houses_of_mentees_in(db, row.id)
        self._mentor_houses = queries.houses_of_mentors_in(db, row.id)
        self._numbers = queries.numbers_in(db, row.id)
        own = [move for move in found.moves if self._is_own(move)]
        self._young = telling.names_of_mentees(db, [self._mentee_keys[m.mentee] for m in own])
        self._older = telling.names_of_mentors(db, self._mentors_to_name())
        self._short = short_names(db)

    def told(self) -> ToldMoves:
        is_regional = self._row.house_code is None
        own = [self._line(move) for move in self._moves if self._is_own(move)]
        others = [self._line(move) for move in self._moves if not self._is_own(move)]
        own.sort(key=lambda line: (line.mentee.name or "").casefold())
        return ToldMoves(
            (*own, *others) if is_regional else tuple(own), 0 if is_regional else len(others)
        )

    def _is_own(self, move: Move) -> bool:
        return self._mentee_keys[move.mentee] in self._reader.mentees

    def _mentors_to_name(self) -> set[UUID]:
        return {
            key
            for move in self._moves
            for number in (move.before, move.after)
            if number is not None
            and (key := self._mentor_keys[number])
            and (self._is_own(move) or self._mentor_houses[key] in self._reader.houses)
        }

    def _line(self, move: Move) -> MoveLine:
        key = self._mentee_keys[move.mentee]
        mentee = Who(key, self._young.get(key), self._mentee_houses[key], self._numbers.get(key))
        is_told = self._is_own(move) and move.after is not None
        part = self._part(self._pairs[move.mentee]) if is_told else None
        return MoveLine(mentee, self._mentor(move.before), self._mentor(move.after), part)

    def _mentor(self, number: str | None) -> Who | None:
        if number is None:
            return None
        key = self._mentor_keys[number]
        return Who(key, self._older.get(key), self._mentor_houses[key])

    def _part(self, pair: Pair) -> ProposalPart:
        young = self._young.get(self._mentee_keys[pair.mentee], "")
        older = self._older.get(self._mentor_keys[pair.mentor], "")
        changed = self._one.changed
        mentees: Mapping[str, Mentee] = {one.id: one for one in changed.mentees}
        mentors: Mapping[str, Mentor] = {one.id: one for one in changed.mentors}
        mentee, mentor = mentees[pair.mentee], mentors[pair.mentor]
        told = Told(
            pair=replace(pair, mentee=young, mentor=older),
            mentee=replace(mentee, id=young, house=self._short.get(mentee.house or "")),
            mentor=replace(mentor, id=older, house=self._short.get(mentor.house or "")),
            year=self._row.day.year,
            vocabulary=shipped_vocabulary(),
        )
        return proposal_part(0, told, changed.policy, ())
