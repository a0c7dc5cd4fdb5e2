"""Who reads recommendations, and who says what came of one."""

from sqlmodel import col, false, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.recommendations.models import Recommendation
from mentorship.foundation.access import Permission

# Whoever owns one has to be able to read it.
OWNERS = (Role.COORDINATOR, Role.MENTOR_CONSULTANT, Role.PRIVACY_OFFICER)


def visible_to(actor: UserActor) -> SelectOfScalar[Recommendation]:
    """All of them: they are about the programme."""
    found = select(Recommendation)
    return found if Permission.RECOMMENDATION_READ in actor.permissions else found.where(false())


def moved_by(actor: UserActor) -> SelectOfScalar[Recommendation]:
    """All to who keeps them; to others those that they own."""
    if Permission.RECOMMENDATION_MANAGE in actor.permissions:
        return visible_to(actor)
    return owned_by(actor)


def owned_by(actor: UserActor) -> SelectOfScalar[Recommendation]:
    return visible_to(actor).where(col(Recommendation.owner_id) == actor.id)


def made_of(bundle: EvaluationBundle) -> SelectOfScalar[Recommendation]:
    """For its recipient, who was let to this bundle by the policy of bundles."""
    return select(Recommendation).where(col(Recommendation.bundle_id) == bundle.id)
