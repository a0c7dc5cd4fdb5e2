"""The processing register: what the map of personal data and the tables say, kind by kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import MetaData

from mentorship.foundation.sealing import SealedBytes
from mentorship.foundation.subjects import D, DataClass, Retention, Subject


@dataclass(frozen=True)
class Entry:
    """One kind of data, where it is kept, and the terms that apply there."""

    data: D
    tables: tuple[str, ...]
    sealed: int  # how many of its columns are stored sealed
    columns: int
    retentions: tuple[Retention, ...]

    @property
    def facts(self) -> DataClass:
        return self.data.facts

    @property
    def is_about_people(self) -> bool:
        return self.facts.subject is not Subject.NOBODY


def register(metadata: MetaData) -> list[Entry]:
    """In the order of the map; a kind of data that nothing holds any more isn't processed."""
    return [entry for data in D if (entry := _entry(metadata, data)).columns]


def _entry(metadata: MetaData, data: D) -> Entry:
    held = [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.info["data"] is data
    ]
    tables = {column.table.name: column.table for column in held}
    return Entry(
        data=data,
        tables=tuple(sorted(tables)),
        sealed=sum(isinstance(column.type, SealedBytes) for column in held),
        columns=len(held),
        retentions=tuple(_in_order({table.info["retention"] for table in tables.values()})),
    )


def _in_order(found: set[Retention]) -> Iterator[Retention]:
    return (one for one in Retention if one in found)
