"""The pages of an invitation: written, approved, passed on; its writer reads nothing of anybody."""

import io
from uuid import UUID

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.evaluation.interviews.models import InterviewAsking, InterviewInvitation, Outcome
from mentorship.foundation.db import Database
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, person
from tests.canaries import Walked, app_that_says_all, assert_nothing_tells, signed_in
from tests.conftest_web import soup
from tests.desk.test_many import counted
from tests.evaluation.inviting import (
    WORDS,
    approve,
    approved,
    bundle,
    consultant,
    note,
    people_around,
    written,
    young_person,
)
from tests.evaluation.pdf_words import words_of
from tests.evaluation.test_questions import send
from tests.evaluation.test_views import browser, post, words
from tests.evaluation.world import Office
from tests.mentors.jobs import run_jobs

FILLED: dict[str, object] = {
    "researcher": WORDS.researcher, "about": WORDS.about, "practical": WORDS.practical,
    "languages": WORDS.languages, "reach": WORDS.reach, "cohorts": ["2025-1"],
    "open_until": "01-06-2026",
}  # fmt: skip
CANARY = "Kanarieyusra"
BECAUSE = "Schrijf kortere zinnen."


@pytest.fixture
def around(sqlite_database: Database) -> Office:
    return people_around(sqlite_database)


def with_people(database: Database, *names: str) -> tuple[Person, list[UUID]]:
    with database.writing() as db:
        by = consultant(db)
        ids = [young_person(db, by, name=name).id for name in names]
        db.commit()
    return by, ids


def only(database: Database) -> InterviewInvitation:
    with database.reading() as db:
        return db.exec(select(InterviewInvitation)).one()


def askings(database: Database) -> list[Outcome]:
    with database.reading() as db:
        return [one.outcome for one in db.exec(select(InterviewAsking))]


def mails_of(database: Database) -> int:
    with database.reading() as db:
        return len(db.exec(select(OutboxMail)).all())


def main_of(text: str) -> str:
    """What a page says, without what is another one at each look."""
    main = soup(text).find("main")
    for one in main.select("input"):
        one.decompose()
    return str(main)


