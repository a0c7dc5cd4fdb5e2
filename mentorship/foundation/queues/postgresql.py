"""Knows procrastinate: a job enters in our transaction, and one of many workers takes it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

import procrastinate
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, event, inspect
from sqlmodel import SQLModel

from mentorship.foundation.db import Database, Db

_TASK = "job"
_TABLE = "procrastinate_jobs"


def defer(db: Db, job_id: UUID, due_at: datetime | None = None) -> None:
    """Only the id enters the queue, in the transaction of the row; nothing to do on SQLite."""
    connection = db.connection()
    if connection.dialect.name != "postgresql":
        return
    # Never opened: it only words the query that runs on our own connection.
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
    ours = connection.connection.driver_connection
    app.configure_task(_TASK, connection=ours, schedule_at=due_at).defer(job_id=str(job_id))


def ensure_schema(connection: Connection) -> None:
    """procrastinate's own tables: the migration calls this, and a second time changes nothing."""
    if connection.dialect.name != "postgresql" or inspect(connection).has_table(_TABLE):
        return
    # Without parameters psycopg sends the text as it is, with all its statements.
    cursor = connection.connection.cursor()
    cursor.execute(SchemaManager.get_schema())


@event.listens_for(SQLModel.metadata, "after_create")
def _with_our_tables(_metadata: object, connection: Connection, **_: object) -> None:
    ensure_schema(connection)


def remove_schema(connection: Connection) -> None:
    """For a migration down: everything that carries procrastinate's name."""
    if connection.dialect.name != "postgresql":
        return
    connection.exec_driver_sql(_REMOVE)


_REMOVE = """
DROP TABLE IF EXISTS procrastinate_periodic_defers, procrastinate_events,
    procrastinate_jobs, procrastinate_workers CASCADE;
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE starts_with(proname, 'procrastinate_')
        AND pronamespace = current_schema()::regnamespace
    LOOP EXECUTE 'DROP FUNCTION ' || one.name || ' CASCADE'; END LOOP;
END $$;
DROP TYPE IF EXISTS procrastinate_job_to_defer_v1, procrastinate_job_status,
    procrastinate_job_event_type CASCADE;
"""


@dataclass(frozen=True)
class Pace:
    """How quickly a worker notices things."""

    heartbeat: timedelta = timedelta(seconds=10)
    jobs_at_once: int = 2

    @property
    def silent_for(self) -> timedelta:
        """A worker that gave no sign for this long is dead, and its jobs are taken over."""
        return self.heartbeat * 3


class Worker:
    """One process's place in the queue; any number may run, on any machine."""

    def __init__(
        self, database: Database, run: Callable[[UUID], None], stop: Event, pace: Pace
    ) -> None:
        self._stop = stop
        self._pace = pace
        url = database.engine.url.set(drivername="postgresql")
        conninfo = url.render_as_string(hide_password=False)
        self._app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo))

        @self._app.task(name=_TASK)
        def run_one(job_id: str) -> None:
            run(UUID(job_id))

    def work(self, *, until_empty: bool = False) -> None:
        """Takes jobs until `stop`, then finishes what it holds."""
        asyncio.run(self._work(until_empty))

    async def _work(self, until_empty: bool) -> None:
        async with self._app.open_async():
            await self._take_over_stalled()
            working = asyncio.create_task(self._take_jobs(until_empty))
            beside = [
                asyncio.create_task(self._keep_taking_over()),
                asyncio.create_task(self._stop_when_asked(working)),
            ]
            try:
                with suppress(asyncio.CancelledError):
                    await working
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)

    async def _take_jobs(self, until_empty: bool) -> None:
        await self._app.run_worker_async(
            wait=not until_empty,
            concurrency=self._pace.jobs_at_once,
            delete_jobs="always",  # our own row is the record
            update_heartbeat_interval=self._pace.heartbeat.total_seconds(),
            stalled_worker_timeout=self._pace.silent_for.total_seconds(),
            fetch_job_polling_interval=1.0,
            install_signal_handlers=False,
        )

    async def _stop_when_asked(self, working: asyncio.Task[None]) -> None:
        while not self._stop.is_set():
            await asyncio.sleep(0.2)
        working.cancel()  # procrastinate then lets the running jobs end first

    async def _keep_taking_over(self) -> None:
        while True:
            await asyncio.sleep(self._pace.heartbeat.total_seconds())
            # A database that is away for a moment is noticed, and told, where jobs are taken.
            with suppress(procrastinate.exceptions.ConnectorException):
                await self._take_over_stalled()

    async def _take_over_stalled(self) -> None:
        """Jobs of workers that gave no sign of life go back in the queue."""
        manager = self._app.job_manager
        stalled = await manager.get_stalled_jobs(
            seconds_since_heartbeat=self._pace.silent_for.total_seconds()
        )
        for job in stalled:
            await manager.retry_job(job)
