"""What a consultant takes down and the privacy officer answers, and that nothing kept tells it."""

import io
import json
from collections.abc import Callable
from uuid import UUID, uuid4

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Database, now
from mentorship.foundation.erasure import has_rows
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching.models import Match, MatchStatus
from mentorship.mentors.holding import hold, lift_hold
from mentorship.mentors.models import Mentor
from mentorship.privacy.rights import services
from mentorship.privacy.rights.models import AskedBy, RequestKind, SubjectRequest
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, person, sign_in_as
from tests.canaries import Walked, app_that_says_all, assert_nothing_tells
from tests.conftest_web import csrf
from tests.factories import FixedNow
from tests.matching.at_the_desk import main_of, words
from tests.matching.test_pages import fill
from tests.mentors.applicants import make_mentor
from tests.mentors.jobs import run_jobs
from tests.referrals.courses import add
from tests.trajectories.pairs import started

OFFICERS = (Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)
OTHER = "Blauwborst"
SAID, ANSWER, NAME = "Kanariegeel klopt niet", "Zeegroen is verbeterd", "Roodstaartje"
Of = Callable[[Role | Person], FlaskClient]


@pytest.fixture
def consultant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR_CONSULTANT)


@pytest.fixture
def mentee(sqlite_database: Database, consultant: Person) -> Mentee:
    with sqlite_database.writing() as db:
        made = add(db, consultant, first_name=NAME)
        db.commit()
    return made


@pytest.fixture
def mentor_id(sqlite_database: Database) -> UUID:
    with sqlite_database.writing() as db:
        made = make_mentor(db, first_name=NAME).id
        db.commit()
    return made


@pytest.fixture
def of(app: Flask, sqlite_database: Database) -> Of:
    def client(who: Role | Person) -> FlaskClient:
        client = app.test_client()
        known = person(sqlite_database, who) if isinstance(who, Role) else who
        sign_in_as(client, sqlite_database, known.user)
        return client

    return client


def text_of(client: FlaskClient, path: str) -> str:
    return words(main_of(client.get(path)))


def today_on(client: FlaskClient, path: str) -> str:
    """What already stands in the form."""
    field = main_of(client.get(path)).select_one("#came_on")
    assert field is not None
    return str(field["value"])


def the_only(database: Database) -> SubjectRequest:
    with database.reading() as db:
        return db.exec(select(SubjectRequest)).one()


def test_a_consultant_takes_it_down_and_reads_the_answer_of_the_officer(
    of: Of, sqlite_database: Database, consultant: Person, mentee: Mentee
) -> None:
    desk, page = of(consultant), f"/privacy/young-people/{mentee.id}"
    assert f'href="{page}"' in desk.get(f"/mentees/{mentee.id}").text
    assert fill(desk, page, kind="correction", came_on="31-12-2099").status_code == 422
    key = str(uuid4())
    for _double_click in range(2):
        told = {"words": SAID, "submission": key, "came_on": today_on(desk, page)}
        sent = fill(desk, page, kind="correction", **told)
        assert sent.location == page
    assert SAID in text_of(desk, page)

    officer, watcher = (of(role) for role in OFFICERS)
    request = f"/privacy/requests/{the_only(sqlite_database).id}"
    for one in (officer, watcher):
        for path in ("/privacy/requests", request):
            said = one.get(path).text
            assert "Iets laten verbeteren" in said
            assert NAME not in said
            assert SAID not in said
    assert "Verzoek sluiten" not in watcher.get(request).text
    assert fill(officer, request, f"{request}/close", outcome="done").status_code == 422
    closed = fill(officer, request, f"{request}/close", outcome="done", answer=ANSWER)
    assert closed.location == "/privacy/requests"
    assert "Er staat geen verzoek open." in text_of(officer, "/privacy/requests")
    assert ANSWER in text_of(desk, page)


