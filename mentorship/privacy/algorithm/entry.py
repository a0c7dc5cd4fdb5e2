"""Puts the entry together, in the order of the standard."""

from mentorship.foundation.db import Db
from mentorship.privacy.algorithm.fields import Group
from mentorship.privacy.algorithm.general import general, metadata
from mentorship.privacy.algorithm.known import known
from mentorship.privacy.algorithm.responsible import responsible
from mentorship.privacy.algorithm.working import working


def entry(db: Db) -> tuple[Group, ...]:
    told = known(db)
    return general(told), responsible(told), working(told), metadata(told)
