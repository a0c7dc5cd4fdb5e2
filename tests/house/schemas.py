"""What a database really holds, in a form that two databases can be compared by."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, Inspector, inspect
from sqlalchemy import text as sql

OTHERS = ("alembic_version", "procrastinate_")


def describe(engine: Engine) -> dict[str, Any]:
    """Tables with columns, keys, CHECKs and indexes, and every trigger with its words."""
    found = _parts(inspect(engine))
    names = {name for _, name in found["columns"] if not name.startswith(OTHERS)}
    described: dict[str, Any] = {
        name: {part: tables[None, name] for part, tables in found.items()} for name in sorted(names)
    }
    described["triggers"] = _triggers(engine)
    return described


def _parts(inspector: Inspector) -> dict[str, dict[Any, Any]]:
    """Each part of all tables at once, which a database tells far quicker than table by table."""
    return {
        "columns": {
            key: {one["name"]: (str(one["type"]), one["nullable"], one["default"]) for one in ones}
            for key, ones in inspector.get_multi_columns().items()
        },
        "primary key": {
            key: _plain(dict(one)) for key, one in inspector.get_multi_pk_constraint().items()
        },
        "foreign keys": _all_sorted(inspector.get_multi_foreign_keys()),
        "unique": _all_sorted(inspector.get_multi_unique_constraints()),
        "checks": _all_sorted(inspector.get_multi_check_constraints()),
        "indexes": _all_sorted(inspector.get_multi_indexes()),
    }


def _all_sorted(found: Mapping[Any, Any]) -> dict[Any, list[str]]:
    return {key: _sorted(ones) for key, ones in found.items()}


def _sorted(found: list[dict[str, Any]]) -> list[str]:
    return sorted(_plain(one) for one in found)


def _plain(one: dict[str, Any]) -> str:
    words = {key: _words(value) for key, value in one.items() if key != "comment"}
    return re.sub(r"\s+", " ", str(sorted(words.items())))


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return str(sorted((key, _words(part)) for key, part in value.items()))
    return str(value)


def _triggers(engine: Engine) -> list[str]:
    query = (
        "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid) FROM pg_trigger t"
        " WHERE NOT tgisinternal AND tgname NOT LIKE 'procrastinate%'"
    )
    with engine.connect() as connection:
        found = connection.execute(sql(query)).scalars()
        return sorted(re.sub(r"\s+", " ", words) for words in found)
