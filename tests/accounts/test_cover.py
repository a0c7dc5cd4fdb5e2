"""Cover for a colleague: when it counts, when it ends, who may arrange it, and who hears of it."""

from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from mentorship.accounts import grants, queries, services
from mentorship.accounts.cover import letters, rules
from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.models import Cover
from mentorship.accounts.cover.queries import covered_by, deputies_by_absent
from mentorship.accounts.cover.rules import Days, Phase
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.outbox import OutboxMail
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.factories import FixedNow

MONDAY = date(2026, 3, 2)
WEEK = Days(MONDAY, date(2026, 3, 8))


@pytest.fixture
def absent(db: Db) -> Person:
    return make_person(db, Role.MENTOR_CONSULTANT)


@pytest.fixture
def deputy(db: Db) -> Person:
    """Works in another House."""
    return make_person(db, Role.MENTOR_CONSULTANT, "NHN")


def covers(db: Db, who: Person) -> set[UUID]:
    return {one.user_id for one in covered_by(db, who.id)}


def test_it_counts_from_the_first_to_the_last_amsterdam_day(
    db: Db, absent: Person, deputy: Person, fixed_now: FixedNow
) -> None:
    days = Days(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    cover.arrange(db, absent.id, deputy.id, days, by=absent.id)
    assert covers(db, deputy) == set()
    fixed_now.advance(hours=13, minutes=59)  # 23:59 in Amsterdam
    assert covers(db, deputy) == set()
    fixed_now.advance(minutes=1)  # Tuesday there, while it is Monday in UTC
    (one,) = covered_by(db, deputy.id)
    assert (one.user_id, one.until_on, one.houses) == (absent.id, days.last, {"KEN"})
    assert [user.id for user in deputies_by_absent(db, [absent.id])[absent.id]] == [deputy.id]
    assert covers(db, absent) == set()
    fixed_now.advance(hours=47, minutes=59)
    assert covers(db, deputy) == {absent.id}
    fixed_now.advance(minutes=1)
    assert covers(db, deputy) == set()
    assert deputies_by_absent(db, [absent.id]) == {}


def test_it_ends_at_once_and_both_hear_of_it(db: Db, absent: Person, deputy: Person) -> None:
    made = cover.arrange(db, absent.id, deputy.id, WEEK, by=absent.id)
    cover.end(db, made, deputy.id)
    assert covers(db, deputy) == set()
    cover.end(db, made, absent.id)
    assert made.ended_by == deputy.id
    sent = [(mail.letter, mail.subject_id) for mail in db.exec(select(OutboxMail))]
    assert sorted(sent) == sorted(
        [
            (letters.ASKED.name, deputy.user.subject_id),
            (letters.ENDED.name, absent.user.subject_id),
        ]
    )


def test_a_third_person_arranges_it_and_both_hear_of_it(
    db: Db, absent: Person, deputy: Person
) -> None:
    coordinator = make_person(db, Role.COORDINATOR)
    cover.arrange(db, absent.id, deputy.id, WEEK, by=coordinator.id)
    sent = {(mail.letter, mail.subject_id) for mail in db.exec(select(OutboxMail))}
    assert sent == {
        (letters.ASKED.name, deputy.user.subject_id),
        (letters.ARRANGED.name, absent.user.subject_id),
    }


@pytest.mark.parametrize("whose", ["absent", "deputy"])
@pytest.mark.parametrize("how", ["role", "account"])
def test_who_loses_the_role_or_the_account_ends_it_for_good(
    db: Db, absent: Person, deputy: Person, whose: str, how: str
) -> None:
    made = cover.arrange(db, absent.id, deputy.id, WEEK, by=absent.id)
    loses = absent if whose == "absent" else deputy
    if how == "role":
        (held,) = queries.effective_grants(db, loses.id)
        grants.end_role(db, held, None)
    else:
        services.disable(db, loses.user, None)
        services.enable(db, loses.user)
    assert covers(db, deputy) == set()
    assert deputies_by_absent(db, [absent.id]) == {}
    house = "KEN" if loses is absent else "NHN"
    grants.grant_role(db, loses.user, Role.MENTOR_CONSULTANT, house, None)
    assert covers(db, deputy) == set()
    assert made.ended_at == now(db)


def test_one_of_two_houses_lost_leaves_the_cover_of_the_other(
    db: Db, absent: Person, deputy: Person
) -> None:
    grants.grant_role(db, absent.user, Role.MENTOR_CONSULTANT, "ZW", None)
    cover.arrange(db, absent.id, deputy.id, WEEK, by=absent.id)
    lost = [one for one in queries.effective_grants(db, absent.id) if one.house_code == "KEN"]
    grants.end_role(db, lost[0], None)
    assert [one.houses for one in covered_by(db, deputy.id)] == [frozenset({"ZW"})]


def test_what_cannot_be_arranged(db: Db, absent: Person, deputy: Person) -> None:
    trainer, third = make_person(db, Role.TRAINER), make_person(db, Role.MENTOR_CONSULTANT)
    day = timedelta(days=1)

    def refused(why: type[rules.CoverRefused], *people: Person, days: Days = WEEK) -> None:
        with pytest.raises(why):
            cover.arrange(db, people[0].id, people[1].id, days, by=people[0].id)

    refused(rules.NotConsultants, absent, absent)
    refused(rules.NotConsultants, absent, trainer)
    refused(rules.NotConsultants, trainer, deputy)
    refused(rules.WrongDays, absent, deputy, days=Days(MONDAY - day, MONDAY))
    refused(rules.WrongDays, absent, deputy, days=Days(MONDAY + day, MONDAY))
    refused(rules.WrongDays, absent, deputy, days=Days(MONDAY, MONDAY + 92 * day))
    with pytest.raises(rules.OpensMoreForOneself):
        cover.arrange(db, absent.id, deputy.id, WEEK, by=deputy.id)
    cover.arrange(db, absent.id, third.id, WEEK, by=third.id)  # opens nothing new for the third
    refused(rules.CoveredAlready, absent, deputy, days=Days(WEEK.last, WEEK.last + day))
    refused(rules.DeputyIsAway, deputy, absent, days=Days(WEEK.last, WEEK.last))
    after = Days(WEEK.last + day, WEEK.last + day)
    assert cover.arrange(db, absent.id, deputy.id, after, by=absent.id).from_on == after.first


def test_a_page_sent_twice_arranges_it_once(db: Db, absent: Person, deputy: Person) -> None:
    key = uuid4()
    made = [cover.arrange(db, absent.id, deputy.id, WEEK, by=absent.id, key=key) for _ in range(2)]
    assert made[0] is made[1]
    assert made[0].id == key


def test_the_database_holds_what_must_hold(db: Db, absent: Person, deputy: Person) -> None:
    def stored(**changed: object) -> None:
        told = {"absent_id": absent.id, "deputy_id": deputy.id, "from_on": MONDAY}
        told |= {"until_on": MONDAY, "made_by": absent.id, "made_at": now(db)} | changed
        with pytest.raises(IntegrityError), db.begin_nested():
            db.add(Cover(**told))

    stored(deputy_id=absent.id)
    stored(until_on=MONDAY - timedelta(days=1))
    stored(ended_by=absent.id)


def test_of_two_who_arrange_it_at_once_one_is_told(database: Database) -> None:
    people = [person(database, Role.MENTOR_CONSULTANT) for _ in range(3)]
    absent, *deputies = people
    together, told = Barrier(2), []

    def arrange(deputy: Person) -> None:
        together.wait()
        try:
            with database.writing() as db:
                cover.arrange(db, absent.id, deputy.id, WEEK, by=absent.id)
                db.commit()
        except rules.CoveredAlready as refused:
            told.append(refused)

    threads = [Thread(target=arrange, args=[one]) for one in deputies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    with database.reading() as db:
        assert len(db.exec(select(Cover)).all()) == 1


def test_where_it_stands_in_the_list() -> None:
    assert rules.phase_of(WEEK, MONDAY - timedelta(days=1), is_ended=False) is Phase.COMING
    assert rules.phase_of(WEEK, WEEK.first, is_ended=False) is Phase.NOW
    assert rules.phase_of(WEEK, WEEK.last, is_ended=False) is Phase.NOW
    assert rules.phase_of(WEEK, WEEK.last + timedelta(days=1), is_ended=False) is Phase.PAST
    assert rules.phase_of(WEEK, WEEK.first, is_ended=True) is Phase.PAST


class Office:
    """Somebody of each kind with a browser, and one cover between the first two."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app, self.database = app, database
        self.absent = person(database, Role.MENTOR_CONSULTANT)
        self.deputy = person(database, Role.MENTOR_CONSULTANT, "NHN")
        self.colleague = person(database, Role.MENTOR_CONSULTANT)
        self.stranger = person(database, Role.MENTOR_CONSULTANT, "ZW")
        self.coordinator = person(database, Role.COORDINATOR)

    def client_of(self, who: Person) -> FlaskClient:
        client = self.app.test_client()
        sign_in_as(client, self.database, who.user)
        return client

    def sends(self, who: Person, absent: Person, deputy: Person, **told: str) -> int:
        client = self.client_of(who)
        data = {"absent": str(absent.id), "deputy": str(deputy.id), "from_on": "02-03-2026"}
        data |= {"until_on": "08-03-2026", "csrf_token": csrf(client, "/cover/arrange")} | told
        return client.post("/cover/arrange", data=data).status_code

    def end_all(self) -> None:
        with self.database.writing() as db:
            for made in db.exec(select(Cover)):
                cover.end(db, made, None)
            db.commit()


@pytest.fixture
def office(app: Flask, sqlite_database: Database) -> Office:
    return Office(app, sqlite_database)


def test_who_arranges_it_for_whom(office: Office) -> None:
    for maker in (office.absent, office.colleague, office.coordinator):
        assert office.sends(maker, office.absent, office.deputy) == 303
        assert office.sends(maker, office.absent, office.deputy) == 422  # covered already
        office.end_all()
    assert office.sends(office.stranger, office.absent, office.stranger) == 422  # not offered
    assert office.sends(office.absent, office.absent, office.deputy, from_on="01-03-2026") == 422
    assert office.sends(office.absent, office.absent, office.deputy, until_on="gisteren") == 422
    assert office.sends(office.absent, office.absent, office.absent) == 422


def test_who_sees_it_and_ends_it(office: Office) -> None:
    assert office.sends(office.absent, office.absent, office.deputy) == 303
    with office.database.reading() as db:
        path = f"/cover/{db.exec(select(Cover)).one().id}/end"
    assert office.client_of(office.stranger).get(path).status_code == 404
    assert "/end" not in office.client_of(office.stranger).get("/cover").text
    for who in (office.absent, office.deputy, office.colleague, office.coordinator):
        client = office.client_of(who)
        assert path in client.get("/cover").text
        assert client.get(path).status_code == 200
    client = office.client_of(office.deputy)
    assert "tot en met 08-03-2026" in soup(client.get("/account").text).find("header").get_text()  # type: ignore[union-attr]
    assert client.post(path, data={"csrf_token": csrf(client, path)}).status_code == 303
    assert path not in client.get("/cover").text
    assert "tot en met 08-03-2026" not in client.get("/account").text
    assert "voorbij" in client.get(path).text


def test_what_stays_open_is_said_to_who_arranges_it(office: Office) -> None:
    assert office.sends(office.coordinator, office.stranger, office.deputy) == 303
    client = office.client_of(office.coordinator)
    data = {"absent": str(office.deputy.id), "deputy": str(office.colleague.id)}
    data |= {"from_on": "02-03-2026", "until_on": "03-03-2026"}
    data |= {"csrf_token": csrf(client, "/cover/arrange")}
    said = client.post("/cover/arrange", data=data, follow_redirects=True).text
    assert "Regel ook voor die collega iemand anders" in said
    assert "Niemand anders is mentorconsultant van" in said
