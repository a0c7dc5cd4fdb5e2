"""Says who sees proposed figures, and what they may do with them; the published are everybody's."""

from sqlmodel import false, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.evaluation.open_figures.models import FiguresStatus, OpenFigures
from mentorship.foundation.access import Permission

_PREPARES = {Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE}


def visible_to(actor: UserActor) -> SelectOfScalar[OpenFigures]:
    """The same two people as of a bundle."""
    found = select(OpenFigures)
    return found if actor.permissions & _PREPARES else found.where(false())


def can_publish(actor: UserActor, figures: OpenFigures) -> bool:
    """Somebody else than who proposed them."""
    return (
        Permission.BUNDLE_RELEASE in actor.permissions
        and figures.status is FiguresStatus.PROPOSED
        and actor.id != figures.proposed_by
    )


def can_withdraw(actor: UserActor, figures: OpenFigures) -> bool:
    """Either of the two while they wait; who publishes at any time."""
    if figures.status is FiguresStatus.PROPOSED:
        return bool(actor.permissions & _PREPARES)
    return figures.status is FiguresStatus.PUBLISHED and (
        Permission.BUNDLE_RELEASE in actor.permissions
    )


def can_note(actor: UserActor, figures: OpenFigures) -> bool:
    """Beside what everybody could read, also when it is withdrawn."""
    return Permission.BUNDLE_RELEASE in actor.permissions and figures.published_at is not None
