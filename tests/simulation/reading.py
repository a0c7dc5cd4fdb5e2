"""What the services say today, in the words of the oracle."""

from datetime import date
from itertools import pairwise

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.matching.models import LIVE, Match, MatchStatus
from mentorship.matching.rounds.gathering import gather
from mentorship.mentors.queries import ReadyMentor
from mentorship.mentors.rules import BlockKind
from mentorship.referrals.mentees.intake_models import IntakeDecision
from mentorship.referrals.mentees.models import Mentee, Stage
from mentorship.referrals.mentees.queries import facts_of
from mentorship.referrals.mentees.rules import StepKind, steps_of
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.referrals.queries import clock_of
from tests.simulation import state as s
from tests.simulation.office import HOUSES, Office

UNDECIDED = (ReferralStatus.RECEIVED, ReferralStatus.QUESTION_ASKED)
_HOUSES = {code: house for house, code in HOUSES.items()}


def read(office: Office, day: date) -> s.State:
    with office.look() as db:
        people = gather(db, day, None)
        assert all(a.waiting_since <= b.waiting_since for a, b in pairwise(people.mentees))
        waiting = sorted((one.waiting_since, office.name_of(one.id)) for one in people.mentees)
        return s.State(
            mentors={
                office.name_of(one.id): _mentor(one, people.taken_seats.get(one.id, 0))
                for one in people.mentors
            },
            referrals=_referrals(db, office, day),
            mentees=_mentees(db, office),
            waiting=tuple(name for _, name in waiting),
            live_matches={
                office.name_of(match.id): "active" if match.status is MatchStatus.ACTIVE
                else "chosen"
                for match in db.exec(select(Match).where(col(Match.status).in_(LIVE)))
            },
        )  # fmt: skip


def _mentor(one: ReadyMentor, taken: int) -> s.Mentor:
    return s.Mentor(
        is_ready=one.is_ready,
        missing=frozenset(gate.value for gate in one.readiness.missing),
        blocks={
            block.kind.value: block.until if block.kind is BlockKind.PAUSED else block.since
            for block in one.readiness.blocks
        },
        seats=one.seats,
        free_seats=one.seats - taken,
    )


def _referrals(db: Db, office: Office, day: date) -> dict[str, s.Referral]:
    found = select(Referral).where(col(Referral.status).in_(UNDECIDED))
    return {office.name_of(one.id): _referral(one, day) for one in db.exec(found)}


def _referral(one: Referral, day: date) -> s.Referral:
    clock = clock_of(one, day)
    if clock is None:
        return s.Referral("question", None)
    return s.Referral("triage" if one.picked_up_at else "receipt", clock.due)


def _mentees(db: Db, office: Office) -> dict[str, s.Mentee]:
    rows = db.exec(select(Mentee)).all()
    decisions = select(IntakeDecision).order_by(col(IntakeDecision.decided_at))
    intakes = {one.mentee_id: one.outcome.value for one in db.exec(decisions)}
    facts = facts_of(db, rows)
    matching = {
        key: next((step.due for step in steps_of(known) if step.kind is StepKind.MATCH), None)
        for key, known in facts.items()
    }
    return {
        office.name_of(one.id): s.Mentee(
            house=_HOUSES[one.house_code],
            intake=intakes.get(one.id),
            intake_due=one.intake_due,
            notice_due=one.notice_due,
            # What stays in a row that is closed is history; nobody waits there.
            waiting_since=one.waiting_since if one.stage.is_open else None,
            matching_due=matching[one.id],
            has_stopped=one.stage is Stage.STOPPED,
        )
        for one in rows
    }
