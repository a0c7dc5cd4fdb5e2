"""What trajectories cost: the pages of one consultant, the nights, and the tables of a bundle."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise

from flask.testing import FlaskClient
from sqlmodel import delete

from bench import engines
from bench.counting import Cost, cost_of, middle
from bench.filling import OWN, Region
from mentorship.accounts import jobs as accounts
from mentorship.accounts.reminders import services as reminders
from mentorship.accounts.reminders.models import Reminder
from mentorship.app import create_app
from mentorship.desk import jobs as desk
from mentorship.desk.models import MondayDigest
from mentorship.evaluation import jobs as evaluation
from mentorship.foundation import upkeep
from mentorship.foundation.db import Database, now
from mentorship.foundation.queues.work import load_handlers
from mentorship.matching import jobs as matching
from mentorship.trajectories.concerns import jobs as concerns
from tests.accounts.people import sign_in_as

SIZES = (100, 1_000, 10_000)
_ENGINES = {"SQLite": engines.sqlite, "PostgreSQL": engines.postgresql}
_NEW = 50  # of so many people one has something to hear that they didn't hear before
_LONG = 20_000  # milliseconds; what takes longer is run once
Costs = dict[str, dict[int, Cost]]  # by act and size


def bench(runs: int, sizes: tuple[int, ...] = SIZES, *, also_postgresql: bool = True) -> None:
    load_handlers()
    logging.disable(logging.INFO)  # a line for each request
    for name in _ENGINES if also_postgresql else ("SQLite",):
        costs: Costs = {}
        print(
            f"\nTrajectories on {name}, median of {runs} runs; one consultant follows {OWN}",
            flush=True,
        )
        for size in sizes:
            with _ENGINES[name]() as database:
                began = time.perf_counter()
                region = Region(database, size)
                took = time.perf_counter() - began
                print(
                    f"{size:>8} trajectories, {region.rows.stored} rows, filled in {took:.0f} s",
                    flush=True,
                )
                for act, cost in _measured(database, region, runs).items():
                    costs.setdefault(act, {})[size] = cost
        _print(costs, sizes)
    print(
        "\nclock: what passes. own: processor time of this process, which other work on the machine"
        "\ndoesn't change much; that of a PostgreSQL server isn't in it. factor: own time for ten"
        "\ntimes as many trajectories; 10 is linear. The pages are those of the consultant with"
        f"\n{OWN} (or all, where there are less); the night is one on which one in {_NEW} has news."
        f"\nWhat takes more than {_LONG // 1000} s of own time is run once."
    )


def _measured(database: Database, region: Region, runs: int) -> dict[str, Cost]:
    client = create_app(database.settings, database).test_client()
    sign_in_as(client, database, region.consultant.user)
    acts: dict[str, tuple[Callable[[], None], Callable[[], object]]] = {
        f"page {address}": (_nothing, partial(_get, client, address))
        for address in ("/today", "/trajectories", "/trajectories?due=contact_mentee")
    }
    nights = {
        "reminders": (partial(_most_were_told, database, _due(database)), accounts.remind),
        "Monday digest": (partial(_no_digests, database), desk.monday_digest),
        "unanswered matches": (_nothing, matching.close_unanswered),
        "concerns": (_nothing, concerns.tell_more),
        "unused keys": (_nothing, upkeep.sweep_keys),
        "tables of bundles": (_nothing, evaluation.count),
    }
    acts |= {name: (before, partial(job, database)) for name, (before, job) in nights.items()}
    found = {}
    for name, (before, act) in acts.items():
        costs: list[Cost] = []
        if name.startswith("page"):
            act()  # templates are compiled at the first answer
        while len(costs) < runs and not any(cost.own > _LONG for cost in costs):
            before()
            costs.append(cost_of(database, act))
        found[name] = middle(costs)
        print(f"{'':>10}{name:<40}{found[name]}", flush=True)
    return found


def _nothing() -> None:
    pass


def _get(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status}")


def _due(database: Database) -> set[reminders.Waiting]:
    with database.reading() as db:
        return reminders.due_now(db)


def _most_were_told(database: Database, found: set[reminders.Waiting]) -> None:
    """All of last week, but for one in fifty: as on most nights."""
    people = sorted({one.due.user_id for one in found})
    news = set(people[::_NEW])
    with database.writing() as db:
        db.execute(delete(Reminder))
        last_week = reminders.week_of(now(db).date()) - timedelta(weeks=1)
        db.add_all(
            Reminder(
                user_id=one.due.user_id, kind=one.kind, about_id=one.due.about_id,
                due_on=one.due.due_on, week_of=last_week, sent_at=now(db),
            )
            for one in found
            if one.due.user_id not in news
        )  # fmt: skip
        db.commit()


def _no_digests(database: Database) -> None:
    with database.writing() as db:
        db.execute(delete(MondayDigest))
        db.commit()


def _print(costs: Costs, sizes: tuple[int, ...]) -> None:
    heads = [f"{size:,}" for size in sizes]
    print(
        f"\n{'milliseconds: clock / own, statements':<40}" + "".join(f"{one:>26}" for one in heads)
    )
    for act, by_size in costs.items():
        print(f"{act:<40}" + "".join(f"{cost!s:>26}" for cost in by_size.values()))
    print(f"\n{'factor of own time':<40}" + "".join(f"{one:>26}" for one in heads[1:]))
    for act, by_size in costs.items():
        ratios = [f"{more.own / less.own:.1f}" for less, more in pairwise(by_size.values())]
        print(f"{act:<40}" + "".join(f"{ratio:>26}" for ratio in ratios), flush=True)
