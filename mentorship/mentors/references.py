"""The verbs of a reference: ask by a one-time link, ask again, answer, telephone, judge."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from mentorship.accounts.posting import page
from mentorship.foundation import links, outbox, vault
from mentorship.foundation.db import Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.links import LinkExpired
from mentorship.foundation.working_days import end_of_term
from mentorship.mentors import acts, queries
from mentorship.mentors.letters import REFERENCE, REFERENCE_ANSWERED
from mentorship.mentors.models import Mentor, MentorReference, ReferenceOutcome
from mentorship.mentors.rules import (
    EmailMissing,
    ReferenceAnswered,
    ReferenceJudged,
    ReferenceNotAnswered,
    ReferenceOpen,
)
from mentorship.mentors.told import Referee, ReferenceAnswers

LINK = "mentors.reference"


def ask_reference(
    db: Db, mentor: Mentor, number: int, referee: Referee, *, once: UUID | None = None
) -> MentorReference:
    """Asks this person; who stood for this number before is closed, and their link stops.

    Raises ReferenceOpen while answers wait to be judged: they are not thrown away unread.
    """
    mentor = acts.begin(db, mentor)
    if once and (known := db.get(MentorReference, once)):
        return known
    _close_earlier(db, mentor, number)
    row = MentorReference(
        id=once or uuid4(),
        subject_id=mentor.subject_id,
        mentor_id=mentor.id,
        number=number,
        asked_at=now(db),
        due_on=_due(db),
    )
    vault.write(
        db, row, name=referee.name, relation=referee.relation,
        email=referee.email or None, phone=referee.phone or None,
    )  # fmt: skip
    db.add(row)
    db.flush()
    acts.record(db, "mentor.reference_asked", mentor, row.id, number=number)
    if referee.email:
        _write(db, mentor, row, referee.email)
    return row


def _close_earlier(db: Db, mentor: Mentor, number: int) -> None:
    earlier = queries.open_reference(db, mentor, number)
    if earlier is None:
        return
    if earlier.answered_at is not None and earlier.outcome is None:
        raise ReferenceOpen
    earlier.closed_at = now(db)
    links.withdraw(db, LINK, earlier.id)
    db.flush()


def ask_again(db: Db, mentor: Mentor, reference: MentorReference, email: str) -> None:
    """Sends a fresh link to this address and lets the term begin anew; the earlier link stops."""
    mentor = _begin(db, mentor, reference)
    _refuse_unless_waiting(reference)
    if not email:
        raise EmailMissing
    vault.write(db, reference, email=email)
    reference.asked_at, reference.due_on = now(db), _due(db)
    db.flush()
    links.withdraw(db, LINK, reference.id)
    acts.record(db, "mentor.reference_asked", mentor, reference.id, number=reference.number)
    _write(db, mentor, reference, email)


def find_asked(db: Db, token: str) -> tuple[Mentor, MentorReference]:
    """Whom this link asks about; raises what `links.find` raises."""
    mentor, reference = _of_link(db, links.find(db, LINK, token))
    _refuse_unless_asked(mentor, reference)
    return mentor, reference


def answer_reference(db: Db, token: str, answers: ReferenceAnswers) -> MentorReference:
    """The referee's own answers; spends the link, behind the lock that everybody takes first."""
    mentor, reference = _of_link(db, links.find(db, LINK, token))
    links.use(db, LINK, token)
    _refuse_unless_asked(mentor, reference)
    _store(db, mentor, reference, answers, noted_by=None)
    address = page(db, f"/mentors/{mentor.id}")
    acts.write_to_house(db, mentor.house_code, REFERENCE_ANSWERED, address)
    return reference


def note_answers(
    db: Db, mentor: Mentor, reference: MentorReference, answers: ReferenceAnswers, by: UUID
) -> None:
    """What the referee said on the telephone; their link stops."""
    mentor = _begin(db, mentor, reference)
    _refuse_unless_waiting(reference)
    links.withdraw(db, LINK, reference.id)
    _store(db, mentor, reference, answers, noted_by=by)


def judge_reference(
    db: Db,
    mentor: Mentor,
    reference: MentorReference,
    outcome: ReferenceOutcome,
    note: str,
    by: UUID,
) -> None:
    """A person decides whether this reference counts; once."""
    mentor = _begin(db, mentor, reference)
    if reference.answered_at is None:
        raise ReferenceNotAnswered
    if reference.outcome is not None or reference.closed_at is not None:
        raise ReferenceJudged
    reference.outcome, reference.judged_at, reference.judged_by = outcome, now(db), by
    vault.write(db, reference, judgement=note or None)
    db.flush()
    acts.record(db, "mentor.reference_judged", mentor, reference.id)


def withdraw_links(db: Db, mentor: Mentor) -> None:
    """Nobody is asked any more about somebody who left."""
    for reference in queries.references_of(db, mentor):
        links.withdraw(db, LINK, reference.id)


def _begin(db: Db, mentor: Mentor, reference: MentorReference) -> Mentor:
    """The reference too is read as it is now, behind the lock."""
    mentor = acts.begin(db, mentor)
    db.refresh(reference)
    return mentor


def _of_link(db: Db, link: links.Link) -> tuple[Mentor, MentorReference]:
    reference = db.get(MentorReference, link.target_id)
    mentor = queries.lock(db, reference.mentor_id) if reference else None
    if reference is None or mentor is None:
        raise LinkExpired
    db.refresh(reference)
    return mentor, reference


def _refuse_unless_asked(mentor: Mentor, reference: MentorReference) -> None:
    if not (mentor.is_open and reference.is_waiting):
        raise LinkExpired


def _store(
    db: Db,
    mentor: Mentor,
    reference: MentorReference,
    answers: ReferenceAnswers,
    noted_by: UUID | None,
) -> None:
    reference.answered_at, reference.noted_by = now(db), noted_by
    vault.write(
        db, reference, known_for=answers.known_for, strengths=answers.strengths,
        worries=answers.worries or None, trust=answers.trust.value,
    )  # fmt: skip
    db.flush()
    how = "reference_answered" if noted_by is None else "reference_noted"
    acts.record(db, f"mentor.{how}", mentor, reference.id)


def _refuse_unless_waiting(reference: MentorReference) -> None:
    if not reference.is_waiting:
        raise ReferenceAnswered


def _write(db: Db, mentor: Mentor, reference: MentorReference, email: str) -> None:
    token = links.issue(db, LINK, reference.id, _until_end_of(db, reference.due_on))
    days = (reference.due_on - queries.today(db)).days
    outbox.send(
        db, REFERENCE, to=email, subject_id=mentor.subject_id,
        link=page(db, f"/mentors/reference/{token}"), days=days,
    )  # fmt: skip


def _due(db: Db) -> date:
    return end_of_term(queries.today(db), days=acts.settings_of(db).reference_days)


def _until_end_of(db: Db, day: date) -> timedelta:
    midnight = datetime.combine(day + timedelta(days=1), time(), TIME_ZONE)
    return midnight - now(db)
