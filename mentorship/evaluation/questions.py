"""What recipients ask about their bundle, and what the programme answers.

Neither is changed after it was sent: a second answer stands under the first one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import col, func, select

from mentorship.accounts import posting
from mentorship.accounts.models import User
from mentorship.evaluation.letters import ANSWERED
from mentorship.evaluation.models import BundleAnswer, BundleQuestion, EvaluationBundle
from mentorship.foundation import audit
from mentorship.foundation.db import Db, now

PAGE = 50
_UNANSWERED = col(BundleQuestion.id).not_in(select(col(BundleAnswer.question_id)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answers, the first one first."""

    question: BundleQuestion
    answers: Sequence[BundleAnswer]


def ask(db: Db, bundle: EvaluationBundle, question: str, by: UUID, key: UUID) -> BundleQuestion:
    """`key` is of the sending of the page: sent twice, it is asked once."""
    before = db.get(BundleQuestion, key)
    if before is not None and (before.asked_by, before.bundle_id) == (by, bundle.id):
        return before
    row = BundleQuestion(
        id=key if before is None else uuid4(),
        bundle_id=bundle.id,
        question=question,
        asked_by=by,
        asked_at=now(db),
    )
    db.add(row)
    db.flush()
    audit.record(db, "bundle_question.asked", object_id=row.id)
    return row


def answer(db: Db, question: BundleQuestion, text: str, by: UUID, key: UUID) -> BundleAnswer:
    """Under those that there are; `key` as in `ask`. Who asked gets a letter without the words."""
    before = db.get(BundleAnswer, key)
    if before is not None and (before.answered_by, before.question_id) == (by, question.id):
        return before
    row = BundleAnswer(
        id=key if before is None else uuid4(),
        question_id=question.id,
        answer=text,
        answered_by=by,
        answered_at=now(db),
    )
    db.add(row)
    db.flush()
    audit.record(db, "bundle_question.answered", object_id=question.id)
    who_asked = db.get_one(User, question.asked_by)
    if who_asked.is_open:
        address = posting.page(db, f"/evaluation/{question.bundle_id}/questions")
        posting.post(db, who_asked, ANSWERED, address)
    return row


def of_bundle(db: Db, bundle: EvaluationBundle) -> list[Asked]:
    """The newest question first."""
    found = select(BundleQuestion).where(col(BundleQuestion.bundle_id) == bundle.id)
    newest = col(BundleQuestion.asked_at).desc()
    return _with_answers(db, db.exec(found.order_by(newest, col(BundleQuestion.id))).all())


def unanswered(db: Db) -> Sequence[UUID]:
    return db.exec(select(col(BundleQuestion.id)).where(_UNANSWERED)).all()


def page_of_questions(db: Db, page: int) -> tuple[list[Asked], int, int]:
    """Those without an answer first; of both the newest on top."""
    total = db.exec(select(func.count()).select_from(BundleQuestion)).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    unanswered_first = db.exec(
        select(BundleQuestion)
        .order_by(_UNANSWERED.desc(), col(BundleQuestion.asked_at).desc(), col(BundleQuestion.id))
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return _with_answers(db, unanswered_first), page, pages


def purposes_of(db: Db, asked: Iterable[Asked]) -> dict[UUID, str]:
    """Of the bundles that these are about, what they were asked for."""
    bundle, wanted = EvaluationBundle, {one.question.bundle_id for one in asked}
    found = select(col(bundle.id), col(bundle.purpose)).where(col(bundle.id).in_(wanted))
    return dict(db.exec(found).all())


def find(db: Db, question_id: UUID) -> Asked | None:
    row = db.get(BundleQuestion, question_id)
    return None if row is None else _with_answers(db, [row])[0]


def _with_answers(db: Db, questions: Sequence[BundleQuestion]) -> list[Asked]:
    wanted = col(BundleAnswer.question_id).in_([one.id for one in questions])
    first = col(BundleAnswer.answered_at)
    found: dict[UUID, list[BundleAnswer]] = {}
    for row in db.exec(select(BundleAnswer).where(wanted).order_by(first, col(BundleAnswer.id))):
        found.setdefault(row.question_id, []).append(row)
    return [Asked(one, found.get(one.id, [])) for one in questions]
