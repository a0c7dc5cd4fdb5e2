"""Writes two small files with invented people, to try a round with."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.folders import FolderRefused

NAMES = ("mentors.csv", "mentees.csv")


def write_example(folder: Path, language: str, *, overwrite: bool) -> tuple[Path, ...]:
    """Dutch headers and values, or English ones. Raises `FolderRefused`."""
    targets = tuple(folder / name for name in NAMES)
    for target in targets:
        if target.exists() and not overwrite:
            raise FolderRefused(
                _l(
                    "%(file)s is there already. Choose another folder, or add --overwrite.",
                    file=target,
                )
            )
    source = files("mentorship.matching") / "data" / "example" / language
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            target.write_bytes((source / target.name).read_bytes())
    except OSError as error:
        raise FolderRefused(
            _l("%(out)s can't be written (%(why)s).", out=folder, why=error.strerror or error)
        ) from error
    return targets
