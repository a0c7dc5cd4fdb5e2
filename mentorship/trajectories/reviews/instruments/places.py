"""In which line of a TOML file a field stands, as far as one can tell by reading line by line."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_TABLE = re.compile(r"\s*\[\s*([\w.-]+)\s*\]\s*(?:#.*)?")
_TABLES = re.compile(r"\s*\[\[\s*([\w.-]+)\s*\]\]\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


def lines_of(text: str) -> dict[Path, int]:
    """The line of every table and key; tables of a list are counted from 0."""
    found: dict[Path, int] = {}
    for path, line in _walk(text):
        found.setdefault(path, line)
    return found


def _walk(text: str) -> Iterator[tuple[Path, int]]:
    here: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if several := _TABLES.fullmatch(line):
            name = _parts(several[1])
            here = (*name, counts.get(name, 0))
            counts[name] = counts.get(name, 0) + 1
            yield here, number
        elif single := _TABLE.fullmatch(line):
            here = _parts(single[1])
            yield here, number
        elif key := _KEY.match(line):
            yield (*here, *_parts(key[1])), number


def _parts(name: str) -> Path:
    return tuple(name.split("."))


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Of the field itself, or of the nearest thing around it; 1 for the whole file."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1
