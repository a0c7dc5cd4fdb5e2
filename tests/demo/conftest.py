"""The filled region, made once for all tests and workers: nobody fills it a second time."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from mentorship.foundation.db import Database
from tests.demo.region import MOMENTS, database_in, fill_in
from tests.once import Once


@pytest.fixture(scope="session")
def filled_at(once: Once) -> Iterator[Callable[[datetime], Database]]:
    """The region as it was filled at this moment; each worker has a copy of its own."""
    known: dict[datetime, Database] = {}

    def get(moment: datetime) -> Database:
        if moment not in known:
            name = moment.strftime("region-%Y-%m-%d")
            folder = once.copy_of(name, lambda folder: fill_in(folder, moment))
            known[moment] = database_in(folder, moment)
        return known[moment]

    yield get
    for database in known.values():
        database.dispose()


@pytest.fixture(params=MOMENTS, ids=lambda moment: moment.strftime("%A"), scope="session")
def filled(request: pytest.FixtureRequest, filled_at: Callable[[datetime], Database]) -> Database:
    return filled_at(request.param)
