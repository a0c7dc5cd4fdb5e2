"""For a consultant: mentors of the own House on their way to ready."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.mentors import counts, policy, queries
from mentorship.mentors.counts import Asks


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    found = counts.counts_of(db, policy.screened_by(actor), queries.today(db))
    yield from _talks(found)
    yield from _references(found)
    yield from _endings(found)


def list_of(asks: Asks) -> Place:
    """The page with exactly these mentors."""
    return Place("desk.mentors", {"about": asks.value})


def _talks(found: dict[Asks, int]) -> Iterator[Task]:
    new, again, no = (found[a] for a in (Asks.NEW, Asks.ANOTHER_TALK, Asks.TALK_SAID_NO))
    yield from counted(
        new,
        ngettext(
            "%(num)s new mentor waits for a first talk",
            "%(num)s new mentors wait for a first talk",
            new,
        ),
        _("Plan the talk"),
        list_of(Asks.NEW),
    )
    yield from counted(
        again,
        ngettext(
            "%(num)s mentor waits for another talk", "%(num)s mentors wait for another talk", again
        ),
        _("Plan the next talk"),
        list_of(Asks.ANOTHER_TALK),
    )
    yield from counted(
        no,
        ngettext(
            "%(num)s mentor heard no after the talk, and is still open here",
            "%(num)s mentors heard no after the talk, and are still open here",
            no,
        ),
        _("Round it off"),
        list_of(Asks.TALK_SAID_NO),
    )


def _references(found: dict[Asks, int]) -> Iterator[Task]:
    to_judge, late = found[Asks.REFERENCE_TO_JUDGE], found[Asks.REFERENCE_LATE]
    yield from counted(
        to_judge,
        ngettext(
            "Of %(num)s mentor a reference came in to judge",
            "Of %(num)s mentors a reference came in to judge",
            to_judge,
        ),
        _("Read and judge"),
        list_of(Asks.REFERENCE_TO_JUDGE),
    )
    yield from counted(
        late,
        ngettext(
            "Of %(num)s mentor a referee did not answer in time",
            "Of %(num)s mentors a referee did not answer in time",
            late,
        ),
        _("Call or ask again"),
        list_of(Asks.REFERENCE_LATE),
        pressing=Pressing.AWAITED,
    )


def _endings(found: dict[Asks, int]) -> Iterator[Task]:
    vogs, pauses = found[Asks.VOG_ENDS], found[Asks.PAUSE_ENDS]
    yield from counted(
        vogs,
        ngettext(
            "The VOG of %(num)s mentor gets too old within 60 days",
            "The VOG of %(num)s mentors gets too old within 60 days",
            vogs,
        ),
        _("Ask for a new one"),
        list_of(Asks.VOG_ENDS),
    )
    yield from counted(
        pauses,
        ngettext(
            "The pause of %(num)s mentor ends this week",
            "The pause of %(num)s mentors ends this week",
            pauses,
        ),
        _("Ask how they are"),
        list_of(Asks.PAUSE_ENDS),
    )
