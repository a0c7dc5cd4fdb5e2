"""Whose round, proposal, match or rule stands in an address, for the matrix of routes."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from mentorship.accounts.models import RoleGrant
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.links import issue
from mentorship.matching import services
from mentorship.matching.matches.rules import LINK_PURPOSES
from mentorship.matching.models import DecisionOutcome, Match, PairRule, RuleKind, Side
from mentorship.matching.rounds.models import Proposal
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.mentors.told import NewMentor
from tests.accounts.people import HOUSE, Person
from tests.house.records import Records
from tests.matching.pool import (
    MENTOR,
    make_ready,
    new_mentor,
    proposal_for,
    run_round,
    waiting_mentee,
)

if TYPE_CHECKING:
    from tests.house.route_matrix import World

OTHER_HOUSE = "NHN"
PLACES = {HOUSE: "Haarlem", OTHER_HOUSE: "Alkmaar"}


def _asked(db: Db, by: Person, mentor: Mentor, house: str) -> Match:
    """Chosen in a round of this House, for a young person who is pinned to this mentor."""
    mentee = waiting_mentee(db, by, house, place=PLACES[house])
    services.lay_down(db, mentee, mentor.id, RuleKind.PIN, "Voor de matrix.", by.id)
    proposal = proposal_for(db, mentee, run_round(db, by, house))
    match = services.decide(db, proposal, mentee, DecisionOutcome.CHOOSE, "Past.", by.id)
    assert match is not None
    return match


def _in(db: Db, world: "World", house: str) -> Match:
    """One match per House, so that all ids in an address are of the same round."""
    by = (world.people if house == HOUSE else world.strangers)[Role.MENTOR_CONSULTANT]
    mine = select(Match).where(col(Match.decided_by) == by.id, col(Match.house_code) == house)
    found = db.exec(mine.order_by(col(Match.decided_at), col(Match.id))).first()
    if found is not None:
        return found
    mentor = new_mentor(db, by, house, place=PLACES[house])
    make_ready(db, mentor, by)
    return _asked(db, by, mentor, house)


def _proposal_of(db: Db, match: Match) -> Proposal:
    return db.get_one(Proposal, match.proposal_id)


def _round(db: Db, world: "World", person: Person) -> Records:
    here, there = (_in(db, world, house) for house in (HOUSE, OTHER_HOUSE))
    return Records(_proposal_of(db, here).round_id, _proposal_of(db, there).round_id)


def _proposal(db: Db, world: "World", person: Person) -> Records:
    return Records(_in(db, world, HOUSE).proposal_id, _in(db, world, OTHER_HOUSE).proposal_id)


def _match(db: Db, world: "World", person: Person) -> Records:
    return Records(_in(db, world, HOUSE).id, _in(db, world, OTHER_HOUSE).id)


def _mentee(db: Db, world: "World", person: Person) -> Records:
    return Records(_in(db, world, HOUSE).mentee_id, _in(db, world, OTHER_HOUSE).mentee_id)


def _rule(db: Db, world: "World", person: Person) -> Records:
    def of(house: str) -> object:
        found = select(PairRule).where(PairRule.mentee_id == _in(db, world, house).mentee_id)
        return db.exec(found).one().id

    return Records(of(HOUSE), of(OTHER_HOUSE))


def _own_match(db: Db, world: "World", person: Person) -> Records:
    """Asked of the mentor that this person is, and of somebody else."""
    by = world.people[Role.MENTOR_CONSULTANT]
    mentor = mentor_of_user(db, person.id)
    if mentor is None:
        mentor = mentors.add_mentor(db, NewMentor("Zelf", HOUSE), user=person.user)
    found = db.exec(select(Match).where(col(Match.mentor_id) == mentor.id)).first()
    if found is not None:
        return Records(found.id, _in(db, world, OTHER_HOUSE).id)
    mentors.save_profile(db, mentor, MENTOR)
    mentors.set_capacity(db, mentor, 2)
    make_ready(db, mentor, by)
    return Records(_asked(db, by, mentor, HOUSE).id, _in(db, world, OTHER_HOUSE).id)


def _link(db: Db, world: "World", person: Person) -> Records:
    """Of a question that nobody answers in the matrix."""
    match = _in(db, world, HOUSE)
    token = issue(db, LINK_PURPOSES[Side.MENTOR], match.id, timedelta(days=1))
    return Records(token, none="made-up")


def _consultant(db: Db, world: "World", person: Person) -> Records:
    """One's own role in one's House, and that of a consultant of another."""

    def of(one: Person) -> object:
        found = select(RoleGrant.id).where(
            col(RoleGrant.user_id) == one.id, col(RoleGrant.role) == Role.MENTOR_CONSULTANT
        )
        return db.exec(found).one()

    role = Role.MENTOR_CONSULTANT
    return Records(of(world.people[role]), of(world.strangers[role]))


MAKERS = {
    "matching.caseloads_change:grant_id": _consultant,
    "round_id": _round,
    "proposal_id": _proposal,
    "match_id": _match,
    "matching.pairs_new:mentee_id": _mentee,
    "rule_id": _rule,
    "matching.mine_one:match_id": _own_match,
    "matching.mine_pdf:match_id": _own_match,
    "matching.mine_answer:match_id": _own_match,
    "matching.links_mentor:token": _link,
    "matching.links_mentee:token": _link,
}
