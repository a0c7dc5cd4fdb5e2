"""Every route × method × who × own or foreign record: what answer it gives, as a table.

`python -m tests.house.route_matrix` writes the table as it is now. Read each cell that changed and
commit it by itself with a line why. A room whose addresses hold ids says in
`tests/<room>/matrix_records.py` which record is whose.
"""

import csv
import pickle
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from mentorship import tables  # noqa: F401 — completes the metadata
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.foundation.settings import Settings
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import application, csrf
from tests.factories import FixedNow
from tests.house.records import Records
from tests.worlds import settings_in

TABLE = Path(__file__).with_name("route_matrix.csv")
ROOMS = (
    "accounts", "region", "mentors", "referrals", "training", "matching", "trajectories",
    "trajectories/sessions", "trajectories/contacts", "trajectories/reviews",
    "trajectories/concerns", "trajectories/standards", "complaints", "evaluation",
    "privacy", "desk",
)  # fmt: skip
WITHOUT_ROLE = ("anonymous", "no_role")
WHO = (*WITHOUT_ROLE, *(role.value for role in Role))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OTHER_HOUSE = "NHN"

REFUSALS = ("401", "403", "404")

Key = tuple[str, str, str]  # route, method, record
Makers = dict[str, Callable[[Db, "World", Person], Records]]


@dataclass
class World:
    """One person per role in one House, and the same again as strangers in another."""

    people: dict[str, Person] = field(default_factory=dict)
    strangers: dict[str, Person] = field(default_factory=dict)
    records: dict[str, dict[str, Records]] = field(default_factory=dict)

    def fill(self, db: Db) -> None:
        for who in WHO:
            role = None if who in WITHOUT_ROLE else Role(who)
            self.people[who] = make_person(db, role)
            self.strangers[who] = make_person(db, role, OTHER_HOUSE)
        for name, maker in makers().items():
            self.records[name] = {who: maker(db, self, self.people[who]) for who in WHO}

    def stranger_of(self, person: Person) -> Person:
        """Somebody else with the same role, elsewhere."""
        (who,) = (who for who, one in self.people.items() if one is person)
        return self.strangers[who]

    def of(self, rule: Rule, who: str, record: str) -> dict[str, object]:
        """The values of the address."""
        return {name: getattr(self._records_of(rule, name)[who], record) for name in rule.arguments}

    def kinds_of(self, rule: Rule) -> list[str]:
        """Which kinds of record an address can hold."""
        if not rule.arguments:
            return ["-"]
        samples = [self._records_of(rule, name)[WHO[0]] for name in rule.arguments]
        has_foreign = all(sample.foreign is not None for sample in samples)
        return ["own", "foreign", "none"] if has_foreign else ["own", "none"]

    def keys_of(self, app: Flask) -> Iterator[tuple[Key, Rule]]:
        """All cells of one column, in the order of the table."""
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            for method in METHODS:
                if method in (rule.methods or ()):
                    for record in self.kinds_of(rule):
                        yield (rule.rule, method, record), rule

    def _records_of(self, rule: Rule, name: str) -> dict[str, Records]:
        """By endpoint and name where it matters, else by name."""
        return self.records.get(f"{rule.endpoint}:{name}") or self.records[name]


def makers() -> Makers:
    found: Makers = {
        "filename": lambda db, world, person: Records("js/page.js", none="js/nowhere.js")
    }
    for room in ROOMS:
        if (Path(__file__).parent.parent / room / "matrix_records.py").exists():
            found |= import_module(f"tests.{room.replace('/', '.')}.matrix_records").MAKERS
    return found


