"""For a consultant: proposals to decide, and who still has to answer."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText, current_language, ngettext, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.matching import counts, policy
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.queries import MatchList
from mentorship.matching.models import Match
from mentorship.matching.rounds import overtaken
from mentorship.matching.rounds import queries as rounds
from mentorship.matching.rounds.telling import names_of_mentees
from mentorship.mentors.queries import today

ROUNDS = Place("matching.rounds_overview", anchor="rounds")
ASKED = Place("matching.rounds_overview", anchor="matches")


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    found = counts.awaited(db, policy.matches_of(actor), today(db))
    yield from counted(
        len(found.too_late),
        ngettext(
            "%(num)s match was not answered in time",
            "%(num)s matches were not answered in time",
            len(found.too_late),
        ),
        _("Call who did not answer"),
        _one_of(found.too_late),
        pressing=Pressing.LATE,
    )
    yield from _stopped(db, actor)
    yield from _to_decide(db, actor)
    yield from _turned_down(db, actor)
    yield from counted(
        len(found.to_ask),
        ngettext(
            "A mentor said yes: ask %(num)s young person",
            "Mentors said yes: ask %(num)s young people",
            len(found.to_ask),
        ),
        _("Ask and write down the answer"),
        _one_of(found.to_ask),
    )
    yield from _answers(found)


def _answers(found: counts.Awaited) -> Iterator[Task]:
    yield from counted(
        len(found.of_mentors),
        ngettext(
            "%(num)s mentor has to answer whether they want a match",
            "%(num)s mentors have to answer whether they want a match",
            len(found.of_mentors),
        ),
        _("Look who was asked"),
        _one_of(found.of_mentors),
        pressing=Pressing.AWAITED,
    )
    yield from counted(
        len(found.of_mentees),
        ngettext(
            "For %(num)s young person a link was made, and there is no answer yet",
            "For %(num)s young people a link was made, and there is no answer yet",
            len(found.of_mentees),
        ),
        _("Look who was asked"),
        _one_of(found.of_mentees),
        pressing=Pressing.AWAITED,
    )


def _one_of(match_ids: Sequence[UUID]) -> Place:
    """Straight to the only one, else to where all stand."""
    return _match(match_ids[0]) if len(match_ids) == 1 else ASKED


def _match(match_id: UUID) -> Place:
    return Place("matching.matches_one", {"match_id": match_id})


def _list(kind: MatchList) -> Place:
    return Place("matching.matches_closed", {"list": kind.value})


def _stopped(db: Db, actor: UserActor) -> Iterator[Task]:
    left = counts.count_awaits_choice(db, policy.matches_of(actor))
    yield from counted(
        left,
        ngettext(
            "The mentor of %(num)s young person has stopped",
            "The mentors of %(num)s young people have stopped",
            left,
        ),
        _("Choose what comes next"),
        _list(MatchList.STOPPED),
    )


def _to_decide(db: Db, actor: UserActor) -> Iterator[Task]:
    undecided = rounds.undecided_in(db, policy.proposals_of(actor), policy.rounds_of(actor))
    proposals = sum(undecided.values())
    yield from counted(
        proposals,
        ngettext(
            "%(num)s proposal for a match waits for your decision",
            "%(num)s proposals for a match wait for your decision",
            proposals,
        ),
        _("Look and decide"),
        _round_of(undecided),
    )
    for one in overtaken.lately(db, policy.proposals_of(actor), actor.id):
        yield from counted(
            one.number,
            ngettext(
                "A round of the region took the place of %(num)s pair of yours",
                "A round of the region took the place of %(num)s pairs of yours",
                one.number,
            ),
            _("Look what is proposed there"),
            Place("matching.rounds_one", {"round_id": one.by.id}, "proposals"),
        )


def _round_of(undecided: dict[UUID, int]) -> Place:
    if len(undecided) != 1:
        return ROUNDS
    return Place("matching.rounds_one", {"round_id": next(iter(undecided))}, "proposals")


def _turned_down(db: Db, actor: UserActor) -> Iterator[Task]:
    down = matches.waiting_again(db, policy.matches_of(actor))
    told = ngettext(
        "A match was turned down: %(num)s young person waits again",
        "Matches were turned down: %(num)s young people wait again",
        len(down),
    )
    if len(down) == 1:
        new = rounds.to_decide_of(db, policy.proposals_of(actor), [down[0].mentee_id])
        yield _waits_again(db, down[0], told, has_proposal=bool(new))
        return
    yield from counted(
        len(down),
        told,
        _("Read why, and look for somebody else"),
        _list(MatchList.TURNED_DOWN),
    )


def _waits_again(db: Db, match: Match, in_mail: str, *, has_proposal: bool) -> Task:
    """One is called by name: whoever reads this may open the match, and it says why and whom the
    second look found."""

    language = current_language()

    def title(**_more: object) -> str:
        name = names_of_mentees(db, [match.mentee_id]).get(match.mentee_id)
        with speaking(language):
            called = name or _("a young person")
            return _("A match was turned down: %(name)s waits again", name=called)

    return Task(
        LazyText(title),
        _("Read why, and decide about the new proposal")
        if has_proposal
        else _("Read why, and look for somebody else"),
        _match(match.id),
        in_mail=in_mail,
    )
