"""What was decided a moment ago, told above the page that comes next.

Only a number travels in the cookie: the names are read anew, as this reader may see them.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import session
from sqlmodel import col

from mentorship.accounts.login import user_actor
from mentorship.foundation.db import Db
from mentorship.matching import policy
from mentorship.matching.matches import asking
from mentorship.matching.matches.decisions import find_decision
from mentorship.matching.matches.queries import find_of_proposal
from mentorship.matching.models import DecisionOutcome
from mentorship.matching.rounds import telling
from mentorship.matching.rounds.models import Proposal

_KEY = "just_decided"


@dataclass(frozen=True)
class JustDecided:
    """Empty names are of people who were erased."""

    outcome: DecisionOutcome
    mentee_id: UUID
    mentee: str
    mentor: str
    match_id: UUID | None
    is_written_to: bool


def remember(proposal: Proposal) -> None:
    session[_KEY] = str(proposal.id)


def take(db: Db) -> JustDecided | None:
    """Once; nothing when nobody decided just now."""
    key = session.pop(_KEY, None)
    found = policy.proposals_of(user_actor()).where(col(Proposal.id) == UUID(key)) if key else None
    proposal = db.exec(found).one_or_none() if found is not None else None
    decision = find_decision(db, proposal) if proposal is not None else None
    if proposal is None or decision is None:
        return None
    match = find_of_proposal(db, proposal.id)
    return JustDecided(
        outcome=decision.outcome,
        mentee_id=proposal.mentee_id,
        mentee=telling.names_of_mentees(db, [proposal.mentee_id]).get(proposal.mentee_id, ""),
        mentor=telling.names_of_mentors(db, [proposal.mentor_id]).get(proposal.mentor_id, ""),
        match_id=match.id if match else None,
        is_written_to=match is not None and asking.can_write_to_mentor(db, match),
    )
