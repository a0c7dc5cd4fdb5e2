"""The log of erased people: kept outside database and backups, so that a restore can replay it."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID


class TombstoneLog:
    """One line per erased person, flushed to disk before anything else is destroyed."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / "tombstones.jsonl"

    def add(self, subject_id: UUID, moment: datetime) -> None:
        if subject_id in set(self.read()):
            return
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The line before may have been cut off by a power cut: start on a fresh one.
        line = f"\n{json.dumps({'subject': str(subject_id), 'at': moment.isoformat()})}\n"
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> Iterator[UUID]:
        """Everybody who was erased; a line that was cut off or damaged is not a tombstone."""
        if not self._file.exists():
            return
        for line in self._file.read_text(errors="replace").splitlines():
            try:
                yield UUID(str(json.loads(line)["subject"]))
            except (ValueError, KeyError, TypeError):
                continue
