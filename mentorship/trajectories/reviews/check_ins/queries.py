"""Finds check-ins, answers, what is asked of whom now, and calls that are due."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.calendar import day_of
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.mentors.models import Mentor
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.contacts.models import ContactSide, SupportContact
from mentorship.trajectories.contacts.queries import courses_of
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import rules as waves
from mentorship.trajectories.reviews.check_ins import rules
from mentorship.trajectories.reviews.check_ins.models import (
    AnswerSheet,
    CallAsked,
    CheckIn,
    MentorSheet,
)
from mentorship.trajectories.reviews.instruments import catalogue
from mentorship.trajectories.reviews.instruments.definitions import Definition, Respondent
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.reviews.queries import lead_of


@dataclass(frozen=True)
class Sheet:
    """What one person answered to one instrument; `day` is when."""

    trajectory_id: UUID
    respondent: Respondent
    wave: Wave | None
    code: str
    version: str
    day: date
    answers: rules.Answers


def find(db: Db, trajectory: Trajectory, check_in_id: UUID) -> CheckIn | None:
    found = select(CheckIn).where(
        col(CheckIn.id) == check_in_id, col(CheckIn.trajectory_id) == trajectory.id
    )
    return db.exec(found).one_or_none()


def fresh(db: Db, check_in_id: UUID) -> CheckIn | None:
    """As it is now; asked behind the lock of its trajectory."""
    found = select(CheckIn).where(col(CheckIn.id) == check_in_id)
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def of_wave(db: Db, trajectory: Trajectory, wave: Wave) -> CheckIn | None:
    found = select(CheckIn).where(
        col(CheckIn.trajectory_id) == trajectory.id, col(CheckIn.wave) == wave
    )
    return db.exec(found).one_or_none()


def check_ins_of(db: Db, trajectory: Trajectory) -> list[CheckIn]:
    """The newest first."""
    found = select(CheckIn).where(col(CheckIn.trajectory_id) == trajectory.id)
    return list(db.exec(found.order_by(col(CheckIn.asked_at).desc(), col(CheckIn.id))))


def questions_of(db: Db, check_in: CheckIn) -> list[Definition]:
    return rules.asked_of(catalogue.in_use(db), Respondent.MENTEE, check_in.wave)


def sheets_of(db: Db, trajectory_ids: Collection[UUID]) -> list[Sheet]:
    """What young people answered; the mentors' answers are another question."""
    found = (
        select(AnswerSheet, CheckIn)
        .join(CheckIn, col(CheckIn.id) == col(AnswerSheet.check_in_id))
        .where(col(CheckIn.trajectory_id).in_(trajectory_ids))
        .order_by(col(CheckIn.answered_at))
    )
    rows = list(db.exec(found))
    read = _answers(db, [sheet for sheet, _ in rows])
    return [
        Sheet(
            check_in.trajectory_id, Respondent.MENTEE, check_in.wave, sheet.instrument_code,
            sheet.instrument_version, day_of(check_in.answered_at), read[sheet.id],
        )
        for sheet, check_in in rows
        if sheet.id in read and check_in.answered_at is not None
    ]  # fmt: skip


def mentor_sheets_of(db: Db, trajectory_ids: Collection[UUID]) -> list[Sheet]:
    """What mentors answered about their own experience."""
    found = select(MentorSheet).where(col(MentorSheet.trajectory_id).in_(trajectory_ids))
    rows = list(db.exec(found.order_by(col(MentorSheet.answered_at))))
    read = _answers(db, rows)
    return [
        Sheet(
            row.trajectory_id, Respondent.MENTOR, row.wave, row.instrument_code,
            row.instrument_version, day_of(row.answered_at), read[row.id],
        )
        for row in rows
        if row.id in read
    ]  # fmt: skip


def _answers(db: Db, rows: Iterable[Row]) -> dict[UUID, rules.Answers]:
    read = vault.scan(db, rows, "answers", purpose=Purpose.GUIDANCE)
    return {key: cast(rules.Answers, json.loads(text)) for key, text in read.items()}


def answered_codes(db: Db, trajectory: Trajectory) -> set[tuple[Wave | None, str]]:
    """Which instruments have answers at which wave; nothing is unsealed."""
    young = (
        select(col(CheckIn.wave), col(AnswerSheet.instrument_code))
        .join(CheckIn, col(CheckIn.id) == col(AnswerSheet.check_in_id))
        .where(col(CheckIn.trajectory_id) == trajectory.id)
    )
    older = select(col(MentorSheet.wave), col(MentorSheet.instrument_code)).where(
        col(MentorSheet.trajectory_id) == trajectory.id
    )
    return {(wave, code) for found in (young, older) for wave, code in db.exec(found)}


def asked_of_mentor(
    db: Db, mentor: Mentor, today: date
) -> list[tuple[Trajectory, Wave, list[Definition]]]:
    """Of each own trajectory the questions of the wave that is open and that they didn't answer;
    nothing of one whose match has ended before anybody closed it."""
    own = trajectories.not_waiting_to_be_closed(db, db.exec(policy.own_of(mentor)).all())
    courses, lead, definitions = courses_of(db, own), lead_of(db), catalogue.in_use(db)
    found = select(MentorSheet).where(col(MentorSheet.trajectory_id).in_([one.id for one in own]))
    done = {(row.trajectory_id, row.wave) for row in db.exec(found)}
    asked = []
    for one in own:
        wave = waves.current_wave(courses[one.id], today, lead) if one.id in courses else None
        if wave is None or (one.id, wave) in done:
            continue
        if questions := rules.asked_of(definitions, Respondent.MENTOR, wave):
            asked.append((one, wave, questions))
    return asked


def calls_due(db: Db, trajectory_ids: Collection[UUID]) -> list[CallAsked]:
    """Those after which nobody has reached the young person yet, the oldest first; two statements.

    A contact counts when it was written down later and held on that day or after it.
    """
    found = select(CallAsked).where(col(CallAsked.trajectory_id).in_(trajectory_ids))
    calls = list(db.exec(found.order_by(col(CallAsked.asked_at))))
    reached = _reached(db, {call.trajectory_id for call in calls})
    return [
        call
        for call in calls
        if not any(
            contact.noted_at > call.asked_at and contact.held_on >= day_of(call.asked_at)
            for contact in reached.get(call.trajectory_id, ())
        )
    ]


def _reached(db: Db, trajectory_ids: Collection[UUID]) -> dict[UUID, list[SupportContact]]:
    found = select(SupportContact).where(
        col(SupportContact.trajectory_id).in_(trajectory_ids),
        col(SupportContact.side) == ContactSide.MENTEE,
        col(SupportContact.is_reached),
        counts(SupportContact),
    )
    contacts: dict[UUID, list[SupportContact]] = {}
    for contact in db.exec(found):
        contacts.setdefault(contact.trajectory_id, []).append(contact)
    return contacts
