"""Pages ask as many statements for many people as for a few."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from tests.accounts.people import Person, make_person, sign_in_as
from tests.conftest_web import csrf
from tests.factories import FixedNow
from tests.matching.pool import ready_mentor, run_round, waiting_mentee
from tests.mentors.applicants import make_mentor
from tests.referrals.courses import accepted, add
from tests.referrals.senders import make_referrer, send
from tests.training.cohorts import make_course

FEW, MANY = 2, 12


def fill(db: Db, consultant: Person, number: int) -> None:
    school = make_referrer(db)
    for _ in range(number):
        send(db, school)
        accepted(db, school, consultant)
        add(db, consultant)
        make_mentor(db)
        ready_mentor(db, consultant)
        waiting_mentee(db, consultant)
    run_round(db, consultant)
    make_course(db, 2)


def counted(database: Database, act: Callable[[], Any]) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engines = (database.engine, database.readers, database.keys.engine, database.keys.readers)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    act()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("role", [Role.MENTOR_CONSULTANT, Role.COORDINATOR])
def test_few_or_many_take_as_many_statements(
    client: FlaskClient, sqlite_database: Database, fixed_now: FixedNow, role: Role
) -> None:
    with sqlite_database.writing() as db:
        consultant, reader = make_person(db, Role.MENTOR_CONSULTANT), make_person(db, role)
        fill(db, consultant, FEW)
        db.commit()
    fixed_now.advance(days=30)
    sign_in_as(client, sqlite_database, reader.user)
    pages = ["/today"]
    if role is Role.MENTOR_CONSULTANT:
        pages += ["/today/mentors?about=new", "/today/young-people?about=intake-late"]
    token = csrf(client)

    def look() -> list[int]:
        got = [counted(sqlite_database, lambda page=page: client.get(page)) for page in pages]
        asked = {"csrf_token": token, "name": "sami"}
        return [*got, counted(sqlite_database, lambda: client.post("/search", data=asked))]

    look()
    few = look()
    with sqlite_database.writing() as db:
        fill(db, consultant, MANY)
        db.commit()
    assert look() == few
