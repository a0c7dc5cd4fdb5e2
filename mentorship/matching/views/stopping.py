"""Pages of rooms below that may end a match: theirs to show, ours to act."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.matching import services
from mentorship.matching.matches import asking, queries
from mentorship.matching.models import Match, MatchStatus
from mentorship.matching.views.answers import Answer
from mentorship.mentors.views import ending
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.views import by_link, consents, details

_BOTH = ("GET", "POST")
_MENTEE = "/mentees/<uuid:mentee_id>"


@requires(Permission.MENTEE_EDIT)
def stop(mentee_id: UUID) -> Answer:
    return details.stop(mentee_id, _saying_whom_to_call(services.stop_mentee))


@requires(Permission.MENTEE_EDIT)
def contact(mentee_id: UUID) -> Answer:
    return details.contact(mentee_id, services.change_contact)


@requires(Permission.MENTEE_EDIT)
def ask(mentee_id: UUID) -> Answer:
    return consents.ask(mentee_id, _saying_whom_to_call(services.give_consent))


@requires(Permission.MENTEE_EDIT)
def withdraw(mentee_id: UUID) -> Answer:
    take_back = partial(services.withdraw_consent, by=user_actor().id)
    return consents.withdraw(mentee_id, _saying_whom_to_call(take_back))


@public
def answer(token: str) -> Answer:
    return by_link.answer(token, services.answer_by_link)


@requires(Permission.MENTOR_SCREEN)
def end(mentor_id: UUID) -> Answer:
    return ending.end(mentor_id, services.end_mentor)


def _saying_whom_to_call(verb: Callable[..., Any]) -> Callable[..., Any]:
    """The mentor is told by e-mail; whoever has none here has to hear it from a person."""

    def acts(db: Db, mentee: Mentee, *told: object, **more: object) -> object:
        match = queries.live_of_mentee(db, mentee.id)
        made = verb(db, mentee, *told, **more)
        if match is not None and not match.status.is_live:
            _say_end(db, match)
        return made

    return acts


def _say_end(db: Db, match: Match) -> None:
    ended = (
        _("The match has ended.")
        if match.status is MatchStatus.ENDED
        else _("The question about a match has ended.")
    )
    if asking.is_told_of_end(db, match):
        mail = _("The mentor gets an e-mail about it.")
        flash(f"{ended} {mail}", "info")
    elif queries.mentor_of(db, match).is_open:
        call = _("We have no e-mail address of the mentor: call them.")
        flash(f"{ended} {call}", "warning")
    else:
        flash(ended, "info")


# Under the names that their rooms gave them, so that a link needn't know who acts.
PAGES = (
    (f"{_MENTEE}/stop", "mentees.stop", stop, _BOTH),
    (f"{_MENTEE}/contact", "mentees.contact", contact, _BOTH),
    (f"{_MENTEE}/consents/ask", "mentees.ask", ask, _BOTH),
    (f"{_MENTEE}/consents/withdraw", "mentees.withdraw", withdraw, _BOTH),
    ("/consent/<token>", "mentees.answer", answer, _BOTH),
    ("/mentors/<uuid:mentor_id>/end", "mentors.ending_end", end, _BOTH),
)
