"""What one act costs: time on the clock, time of this process, and statements to the database."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from sqlalchemy import event

from mentorship.foundation.db import Database


@dataclass(frozen=True)
class Cost:
    """In milliseconds; `own` leaves out other work on the machine, and a server of the database."""

    clock: float
    own: float
    statements: int

    def __str__(self) -> str:
        return f"{self.clock:,.0f} / {self.own:,.0f}, {self.statements:,}"


def cost_of(database: Database, act: Callable[[], object]) -> Cost:
    gc.collect()
    with _counting(database) as counted:
        began, began_own = time.perf_counter(), time.process_time()
        act()
        clock, own = time.perf_counter() - began, time.process_time() - began_own
    return Cost(clock * 1000, own * 1000, len(counted))


def middle(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(one.clock for one in costs),
        median(one.own for one in costs),
        round(median(one.statements for one in costs)),
    )


@contextmanager
def _counting(database: Database) -> Iterator[list[int]]:
    counted: list[int] = []

    def count(*_: object) -> None:
        counted.append(1)

    engines = (database.engine, database.readers, database.keys.engine, database.keys.readers)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    try:
        yield counted
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", count)
