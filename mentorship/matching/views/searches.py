"""Tells the file of a young person how far the search for a mentor is."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from uuid import UUID

from flask import url_for

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, may
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.matching import policy
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.queries import OneMatch
from mentorship.matching.models import Match, Side
from mentorship.matching.rounds import queries as rounds
from mentorship.matching.rounds.models import Proposal
from mentorship.matching.rounds.telling import names_of_mentors
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee
from mentorship.referrals.mentees.views.searching import Search


def searches_of(db: Db, mentees: Sequence[Mentee], *, with_words: bool) -> Mapping[UUID, Search]:
    """Who is asked, found, or proposed and not decided about; or whose mentor has stopped."""
    if not may(Permission.MATCH_READ):
        return {}
    actor, ids = user_actor(), [mentee.id for mentee in mentees]
    live = matches.live_of(db, policy.matches_of(actor), ids)
    proposed = rounds.to_decide_of(db, policy.proposals_of(actor), ids)
    stopped = matches.awaiting_choice_of(db, policy.matches_of(actor), ids)
    widened = rounds.to_widen_of(db, policy.proposals_of(actor), ids)
    older = {one.mentor_id for one in (*proposed.values(), *widened.values())}
    older |= {match.mentor_id for match in stopped.values()}
    older |= {one.match.mentor_id for one in live.values()}
    names = _names(db, older) if with_words else {}
    told = {key: _of_widened(one, names) for key, one in widened.items()}
    told |= {key: _of_proposal(one, names) for key, one in proposed.items()}
    told |= {key: _of_stopped(match, names) for key, match in stopped.items()}
    told |= {key: _of_match(one, names, today(db)) for key, one in live.items()}
    return told


def _names(db: Db, ids: Set[UUID]) -> dict[UUID, str]:
    gone = dict.fromkeys(ids, _("a mentor who was erased"))
    return gone | names_of_mentors(db, ids) if ids else {}


def _of_proposal(proposal: Proposal, names: Mapping[UUID, str]) -> Search:
    name = names.get(proposal.mentor_id)
    return Search(
        title=_("Decide about the proposal"),
        due=None,
        words=_("%(mentor)s is proposed.", mentor=name) if name else "",
        action=_("Look and decide"),
        href=url_for("matching.proposals_one", round_id=proposal.round_id, proposal_id=proposal.id),
    )


def _of_widened(proposal: Proposal, names: Mapping[UUID, str]) -> Search:
    name = names.get(proposal.mentor_id)
    words = _(
        "%(mentor)s was proposed. The decision was to talk about the wishes first. After that, "
        "change the profile and run a new round.",
        mentor=name,
    )
    return Search(
        title=_("Talk about the wishes"),
        due=None,
        words=words if name else "",
        action=_("To the profile"),
        href=url_for("mentees.profile", mentee_id=proposal.mentee_id),
    )


def _of_stopped(match: Match, names: Mapping[UUID, str]) -> Search:
    name, day = names.get(match.mentor_id), format_date(match.closed_at or match.decided_at, "long")
    return Search(
        title=_("The mentor has stopped: choose what comes next"),
        due=None,
        words=_("%(mentor)s was the mentor until %(day)s.", mentor=name, day=day) if name else "",
        action=_("Open the match"),
        href=url_for("matching.matches_one", match_id=match.id),
        asks=True,
    )


def _of_match(one: OneMatch, names: Mapping[UUID, str], day: date) -> Search:
    name = names.get(one.match.mentor_id)
    return Search(
        title=_title(one, day),
        due=one.match.answer_due if one.awaits else None,
        words=_words(one, name) if name else "",
        action=_("Open the match"),
        href=url_for("matching.matches_one", match_id=one.match.id),
    )


def _title(one: OneMatch, day: date) -> str:
    is_late = one.match.answer_due < day
    if one.awaits is Side.MENTOR:
        if is_late:
            return _("Call the mentor: the answer is late")
        return _("Wait for the answer of the mentor")
    if one.awaits is Side.MENTEE:
        if is_late:
            return _("Get in touch with the young person: the answer is late")
        if one.has_link:
            return _("Wait for the answer of the young person")
        return _("Ask the young person, now that the mentor said yes")
    return _("Has a mentor")


def _words(one: OneMatch, name: str) -> str:
    due = format_date(one.match.answer_due, "full")
    if one.awaits is Side.MENTOR:
        return _(
            "%(mentor)s is asked. The answer is awaited until and including %(day)s.",
            mentor=name,
            day=due,
        )
    if one.is_to_ask:
        return _(
            "%(mentor)s said yes. Now it is your turn: ask the young person, on %(day)s at the "
            "latest.",
            mentor=name,
            day=due,
        )
    if one.awaits is Side.MENTEE:
        return _(
            "%(mentor)s said yes, and a link was made for the young person. The answer is awaited "
            "until and including %(day)s.",
            mentor=name,
            day=due,
        )
    started = one.match.started_at or one.match.decided_at
    return _(
        "%(mentor)s is the mentor since %(day)s.", mentor=name, day=format_date(started, "long")
    )
