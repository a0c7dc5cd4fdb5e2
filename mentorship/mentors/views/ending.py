"""The account of a mentor, and the end: declined, withdrawn or stopped."""

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
        "Tell the person yourself, before you fill this in. The program sends no message. Open "
        "questions to referees stop, and so does the role of mentor of their account."
    ),
)
_VERBS = {
    MentorStatus.DECLINED: services.decline,
    MentorStatus.WITHDRAWN: services.withdraw,
    MentorStatus.STOPPED: services.stop,
}


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
    return redirect(page_of(mentor_id, "account"), 303)


@requires(Permission.MENTOR_SCREEN)
def end(mentor_id: UUID) -> Answer:
    form = EndForm()
    by = user_actor().id

    def prepare(db: Db, mentor: Mentor) -> dict[str, Any]:
        if not form.is_submitted():
            form.version.data = str(mentor.version)
        return {}

    def verb(db: Db, mentor: Mentor) -> None:
        expect_version(mentor, version_in(form.version.data))
        _VERBS[form.chosen](db, mentor, form.reason.data, by)

    return ask(
        form,
        END,
        load=lambda db: screened_mentor(db, mentor_id),
        back=page_of(mentor_id),
        verb=verb,
        prepare=prepare,
    )
