"""What a consultant waits for in the demo: a round with its reasons, and what if; cold and warm."""

import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Event
from typing import TypeVar

from flask.testing import FlaskClient

from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.app import create_app
from mentorship.foundation.db import Database
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.queues.work import load_handlers
from mentorship.matching.rounds import services as rounds
from mentorship.matching.rounds.models import MatchRound, RoundStatus
from tests.accounts.people import sign_in_as
from tests.demo.region import MOMENTS, account, database_in, fill_in

Result = TypeVar("Result")
WORDS = {
    "start": "the program loads and makes its pages",
    "first_page": "the first page of a round",
    "page": "the same page again",
    "first_what_if": "the first what-if of the process, OR-Tools loaded with it",
    "what_if": "a what-if after that",
    "round": "a round of the region: a process started, solved, explained, sealed, kept",
}


def bench(runs: int) -> None:
    """Prints a line for each act: the median of fresh processes, on the clock."""
    print(f"\nThe demo, median of {runs} fresh processes, seconds on the clock", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        fill_in(Path(folder), MOMENTS[0])
        told = [_in_a_fresh_process(folder) for _ in range(runs)]
    for name, words in WORDS.items():
        print(f"{median(one[name] for one in told):>8.2f}  {words}")
    one = told[0]
    print(f"{'':>10}{one['mentees']} young people and {one['mentors']} mentors took part")


def _in_a_fresh_process(folder: str) -> dict[str, float]:
    # As the worker of the program is started: what it starts itself imports this module no more.
    code = f"from bench.demo_round import measure; measure({folder!r})"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def measure(folder: str) -> None:
    """In a process of its own: prints the seconds of each act as JSON."""
    print(json.dumps(_measured(Path(folder))))


def _measured(folder: Path) -> dict[str, float]:
    load_handlers()
    logging.disable(logging.INFO)  # a line for each request
    database = database_in(folder, MOMENTS[0])
    took: dict[str, float] = {}
    client = _timed(took, "start", lambda: create_app(database.settings, database).test_client())
    with database.reading() as db:
        consultant = account(db, Role.MENTOR_CONSULTANT)
    sign_in_as(client, database, consultant)
    row = _timed(took, "round", lambda: _solved(database, consultant))
    page = f"/matching/rounds/{row.id}"
    asked = f"{page}/what-if?change=weight&ask=1&criterion=travel&weight=40"
    for name, address in (("page", page), ("what_if", asked)):
        for which in (f"first_{name}", name):
            _timed(took, which, lambda address=address: _get(client, address))
    counts = row.certificate["counts"] if row.certificate else {}
    return took | {side: counts[side] for side in ("mentees", "mentors")}


def _timed(took: dict[str, float], name: str, act: Callable[[], Result]) -> Result:
    began = time.perf_counter()
    result = act()
    took[name] = time.perf_counter() - began
    return result


def _solved(database: Database, consultant: User) -> MatchRound:
    with database.writing() as db:
        row = rounds.start(db, None, consultant.id)
        job_id, round_id = row.job_id, row.id
        db.commit()
    run_job(database, Event(), job_id)
    with database.reading() as db:
        row = db.get_one(MatchRound, round_id)
        if row.status is not RoundStatus.DONE:
            raise SystemExit(f"the round is {row.status}")
        return row


def _get(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status}")
