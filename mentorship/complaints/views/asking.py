"""How a complaint is taken in, on the public page and from a confidant who types it in."""

from uuid import UUID

from mentorship.accounts.models import User
from mentorship.accounts.queries import names_of
from mentorship.complaints import queries, rules, services
from mentorship.complaints.forms import TellForm
from mentorship.complaints.models import CameBy, Complaint
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _


def take_in(
    db: Db, form: TellForm, *, came_by: CameBy = CameBy.PAGE, noted_by: UUID | None = None
) -> Complaint | None:
    """None when something has to be put right first: the form says what.

    Raises NobodyReads when there is no confidant for it.
    """
    kept_from: User | None = None
    if form.is_about_a_confidant:
        there = {user.id: user for user in queries.confidants(db)}
        if len(there) < 2:
            raise rules.NobodyReads
        known = names_of(db, there.values())
        names = {key: known.get(key, _("A confidant")) for key in there}
        form.offer(names)
        chosen = form.chosen(names)
        if chosen is None:
            return None
        kept_from = there[chosen]
    return services.tell(
        db, form.told, key=form.key, kept_from=kept_from, came_by=came_by, noted_by=noted_by
    )
