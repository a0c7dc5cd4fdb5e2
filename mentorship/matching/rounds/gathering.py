"""Asks the rooms below who waits and who is ready, and adds what matching itself knows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select

from mentorship.foundation.db import Db
from mentorship.matching.caseloads import queries as caseloads
from mentorship.matching.models import LIVE, TURNED_DOWN, Match, PairRule, RuleKind
from mentorship.matching.people_files import numbers
from mentorship.matching.people_files.numbers import Side
from mentorship.matching.rounds.people import PairFacts, RoundPeople
from mentorship.mentors import queries as mentors
from mentorship.mentors.queries import ReadyMentor
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.queries import WaitingMentee


def gather(db: Db, day: date, houses: frozenset[str] | None) -> RoundPeople:
    """Of these Houses, or of the region; who has a running match or is asked doesn't wait."""
    taken = mentees_with_a_match(db)
    waiting = [one for one in mentees.waiting_on(db, day, houses) if one.id not in taken]
    return people_of(db, mentors.ready_on(db, day, houses), waiting)


def people_of(
    db: Db, ready: Sequence[ReadyMentor], waiting: Sequence[WaitingMentee]
) -> RoundPeople:
    """These, with what matching itself knows of them."""
    return RoundPeople(
        mentors=ready,
        mentees=waiting,
        taken_seats=taken_seats(db),
        pairs=pair_facts(db),
        mentor_ids=_numbers(db, numbers.MENTORS, ready),
        mentee_ids=_numbers(db, numbers.MENTEES, waiting),
        consultants=caseloads.places(db),
    )


def _numbers(
    db: Db, side: Side[Any], people: Iterable[ReadyMentor | WaitingMentee]
) -> dict[UUID, str]:
    return numbers.numbers_of(db, side, {one.id: one.house_code for one in people})


def mentees_with_a_match(db: Db) -> frozenset[UUID]:
    live = select(col(Match.mentee_id)).where(col(Match.status).in_(LIVE))
    return frozenset(db.exec(live))


def taken_seats(db: Db) -> Counter[UUID]:
    """Per mentor how many somebody sits on, also on one that was closed meanwhile: a mentor who
    now offers one seat and guides one young person has no other free."""
    found = (
        select(col(Match.mentor_id), func.count())
        .where(col(Match.status).in_(LIVE))
        .group_by(col(Match.mentor_id))
    )
    return Counter(dict(db.exec(found).all()))


def pair_facts(db: Db) -> PairFacts:
    """Of everybody: a round only looks at its own people."""
    rules = db.exec(
        select(col(PairRule.kind), col(PairRule.mentee_id), col(PairRule.mentor_id)).where(
            col(PairRule.ended_at).is_(None)
        )
    ).all()
    refused = select(col(Match.mentee_id), col(Match.mentor_id)).where(
        col(Match.status).in_(TURNED_DOWN)
    )
    return PairFacts(
        excluded=frozenset((e, m) for kind, e, m in rules if kind is not RuleKind.PIN),
        refused=frozenset((e, m) for e, m in db.exec(refused)),
        pins={e: m for kind, e, m in rules if kind is RuleKind.PIN},
    )
