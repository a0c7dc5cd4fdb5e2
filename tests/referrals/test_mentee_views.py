"""What a consultant meets on the pages of a course, and somebody with only a link."""

import io
import re
from collections.abc import Callable
from uuid import UUID

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.referrals import queries
from mentorship.referrals.mentees import file
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.consent_texts import CURRENT, consent_text, versions
from mentorship.referrals.mentees.intake_models import Consent, ConsentPurpose, GivenBy, IntakeTalk
from mentorship.referrals.mentees.models import HouseTransfer, Mentee, Stage
from mentorship.referrals.models import Referral
from tests.accounts.people import Person, person, sign_in_as
from tests.conftest_web import csrf
from tests.factories import FixedNow
from tests.referrals.courses import committed, guard
from tests.referrals.senders import referrer
from tests.referrals.test_views import fill, hidden, words

ALL_YES = {purpose.value: "yes" for purpose in ConsentPurpose}
PROFILE = {
    "place": "Haarlem",
    "max_travel_km": "12,5",
    "slots": "wed-evening",
    "languages": "nl",
    "interests": "boxing",
}


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def client_of(app: Flask, sqlite_database: Database) -> Callable[[Person], FlaskClient]:
    def signed_in(who: Person) -> FlaskClient:
        client = app.test_client()
        sign_in_as(client, sqlite_database, who.user)
        return client

    return signed_in


@pytest.fixture
def desk(client_of: Callable[[Person], FlaskClient], consultant: Person) -> FlaskClient:
    return client_of(consultant)


@pytest.fixture
def mentee_id(sqlite_database: Database, consultant: Person) -> UUID:
    """Yara, born in 2008, whose referral has just been accepted."""
    return committed(sqlite_database, referrer(sqlite_database), consultant)


@pytest.fixture
def child_id(sqlite_database: Database, consultant: Person) -> UUID:
    """Somebody of thirteen, with a parent who holds authority."""
    child = committed(sqlite_database, referrer(sqlite_database), consultant, birth_year=2012)
    with sqlite_database.writing() as db:
        guard(db, db.get_one(Mentee, child))
        db.commit()
    return child


def stage_of(database: Database, mentee_id: UUID) -> Stage:
    with database.reading() as db:
        return db.get_one(Mentee, mentee_id).stage


def talk(client: FlaskClient, page: str, **changed: str) -> TestResponse:
    told = {"held_on": "02-03-2026", "talked_with": "young_person", "notes": "Wil graag boksen."}
    return fill(client, f"{page}/talk", **{**told, **changed})


def test_from_an_accepted_referral_to_waiting(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}"

    def asks_now() -> str:
        return words(desk.get(page)).split("Volgende stap:")[1][:60]

    assert "Het eerste gesprek voeren" in asks_now()
    assert talk(desk, page).location == page  # its top: there stand the message and the next step
    assert "Wensen en vrije tijd" in asks_now()
    assert fill(desk, f"{page}/profile", **PROFILE).location == page
    assert "Besluiten over de intake" in asks_now()
    decided = fill(desk, f"{page}/decide", outcome="suitable", reason="Past goed")
    assert decided.status_code == 303
    assert "Toestemming vragen" in asks_now()
    answered = fill(desk, f"{page}/consents/ask?who=young_person", **ALL_YES)
    assert answered.location == page
    assert "De brief" in asks_now()
    assert fill(desk, f"{page}/letter", sent_on="02-03-2026").status_code == 303
    assert "Een mentor zoeken" in asks_now()
    assert "Wacht sinds 2 maart 2026" in words(desk.get(page))
    with sqlite_database.reading() as db:
        (found,) = queries.waiting_on(db, queries.today(db))
        assert found.profile.max_travel_m == 12_500
    listed = words(desk.get("/mentees?stage=waiting"))
    assert "Yara" in listed
    assert "wacht sinds 02-03-2026" in listed


