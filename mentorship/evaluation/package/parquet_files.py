"""The tables as Parquet: whole numbers, days and texts with their types, missing as null."""

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from mentorship.evaluation.package.resources import Cell, Resource

if TYPE_CHECKING:
    from arro3.core import Array

_EPOCH = date(1970, 1, 1)


def table_parquet(resource: Resource) -> bytes:
    """Not compressed, and without what Arrow would add for itself: the same bytes everywhere.

    Who made it, with its version, stands at the end of the file as the standard asks.
    """
    # Loaded late: only who builds a bundle needs it.
    from arro3.core import Table  # noqa: PLC0415
    from arro3.io import write_parquet  # noqa: PLC0415

    table = Table.from_arrays(
        [_array(column.type, resource.cells(column)) for column in resource.columns],
        names=[column.name for column in resource.columns],
    )
    file = io.BytesIO()
    write_parquet(table, file, compression="uncompressed", skip_arrow_metadata=True)
    return file.getvalue()


def _array(kind: str, cells: list[Cell]) -> "Array":
    from arro3.core import Array, DataType  # noqa: PLC0415

    if kind == "date":  # kept as days since 1970
        days: list[Any] = [(one - _EPOCH).days if isinstance(one, date) else None for one in cells]
        return Array(days, DataType.int32()).cast(DataType.date32())
    return Array(cells, DataType.int64() if kind == "integer" else DataType.string())
