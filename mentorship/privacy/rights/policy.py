"""Says who sees which request: both officers all of them, without a name; a consultant by file."""

from sqlalchemy import false
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.foundation.access import Permission
from mentorship.mentors import policy as mentors
from mentorship.mentors.models import Mentor
from mentorship.privacy.rights.models import SubjectRequest
from mentorship.referrals import policy as referrals
from mentorship.referrals.mentees.models import Mentee


def visible_to(actor: UserActor) -> SelectOfScalar[SubjectRequest]:
    """For who watches over privacy: what was asked and by when, of everybody."""
    if Permission.AUDIT_READ not in actor.permissions:
        return select(SubjectRequest).where(false())
    return select(SubjectRequest)


def young_people_of(actor: UserActor) -> SelectOfScalar[Mentee]:
    """Whose requests a consultant takes down: of who they may open."""
    return referrals.mentees_visible_to(actor)


def mentors_of(actor: UserActor) -> SelectOfScalar[Mentor]:
    """The same for mentors, also those who left; never of oneself."""
    return mentors.screened_by(actor)


def handled_by(actor: UserActor) -> SelectOfScalar[SubjectRequest]:
    """Nobody decides about what they asked themself."""
    return visible_to(actor).where(col(SubjectRequest.subject_id) != actor.subject_id)
