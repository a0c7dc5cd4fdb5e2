"""A long run says at its end what it tried, as those of tests/soak do; and an empty database."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from mentorship.foundation.db import Database, Db


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Iterator[Counter[str]]:
    counts = Counter[str]()
    yield counts
    record_property("tried", dict(counts))


@pytest.fixture
def db(sqlite_database: Database) -> Iterator[Db]:
    with sqlite_database.reading() as found:
        yield found
