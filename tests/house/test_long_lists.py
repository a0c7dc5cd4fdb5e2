"""Every list with ten thousand rows: pages of fifty, as many statements as for a few."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from mentorship.foundation.db import Database
from tests.accounts.people import Person, sign_in_as
from tests.conftest_web import Visitor, application, soup
from tests.desk.test_many import counted
from tests.factories import FixedNow
from tests.house.long_lists import Filled, fill
from tests.worlds import settings_in

FEW, MANY = 8, 10_000
ON_A_PAGE = 50
LONGEST_ANSWER = 150_000  # bytes
ROUND = "/matching/rounds/{round_id}"
OF_A_CONSULTANT = (
    "/mentors",
    "/mentors?stage=interview",
    "/mentors?stage=ended",
    "/mentees?stage=intake",
    "/mentees?stage=waiting",
    "/mentees?stage=started",
    "/mentees?stage=care-first",
    "/mentees?stage=closed",
    "/referrals/inbox",
    "/matching",
    "/matching/matches",
    "/matching/matches?list=asked",
    "/matching/matches?list=running",
    ROUND,
    f"{ROUND}/waiting",
    f"{ROUND}/proposals/{{proposal_id}}",
    "/matching/pairs",
    "/matching/settings/history",
)
OF_A_COORDINATOR = (
    "/mentors",
    "/training",
    "/training/cohorts/{cohort_id}/enrol",
    "/matching/settings/history",
    "/users",
    "/region/organisations",
    "/bundles/questions",
    "/recommendations",
)


@dataclass(frozen=True)
class Look:
    """A page that was looked at, and what that took."""

    statements: int
    size: int
    page: BeautifulSoup


@dataclass(frozen=True)
class Site:
    """A filled database with its pages, and who reads them."""

    database: Database
    filled: Filled
    consultant: FlaskClient
    coordinator: FlaskClient

    def address(self, page: str) -> str:
        ids = {name: getattr(self.filled, name) for name in ("round_id", "cohort_id")}
        return page.format(proposal_id=self.filled.proposal_id, **ids)

    def look(self, reader: str, page: str) -> "Look":
        answers = []
        client, address = getattr(self, reader), self.address(page)
        number = counted(self.database, lambda: answers.append(client.get(address)))
        assert answers[0].status_code == 200
        return Look(number, len(answers[0].data), soup(answers[0].text))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from _site(tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from _site(tmp_path_factory.mktemp("many"), MANY)


def _site(folder: Path, number: int) -> Iterator[Site]:
    settings = settings_in(folder)
    database = Database(settings, FixedNow())
    database.prepare()
    with database.writing() as db:
        filled = fill(db, number)
        db.commit()
    app = application(settings, database)
    app.test_client_class = Visitor

    def signed_in(person: Person) -> FlaskClient:
        client = app.test_client()
        sign_in_as(client, database, person.user)
        return client

    site = Site(database, filled, signed_in(filled.consultant), signed_in(filled.coordinator))
    for reader in ("consultant", "coordinator"):  # what a process and a sign-in find out once
        site.look(reader, "/about")
        site.look(reader, "/matching/settings/history")
    yield site
    database.dispose()


PAGES = [
    *(("consultant", page) for page in OF_A_CONSULTANT),
    *(("coordinator", page) for page in OF_A_COORDINATOR),
]


@pytest.mark.parametrize(("reader", "page"), PAGES)
def test_a_page_of_a_long_list_is_short_and_cheap(
    few: Site, many: Site, reader: str, page: str
) -> None:
    short, long = few.look(reader, page), many.look(reader, page)
    assert long.statements == short.statements
    assert long.size < LONGEST_ANSWER
    lists = _lists(long.page)
    assert max(lists) <= ON_A_PAGE
    assert sum(lists) > FEW, "the list wasn't filled"
    assert long.page.select("main a[rel=next]"), "no way to the next"


def _lists(page: BeautifulSoup) -> list[int]:
    """How many rows each list, table and choice of a page holds."""
    main = page.find("main")
    lists = [len(one.find_all("li", recursive=False)) for one in main.select("ul, ol")]
    tables = [len(one.select("tr")) for one in main.select("tbody")]
    choices = [len(one.select("option[value]:not([value=''])")) for one in main.select("select")]
    return [*lists, *tables, *choices, len(main.select("section"))]
