"""What somebody answers about a benchmark that can't be counted: yes or no, and where it stands."""

from datetime import date, datetime
from uuid import UUID

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention

LONGEST_DOCUMENT = 200


class ChecklistAnswer(Row, table=True):
    """One answer for the programme; only added. The newest on or before a day counts on it."""

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    edition: str = columns.text(D.REFERENCE_DATA, max_length=20)
    benchmark: str = columns.text(D.REFERENCE_DATA, max_length=20)
    is_yes: bool = columns.boolean(D.REFERENCE_DATA)
    answered_on: date = columns.day(D.REFERENCE_DATA)
    document: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_DOCUMENT)
    answered_at: datetime = columns.utc(D.OPERATION)
    answered_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
