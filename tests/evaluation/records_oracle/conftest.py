"""A long run says at its end what it tried, as those of tests/soak do."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentorship.foundation.settings import Settings


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Iterator[Counter[str]]:
    counts = Counter[str]()
    yield counts
    record_property("tried", dict(counts))


@pytest.fixture
def empty(_sqlite_template: Settings) -> Path:
    """The folder of an empty database, to be copied for each region."""
    return _sqlite_template.data_dir.parent
