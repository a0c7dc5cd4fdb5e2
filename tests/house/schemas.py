"""What a database really holds, in a form that two databases can be compared by."""

import re
from typing import Any

from sqlalchemy import Engine, inspect
from sqlalchemy import text as sql

OTHERS = ("alembic_version", "procrastinate_")


def describe(engine: Engine) -> dict[str, Any]:
    """Tables with columns, keys, CHECKs and indexes, and every trigger with its words."""
    inspector = inspect(engine)
    names = [name for name in inspector.get_table_names() if not name.startswith(OTHERS)]
    described: dict[str, Any] = {name: _table(inspector, name) for name in sorted(names)}
    described["triggers"] = _triggers(engine)
    return described


def _table(inspector: Any, name: str) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], column["default"])
            for column in inspector.get_columns(name)
        },
        "primary key": _plain(inspector.get_pk_constraint(name)),
        "foreign keys": _sorted(inspector.get_foreign_keys(name)),
        "unique": _sorted(inspector.get_unique_constraints(name)),
        "checks": _sorted(inspector.get_check_constraints(name)),
        "indexes": _sorted(inspector.get_indexes(name)),
    }


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
