"""A small town in which every place is taken, and one young person waits."""

from dataclasses import dataclass

from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.matching import services, settings_history
from mentorship.matching.models import DecisionOutcome, Match
from mentorship.matching.rounds.models import MatchRound, Proposal
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person
from tests.matching.pool import proposal_for, ready_mentor, run_round, waiting_mentee
from tests.worlds import copy_of

MONDAY, WEDNESDAY, SATURDAY = (
    frozenset({slot}) for slot in ("mon-evening", "wed-evening", "sat-morning")
)


@dataclass(frozen=True)
class Town:
    """Yara was proposed with Jolanda, Zoë with Bram, Omar with Saar; Kim waits for a Monday."""

    round: MatchRound
    yara: Mentee
    zoe: Mentee
    omar: Mentee
    kim: Mentee
    jolanda: Mentor
    bram: Mentor
    saar: Mentor


def town(db: Db, by: Person) -> Town:
    jolanda = ready_mentor(db, by, first_name="Jolanda", slots=MONDAY)
    bram = ready_mentor(db, by, first_name="Bram", slots=WEDNESDAY)
    saar = ready_mentor(db, by, first_name="Saar", slots=SATURDAY)
    yara = waiting_mentee(db, by, first_name="Yara", slots=MONDAY | WEDNESDAY, priority=1)
    zoe = waiting_mentee(db, by, first_name="Zoë", slots=WEDNESDAY, priority=1)
    omar = waiting_mentee(db, by, first_name="Omar", slots=SATURDAY)
    kim = waiting_mentee(db, by, first_name="Kim", slots=MONDAY, priority=3)
    row = run_round(db, by)
    proposed = {one.mentee_id: one.mentor_id for one in db.exec(select(Proposal))}
    assert proposed == {yara.id: jolanda.id, zoe.id: bram.id, omar.id: saar.id}
    return Town(row, yara, zoe, omar, kim, jolanda, bram, saar)


def decide(
    db: Db, here: Town, mentee: Mentee, by: Person, outcome: DecisionOutcome
) -> Match | None:
    proposal = proposal_for(db, mentee, here.round)
    return services.decide(db, proposal, mentee, outcome, "Zo past het.", by.id)


def asked(db: Db, here: Town, mentee: Mentee, by: Person) -> Match:
    match = decide(db, here, mentee, by, DecisionOutcome.CHOOSE)
    assert match is not None
    return match


def town_of_somebody(db: Db) -> tuple[Town, Person]:
    by = make_person(db, Role.MENTOR_CONSULTANT)
    return town(db, by), by


def settled(database: Database) -> tuple[Town, Person]:
    """A copy of the town, and who decides there; the town's rows belong to no session yet."""
    return copy_of(database, town_of_somebody)


def with_caseload(db: Db, by: Person, most: int) -> None:
    content = {**settings_history.plain(settings_history.current(db)), "caseload": {"KEN": most}}
    services.change_settings(db, content, "Drukte.", by.id, seen=0)
