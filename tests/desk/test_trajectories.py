"""The lines of the day about trajectories, and that their number of statements doesn't grow."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import event

from mentorship.accounts.roles import Role
from mentorship.desk.tasks import trajectories
from mentorship.foundation.db import Database
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import soup
from tests.referrals.senders import acting
from tests.trajectories.pairs import matched, started


def test_each_line_leads_to_what_it_counts(client: FlaskClient, sqlite_database: Database) -> None:
    by = person(sqlite_database, Role.MENTOR_CONSULTANT)
    with sqlite_database.writing() as db:
        matched(db, by)
        started(db, by, ago=timedelta(days=50))
        for _ in range(2):
            started(db, by, is_signed=False)
        db.commit()
    sign_in_as(client, sqlite_database, by.user)
    page = client.get("/today").get_data(as_text=True)
    for said, to in (
        ("plan 1 kennismakingsgesprek", "/first-meeting"),
        ("De proeftijd is om: samen verder?", "/trajectories/"),
        ("Samen de overeenkomst tekenen (2)", "/trajectories?due=sign_agreement"),
    ):
        assert said in page
        assert to in page
    listed = client.get("/trajectories?due=sign_agreement").get_data(as_text=True)
    assert len(soup(listed).select("main strong")) == 2
    assert client.get("/trajectories?due=nonsense").status_code == 404


def test_another_house_reads_none_of_it(client: FlaskClient, sqlite_database: Database) -> None:
    by = person(sqlite_database, Role.MENTOR_CONSULTANT)
    with sqlite_database.writing() as db:
        started(db, by, ago=timedelta(days=50))
        db.commit()
    stranger = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    sign_in_as(client, sqlite_database, stranger.user)
    assert "proeftijd" not in client.get("/today").get_data(as_text=True)


def statements_for(database: Database, by: Person) -> int:
    counted = []

    def count(*_: object) -> None:
        counted.append(1)

    with database.reading() as db:
        actor = acting(db, by)
        event.listen(database.readers, "before_cursor_execute", count)
        found = list(trajectories.tasks(db, actor))
        event.remove(database.readers, "before_cursor_execute", count)
    assert found
    return len(counted)


def test_the_statements_do_not_grow_with_the_trajectories(sqlite_database: Database) -> None:
    by = person(sqlite_database, Role.MENTOR_CONSULTANT)
    needed = set()
    for _ in range(2):
        with sqlite_database.writing() as db:
            for _ in range(3):
                started(db, by, ago=timedelta(days=50))
            db.commit()
        needed.add(statements_for(sqlite_database, by))
    assert len(needed) == 1
