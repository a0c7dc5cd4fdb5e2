"""What recipients ask about their bundles, and the answers."""

from datetime import datetime
from uuid import UUID

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LONGEST_QUESTION = 1000
LONGEST_ANSWER = 2000


class BundleQuestion(Row, table=True):
    """What a recipient asks about their bundle.

    It should name nobody, but it is free text of somebody outside: sealed, under who asked.
    """

    __retention__ = Retention.ACCOUNT

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    bundle_id: UUID = columns.ref("evaluation_bundle.id", D.OPERATION, ondelete="CASCADE")
    question: Sealed = columns.sealed(D.EVALUATION_TALK, max_length=LONGEST_QUESTION)
    asked_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    asked_at: datetime = columns.utc(D.OPERATION)


class BundleAnswer(Row, table=True):
    """An answer to it, sealed under who asked as well; what has to be said later is another one."""

    __retention__ = Retention.ACCOUNT

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    question_id: UUID = columns.ref("bundle_question.id", D.OPERATION, ondelete="CASCADE")
    answer: Sealed = columns.sealed(D.EVALUATION_TALK, max_length=LONGEST_ANSWER)
    answered_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    answered_at: datetime = columns.utc(D.OPERATION)