def test_what_nobody_was_asked_is_not_filled_in_and_is_said_to_be_missing(
    desk: FlaskClient, mentee_id: UUID
) -> None:
    file = words(desk.get(f"/mentees/{mentee_id}"))
    assert "Nog te vragen: hoe ver reizen mag, vrije tijd in de week, talen" in file
    assert "15 km" not in file
    form = BeautifulSoup(desk.get(f"/mentees/{mentee_id}/profile").text, "html.parser").main
    assert form is not None
    assert form.select_one("#max_travel_km")["value"] == ""  # type: ignore[index]
    assert not form.select("input[name=languages][checked]")
    refused = fill(desk, f"/mentees/{mentee_id}/profile", place="Haarlem", slots="wed-evening")
    assert refused.status_code == 422
    assert "Kies ten minste één taal" in words(refused)
    assert fill(desk, f"/mentees/{mentee_id}/profile", **PROFILE).status_code == 303
    told = words(desk.get(f"/mentees/{mentee_id}"))
    assert "12,5 km" in told
    assert "Nog te vragen" not in told


def test_what_one_would_rather_not_is_folded_shut_until_something_is_chosen_or_wrong(
    desk: FlaskClient, mentee_id: UUID
) -> None:
    page = f"/mentees/{mentee_id}/profile"

    def is_open(answer: TestResponse) -> bool:
        box = BeautifulSoup(answer.text, "html.parser").select_one("input[name=dislikes]")
        assert box is not None
        fold = box.find_parent("details")
        assert isinstance(fold, Tag)
        assert "Liever niet" in str(fold.summary)
        return fold.has_attr("open")

    assert not is_open(desk.get(page))
    assert is_open(fill(desk, page, **PROFILE, dislikes="boxing"))  # stands among the likes too
    assert fill(desk, page, **PROFILE, dislikes="chess").status_code == 303
    assert is_open(desk.get(page))


