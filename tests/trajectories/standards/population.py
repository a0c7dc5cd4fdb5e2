"""Three hundred trajectories in two Houses with mentors of all kinds, as bare rows.

Beside what `tests.evaluation` simulates: lent mentors, files that moved, matches that never met,
rematches, first meetings without a consultant, guardians who agreed late or took it back.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from mentorship.accounts.grants import grant_role
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching.models import (
    AnsweredBy,
    DecisionOutcome,
    Match,
    MatchAnswer,
    MatchStatus,
    ProposalDecision,
    Side,
)
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundStatus
from mentorship.mentors.models import MentorSeat
from mentorship.referrals.mentees.models import HouseTransfer
from mentorship.trajectories.models import FirstMeeting, MeetingOutcome, Trajectory
from tests.accounts.people import HOUSE, Person, make_person
from tests.evaluation import simulated_course as course
from tests.evaluation.simulated import mentee, times
from tests.evaluation.simulated_rows import NOBODY, PERSON, TODAY, Simulated, at
from tests.trajectories.standards.population_before import mentors, permissions, referrals, training

OTHER = "NHN"
NUMBER = 300
MENTORS = 70
DAY = timedelta(days=1)


def populate(db: Db, seed: int = 9) -> Person:
    """A consultant of both Houses, who reads the exact counts."""
    reader = make_person(db, Role.MENTOR_CONSULTANT)
    grant_role(db, reader.user, Role.MENTOR_CONSULTANT, OTHER, None)
    made = Simulated(Random(seed), reader.id, db.info["database"].keys.ensure(PERSON))
    referrals(made, (HOUSE, OTHER))
    found = mentors(made, (HOUSE, OTHER), MENTORS)
    training(made, found)
    seats, mentees = _seats(made, [key for key, _ in found]), list[tuple[UUID, str]]()
    for number in range(NUMBER):
        is_again = number % 10 == 9
        mentees.append(mentees[-1] if is_again else _mentee(made, number))
        _pair(made, mentees[-1], next(seats), number)
    for number in range(40):
        _without_a_meeting(made, _mentee(made, NUMBER + number), next(seats))
    made.store(db)
    db.flush()
    return reader


def _seats(made: Simulated, found: list[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """A seat for each match, so that whatever goes on may go on."""
    for number in range(1, 11):
        for mentor in found:
            yield mentor, made.put(MentorSeat, mentor_id=mentor, number=number, is_open=True)


def _mentee(made: Simulated, number: int) -> tuple[UUID, str]:
    """With the House that the file had at first; of some the file moved since."""
    before, now = (OTHER, HOUSE) if number % 3 else (HOUSE, OTHER)
    is_moved = number % 11 == 4
    key = mentee(made, number, now)
    permissions(made, key)
    if is_moved:
        made.put(
            HouseTransfer, mentee_id=key, from_house=before, to_house=now, reason=NOBODY,
            moved_at=at(date(2025, 3, 1)), moved_by=made.by,
        )  # fmt: skip
    return key, before if is_moved else now


def _match(made: Simulated, who: tuple[UUID, str], seat: tuple[UUID, UUID], **told: object) -> UUID:
    """With its round, proposal, decision and answers; of some a row is missing."""
    decided, house = told["decided_at"], who[1]
    assert isinstance(decided, datetime)
    match_round = made.put(
        MatchRound, scope=house, house_code=house, day=decided.date(), seed=1, started_by=made.by,
        status=RoundStatus.DONE, created_at=decided, finished_at=decided,
    )  # fmt: skip
    proposal = made.put(
        Proposal, round_id=match_round, mentee_id=who[0], mentor_id=seat[0], house_code=house,
        mentor_house_code=house, number=1, fit=1, waiting_bonus=0, explanation=NOBODY,
    )  # fmt: skip
    if made.chance(0.95):
        made.put(
            ProposalDecision, proposal_id=proposal, outcome=DecisionOutcome.CHOOSE, reason=NOBODY,
            decided_by=made.by, decided_at=decided,
        )  # fmt: skip
    match = made.put(
        Match, mentee_id=who[0], mentor_id=seat[0], seat_id=seat[1], proposal_id=proposal,
        house_code=house, decided_by=made.by, answer_due=decided.date(), **told,
    )  # fmt: skip
    for side in Side:
        if told.get("started_at") and made.chance(0.97):
            made.put(
                MatchAnswer, match_id=match, side=side, is_yes=True, answered_at=decided,
                answered_by=AnsweredBy.PAGE,
            )  # fmt: skip
    return match


def _pair(made: Simulated, who: tuple[UUID, str], seat: tuple[UUID, UUID], number: int) -> None:
    """From the match to the end. Both said yes some days before they met, some of them late at
    night; a mentee who looks for another mentor again gets one."""
    r = made.random
    start, end, is_running = times(made)
    is_fresh = number % 30 == 3
    if is_fresh:
        start, end, is_running = TODAY - r.randrange(1, 10) * DAY, TODAY, True
    yes = at(start - r.choice([0, 3, 13, 14, 15, 30]) * DAY) + r.choice([0, 12]) * DAY / 24
    is_live = is_running and number % 10 < 8
    match = _match(
        made, who, seat, decided_at=yes - 4 * DAY, started_at=yes,
        status=MatchStatus.ACTIVE if is_live else MatchStatus.ENDED,
        closed_at=None if is_live else max(yes, at(end)),
    )  # fmt: skip
    is_open = is_live or made.chance(0.04)  # nobody closed it yet, though the match is over
    key = made.put(
        Trajectory, mentee_id=who[0], mentor_id=seat[0], match_id=match, process_number=1,
        started_on=start, planned_end=start + 365 * DAY, opened_at=yes, opened_by=made.by,
        ended_on=None if is_open else end,
    )  # fmt: skip
    _first_meetings(made, key, start)
    course.pauses(made, key, start, end)
    course.logs(made, key, seat[0], start, end)
    course.contacts(made, key, start, end)
    course.reviews(made, key, who[0], start, end)
    if not (is_fresh and made.chance(0.5)):
        course.agreement(made, key, start)
    if not is_open:
        course.closure(made, key, end)


def _first_meetings(made: Simulated, key: UUID, start: date) -> None:
    """Some were moved before; of some nothing was noted but the start itself."""
    if made.chance(0.3):
        _meeting(made, key, start - DAY, MeetingOutcome.MENTEE_AWAY, is_there=None)
    if made.chance(0.96):
        _meeting(made, key, start, MeetingOutcome.HELD, is_there=made.chance(0.9))


def _meeting(
    made: Simulated, key: UUID, day: date, outcome: MeetingOutcome | None, *, is_there: bool | None
) -> None:
    made.put(
        FirstMeeting, trajectory_id=key, starts_at=at(day), place=NOBODY, outcome=outcome,
        is_staff_present=is_there, planned_at=at(day), planned_by=made.by,
        noted_at=at(day) if outcome else None,
    )  # fmt: skip


def _without_a_meeting(made: Simulated, who: tuple[UUID, str], seat: tuple[UUID, UUID]) -> None:
    """Asked and refused; said yes and waiting, or given up, before or after the two weeks."""
    r = made.random
    yes = at(TODAY - r.choice([1, 13, 14, 15, 60, 300]) * DAY)
    how = r.choice(["refused", "waits", "planned", "given_up"])
    if how == "refused":
        _match(made, who, seat, decided_at=yes, status=MatchStatus.REFUSED, closed_at=yes)
        return
    closed = min(at(TODAY), yes + r.choice([5, 14, 15, 40]) * DAY) if how == "given_up" else None
    match = _match(
        made, who, seat, decided_at=yes - 2 * DAY, started_at=yes, closed_at=closed,
        status=MatchStatus.ENDED if closed else MatchStatus.ACTIVE,
    )  # fmt: skip
    if how == "waits":
        return
    key = made.put(
        Trajectory, mentee_id=who[0], mentor_id=seat[0], match_id=match, process_number=1,
        opened_at=yes, opened_by=made.by, ended_on=closed.date() if closed else None,
    )  # fmt: skip
    _meeting(made, key, TODAY, None if how == "planned" else MeetingOutcome.MOVED, is_there=None)
    if closed:
        course.closure(made, key, closed.date())
