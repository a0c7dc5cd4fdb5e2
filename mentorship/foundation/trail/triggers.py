"""The triggers that let the audit trail only grow, on both engines."""

import re

from sqlalchemy import Connection, Table, event
from sqlalchemy import text as sql

from mentorship.foundation.trail.chain import SUBJECTS

# `INSERT OR REPLACE` removes a row without firing the delete trigger: hence the check on insert.
SQLITE = {
    "audit_event_no_update": """
        CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END""",
    "audit_event_no_delete": """
        CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END""",
    "audit_event_next": """
        CREATE TRIGGER audit_event_next BEFORE INSERT ON audit_event
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit_event)
        BEGIN SELECT RAISE(ABORT, 'the audit trail counts without gaps'); END""",
    "audit_event_subject_no_update": """
        CREATE TRIGGER audit_event_subject_no_update BEFORE UPDATE ON audit_event_subject
        BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END""",
    "audit_event_subject_no_delete": """
        CREATE TRIGGER audit_event_subject_no_delete BEFORE DELETE ON audit_event_subject
        BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END""",
    "audit_event_subject_last": """
        CREATE TRIGGER audit_event_subject_last BEFORE INSERT ON audit_event_subject
        WHEN NEW.seq IS NOT (SELECT max(seq) FROM audit_event)
        BEGIN SELECT RAISE(ABORT, 'only the last event can name a person'); END""",
}

POSTGRESQL_FUNCTIONS = {
    "audit_only_grows": """
        CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$""",
    "audit_event_is_next": """
        CREATE FUNCTION audit_event_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM audit_event) THEN
                RAISE EXCEPTION 'the audit trail counts without gaps';
            END IF;
            RETURN NEW;
        END $$""",
    "audit_subject_is_last": """
        CREATE FUNCTION audit_subject_is_last() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.seq IS DISTINCT FROM (SELECT max(seq) FROM audit_event) THEN
                RAISE EXCEPTION 'only the last event can name a person';
            END IF;
            RETURN NEW;
        END $$""",
}

# Written as PostgreSQL itself tells them, so that they can be compared.
POSTGRESQL = {
    "audit_event_only_grows": """
        CREATE TRIGGER audit_event_only_grows BEFORE DELETE OR UPDATE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_only_grows()""",
    "audit_event_no_truncate": """
        CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
    "audit_event_next": """
        CREATE TRIGGER audit_event_next BEFORE INSERT ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_is_next()""",
    "audit_event_subject_only_grows": """
        CREATE TRIGGER audit_event_subject_only_grows BEFORE DELETE OR UPDATE
        ON audit_event_subject FOR EACH ROW EXECUTE FUNCTION audit_only_grows()""",
    "audit_event_subject_no_truncate": """
        CREATE TRIGGER audit_event_subject_no_truncate BEFORE TRUNCATE ON audit_event_subject
        FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
    "audit_event_subject_last": """
        CREATE TRIGGER audit_event_subject_last BEFORE INSERT ON audit_event_subject
        FOR EACH ROW EXECUTE FUNCTION audit_subject_is_last()""",
}

POSTGRESQL_GRANTS = (
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM PUBLIC",
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_event_subject FROM PUBLIC",
)


def statements(dialect: str) -> list[str]:
    """What a migration runs after it has created both tables."""
    if dialect == "sqlite":
        return list(SQLITE.values())
    return [*POSTGRESQL_FUNCTIONS.values(), *POSTGRESQL.values(), *POSTGRESQL_GRANTS]


_FOUND_SQLITE = """
    SELECT name, sql FROM sqlite_master
    WHERE type = 'trigger' AND tbl_name IN ('audit_event', 'audit_event_subject')"""

_FOUND_POSTGRESQL = """
    SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true)
        || CASE tgenabled WHEN 'O' THEN '' ELSE ' DISABLED' END
        || ' ' || pg_get_functiondef(tgfoid)
    FROM pg_trigger
    WHERE NOT tgisinternal
        AND tgrelid IN ('audit_event'::regclass, 'audit_event_subject'::regclass)"""


def trigger_problems(connection: Connection) -> list[str]:
    """The triggers that somebody removed, switched off, rewrote or added, by their whole text."""
    on_sqlite = connection.dialect.name == "sqlite"
    expected = SQLITE if on_sqlite else _expected_postgresql()
    rows = connection.execute(sql(_FOUND_SQLITE if on_sqlite else _FOUND_POSTGRESQL))
    found = {name: _plain(definition) for name, definition in rows}
    return [
        *(f"trigger {name} is missing" for name in sorted(expected.keys() - found.keys())),
        *(f"trigger {name} is not one of ours" for name in sorted(found.keys() - expected.keys())),
        *(
            f"trigger {name} was changed or switched off"
            for name in sorted(expected.keys() & found.keys())
            if found[name] != _plain(expected[name])
        ),
    ]


def _expected_postgresql() -> dict[str, str]:
    """Each trigger with the text of the function that it calls."""
    called = re.compile(r"EXECUTE FUNCTION (\w+)\(\)$")
    return {
        name: trigger
        + "".join(POSTGRESQL_FUNCTIONS[called_by] for called_by in called.findall(trigger))
        for name, trigger in POSTGRESQL.items()
    }


def _plain(definition: str) -> str:
    """Without what the database says in its own way: layout, quotation of a body, schema."""
    words = " ".join(definition.replace("$function$", "$$").split())
    return re.sub(r"CREATE (OR REPLACE )?FUNCTION (\w+\.)?", "CREATE FUNCTION ", words)


@event.listens_for(SUBJECTS, "after_create")
def _add_triggers(_table: Table, connection: Connection, **_facts: object) -> None:
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
