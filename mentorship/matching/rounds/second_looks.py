"""Looks again at a place that came free: a small round of its own, beside all that stands.

What the round before proposed stays as it is, with its certificate. Nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db, now
from mentorship.matching import counts, settings_history
from mentorship.matching.assignment.model import Round
from mentorship.matching.caseloads import queries as caseloads
from mentorship.matching.matches import checks
from mentorship.matching.matches import queries as matches
from mentorship.matching.models import (
    LIVE,
    LookedFor,
    LookOutcome,
    Match,
    MatchStatus,
    SecondLook,
)
from mentorship.matching.rounds import gathering, newer, queries, services
from mentorship.matching.rounds.computing import Solved
from mentorship.matching.rounds.keeping import sealed_answer
from mentorship.matching.rounds.looking import Full, Look, Looked
from mentorship.matching.rounds.models import REGION, MatchRound, Proposal, RoundStatus
from mentorship.matching.rounds.people import RoundPeople
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee


@dataclass(frozen=True)
class Question:
    """What is looked for, of whom, and on which day; `look` goes to the process that solves."""

    look: Look
    people: RoundPeople
    day: date
    house_code: str | None
    settings_number: int | None


def find(db: Db, match_id: UUID, looked_for: LookedFor) -> SecondLook | None:
    found = select(SecondLook).where(
        col(SecondLook.match_id) == match_id, col(SecondLook.looked_for) == looked_for
    )
    return db.exec(found).one_or_none()


def question(db: Db, match_id: UUID, looked_for: LookedFor) -> Question | LookOutcome | None:
    """None when it was answered before; an outcome when nobody has to be looked at for it."""
    match = db.get(Match, match_id)
    if match is None or match.closed_at is None or find(db, match_id, looked_for):
        return None
    if looked_for is LookedFor.MENTEE:
        return _for_mentee(db, match)
    return _for_seat(db, match)


def keep(
    db: Db,
    match_id: UUID,
    looked_for: LookedFor,
    asked: Question | LookOutcome,
    found: Looked | None = None,
) -> bool:
    """What came of it; False when it isn't so any more, and has to be asked anew."""
    match = db.get(Match, match_id)
    if match is None:  # erased meanwhile
        return True
    if (
        isinstance(asked, Question)
        and isinstance(found, tuple)
        and not _still_holds(db, match, asked, found[1])
    ):
        return False
    if find(db, match_id, looked_for) is not None:  # another worker was first
        return True
    outcome, round_id = _outcome(asked, found), None
    if isinstance(found, tuple) and isinstance(asked, Question) and found[0].mentees:
        round_id = _keep_round(db, match, asked, found)
    db.add(
        SecondLook(
            subject_id=match.subject_id,
            match_id=match.id,
            looked_for=looked_for,
            outcome=outcome,
            round_id=round_id,
            looked_at=now(db),
        )
    )
    db.flush()
    return True


def _outcome(asked: Question | LookOutcome, found: Looked | None) -> LookOutcome:
    if isinstance(asked, LookOutcome):
        return asked
    if isinstance(found, Full):
        return LookOutcome.CONSULTANT_FULL if found.is_consultants else LookOutcome.HOUSE_FULL
    is_proposed = found is not None and bool(found[1].answer.proposals)
    return LookOutcome.PROPOSED if is_proposed else LookOutcome.NOBODY


def _for_mentee(db: Db, match: Match) -> Question | LookOutcome:
    first, mentee, day = _first_round(db, match), matches.mentee_of(db, match), today(db)
    if not _still_needs(db, match, mentee.id):
        return LookOutcome.PASSED
    houses = frozenset({mentee.house_code}) if first.house_code else None
    waiting = mentees.waiting_on(db, day, houses, only=[mentee.id])
    people = gathering.people_of(db, mentors.ready_on(db, day, houses), waiting)
    if match.status is MatchStatus.WITHDRAWN:  # nobody refused; but this was taken back just now
        facts = replace(
            people.pairs, excluded=people.pairs.excluded | {(match.mentee_id, match.mentor_id)}
        )
        people = replace(people, pairs=facts)
    code = mentee.house_code if first.house_code else None
    who = people.mentee_ids.get(mentee.id, "")
    return _asked(db, first, LookedFor.MENTEE, people, day, who, code)


def _for_seat(db: Db, match: Match) -> Question | LookOutcome:
    first, mentor, day = _first_round(db, match), matches.mentor_of(db, match), today(db)
    if match.closed_at and newer.has_newer_of_mentor(db, match.closed_at, mentor.id):
        return LookOutcome.PASSED
    if not _has_seat(db, mentor, day):
        return LookOutcome.PASSED
    wanting = _wanting(db, match, first.house_code, day)
    if not wanting:
        return LookOutcome.NOBODY
    waiting = mentees.waiting_on(db, day, None, only=wanting)
    people = gathering.people_of(db, [checks.as_ready(db, mentor, day)], waiting)
    number = people.mentor_ids[mentor.id]
    return _asked(db, first, LookedFor.SEAT, people, day, number, first.house_code)


def _asked(
    db: Db,
    first: MatchRound,
    looked_for: LookedFor,
    people: RoundPeople,
    day: date,
    who: str,
    house_code: str | None,
) -> Question | LookOutcome:
    """With the seed of the first round, so that ties end by the same hash."""
    newest = settings_history.newest(db)
    settings = settings_history.settings_in(newest)
    round_ = people.as_round(day, settings.policy, first.seed, settings.objective)
    taking_part = round_.mentees if looked_for is LookedFor.MENTEE else round_.mentors
    if who not in {one.id for one in taking_part}:
        return LookOutcome.PASSED
    held = _pinned(db, first.house_code, day)
    held |= {one.mentee_id: one.mentor_id for one in db.exec(counts.to_decide(select(Proposal)))}
    pairs = tuple(
        (str(mentee), people.mentor_ids[mentor])
        for mentee, mentor in held.items()
        if mentor in people.mentor_ids and mentee not in people.mentee_ids
    )
    of_consultants = {(house, str(user)): n for (user, house), n in caseloads.held(db).items()}
    look = Look(looked_for.value, round_, pairs, _placed(db, first), who, of_consultants)
    return Question(look, people, day, house_code, newest.number if newest else None)


