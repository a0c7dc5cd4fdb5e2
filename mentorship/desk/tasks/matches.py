"""For a consultant: proposals to decide, and who still has to answer."""

from collections.abc import Iterator
from datetime import timedelta

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.matching import counts, policy
from mentorship.matching.matches.queries import MatchList
from mentorship.mentors.queries import today

ROUNDS = Place("matching.rounds_overview")
ASKED = Place("matching.rounds_overview", anchor="matches")
STOPPED = Place("matching.matches_closed", {"list": MatchList.STOPPED.value})
_LATELY = timedelta(days=14)


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    matches = policy.matches_of(actor)
    answers = counts.count_answers(db, matches, today(db))
    yield from counted(
        answers.too_late,
        ngettext(
            "%(num)s match was not answered in time",
            "%(num)s matches were not answered in time",
            answers.too_late,
        ),
        _("Call who did not answer"),
        ASKED,
        pressing=Pressing.LATE,
    )
    yield from _stopped(db, actor)
    yield from _to_do(db, actor)
    yield from counted(
        answers.of_mentees,
        ngettext(
            "A mentor said yes: ask %(num)s young person",
            "Mentors said yes: ask %(num)s young people",
            answers.of_mentees,
        ),
        _("Ask and write down the answer"),
        ASKED,
    )
    yield from counted(
        answers.of_mentors,
        ngettext(
            "%(num)s mentor has to answer whether they want a match",
            "%(num)s mentors have to answer whether they want a match",
            answers.of_mentors,
        ),
        _("Look who was asked"),
        ASKED,
        pressing=Pressing.AWAITED,
    )


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
        STOPPED,
    )


def _to_do(db: Db, actor: UserActor) -> Iterator[Task]:
    proposals = counts.count_to_decide(db, policy.proposals_of(actor))
    yield from counted(
        proposals,
        ngettext(
            "%(num)s proposal for a match waits for your decision",
            "%(num)s proposals for a match wait for your decision",
            proposals,
        ),
        _("Look and decide"),
        ROUNDS,
    )
    down = counts.count_turned_down(db, policy.matches_of(actor), now(db) - _LATELY)
    yield from counted(
        down,
        ngettext(
            "A match was turned down: %(num)s young person waits again",
            "Matches were turned down: %(num)s young people wait again",
            down,
        ),
        _("Look for somebody else"),
        ROUNDS,
    )
