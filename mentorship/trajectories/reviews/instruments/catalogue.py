"""Which instruments there are: the few that are shipped, and those that were loaded."""

from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from sqlmodel import col, select

from mentorship.foundation import audit
from mentorship.foundation.db import Db, now
from mentorship.trajectories.reviews.instruments.definitions import Definition
from mentorship.trajectories.reviews.instruments.files import read_definition
from mentorship.trajectories.reviews.instruments.models import Instrument

DATA = Path(__file__).parent / "data"
CANTRIL, OWN_MENTEE, OWN_MENTOR = "cantril", "own-mentee", "own-mentor"
SAFE = "safe"  # the item of OWN_MENTEE at which a low answer asks somebody to call


class InstrumentRefused(Exception):
    """This file can't be loaded, though it is right by itself."""


class CodeShipped(InstrumentRefused):
    """The program brings an instrument of this code itself."""


class VersionTaken(InstrumentRefused):
    """This version was loaded before with another content; a change needs a new version."""


class InstrumentUnknown(InstrumentRefused):
    """Nothing of this code was loaded."""


@cache
def shipped() -> tuple[Definition, ...]:
    """The ladder first, then the contact."""
    found = {path.stem: read_definition(path.read_text()) for path in DATA.glob("*.toml")}
    return tuple(found[code] for code in (CANTRIL, OWN_MENTEE, OWN_MENTOR))


@lru_cache(maxsize=64)
def _read(source: str) -> Definition:
    return read_definition(source)


def loaded(db: Db) -> list[Instrument]:
    """Every version, by code, the newest first."""
    found = select(Instrument).order_by(col(Instrument.code), col(Instrument.loaded_at).desc())
    return list(db.exec(found))


def loaded_definitions(db: Db) -> list[Definition]:
    """What every loaded version says, in the same order; also of those that are off."""
    return [_read(row.source) for row in loaded(db)]


def in_use(db: Db) -> list[Definition]:
    """What is asked now: the shipped ones, and of each loaded code the newest that isn't off."""
    return [definition for definition, _since in asked_since(db)]


def asked_since(db: Db) -> list[tuple[Definition, datetime | None]]:
    """The same with the moment when the first version was loaded; None for what is shipped."""
    newest: dict[str, Instrument] = {}
    first: dict[str, datetime] = {}
    for row in loaded(db):
        newest.setdefault(row.code, row)
        first[row.code] = row.loaded_at
    active = [row for row in newest.values() if row.is_active]
    return [
        *((definition, None) for definition in shipped()),
        *((_read(row.source), first[row.code]) for row in active),
    ]


def find(db: Db, code: str, version: str) -> Definition | None:
    """The definition by which something was answered, also when it is off by now."""
    for one in shipped():
        if (one.code, one.version) == (code, version):
            return one
    found = select(Instrument).where(Instrument.code == code, Instrument.version == version)
    row = db.exec(found).one_or_none()
    return _read(row.source) if row else None


def load(db: Db, source: str) -> Definition:
    """The same file twice changes nothing. Raises DefinitionInvalid, CodeShipped, VersionTaken."""
    definition = read_definition(source)
    if definition.code in {one.code for one in shipped()}:
        raise CodeShipped
    known = select(Instrument).where(
        Instrument.code == definition.code, Instrument.version == definition.version
    )
    row = db.exec(known).one_or_none()
    if row is not None and row.source != source:
        raise VersionTaken
    if row is None:
        code, version = definition.code, definition.version
        db.add(Instrument(code=code, version=version, source=source, loaded_at=now(db)))
        db.flush()
        audit.record(db, "instrument.loaded", code=code, version=version)
    return definition


def switch(db: Db, code: str, *, is_active: bool) -> None:
    """What was answered stays; it isn't asked any more, or again. Raises InstrumentUnknown."""
    rows = list(db.exec(select(Instrument).where(Instrument.code == code)))
    if not rows:
        raise InstrumentUnknown
    for row in rows:
        row.is_active = is_active
        db.add(row)
    db.flush()
    audit.record(db, "instrument.switched", code=code, on=is_active)
