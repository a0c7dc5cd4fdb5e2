"""Why two people weren't proposed to each other: every rule that stops them, with its figures."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.helps import held_by_pins
from mentorship.matching.assignment.model import Mentee, Mentor, Round, Rule
from mentorship.matching.rounds import telling
from mentorship.matching.rounds.mentors_now import why_not_ready
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.rounds.pair_history import history_of
from mentorship.matching.rounds.supposing import Supposed
from mentorship.matching.rounds.telling_supposed import Reader
from mentorship.matching.words.helps import Names, pinned_words
from mentorship.matching.words.hindrances import TwoPeople, hindrance_words

# No pair is worth so little.
_NO_FLOOR = -(2**60)


def why_not(
    db: Db,
    row: MatchRound,
    one: Supposed,
    pair: tuple[UUID, UUID],
    names: tuple[str, str],
    reader: Reader,
) -> list[str]:
    """Of a pair that took part in a round; empty where nothing stops them but other pairs."""
    # Loads NumPy, as the answer beside it does.
    from mentorship.matching.assignment.engine import eligible_pairs  # noqa: PLC0415
    from mentorship.matching.assignment.one_pair import broken_rules, metres_apart  # noqa: PLC0415

    young, older = _two(one, pair)
    alone = replace(one.real, mentees=(replace(young, pinned=None),), mentors=(older,))
    two = TwoPeople(
        replace(young, id=names[0]),
        replace(older, id=names[1]),
        metres_apart(young, older, one.real.policy, one.real.date),
        one.real.date.year,
        {**history_of(db, {pair: names})[pair], **_not_ready(db, young, older, pair[1])},
        tells_mentor=young.house == older.house,
        is_second_look=row.follows_id is not None,
    )
    said = [hindrance_words(rule, two) for rule in broken_rules(alone)]
    said += _held(db, one, young, older, names[1], reader)
    if said:
        return said
    without_floor = replace(alone, policy=replace(alone.policy, floor=_NO_FLOOR))
    fit = next((found.fit for found in eligible_pairs(without_floor)), 0)
    return [_below(fit, alone)] if fit < alone.policy.floor else []


def _not_ready(db: Db, young: Mentee, older: Mentor, mentor_id: UUID) -> dict[Rule, str]:
    """Of a mentor of the own House."""
    told = why_not_ready(db, [mentor_id]) if young.house == older.house else {}
    return {Rule.READY: told[mentor_id]} if mentor_id in told else {}


def _two(one: Supposed, pair: tuple[UUID, UUID]) -> tuple[Mentee, Mentor]:
    mentee, mentor = one.opened.mentees[pair[0]], one.opened.mentors[pair[1]]
    young = next(who for who in one.real.mentees if who.id == mentee)
    return young, next(who for who in one.real.mentors if who.id == mentor)


def _held(
    db: Db, one: Supposed, young: Mentee, older: Mentor, mentor: str, reader: Reader
) -> list[str]:
    """Where pins of others hold every place of this mentor."""
    holders = held_by_pins(one.real).get(older.id, ())
    if not holders or young.id in holders:
        return []
    keys = {number: key for key, number in one.opened.mentees.items()}
    own = {number: keys[number] for number in holders if keys[number] in reader.mentees}
    named = telling.names_of_mentees(db, set(own.values()))
    known = {number: named[key] for number, key in own.items() if key in named}
    return [pinned_words(mentor, holders, Names(mentees=known))]


def _below(fit: int, round_: Round) -> str:
    return _(
        "They fit for %(fit)s points. Nobody is proposed under %(floor)s points.",
        fit=format_number(fit),
        floor=format_number(round_.policy.floor),
    )
