"""By when a request has to be answered, and why something can't be done with it."""

from datetime import date

from mentorship.foundation.working_days import end_of_term


class RequestClosed(Exception):
    """It was answered already; nothing was changed."""


class NotReady(Exception):
    """The privacy officer did not agree to it, or that was too long ago."""


class StillMatched(Exception):
    """A match or a question about one isn't over; who it is with would wait for nobody."""


class StillHandled(Exception):
    """Somebody else is at work on something about this person; what it is isn't said."""


class OtherRole(Exception):
    """This mentor has another role too, and the account with which they work would go along."""


class StillHeld(Exception):
    """What is kept about this person has to stay until a day to come."""


class NothingToErase(Exception):
    """Nobody asked to be erased with it."""


class NotErased(Exception):
    """Who asked to be erased isn't yet; when they are, the request is gone too."""


class NothingToSee(Exception):
    """Nobody asked to see and get everything with it."""


def due(came_on: date) -> date:
    """One month after it came (article 12.3 GDPR)."""
    return end_of_term(came_on, months=1)
