"""The account of a mentor, and the end: declined, withdrawn or stopped."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.db import Db, expect_version
from mentorship.foundation.forms import version_in
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.requests import request_db
from mentorship.mentors import services
from mentorship.mentors.forms import EndForm
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.mentors.views.answers import (
    REFUSALS,
    REFUSED,
    Answer,
    Page,
    ask,
    page_of,
    screened_mentor,
)

END = Page(
    title=_l("End it"),
    button=_l("End it now"),
    done=_l("It is ended. From now on this person is in no round."),
    intro=_l(
        "Tell the person yourself, before you fill this in. The program sends them no message. "
        "Open questions to referees stop, and so does the role of mentor of their account. A place "
        "in a course goes to who waits for it. A match ends at once: after a question the young "
        "person waits on, after a running match their consultant chooses what comes next."
    ),
)
Ending = Callable[[Db, Mentor, MentorStatus, str, UUID | None], object]


@requires(Permission.MENTOR_SCREEN)
def invite(mentor_id: UUID) -> Answer:
    db = request_db()
    mentor = screened_mentor(db, mentor_id)
    try:
        services.invite_account(db, mentor, user_actor().id)
        db.commit()
    except REFUSED as refused:
        db.rollback()
        message, _fields = next(
            words for kind, words in REFUSALS.items() if isinstance(refused, kind)
        )
        flash(str(message), "warning")
    else:
        flash(_("The invitation is sent. A second person still has to agree to the role."), "ok")
    return redirect(page_of(mentor_id), 303)


def end(mentor_id: UUID, end_now: Ending) -> Answer:
    """Without a route of its own: matches and a place in a course end too, in rooms above."""
    form = EndForm()
    by = user_actor().id

    def prepare(db: Db, mentor: Mentor) -> dict[str, Any]:
        if not form.is_submitted():
            form.version.data = str(mentor.version)
        return {}

    def verb(db: Db, mentor: Mentor) -> None:
        expect_version(mentor, version_in(form.version.data))
        end_now(db, mentor, form.chosen, form.reason.data, by)

    return ask(
        form,
        END,
        load=lambda db: screened_mentor(db, mentor_id),
        back=page_of(mentor_id),
        verb=verb,
        prepare=prepare,
    )
