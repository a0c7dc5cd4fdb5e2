"""Three hundred made-up trajectories as bare rows: pauses, cut off windows, corrections, gaps."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from mentorship.accounts.models import Language
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.matching.models import Match, MatchStatus
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundStatus
from mentorship.mentors.models import Mentor, MentorSeat, MentorStatus
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, How
from mentorship.referrals.mentees.models import Authority, Mentee, Stage
from mentorship.trajectories.models import Trajectory
from tests.accounts.people import HOUSE, make_person
from tests.evaluation import simulated_course as course
from tests.evaluation.simulated_rows import NOBODY, PERSON, TODAY, Simulated, at
from tests.evaluation.simulated_senders import MostlyOneMunicipality, Senders

NUMBER = 300
CONSULTANT = "consulent@voorbeeld.example"  # no number: who is made later may have any
# Around the edges of months, and between them.
LENGTHS = (0, 5, 20, 45, 89, 90, 91, 92, 120, 181, 182, 183, 184, 230, 272, 273, 274, 320, 364, 365,
           366, 400, 450)  # fmt: skip
GROWN_UP = Authority.YOUNG_PERSON
AUTHORITIES = (GROWN_UP, GROWN_UP, Authority.BOTH_PARENTS, Authority.ONE_PARENT, GROWN_UP)


def simulate(db: Db, seed: int = 4) -> Simulated:
    """All in one House; the first begin in 2024 and the last ones haven't ended."""
    by = make_person(db, Role.MENTOR_CONSULTANT, email=CONSULTANT).id
    made = Simulated(Random(seed), by, db.info["database"].keys.ensure(PERSON))
    seats = [_seat(made) for _ in range(4)]
    rounds = [_round(made) for _ in range(2)]
    senders = MostlyOneMunicipality(made, db.info["database"].keys)
    mentees: list[UUID] = []
    for number in range(NUMBER):
        again = number % 10 == 9
        mentees.append(mentees[-1] if again else _agreeing(made, number, senders))
        _trajectory(made, mentees[-1], made.random.choice(seats), rounds[again])
    made.store(db)
    db.flush()
    return made


def _seat(made: Simulated) -> tuple[UUID, UUID]:
    mentor = made.put(
        Mentor, subject_id=made.new_id(), house_code=HOUSE, status=MentorStatus.OPEN,
        applied_at=at(date(2023, 6, 1)), language=Language.DUTCH, first_name=NOBODY,
    )  # fmt: skip
    return mentor, made.put(MentorSeat, mentor_id=mentor, number=1, is_open=True)


def _round(made: Simulated) -> UUID:
    day = date(2023, 12, 1)
    return made.put(
        MatchRound, scope=HOUSE, house_code=HOUSE, day=day, seed=1, status=RoundStatus.DONE,
        started_by=made.by, created_at=at(day), finished_at=at(day),
    )  # fmt: skip


def mentee(
    made: Simulated, number: int, house: str = HOUSE, senders: Senders | None = None
) -> UUID:
    day = date(2023, 11, 1)
    authority = made.random.choice(AUTHORITIES)
    person = made.new_id()
    referral = senders.send(number, person) if senders else None
    return made.put(
        Mentee, subject_id=person, referral_id=referral, house_code=house, stage=Stage.STARTED,
        stage_since=day, accepted_at=at(day), intake_due=day, notice_due=day, priority=2,
        authority=None if number % 50 == 7 else authority, known_key=bytes(32), first_name=NOBODY,
        birth_year=NOBODY, contact_route=NOBODY, contact_details=NOBODY,
    )  # fmt: skip


def _agreeing(made: Simulated, number: int, senders: Senders) -> UUID:
    """Of whom nobody, some or all of those who hold authority agreed."""
    day, made_one = date(2023, 11, 1), mentee(made, number, senders=senders)
    for who in GivenBy:
        if made.chance(0.94):
            ended = at(date(2025, 9, 1)) if made.chance(0.05) else None
            made.put(
                Consent, mentee_id=made_one, purpose=ConsentPurpose.EVALUATION, given_by=who,
                is_agreed=made.chance(0.95), text_version="1", language=Language.DUTCH,
                given_at=at(day), how=How.PAPER, noted_by=made.by, ended_at=ended,
                ended_how=How.SAID if ended else None,
            )  # fmt: skip
        if made.chance(0.5):
            made.put(
                Consent, mentee_id=made_one, purpose=ConsentPurpose.PARTICIPATION, given_by=who,
                is_agreed=True, text_version="1", language=Language.DUTCH, given_at=at(day),
                how=How.PAPER, noted_by=made.by,
            )  # fmt: skip
    return made_one


def times(made: Simulated) -> tuple[date, date, bool]:
    """The first and the last day, and whether it goes on."""
    r = made.random
    start = date(2024, 1, 1) + timedelta(days=r.randrange(540))
    end = start + timedelta(days=r.choice(LENGTHS))
    if made.chance(0.08):
        end = TODAY - timedelta(days=r.choice([3, 10, 27, 28, 29, 40]))
    if made.chance(0.03):
        return date(2025, 7, 1) + timedelta(days=r.randrange(200)), TODAY, True
    return start, min(end, TODAY), False


def _trajectory(
    made: Simulated, mentee_id: UUID, seat: tuple[UUID, UUID], match_round: UUID
) -> None:
    start, end, is_running = times(made)
    proposal = made.put(
        Proposal, round_id=match_round, mentee_id=mentee_id, mentor_id=seat[0], house_code=HOUSE,
        mentor_house_code=HOUSE, number=1, fit=1, waiting_bonus=0, explanation=NOBODY,
    )  # fmt: skip
    match = made.put(
        Match, mentee_id=mentee_id, mentor_id=seat[0], seat_id=seat[1], proposal_id=proposal,
        house_code=HOUSE, status=MatchStatus.ENDED, decided_by=made.by, decided_at=at(start),
        answer_due=start, started_at=at(start), closed_at=at(end),
    )  # fmt: skip
    key = made.put(
        Trajectory, mentee_id=mentee_id, mentor_id=seat[0], match_id=match, process_number=1,
        started_on=start, planned_end=start + timedelta(days=365),
        ended_on=None if is_running else end, opened_at=at(start), opened_by=made.by,
    )  # fmt: skip
    course.pauses(made, key, start, end)
    course.logs(made, key, seat[0], start, end)
    course.contacts(made, key, start, end)
    course.reviews(made, key, mentee_id, start, end)
    course.check_ins(made, key, start)
    course.agreement(made, key, start)
    if not is_running:
        course.closure(made, key, end)
