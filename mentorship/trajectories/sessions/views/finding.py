"""What the pages of a mentor share: who asks, which trajectory, and why something was refused."""

from uuid import UUID

from flask import abort, current_app, url_for

from mentorship.accounts.login import user_actor
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_date
from mentorship.foundation.i18n import gettext as _
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories import policy, queries
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import own, rules
from mentorship.trajectories.sessions import queries as sessions
from mentorship.trajectories.sessions.models import SessionLog


def own_mentor(db: Db) -> Mentor:
    return mentor_of_user(db, user_actor().id) or abort(404)


def own_trajectory(db: Db, trajectory_id: UUID) -> Trajectory:
    """Of this mentor, or the same 404 as for none."""
    return queries.find(db, policy.own_of(own_mentor(db)), trajectory_id) or abort(404)


def locked_trajectory(db: Db, trajectory_id: UUID) -> Trajectory:
    return queries.lock(db, policy.own_of(own_mentor(db)), trajectory_id) or abort(404)


def readable_log(db: Db, trajectory: Trajectory, log_id: UUID) -> SessionLog:
    """A log of this trajectory while its mentor may read it back, or the same 404 as for none."""
    log = sessions.log_of(db, trajectory, log_id)
    return log if log is not None and own.may_read(db, trajectory) else abort(404)


def concern_address(trajectory_id: UUID) -> str | None:
    """Where a worry is told; None as long as no such page is built in."""
    if "concerns.new" not in current_app.view_functions:
        return None
    return url_for("concerns.new", trajectory_id=trajectory_id)


def words_of(refused: rules.LogRefused) -> str:
    if isinstance(refused, rules.BeforeTheStart):
        return _("This day is before your first meeting on %(day)s.",
                 day=format_date(refused.started_on, "long"))  # fmt: skip
    if isinstance(refused, rules.AfterTheEnd):
        return _("Your match ended on %(day)s. Only what happened until that day can be logged.",
                 day=format_date(refused.ended_on, "long"))  # fmt: skip
    if isinstance(refused, rules.TooLate):
        return _("Logging was possible until %(day)s. Call your mentor consultant.",
                 day=format_date(refused.until, "long"))  # fmt: skip
    words = {
        rules.NotMetYet: _("You have not met yet. You can log from your first meeting."),
        rules.StillToCome: _("This day is still to come. Log it when it has happened."),
        rules.KeyTaken: _("This page was used before. Check your text and save it again."),
        rules.CorrectedBefore: _("This log was corrected already. Look at the newest one."),
        rules.NotTheWriter: _("Only who wrote a log can correct it."),
        rules.SameDay: _("You logged a session of this day already. Was this another one?"),
        rules.TakenBack: _("You took this log back: there was no such session."),
    }
    return words[type(refused)]
