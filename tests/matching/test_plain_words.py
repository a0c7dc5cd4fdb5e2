"""Sentences that a newcomer misread, as the pages say them now."""

from datetime import date, timedelta
from uuid import UUID

from bs4 import BeautifulSoup
from flask import Flask, get_template_attribute
from flask.testing import FlaskClient

from mentorship.foundation.db import Database
from mentorship.foundation.i18n import speaking
from mentorship.matching import services
from mentorship.matching.matches.briefing import Briefing
from mentorship.matching.models import DecisionOutcome
from mentorship.matching.rounds.models import MatchRound
from mentorship.mentors import queries as mentors
from mentorship.mentors import services as mentors_room
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person
from tests.matching.at_the_desk import asked, in_order, main_of, proposed, words
from tests.matching.pool import proposal_for, ready_mentor, run_round


def _yara(database: Database, by: Person, **told: frozenset[str]) -> UUID:
    with database.writing() as db:
        ready_mentor(db, by, first_name="Jolanda")
        mentee = in_order(db, by, first_name="Yara", **told)  # type: ignore[arg-type]
        db.commit()
        return mentee.id


def test_also_is_said_only_beside_what_both_like(app: Flask) -> None:
    with app.test_request_context(), speaking("nl"):
        facts = get_template_attribute("matching/briefing_parts.html", "facts")
        for shared, said in (("", "Houdt van"), ("voetbal", "Houdt ook van")):
            told = Briefing(
                age="", distance="", slots="", languages="", shared_interests=shared,
                other_interests="tekenen", themes="", house="", house_phone="", consultant="",
                answer_due=date(2026, 3, 9), is_whole=True,
            )  # fmt: skip
            labels = [one.text for one in BeautifulSoup(facts(told), "html.parser").find_all("dt")]
            assert labels[-1] == said


def test_the_question_that_was_asked_stays_the_heading(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    page = proposed(sqlite_database, _yara(sqlite_database, consultant), consultant)
    link = main_of(desk.get(page)).find("a", string="Waarom niet een andere mentor?")
    link = link or next(
        one for one in main_of(desk.get(page)).find_all("a") if "Waarom niet een" in one.text
    )
    opened = main_of(desk.get(str(link["href"])))
    assert words(opened.find("h1")) == "Waarom niet een andere mentor?"
    assert "bij elkaar horen" not in words(opened.find("form"))
    assert "Wat als twee mensen bij elkaar horen?" not in words(opened)


def test_who_decided_already_is_said_also_when_it_was_oneself(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    yara = _yara(sqlite_database, consultant)
    page = proposed(sqlite_database, yara, consultant)
    form = main_of(desk.get(page)).find("form")
    assert form is not None
    sent = {str(one["name"]): str(one.get("value", "")) for one in form.find_all("input")}
    with sqlite_database.writing() as db:
        mentee = db.get_one(Mentee, yara)
        proposal = proposal_for(db, mentee, db.get_one(MatchRound, UUID(page.split("/")[3])))
        services.decide(db, proposal, mentee, DecisionOutcome.WAIT, "Nu niet.", consultant.id)
        db.commit()
    sent |= {"outcome": "wait", "reason": "Toch niet."}
    late = desk.post(f"{page}/decide", data=sent)
    assert late.status_code == 409
    assert "Over dit paar is al besloten" in late.text
    assert "Je besloot zelf over dit paar" in late.text
    assert "Toch niet." in late.text


def test_kilometres_stand_in_the_field_as_its_hint_writes_them(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    yara = _yara(sqlite_database, consultant)
    page = proposed(sqlite_database, yara, consultant).split("/proposals")[0]
    for km in ("3.5", "3,5"):
        asking = f"{page}/what-if?change=travel&mentee={yara}&mentee_km={km}&ask=1"
        opened = main_of(desk.get(asking))
        field = opened.find("input", attrs={"name": "mentee_km"})
        assert field is not None
        assert field["value"] == "3,5"
        assert "3,5 km verder" in words(opened)


def test_what_keeps_a_mentor_of_the_own_house_is_said(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    """And that nothing else does; of a mentor of another House only that it can't be now."""
    with sqlite_database.writing() as db:
        mentor = ready_mentor(db, consultant, first_name="Jolanda")
        day = mentors.today(db)
        mentors_room.pause(db, mentor, day, day + timedelta(days=20))
        in_order(db, consultant, first_name="Yara")
        round_id = run_round(db, consultant).id
        db.commit()
    page = words(main_of(desk.get(f"/matching/rounds/{round_id}/waiting")))
    assert "De mentor is nu niet inzetbaar. Pauze tot en met" in page
    assert "Verder staat er tussen deze twee niets in de weg." in page


def test_beside_a_place_more_stands_how_many_that_mentor_has(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    asked(sqlite_database, _yara(sqlite_database, consultant), consultant)
    with sqlite_database.writing() as db:
        in_order(db, consultant, first_name="Sam")
        round_id = run_round(db, consultant).id
        db.commit()
    page = words(main_of(desk.get(f"/matching/rounds/{round_id}/waiting")))
    assert "Als Jolanda Vis er nog iemand bij kan nemen, past deze mentor." in page
    assert "Jolanda Vis begeleidt nu 1 jongere, of is daarvoor gevraagd." in page
