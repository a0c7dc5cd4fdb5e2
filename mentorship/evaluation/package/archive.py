"""One zip around the files: the same files give the same bytes, on every machine."""

import io
import zipfile
from collections.abc import Mapping

# The earliest a zip can say; nothing in it was made at any time that matters.
_WHEN = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3
LARGEST = 200 * 1024 * 1024
MOST_FILES = 1000


class ArchiveUnusable(ValueError):
    """This isn't a bundle at all: no zip, too large, or packed in a way that ours never are."""


class FileDamaged(ValueError):
    """One file in the archive can't be read as it was written."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def packed(files: Mapping[str, bytes]) -> bytes:
    """Stored, not compressed: what compression makes of it differs from machine to machine."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as writer:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _WHEN)
            entry.external_attr, entry.create_system = _READABLE, _UNIX
            writer.writestr(entry, files[path])
    return archive.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """Nothing is written anywhere. Raises ArchiveUnusable and FileDamaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as reader:
            entries = reader.infolist()
            if len(entries) > MOST_FILES or any(_is_foreign(entry) for entry in entries):
                raise ArchiveUnusable
            return {entry.filename: _read(reader, entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as wrong:
        if isinstance(wrong, FileDamaged | ArchiveUnusable):
            raise
        raise ArchiveUnusable from wrong


def _is_foreign(entry: zipfile.ZipInfo) -> bool:
    """Stored files are as large as they say, so nothing can swell while it is read."""
    return entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size


def _read(reader: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return reader.read(entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as wrong:
        raise FileDamaged(entry.filename) from wrong
