"""What an applicant, a referee, a consultant and a mentor meet on the pages."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts import grants
from mentorship.accounts import queries as accounts
from mentorship.accounts.models import User
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job, JobStatus
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries, services
from mentorship.mentors.models import (
    Interview,
    Mentor,
    MentorReference,
    MentorStatus,
    Pause,
    VogSighting,
)
from mentorship.mentors.rules import Gate, Stage
from mentorship.region.services import seed_region
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.factories import FixedNow
from tests.mentors.applicants import APPLICATION, ask, make_mentor, pass_gates, ready_mentor
from tests.mentors.jobs import run_jobs

APPLIES = {
    "first_name": "Sanne",
    "family_name": "Dekker",
    "email": "sanne@voorbeeld.example",
    "phone": "06 00000000",
    "place": "Haarlem",
    "motivation": "Ik had zelf vroeger iemand die naast me stond.",
}
ANSWERED = {
    "known_for": "Acht jaar, van het werk",
    "strengths": "Luistert goed",
    "worries": "",
    "trust": "yes",
}
PROFILE = {
    "place": "Haarlem",
    "max_travel_km": "12,5",
    "slots": ["mon-evening", "sat-morning"],
    "languages": ["nl", "en"],
    "interests": ["cooking"],
    "themes": ["school"],
    "meeting_mode": "both",
    "birth_year": "1984",
}


VOG = {"issued_on": "1-2-2026", "seen_on": "2-3-2026", "profile_code": "84", "number": "A 1-23"}
TALK = {"held_on": "2-3-2026", "outcome": "go_on", "notes": "Rustig en nieuwsgierig."}
AGREEMENT = {"signed_on": "2-3-2026", "months": "12", "hours_per_month": "4"}
NEW = replace(APPLICATION, first_name="Ikzelf", email="ikzelf@voorbeeld.example")


@pytest.fixture(autouse=True)
def _region(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        seed_region(db)
        db.commit()


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def as_consultant(app: Flask, sqlite_database: Database, consultant: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, sqlite_database, consultant.user)
    return client


@pytest.fixture
def applied(sqlite_database: Database) -> UUID:
    """An open mentor without any gate."""
    with sqlite_database.writing() as db:
        mentor = make_mentor(db)
        db.commit()
    return mentor.id


def main_of(response: TestResponse) -> Tag:
    main = BeautifulSoup(response.text, "html.parser").find("main")
    assert isinstance(main, Tag)
    return main


def words(response: TestResponse) -> str:
    return " ".join(main_of(response).get_text(" ").split())


def hidden(client: FlaskClient, path: str, to: str | None = None) -> dict[str, str]:
    """What the form that goes to `to` sends along by itself."""
    forms = [
        form for form in main_of(client.get(path)).find_all("form")
        if to is None or form.get("action") == to
    ]  # fmt: skip
    assert forms, f"no form on {path} goes to {to}"
    fields = forms[0].find_all("input", attrs={"type": "hidden"})
    return {str(field["name"]): str(field["value"]) for field in fields}


def fill(
    client: FlaskClient, path: str, to: str | None = None, **fields: str | list[str]
) -> TestResponse:
    return client.post(to or path, data={**hidden(client, path, to), **fields})


def link_in_mail(database: Database, letter: str) -> str:
    """The path of the link in the newest mail of this kind that waits."""
    with database.reading() as db:
        rows = db.exec(select(OutboxMail).where(OutboxMail.letter == letter)).all()
        row = max(rows, key=lambda row: row.created_at)
        body = vault.read(db, row, "body", purpose=Purpose.MESSAGING) or ""
    found = re.search(r"https?://\S+", body)
    assert found is not None
    return urlsplit(found.group()).path


def stage_of(database: Database, mentor_id: UUID) -> Stage:
    with database.reading() as db:
        mentor = db.get_one(Mentor, mentor_id)
        return queries.readiness_of(db, mentor, queries.today(db)).stage


def test_information_comes_first_and_then_the_form(client: FlaskClient) -> None:
    page = client.get("/apply")
    assert "minstens 4 uur per maand, minstens 12 maanden lang" in words(page)
    assert "/apply/form" in page.text
    assert "Er wordt niets bewaard voordat je op de knop drukt" in words(client.get("/apply/form"))


def test_an_application_reaches_the_house_and_both_get_an_email_without_a_name(
    client: FlaskClient, sqlite_database: Database, as_consultant: FlaskClient
) -> None:
    answer = fill(client, "/apply/form", **APPLIES)
    assert answer.location == "/apply/thanks"
    assert "Je aanmelding is onderweg" in words(client.get(answer.location))
    run_jobs(sqlite_database)
    mails = [path.read_text() for path in sqlite_database.settings.mail.glob("*.eml")]
    assert len(mails) == 2
    assert not any("Sanne" in mail or "Dekker" in mail for mail in mails)
    board = words(as_consultant.get("/mentors"))
    assert "Sanne Dekker" in board
    assert "aangemeld op 02-03-2026" in board


def test_a_second_application_of_the_address_learns_nothing_and_changes_nothing(
    client: FlaskClient, sqlite_database: Database
) -> None:
    statements: list[list[str]] = []

    def note(connection, cursor, statement, parameters, context, many):  # type: ignore[no-untyped-def]
        statements[-1].append(statement)

    event.listen(sqlite_database.engine, "before_cursor_execute", note)
    answers = []
    for told in (
        APPLIES,
        {**APPLIES, "email": " SANNE@voorbeeld.example", "motivation": "Nog eens"},
    ):
        page = hidden(client, "/apply/form")
        statements.append([])
        answers.append(client.post("/apply/form", data={**page, **told}))
    event.remove(sqlite_database.engine, "before_cursor_execute", note)
    run_jobs(sqlite_database)
    assert answers[0].data == answers[1].data
    assert answers[0].location == answers[1].location
    assert statements[0] == statements[1]
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Mentor)).all()) == 1
    assert len(list(sqlite_database.settings.mail.glob("*.eml"))) == 1


def test_a_double_click_applies_once(client: FlaskClient, sqlite_database: Database) -> None:
    page = hidden(client, "/apply/form")
    for _ in range(3):
        assert client.post("/apply/form", data={**page, **APPLIES}).status_code == 303
    run_jobs(sqlite_database)
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Mentor)).all()) == 1
    assert len(list(sqlite_database.settings.mail.glob("*.eml"))) == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("place", "Harlem", "Bedoelt u"),
        ("place", "Groningen", "ligt buiten onze regio"),
        ("email", "sanne", "e-mailadres"),
        ("phone", "bel maar", "telefoonnummer"),
        ("motivation", "", "waarom je mentor wilt worden"),
        ("motivation", "x" * 4001, "te lang"),
    ],
)
def test_a_mistake_in_the_application_is_said_and_nothing_is_lost(
    client: FlaskClient, sqlite_database: Database, field: str, typed: str, said: str
) -> None:
    answer = fill(client, "/apply/form", **{**APPLIES, field: typed})
    assert answer.status_code == 422
    assert said in words(answer)
    assert APPLIES["first_name"] in answer.text
    with sqlite_database.reading() as db:
        assert db.exec(select(Mentor)).all() == []


def test_too_many_applications_from_one_device_wait(client: FlaskClient) -> None:
    page = hidden(client, "/apply/form")
    for number in range(60):
        told = {**APPLIES, "email": f"iemand{number}@voorbeeld.example"}
        assert client.post("/apply/form", data={**page, **told}).status_code == 303
    answer = client.post("/apply/form", data={**page, **APPLIES})
    assert answer.status_code == 429
    assert "Wacht tien minuten" in words(answer)
    assert APPLIES["motivation"] in answer.text


def test_from_application_to_ready_through_every_gate(
    as_consultant: FlaskClient, client: FlaskClient, sqlite_database: Database, applied: UUID,
    fixed_now: FixedNow,
) -> None:  # fmt: skip
    one = f"/mentors/{applied}"
    assert "Twee referenties die tellen" in words(as_consultant.get(one))

    assert fill(as_consultant, f"{one}/interview", **TALK).location == one  # where the message is
    assert stage_of(sqlite_database, applied) is Stage.REFERENCES

    for number in ("1", "2"):
        fixed_now.advance(minutes=1)
        referee = {"name": f"Joke {number}", "relation": "Oud-collega"}
        address = f"{one}/ask?number={number}"
        fill(as_consultant, address, **referee, email=f"joke{number}@voorbeeld.example")
        reference = link_in_mail(sqlite_database, "mentors.reference")
        assert fill(client, reference, **ANSWERED).location == "/mentors/reference/thanks"
    for reference_id in _references(sqlite_database):
        page = f"{one}/references/{reference_id}"
        assert "Luistert goed" in words(as_consultant.get(page))
        fill(as_consultant, page, to=f"{page}/judge", outcome="accepted", note="")
    assert stage_of(sqlite_database, applied) is Stage.VOG

    fill(as_consultant, f"{one}/vog", **VOG)
    fill(as_consultant, f"{one}/agreement", **AGREEMENT)
    fill(as_consultant, f"{one}/training", completed_on="1-3-2026")
    fill(as_consultant, f"{one}/profile", **PROFILE)
    page = words(as_consultant.get(one))
    assert "Inzetbaar sinds 2 maart 2026" in page
    assert "VOG telt tot en met 1 februari 2029" in page
    assert "koken" in page.casefold()
    assert "Inzetbaar" in words(as_consultant.get("/mentors?stage=ready"))


def _references(database: Database) -> list[UUID]:
    with database.reading() as db:
        return [row.id for row in db.exec(select(MentorReference)).all()]


WRONG: list[tuple[str, dict[str, str | list[str]], str]] = [
    ("interview", {**TALK, "held_on": "3-3-2026"}, "nog komen"),
    ("interview", {"held_on": "1-3-2026", "notes": "Lang gesprek"}, "Kies hoe"),
    ("vog", {**VOG, "issued_on": "1-2-2022"}, "te oud"),
    ("vog", {**VOG, "seen_on": "1-1-2026"}, "voordat die is afgegeven"),
    ("vog", {**VOG, "profile_code": "x"}, "twee cijfers"),
    ("agreement", {**AGREEMENT, "months": "6"}, "minder dan"),
    ("agreement", {**AGREEMENT, "months": "99"}, "van 1 tot"),
    ("training", {"completed_on": "gisteren"}, "dag-maand-jaar"),
    ("agreement", {**AGREEMENT, "months": "een jaar"}, "Vul een heel getal in, zo"),
    ("capacity", {"seats": "11"}, "van 0 tot en met 10"),
    ("capacity", {"seats": "veel"}, "Vul een heel getal in, zo"),
    ("pause", {"first_day": "5-3-2026", "last_day": "4-3-2026"}, "ligt voor de eerste dag"),
    ("pause", {"first_day": "1-1-2026", "last_day": "4-1-2026"}, "Kies andere dagen"),
    ("ask?number=1", {"name": "Joke", "relation": "Buurvrouw"}, "of een telefoonnummer"),
    ("end", {"reason": "Het past niet"}, "Kies wat"),
    ("profile", {**PROFILE, "slots": []}, "ten minste één dagdeel"),
]


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    as_consultant: FlaskClient, applied: UUID
) -> None:
    for page, told, said in WRONG:
        answer = fill(as_consultant, f"/mentors/{applied}/{page}", **told)
        assert answer.status_code == 422, page
        assert said in words(answer)
        for typed in told.values():
            assert typed == [] or (typed[0] if isinstance(typed, list) else typed) in answer.text


def test_each_form_sent_twice_is_done_once(
    as_consultant: FlaskClient, sqlite_database: Database, applied: UUID
) -> None:
    one = f"/mentors/{applied}"
    forms: dict[str, dict[str, str | list[str]]] = {
        f"{one}/interview": {"held_on": "2-3-2026", "outcome": "go_on", "notes": "Goed"},
        f"{one}/vog": {**VOG},
        f"{one}/pause": {"first_day": "5-3-2026", "last_day": "9-3-2026", "reason": ""},
        f"{one}/ask": {"name": "Joke", "relation": "Buur", "email": "j@voorbeeld.example"},
        f"{one}/profile": PROFILE,
    }  # fmt: skip
    for path, told in forms.items():
        sent = {**hidden(as_consultant, path), **told}
        assert [as_consultant.post(path, data=sent).status_code for _ in range(2)] == [303, 303]
    with sqlite_database.reading() as db:
        for table in (Interview, VogSighting, Pause, MentorReference):
            assert len(db.exec(select(table)).all()) == 1, table
        assert len(db.exec(select(OutboxMail)).all()) == 1


def test_lapsed_training_says_who_enrols_again_and_leads_there(
    app: Flask,
    as_consultant: FlaskClient,
    sqlite_database: Database,
    applied: UUID,
    consultant: Person,
) -> None:
    with sqlite_database.writing() as db:
        mentor = db.get_one(Mentor, applied)
        services.record_trained(db, mentor, date(2022, 3, 1), consultant.id)
        db.commit()
    page = main_of(as_consultant.get(f"/mentors/{applied}"))
    gate = page.find("section", attrs={"aria-labelledby": "training"})
    assert isinstance(gate, Tag)
    assert "De training moet opnieuw" in gate.get_text()
    link = gate.find("a", href="/training")
    assert isinstance(link, Tag)
    assert link.get_text() == "Kijken welke lichtingen er zijn"
    coordinator = app.test_client()
    sign_in_as(coordinator, sqlite_database, person(sqlite_database, Role.COORDINATOR).user)
    page = main_of(coordinator.get(f"/mentors/{applied}"))
    assert page.find("a", href="/training", string="Een lichting kiezen en inschrijven")


def test_what_nobody_was_asked_is_not_filled_in(as_consultant: FlaskClient, applied: UUID) -> None:
    form = main_of(as_consultant.get(f"/mentors/{applied}/profile"))
    travel = form.find(id="max_travel_km")
    assert isinstance(travel, Tag)
    assert travel["value"] == ""
    assert not form.select("input[name=languages][checked], input[name=meeting_mode][checked]")


def test_the_same_vog_number_is_recognised_here_and_elsewhere(
    as_consultant: FlaskClient, sqlite_database: Database, applied: UUID
) -> None:
    with sqlite_database.writing() as db:
        other = make_mentor(db).id
        db.commit()
    fill(as_consultant, f"/mentors/{applied}/vog", **VOG)
    again = fill(as_consultant, f"/mentors/{applied}/vog", **{**VOG, "number": "a123"})
    assert "staat al in dit dossier" in words(again)
    elsewhere = fill(as_consultant, f"/mentors/{other}/vog", **{**VOG, "number": "A123"})
    assert "van een andere mentor" in words(elsewhere)


def test_the_number_of_a_vog_is_on_no_page_afterwards(
    as_consultant: FlaskClient, applied: UUID
) -> None:
    fill(as_consultant, f"/mentors/{applied}/vog", **{**VOG, "number": "KANARIE987"})
    assert "KANARIE987" not in as_consultant.get(f"/mentors/{applied}").text


@pytest.fixture
def asked(sqlite_database: Database, applied: UUID) -> str:
    """The page of a reference that was asked by e-mail."""
    with sqlite_database.writing() as db:
        reference = ask(db, db.get_one(Mentor, applied))
        db.commit()
    return f"/mentors/{applied}/references/{reference.id}"


def test_a_referee_is_told_what_happens_and_addressed_politely(
    client: FlaskClient, sqlite_database: Database, asked: str
) -> None:
    page = words(client.get(link_in_mail(sqlite_database, "mentors.reference")))
    assert "Vier vragen over Sanne Dekker" in page
    assert "lezen uw antwoorden" in page
    assert "mag het eigen dossier opvragen" in page
    assert "tot en met 23 maart 2026" in page


def test_opening_the_link_spends_nothing_and_a_mistake_keeps_the_text(
    client: FlaskClient, sqlite_database: Database, asked: str
) -> None:
    link = link_in_mail(sqlite_database, "mentors.reference")
    for _ in range(2):
        assert client.get(link).status_code == 200
    wrong = fill(client, link, **{**ANSWERED, "trust": ""})
    assert wrong.status_code == 422
    assert "Luistert goed" in wrong.text
    assert fill(client, link, **ANSWERED).status_code == 303


def test_a_used_an_expired_and_a_cut_off_link_say_so_and_keep_the_text(
    client: FlaskClient, sqlite_database: Database, asked: str, fixed_now: FixedNow
) -> None:
    link = link_in_mail(sqlite_database, "mentors.reference")
    form = hidden(client, link)
    cut = client.get(link[:-4])
    assert (cut.status_code, "niet compleet" in words(cut)) == (404, True)
    fixed_now.advance(days=40)
    late = client.post(link, data={**form, **ANSWERED})
    assert late.status_code == 410
    assert "De tijd is voorbij" in words(late)
    assert "Luistert goed" in words(late)
    fixed_now.advance(days=-40)
    client.post(link, data={**form, **ANSWERED})
    used = client.post(link, data={**form, **ANSWERED, "strengths": "Iets anders"})
    assert used.status_code == 410
    assert "al beantwoord" in words(used)
    assert "Iets anders" in words(used)


def test_ask_again_sends_a_fresh_link_to_the_right_address(
    client: FlaskClient, as_consultant: FlaskClient, sqlite_database: Database, asked: str,
    fixed_now: FixedNow, consultant: Person,
) -> None:  # fmt: skip
    first = link_in_mail(sqlite_database, "mentors.reference")
    fixed_now.advance(days=25)
    sign_in_as(as_consultant, sqlite_database, consultant.user)
    assert "geen antwoord op tijd" in words(as_consultant.get(asked))
    fill(as_consultant, asked, to=f"{asked}/ask-again", email="beter@voorbeeld.example")
    second = link_in_mail(sqlite_database, "mentors.reference")
    assert first != second
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert "beter@voorbeeld.example" in as_consultant.get(asked).text


def test_a_referee_on_the_telephone_is_noted_and_the_link_stops(
    client: FlaskClient, as_consultant: FlaskClient, sqlite_database: Database, asked: str
) -> None:
    link = link_in_mail(sqlite_database, "mentors.reference")
    fill(as_consultant, asked, to=f"{asked}/note", **ANSWERED)
    page = words(as_consultant.get(asked))
    assert "opgeschreven door Fenna Roodenburg" in page
    assert client.get(link).status_code == 410
    refused = fill(as_consultant, asked, to=f"{asked}/judge", outcome="not_accepted", note="")
    assert refused.status_code == 422
    assert "Schrijf op waarom" in words(refused)


def test_two_consultants_decide_and_the_second_reads_so(
    as_consultant: FlaskClient, sqlite_database: Database, asked: str, client: FlaskClient
) -> None:
    fill(as_consultant, asked, to=f"{asked}/note", **ANSWERED)
    form = hidden(as_consultant, asked, to=f"{asked}/judge")
    first = {"outcome": "accepted", "note": ""}
    assert as_consultant.post(f"{asked}/judge", data={**form, **first}).status_code == 303
    second = {"outcome": "not_accepted", "note": "Mijn lange afweging"}
    answer = as_consultant.post(f"{asked}/judge", data={**form, **second})
    assert answer.status_code == 422
    assert "misschien door een collega" in words(answer)
    assert "Mijn lange afweging" in answer.text


def test_another_referee_takes_the_place_and_the_first_stays_in_the_file(
    as_consultant: FlaskClient, client: FlaskClient, sqlite_database: Database, asked: str,
    applied: UUID,
) -> None:  # fmt: skip
    first = link_in_mail(sqlite_database, "mentors.reference")
    one = f"/mentors/{applied}"
    fill(as_consultant, f"{one}/ask?number=1", name="Piet", relation="Trainer", phone="06 00000001")
    assert client.get(first).status_code == 410
    page = words(as_consultant.get(one))
    assert "1. Piet" in page
    assert "Eerder gevraagd: Joke de Wit" in page


def test_a_profile_changed_meanwhile_is_not_overwritten(
    as_consultant: FlaskClient, applied: UUID
) -> None:
    path = f"/mentors/{applied}/profile"
    page = hidden(as_consultant, path)
    as_consultant.post(path, data={**page, **PROFILE})
    answer = as_consultant.post(path, data={**page, **PROFILE, "place": "Alkmaar"})
    assert answer.status_code == 422
    assert "intussen gewijzigd" in words(answer)
    assert "Alkmaar" in answer.text
    assert "Haarlem" in words(as_consultant.get(f"/mentors/{applied}"))


def test_the_place_of_the_application_stands_in_the_first_profile(
    as_consultant: FlaskClient, applied: UUID
) -> None:
    found = main_of(as_consultant.get(f"/mentors/{applied}/profile")).find(id="place")
    assert isinstance(found, Tag)
    assert found["value"] == "Haarlem"


def test_ending_says_who_was_first_and_stops_the_links(
    as_consultant: FlaskClient, client: FlaskClient, sqlite_database: Database, asked: str,
    applied: UUID,
) -> None:  # fmt: skip
    path = f"/mentors/{applied}/end"
    form = hidden(as_consultant, path)
    told = {"ending": "declined", "reason": "Geen tijd voor een jaar"}
    assert as_consultant.post(path, data={**form, **told}).status_code == 303
    again = as_consultant.post(path, data={**form, **told, "reason": "Mijn eigen reden"})
    assert again.status_code == 422
    assert "Mijn eigen reden" in again.text
    link = link_in_mail(sqlite_database, "mentors.reference")
    assert client.get(link).status_code == 410
    page = as_consultant.get(f"/mentors/{applied}")
    assert "Afgewezen door het Huis" in words(page)
    assert "Geen tijd voor een jaar" in words(page)
    assert f"{path}" not in page.text
    assert "Sanne Dekker" in words(as_consultant.get("/mentors?stage=ended"))
    assert "Sanne Dekker" not in words(as_consultant.get("/mentors"))


def test_an_invitation_makes_the_same_person_and_their_own_page(
    app: Flask, as_consultant: FlaskClient, sqlite_database: Database, applied: UUID
) -> None:
    one = f"/mentors/{applied}"
    for _ in range(2):  # the second is a fresh invitation, no second account
        fill(as_consultant, one, to=f"{one}/invite")
    assert "wacht op een tweede persoon" in words(as_consultant.get(one))
    with sqlite_database.writing() as db:
        mentor = db.get_one(Mentor, applied)
        user = db.get_one(User, mentor.user_id)
        assert user.subject_id == mentor.subject_id
        user.accepted_at = user.invited_at
        (grant,) = accounts.open_grants(db, [user.id])[user.id]
        grants.approve_role(db, grant, make_person(db, Role.COORDINATOR).id)
        db.commit()
    client = app.test_client()
    sign_in_as(client, sqlite_database, user)
    page = client.get("/mentors/mine")
    assert "Een VOG die is gezien" in words(page)
    main = BeautifulSoup(page.text, "html.parser").main
    assert main is not None
    assert main.select_one('a[href="/training/mine"]')  # the training is missing: see when it is
    assert fill(client, "/mentors/mine/profile", **PROFILE).location == "/mentors/mine"
    assert "Een profiel" not in words(client.get("/mentors/mine"))
    fill(client, "/mentors/mine/pause", first_day="2-3-2026", last_day="20-3-2026", reason="Reis")
    page = client.get("/mentors/mine")
    assert "Pauze tot en met 20 maart 2026" in words(page)
    (end,) = re.findall(r'action="(/mentors/mine/pauses/[^"]+)"', page.text)
    fill(client, "/mentors/mine", to=end)
    assert "Pauze tot en met" not in words(client.get("/mentors/mine"))
    assert client.get("/mentors").status_code == 403
    assert client.get(one).status_code == 403


def test_a_mentor_without_a_file_reads_whom_to_ask(app: Flask, sqlite_database: Database) -> None:
    client = app.test_client()
    sign_in_as(client, sqlite_database, person(sqlite_database, Role.MENTOR).user)
    assert "Vraag het je mentorconsultant" in words(client.get("/mentors/mine"))
    assert client.get("/mentors/mine/profile").status_code == 404


def test_a_consultant_sees_only_their_house_and_never_themselves(
    app: Flask, as_consultant: FlaskClient, consultant: Person, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        elsewhere = make_mentor(db, house_code="NHN", first_name="Verweg").id
        own = services.add_mentor(db, NEW, user=consultant.user).id
        db.commit()
    for mentor_id in (elsewhere, own):
        assert as_consultant.get(f"/mentors/{mentor_id}").status_code == 404
        assert as_consultant.get(f"/mentors/{mentor_id}/interview").status_code == 404
    board = words(as_consultant.get("/mentors"))
    assert "Verweg" not in board
    assert "Ikzelf" not in board
    coordinator = app.test_client()
    sign_in_as(coordinator, sqlite_database, person(sqlite_database, Role.COORDINATOR).user)
    assert "Verweg" in words(coordinator.get("/mentors"))


def test_the_agreement_is_a_paper_without_a_name(as_consultant: FlaskClient) -> None:
    assert "minstens 12 maanden" in words(as_consultant.get("/mentors/agreement"))
    answer = as_consultant.get("/mentors/agreement/pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_the_board_is_paged_and_asks_the_same_few_questions(
    as_consultant: FlaskClient, consultant: Person, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        ready_mentor(db, consultant, first_name="Eerste")
        db.commit()
    few = _queries(sqlite_database, as_consultant)
    with sqlite_database.writing() as db:
        for number in range(60):
            gates = (Gate.INTERVIEW,) if number % 2 else ()
            pass_gates(db, make_mentor(db, first_name=f"Mentor{number}"), consultant, gates)
        db.commit()
    assert _queries(sqlite_database, as_consultant) == few
    page = as_consultant.get("/mentors")
    assert "Pagina 1 van 2" in words(page)
    assert len(main_of(page).select(".oo-worklist > li")) == 50
    assert "Eerste" in words(as_consultant.get("/mentors?page=2"))
    assert as_consultant.get("/mentors?page=999&stage=nonsense").status_code == 200
    referees = as_consultant.get("/mentors?stage=references")
    assert len(main_of(referees).select(".oo-worklist > li")) == 30


def _queries(database: Database, client: FlaskClient) -> int:
    counted: list[str] = []

    def note(connection, cursor, statement, parameters, context, many):  # type: ignore[no-untyped-def]
        counted.append(statement)

    event.listen(database.readers, "before_cursor_execute", note)
    client.get("/mentors")
    event.remove(database.readers, "before_cursor_execute", note)
    return len(counted)


def test_jobs_that_wrote_have_nothing_left_to_do(
    client: FlaskClient, sqlite_database: Database
) -> None:
    fill(client, "/apply/form", **APPLIES)
    run_jobs(sqlite_database)
    with sqlite_database.reading() as db:
        assert {row.status for row in db.exec(select(Job)).all()} == {JobStatus.DONE}
        mentor = db.exec(select(Mentor)).one()
        assert mentor.status is MentorStatus.OPEN
