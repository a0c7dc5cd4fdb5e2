"""Says which cohorts and meetings somebody may open, and whose names they read there."""

from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.foundation.access import Permission
from mentorship.mentors.models import Mentor
from mentorship.training.models import Cohort, CohortPlace, TrainingMeeting


def manages(actor: UserActor) -> bool:
    """A coordinator manages all cohorts."""
    return Permission.TRAINING_MANAGE in actor.permissions


def holds(actor: UserActor, trainer_id: UUID) -> bool:
    """A trainer holds what stands under their name, while they are a trainer."""
    return Permission.TRAINING_HOLD in actor.permissions and trainer_id == actor.id


def can_hold(actor: UserActor, cohort: Cohort) -> bool:
    """Record attendance and assess."""
    return manages(actor) or holds(actor, cohort.trainer_id)


def can_hold_meeting(actor: UserActor, meeting: TrainingMeeting, cohort: Cohort | None) -> bool:
    """The trainer of the cohort, and who stands in for them at this one meeting."""
    return (
        manages(actor)
        or holds(actor, meeting.trainer_id)
        or (cohort is not None and holds(actor, cohort.trainer_id))
    )


def houses_of_names(actor: UserActor, cohort: Cohort) -> frozenset[str] | None:
    """Of which Houses somebody reads the mentors' names in this cohort; None for all."""
    return None if can_hold(actor, cohort) else actor.houses_as(Role.MENTOR_CONSULTANT)


def cohorts_visible_to(actor: UserActor) -> SelectOfScalar[Cohort]:
    """A trainer opens their own; the Houses train together, so a consultant opens all."""
    if manages(actor) or actor.has(Role.MENTOR_CONSULTANT):
        return select(Cohort)
    return select(Cohort).where(_has_trainer(actor, Cohort.trainer_id))


def meetings_visible_to(actor: UserActor) -> SelectOfScalar[TrainingMeeting]:
    """Those of the cohorts that somebody may open, and the ones that they stand in for."""
    found = select(TrainingMeeting).join(Cohort, isouter=True)
    if manages(actor) or actor.has(Role.MENTOR_CONSULTANT):
        return found
    return found.where(
        _has_trainer(actor, TrainingMeeting.trainer_id) | _has_trainer(actor, Cohort.trainer_id)
    )


def meetings_held_by(actor: UserActor) -> SelectOfScalar[TrainingMeeting]:
    found = select(TrainingMeeting).join(Cohort, isouter=True)
    if manages(actor):
        return found
    return found.where(
        _has_trainer(actor, TrainingMeeting.trainer_id) | _has_trainer(actor, Cohort.trainer_id)
    )


def places_visible_to(actor: UserActor) -> SelectOfScalar[CohortPlace]:
    """Of others than oneself: nobody assesses themselves."""
    found = (
        select(CohortPlace)
        .join(Cohort)
        .join(Mentor, col(Mentor.id) == col(CohortPlace.mentor_id))
        .where(
            col(Mentor.user_id).is_(None) | (col(Mentor.user_id) != actor.id),
            col(Mentor.subject_id) != actor.subject_id,
        )
    )
    if manages(actor):
        return found
    houses = sorted(actor.houses_as(Role.MENTOR_CONSULTANT))
    own_house = col(Mentor.house_code).in_(houses)
    return found.where(_has_trainer(actor, Cohort.trainer_id) | own_house)


def places_held_by(actor: UserActor) -> SelectOfScalar[CohortPlace]:
    """Those that somebody assesses and completes."""
    found = places_visible_to(actor)
    return found if manages(actor) else found.where(_has_trainer(actor, Cohort.trainer_id))


def _has_trainer(actor: UserActor, trainer_id: UUID) -> ColumnElement[bool]:
    """`trainer_id` is a column; nobody's, once somebody is no trainer any more."""
    if Permission.TRAINING_HOLD not in actor.permissions:
        return false()
    return col(trainer_id) == actor.id
