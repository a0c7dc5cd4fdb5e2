"""The day of a deputy holds the covered cases and says for whom; that of the absent one by whom."""

from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database, Db
from tests.accounts.people import Person, make_person, sign_in_as
from tests.desk.days import titles
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.referrals.courses import accepted
from tests.referrals.senders import make_referrer, send

MONDAY = date(2026, 3, 2)


def test_a_deputy_has_the_covered_cases_on_the_day(db: Db, fixed_now: FixedNow) -> None:
    absent, colleague = (make_person(db, Role.MENTOR_CONSULTANT) for _ in range(2))
    deputy, school = make_person(db, Role.MENTOR_CONSULTANT, "NHN"), make_referrer(db)
    for by in (absent, absent, colleague):
        accepted(db, school, by)
    send(db, school)
    day = MONDAY + timedelta(days=20)
    cover.arrange(db, absent.id, deputy.id, Days(day, day), by=absent.id)
    fixed_now.advance(days=19)
    assert titles(db, deputy) == []
    fixed_now.advance(days=1)
    assert "2 intakes are late" in titles(db, deputy)
    assert not any("referral" in title for title in titles(db, deputy))
    assert "3 intakes are late" in titles(db, absent)
    fixed_now.advance(days=1)
    assert titles(db, deputy) == []


def test_both_read_who_covers_for_whom_and_until_when(
    app: Flask, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        absent = make_person(db, Role.MENTOR_CONSULTANT)
        deputy = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        vault.write(db, absent.user, name="Anouk Afwezig")
        vault.write(db, deputy.user, name="Dirk Deputaat")
        days = Days(MONDAY + timedelta(days=1), MONDAY + timedelta(days=4))
        cover.arrange(db, absent.id, deputy.id, days, by=absent.id)
        db.commit()

    def said_to(who: Person) -> str:
        client: FlaskClient = app.test_client()
        sign_in_as(client, sqlite_database, who.user)
        return words(main_of(client.get("/today")))

    coming = "van dinsdag 3 maart 2026 tot en met vrijdag 6 maart 2026."
    assert f"Je vervangt Anouk Afwezig {coming}" in said_to(deputy)
    assert f"Dirk Deputaat vervangt je {coming}" in said_to(absent)
    fixed_now.advance(days=1)
    assert "Je vervangt Anouk Afwezig tot en met vrijdag 6 maart 2026." in said_to(deputy)
    assert "Dirk Deputaat vervangt je tot en met vrijdag 6 maart 2026." in said_to(absent)
    fixed_now.advance(days=4)
    assert "vervangt" not in said_to(deputy) + said_to(absent)