class Stage:
    """The world in a database that is put back as it was before every request."""

    def __init__(self, folder: Path) -> None:
        """Takes a folder that `build` filled."""
        settings = _settings_in(folder)
        self.database = Database(settings, FixedNow())
        self.world: World = pickle.loads((folder / "world").read_bytes())
        self.app = application(settings, self.database)
        self.before = folder / "before.sqlite"
        self.file = settings.data_dir / "mentorship.sqlite"
        self._watching = sqlite3.connect(self.file)
        self._version = 0

    @staticmethod
    def build(folder: Path) -> None:
        """Fills an empty folder: that takes ten seconds, a copy of it next to nothing."""
        database = Database(_settings_in(folder), FixedNow())
        database.prepare()
        world = World()
        with database.writing() as db:
            world.fill(db)
            db.commit()
        database.dispose()
        (folder / "world").write_bytes(pickle.dumps(world))

    def column(self, who: str) -> dict[Key, str]:
        """What this person gets everywhere."""
        return dict(self._answers(who, self.client_of(who)))

    def client_of(self, who: str) -> FlaskClient:
        """Somebody's browser, signed in."""
        client = self.app.test_client()
        if who != "anonymous":
            sign_in_as(client, self.database, self.world.people[who].user)
        self.keep()
        return client

    def _answers(self, who: str, client: FlaskClient) -> Iterator[tuple[Key, str]]:
        token = csrf(client)
        with client.session_transaction() as session:
            cookie = dict(session)
        for key, rule in self.world.keys_of(self.app):
            answer = self._ask(client, rule, key, self.world.of(rule, who, key[2]), token)
            yield key, answer
            if key[1] != "GET" and answer not in REFUSALS:
                self.put_back()
                with client.session_transaction() as session:
                    session.clear()
                    session.update(cookie)

    def address_of(self, route: str, who: str) -> str:
        """The path of a page, with the own record of this person in it."""
        (rule,) = (rule for rule in self.app.url_map.iter_rules() if rule.rule == route)
        return self._path(rule, self.world.of(rule, who, "own"))

    def _path(self, rule: Rule, values: dict[str, object]) -> str:
        with self.app.test_request_context():
            return urlsplit(self.app.url_for(rule.endpoint, **values)).path

    def _ask(
        self, client: FlaskClient, rule: Rule, key: Key, values: dict[str, object], token: str
    ) -> str:
        sent = {"csrf_token": token} if key[1] != "GET" else None
        with client.open(self._path(rule, values), method=key[1], data=sent) as answer:
            return self._told(answer.status_code, answer.headers.get("Location"))

    def _told(self, status: int, location: str | None) -> str:
        if location is None:
            return str(status)
        path = urlsplit(location).path
        try:
            rule, _ = self.app.url_map.bind("").match(path, return_rule=True)
        except HTTPException:
            return f"{status} {path}"
        return f"{status} {rule.rule}"

    def keep(self) -> None:
        """As it is now it is put back later."""
        self._copy(self.file, self.before)

    def put_back(self) -> None:
        """Where anything was written since."""
        if self._written() != self._version:
            self._copy(self.before, self.file)

    def _copy(self, source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
            read.backup(write)
        self._version = self._written()

    def _written(self) -> int:
        """Another number after each commit to the stage."""
        (number,) = self._watching.execute("PRAGMA data_version").fetchone()
        return int(number)

    def close(self) -> None:
        self._watching.close()
        self.database.dispose()


def _settings_in(folder: Path) -> Settings:
    return settings_in(folder).model_copy(update={"log_level": "ERROR"})


def expected() -> dict[str, dict[Key, str]]:
    """The reviewed table, by column."""
    with TABLE.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        who: {(row["route"], row["method"], row["record"]): row[who] for row in rows} for who in WHO
    }


def write_table(stage: Stage) -> None:
    columns = {who: stage.column(who) for who in WHO}
    with TABLE.open("w", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["route", "method", "record", *WHO])
        for key, _ in stage.world.keys_of(stage.app):
            table.writerow([*key, *(columns[who][key] for who in WHO)])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        Stage.build(Path(folder))
        stage = Stage(Path(folder))
        write_table(stage)
        stage.close()
    sys.stdout.write(f"{TABLE} is as the program is now: read what changed\n")