def test_of_a_mentor_too_and_only_by_who_may_open_the_file(
    of: Of, sqlite_database: Database, consultant: Person, mentor_id: UUID, mentee: Mentee
) -> None:
    desk, page = of(consultant), f"/privacy/mentors/{mentor_id}"
    assert f'href="{page}"' in desk.get(f"/mentors/{mentor_id}").text
    day = today_on(desk, page)
    assert fill(desk, page, kind="erasure", came_on=day).status_code == 303
    stranger = of(person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN"))
    for path in (page, f"/privacy/young-people/{mentee.id}"):
        assert stranger.get(path).status_code == 404
        assert of(Role.PRIVACY_OFFICER).get(path).status_code == 403
    assert desk.get("/privacy/requests").status_code == 403


def test_who_asked_is_erased_after_a_second_look_and_only_the_trail_knows(
    of: Of, sqlite_database: Database, mentee: Mentee, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        add(db, consultant, first_name=OTHER)
        asked = services.note(
            db, mentee, AskedBy.YOUNG_PERSON, RequestKind.ERASURE, today(db), SAID,
            by=consultant.id, key=uuid4(),
        )  # fmt: skip
        db.commit()
    officer, page = of(Role.PRIVACY_OFFICER), f"/privacy/requests/{asked.id}/erase"
    assert of(Role.DATA_PROTECTION_OFFICER).get(page).status_code == 403
    seen = main_of(officer.get(page))
    shown = {row.find_all(["th", "td"])[0].get_text(): row.get_text(" ") for row in seen("tr")}
    assert shown["mentee"].split()[-1] == "1"
    assert "Namen en geboortejaar" in shown["mentee"]
    assert "subject_request" in shown
    assert not {word for word in (NAME, SAID) if word in seen.get_text()}

    one = f"/privacy/requests/{asked.id}"
    not_yet = fill(officer, one, f"{one}/close", outcome="done", answer=ANSWER)
    assert not_yet.status_code == 422
    assert "Wis deze persoon hierboven" in not_yet.text
    assert fill(officer, page).location == "/privacy/requests"
    assert "Er staat geen verzoek open." in text_of(officer, "/privacy/requests")
    assert officer.get(page).status_code == 404
    with sqlite_database.reading() as db:
        assert not has_rows(db, mentee.subject_id)
        assert len(db.exec(select(Mentee)).all()) == 1
        found = select(AuditEvent.action, AuditEvent.role).where(
            col(AuditEvent.action).in_(["person.erased", "subject_request.done"])
        )
        assert set(db.exec(found)) == {
            ("person.erased", "privacy_officer"),
            ("subject_request.done", "privacy_officer"),
        }
    assert "Een persoon gewist" in text_of(officer, "/privacy/trail?action=person.erased")


def test_nobody_is_erased_while_somebody_waits_for_them_or_others_name_them(
    of: Of, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        trajectory = started(db, consultant)
        mentee = db.get_one(Mentee, trajectory.mentee_id)
        mentor = db.get_one(Mentor, trajectory.mentor_id)
        who = ((AskedBy.YOUNG_PERSON, mentee), (AskedBy.MENTOR, mentor))
        young, old = (
            services.note(
                db, person, asked_by, RequestKind.ERASURE, today(db), by=consultant.id, key=uuid4()
            ).id
            for asked_by, person in who
        )
        db.commit()
    officer = of(Role.PRIVACY_OFFICER)

    def refused(request_id: UUID) -> str:
        page = f"/privacy/requests/{request_id}/erase"
        answer = fill(officer, page)
        assert answer.status_code == 409
        return answer.text

    assert "Er is nog een match" in refused(young)
    assert "Er is nog een match" in refused(old)
    with sqlite_database.writing() as db:
        match = db.get_one(Match, trajectory.match_id)
        match.status, match.closed_at = MatchStatus.ENDED, now(db)
        hold(db, db.get_one(Mentor, mentor.id))
        db.commit()
    assert "Iemand is nog bezig met iets over deze persoon." in refused(old)
    with sqlite_database.writing() as db:
        lift_hold(db, db.get_one(Mentor, mentor.id))
        db.commit()
    assert "In wat we over anderen bewaren staat deze persoon nog" in refused(old)
    assert fill(officer, f"/privacy/requests/{young}/erase").status_code == 303
    assert fill(officer, f"/privacy/requests/{old}/erase").status_code == 303


@pytest.fixture
def wanted(sqlite_database: Database, consultant: Person, mentee: Mentee) -> SubjectRequest:
    """The young person asks for everything; another one has a file too."""
    with sqlite_database.writing() as db:
        add(db, consultant, first_name=OTHER)
        made = services.note(
            db, mentee, AskedBy.YOUNG_PERSON, RequestKind.ACCESS, today(db), SAID,
            by=consultant.id, key=uuid4(),
        )  # fmt: skip
        db.commit()
    return made


def test_everything_about_who_asked_and_nobody_else_is_taken_out_while_it_lies_ready(
    of: Of,
    sqlite_database: Database,
    consultant: Person,
    mentee: Mentee,
    wanted: SubjectRequest,
    fixed_now: FixedNow,
) -> None:
    desk, officer = of(consultant), of(Role.PRIVACY_OFFICER)
    page, request = f"/privacy/young-people/{mentee.id}", f"/privacy/requests/{wanted.id}"
    take = {kind: f"{request}/{kind}" for kind in ("file", "paper")}
    assert fill(desk, page, take["file"]).location == page
    assert the_only(sqlite_database).is_open  # nothing lies ready, so nothing was taken
    assert fill(officer, request, f"{request}/approve").status_code == 303
    assert fill(officer, request, take["file"]).status_code == 403
    stranger = of(person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN"))
    assert stranger.post(take["file"], data={"csrf_token": csrf(stranger)}).status_code == 404

    told = fill(desk, page, take["file"])
    assert told.headers["Content-Disposition"] == 'attachment; filename="eigen-gegevens.json"'
    assert not the_only(sqlite_database).is_open
    kept = {part["tabel"]: part["regels"] for part in json.loads(told.data)["wat wordt bewaard"]}
    (own,) = kept["mentee"]
    assert (own["first_name"], own["birth_year"], own["stage"]) == (NAME, "2004", "intake")
    assert kept["mentee_wishes"][0]["profile"]["place"] == "Haarlem"
    assert kept["subject_request"][0]["words"] == SAID
    for number in (mentee.id, mentee.subject_id, consultant.id):
        assert str(number) not in told.text
    assert OTHER not in told.text
    assert "known_key" not in told.text

    paper = fill(desk, page, take["paper"])
    assert paper.headers["Content-Disposition"] == 'attachment; filename="eigen-gegevens.pdf"'
    with pikepdf.open(io.BytesIO(paper.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Alles wat we over je bewaren"
    assert "Opgehaald wat er over iemand wordt bewaard" in text_of(officer, "/privacy/trail")

    fixed_now.advance(days=sqlite_database.settings.export_days + 1)
    desk = of(consultant)
    assert fill(desk, page, take["paper"]).location == page
    assert "Ophalen als papier" not in desk.get(page).text


def test_no_log_mail_or_trail_tells_what_was_asked(
    sqlite_database: Database,
    consultant: Person,
    mentee: Mentee,
    wanted: SubjectRequest,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app, walked = app_that_says_all(sqlite_database), Walked(sqlite_database)
    walked.planted = {SAID, ANSWER, NAME}
    desk, officer = app.test_client(), app.test_client()
    sign_in_as(desk, sqlite_database, consultant.user)
    sign_in_as(officer, sqlite_database, person(sqlite_database, Role.PRIVACY_OFFICER).user)
    page = f"/privacy/young-people/{mentee.id}"
    day = today_on(desk, page)
    fill(desk, page, kind="objection", came_on=day, words=SAID)
    with sqlite_database.reading() as db:
        objection = select(SubjectRequest).where(SubjectRequest.kind == RequestKind.OBJECTION)
        request = f"/privacy/requests/{db.exec(objection).one().id}"
    fill(officer, request, f"{request}/close", outcome="refused", answer=ANSWER)
    own = f"/privacy/requests/{wanted.id}"
    assert fill(officer, own, f"{own}/approve").status_code == 303
    walked.got(fill(desk, page, f"{own}/paper"))
    for path in (page, f"/mentees/{mentee.id}"):
        walked.saw(desk.get(path))
    for path in ("/today", "/privacy/trail", "/privacy/register", "/privacy/requests", request):
        assert officer.get(path).status_code == 200
    run_jobs(sqlite_database)
    walked.spoken = "".join(capfd.readouterr()).encode()
    assert_nothing_tells(walked, papers=1)
