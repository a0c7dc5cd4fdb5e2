"""Says whose rounds, proposals and matches somebody may open: those of the mentees they follow."""

from typing import Any, TypeVar

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.models import RoleGrant
from mentorship.accounts.roles import Role
from mentorship.foundation.access import Permission
from mentorship.matching.caseloads import queries as caseloads
from mentorship.matching.models import Match, PairRule
from mentorship.matching.rounds.models import (
    DroppedPin,
    MatchRound,
    Proposal,
    RoundMentee,
    Unmatched,
)
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.policy import is_covered_by, mentees_visible_to

Row = TypeVar("Row")


def houses_of(actor: UserActor) -> frozenset[str]:
    """Whose rounds somebody starts and whose files they bring in: never those of a colleague."""
    return actor.houses_as(Role.MENTOR_CONSULTANT)


def rounds_of(actor: UserActor) -> SelectOfScalar[MatchRound]:
    """Those of one's Houses, and of the region: others' mentees are rows without a name there.

    And those in which a mentee took part whom somebody follows for a colleague.
    """
    is_regional = col(MatchRound.house_code).is_(None) & bool(houses_of(actor))
    mine = col(MatchRound.house_code).in_(sorted(houses_of(actor)))
    if not actor.covers:
        return select(MatchRound).where(is_regional | mine)
    followed = select(Mentee.id).where(is_covered_by(actor))
    part = select(RoundMentee.round_id).where(col(RoundMentee.mentee_id).in_(followed))
    return select(MatchRound).where(is_regional | mine | col(MatchRound.id).in_(part))


def mentees_of(actor: UserActor) -> SelectOfScalar[Mentee]:
    return mentees_visible_to(actor)


def proposals_of(actor: UserActor) -> SelectOfScalar[Proposal]:
    """The mentee's House decides, wherever the mentee lives by now."""
    return _of_own_mentees(Proposal, actor)


def unmatched_of(actor: UserActor) -> SelectOfScalar[Unmatched]:
    return _of_own_mentees(Unmatched, actor)


def dropped_pins_of(actor: UserActor) -> SelectOfScalar[DroppedPin]:
    return _of_own_mentees(DroppedPin, actor)


def matches_of(actor: UserActor) -> SelectOfScalar[Match]:
    return _of_own_mentees(Match, actor)


def pair_rules_of(actor: UserActor) -> SelectOfScalar[PairRule]:
    return _of_own_mentees(PairRule, actor)


def caseloads_of(actor: UserActor) -> SelectOfScalar[RoleGrant]:
    """Of one's own Houses the consultants; whoever makes the settings sees all."""
    everywhere = Permission.MATCH_SETTINGS in actor.permissions
    return caseloads.grants_of(None if everywhere else houses_of(actor))


def caseloads_to_set(actor: UserActor) -> SelectOfScalar[RoleGrant]:
    """One's own; whoever makes the settings may for somebody who can't."""
    found = caseloads_of(actor)
    if Permission.MATCH_SETTINGS in actor.permissions:
        return found
    return found.where(col(RoleGrant.user_id) == actor.id)


def own_matches(mentor: Mentor) -> SelectOfScalar[Match]:
    """What a mentor is or was asked."""
    return select(Match).where(col(Match.mentor_id) == mentor.id)


def _of_own_mentees(kind: type[Row], actor: UserActor) -> SelectOfScalar[Row]:
    table: Any = kind
    mine = mentees_of(actor).with_only_columns(col(Mentee.id))
    found: SelectOfScalar[Row] = select(kind).where(col(table.mentee_id).in_(mine))
    return found
