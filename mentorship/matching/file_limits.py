"""How large a file may be: on the command line for oneself, much smaller for whoever uploads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes that an XLSX file may unpack to, and cells its sheet may hold, empty ones counted.

    Text in memory takes ten times its bytes. A sheet of a few hundred bytes can ask for every
    column of a million rows.
    """

    unpacked: int
    cells: int

    @property
    def megabytes(self) -> int:
        return self.unpacked // 1_000_000


COMMAND_LINE = Limits(unpacked=300_000_000, cells=500_000_000)
# Twenty thousand people fill about half of it.
UPLOAD = Limits(unpacked=20_000_000, cells=2_000_000)
LARGEST_UPLOAD = 2_000_000  # bytes; it goes to the browser and back between looking and writing
