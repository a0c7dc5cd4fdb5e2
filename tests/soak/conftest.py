"""Every failure says how to see it again; a long run says at its end what it tried."""

from collections.abc import Callable, Iterator

import pytest

from tests.soak import budget

Told = Callable[[str, object], None]


@pytest.fixture
def tried(record_property: Told) -> Iterator[dict[str, int]]:
    """How often each thing was tried, for the line at the end of a long run."""
    counts: dict[str, int] = {}
    yield counts
    record_property("tried", counts)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    report: pytest.TestReport = yield
    if report.failed:
        report.sections.append(("see it again", budget.replay(item.nodeid)))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section(f"tried with SEED={budget.SEED}")
    for reports in terminalreporter.stats.values():
        for report in reports:
            counts = dict(getattr(report, "user_properties", ())).get("tried")
            if counts and report.when == "teardown":
                told = ", ".join(f"{what} {count:,}" for what, count in sorted(counts.items()))
                name = report.nodeid.removeprefix("tests/soak/")
                terminalreporter.write_line(f"{name}: {told}")
