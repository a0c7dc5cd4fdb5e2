"""Makes the invented region of a moment, and finds people in it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import select

from mentorship.accounts.demo import demo_choices, mark_demo_database
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.demo.people import fill
from mentorship.demo.region import THRESHOLD
from mentorship.foundation.db import Database, Db, Row
from mentorship.foundation.settings import Settings
from mentorship.referrals import queries

# A Wednesday at noon, and the small hours of a Monday at the turn of the year.
MOMENTS = [datetime(2026, 5, 20, 12, 0, tzinfo=UTC), datetime(2027, 1, 4, 0, 10, tzinfo=UTC)]


def database_in(folder: Path, moment: datetime) -> Database:
    settings = Settings(data_dir=folder / "data", mode="demo", disclosure_threshold=THRESHOLD)
    return Database(settings, lambda: moment)


def fill_in(folder: Path, moment: datetime) -> None:
    database = database_in(folder, moment)
    database.prepare()
    with database.writing() as db:
        mark_demo_database(db)
        db.commit()
    fill(database)
    database.dispose()


def today(database: Database) -> date:
    with database.reading() as db:
        return queries.today(db)


def account(db: Db, role: Role, place: str = "") -> User:
    choices = demo_choices(db)
    choice = next(one for one in choices if one.role is role and place in one.place)
    return db.get_one(User, choice.user_id)


def assert_all(db: Db, table: type[Row], column: str, values: Iterable[object]) -> None:
    """Each of these values stands in some row."""
    found = set(db.exec(select(getattr(table, column))))
    assert set(values) <= found, (table.__name__, column, set(values) - found)
