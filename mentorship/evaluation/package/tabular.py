"""Whether the tables are what the data package says they are: a small reading of the standard."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_NAME = re.compile(r"[a-z0-9._-]+", re.ASCII)
_NUMBER = re.compile(r"-?\d+", re.ASCII)
_SCHEMA = "https://datapackage.org/profiles/2.0/"


def problem_of_package(files: Mapping[str, bytes], descriptor: str) -> str | None:
    """The file that isn't as the data package says, or None."""
    if descriptor not in files:
        return descriptor
    try:
        package = json.loads(files[descriptor])
        resources = package["resources"]
        names = [resource["name"] for resource in resources]
        is_well = package["$schema"] == f"{_SCHEMA}datapackage.json" and bool(resources)
    except (ValueError, TypeError, KeyError):
        return descriptor
    if not is_well or len(set(names)) < len(names):
        return descriptor
    for resource in resources:
        problem = _problem_of(resource, files, descriptor)
        if problem is not None:
            return problem
    return None


def _problem_of(
    resource: Mapping[str, Any], files: Mapping[str, bytes], descriptor: str
) -> str | None:
    try:
        path, fields = resource["path"], resource["schema"]["fields"]
        is_described = (
            _NAME.fullmatch(resource["name"]) is not None
            and (resource["type"], resource["encoding"]) == ("table", "utf-8")
            and path in files
            and all(field["type"] in _TYPES for field in fields)
        )
        key = resource["schema"].get("primaryKey", [])
        others = [
            str(other["path"])
            for other in resource.get("alternatives", [])
            if not _is_same(files.get(other["path"]), other)
        ]
        names = [field["name"] for field in fields]
    except (TypeError, KeyError, AttributeError):
        return descriptor
    if not is_described or not set(key) <= set(names):
        return descriptor
    if others:
        return others[0]
    content = files[path]
    types = [field["type"] for field in fields]
    is_well = _is_same(content, resource) and _is_table(content, names, types, key)
    return None if is_well else str(path)


def _is_same(content: bytes | None, described: Mapping[str, Any]) -> bool:
    """As long as it says and with that hash."""
    return (
        content is not None
        and described.get("bytes") == len(content)
        and described.get("hash") == f"sha256:{hashlib.sha256(content).hexdigest()}"
    )


def _is_table(content: bytes, names: list[str], types: list[str], key: list[str]) -> bool:
    try:
        header, *rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    except (ValueError, csv.Error):
        return False
    fits = header == names and all(
        len(row) == len(types)
        and all(not cell or _TYPES[kind](cell) for cell, kind in zip(row, types, strict=True))
        for row in rows
    )
    keys = [tuple(row[names.index(name)] for name in key) for row in rows] if fits else []
    return fits and (not key or len(set(keys)) == len(keys))


def _is_day(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


_TYPES = {
    "string": lambda cell: True,
    "integer": lambda cell: _NUMBER.fullmatch(cell) is not None,
    "date": _is_day,
}
