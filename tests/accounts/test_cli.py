"""The operator's first step: two people who then give each other's colleagues their roles."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import col, select

from mentorship.accounts import grants, invitations, queries, services
from mentorship.accounts.cli import accounts
from mentorship.accounts.models import RoleGrant, User
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.cli import main
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.region.models import House
from mentorship.region.queries import house_of_municipality
from tests.accounts.people import make_person

TWO = {
    "coordinator-name": "Marije Brouwer",
    "coordinator-email": "marije@voorbeeld.example",
    "privacy-officer-name": "Otto Visserman",
    "privacy-officer-email": "otto@voorbeeld.example",
}


@pytest.fixture
def invite_first(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTORSHIP_DATA_DIR", str(sqlite_settings.data_dir))

    def run(**changed: str) -> Result:
        options = TWO | {name.replace("_", "-"): value for name, value in changed.items()}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return CliRunner().invoke(accounts, ["invite-first", *words])

    return run


def test_the_first_two_can_bring_in_a_third(invite_first, sqlite_database: Database) -> None:
    told = invite_first()
    assert told.exit_code == 0, told.output
    tokens = {line.split(":")[0]: line.rpartition("/")[2] for line in told.output.splitlines()}
    assert set(tokens) == {"coordinator", "privacy_officer"}
    with sqlite_database.writing() as db:
        coordinator = invitations.invited_user(db, tokens["coordinator"])
        officer = invitations.invited_user(db, tokens["privacy_officer"])
        third = make_person(db).user
        grant = grants.grant_role(db, third, Role.MENTOR_CONSULTANT, "KEN", coordinator.id)
        grants.approve_role(db, grant, officer.id)
        assert len(queries.effective_grants(db, third.id)) == 1


def test_without_options_it_asks_so_that_no_shell_remembers(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORSHIP_DATA_DIR", str(sqlite_settings.data_dir))
    answers = "".join(f"{answer}\n" for answer in TWO.values())
    told = CliRunner().invoke(accounts, ["invite-first"], input=answers)
    assert told.exit_code == 0, told.output
    assert "Programmacoördinator, naam" in told.output
    database = Database(sqlite_settings)
    with database.reading() as db:
        people = db.exec(select(User)).all()
        names = vault.scan(db, people, "name", purpose=Purpose.MESSAGING).values()
    database.dispose()
    assert set(names) == {TWO["coordinator-name"], TWO["privacy-officer-name"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"coordinator_email": "marije"},
        {"coordinator_email": "Marije <marije@voorbeeld.example>"},
        {"privacy_officer_email": "otto@voorbeeld.example\nBcc: all@voorbeeld.example"},
        {"privacy_officer_name": "   "},
        {"privacy_officer_name": "Otto " * 40},
    ],
)
def test_what_is_no_name_or_address_is_said_in_one_line(
    invite_first, sqlite_database: Database, wrong: dict[str, str]
) -> None:
    told = invite_first(**wrong)
    assert told.exit_code == 2
    assert told.stderr.startswith("mentorship: ")
    assert told.stderr.count("\n") == 1
    assert not any(value.strip() in told.stderr for value in wrong.values() if value.strip())
    with sqlite_database.reading() as db:
        assert db.exec(select(User)).all() == []


def test_a_trial_can_begin_to_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(mode="trial", data_dir=tmp_path / "trial")
    monkeypatch.setenv("MENTORSHIP_MODE", "trial")
    monkeypatch.setenv("MENTORSHIP_DATA_DIR", str(settings.data_dir))
    words = [word for name, value in TWO.items() for word in (f"--{name}", value)]
    for command in (["db", "upgrade"], ["accounts", "invite-first", *words]):
        assert CliRunner().invoke(main, command).exit_code == 0
    database = Database(settings)
    with database.writing() as db:
        assert house_of_municipality(db, "Alkmaar") == db.get_one(House, "NHN")
        is_coordinator = col(RoleGrant.role) == Role.COORDINATOR
        coordinator = db.exec(select(RoleGrant).where(is_coordinator)).one().user_id
        new = NewUser("Noor Dekker", "noor@voorbeeld.example")
        consultant = services.invite(db, new, Role.MENTOR_CONSULTANT, "NHN", coordinator)
        db.commit()
        (grant,) = queries.open_grants(db, [consultant.id])[consultant.id]
        assert grant.house_code == "NHN"
    database.dispose()


def test_called_again_it_only_brings_the_region_up_to_date(
    invite_first, sqlite_database: Database
) -> None:
    assert invite_first().exit_code == 0
    with sqlite_database.writing() as db:
        house = db.get_one(House, "NHN")
        name = house.name
        house.name, house.phone = "Another name", "0201234567"
        db.commit()
    assert invite_first().exit_code == 2
    with sqlite_database.reading() as db:
        house = db.get_one(House, "NHN")
        assert (house.name, house.phone) == (name, "0201234567")


def test_it_works_only_once(invite_first, sqlite_database: Database) -> None:
    assert invite_first().exit_code == 0
    again = invite_first(coordinator_email="iemand@anders.example")
    assert again.exit_code == 2
    assert "uitnodiging" in again.output
    with sqlite_database.reading() as db:
        assert len(db.exec(select(RoleGrant)).all()) == 2


def test_one_person_can_not_be_both(invite_first, sqlite_database: Database) -> None:
    told = invite_first(privacy_officer_email="MARIJE@voorbeeld.example")
    assert told.exit_code == 2
    assert "twee verschillende personen" in told.output
    with sqlite_database.reading() as db:
        assert db.exec(select(User)).all() == []
