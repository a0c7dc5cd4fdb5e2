"""A mentor tells more of a concern, or that it was a mistake: sealed, told on, closing nothing."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.cover.queries import today
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.cover.services import arrange
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.concerns import queries, rules, services
from mentorship.trajectories.concerns.models import AdditionKind, ConcernAddition, ConcernStatus
from mentorship.trajectories.concerns.protocols import ProtocolKind
from tests.accounts.people import make_person, sign_in_as
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.matching.test_pages import fill
from tests.trajectories.concerns.test_handling import letters_to
from tests.trajectories.concerns.worried import WORDS, house, locked, worry

MORE, MISTAKE = AdditionKind.MORE, AdditionKind.MISTAKE


def test_whoever_knows_of_it_is_told_and_nobody_else(db: Db, fixed_now: FixedNow) -> None:
    there, coordinator = house(db), make_person(db, Role.COORDINATOR)
    follows, colleague = there.follows.user, there.colleague.user
    concern, key = worry(db, there, is_now=True), uuid4()
    fixed_now.advance(minutes=10)
    for _twice in range(2):
        row = services.add(db, concern, MORE, "Hij belde net weer.", key=key)
    assert vault.read(db, row, "words", purpose=Purpose.GUIDANCE) == "Hij belde net weer."
    assert letters_to(db, follows) == ["concerns.raised_now", "concerns.more"]
    assert letters_to(db, colleague) == []

    fixed_now.advance(minutes=10)
    services.add(db, concern, MISTAKE, "", key=uuid4())
    fixed_now.advance(hours=1)
    assert services.tell_more_if_due(db, concern.id)  # a mistake stops nobody from being told
    assert concern.status is ConcernStatus.RAISED
    fixed_now.advance(minutes=1)
    services.add(db, concern, MORE, "Toch niet goed.", key=uuid4())
    assert letters_to(db, colleague) == ["concerns.still_waits", "concerns.more"]
    services.take_on(db, concern, there.colleague.id)
    fixed_now.advance(minutes=1)
    services.add(db, concern, MISTAKE, "Ik las het verkeerd.", key=uuid4())
    assert letters_to(db, colleague)[-1] == "concerns.mistake"
    assert letters_to(db, follows) == [
        "concerns.raised_now", "concerns.more", "concerns.mistake", "concerns.still_waits",
        "concerns.more",
    ]  # fmt: skip
    assert letters_to(db, coordinator.user) == []
    told = queries.additions_of(db, [concern])[concern.id]
    assert [one.kind for one in told] == [MORE, MISTAKE, MORE, MISTAKE]

    services.choose_protocol(db, concern, ProtocolKind.UNEASE, there.colleague.id)
    services.close(db, concern, "Vergissing.", there.colleague.id, left_out="Gebeld.")
    with pytest.raises(rules.AlreadyClosed):
        services.add(db, concern, MORE, "Nog iets.", key=uuid4())


def test_a_deputy_of_another_house_stays_told(db: Db, fixed_now: FixedNow) -> None:
    there, day = house(db), today(db)
    deputy = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
    db.get_one(Mentee, there.trajectory.mentee_id).consultant_id = there.follows.id
    arrange(db, there.follows.id, deputy.id, Days(day, day), by=there.follows.id)
    concern = worry(db, there, is_now=True)
    fixed_now.advance(hours=1)
    assert services.tell_more_if_due(db, concern.id)
    services.add(db, concern, MORE, "Hij belde net weer.", key=uuid4())
    assert letters_to(db, deputy.user) == ["concerns.raised_now", "concerns.more"]


def test_the_mentor_adds_and_takes_back_and_the_consultant_reads_both(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        there, elsewhere = house(db), house(db, "NHN")
        first, second = worry(db, there), worry(db, there, words="Hetzelfde nog eens.")
        services.take_on(db, locked(db, first), there.follows.id)
        db.commit()
    mine, here = f"/concerns/mine/{first.id}", f"/concerns/{first.id}"
    sign_in_as(client, sqlite_database, there.mentor.user)
    new = main_of(client.get(f"/concerns/new/{there.trajectory.id}"))
    assert "Je meldde vandaag om" in words(new)
    assert {str(one["href"]) for one in new.select(".oo-message a")} == {
        f"/concerns/mine/{one.id}/add" for one in (first, second)
    }
    assert fill(client, f"{mine}/add", words=" ").status_code == 422
    assert fill(client, f"{mine}/add", words="Hij slaapt weer thuis.").status_code == 303
    assert fill(client, f"{mine}/mistake").status_code == 303
    listed = words(main_of(client.get("/concerns/mine")))
    assert "iets toe." in listed
    assert "dat het een vergissing was. Een mentorconsultant sluit de melding." in listed
    assert "Hij slaapt weer thuis." not in client.get("/concerns/mine").text
    sign_in_as(client, sqlite_database, elsewhere.mentor.user)
    own = f"/concerns/new/{elsewhere.trajectory.id}"
    for verb in ("add", "mistake"):
        assert client.get(f"{mine}/{verb}").status_code == 404
        refused = fill(client, own, f"{mine}/{verb}", words="Van een ander.")
        assert refused.status_code == 404

    sign_in_as(client, sqlite_database, there.follows.user)
    assert "Mentor: vergissing" in words(main_of(client.get("/concerns")))
    page = main_of(client.get(here))
    for said in (WORDS, "Hij slaapt weer thuis.", "Dit was een vergissing", "De zorg blijft open."):
        assert said in words(page)
    assert page.select_one(f'#others ~ ul a[href="/concerns/{second.id}"]') is not None
    fill(client, here, f"{here}/protocol", protocol="unease")
    fill(client, here, f"{here}/close", outcome="Vergissing.", left_out="Gebeld.")
    sign_in_as(client, sqlite_database, there.mentor.user)
    late = fill(client, f"{mine}/add", words="Nog iets anders.")
    assert late.status_code == 409
    assert "Nog iets anders." in late.text  # nothing typed is lost
    with sqlite_database.reading() as db:
        assert len(db.exec(select(ConcernAddition)).all()) == 2
