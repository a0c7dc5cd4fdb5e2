"""What was counted on the way stands in the results of the tests (`--junitxml`, xunit1)."""

from collections.abc import Callable

import pytest

from tests.evaluation.redteam.control import Keep, Outcome


@pytest.fixture
def kept(record_property: Callable[[str, object], None]) -> Keep:
    def keep(outcome: Outcome) -> Outcome:
        record_property("outcome", str(outcome))
        return outcome

    return keep
