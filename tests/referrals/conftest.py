"""Fixtures for tests of referrals and young people."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from mentorship.foundation.db import Database


@pytest.fixture
def statements(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Every statement that reaches the data or the keys, as it is sent."""
    name = "database" if "database" in request.fixturenames else "sqlite_database"
    database: Database = request.getfixturevalue(name)
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engines = (database.engine, database.readers, database.keys.engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
