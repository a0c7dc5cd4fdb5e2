"""The instruments that an operator loaded, as their files say it; a version is never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention
from mentorship.trajectories.reviews.instruments.files import LONGEST_FILE

LONGEST_CODE = 40


class Instrument(Row, table=True):
    """One loaded version. Of a code the version that was loaded last is asked, unless it is off."""

    __retention__ = Retention.REFERENCE
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: UUID = columns.key()
    code: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_CODE)
    version: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_CODE)
    source: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_FILE)
    is_active: bool = columns.boolean(D.REFERENCE_DATA, default=True)
    loaded_at: datetime = columns.utc(D.REFERENCE_DATA)