def test_the_line_of_a_referrer_about_a_parent_is_shown_and_is_nobodys_name(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    line = "Moeder weet ervan, 06 12345678"
    child = committed(
        sqlite_database, referrer(sqlite_database), consultant, birth_year=2012, guardian=line
    )
    page = f"/mentees/{child}/guardians"
    form = BeautifulSoup(desk.get(page).text, "html.parser").main
    assert form is not None
    assert line in " ".join(form.get_text(" ").split()).replace(" ,", ",")
    assert form.select_one("#guardian_name")["value"] == ""  # type: ignore[index]
    assert form.select_one("#guardian_contact")["value"] == ""  # type: ignore[index]
    assert form.select_one('a[href="tel:0612345678"]')
    refused = fill(desk, page, authority="one_parent")
    assert (refused.status_code, "Moeder weet ervan" in words(refused)) == (422, True)
    noted = {"guardian_name": "Mieke Smit", "guardian_contact": "mieke@voorbeeld.example"}
    assert fill(desk, page, authority="one_parent", **noted).status_code == 303
    assert "Moeder weet ervan" not in words(desk.get(page))


def test_numbers_in_a_referral_and_in_a_file_can_be_called(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    with sqlite_database.reading() as db:
        referral = db.exec(select(Referral)).one()
    for page in (f"/referrals/{referral.id}", f"/mentees/{mentee_id}"):
        assert 'href="tel:0600000000"' in desk.get(page).text, page


def test_the_menu_leads_a_consultant_and_nobody_else_there(
    desk: FlaskClient, client_of: Callable[[Person], FlaskClient], sqlite_database: Database
) -> None:
    assert 'href="/mentees"' in desk.get("/today").text
    coordinator = client_of(person(sqlite_database, Role.COORDINATOR))
    assert 'href="/mentees"' not in coordinator.get("/today").text
    assert coordinator.get("/mentees").status_code == 403


def test_the_menu_shows_on_a_file_that_one_is_among_the_young_people(
    desk: FlaskClient, mentee_id: UUID
) -> None:
    def marked(path: str) -> list[tuple[str, str]]:
        menu = BeautifulSoup(desk.get(path).text, "html.parser").select_one("header nav")
        assert menu is not None
        found = menu.select("a[aria-current]")
        return [(str(link["href"]), str(link["aria-current"])) for link in found]

    assert marked("/mentees") == [("/mentees", "page")]
    assert marked(f"/mentees/{mentee_id}/talk") == [("/mentees", "true")]
    assert marked("/search") == [("/search", "page")]


def test_another_house_opens_nothing(
    client_of: Callable[[Person], FlaskClient], sqlite_database: Database, mentee_id: UUID
) -> None:
    stranger = client_of(person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN"))
    token = csrf(stranger)
    page = f"/mentees/{mentee_id}"
    for part in ("", "/talk", "/profile", "/letter", "/letter/print", "/consents/ask", "/stop"):
        assert stranger.get(page + part).status_code == 404, part
    for part in ("/take-over", "/talk", "/stop", "/consents/link", "/transfer"):
        assert stranger.post(page + part, data={"csrf_token": token}).status_code in (404, 422)
    assert "Yara" not in words(stranger.get("/mentees"))


@pytest.mark.parametrize(
    ("part", "fields", "kept"),
    [
        ("talk", {"notes": "Een lang verslag", "held_on": "32-13-2026"}, "Een lang verslag"),
        ("talk", {"notes": "Een lang verslag", "held_on": "03-03-2026"}, "Een lang verslag"),
        ("talk", {"notes": "Een lang verslag", "held_on": "02-03-2024"}, "Een lang verslag"),
        ("decide", {"reason": "Een lange afweging"}, "Een lange afweging"),
        ("contact", {"contact_route": "phone", "contact_caution": "Niet bellen",
                     "contact_details": ""}, "Niet bellen"),
        ("guardians", {"authority": "both_parents", "guardian_name": "Moeder Een"}, "Moeder Een"),
        ("priority", {"priority": "2", "reason": "Wacht te lang"}, "Wacht te lang"),
        ("transfer", {"reason": "Verhuisd naar Alkmaar"}, "Verhuisd naar Alkmaar"),
        ("stop", {"reason": "Wil niet meer"}, "Wil niet meer"),
        ("goals", {"text": "x" * 4001}, "x" * 4001),
        ("profile", {"place": "Harlem", "max_travel_km": "15"}, "Harlem"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_and_nothing_typed_is_lost(
    desk: FlaskClient, mentee_id: UUID, part: str, fields: dict[str, str], kept: str
) -> None:
    answer = fill(desk, f"/mentees/{mentee_id}/{part}", **fields)
    assert answer.status_code == 422
    assert kept in answer.text
    assert answer.text.count("oo-field__error") >= 1


def test_the_same_page_sent_twice_counts_once(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}/talk"
    data = hidden(desk, page) | {
        "held_on": "02-03-2026", "talked_with": "young_person", "notes": "Wil boksen.",
    }  # fmt: skip
    assert [desk.post(page, data=data).status_code for _ in range(2)] == [303, 303]
    with sqlite_database.reading() as db:
        assert len(db.exec(select(IntakeTalk)).all()) == 1


def test_a_transfer_sent_twice_is_one_and_says_so(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}/transfer"
    data = hidden(desk, page) | {"house": "NHN", "reason": "Verhuisd"}
    assert [desk.post(page, data=data).location for _ in range(2)] == ["/mentees", "/mentees"]
    assert desk.get(f"/mentees/{mentee_id}").status_code == 404
    with sqlite_database.reading() as db:
        assert len(db.exec(select(HouseTransfer)).all()) == 1


def test_whom_nobody_has_is_taken_over_at_the_top_and_the_file_of_a_colleague_below(
    desk: FlaskClient,
    client_of: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    mentee_id: UUID,
) -> None:
    page = f"/mentees/{mentee_id}"
    colleague = client_of(person(sqlite_database, Role.MENTOR_CONSULTANT))
    told = words(colleague.get(page))
    assert told.index("Geschiedenis") < told.index("Ik neem dit dossier over")
    assert fill(desk, f"{page}/transfer", house="NHN", reason="Verhuisd").status_code == 303
    there = client_of(person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN"))
    told = words(there.get(page))
    assert told.count("Ik neem dit dossier over") == 1
    assert told.index("Ik neem dit dossier over") < told.index("Volgende stap")
    assert fill(there, page, to=f"{page}/take-over").location == page
    assert "Ik neem dit dossier over" not in words(there.get(page))


@pytest.mark.parametrize("part", ["contact", "guardians", "profile"])
def test_what_a_colleague_saved_meanwhile_is_shown_and_not_overwritten(
    desk: FlaskClient,
    client_of: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    mentee_id: UUID,
    part: str,
) -> None:
    page = f"/mentees/{mentee_id}/{part}"
    colleague = client_of(person(sqlite_database, Role.MENTOR_CONSULTANT))
    theirs, mine = _two_texts(part)
    old = hidden(desk, page)
    assert fill(colleague, page, **theirs).status_code == 303
    answer = desk.post(page, data=old | mine)
    assert answer.status_code == 409
    shown = words(answer)
    assert "Nu opgeslagen" in shown
    assert "Tekst van de collega" in shown or "Alkmaar" in shown
    assert "Mijn tekst" in answer.text or "Hoorn" in answer.text
    fresh = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert fresh is not None
    again = desk.post(page, data=old | mine | {"version": fresh.group(1)})
    assert again.status_code == 303


def _two_texts(part: str) -> tuple[dict[str, str], dict[str, str]]:
    if part == "profile":
        return PROFILE | {"place": "Alkmaar"}, PROFILE | {"place": "Hoorn"}
    if part == "contact":
        common = {"contact_route": "phone", "contact_details": "06 1"}
        return (
            common | {"contact_caution": "Tekst van de collega"},
            common | {"contact_caution": "Mijn tekst"},
        )
    common = {"authority": "one_parent"}
    return (
        common | {"guardian_name": "Tekst van de collega"},
        common | {"guardian_name": "Mijn tekst"},
    )


def test_the_colleague_who_decides_second_keeps_the_text(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}/decide"
    first, second = hidden(desk, page), hidden(desk, page)
    desk.post(page, data=first | {"outcome": "suitable", "reason": "Ja"})
    answer = desk.post(page, data=second | {"outcome": "not_suitable", "reason": "Mijn reden"})
    assert answer.status_code == 409
    assert "Een collega besloot eerder" in words(answer)
    assert "Mijn reden" in answer.text
    assert stage_of(sqlite_database, mentee_id) is Stage.WAITING


def test_consent_is_asked_per_purpose_with_the_whole_honest_text(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}/consents/ask?who=young_person"
    shown = words(desk.get(page))
    for said in ("radicale ideeën", "De gemeenten betalen dit", "gaat niet naar de politie"):
        assert said in shown
    none = fill(desk, page)
    assert none.status_code == 422
    half = fill(desk, page, participation="yes")
    assert words(half).count("Kies ja of nee.") == 8  # in the summary and at each of four
    no = fill(desk, page, participation="no")
    assert no.status_code == 303
    with sqlite_database.reading() as db:
        (row,) = db.exec(select(Consent)).all()
        assert (row.is_agreed, row.text_version, row.language.value) == (False, CURRENT, "nl")


def test_an_older_text_is_shown_anew_before_it_counts(desk: FlaskClient, mentee_id: UUID) -> None:
    page = f"/mentees/{mentee_id}/consents/ask?who=young_person"
    answer = fill(desk, page, **ALL_YES, text_version="2025-9")
    assert answer.status_code == 409
    assert "De tekst is intussen vernieuwd" in words(answer)


def test_withdrawing_one_purpose_leaves_the_others(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}/consents"
    fill(desk, f"{page}/ask?who=young_person", **ALL_YES)
    withdraw = f"{page}/withdraw?purpose=evaluation&who=young_person"
    assert "Meedoen gaat gewoon door" in words(desk.get(withdraw))
    assert fill(desk, withdraw, how="said").status_code == 303
    with sqlite_database.reading() as db:
        agreed = mentees.agreed_by(db, [mentee_id])[mentee_id]
    assert {purpose for purpose, _ in agreed} == set(ConsentPurpose) - {ConsentPurpose.EVALUATION}
    assert desk.get(f"{page}/withdraw?purpose=everything&who=young_person").status_code == 404


def test_a_parent_is_asked_only_under_sixteen(
    desk: FlaskClient, mentee_id: UUID, child_id: UUID
) -> None:
    assert desk.get(f"/mentees/{mentee_id}/consents/ask?who=guardian").status_code == 404
    assert desk.get(f"/mentees/{child_id}/consents/ask?who=guardian").status_code == 200
    assert desk.get(f"/mentees/{child_id}/consents/ask?who=second_guardian").status_code == 404
    assert desk.get(f"/mentees/{child_id}/consents/ask?who=neighbour").status_code == 404


def link_for(desk: FlaskClient, mentee_id: UUID, who: str) -> str:
    answer = fill(desk, f"/mentees/{mentee_id}/consents", f"/mentees/{mentee_id}/consents/link",
                  given_by=who)  # fmt: skip
    found = re.search(r'value="http[^"]*(/consent/[^"]+)"', answer.text)
    assert found is not None, answer.text
    return found.group(1)


def test_a_parent_reads_and_answers_once_behind_a_link(
    app: Flask, desk: FlaskClient, child_id: UUID, sqlite_database: Database
) -> None:
    link, outside = link_for(desk, child_id, "guardian"), app.test_client()
    page = outside.get(link)
    assert "no-store" in page.headers["Cache-Control"]
    shown = words(page)
    assert "Toestemming voor Yara" in shown
    for secret in ("thuis", "boksschool", "06 00000000", "Mentor van haar klas", "2012"):
        assert secret not in shown.split("Wat is ONE-on-ONE")[0]
        assert "06 00000000" not in page.text
    assert fill(outside, link).status_code == 422
    thanks = fill(outside, link, **ALL_YES)
    assert thanks.location == "/consent/answered"
    assert "De antwoorden zijn opgeslagen" in words(outside.get(thanks.location))
    again = outside.get(link)
    assert again.status_code == 410
    assert "Yara" not in again.text
    assert outside.get(f"{link[:-4]}xxxx").status_code == 404
    with sqlite_database.reading() as db:
        agreed = mentees.agreed_by(db, [child_id])[child_id]
    assert agreed == {(purpose, GivenBy.GUARDIAN) for purpose in ConsentPurpose}


def test_a_link_that_ended_says_so(
    app: Flask, desk: FlaskClient, child_id: UUID, fixed_now: FixedNow
) -> None:
    link = link_for(desk, child_id, "young_person")
    assert "Yara, wat zeg jij?" in words(app.test_client().get(link))
    fixed_now.advance(days=15)
    ended = app.test_client().get(link)
    assert ended.status_code == 410
    assert "Vraag de mentorconsultant om een nieuwe" in words(ended)


@pytest.mark.parametrize("part", ["letter/print", "consents/paper"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_papers_are_pdf_in_both_languages_and_name_nobody_outside_their_text(
    desk: FlaskClient, mentee_id: UUID, part: str, language: str
) -> None:
    answer = desk.get(f"/mentees/{mentee_id}/{part}?language={language}")
    assert answer.mimetype == "application/pdf"
    assert "Yara" not in str(answer.headers)
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert "Yara" not in str(pdf.docinfo)
    assert desk.get(f"/mentees/{mentee_id}/{part}?language=xx").status_code == 404


def test_every_version_of_the_texts_is_whole_in_both_languages() -> None:
    assert CURRENT in versions()
    for version in versions():
        for who in GivenBy:
            dutch, english = (consent_text(version, code, who) for code in ("nl", "en"))
            assert dutch.about.title != english.about.title
            assert len(dutch.about.blocks) == len(english.about.blocks)
            for purpose in ConsentPurpose:
                assert dutch.questions[purpose].title.endswith("?")
                assert english.questions[purpose].title.endswith("?")
                assert dutch.questions[purpose].blocks


def test_the_text_says_to_whom_figures_go() -> None:
    for who in GivenBy:
        told = consent_text(CURRENT, "nl", who).questions[ConsentPurpose.EVALUATION]
        assert "Onderzoekers en gemeenten krijgen cijfers over groepen" in told.blocks[0].lines[0]


def test_who_turned_sixteen_is_pointed_out(
    desk: FlaskClient, child_id: UUID, fixed_now: FixedNow, consultant: Person,
    client_of: Callable[[Person], FlaskClient],
) -> None:  # fmt: skip
    assert "Nu 16 of ouder" not in words(desk.get(f"/mentees/{child_id}"))
    fixed_now.advance(days=3 * 366)
    later = client_of(consultant)
    assert "Nu 16 of ouder" in words(later.get(f"/mentees/{child_id}"))


def test_goals_stay_in_their_own_words(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}/goals"
    assert fill(desk, page, text="Weer 2 dagen\nnaar <school>").status_code == 303
    assert "Weer 2 dagen<br>naar &lt;school&gt;" in desk.get(page).text
    with sqlite_database.reading() as db:
        (goal,) = file.goals_of(db, db.get_one(Mentee, mentee_id))
    aside = fill(desk, page, to=f"{page}/put-aside", goal=str(goal.id))
    assert aside.status_code == 303
    assert "Nog geen doelen" in words(desk.get(f"/mentees/{mentee_id}"))
    assert fill(desk, page, to=f"{page}/put-aside", goal="x").status_code == 400


def test_a_stopped_course_offers_no_step_but_the_letter(
    desk: FlaskClient, mentee_id: UUID, sqlite_database: Database
) -> None:
    page = f"/mentees/{mentee_id}"
    assert fill(desk, f"{page}/stop", wanted_by="young_person").status_code == 303
    shown = words(desk.get(page))
    assert "Volgende stap: De brief" in shown
    assert "Gesprek opschrijven" not in shown
    late = talk(desk, page)
    assert late.status_code == 409
    assert "Wil graag boksen." in late.text
    assert "Yara" in words(desk.get("/mentees?stage=closed"))


def test_a_file_is_taken_over(
    client_of: Callable[[Person], FlaskClient], sqlite_database: Database, mentee_id: UUID
) -> None:
    colleague = person(sqlite_database, Role.MENTOR_CONSULTANT)
    client = client_of(colleague)
    page = f"/mentees/{mentee_id}"
    assert "Ik neem dit dossier over" in words(client.get(page))
    assert fill(client, page, to=f"{page}/take-over").status_code == 303
    with sqlite_database.reading() as db:
        assert db.get_one(Mentee, mentee_id).consultant_id == colleague.id
    assert "Ik neem dit dossier over" not in words(client.get(page))


def test_nonsense_in_an_address_is_no_page(desk: FlaskClient, mentee_id: UUID) -> None:
    assert desk.get("/mentees?stage=nowhere").status_code == 404
    assert desk.get("/mentees?page=99999999999").status_code == 200
    fields = {"purpose": "x", "given_by": "y", "how": "said"}
    page = f"/mentees/{mentee_id}/consents"
    assert fill(desk, page, to=f"{page}/withdraw", **fields).status_code == 404
    assert fill(desk, page, to=f"{page}/link", given_by="y").status_code == 422
