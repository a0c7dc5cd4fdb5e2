"""The filled region, made once for all tests and workers: nobody fills it a second time."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from mentorship.foundation.db import Database
from tests.demo.region import MOMENTS, database_in, fill_in


@pytest.fixture(scope="session")
def filled_at(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Callable[[datetime], Database]]:
    """The region as it was filled at this moment; each worker has a copy of its own."""
    own = tmp_path_factory.mktemp("region")
    shared = (own.parent if worker_id == "master" else own.parent.parent) / "regions"
    shared.mkdir(exist_ok=True)
    known: dict[datetime, Database] = {}

    def get(moment: datetime) -> Database:
        if moment not in known:
            name = moment.strftime("%Y-%m-%d")
            with (shared / f"{name}.lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not (shared / name).exists():
                    fill_in(shared / f"{name}-unfinished", moment)
                    (shared / f"{name}-unfinished").rename(shared / name)
            shutil.copytree(shared / name, own / name)
            known[moment] = database_in(own / name, moment)
        return known[moment]

    yield get
    for database in known.values():
        database.dispose()


@pytest.fixture(params=MOMENTS, ids=lambda moment: moment.strftime("%A"), scope="session")
def filled(request: pytest.FixtureRequest, filled_at: Callable[[datetime], Database]) -> Database:
    return filled_at(request.param)
