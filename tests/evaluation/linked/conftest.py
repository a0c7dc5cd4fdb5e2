"""A long run says at its end what it tried, as those of tests/soak do."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Iterator[Counter[str]]:
    counts = Counter[str]()
    yield counts
    record_property("tried", dict(counts))
