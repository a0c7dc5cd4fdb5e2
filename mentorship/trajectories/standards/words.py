"""Who said yes to a match and why it was made, as it was written down when the match began."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.matching.models import MatchAnswer, ProposalDecision, Side
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Authority, Mentee
from mentorship.referrals.mentees.rules import who_must_agree


@dataclass(frozen=True)
class Permissions:
    """Every yes to taking part, of now and of before, by young person."""

    found: dict[UUID, list[Consent]]

    def stood(self, mentee: Mentee, day: date) -> bool:
        """Whether everybody who holds authority had agreed by this day; what they say later about
        it doesn't change what was done then."""
        needed = {*who_must_agree(mentee.authority)} - {GivenBy.YOUNG_PERSON}
        return needed <= {
            one.given_by
            for one in self.found.get(mentee.id, ())
            if day_of(one.given_at) <= day and (one.ended_at is None or day < day_of(one.ended_at))
        }


def needs_guardian(mentee: Mentee) -> bool:
    return mentee.authority not in (None, Authority.YOUNG_PERSON)


def permissions_of(db: Db, mentee_ids: Collection[UUID]) -> Permissions:
    found: defaultdict[UUID, list[Consent]] = defaultdict(list)
    asked = select(Consent).where(
        col(Consent.mentee_id).in_(mentee_ids),
        col(Consent.purpose) == ConsentPurpose.PARTICIPATION,
        col(Consent.is_agreed),
    )
    for row in db.exec(asked):
        found[row.mentee_id].append(row)
    return Permissions(found)


def with_a_reason(db: Db, proposal_ids: Collection[UUID]) -> set[UUID]:
    """The proposals that somebody decided about; a decision always holds its reason."""
    column = col(ProposalDecision.proposal_id)
    return set(db.exec(select(column).where(column.in_(proposal_ids))))


def agreed_by_both(db: Db, match_ids: Collection[UUID]) -> set[UUID]:
    sides: defaultdict[UUID, set[Side]] = defaultdict(set)
    asked = select(MatchAnswer).where(
        col(MatchAnswer.match_id).in_(match_ids), col(MatchAnswer.is_yes)
    )
    for row in db.exec(asked):
        sides[row.match_id].add(row.side)
    return {key for key, said in sides.items() if said == set(Side)}
