"""The demo's own database: made whole the first time, brought up to date later."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic_settings import PydanticBaseSettingsSource

from mentorship.accounts.demo import NotADemoDatabase, is_demo_database, mark_demo_database
from mentorship.foundation import audit, migrations
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings

# So few lived through two years here that with the threshold of real use no table would be told.
THRESHOLD = 3
_PEOPLE = "mentorship.demo.people"


class DemoSettings(Settings):
    """Settings that only this code makes: no environment, so never another database."""

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls, settings_cls: Any, init_settings: PydanticBaseSettingsSource, **_others: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    def as_environment(self) -> dict[str, str]:
        """The same settings for the programs that the demo starts."""
        return {f"MENTORSHIP_{name.upper()}": str(getattr(self, name)) for name in _SAID}


_SAID = ("mode", "data_dir", "mail_dir", "base_url", "log_level", "disclosure_threshold")


def settings_in(folder: Path, address: str) -> DemoSettings:
    """Everything lies in this one folder: data, keys, checkpoints, mail."""
    return DemoSettings(
        mode="demo",
        data_dir=folder.absolute() / "data",
        mail_dir=folder.absolute() / "mail",
        base_url=address,
        log_level="WARNING",
        disclosure_threshold=THRESHOLD,
    )


def prepare(folder: Path, address: str) -> DemoSettings:
    """The settings of a demo that is ready to be shown."""
    with _one_at_a_time(folder):
        if not folder.exists():
            _make(folder, address)
        settings = settings_in(folder, address)
        with closing_database(settings) as database:
            migrations.upgrade(database)
            with database.reading() as db:
                if not is_demo_database(db):
                    raise NotADemoDatabase
    return settings


def _make(folder: Path, address: str) -> None:
    """In a folder beside it first: who stops this half-way starts afresh the next time."""
    unfinished = folder.with_name(f"{folder.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    with closing_database(settings_in(unfinished, address)) as database:
        migrations.upgrade(database)
        with database.writing() as db:
            mark_demo_database(db)
            db.commit()
        if find_spec(_PEOPLE):
            import_module(_PEOPLE).fill(database)
        audit.make_checkpoint(database)  # its two years lie in the past
    unfinished.rename(folder)


@contextmanager
def closing_database(settings: Settings) -> Iterator[Database]:
    database = Database(settings)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
