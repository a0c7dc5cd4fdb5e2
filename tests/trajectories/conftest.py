"""A consultant of Kennemerland, and the browser in which they work."""

import pytest
from flask.testing import FlaskClient

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from tests.accounts.people import Person, person, sign_in_as


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def desk(client: FlaskClient, sqlite_database: Database, consultant: Person) -> FlaskClient:
    sign_in_as(client, sqlite_database, consultant.user)
    return client
