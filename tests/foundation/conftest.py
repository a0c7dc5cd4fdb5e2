"""Databases that also hold the sample letters."""

from collections.abc import Iterator

import pytest

from mentorship.foundation.db import Database
from tests.foundation.samples import letters_in


@pytest.fixture
def letters(database: Database) -> Iterator[Database]:
    with letters_in(database):
        yield database
