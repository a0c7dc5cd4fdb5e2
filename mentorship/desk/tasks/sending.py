"""For whoever refers: questions of the House, and drafts that were not sent."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.referrals import drafting, for_referrers


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    questions = len(for_referrers.questions_to(db, actor))
    yield from counted(
        questions,
        ngettext(
            "%(num)s question of the House waits for you",
            "%(num)s questions of the House wait for you",
            questions,
        ),
        _("Read and answer"),
        Place("referrals.mine", anchor="sent"),
        pressing=Pressing.LATE,
    )
    drafts = len(drafting.drafts_of(db, actor.id))
    yield from counted(
        drafts,
        ngettext("%(num)s draft is not sent yet", "%(num)s drafts are not sent yet", drafts),
        _("Go on writing"),
        Place("referrals.mine", anchor="drafts"),
    )
