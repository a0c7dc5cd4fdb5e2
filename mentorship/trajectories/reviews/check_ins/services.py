"""The verbs of check-ins: ask, make a one-time link, take the answers in, of either of the two."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from mentorship.accounts import posting
from mentorship.foundation import audit, links, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import queries as matches
from mentorship.matching.matches.readers import readers_of
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee, Stage
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.course import record, settings_of
from mentorship.trajectories.letters import ANSWERED
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews.check_ins import queries, rules
from mentorship.trajectories.reviews.check_ins.models import (
    AnsweredHow,
    AnswerSheet,
    CallAsked,
    CheckIn,
    MentorSheet,
)
from mentorship.trajectories.reviews.instruments.definitions import Definition
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.rules import NotRunning

LINK = "trajectories.check_in"


def ask(db: Db, trajectory: Trajectory, wave: Wave | None, *, by: UUID) -> CheckIn:
    """The trajectory is locked. What was asked about a wave and not answered is asked again.

    Raises AnsweredBefore, NotRunning before the first meeting.
    """
    if trajectory.started_on is None:
        raise NotRunning
    before = queries.of_wave(db, trajectory, wave) if wave is not None else None
    if before is not None:
        if before.answered_at is not None:
            raise rules.AnsweredBefore
        return before
    check_in = CheckIn(
        id=uuid4(), subject_id=trajectory.subject_id, trajectory_id=trajectory.id, wave=wave,
        asked_at=now(db), asked_by=by,
    )  # fmt: skip
    db.add(check_in)
    db.flush()
    record(db, "check_in.asked", trajectory)
    return check_in


def new_link(db: Db, trajectory: Trajectory, check_in: CheckIn) -> str:
    """Its address; an earlier one stops working. Raises AnsweredBefore."""
    if check_in.answered_at is not None:
        raise rules.AnsweredBefore
    links.withdraw(db, LINK, check_in.id)
    days = timedelta(days=settings_of(db).check_in_days)
    token = links.issue(db, LINK, check_in.id, days)
    record(db, "check_in.link_made", trajectory)
    return posting.page(db, f"/check-in/{token}")


def may_answer(db: Db, trajectory: Trajectory) -> bool:
    """While they take part: who stopped or withdrew a consent is asked nothing more."""
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    return mentee.stage is not Stage.STOPPED and matches.takes_part(db, mentee)


def answer(
    db: Db, trajectory: Trajectory, check_in: CheckIn, sheets: rules.Sheets, how: AnsweredHow
) -> None:
    """The trajectory is locked. Skipped questions stay empty; all of them may be.

    A low answer to *safe* asks the consultant to call, and tells nobody else anything. The trail
    doesn't say it either: it outlives what somebody answered. Raises AnsweredBefore.
    """
    if check_in.answered_at is not None:
        raise rules.AnsweredBefore
    check_in.answered_at, check_in.how = now(db), how
    db.add(check_in)
    for definition in queries.questions_of(db, check_in):
        if (given := rules.kept(definition, sheets.get(definition.code, {}))) is not None:
            sheet = AnswerSheet(
                id=uuid4(), subject_id=check_in.subject_id, check_in_id=check_in.id,
                instrument_code=definition.code, instrument_version=definition.version,
            )  # fmt: skip
            vault.write(db, sheet, answers=json.dumps(given))
            db.add(sheet)
    if rules.asks_to_call(sheets, settings_of(db).low_safe_score):
        db.add(
            CallAsked(
                id=uuid4(), subject_id=check_in.subject_id, trajectory_id=trajectory.id,
                check_in_id=check_in.id, asked_at=now(db),
            )
        )  # fmt: skip
    if how is AnsweredHow.LINK:
        _ask_to_look(db, trajectory)
    db.flush()
    links.withdraw(db, LINK, check_in.id)
    record(db, "check_in.answered", trajectory)


def _ask_to_look(db: Db, trajectory: Trajectory) -> None:
    """Whatever was answered, so that neither the letter nor the trail tells how somebody feels.

    At once and beside what somebody gets in a week: an answer may ask for a call today.
    """
    address = posting.page(db, f"/trajectories/{trajectory.id}")
    for user in readers_of(db, trajectories.match_of(db, trajectory)):
        posting.post(db, user, ANSWERED, address)


def answer_as_mentor(
    db: Db,
    trajectory: Trajectory,
    mentor: Mentor,
    wave: Wave,
    questions: Sequence[Definition],
    sheets: rules.Sheets,
) -> None:
    """A sheet for each instrument, also when all was skipped: then nobody asks again."""
    for definition in questions:
        skipped = {item.code: None for item in definition.items}
        given = rules.kept(definition, sheets.get(definition.code, {})) or skipped
        sheet = MentorSheet(
            id=uuid4(), subject_id=mentor.subject_id, trajectory_id=trajectory.id, wave=wave,
            instrument_code=definition.code, instrument_version=definition.version,
            answered_at=now(db),
        )  # fmt: skip
        vault.write(db, sheet, answers=json.dumps(given))
        db.add(sheet)
    db.flush()
    audit.record(
        db, "mentor.answered", subject_id=mentor.subject_id, object_id=trajectory.id,
        purpose=Purpose.GUIDANCE,
    )  # fmt: skip
