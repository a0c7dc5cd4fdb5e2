"""A mentor's own pages: log, draft, correct; and what a consultant reads of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation import drafts
from mentorship.foundation.db import Database, now
from mentorship.foundation.i18n import format_date
from mentorship.matching import services as matching
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.intake_models import ConsentPurpose, GivenBy
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.sessions import drafting, queries
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from mentorship.trajectories.sessions.section import section_of
from tests.accounts.people import person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.factories import FixedNow
from tests.trajectories.sessions.told import NOTE, Pair, make_pair, met


@pytest.fixture
def pair(sqlite_database: Database) -> Pair:
    with sqlite_database.writing() as db:
        made = make_pair(db)
        db.commit()
    return made


@pytest.fixture
def mentor(client: FlaskClient, sqlite_database: Database, pair: Pair) -> FlaskClient:
    sign_in_as(client, sqlite_database, pair.person.user)
    return client


def _logs(database: Database) -> list[SessionLog]:
    with database.reading() as db:
        return list(db.exec(select(SessionLog)))


def _filled(database: Database, **answers: object) -> dict[str, object]:
    with database.reading() as db:
        day = format_date(today(db))
    usual = {"submission": str(uuid4()), "held_on": day, "kind": "met", "minutes": "90"}
    return {**usual, **answers}


def _post(
    client: FlaskClient, pair: Pair, sent: dict[str, object], to: str = "log"
) -> TestResponse:
    address = f"/my-match/{pair.trajectory.id}/{to}"
    return client.post(address, data={**sent, "csrf_token": csrf(client)})


def test_a_log_with_everything_is_kept_and_thanked_for(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    page = soup(mentor.get(f"/my-match/{pair.trajectory.id}/log").text)
    assert page.find(id="held_on")["value"] == "02-03-2026"
    sent = _filled(
        sqlite_database, contact="9", safe="0", themes=["school", "money"], interests=["chess"],
        note=NOTE, kilometres="14", expenses="€ 7,5", next_on="09-03-2026", next_clock="16.30",
        next_place="Bij de haven", other_minutes="45",
    )  # fmt: skip
    answer = mentor.post(
        f"/my-match/{pair.trajectory.id}/log",
        data={**sent, "csrf_token": csrf(mentor)}, follow_redirects=True,
    )  # fmt: skip
    assert "Dank je wel" in answer.text
    assert "Bij de haven" in answer.text
    (log,) = _logs(sqlite_database)
    with sqlite_database.reading() as db:
        told = queries.told_of(db, [log])[log.id]
    assert (told.minutes, told.topics) == (45, ("chess", "money", "school"))
    assert (told.experience, told.expense_cents) == ({"contact": 9, "safe": 0}, 750)
    assert told.next_at is not None
    assert told.next_at.isoformat() == "2026-03-09T15:30:00+00:00"


def test_an_appointment_stands_until_its_mentor_says_something_else(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    week = {"next_on": "9-3", "next_clock": "1930", "next_place": "Bij de haven"}
    assert "nog niet afgesproken" in mentor.get("/my-match").text
    assert _post(mentor, pair, week, "appointment").status_code == 303
    assert "maandag 9 maart 2026 19:30" in mentor.get("/my-match").text
    page = soup(mentor.get(f"/my-match/{pair.trajectory.id}/log").text)
    assert page.find(id="coming-0").has_attr("checked")
    sent = _filled(sqlite_database, kind="cancelled_by_mentee", coming="stays")
    assert _post(mentor, pair, sent).status_code == 303
    assert "maandag 9 maart 2026 19:30" in mentor.get("/my-match").text

    fixed_now.advance(minutes=1)
    both = _filled(sqlite_database, held_on="gisteren", coming="stays", **week)
    assert _post(mentor, pair, both).status_code == 422
    where = _filled(sqlite_database, held_on="gisteren", next_place="Bij de haven")
    refused = _post(mentor, pair, where)
    assert refused.status_code == 422
    assert "Vul ook de dag en de tijd in" in refused.text
    assert _post(mentor, pair, {**both, "next_on": "10-3", "coming": "other"}).status_code == 303
    assert "dinsdag 10 maart 2026 19:30" in mentor.get("/my-match").text
    fixed_now.advance(minutes=1)
    assert _post(mentor, pair, {}, "appointment/off").status_code == 303
    assert "nog niet afgesproken" in mentor.get("/my-match").text
    assert _post(mentor, pair, {**week, "next_on": "02-03-2026", "next_clock": "0:01"},
                 "appointment").status_code == 422  # fmt: skip


def test_a_second_log_of_a_day_is_asked_about_and_a_mistake_taken_back(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    assert _post(mentor, pair, _filled(sqlite_database)).status_code == 303
    twice = _filled(sqlite_database, note="Nog een keer.")
    answer = _post(mentor, pair, twice)
    assert (answer.status_code, "Er staat al een sessie op deze dag" in answer.text) == (422, True)
    assert _post(mentor, pair, {**twice, "another": "y"}).status_code == 303
    with sqlite_database.reading() as db:
        found = queries.logs_of(db, [pair.trajectory.id])[pair.trajectory.id]
        told = queries.told_of(db, found)
        mistake = next(log for log in found if told[log.id].note)
    own_log = f"sessions/{mistake.id}"
    assert _post(mentor, pair, {}, f"{own_log}/withdraw").status_code == 303
    assert own_log not in mentor.get("/my-match").text
    page = mentor.get(f"/my-match/{pair.trajectory.id}/{own_log}").text
    assert "ze is er niet geweest" in page
    with sqlite_database.reading() as db:
        assert section_of(db, pair.trajectory).withdrawn == [db.get_one(SessionLog, mistake.id)]


@pytest.mark.parametrize("sent", [
    {"next_on": "1-3"},  # yesterday, and so next year's when nobody looks
    {"next_on": "31-12-9999", "next_clock": "23:30"},
    {"held_on": "01-01-0001", "next_on": "01-01-0001", "next_clock": "0:00"},
])  # fmt: skip
def test_a_next_meeting_that_nobody_means_is_asked_about(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair, sent: dict[str, str]
) -> None:
    for filled, to in ((_filled(sqlite_database), "log"), ({}, "appointment")):
        answer = _post(mentor, pair, {**filled, "next_clock": "19:30", **sent}, to)
        assert answer.status_code == 422
        assert "half jaar" in answer.text or "Controleer het jaar" in answer.text
    late = _filled(sqlite_database, held_on="27-2", next_on="01-03-2026", next_clock="19:30")
    assert _post(mentor, pair, late).status_code == 303  # with its year: a log that came late


def test_yesterday_in_a_draft_stays_the_day_that_it_was(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    sent = _filled(sqlite_database, held_on="gisteren", next_on="morgen", version="0")
    assert _post(mentor, pair, sent, "log/draft").status_code == 200
    fixed_now.advance(days=1)
    page = soup(mentor.get(f"/my-match/{pair.trajectory.id}/log").text)
    assert page.find(id="held_on")["value"] == "01-03-2026"
    assert page.find(id="next_on")["value"] == "03-03-2026"


def test_who_did_not_speak_has_no_minutes_and_no_topics(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    sent = _filled(sqlite_database, kind="cancelled_by_mentee", themes=["school"], safe="3")
    assert _post(mentor, pair, sent).status_code == 303
    (log,) = _logs(sqlite_database)
    assert (log.kind, log.minutes) == (SessionKind.CANCELLED_BY_MENTEE, None)
    assert (log.topics, log.experience) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": "03-03-2026"},
        {"held_on": "overmorgen"},
        {"held_on": "over een week"},
        {"kilometres": "-1"},
        {"expenses": "twee tientjes"},
        {"other_minutes": "721"},
        {"next_on": "04-03-2026"},
        {"next_on": "01-03-2026", "next_clock": "12:00"},
        {"themes": ["belief"]},
        {"contact": "11"},
        {"note": "é" * 2001},
    ],
)
def test_what_is_not_right_is_said_and_stays_in_the_form(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair, wrong: dict[str, object]
) -> None:
    sent = {**_filled(sqlite_database, note="Dit blijft staan."), **wrong}
    answer = _post(mentor, pair, sent)
    assert answer.status_code == 422
    page = soup(answer.text)
    assert page.find(id="error-summary")
    if "note" not in wrong:
        assert "Dit blijft staan." in page.find(id="note").text
    assert _logs(sqlite_database) == []


def test_a_draft_is_handed_back_after_a_sign_out_and_never_leaks_into_the_next_log(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    sent = _filled(sqlite_database, note="Half af", themes=["money"], version="0")
    assert _post(mentor, pair, sent, "log/draft").get_json()["version"] > 0
    mentor.post("/sign-out", data={"csrf_token": csrf(mentor)})
    sign_in_as(mentor, sqlite_database, person(sqlite_database, Role.MENTOR).user)
    assert mentor.get(f"/my-match/{pair.trajectory.id}/log").status_code == 404
    sign_in_as(mentor, sqlite_database, pair.person.user)
    page = soup(mentor.get(f"/my-match/{pair.trajectory.id}/log").text)
    assert "Half af" in page.find(id="note").text
    assert page.find("input", attrs={"name": "themes", "checked": True})["value"] == "money"
    assert page.find(id="submission")["value"] == sent["submission"]
    assert _post(mentor, pair, sent).status_code == 303
    assert "Half af" not in mentor.get(f"/my-match/{pair.trajectory.id}/log").text
    # What the page still had on its way when the log was stored doesn't bring it back.
    assert _post(mentor, pair, sent, "log/draft").status_code == 404
    with sqlite_database.reading() as db:
        assert drafts.list_of(db, pair.person.id, drafting.KIND) == []


def test_two_windows_never_overwrite_each_other(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    one = _filled(sqlite_database, note="Hier", version="0")
    other = _filled(sqlite_database, note="Daar", version="0")
    assert _post(mentor, pair, one, "log/draft").status_code == 200
    assert _post(mentor, pair, other, "log/draft").status_code == 409
    assert _post(mentor, pair, {**one, "note": "Hier verder"}, "log/draft").status_code == 200
    assert "Hier verder" in mentor.get(f"/my-match/{pair.trajectory.id}/log").text


def test_the_same_page_with_other_words_shows_both_and_one_is_chosen(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    sent = _filled(sqlite_database, note="Eerst", themes=["school", "work"])
    assert _post(mentor, pair, sent).status_code == 303
    assert _post(mentor, pair, sent).status_code == 303
    answer = _post(mentor, pair, {**sent, "note": "Toen"})
    assert answer.status_code == 409
    assert "Eerst" in answer.text
    form = soup(answer.text).find("form", attrs={"action": lambda to: to and "correct" in to})
    assert "Toen" in str(form)
    again = [(one["name"], one.get("value", "")) for one in form.find_all("input")]
    body: dict[str, list[str]] = {}
    for name, value in again:
        body.setdefault(name, []).append(value)
    assert mentor.post(form["action"], data=body).status_code == 303
    with sqlite_database.reading() as db:
        (log,) = queries.logs_of(db, [pair.trajectory.id])[pair.trajectory.id]
        told = queries.told_of(db, [log])[log.id]
        assert (told.note, told.topics) == ("Toen", ("school", "work"))
    page = mentor.get(f"/my-match/{pair.trajectory.id}/sessions/{log.id}").text
    assert page.index("Toen") < page.index("Eerst")


def test_somebody_elses_match_is_the_same_404(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    with sqlite_database.writing() as db:
        other = make_pair(db)
        log = other.log(db, met(db)).log
        db.commit()
    for path in ("log", f"sessions/{log.id}", f"sessions/{log.id}/correct"):
        assert mentor.get(f"/my-match/{other.trajectory.id}/{path}").status_code == 404
        mine = f"/my-match/{pair.trajectory.id}/{path}"
        assert mentor.get(mine).status_code == (200 if path == "log" else 404)
    assert _post(mentor, other, _filled(sqlite_database)).status_code == 404


def test_after_the_end_a_mentor_logs_late_and_reads_nothing_new(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        match = trajectories.match_of(db, pair.trajectory)
        later = now(db) + timedelta(days=20)
        log = pair.log(db, met(db, 4, expense_cents=350, next_at=later)).log
        matching.end_match(db, match, "Klaar.", looks_again=False)
        db.commit()
    fixed_now.advance(days=5)
    sign_in_as(mentor, sqlite_database, pair.person.user)
    page = mentor.get("/my-match").text
    assert "afgelopen" in page
    assert f"/matching/mine/{match.id}" not in page
    own_log = f"/my-match/{pair.trajectory.id}/sessions/{log.id}"
    assert NOTE in mentor.get(own_log).text
    form = mentor.get(f"/my-match/{pair.trajectory.id}/log").text
    assert "Jullie hebben een afspraak" not in form
    late = _filled(sqlite_database, held_on="01-03-2026")
    assert _post(mentor, pair, late).status_code == 303
    after = _post(mentor, pair, _filled(sqlite_database, held_on="04-03-2026"))
    assert (after.status_code, "2 maart 2026" in after.text) == (422, True)
    fixed_now.advance(days=30)
    sign_in_as(mentor, sqlite_database, pair.person.user)
    page = mentor.get("/my-match").text
    assert f"/my-match/{pair.trajectory.id}/log" not in page
    _assert_only_day_kind_and_expenses(mentor, own_log, page)


def _assert_only_day_kind_and_expenses(mentor: FlaskClient, own_log: str, page: str) -> None:
    for told in ("26 februari 2026", "We zagen elkaar", "€ 3,50"):
        assert told in page
    assert "School" not in page
    assert own_log not in page
    for path in (own_log, f"{own_log}/correct"):
        assert mentor.get(path).status_code == 404
    sent = {"held_on": "26-02-2026", "kind": "met", "minutes": "90", "submission": str(uuid4())}
    sent["csrf_token"] = csrf(mentor)
    assert mentor.post(f"{own_log}/correct", data=sent).status_code == 404


def test_once_a_consent_is_withdrawn_a_mentor_reads_no_log_back(
    mentor: FlaskClient, sqlite_database: Database, pair: Pair
) -> None:
    with sqlite_database.writing() as db:
        log = pair.log(db, met(db, 4, expense_cents=350)).log
        mentee = db.get_one(Mentee, pair.trajectory.mentee_id)
        purpose, given_by = ConsentPurpose.PARTICIPATION, GivenBy.YOUNG_PERSON
        matching.withdraw_consent(db, mentee, purpose, given_by, by=pair.consultant.id)
        db.commit()
    own_log = f"/my-match/{pair.trajectory.id}/sessions/{log.id}"
    page = mentor.get("/my-match").text
    _assert_only_day_kind_and_expenses(mentor, own_log, page)
    late = _filled(sqlite_database, held_on="01-03-2026")
    assert _post(mentor, pair, late).status_code == 303  # what it cost can still be told


def test_a_consultant_reads_the_logs_and_pays_the_month(
    client: FlaskClient, app: Flask, sqlite_database: Database, pair: Pair
) -> None:
    with sqlite_database.writing() as db:
        first = pair.log(db, met(db, 5, expense_cents=1250, kilometres=8, note="Oud")).log
        pair.log(db, met(db, 5, expense_cents=1350, kilometres=8), corrects=first)
        elsewhere = make_pair(db, "NHN")
        elsewhere.log(db, met(db, 5, expense_cents=99_900))
        db.commit()
        section = section_of(db, pair.trajectory)
    with app.test_request_context():
        shown = render_template("trajectories/sessions/section.html", sessions=section)
    assert NOTE in shown
    assert "Oud" not in shown
    sign_in_as(client, sqlite_database, pair.consultant.user)
    page = soup(client.get("/expenses").text).get_text()  # without the random keys of its forms
    assert "€ 13,50" in page
    assert "999" not in page
    file = client.get("/expenses/2026-02/csv")
    assert file.data.decode("utf-8-sig").splitlines()[1] == "Jolanda Vis;1;8;13,50"
    for nonsense in ("2026-13", "2014-12", "2027-01", "9999-12"):
        for page in (f"/expenses/{nonsense}", f"/expenses/{nonsense}/csv"):
            assert client.get(page).status_code == 404


def test_missed_meetings_and_a_late_log_stand_above_the_sessions(
    app: Flask, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        pair = make_pair(db, ago=timedelta(days=40))
        for days in (30, 27, 25):
            pair.log(db, met(db, days, kind=SessionKind.NO_CONTACT, minutes=None))
        section = section_of(db, pair.trajectory)
    with app.test_request_context():
        shown = render_template("trajectories/sessions/section.html", sessions=section)
    assert "Drie afspraken op rij" in shown
    assert "15 februari 2026" in shown
    with sqlite_database.writing() as db:
        pair = make_pair(db)
        for days in (3, 2):
            missed = {"kind": SessionKind.NO_CONTACT, "minutes": None}
            pair.log(db, met(db, days, next_at=now(db) + timedelta(days=9), **missed))
        open_match = trajectories.match_of(db, pair.trajectory)
        assert section_of(db, pair.trajectory).facts.next_at is not None
        matching.end_match(db, open_match, "Klaar.", looks_again=False)
        assert section_of(db, pair.trajectory).facts == queries.OVER
