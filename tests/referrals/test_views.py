"""What a referrer and a consultant meet on the pages, from the first question to the decision."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, before_render_template
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.grants import grant_role
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.drafts import Draft
from mentorship.foundation.keys.store import KeyStore
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.referrals import drafting, services
from mentorship.referrals.models import Referral, TriageDecision, TriageOutcome
from mentorship.region.models import OrganisationType
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf, soup
from tests.factories import FixedNow
from tests.referrals.senders import copy_of, decide, referrer, sent

FILLED = {
    "first_name": "Yara",
    "birth_year": "2008",
    "place": "Haarlem",
    "contact_route": "phone",
    "contact_details": "06 00000000",
    "guardian_knows": "not_needed",
    "need": "Ze zit veel thuis sinds ze van school wisselde.",
    "hope": "Iemand die met haar meegaat.",
    "relation": "Mentor van haar klas",
    "is_status_shared": "yes",
}


@pytest.fixture
def school(sqlite_database: Database) -> Person:
    return referrer(sqlite_database)


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def as_school(client: FlaskClient, sqlite_database: Database, school: Person) -> FlaskClient:
    sign_in_as(client, sqlite_database, school.user)
    return client


@pytest.fixture
def as_consultant(app: Flask, sqlite_database: Database, consultant: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, sqlite_database, consultant.user)
    return client


def main_of(response: TestResponse) -> Tag:
    main = BeautifulSoup(response.text, "html.parser").find("main")
    assert isinstance(main, Tag)
    return main


def words(response: TestResponse) -> str:
    return " ".join(main_of(response).get_text(" ").split())


def hidden(client: FlaskClient, path: str) -> dict[str, str]:
    """What the form of this page sends along by itself."""
    found = main_of(client.get(path)).find_all("input", attrs={"type": "hidden"})
    return {str(field["name"]): str(field["value"]) for field in found}


def fill(client: FlaskClient, path: str, to: str | None = None, **fields: str) -> TestResponse:
    return client.post(to or path, data=hidden(client, path) | fields)


def new_draft(client: FlaskClient) -> str:
    return str(fill(client, "/referrals/new", agrees="yes").location)


def send(client: FlaskClient, draft: str, **changed: str) -> TestResponse:
    return fill(client, draft, do="send", **{**FILLED, **changed})


def test_without_a_yes_nothing_is_stored(as_school: FlaskClient, sqlite_database: Database) -> None:
    def stored() -> tuple[int, int, int]:
        with sqlite_database.reading() as db:
            drafts, events = db.exec(select(Draft)).all(), db.exec(select(AuditEvent)).all()
        return len(drafts), len(events), len(list(keys_in(sqlite_database.keys)))

    as_school.get("/referrals/new")
    before = stored()
    answer = fill(as_school, "/referrals/new", agrees="no")
    assert answer.location == "/referrals/not-yet"
    page = as_school.get(answer.location)
    assert "Er is niets bewaard" in words(page)
    assert "/referrals/leaflet" in page.text
    assert stored() == before


def keys_in(keys: KeyStore) -> list[object]:
    with keys.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT * FROM subject_key"))


def test_no_answer_is_no_yes(as_school: FlaskClient, sqlite_database: Database) -> None:
    for answer in (
        fill(as_school, "/referrals/new"),
        fill(as_school, "/referrals/new", agrees="x"),
    ):
        assert answer.status_code == 422
    with sqlite_database.reading() as db:
        assert db.exec(select(Draft)).all() == []


def test_everybody_may_read_the_leaflet(client: FlaskClient) -> None:
    assert "Iemand naast je" in words(client.get("/referrals/leaflet"))


def test_from_the_question_to_the_receipt(as_school: FlaskClient) -> None:
    answer = send(as_school, new_draft(as_school))
    assert answer.status_code == 303
    receipt = words(as_school.get(str(answer.location)))
    assert "Zorg- en Veiligheidshuis Kennemerland" in receipt
    assert "uiterlijk 4 maart 2026" in receipt
    listed = words(as_school.get("/referrals"))
    assert "Yara" in listed
    assert "Ontvangen" in listed


def test_sent_twice_the_receipt_of_the_first_is_shown(
    as_school: FlaskClient, sqlite_database: Database
) -> None:
    draft = new_draft(as_school)
    page = hidden(as_school, draft)
    first = as_school.post(draft, data=page | FILLED | {"do": "send"})
    second = as_school.post(draft, data=page | FILLED | {"do": "send"})
    assert first.location == second.location
    assert as_school.get(draft).location == first.location  # the back button
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Referral)).all()) == 1


@pytest.mark.parametrize("what", ["save", "send", "choose"])
def test_sent_from_another_window_the_other_text_is_handed_back(
    as_school: FlaskClient, sqlite_database: Database, what: str
) -> None:
    draft = new_draft(as_school)
    page = hidden(as_school, draft)
    receipt = as_school.post(draft, data=page | FILLED | {"place": "haarlem", "do": "send"})
    other = {**FILLED, "place": "HAARLEM", "need": "Wat alleen hier staat", "do": what}
    if what == "choose":
        other = {"mine-need": "Wat alleen hier staat", "pick-need": "mine"}
    answer = as_school.post(f"{draft}/choose" if what == "choose" else draft, data=page | other)
    assert answer.status_code == 409
    assert "Wat alleen hier staat" in words(answer)
    assert FILLED["hope"] not in words(answer)  # what was sent needs no copying
    assert str(receipt.location) in answer.text
    with sqlite_database.reading() as db:
        assert len(db.exec(select(Referral)).all()) == 1


def test_the_receipt_keeps_its_dates_while_the_house_asks_a_question(
    as_school: FlaskClient, sqlite_database: Database, school: Person, consultant: Person,
    fixed_now: FixedNow,
) -> None:  # fmt: skip
    referral_id = sent(sqlite_database, school)
    receipt = f"/referrals/own/{referral_id}/receipt"
    before = words(as_school.get(receipt))
    with sqlite_database.writing() as db:
        referral = db.get_one(Referral, referral_id)
        due = referral.triage_due
        decide(db, referral, TriageOutcome.ASK, consultant, "Sinds wanneer?")
        fixed_now.advance(days=1)
        services.answer_question(db, referral, "Sinds mei.", noted_by=consultant.id)
        assert referral.triage_due != due
        db.commit()
    sign_in_as(as_school, sqlite_database, school.user)
    assert words(as_school.get(receipt)) == before


def test_a_draft_is_kept_and_comes_back_after_signing_in_again(
    as_school: FlaskClient, app: Flask, sqlite_database: Database, school: Person
) -> None:
    draft = new_draft(as_school)
    answer = fill(as_school, draft, do="save", need="Een lang verhaal\nmet regels")
    assert answer.location == draft
    other = app.test_client()
    sign_in_as(other, sqlite_database, school.user)
    area = main_of(other.get(draft)).find("textarea", attrs={"name": "need"})
    assert isinstance(area, Tag)
    assert area.get_text().strip() == "Een lang verhaal\nmet regels"


def test_signed_out_in_the_middle_the_text_comes_back(as_school: FlaskClient) -> None:
    draft = new_draft(as_school)
    page = hidden(as_school, draft)
    note = "Een lange notitie. " * 40
    token = {"csrf_token": page["csrf_token"]}
    as_school.post("/sign-out", data=token)
    answer = as_school.post(draft, data=page | {"need": note, "do": "save"})
    assert answer.status_code == 401
    assert note.strip() in answer.text


def test_two_windows_choose_from_both_texts(as_school: FlaskClient) -> None:
    draft = new_draft(as_school)
    one, other = hidden(as_school, draft), hidden(as_school, draft)
    as_school.post(draft, data=one | {"need": "Tekst van het ene venster", "do": "save"})
    answer = as_school.post(
        draft, data=other | {"need": "Tekst van het andere", "hope": "Hoop", "do": "save"}
    )
    assert answer.status_code == 409
    assert "Tekst van het ene venster" in words(answer)
    assert "Tekst van het andere" in words(answer)
    fields = {
        str(field["name"]): str(field["value"])
        for field in main_of(answer).find_all("input", attrs={"type": "hidden"})
    }
    chosen = as_school.post(
        f"{draft}/choose", data=fields | {"pick-need": "theirs", "pick-hope": "mine"}
    )
    assert chosen.location == draft
    page = as_school.get(draft).text
    assert "Tekst van het ene venster" in page
    assert "Hoop" in page
    assert "Tekst van het andere" not in page


def test_the_page_saves_by_itself_while_somebody_writes(as_school: FlaskClient) -> None:
    draft = new_draft(as_school)
    page = hidden(as_school, draft)
    for text in ("Een", "Een twee", "Een twee drie"):
        kept = as_school.post(f"{draft}/autosave", data=page | {"need": text})
        assert kept.status_code == 200
        assert kept.json is not None
        assert re.fullmatch(r"Opgeslagen om \d\d:\d\d\.", kept.json["said"])
    other = hidden(as_school, draft) | {"submission": "another-page", "version": page["version"]}
    assert as_school.post(f"{draft}/autosave", data=other | {"need": "X"}).status_code == 409
    assert "Een twee drie" in as_school.get(draft).text


def test_a_million_characters_are_refused_in_words_and_nothing_is_lost(
    as_school: FlaskClient,
) -> None:
    draft = new_draft(as_school)
    fill(as_school, draft, do="save", need="Dit stond er al")
    page = hidden(as_school, draft)
    huge = "é" * 1_000_000
    for what in ("save", "send"):
        answer = as_school.post(draft, data=page | FILLED | {"need": huge, "do": what})
        assert answer.status_code == 422
        assert re.search(r"1\.000\.\d{3} tekens", words(answer))
        assert huge in answer.text
    assert as_school.post(f"{draft}/autosave", data=page | {"need": huge}).status_code == 422
    assert "Dit stond er al" in as_school.get(draft).text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first_name", "", "Vul de voornaam in"),
        ("birth_year", "gisteren", "vier cijfers"),
        ("birth_year", "2093", "ligt in de toekomst"),
        ("birth_year", "1960", "van 12 tot en met 27 jaar"),
        ("birth_year", "2025", "van 12 tot en met 27 jaar"),
        ("place", "Harlem", "Haarlem"),
        ("place", "Rotterdam", "buiten onze regio"),
        ("place", "Xqzwk", "kennen deze plaats niet"),
        ("contact_details", "xx", "Vul het telefoonnummer in"),
        ("contact_route", "email", "Vul het e-mailadres in"),
        ("contact_route", "pigeon", "Kies een van de antwoorden"),
        ("need", "a" * 4001, "4.001"),
        ("is_status_shared", "", "Kies of u mag horen"),
    ],
)
def test_a_mistake_is_said_in_words_and_what_was_written_is_kept(
    as_school: FlaskClient, field: str, value: str, said: str
) -> None:
    draft = new_draft(as_school)
    answer = send(as_school, draft, **{field: value})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Iemand die met haar meegaat." in as_school.get(draft).text


@pytest.mark.parametrize(
    ("year", "knows", "name", "status"),
    [
        ("2012", "yes", "Samira, 06 0000", 303),
        ("2012", "yes", "", 422),
        ("2012", "no", "", 422),
        ("2012", "not_needed", "", 422),
        ("2012", "", "", 422),
        ("2010", "not_needed", "", 303),  # turns sixteen this year, or did so
        ("2010", "", "", 422),
        ("2009", "", "", 303),
    ],
)
def test_under_sixteen_a_guardian_knows_as_well(
    as_school: FlaskClient, year: str, knows: str, name: str, status: int
) -> None:
    answer = send(
        as_school, new_draft(as_school), birth_year=year, guardian_knows=knows, guardian=name
    )
    assert answer.status_code == status


def test_the_consultant_reads_that_a_guardian_knows(
    as_school: FlaskClient, as_consultant: FlaskClient
) -> None:
    receipt = send(
        as_school, new_draft(as_school), birth_year="2012", guardian_knows="yes", guardian="Samira"
    )
    case = _taken_up(as_consultant, str(receipt.location).split("/")[-2])
    assert "Ouder of voogd weet ervan en vindt het goed Ja" in words(as_consultant.get(case))


def test_a_gentle_hint_appears_and_bars_nothing(as_school: FlaskClient) -> None:
    draft = new_draft(as_school)
    fill(as_school, draft, do="save", need="Zijn moeder zegt dat hij depressief is.")
    hints = main_of(as_school.get(draft)).select("[data-hints-for=need] p")
    assert len(hints) == 2
    assert send(as_school, draft, need="Zijn moeder helpt mee.").status_code == 303


def test_the_list_of_drafts_tells_them_apart(
    client: FlaskClient, sqlite_database: Database, school: Person
) -> None:
    with sqlite_database.writing() as db:
        drafting.start_draft(db, school.id)
        named = drafting.start_draft(db, school.id)
        drafting.keep_draft(db, school.id, copy_of(named.id, first_name="Femke"))
        db.commit()
    sign_in_as(client, sqlite_database, school.user)
    listed = soup(client.get("/referrals").text).select("#drafts ~ ul strong")
    assert {name.text for name in listed} == {"Femke", "Nog geen naam"}


def test_a_draft_of_somebody_else_is_the_same_as_none(
    as_school: FlaskClient, app: Flask, sqlite_database: Database
) -> None:
    draft = new_draft(as_school)
    stranger = app.test_client()
    sign_in_as(stranger, sqlite_database, referrer(sqlite_database).user)
    nowhere = "/referrals/drafts/00000000-0000-4000-8000-000000000000"
    pages = [_page_of_nothing(stranger.get(path)) for path in (draft, nowhere)]
    assert pages[0] == pages[1]
    page = hidden(stranger, "/referrals/new")
    answer = stranger.post(draft, data=page | {"need": "Mijn eigen tekst", "do": "save"})
    assert answer.status_code == 404
    assert "Mijn eigen tekst" in answer.text


def _page_of_nothing(response: TestResponse) -> str:
    assert response.status_code == 404
    return re.sub(r"[A-Z0-9]{4}-[A-Z0-9]{4}", "", words(response))


@pytest.mark.parametrize(
    ("kind", "is_asked"), [(OrganisationType.POLICE, True), (OrganisationType.SCHOOL, False)]
)
def test_who_can_only_be_called_leaves_a_number(
    client: FlaskClient, sqlite_database: Database, kind: OrganisationType, is_asked: bool
) -> None:
    sign_in_as(client, sqlite_database, referrer(sqlite_database, kind).user)
    draft = new_draft(client)
    answer = fill(client, draft, do="send", **FILLED)
    assert answer.status_code == (422 if is_asked else 303)
    if is_asked:
        assert "met een vraag bellen we u" in words(answer)
        answer = fill(client, draft, do="send", **FILLED, callback="088 - 000 00 09")
        assert answer.status_code == 303


def test_throwing_a_draft_away_is_asked_first(
    as_school: FlaskClient, sqlite_database: Database
) -> None:
    draft = new_draft(as_school)
    fill(as_school, draft, do="save", first_name="Yara")
    assert "Yara" in words(as_school.get(f"{draft}/discard"))
    assert fill(as_school, f"{draft}/discard").location == "/referrals"
    assert as_school.get(draft).status_code == 404
    with sqlite_database.reading() as db:
        assert db.exec(select(Draft)).all() == []


def test_a_page_that_grew_old_hands_the_text_back(as_school: FlaskClient) -> None:
    draft = new_draft(as_school)
    page = hidden(as_school, draft) | {"csrf_token": "old"}
    answer = as_school.post(draft, data=page | {"need": "Niet kwijtraken " * 5, "do": "save"})
    assert answer.status_code == 400
    assert "Niet kwijtraken" in answer.text


def test_a_consultant_takes_up_reads_and_accepts(
    as_school: FlaskClient, as_consultant: FlaskClient, sqlite_database: Database
) -> None:
    send(as_school, new_draft(as_school), contact_caution="Niet thuis bellen")
    inbox = as_consultant.get("/referrals/inbox")
    assert "2 werkdagen" in words(inbox)
    assert "Yara" not in inbox.text  # opening it is a choice
    action = str(main_of(inbox).find_all("form")[0]["action"])
    case = action.removesuffix("/pick-up")
    assert "Yara" not in as_consultant.get(case).text
    fill(as_consultant, case, to=action)
    page = as_consultant.get(case)
    assert "Niet thuis bellen" in words(page)
    assert "School" in words(page)
    answer = fill(
        as_consultant, case, to=f"{case}/decide", outcome="accept", reason="Past heel goed"
    )
    file = str(answer.location)
    assert file.startswith("/mentees/")
    assert "De verwijzer leest: “In gesprek”" in words(as_consultant.get(file))
    own = as_school.get("/referrals")
    assert "In gesprek" in words(own)
    assert "Past heel goed" not in own.text
    with sqlite_database.reading() as db:
        read = [event for event in db.exec(select(AuditEvent)) if event.action == "read"]
    assert any(event.purpose == "triage" for event in read)


def _taken_up(client: FlaskClient, referral_id: object) -> str:
    case = f"/referrals/{referral_id}"
    fill(client, case, to=f"{case}/pick-up")
    return case


def test_the_colleague_who_comes_second_keeps_the_text(
    as_consultant: FlaskClient, app: Flask, sqlite_database: Database, school: Person
) -> None:
    case = _taken_up(as_consultant, sent(sqlite_database, school))
    second = app.test_client()
    sign_in_as(second, sqlite_database, person(sqlite_database, Role.MENTOR_CONSULTANT).user)
    mine, theirs = hidden(as_consultant, case), hidden(second, case)
    first = as_consultant.post(
        f"{case}/decide", data=mine | {"outcome": "decline", "reason": "Geen plek"}
    )
    assert first.status_code == 303
    late = second.post(
        f"{case}/decide", data=theirs | {"outcome": "accept", "reason": "Mijn lange afweging"}
    )
    assert late.status_code == 409
    assert "Mijn lange afweging" in late.text
    assert "Een collega was eerder" in words(late)
    with sqlite_database.reading() as db:
        assert len(db.exec(select(TriageDecision)).all()) == 1


def test_a_decision_needs_a_reason_and_the_file_stays_in_view(
    as_consultant: FlaskClient, sqlite_database: Database, school: Person
) -> None:
    case = _taken_up(as_consultant, sent(sqlite_database, school))
    for fields in (
        {"outcome": "accept", "reason": " "},
        {"reason": "x"},
        {"outcome": "ask", "reason": "x"},
        {"outcome": "accept", "reason": "x", "question": "Niemand zou dit lezen"},
    ):
        answer = fill(as_consultant, case, to=f"{case}/decide", **fields)
        assert answer.status_code == 422
        assert "boksschool" in words(answer)
    with sqlite_database.reading() as db:
        assert db.exec(select(TriageDecision)).all() == []


@pytest.mark.parametrize("refused", ["two texts", "no question", "no answer"])
def test_what_has_to_be_put_right_is_shown_without_holding_the_writer(
    as_consultant: FlaskClient, as_school: FlaskClient, sqlite_database: Database, school: Person,
    refused: str,
) -> None:  # fmt: skip
    """While the page is made, somebody else can write: SQLite has one writer."""
    referral_id = sent(sqlite_database, school)
    case, draft = _taken_up(as_consultant, referral_id), new_draft(as_school)
    client, path, fields = {
        "two texts": (as_school, draft, {"do": "save", "version": "99", "need": "Anders"}),
        "no question": (as_consultant, f"{case}/decide", {"outcome": "ask", "reason": "x"}),
        "no answer": (as_school, f"/referrals/own/{referral_id}/answer", {"answer": ""}),
    }[refused]
    page = hidden(client, draft if client is as_school else case)
    fill(as_school, draft, do="save", need="Wat er stond")
    written = []

    def write_meanwhile(*_: object, **__: object) -> None:
        with sqlite_database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")
            connection.exec_driver_sql("UPDATE house SET phone = '023' WHERE code = 'KEN'")
            connection.rollback()
        written.append(True)

    with before_render_template.connected_to(write_meanwhile, client.application):
        page |= {"submission": "another-page"} | fields
        assert client.post(path, data=page).status_code in (409, 422)
    assert written


def test_a_question_goes_to_the_school_and_comes_back_answered(
    as_consultant: FlaskClient, as_school: FlaskClient, sqlite_database: Database, school: Person
) -> None:
    referral_id = sent(sqlite_database, school)
    case = _taken_up(as_consultant, referral_id)
    fill(
        as_consultant, case, to=f"{case}/decide", outcome="ask", reason="Onduidelijk",
        question="Weet haar moeder ervan?",
    )  # fmt: skip
    own = f"/referrals/own/{referral_id}"
    page = hidden(as_school, own)
    assert "Weet haar moeder ervan?" in words(as_school.get(own))
    assert "Onduidelijk" not in as_school.get(own).text
    for expected in (303, 422):
        answer = as_school.post(f"{own}/answer", data=page | {"answer": "Ja, sinds vorige week"})
        assert answer.status_code == expected
        assert expected == 303 or "Ja, sinds vorige week" in answer.text
    assert "Ja, sinds vorige week" in words(as_consultant.get(case))


def test_the_police_sees_two_words_and_never_a_question(
    as_consultant: FlaskClient, app: Flask, sqlite_database: Database
) -> None:
    police = referrer(sqlite_database, OrganisationType.POLICE)
    referral_id = sent(sqlite_database, police)
    as_police = app.test_client()
    sign_in_as(as_police, sqlite_database, police.user)
    case = _taken_up(as_consultant, referral_id)
    assert "leest hier geen vragen" in words(as_consultant.get(case))
    fill(as_consultant, case, to=f"{case}/decide", outcome="ask", reason="Bellen", question="Q?")
    own = f"/referrals/own/{referral_id}"
    assert as_police.get(own).text.count("<textarea") == 0
    assert "Ontvangen" in words(as_police.get(own))
    page = hidden(as_police, "/referrals/new")
    assert as_police.post(f"{own}/answer", data=page | {"answer": "x"}).status_code == 422
    fill(as_consultant, case, to=f"{case}/note-answer", answer="Gebeld: het kan")
    fill(as_consultant, case, to=f"{case}/decide", outcome="decline", reason="Geen plek")
    assert "Voor u afgesloten" in words(as_police.get(own))
    assert "Geen plek" not in as_police.get(own).text


def test_a_file_of_another_house_is_the_same_as_none(
    as_consultant: FlaskClient, sqlite_database: Database, school: Person
) -> None:
    elsewhere = sent(sqlite_database, school, house_code="NHN", place="Alkmaar")
    nowhere = "00000000-0000-4000-8000-000000000000"
    pages = [
        _page_of_nothing(as_consultant.get(f"/referrals/{key}")) for key in (elsewhere, nowhere)
    ]
    assert pages[0] == pages[1]
    token = {"csrf_token": csrf(as_consultant)}
    for verb in ("pick-up", "decide", "note-answer"):
        fields = token | {"outcome": "accept", "reason": "x", "answer": "x"}
        assert as_consultant.post(f"/referrals/{elsewhere}/{verb}", data=fields).status_code == 404


def test_each_role_counts_in_its_own_house_only(
    app: Flask, sqlite_database: Database, school: Person
) -> None:
    """A consultant of one House who is a mentor in another, and waits to be consultant there."""
    coordinator = person(sqlite_database, Role.COORDINATOR)
    both = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    with sqlite_database.writing() as db:
        grant_role(db, both.user, Role.MENTOR, "ZW", None)
        grant_role(db, both.user, Role.MENTOR_CONSULTANT, "ZW", coordinator.id)
        db.commit()
    here = sent(sqlite_database, school, house_code="NHN", place="Alkmaar", first_name="Noor")
    there = sent(sqlite_database, school, house_code="ZW", place="Zaandam", first_name="Zita")
    client = app.test_client()
    sign_in_as(client, sqlite_database, both.user)
    inbox = words(client.get("/referrals/inbox"))
    assert ("Noor" in inbox, "Zita" in inbox) == (True, False)
    assert client.get(f"/referrals/{here}").status_code == 200
    assert client.get(f"/referrals/{there}").status_code == 404
    token = {"csrf_token": csrf(client), "outcome": "accept", "reason": "x", "answer": "x"}
    for verb in ("pick-up", "decide", "note-answer"):
        assert client.post(f"/referrals/{there}/{verb}", data=token).status_code == 404
    with sqlite_database.reading() as db:
        letters = select(OutboxMail).where(OutboxMail.subject_id == both.user.subject_id)
        assert len(db.exec(letters).all()) == 1


def test_a_school_opens_no_file_and_a_consultant_no_draft(
    as_school: FlaskClient, as_consultant: FlaskClient, sqlite_database: Database, school: Person
) -> None:
    referral_id = sent(sqlite_database, school)
    assert as_school.get("/referrals/inbox").status_code == 403
    assert as_school.get(f"/referrals/{referral_id}").status_code == 403
    assert as_consultant.get("/referrals/new").status_code == 403
    assert as_consultant.get(f"/referrals/own/{referral_id}").status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & \"'",
        "{{ 7 * 7 }} {% raise %} %(name)s 100%",
        "nul\x00 bel\x07 regel\r\neen\rtwee\u2028drie",
        "👩🏽‍🦱 naïef Ĳmuiden مرحبا \u202eomgekeerd",
        "x" * 4000,
    ],
)
def test_whatever_is_typed_comes_through_as_text(
    as_school: FlaskClient, as_consultant: FlaskClient, text: str
) -> None:
    draft = new_draft(as_school)
    assert fill(as_school, draft, do="save", need=text, first_name=text[:30]).status_code == 303
    assert as_school.get(draft).status_code == 200
    receipt = send(as_school, draft, need=text, first_name=text[:30])
    own = str(receipt.location).removesuffix("/receipt")
    assert as_school.get(own).status_code == 200
    case = "/referrals/" + own.rsplit("/", 1)[-1]
    fill(as_consultant, case, to=f"{case}/pick-up")
    page = as_consultant.get(case)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    shown = "".join(words(page).split())
    assert "".join(text.replace("\x00", "").replace("\x07", "").split()) in shown
    assert as_consultant.get("/referrals/inbox").status_code == 200


def test_nonsense_in_hidden_fields_is_a_version_that_never_was(as_school: FlaskClient) -> None:
    draft = new_draft(as_school)
    fill(as_school, draft, do="save", need="Wat er stond")
    for version in ("", "-1", "9" * 40, "²", "1 OR 1=1"):
        answer = fill(
            as_school, draft, do="save", version=version, submission="x" * 99, need="Anders"
        )
        assert answer.status_code == 409
        assert "Wat er stond" in words(answer)
    assert "Wat er stond" in as_school.get(draft).text
