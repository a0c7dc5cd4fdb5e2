"""Says who sees which request: both officers all of them, without a name; a consultant by file."""

from sqlalchemy import false
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.foundation.access import Permission
from mentorship.mentors import policy as mentor_policy
from mentorship.mentors.models import Mentor
from mentorship.privacy.rights.models import AskedBy, SubjectRequest
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
    return mentor_policy.screened_by(actor)


def handed_over_by(actor: UserActor) -> SelectOfScalar[SubjectRequest]:
    """Of whose file everything may be taken out by this consultant, once it lies ready."""
    asked_by, subject = col(SubjectRequest.asked_by), col(SubjectRequest.subject_id)
    young = young_people_of(actor).with_only_columns(col(Mentee.subject_id))
    mentors = mentors_of(actor).with_only_columns(col(Mentor.subject_id))
    return select(SubjectRequest).where(
        ((asked_by == AskedBy.YOUNG_PERSON) & subject.in_(young))
        | ((asked_by == AskedBy.MENTOR) & subject.in_(mentors))
    )


def handled_by(actor: UserActor) -> SelectOfScalar[SubjectRequest]:
    """Nobody decides about what they asked themself, or took down: an erasure takes two people."""
    return visible_to(actor).where(
        col(SubjectRequest.subject_id) != actor.subject_id,
        col(SubjectRequest.noted_by) != actor.id,
    )