def _placed(db: Db, first: MatchRound) -> dict[str, int]:
    """Per House how many of the first round and what followed it have a place in the caseload."""
    family = col(Proposal.round_id).in_(
        select(MatchRound.id).where(
            (col(MatchRound.id) == first.id) | (col(MatchRound.follows_id) == first.id)
        )
    )
    to_decide = counts.to_decide(select(Proposal)).where(family)
    placed = {one.mentee_id: one.house_code for one in db.exec(to_decide)}
    live = (
        select(Proposal)
        .join(Match, col(Match.proposal_id) == col(Proposal.id))
        .where(family, col(Match.status).in_(LIVE))
    )
    placed |= {one.mentee_id: one.house_code for one in db.exec(live)}
    return dict(Counter(placed.values()))


def _first_round(db: Db, match: Match) -> MatchRound:
    row = db.get_one(MatchRound, matches.round_of(db, match))
    return db.get_one(MatchRound, row.follows_id) if row.follows_id else row


def _still_needs(db: Db, match: Match, mentee_id: UUID) -> bool:
    """They wait, nobody is asked or proposed for them, and no whole round saw them since."""
    return (
        mentees.is_waiting(db, mentee_id)
        and matches.live_of_mentee(db, mentee_id) is None
        and not queries.to_decide_of(db, select(Proposal), [mentee_id])
        and not (match.closed_at and newer.has_newer(db, match.closed_at, mentee_id))
    )


def _wanting(db: Db, match: Match, house_code: str | None, day: date) -> set[UUID]:
    """Who waits without a proposal; not who this was about, nor who was left to wait."""
    found = _looking(db, house_code, day)
    for of_them in (counts.to_decide, counts.left_waiting):
        found -= set(
            db.scalars(of_them(select(Proposal)).with_only_columns(col(Proposal.mentee_id)))
        )
    pins = gathering.pair_facts(db).possible_pins
    elsewhere = {mentee for mentee, mentor in pins.items() if mentor != match.mentor_id}
    return found - elsewhere - {match.mentee_id}


def _looking(db: Db, house_code: str | None, day: date) -> set[UUID]:
    looking = counts.takes_part(select(Mentee), day).order_by(None)
    if house_code:
        looking = looking.where(col(Mentee.house_code) == house_code)
    return set(db.scalars(looking.with_only_columns(col(Mentee.id))))


def _pinned(db: Db, house_code: str | None, day: date) -> dict[UUID, UUID]:
    """By mentee the mentor whom the next whole round keeps a seat with for them."""
    looking = _looking(db, house_code, day)
    pins = gathering.pair_facts(db).possible_pins
    return {mentee: mentor for mentee, mentor in pins.items() if mentee in looking}


def _has_seat(db: Db, mentor: Mentor, day: date) -> bool:
    is_ready = mentor.is_open and mentors.readiness_of(db, mentor, day).is_ready
    return is_ready and _seats_left(db, mentor) > 0


def _seats_left(db: Db, mentor: Mentor) -> int:
    """Free ones that no proposal holds about which is decided still."""
    held = counts.to_decide(select(Proposal)).where(col(Proposal.mentor_id) == mentor.id)
    return checks.count_free_seats(db, mentor) - len(db.exec(held).all())


def _still_holds(db: Db, match: Match, asked: Question, solved: Solved) -> bool:
    """Behind the locks of both: two questions that end at once may want the same seat.

    And behind that of the first round: or the last place of the same House.
    """
    pair = next(iter(solved.answer.proposals), None)
    if pair is None:
        return asked.look.looked_for == LookedFor.SEAT or _still_needs(db, match, match.mentee_id)
    (mentee_id,) = (k for k, number in asked.people.mentee_ids.items() if number == pair.mentee)
    (mentor_id,) = (k for k, number in asked.people.mentor_ids.items() if number == pair.mentor)
    first = queries.lock(db, _first_round(db, match).id)
    mentee = mentees.lock_mentee(db, select(Mentee), mentee_id)
    mentor = mentors.lock(db, mentor_id)
    if mentee is None or mentor is None or not _still_needs(db, match, mentee.id):
        return False
    if mentee.house_code not in {m.house_code for m in asked.people.mentees if m.id == mentee.id}:
        return False  # moved: another House decides now
    is_capped = mentee.house_code in asked.look.round.policy.caseload
    if is_capped and _placed(db, first) != asked.look.places:
        return False
    if mentee.consultant_id is not None and not caseloads.has_place_left(
        db, mentee.consultant_id, mentee.house_code
    ):
        return False
    return _has_seat(db, mentor, asked.day)


def _keep_round(db: Db, match: Match, asked: Question, found: tuple[Round, Solved]) -> UUID:
    first = _first_round(db, match)
    row = MatchRound(
        scope=asked.house_code or REGION,
        house_code=asked.house_code,
        day=asked.day,
        settings_number=asked.settings_number,
        seed=first.seed,
        follows_id=first.id,
        status=RoundStatus.DONE,
        started_by=match.decided_by,
        created_at=now(db),
        finished_at=now(db),
    )
    db.add(row)
    db.flush()
    services.keep(db, row, sealed_answer(db, row, asked.people, *found))
    return row.id
