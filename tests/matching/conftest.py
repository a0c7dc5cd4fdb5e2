"""A consultant of Kennemerland, and the browsers in which they and others work."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from tests.accounts.people import Person, person, sign_in_as
from tests.matching.town import Town, settled
from tests.worlds import read_in


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def desk(client: FlaskClient, sqlite_database: Database, consultant: Person) -> FlaskClient:
    sign_in_as(client, sqlite_database, consultant.user)
    return client


@pytest.fixture
def signed_in(app: Flask, sqlite_database: Database) -> Callable[[Person], FlaskClient]:
    def of(who: Person) -> FlaskClient:
        client = app.test_client()
        sign_in_as(client, sqlite_database, who.user)
        return client

    return of


@pytest.fixture
def in_town(database: Database) -> tuple[Town, Person]:
    return settled(database)


@pytest.fixture
def here(db: Db, in_town: tuple[Town, Person]) -> Town:
    town: Town = read_in(db, in_town[0])
    return town
