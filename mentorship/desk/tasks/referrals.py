"""For a consultant: the referrals of the House, by their clock."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.referrals import counts, queries
from mentorship.referrals.terms import Urgency

_WAITING = Place("referrals.inbox", anchor="waiting")


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    waiting = queries.count_by_urgency(db, actor)
    late, now, later = (waiting[urgency] for urgency in Urgency)
    yield from counted(
        late,
        ngettext("%(num)s referral is late", "%(num)s referrals are late", late),
        _("Pick up what is late"),
        _WAITING,
        pressing=Pressing.LATE,
    )
    yield from counted(
        now,
        ngettext(
            "%(num)s referral has its last day today",
            "%(num)s referrals have their last day today",
            now,
        ),
        _("Do what has its last day"),
        _WAITING,
    )
    yield from counted(
        later,
        ngettext("%(num)s referral waits, in time", "%(num)s referrals wait, in time", later),
        _("Look at the referrals"),
        _WAITING,
        more=_answered(db, actor),
    )
    asked = queries.count_awaiting_answer(db, actor)
    yield from counted(
        asked,
        ngettext(
            "%(num)s referral waits for an answer", "%(num)s referrals wait for an answer", asked
        ),
        _("Look at the questions"),
        Place("referrals.inbox", anchor="asked"),
        pressing=Pressing.AWAITED,
    )


def _answered(db: Db, actor: UserActor) -> str:
    number = counts.count_with_answer(db, actor)
    if not number:
        return ""
    return ngettext(
        "An answer of the referrer came in for %(num)s referral.",
        "An answer of the referrer came in for %(num)s referrals.",
        number,
    )
