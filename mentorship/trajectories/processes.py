"""The ways of working, version by version: which step may follow which; part of the schema."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, event, insert

from mentorship.trajectories.models import AllowedStep, Phase, WorkProcess

P = Phase
CURRENT = 1
# A version is never changed, because trajectories stand on it; another way gets a new number and
# a migration that adds it.
SINCE: Mapping[int, date] = {1: date(2026, 1, 1)}
STEPS: Mapping[int, Mapping[Phase, tuple[Phase, ...]]] = {
    1: {
        P.NEW: (P.PLANNED,),
        P.PLANNED: (P.GETTING_ACQUAINTED, P.DONE),
        P.GETTING_ACQUAINTED: (P.BUILDING_TRUST, P.AFTERCARE, P.DONE),
        P.BUILDING_TRUST: (P.DEEPENING, P.LETTING_GO, P.AFTERCARE, P.DONE),
        P.DEEPENING: (P.LETTING_GO, P.AFTERCARE, P.DONE),
        P.LETTING_GO: (P.DEEPENING, P.AFTERCARE, P.DONE),
        P.AFTERCARE: (P.DONE,),
    }
}


def steps_from(process_number: int, phase: Phase) -> tuple[Phase, ...]:
    """None from the last phase."""
    return STEPS[process_number].get(phase, ())


def rows_of(number: int) -> list[dict[str, Any]]:
    """The allowed steps of a version as the database keeps them."""
    return [
        {"process_number": number, "from_phase": start.value, "to_phase": end.value}
        for start, ends in STEPS[number].items()
        for end in ends
    ]


_STEPS_TABLE: Table = AllowedStep.__table__  # type: ignore[attr-defined]


@event.listens_for(_STEPS_TABLE, "after_create")
def _fill(target: Table, connection: Connection, **options: Any) -> None:
    """Where no migration runs: the tests' databases."""
    processes: Table = WorkProcess.__table__  # type: ignore[attr-defined]
    for number, since in SINCE.items():
        connection.execute(insert(processes).values(number=number, since=since))
        connection.execute(
            insert(target),
            [
                {**row, "from_phase": Phase(row["from_phase"]), "to_phase": Phase(row["to_phase"])}
                for row in rows_of(number)
            ],
        )
