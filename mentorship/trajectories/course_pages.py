"""What pages about one trajectory share: find it, lock it, read apart, keep a draft."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import abort, jsonify, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.calendar import day_of
from mentorship.foundation.db import Db
from mentorship.foundation.drafts import DraftChanged, DraftTooLong, OpenedDraft
from mentorship.foundation.forms import is_withheld, tidy, version_in
from mentorship.foundation.i18n import format_number, format_time
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import (
    SAFE_METHODS,
    audit_actor,
    current_database,
    request_db,
)
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees import file
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import drafting, policy, queries
from mentorship.trajectories.models import Trajectory

# Between several answers to one question in a draft; no form lets it through.
_SEVERAL = "\x1f"

Answer = Response | str | tuple[str, int] | tuple[Response, int]


@dataclass(frozen=True)
class Pair:
    """Who the two are, for a page of the consultant."""

    mentee: str
    mentor: str


def is_asking() -> bool:
    """A page is only looked at; nothing was sent."""
    return request.method in SAFE_METHODS


@contextmanager
def reading() -> Iterator[Db]:
    """To show a page, also after something was sent: no writer has to wait for it."""
    if is_asking():
        yield request_db()
        return
    with current_database().reading(audit_actor()) as db:
        yield db


def found(db: Db, trajectory_id: UUID) -> Trajectory:
    """The trajectory, or the same 404 as for none."""
    return queries.find(db, policy.visible_to(user_actor()), trajectory_id) or abort(404)


def locked(db: Db, trajectory_id: UUID) -> Trajectory:
    return queries.lock(db, policy.visible_to(user_actor()), trajectory_id) or abort(404)


def pair_of(db: Db, trajectory: Trajectory) -> Pair:
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    mentor = db.get_one(Mentor, trajectory.mentor_id)
    return Pair(
        file.name_of(db, mentee, Purpose.GUIDANCE), mentors.name_of(db, mentor, Purpose.GUIDANCE)
    )


def current_day() -> date:
    return day_of(current_database().clock())


def typed() -> dict[str, str]:
    """What was sent as it was typed, for a draft; several answers to one question stay together."""
    return {
        name: _SEVERAL.join(tidy(value) for value in values)
        for name, values in request.form.lists()
        if name != "version" and not is_withheld(name)
    }


def as_sent(draft: OpenedDraft) -> MultiDict[str, str]:
    """The draft as if its page was sent again, to fill in a form with it."""
    pairs = [(name, one) for name, text in draft.fields.items() for one in text.split(_SEVERAL)]
    return MultiDict([*pairs, ("version", str(draft.version))])


def autosave(trajectory_id: UUID, kind: str) -> Answer:
    """What the page's script sends while somebody writes; says what stands under the form."""
    db = request_db()
    about = found(db, trajectory_id).subject_id
    version = version_in(request.form.get("version"))
    try:
        kept = drafting.keep(db, user_actor().id, kind, typed(), version, about=about)
    except DraftChanged:
        said = _("This text was changed in another window. Look there first.")
        return jsonify(said=said), 409
    except DraftTooLong as too_long:
        said = _(
            "Not saved: your text has %(length)s characters and %(max)s fit.",
            length=format_number(too_long.length), max=format_number(too_long.limit),
        )  # fmt: skip
        return jsonify(said=said), 422
    db.commit()
    said = _("Draft saved at %(time)s.", time=format_time(kept.updated_at))
    return jsonify(said=said, version=kept.version)
