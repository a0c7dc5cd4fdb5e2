"""The link that was made a moment ago, shown once on the page of its match.

It waits in the cookie of who made it: a reload of the page asks for nothing and makes no other one.
"""

from flask import session

from mentorship.foundation import links
from mentorship.foundation.db import Db
from mentorship.foundation.links import LinkError
from mentorship.matching.matches.queries import OneMatch
from mentorship.matching.matches.rules import LINK_PURPOSES
from mentorship.matching.models import Match

_KEY = "new_link"


def remember(match: Match, address: str) -> None:
    session[_KEY] = [str(match.id), address]


def take(db: Db, one: OneMatch) -> str | None:
    """As long as it works; an older one of another match is forgotten unread."""
    match_id, address = session.pop(_KEY, (None, ""))
    if match_id != str(one.match.id) or one.awaits is None:
        return None
    try:
        links.find(db, LINK_PURPOSES[one.awaits], address.rpartition("/")[2])
    except LinkError:
        return None
    return str(address)
