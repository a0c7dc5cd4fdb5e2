"""What several pages of matching do alike: find a record, page a list, refuse in plain words."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from flask import abort, request
from sqlmodel import col
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, may
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import audit_actor, current_database
from mentorship.matching import policy
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches import rules
from mentorship.matching.models import Match
from mentorship.matching.rounds import queries as rounds
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.rounds.telling_looks import Reader
from mentorship.mentors import policy as mentor_policy
from mentorship.mentors.models import Mentor

Answer = Response | str | tuple[str, int]
Page = TypeVar("Page")


def page_number(name: str = "page") -> int:
    asked = request.args.get(name, "1")
    return int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1


def visible_round(db: Db, round_id: UUID) -> MatchRound:
    return rounds.find(db, policy.rounds_of(user_actor()), round_id) or abort(404)


def visible_match(db: Db, match_id: UUID) -> Match:
    return matches.find(db, policy.matches_of(user_actor()), match_id) or abort(404)


def locked_match(db: Db, match_id: UUID) -> Match:
    return matches.lock(db, policy.matches_of(user_actor()), match_id) or abort(404)


def look_reader() -> Reader:
    actor = user_actor()
    return Reader(policy.proposals_of(actor), policy.unmatched_of(actor), policy.matches_of(actor))


def first_round(db: Db, row: MatchRound) -> MatchRound | None:
    """The one that a second look follows, for whoever may open it."""
    return rounds.find(db, policy.rounds_of(user_actor()), row.follows_id or row.id)


def mentors_to_open(db: Db, mentor_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Whose file one may open: that of a lent mentor stays with the House that lends."""
    if not may(Permission.MENTOR_READ):
        return frozenset()
    visible = mentor_policy.visible_to(user_actor()).where(col(Mentor.id).in_(list(mentor_ids)))
    return frozenset(db.scalars(visible.with_only_columns(col(Mentor.id))))


def read_apart(page: Callable[[Db], Page]) -> Page:
    """The page with what has to be put right; read apart, so that no writer has to wait."""
    with current_database().reading(audit_actor()) as db:
        return page(db)


def refusal_words(refused: rules.MatchRefused) -> str:
    """For whoever answers or notes an answer."""
    return {
        rules.AnsweredBefore: _("This question has been answered already. Nothing was changed."),
        rules.MatchClosed: _("This question has ended, so nothing was changed."),
        rules.NotAskedYet: _("First the mentor answers; then the young person is asked."),
        rules.TermOver: _("The last day for an answer has passed, so nothing was changed."),
        rules.NoLongerPossible: _(
            "This match isn't possible any more: the young person or the mentor has stopped. "
            "Nothing was changed."
        ),
        rules.ChosenBefore: _("What comes next was chosen already. Nothing was changed."),
    }[type(refused)]