def test_from_the_words_to_who_was_asked(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    bundle_id = bundle(sqlite_database, around)
    by, _ = with_people(sqlite_database, "Yusra")
    evaluator = browser(app, sqlite_database, around.evaluator)
    coordinator = browser(app, sqlite_database, around.coordinator)
    desk = browser(app, sqlite_database, by)
    mine = f"/evaluation/{bundle_id}/interviews"
    assert "U hoort van ons niet wie er gevraagd is" in words(evaluator.get(mine).text)
    send(evaluator, f"{mine}/new", **FILLED)
    row = only(sqlite_database)
    assert "Wacht op goedkeuring" in words(evaluator.get(mine).text)
    assert "Er is nu geen uitnodiging om door te geven." in words(desk.get("/interviews").text)

    today = coordinator.get("/today").text
    assert "1 uitnodiging voor een gesprek met een onderzoeker wacht op goedkeuring" in words(today)
    judged = f"/bundles/interviews/{row.id}"
    assert judged in today
    assert WORDS.about in coordinator.get(judged).text
    refused = post(coordinator, judged, decision="send_back", because=" ", seen=str(row.version))
    assert refused.status_code == 422
    assert "Vul in wat er anders moet." in words(refused.text)
    send(coordinator, judged, decision="send_back", because=BECAUSE)
    assert "is teruggestuurd" in words(evaluator.get("/today").text)
    assert BECAUSE in evaluator.get(f"{mine}/{row.id}").text
    send(evaluator, f"{mine}/{row.id}/change", **FILLED)
    assert BECAUSE not in evaluator.get(f"{mine}/{row.id}").text
    both = post(coordinator, judged, decision="approve", because=BECAUSE, seen=str(row.version))
    assert both.status_code == 422
    assert BECAUSE in both.text
    send(coordinator, judged, decision="approve", because="")

    told = desk.get("/today").text
    assert "1 uitnodiging voor een gesprek met een onderzoeker mag worden doorgegeven" in words(
        told
    )
    passed = f"/interviews/{row.id}"
    assert passed in told
    page = desk.get(passed)
    assert "Yusra" in words(page.text)
    link = soup(page.text).select_one(f'a[href^="{passed}/people/"]')
    assert link is not None
    send(desk, str(link["href"]), outcome="passed_on", happened_on="vandaag")
    assert "mag worden doorgegeven" not in words(desk.get("/today").text)
    assert "Yusra Doorgegeven 02-03-2026" in words(desk.get(passed).text)
    assert askings(sqlite_database) == [Outcome.PASSED_ON]

    post(evaluator, f"{mine}/{row.id}/close")
    assert desk.get(passed).status_code == 404
    assert "gesloten op 02-03-2026" in words(evaluator.get(mine).text)


def test_what_its_writer_and_who_approves_read_is_the_same_whoever_was_asked(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    """Byte for byte: nobody may be asked, somebody is asked, somebody says no."""
    invitation_id = approved(sqlite_database, around)
    bundle_id = only(sqlite_database).bundle_id
    evaluator = browser(app, sqlite_database, around.evaluator)
    coordinator = browser(app, sqlite_database, around.coordinator)
    mine = f"/evaluation/{bundle_id}/interviews"
    pages = [
        (evaluator, "/today"), (evaluator, mine), (evaluator, f"{mine}/{invitation_id}"),
        (coordinator, "/bundles/interviews"),
        (coordinator, f"/bundles/interviews/{invitation_id}"),
    ]  # fmt: skip
    before = [main_of(client.get(path).text) for client, path in pages]
    by, ids = with_people(sqlite_database, "Yusra", "Noor", "Dani")
    assert [main_of(client.get(path).text) for client, path in pages] == before
    mails = mails_of(sqlite_database)
    for mentee_id, outcome in zip(ids, Outcome, strict=False):
        note(sqlite_database, invitation_id, mentee_id, by, outcome)
    assert [main_of(client.get(path).text) for client, path in pages] == before
    assert mails_of(sqlite_database) == mails  # nor is anybody told by e-mail


def test_a_foreign_invitation_is_no_invitation(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = approved(sqlite_database, around)
    bundle_id = only(sqlite_database).bundle_id
    other = person(sqlite_database, Role.EVALUATOR)
    own_bundle = bundle(sqlite_database, around, other)
    stranger = browser(app, sqlite_database, other)
    for path in (
        f"/evaluation/{bundle_id}/interviews",
        f"/evaluation/{bundle_id}/interviews/new",
        f"/evaluation/{bundle_id}/interviews/{invitation_id}",
        f"/evaluation/{own_bundle}/interviews/{invitation_id}",
        f"/evaluation/{own_bundle}/interviews/{invitation_id}/change",
    ):
        assert stranger.get(path).status_code == 404, path
    assert post(
        stranger, f"/evaluation/{own_bundle}/interviews/{invitation_id}/close"
    ).status_code == 404  # fmt: skip
    expert = browser(app, sqlite_database, person(sqlite_database, Role.MUNICIPAL_EXPERT))
    assert expert.get(f"/evaluation/{bundle_id}/interviews").status_code == 403
    evaluator = browser(app, sqlite_database, around.evaluator)
    for path in ("/interviews", f"/interviews/{invitation_id}", "/bundles/interviews"):
        assert evaluator.get(path).status_code == 403


def test_a_foreign_consultant_finds_nobody(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = approved(sqlite_database, around)
    _, (mentee_id,) = with_people(sqlite_database, "Yusra")
    with sqlite_database.writing() as db:
        there = consultant(db, "NHN")
        db.commit()
    stranger = browser(app, sqlite_database, there)
    page = words(stranger.get(f"/interviews/{invitation_id}").text)
    assert "Je volgt niemand die hiervoor gevraagd mag worden." in page
    path = f"/interviews/{invitation_id}/people/{mentee_id}"
    assert stranger.get(path).status_code == 404
    sent = post(stranger, path, outcome="passed_on", happened_on="02-03-2026")
    assert sent.status_code == 404
    assert post(stranger, f"{path}/take-back").status_code == 404
    assert askings(sqlite_database) == []
    assert "gesprek met een onderzoeker" not in words(stranger.get("/today").text)


def test_bad_input_keeps_what_was_written(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    evaluator, path = _new(app, sqlite_database, around)
    refused = post(evaluator, path, **{**FILLED, "open_until": "01-06-2020"})
    assert refused.status_code == 422
    assert "Kies een dag die nog moet komen." in words(refused.text)
    assert WORDS.about in refused.text
    long = post(evaluator, path, **{**FILLED, "about": "lang " * 200})
    assert "Deze tekst is te lang" in words(long.text)
    assert WORDS.reach in long.text


NOT_TO_BE_REACHED = ("via de hogeschool", "06 123", "renske@hogeschool", "kamer 2.14")


@pytest.mark.parametrize("reach", NOT_TO_BE_REACHED)
def test_a_researcher_whom_nobody_can_reach_is_told(
    app: Flask, sqlite_database: Database, around: Office, reach: str
) -> None:
    refused = post(*_new(app, sqlite_database, around), **{**FILLED, "reach": reach})
    assert refused.status_code == 422
    assert "Hiermee kan niemand u bereiken." in words(refused.text)
    assert WORDS.about in refused.text


@pytest.mark.parametrize(
    "reach", ["06-12345678", "Bel +31 (0)23 123 45 67.", "Mail naar renske@hogeschool.example."]
)
def test_a_number_or_an_address_is_enough(
    app: Flask, sqlite_database: Database, around: Office, reach: str
) -> None:
    sent = post(*_new(app, sqlite_database, around), **{**FILLED, "reach": reach})
    assert sent.status_code == 303


def _new(app: Flask, database: Database, around: Office) -> tuple[FlaskClient, str]:
    bundle_id = bundle(database, around)
    return browser(app, database, around.evaluator), f"/evaluation/{bundle_id}/interviews/new"


def test_a_colleague_who_was_first_is_shown(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = approved(sqlite_database, around)
    by, (mentee_id,) = with_people(sqlite_database, "Yusra")
    client = browser(app, sqlite_database, by)
    path = f"/interviews/{invitation_id}/people/{mentee_id}"
    client.get(path)
    note(sqlite_database, invitation_id, mentee_id, by, Outcome.NOT_REACHED)
    late = post(client, path, outcome="passed_on", happened_on="02-03-2026")
    assert late.status_code == 422
    assert "Een collega heeft hier intussen iets over genoteerd." in words(late.text)
    assert "Niet doorgegeven, want niet bereikt" in words(late.text)
    shown = soup(late.text).select_one('input[name="asking"]')
    assert shown is not None
    early = post(client, f"{path}/take-back", asking=shown["value"])
    assert early.status_code == 303
    wrong = post(client, path, outcome="passed_on", happened_on="01-03-2026")
    assert "vanaf de goedkeuring van de uitnodiging" in words(wrong.text)


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Wil je praten met een onderzoeker?"),
     ("en", "Would you like to talk with a researcher?")],
)  # fmt: skip
def test_the_letter_is_one_page_for_everybody(
    app: Flask, sqlite_database: Database, around: Office, language: str, said: str
) -> None:
    """Also when every field is as long as may be; no name on it."""
    long = type(WORDS)(*("w" * 8 + " " + "woorden " * 200 for _ in range(5)))
    fits = type(WORDS)(long.researcher[:300], long.about[:600], long.practical[:300],
                       long.languages[:100], long.reach[:300])  # fmt: skip
    invitation_id = approved(sqlite_database, around, words=fits)
    by, _ = with_people(sqlite_database, CANARY)
    client = browser(app, sqlite_database, by)
    paper = client.get(f"/interviews/{invitation_id}/letter?language={language}")
    assert paper.data.startswith(b"%PDF")
    told = words_of(paper.data)
    assert said in told
    assert CANARY not in told
    with pikepdf.open(io.BytesIO(paper.data)) as pdf:
        assert len(pdf.pages) == 1
    assert client.get(f"/interviews/{invitation_id}/letter?language=xx").status_code == 404


def test_every_look_at_a_young_person_is_in_the_trail(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = approved(sqlite_database, around)
    by, _ = with_people(sqlite_database, "Yusra")
    browser(app, sqlite_database, by).get(f"/interviews/{invitation_id}")
    with sqlite_database.reading() as db:
        newest = select(AuditEvent).order_by(col(AuditEvent.seq).desc())
        reads = [
            one for one in db.exec(newest)
            if one.actor_id == by.id and "mentee.first_name" in one.details
        ]  # fmt: skip
    assert [one.purpose for one in reads] == ["evaluation"]


def test_as_many_statements_for_many_people_as_for_one(
    app: Flask, sqlite_database: Database, around: Office
) -> None:
    invitation_id = approved(sqlite_database, around)
    by, _ = with_people(sqlite_database, "Yusra")
    client = browser(app, sqlite_database, by)
    path = f"/interviews/{invitation_id}"
    client.get(path)
    few = counted(sqlite_database, lambda: client.get(path))
    with sqlite_database.writing() as db:
        for name in ("Noor", "Dani"):
            young_person(db, by, name=name)
        db.commit()
    assert counted(sqlite_database, lambda: client.get(path)) == few


def test_no_word_of_a_young_person_leaves_the_house(
    sqlite_database: Database, around: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    walk = Walked(sqlite_database, {CANARY})
    app = app_that_says_all(sqlite_database)
    bundle_id = bundle(sqlite_database, around)
    by, (mentee_id,) = with_people(sqlite_database, CANARY)
    invitation_id = written(sqlite_database, bundle_id, around.evaluator)
    approve(sqlite_database, invitation_id, around.coordinator)
    desk: FlaskClient = signed_in(app, sqlite_database, by)
    path = f"/interviews/{invitation_id}"
    for page in ("/interviews", path, f"{path}/people/{mentee_id}"):
        walk.saw(desk.get(page))
    walk.got(desk.get(f"{path}/letter"))
    send(desk, f"{path}/people/{mentee_id}", outcome="passed_on", happened_on="02-03-2026")
    evaluator = signed_in(app, sqlite_database, around.evaluator)
    mine = f"/evaluation/{bundle_id}/interviews"
    for page in ("/today", mine, f"{mine}/{invitation_id}", "/evaluation"):
        assert CANARY not in evaluator.get(page).text
    for _ in range(6):
        desk.get("/today")
    run_jobs(sqlite_database)
    walk.spoken = "".join(capfd.readouterr()).encode()
    assert_nothing_tells(walk, papers=1)
