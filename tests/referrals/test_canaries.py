"""What is planted in a referral is in no file of the program: data, keys, logs, mail, jobs."""

import json
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect
from sqlalchemy import text as sql
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job, JobStatus
from mentorship.foundation.queues.runs import run_job
from mentorship.referrals import queries
from mentorship.referrals.facts import ContactRoute, GuardianKnows
from mentorship.referrals.models import Referral, TriageOutcome
from mentorship.region.models import OrganisationType
from tests.accounts.people import person, sign_in_as
from tests.conftest_web import Visitor, application
from tests.referrals.senders import decide, referrer, sent
from tests.referrals.test_views import FILLED, fill, hidden, new_draft

CANARIES = {
    "first_name": "Kanariella",
    "family_name": "Zangvogel-Achternaam",
    "contact_details": "06-KANARIE-99",
    "contact_times": "kanariemiddag",
    "contact_caution": "kanarieverbod op bellen",
    "guardian": "Oudervandekanarie",
    "need": "kanariebehoefte in een lange zin",
    "hope": "kanariehoop op beter",
    "own_words": "kanariewoorden van haarzelf",
    "relation": "kanarierelatie",
    "callback": "088-KANARIE",
}
REASON, QUESTION, ANSWER = "kanariereden", "kanarievraag", "kanarieantwoord"
TALK, GOAL, WHY = "kanariegesprek over thuis", "kanariedoel", "kanarie moet eerder"
GUARDIAN, REACHED = "Voogdvandekanarie", "kanarie@voorbeeld.example"
NO_PLACE, OTHER_WINDOW = "Kanariedorp", "kanarie in het andere venster"
PLANTED = [
    *CANARIES.values(), REASON, QUESTION, ANSWER, NO_PLACE, OTHER_WINDOW, TALK, GOAL, WHY, GUARDIAN,
]  # fmt: skip


@dataclass(frozen=True)
class Walked:
    """The pages asked for, and all that was written to the log meanwhile."""

    paths: list[str]
    spoken: bytes


def _walk(as_school: FlaskClient, as_consultant: FlaskClient, database: Database) -> list[str]:
    """The whole path once, mistakes and a second window included; returns the pages asked for."""
    draft = new_draft(as_school)
    fill(as_school, draft, do="save", **CANARIES)
    fill(as_school, draft, do="send", **{**FILLED, **CANARIES, "place": NO_PLACE})
    other = hidden(as_school, draft) | {"submission": "other", "version": "1", "do": "save"}
    as_school.post(draft, data=other | {"need": OTHER_WINDOW})
    receipt = fill(as_school, draft, do="send", **{**FILLED, **CANARIES}).location
    own = str(receipt).removesuffix("/receipt")
    with database.reading() as db:
        referral_id = db.execute(sql("SELECT id FROM referral")).scalar_one()
    case = "/referrals/" + own.rsplit("/", 1)[-1]
    assert referral_id
    fill(as_consultant, case, to=f"{case}/pick-up")
    decide = {"outcome": "ask", "reason": REASON, "question": QUESTION}
    fill(as_consultant, case, to=f"{case}/decide", **decide)
    fill(as_school, own, to=f"{own}/answer", answer=ANSWER)
    accepted = fill(as_consultant, case, to=f"{case}/decide", outcome="accept", reason=REASON)
    page = str(accepted.location)
    return [draft, own, case, *_course(as_consultant, page)]


def _course(consultant: FlaskClient, page: str) -> list[str]:
    """The course once, mistakes included; returns the pages asked for."""
    talk = {"held_on": "02-03-2026", "talked_with": "young_person", "notes": TALK}
    fill(consultant, f"{page}/talk", **(talk | {"held_on": "99-99-2026"}))
    fill(consultant, f"{page}/talk", **talk)
    contact = {name: CANARIES[name] for name in CANARIES if name.startswith("contact_")}
    fill(consultant, f"{page}/contact", contact_route="letter", **contact)
    guardian = {"guardian_name": GUARDIAN, "guardian_contact": REACHED}
    fill(consultant, f"{page}/guardians", authority="one_parent", **guardian)
    fill(consultant, f"{page}/goals", text=GOAL)
    fill(consultant, f"{page}/priority", priority="1", reason=WHY)
    fill(consultant, f"{page}/decide", outcome="suitable", reason=REASON)
    link = fill(consultant, f"{page}/consents", f"{page}/consents/link", given_by="guardian")
    assert link.status_code == 200
    consultant.get(f"{page}/letter/print")
    consultant.get(f"{page}/consents/paper")
    fill(consultant, f"{page}/transfer", house="NHN", reason=REASON)
    return [page, f"{page}/talk", f"{page}/letter/print"]


