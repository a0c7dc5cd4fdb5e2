"""To whom rows about single people may go."""

from uuid import UUID

from mentorship.accounts.models import User
from mentorship.accounts.queries import effective_grants
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db


def is_evaluator(db: Db, user_id: UUID) -> bool:
    """Nothing else: in any other role they would know some of the young people."""
    user = db.get(User, user_id)
    roles = {grant.role for grant in effective_grants(db, user_id)}
    return user is not None and user.is_open and roles == {Role.EVALUATOR}
