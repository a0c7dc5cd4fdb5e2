"""What recipients ask about their bundle, and what the programme answers.

Neither is changed after it was sent: a second answer stands under the first one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.evaluation import policy, queries, rules
from mentorship.evaluation.letters import ANSWERED
from mentorship.evaluation.models import (
    EvaluationBundle,
)
from mentorship.evaluation.question_models import BundleAnswer, BundleQuestion
from mentorship.foundation import audit, vault
from mentorship.foundation.db import ChangedMeanwhile, Db, now
from mentorship.foundation.subjects import Purpose

PAGE = 50
_WHY = Purpose.EVALUATION


@dataclass(frozen=True, slots=True)
class Answered:
    id: UUID
    text: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answers, the first one first; read by who sees the page.

    A text is empty when its words were taken out.
    `is_open` while who asked can still read an answer.
    """

    id: UUID
    bundle_id: UUID
    text: str
    by: UUID
    at: datetime
    is_open: bool
    answers: Sequence[Answered]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of many; `before` stand on the pages before this one."""

    rows: Sequence[Asked]
    page: int
    pages: int
    total: int

    @property
    def before(self) -> int:
        return (self.page - 1) * PAGE


def ask(db: Db, bundle: EvaluationBundle, text: str, by: User, key: UUID) -> BundleQuestion:
    """The bundle is locked. `key` is of the sending of the page: sent twice, it is asked once.

    Raises SentWithOtherWords when it was sent before with another question.
    """
    before = db.get(BundleQuestion, key)
    if before is not None and (before.asked_by, before.bundle_id) == (by.id, bundle.id):
        _check_same(vault.read(db, before, "question", purpose=_WHY), text)
        return before
    row = BundleQuestion(
        id=key if before is None else uuid4(),
        subject_id=by.subject_id,
        bundle_id=bundle.id,
        asked_by=by.id,
        asked_at=now(db),
    )
    vault.write(db, row, question=text)
    db.add(row)
    db.flush()
    audit.record(db, "bundle_question.asked", subject_id=by.subject_id, object_id=row.id)
    return row


def answer(
    db: Db, question: BundleQuestion, text: str, by: UUID, key: UUID, *, seen: int
) -> BundleAnswer:
    """The question is locked. Who asked gets a letter without the words; `key` as in `ask`.

    `seen` is how many answers the page showed: raises ChangedMeanwhile when a colleague was first,
    NobodyReadsIt when who asked can't read it any more, SentWithOtherWords.
    """
    before = db.get(BundleAnswer, key)
    if before is not None and (before.answered_by, before.question_id) == (by, question.id):
        _check_same(vault.read(db, before, "answer", purpose=_WHY), text)
        return before
    if by == question.asked_by or not _open_among(db, [question.id]):
        raise rules.NobodyReadsIt
    given = select(func.count()).where(col(BundleAnswer.question_id) == question.id)
    if db.exec(given).one() != seen:
        raise ChangedMeanwhile("somebody else answered this question")
    row = BundleAnswer(
        id=key if before is None else uuid4(),
        subject_id=question.subject_id,
        question_id=question.id,
        answered_by=by,
        answered_at=now(db),
    )
    vault.write(db, row, answer=text)
    db.add(row)
    db.flush()
    audit.record(
        db, "bundle_question.answered", subject_id=question.subject_id, object_id=question.id
    )
    address = posting.page(db, f"/evaluation/{question.bundle_id}/questions")
    posting.post(db, db.get_one(User, question.asked_by), ANSWERED, address)
    return row


def take_out(db: Db, question: BundleQuestion, which: UUID) -> None:
    """The words of the question itself or of one of its answers, when they name somebody after all.

    The question is locked. That it was asked and answered stays; the words are nowhere any more.
    """
    answer = db.get(BundleAnswer, which)
    if which == question.id:
        vault.write(db, question, question="")
    elif answer is not None and answer.question_id == question.id:
        vault.write(db, answer, answer="")
    else:
        raise rules.NoSuchWords
    db.flush()
    audit.record(
        db, "bundle_question.taken_out", subject_id=question.subject_id, object_id=question.id,
        is_answer=answer is not None,
    )  # fmt: skip


def _check_same(kept: str | None, sent: str) -> None:
    if kept != sent:
        raise rules.SentWithOtherWords


def unanswered(db: Db, by: UUID) -> Sequence[UUID]:
    """Those that this person can answer, to somebody who can still read it."""
    found = select(col(BundleQuestion.id)).where(
        ~_is_answered(), col(BundleQuestion.asked_by) != by
    )
    return db.exec(_still_open(db, found)).all()


def of_bundle(db: Db, bundle: EvaluationBundle, page: int) -> Page:
    """The newest question first."""
    found = select(BundleQuestion).where(col(BundleQuestion.bundle_id) == bundle.id)
    newest = col(BundleQuestion.asked_at).desc()
    return _paged(db, found, page, newest)


def all_of_them(db: Db, page: int) -> Page:
    """Those without an answer first; of both the newest on top."""
    newest = col(BundleQuestion.asked_at).desc()
    return _paged(db, select(BundleQuestion), page, _is_answered(), newest)


def purposes_of(db: Db, asked: Iterable[Asked]) -> dict[UUID, str]:
    """Of the bundles that these are about, what they were asked for."""
    bundle, wanted = EvaluationBundle, {one.bundle_id for one in asked}
    found = select(col(bundle.id), col(bundle.purpose)).where(col(bundle.id).in_(wanted))
    return dict(db.exec(found).all())


def find(db: Db, question_id: UUID) -> Asked | None:
    row = db.get(BundleQuestion, question_id)
    return None if row is None else _read(db, [row])[0]


def lock(db: Db, question_id: UUID) -> BundleQuestion | None:
    """So that of two who answer at once the second one sees the first answer."""
    found = select(BundleQuestion).where(col(BundleQuestion.id) == question_id)
    return db.exec(found.with_for_update()).one_or_none()


def _is_answered() -> ColumnElement[bool]:
    return col(BundleQuestion.id).in_(select(col(BundleAnswer.question_id)))


def _still_open(db: Db, questions: SelectOfScalar[UUID]) -> SelectOfScalar[UUID]:
    """Of these those whose asker has an open account and the bundle at hand."""
    return (
        questions.join(EvaluationBundle, col(BundleQuestion.bundle_id) == col(EvaluationBundle.id))
        .join(User, col(BundleQuestion.asked_by) == col(User.id))
        .where(
            policy.is_at_hand(queries.today(db)),
            col(User.disabled_at).is_(None),
            col(User.organisation_id) == col(EvaluationBundle.organisation_id),
        )
    )


def _open_among(db: Db, question_ids: Sequence[UUID]) -> set[UUID]:
    found = select(col(BundleQuestion.id)).where(col(BundleQuestion.id).in_(question_ids))
    return set(db.exec(_still_open(db, found)))


def _paged(
    db: Db, found: SelectOfScalar[BundleQuestion], page: int, *order: ColumnElement[Any]
) -> Page:
    total = db.exec(select(func.count()).select_from(found.subquery())).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    ordered = found.order_by(*order, col(BundleQuestion.id))
    rows = db.exec(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Page(_read(db, rows), page, pages, total)


def _read(db: Db, questions: Sequence[BundleQuestion]) -> list[Asked]:
    """Unsealed, so that who read them is in the trail."""
    ids = [one.id for one in questions]
    first = col(BundleAnswer.answered_at)
    given = select(BundleAnswer).where(col(BundleAnswer.question_id).in_(ids))
    rows = db.exec(given.order_by(first, col(BundleAnswer.id))).all()
    asked = vault.scan(db, questions, "question", purpose=_WHY)
    said = vault.scan(db, rows, "answer", purpose=_WHY)
    answers: dict[UUID, list[Answered]] = {}
    for row in rows:
        told = Answered(row.id, said.get(row.id, ""), row.answered_by, row.answered_at)
        answers.setdefault(row.question_id, []).append(told)
    still_open = _open_among(db, ids)
    return [
        Asked(
            one.id, one.bundle_id, asked.get(one.id, ""), one.asked_by, one.asked_at,
            one.id in still_open, answers.get(one.id, []),
        )
        for one in questions
    ]  # fmt: skip