@pytest.fixture
def walked(sqlite_database: Database, capfd: pytest.CaptureFixture[str]) -> Walked:
    app = application(
        sqlite_database.settings.model_copy(update={"log_level": "DEBUG"}), sqlite_database
    )
    app.test_client_class = Visitor
    school = referrer(sqlite_database)
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT)
    clients = []
    for who in (school, consultant):
        client = app.test_client()
        sign_in_as(client, sqlite_database, who.user)
        clients.append(client)
    paths = _walk(clients[0], clients[1], sqlite_database)
    _deliver(sqlite_database)
    return Walked(paths, "".join(capfd.readouterr()).encode())


def _deliver(database: Database) -> None:
    with database.reading() as db:
        jobs = db.exec(select(Job)).all()
    for row in jobs:
        run_job(database, Event(), row.id)
    with database.reading() as db:
        assert {row.status for row in db.exec(select(Job))} == {JobStatus.DONE}


def test_no_file_and_no_log_holds_what_was_planted(
    walked: Walked, sqlite_database: Database
) -> None:
    folder = sqlite_database.settings.data_dir.parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".eml" for path in files)
    assert any(path.name.endswith("-wal") for path in files)
    assert walked.spoken.count(b'"event": "request"') > 10  # the log was really heard
    for canary in PLANTED:
        found = [path.name for path in files if canary.encode() in path.read_bytes()]
        assert not found, canary
        assert canary.encode() not in walked.spoken


def test_addresses_mail_and_jobs_name_nobody(walked: Walked, sqlite_database: Database) -> None:
    folder = Path(sqlite_database.settings.mail)
    written = "".join(path.read_text() for path in folder.glob("*.eml")) + " ".join(walked.paths)
    assert "Fenna" not in written
    assert "Kanarie" not in written
    with sqlite_database.reading() as db:
        jobs = db.exec(select(Job)).all()
    assert jobs
    for row in jobs:
        assert "anarie" not in json.dumps([row.arguments, row.result, row.error])


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_copied_referral_row_does_not_tell_who_referred(
    engine: str, request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(f"{engine}_database")
    police = referrer(database, OrganisationType.POLICE)
    referral_id = sent(database, police)
    with database.engine.connect() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("referral")]
        assert set(columns) == set(Referral.model_fields)
        row = connection.execute(sql("SELECT * FROM referral")).mappings().one()
    shown = " ".join(repr(value) for value in row.values())
    for secret in (police.id, police.user.organisation_id, police.user.subject_id):
        assert secret is not None
        assert str(secret) not in shown
        assert secret.hex not in shown
    assert "police" not in shown
    assert referral_id


def test_what_is_sealed_looks_alike_whoever_referred(sqlite_database: Database) -> None:
    """Neither its length nor an empty column tells a school from the police."""
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT)
    lengths = set()
    for kind in (OrganisationType.SCHOOL, OrganisationType.MUNICIPALITY, OrganisationType.POLICE):
        for route, knows in zip(ContactRoute, [*GuardianKnows, None], strict=False):
            who = referrer(sqlite_database, kind)
            told = {"contact_route": route, "guardian_knows": knows}
            referral_id = sent(sqlite_database, who, **told)
            with sqlite_database.writing() as db:
                referral = db.get_one(Referral, referral_id)
                decide(db, referral, TriageOutcome.ASK, consultant, "Weet haar moeder ervan?")
                question = queries.open_decision(db, referral)
                assert question is not None
                assert question.question is not None
                codes = (referral.source_type, referral.contact_route, referral.guardian_knows)
                lengths.add(tuple(len(x.content) for x in (*codes, question.question)))
                db.commit()
    assert len(lengths) == 1
