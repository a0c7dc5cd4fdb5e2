"""Puts a folder of files in its place as a whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l


class FolderRefused(Exception):
    """The folder can't be written; the message says why and what to do."""

    def __init__(self, message: LazyText) -> None:
        super().__init__(message)


def check_folder(folder: Path, ours: Collection[str], *, overwrite: bool) -> None:
    """Raise `FolderRefused` unless the folder is absent, empty, or full of our own files."""
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise FolderRefused(_l("%(out)s is no folder. Choose another name.", out=folder))
    present = sorted(path.name for path in folder.iterdir())
    foreign = [name for name in present if name not in ours]
    if present and not overwrite:
        message = _l(
            "The folder %(out)s isn't empty. Choose another, or add --overwrite.", out=folder
        )
        raise FolderRefused(message)
    if foreign:
        # Whoever types --overwrite means an earlier outcome, never a folder of their own.
        raise FolderRefused(
            _l(
                "The folder %(out)s holds files of others (%(name)s). Choose another folder.",
                out=folder,
                name=foreign[0],
            )
        )


@contextmanager
def whole_folder(folder: Path, ours: Collection[str], *, overwrite: bool) -> Iterator[Path]:
    """A place to write in; it becomes `folder` at the end, or disappears when anything fails.

    Whoever put a file there meanwhile keeps it: `FolderRefused`.
    """
    target = folder.resolve()
    made = _make_parents(target.parent)
    partial = target.with_name(f".{target.name}.{token_hex(4)}.partial")
    try:
        partial.mkdir()
        yield partial
        check_folder(folder, ours, overwrite=overwrite)
        _take_place(partial, target)
    except OSError as error:
        raise FolderRefused(
            _l("%(out)s can't be written (%(why)s).", out=folder, why=error.strerror or error)
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        _remove_empty(made)


def _make_parents(folder: Path) -> list[Path]:
    """The folders that had to be made, the deepest first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderRefused(
            _l("%(out)s can't be written (%(why)s).", out=folder, why=error.strerror or error)
        ) from error
    return missing


def _remove_empty(made: list[Path]) -> None:
    for folder in made:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _take_place(partial: Path, target: Path) -> None:
    """A rename is one step for the file system: nobody ever sees half an outcome."""
    if not target.exists() or not any(target.iterdir()):
        partial.replace(target)
        return
    old = target.with_name(f".{target.name}.{token_hex(4)}.old")
    target.replace(old)
    try:
        partial.replace(target)
    except OSError:
        old.replace(target)
        raise
    shutil.rmtree(old)
