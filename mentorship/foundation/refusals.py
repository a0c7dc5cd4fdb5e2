"""What an operator can mend, said in one line instead of a traceback."""

from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, OperationalError

from mentorship.foundation.keys.wrapping import KeysUnusable
from mentorship.foundation.migrations import NotMigrated
from mentorship.foundation.settings import SettingsRefused
from mentorship.foundation.subjects import PersonalDataMapIncomplete

_SAY_IT_THEMSELVES = (
    CommandError,
    KeysUnusable,
    NotMigrated,
    PersonalDataMapIncomplete,
    SettingsRefused,
)
_HAS_NO_SUCH = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


def find_reason(failure: BaseException) -> str | None:
    """None for what only a programmer can mend: that keeps its traceback."""
    if isinstance(failure, _SAY_IT_THEMSELVES):
        return _in_one_line(str(failure))
    if isinstance(failure, DBAPIError):
        return _reason_of_database(failure)
    if isinstance(failure, OSError) and failure.filename is not None:
        return _in_one_line(f"{failure.filename}: {failure.strerror}")
    return None


def _reason_of_database(failure: DBAPIError) -> str | None:
    first_line, *_ = str(failure.orig).splitlines() or [""]
    if any(words in f"{type(failure.orig).__name__} {first_line}" for words in _HAS_NO_SUCH):
        return f"the database can't be used: {first_line}; run `mentorship db upgrade` first"
    if isinstance(failure, OperationalError):
        return f"the database can't be used: {first_line}"
    return None


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
