"""Who waits as the page of a round shows it: what stands in the way, and what would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.assignment import model
from mentorship.matching.assignment.helps import Help, Helps
from mentorship.matching.report_parts import RoundFacts, WaitingPart, waiting_part
from mentorship.matching.rounds import queries, telling
from mentorship.matching.rounds.explanations import WhyWaiting
from mentorship.matching.rounds.gathering import taken_seats
from mentorship.matching.rounds.mentors_now import why_not_ready
from mentorship.matching.rounds.models import MatchRound, Unmatched
from mentorship.matching.rounds.pair_history import history_of
from mentorship.matching.rounds.snapshots import thawed, why_waiting
from mentorship.matching.rounds.supposing import ask_of, asks_of
from mentorship.matching.words.helps import Names, guided_words, value_name
from mentorship.region.queries import short_names

SHOWN = 5  # the others are there too, folded


@dataclass(frozen=True)
class HelpLine:
    """One change in words, and the questions that the page which supposes it can be asked.

    Of several each has a label: the part of the week, or the language.
    """

    words: str
    asks: tuple[tuple[str, Mapping[str, str]], ...]


@dataclass(frozen=True)
class WaitingLine:
    """Somebody without a proposal, and why."""

    mentee_id: UUID
    name: str
    part: WaitingPart
    lines: tuple[HelpLine, ...]

    @property
    def first(self) -> tuple[HelpLine, ...]:
        return self.lines[:SHOWN]

    @property
    def rest(self) -> tuple[HelpLine, ...]:
        return self.lines[SHOWN:]


def waiting(
    db: Db, round_: MatchRound, rows: Sequence[Unmatched], own: Collection[UUID]
) -> list[WaitingLine]:
    """Each with the rules that stand in the way, and with whom the least does.

    Of the young people whom this is about in passing those of `own` are named.
    """
    whys = vault.scan(db, rows, "explanation", purpose=Purpose.MATCHING)
    reasons = {row.id: why_waiting(whys[row.id]) for row in rows if row.id in whys}
    page = _Page(db, round_, rows, reasons, own)
    lines = (page.line(row, reasons[row.id]) for row in rows if row.id in reasons)
    return [line for line in lines if line is not None]


class _Page:
    """What is read once for everybody on it."""

    def __init__(
        self,
        db: Db,
        round_: MatchRound,
        rows: Sequence[Unmatched],
        reasons: Mapping[UUID, WhyWaiting],
        own: Collection[UUID],
    ) -> None:
        ids, whys = [row.mentee_id for row in rows], list(reasons.values())
        self._known = queries.mentees_in(db, round_.id, ids)
        texts = vault.scan(db, self._known.values(), "snapshot", purpose=Purpose.MATCHING)
        self._mentees = {id_: thawed(model.Mentee, text) for id_, text in texts.items()}
        self._consultants = telling.names_of_consultants(db, self._mentees.values())
        self._meant = telling.mentors_by_number(db, round_.id, _mentors_in(whys))
        others = telling.mentees_by_number(db, round_.id, _mentees_in(whys))
        others = {number: key for number, key in others.items() if key in own}
        self._young = telling.names_of_mentees(db, {*ids, *others.values()})
        older = telling.names_of_mentors(db, set(self._meant.values()))
        seen = queries.mentors_in(db, round_.id, set(self._meant.values()))
        self._mentor_houses = {key: row.house_code for key, row in seen.items()}
        tells_of_a_place = any(_of_a_place(why.helps) for why in whys)
        self._guided = taken_seats(db) if tells_of_a_place else Counter[UUID]()
        self._names = Names(
            {number: older[key] for number, key in self._meant.items() if key in older},
            {n: self._young[key] for n, key in others.items() if key in self._young},
        )
        self._nearest = self._as_they_were(db, round_.id, whys)
        self._history = self._before(db, rows, reasons)
        self._facts = RoundFacts(
            telling.policy_of(db, round_),
            round_.day,
            queries.count_mentors(db, round_.id),
            is_second_look=round_.follows_id is not None,
        )
        self._short = short_names(db)

    def line(self, row: Unmatched, found: WhyWaiting) -> WaitingLine | None:
        taking_part = self._known.get(row.mentee_id)
        if taking_part is None or taking_part.id not in self._mentees:
            return None
        mentee = self._mentees[taking_part.id]
        name, why, mentors = self._young.get(row.mentee_id, ""), found.unmatched, self._names
        older = mentors.mentor(why.nearest_mentor) if why.nearest_mentor else None
        then = self._nearest.get(why.nearest_mentor or "")
        is_own = then is not None and then.house == mentee.house
        mentee = replace(
            mentee,
            id=name,
            house=self._short.get(mentee.house or ""),
            consultant=self._consultants.get(mentee.consultant or ""),
        )
        serve = found.serve
        if serve is not None:
            serve = replace(serve, mentor=mentors.mentor(serve.mentor))
        part = waiting_part(
            replace(why, mentee=name, nearest_mentor=older),
            mentee,
            replace(then, id=older) if then and older else None,
            self._facts,
            serve=serve,
            helps=found.helps,
            names=mentors,
            history=self._history.get(row.mentee_id),
            tells_nearest=is_own,
        )
        return WaitingLine(row.mentee_id, name, part, self._lines(row, found, part))

    def _lines(self, row: Unmatched, found: WhyWaiting, part: WaitingPart) -> tuple[HelpLine, ...]:
        """Rounds of before it was worked out whether a change helps tell what it frees."""
        if found.helps is None or part.helps is None:
            freed_by = found.unmatched.freed_by
            asked = (ask_of(one, row.mentee_id, self._meant.get(one.mentor)) for one in freed_by)
            told = zip(part.freeing, asked, strict=True)
            return tuple(HelpLine(words, (("", ask.fields),) if ask else ()) for words, ask in told)
        return tuple(
            HelpLine(self._with_number(words, one, row.mentee_id), self._asks(one, row.mentee_id))
            for words, one in zip(part.helps.lines, found.helps.told, strict=True)
        )

    def _with_number(self, words: str, one: Help, mentee: UUID) -> str:
        """Of a place more with a mentor of the own House how many that one has now."""
        mentor = self._meant.get(one.by)
        number = self._guided[mentor] if mentor else 0
        is_place = one.rule is model.Rule.CAPACITY and mentor is not None
        if mentor is None or not is_place or not self._is_own(mentee, mentor):
            return words
        return f"{words} {guided_words(self._names.mentor(one.by), number)}"

    def _asks(self, one: Help, mentee: UUID) -> tuple[tuple[str, Mapping[str, str]], ...]:
        return tuple(
            (value_name(one.rule, ask.value) if ask.value else "", ask.fields)
            for ask in asks_of(one, mentee, self._meant.get(one.by))
        )

    def _before(
        self, db: Db, rows: Sequence[Unmatched], reasons: Mapping[UUID, WhyWaiting]
    ) -> Mapping[UUID, Mapping[model.Rule, str]]:
        """By mentee what was before between them and the mentor with whom the least stops them."""
        pairs = {}
        for row in rows:
            nearest = reasons[row.id].unmatched.nearest_mentor if row.id in reasons else None
            if nearest and nearest in self._meant:
                pair = (row.mentee_id, self._meant[nearest])
                pairs[pair] = self._young.get(row.mentee_id, ""), self._names.mentor(nearest)
        own = {mentor for mentee, mentor in pairs if self._is_own(mentee, mentor)}
        held = why_not_ready(db, own)
        return {
            mentee: {**told, **({model.Rule.READY: held[mentor]} if mentor in held else {})}
            for (mentee, mentor), told in history_of(db, pairs).items()
        }

    def _is_own(self, mentee: UUID, mentor: UUID) -> bool:
        return self._known[mentee].house_code == self._mentor_houses.get(mentor)

    def _as_they_were(
        self, db: Db, round_id: UUID, whys: Sequence[WhyWaiting]
    ) -> Mapping[str, model.Mentor]:
        numbers = {why.unmatched.nearest_mentor for why in whys} & self._meant.keys()
        keys = {number: self._meant[number] for number in numbers if number}
        rows = queries.mentors_in(db, round_id, set(keys.values()))
        read = vault.scan(db, rows.values(), "snapshot", purpose=Purpose.MATCHING)
        return {
            number: thawed(model.Mentor, read[rows[key].id])
            for number, key in keys.items()
            if key in rows and rows[key].id in read
        }


def _mentors_in(whys: Sequence[WhyWaiting]) -> set[str]:
    """Everybody of whom a name is needed; nobody else is read."""
    named = {why.unmatched.nearest_mentor or "" for why in whys}
    named |= {why.serve.mentor for why in whys if why.serve}
    for why in whys:
        if why.helps is None:
            named |= {change.mentor for change in why.unmatched.freed_by}
        for one in _told(why.helps):
            named |= {one.by, *one.mentors}
    return named - {""}


def _mentees_in(whys: Sequence[WhyWaiting]) -> set[str]:
    named: set[str] = set()
    for why in whys:
        named.update(why.helps.pinned if why.helps else ())
        named.update(loser for one in _told(why.helps) for loser in one.losers)
    return named


def _of_a_place(helps: Helps | None) -> Sequence[Help]:
    return [one for one in _told(helps) if one.rule is model.Rule.CAPACITY and one.by]


def _told(helps: Helps | None) -> Sequence[Help]:
    return helps.told if helps else ()
