"""Asks, under the locks, whether two people can be matched at this moment."""

from datetime import date

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching import settings_history
from mentorship.matching.assignment.model import Rule
from mentorship.matching.assignment.one_pair import broken_rules
from mentorship.matching.matches.rules import Hindrance, Obstacle
from mentorship.matching.models import LIVE, Match
from mentorship.matching.rounds.gathering import pair_facts, taken_seats
from mentorship.matching.rounds.people import PairFacts, RoundPeople
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor, MentorSeat
from mentorship.mentors.queries import ReadyMentor
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.queries import WaitingMentee

# Told more exactly than by their rule.
_TOLD_APART = (Rule.READY, Rule.CAPACITY)


def obstacles(db: Db, mentee: Mentee, mentor: Mentor, day: date) -> tuple[Obstacle, ...]:
    """Everything that keeps these two from being matched now; both rows are locked."""
    found = [*_of_mentee(db, mentee), *_of_mentor(db, mentor, day)]
    broken = [rule for rule in rules_broken(db, mentee, mentor, day) if rule not in _TOLD_APART]
    return (*found, *(Obstacle(Hindrance.RULE_BROKEN, rule=rule) for rule in broken))


def _of_mentee(db: Db, mentee: Mentee) -> list[Obstacle]:
    found = []
    if not mentees.is_waiting(db, mentee.id):
        found.append(Obstacle(Hindrance.MENTEE_NOT_WAITING))
    live = select(Match.id).where(col(Match.mentee_id) == mentee.id, col(Match.status).in_(LIVE))
    if db.exec(live).first() is not None:
        found.append(Obstacle(Hindrance.MENTEE_HAS_MATCH))
    return found


def _of_mentor(db: Db, mentor: Mentor, day: date) -> list[Obstacle]:
    if not mentor.is_open:
        return [Obstacle(Hindrance.MENTOR_LEFT)]
    readiness = mentors.readiness_of(db, mentor, day)
    found = [Obstacle(Hindrance.GATE_MISSING, gate=gate) for gate in readiness.missing]
    found += [Obstacle(Hindrance.BLOCKED, block=block) for block in readiness.blocks]
    if free_seat(db, mentor) is None and not readiness.blocks:
        found.append(Obstacle(Hindrance.NO_SEAT))
    return found


def free_seat(db: Db, mentor: Mentor) -> MentorSeat | None:
    """The first open seat that no live match holds, as long as one more fits."""
    return next(iter(_free_seats(db, mentor)), None)


def count_free_seats(db: Db, mentor: Mentor) -> int:
    return len(_free_seats(db, mentor))


def _free_seats(db: Db, mentor: Mentor) -> list[MentorSeat]:
    """Who sits on a seat that was closed meanwhile takes one of the open ones all the same."""
    taken = select(col(Match.seat_id)).where(
        col(Match.mentor_id) == mentor.id, col(Match.status).in_(LIVE)
    )
    held = set(db.exec(taken))
    seats = mentors.open_seats(db, mentor.id)
    free = [seat for seat in seats if seat.id not in held]
    return free[: max(0, len(seats) - len(held))]


def rules_broken(db: Db, mentee: Mentee, mentor: Mentor, day: date) -> tuple[Rule, ...]:
    """By the same checks and the same settings as a round of today."""
    ready = as_ready(db, mentor, day)
    waiting = _as_waiting(db, mentee, day)
    facts = pair_facts(db)
    pair = (mentee.id, mentor.id)
    people = RoundPeople(
        mentors=[ready],
        mentees=[waiting],
        taken_seats=taken_seats(db),
        pairs=PairFacts(facts.excluded & {pair}, facts.refused & {pair}),
        mentor_ids={mentor.id: "mentor"},
        mentee_ids={mentee.id: "mentee"},
    )
    round_ = people.as_round(day, settings_history.current(db).policy, 0)
    if not round_.mentees or not round_.mentors:  # an incomplete profile is told as such
        return ()
    return broken_rules(round_)


def as_ready(db: Db, mentor: Mentor, day: date) -> ReadyMentor:
    readiness = mentors.readiness_of(db, mentor, day)
    return ReadyMentor(
        mentor.id,
        mentor.subject_id,
        mentor.house_code,
        mentors.profile_of(db, mentor),
        len(mentors.open_seats(db, mentor.id)),
        readiness.is_ready,
        readiness,
    )


def _as_waiting(db: Db, mentee: Mentee, day: date) -> WaitingMentee:
    return WaitingMentee(
        mentee.id,
        mentee.subject_id,
        mentee.house_code,
        mentees.profile_of(db, mentee, Purpose.MATCHING),
        mentee.waiting_since or day,
        mentee.priority,
        mentee.consultant_id,
    )
