"""Three hundred trajectories that are counted, and bundles of crossed tables about them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from sqlmodel import select

from mentorship.evaluation import counting, services
from mentorship.evaluation.crosstabs import pair_of
from mentorship.evaluation.models import CohortCount
from mentorship.evaluation.package.archive import unpacked
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings
from tests.evaluation.simulated import simulate
from tests.evaluation.world import Office, office, release, wanted, with_threshold
from tests.factories import FixedNow
from tests.once import Once
from tests.worlds import copy_into, settings_in

# Few of these young people met often: those are one row. Who sent the others is hardly known.
TOLD, POOLED, REFUSED = "steps-by-end", "met-by-end", "partner-by-outcome"
TABLES = [TOLD, POOLED, REFUSED]
THREE = ["2024-1", "2024-2", "2025-1"]
THRESHOLD = 4
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Finish = Callable[[Database], None]  # what is put into it last


@dataclass
class World:
    database: Database
    around: Office

    def ask(self, *cohorts: str, measures: Sequence[str] = TABLES) -> UUID:
        given = wanted(self.around, measures=measures, cohorts=cohorts)
        with self.database.writing(actor=None) as db:
            bundle = services.specify(db, given, self.around.coordinator.id, uuid4())
            db.commit()
            return bundle.id

    def release(self, *cohorts: str) -> dict[str, bytes]:
        return unpacked(release(self.database, self.ask(*cohorts), self.around.officer))

    def cells(self, table: str) -> Counter[tuple[str, str]]:
        """As they were counted, hidden ones too."""
        with self.database.reading() as db:
            rows = db.exec(select(CohortCount).where(CohortCount.measure == table)).all()
        found = Counter[tuple[str, str]]()
        for row in rows:
            found.update({pair_of(code): number for code, number in row.counts.items()})
        return found


def simulated_programme(
    database: Database, clock: FixedNow, once: Once, finish: Finish | None = None
) -> World:
    """A copy of what was made once, in an empty database; the people around it are others."""
    clock.moment = NOW
    copy_into(database, _made(once, finish))
    with_threshold(database, THRESHOLD)  # four mentors for three hundred are few
    with database.writing() as db:
        around = office(db)
        db.commit()
    return World(database, around)


@cache
def _made(once: Once, finish: Finish | None) -> Settings:
    """Where the copy of this worker is, which nobody writes in."""
    name = "simulated" if finish is None else f"simulated-{finish.__name__}"
    return settings_in(once.copy_of(name, lambda folder: _make(folder, finish)))


def _make(folder: Path, finish: Finish | None) -> None:
    database = Database(settings_in(folder), FixedNow(NOW))
    database.prepare()
    with database.writing() as db:
        simulate(db)
        db.commit()
    counting.recount(database)
    if finish is not None:
        finish(database)
    database.dispose()
