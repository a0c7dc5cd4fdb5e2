"""What the teller and the confidants see and send, and that nothing that is kept tells."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select

from mentorship.accounts import grants, sign_ins
from mentorship.accounts.models import AttemptKind, User
from mentorship.accounts.roles import Role
from mentorship.accounts.rules import PER_ADDRESS
from mentorship.complaints import admitting
from mentorship.complaints.models import Complaint
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.mentors.joining import add_mentor
from mentorship.mentors.told import NewMentor
from tests.accounts.people import HOUSE, Person, person, sign_in_as
from tests.canaries import Walked, app_that_says_all, assert_nothing_tells, signed_in
from tests.matching.at_the_desk import main_of, words
from tests.matching.test_pages import fill
from tests.mentors.applicants import make_mentor
from tests.mentors.jobs import run_jobs

WORDS = "Hij stuurt me elke nacht berichten."
TOLD = {"about": "mentor", "who": "mijn mentor", "words": WORDS}


@pytest.fixture
def confidant(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.CONFIDANT)


def text_of(client: FlaskClient, path: str) -> str:
    return words(main_of(client.get(path)))


def the_only(database: Database) -> str:
    with database.reading() as db:
        return f"/complaints/{db.exec(select(Complaint)).one().id}"


def test_anybody_tells_it_and_reads_later_what_became_of_it(
    app: Flask, client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    assert 'href="/complaints/new"' in client.get("/").text  # at the foot of every page
    page = main_of(client.get("/complaints/new"))
    called = [str(link["href"]) for link in page.select("a[href^=tel]")]
    assert called == ["tel:112", "tel:08002000", "tel:08008765432", "tel:08003355555"]
    assert "De vertrouwenspersoon leest het, en niemand anders." in words(page)
    assert fill(client, "/complaints/new", about="mentor", words=" ").status_code == 422
    key = str(uuid4())
    sent = [fill(client, "/complaints/new", **TOLD, submission=key) for _double_click in range(2)]
    told = sent[-1].headers["Location"]
    assert "Het is aangekomen." in text_of(client, told)
    assert f"http://127.0.0.1:8000{told}" in text_of(client, told)
    assert WORDS not in client.get(told).text  # who finds the link doesn't read what was told
    here = the_only(sqlite_database)

    desk = app.test_client()
    sign_in_as(desk, sqlite_database, confidant.user)
    assert "Een klacht die nog niemand heeft" in text_of(desk, "/today")
    assert WORDS in text_of(desk, here)
    fill(desk, here, f"{here}/take-on")
    assert client.get(f"{told}/letter").status_code == 404  # there is none yet
    assert "is ermee bezig" in text_of(client, told)
    assert fill(client, told, f"{told}/more", more=" ").status_code == 422
    more = fill(client, told, f"{told}/more", more="Vannacht weer.")
    assert more.headers["Location"] == told
    assert "Toegevoegd op" in text_of(client, told)
    assert "Vannacht weer." not in text_of(client, told)
    assert "Vannacht weer." in text_of(desk, here)
    fill(desk, here, f"{here}/notes", words="Gebeld.")
    assert fill(desk, here, f"{here}/close", outcome="right", letter=" ").status_code == 422
    fill(desk, here, f"{here}/close", outcome="right", letter="Beste melder,\nHet klopt.")
    late = fill(client, "/complaints/new", f"{told}/more", more="Te laat.")
    assert (late.status_code, "Te laat." in late.text) == (409, True)
    read = text_of(client, told)
    assert "De klacht klopt Beste melder, Het klopt." in read
    assert "Gebeld." not in read
    assert client.get(f"{told}/letter").data.startswith(b"%PDF")
    assert client.get("/complaints/told/made-up").status_code == 404


def test_the_trail_never_says_which_user_told_it(
    client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    mentor = person(sqlite_database, Role.MENTOR)
    sign_in_as(client, sqlite_database, mentor.user)
    told = fill(client, "/complaints/new", **TOLD).headers["Location"]
    client.get(told)
    with sqlite_database.reading() as db:
        events = db.exec(select(AuditEvent).where(col(AuditEvent.action) == "complaint.told"))
        assert [event.actor_id for event in events] == [None]
        assert db.exec(select(Complaint)).one().noted_by is None
    assert client.get(the_only(sqlite_database)).status_code == 403


def test_about_a_confidant_another_one_gets_it_or_the_page_says_whom_to_call(
    app: Flask, client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    about = {**TOLD, "about": "confidant"}
    nobody = fill(client, "/complaints/new", **about)
    assert nobody.status_code == 409
    assert "Kinderombudsman" in nobody.text
    assert WORDS in nobody.text
    other = person(sqlite_database, Role.CONFIDANT)
    asked = fill(client, "/complaints/new", **about)
    assert asked.status_code == 422
    assert "Over welke vertrouwenspersoon gaat het?" in asked.text
    assert fill(client, "/complaints/new", **about, which=str(confidant.id)).status_code == 303
    seen = []
    for who in (confidant, other):
        desk = signed_in(app, sqlite_database, who)
        seen.append(desk.get(the_only(sqlite_database)).status_code)
        assert ("Een klacht die nog niemand heeft" in text_of(desk, "/today")) == (who is other)
    assert seen == [404, 200]


def test_who_types_in_one_about_a_colleague_does_not_keep_it(
    app: Flask, sqlite_database: Database, confidant: Person
) -> None:
    both = person(sqlite_database, Role.CONFIDANT)
    with sqlite_database.writing() as db:
        grants.grant_role(db, db.get_one(User, both.id), Role.MENTOR_CONSULTANT, HOUSE, None)
        db.commit()
    desk = signed_in(app, sqlite_database, both)
    told = {**TOLD, "about": "consultant", "came_by": "phone"}
    assert fill(desk, "/complaints/type-in", **told).headers["Location"] == "/complaints"
    here = the_only(sqlite_database)
    assert desk.get(here).status_code == 404
    assert WORDS in text_of(signed_in(app, sqlite_database, confidant), here)


def test_too_many_from_one_device_keep_their_words(
    client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    def use_up(counted: Callable[[Db, str], bytes], sent: int = 0) -> None:
        with sqlite_database.writing() as db:
            for _more in range(PER_ADDRESS[0].attempts - sent):
                sign_ins.admit(db, AttemptKind.ADDRESS, counted(db, "127.0.0.1"), PER_ADDRESS)
            db.commit()

    # Nobody on the same network keeps a complaint back by wrong passwords, and a stolen copy of
    # the attempts doesn't say whose device, as their sign-ins do, it came from.
    use_up(sign_ins.address_index)
    assert fill(client, "/complaints/new", **TOLD).status_code == 303
    use_up(admitting.address_index, sent=1)
    refused = fill(client, "/complaints/new", **TOLD)
    assert (refused.status_code, WORDS in refused.text) == (429, True)


def test_the_log_never_says_which_user_told_it(
    sqlite_database: Database, confidant: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    mentor = person(sqlite_database, Role.MENTOR)
    client = signed_in(app_that_says_all(sqlite_database), sqlite_database, mentor)
    client.get("/today")
    told = fill(client, "/complaints/new", **TOLD).headers["Location"]
    assert fill(client, "/complaints/new", about="mentor").status_code == 422
    assert fill(client, told, f"{told}/more", more=" ").status_code == 422
    lines = [json.loads(line) for line in "".join(capfd.readouterr()).splitlines()]
    seen = {(one.get("route"), one.get("actor")) for one in lines if one["event"] == "request"}
    assert ("/today", str(mentor.id)) in seen
    assert {actor for route, actor in seen if route.startswith("/complaints")} == {None}


def test_sent_again_the_address_that_was_written_down_works_on_until_a_confidant_makes_one(
    app: Flask, client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    key = str(uuid4())
    first, again = (
        fill(client, "/complaints/new", **TOLD, submission=key).headers["Location"]
        for _went_back in range(2)
    )
    assert [client.get(one).status_code for one in (first, again)] == [200, 200]
    here = the_only(sqlite_database)
    fill(signed_in(app, sqlite_database, confidant), here, f"{here}/link")
    assert [client.get(one).status_code for one in (first, again)] == [410, 410]


def test_what_was_typed_stands_on_the_page_when_a_colleague_took_over_meanwhile(
    app: Flask, client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    fill(client, "/complaints/new", **TOLD)
    here = the_only(sqlite_database)
    mine = signed_in(app, sqlite_database, confidant)
    other = signed_in(app, sqlite_database, person(sqlite_database, Role.CONFIDANT))
    fill(mine, here, f"{here}/take-on")
    fill(other, here, f"{here}/take-over")
    for to, fields in (
        ("notes", {"words": "Lang gesprek."}),
        ("close", {"letter": "Lang gesprek.", "outcome": "right"}),
    ):
        refused = fill(mine, here, f"{here}/{to}", **fields)
        assert refused.status_code == 409
        assert "Lang gesprek." in refused.text


def test_nonsense_is_refused_and_odd_signs_are_kept_and_printed(
    app: Flask, client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    for odd in ({"words": "x" * 8_001}, {"about": "made-up"}, {"about": "confidant", "which": "x"}):
        assert fill(client, "/complaints/new", **{**TOLD, **odd}).status_code in (409, 422)
    odd = "<script>alert(1)</script> \x01\x0b\U0001f44d \u202eomgekeerd"
    told = fill(client, "/complaints/new", **{**TOLD, "words": odd}, submission="nonsense")
    here, desk = the_only(sqlite_database), signed_in(app, sqlite_database, confidant)
    fill(desk, here, f"{here}/take-on")
    page = desk.get(here)
    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text
    assert fill(desk, here, f"{here}/concerned", person="mentor:nonsense").status_code == 303
    assert fill(desk, here, f"{here}/close", outcome="solved", letter=odd).status_code == 303
    paper = client.get(f"{told.headers['Location']}/letter")
    assert paper.data.startswith(b"%PDF")


def test_the_mentor_reads_that_they_are_not_available_and_nothing_of_a_complaint(
    app: Flask, client: FlaskClient, sqlite_database: Database, confidant: Person
) -> None:
    accused = person(sqlite_database, Role.MENTOR)
    with sqlite_database.writing() as db:
        mentor = add_mentor(db, NewMentor("Janna", "KEN"), user=accused.user)
        db.commit()
    fill(client, "/complaints/new", **TOLD)
    here, desk = the_only(sqlite_database), signed_in(app, sqlite_database, confidant)
    fill(desk, here, f"{here}/take-on")
    assert "Contact nu stopzetten" not in text_of(desk, here)  # nobody is linked yet
    fill(desk, here, f"{here}/concerned", person=f"mentor:{mentor.id}")
    assert "Contact nu stopzetten" in text_of(desk, here)
    fill(desk, here, f"{here}/suspend")
    assert "Het contact ligt stil sinds" in text_of(desk, here)
    sign_in_as(client, sqlite_database, accused.user)
    own = text_of(client, "/mentors/mine")
    assert "Nu niet beschikbaar, sinds" in own
    assert "klacht" not in (own + text_of(client, "/today")).casefold()
    fill(desk, here, f"{here}/lift")
    assert "Nu niet beschikbaar" not in text_of(client, "/mentors/mine")


CANARIES = (
    "kanarienaam", "kanariewoorden", "kanarieverteller", "kanariebereik", "kanarienotitie",
    "kanariebrief", "kanariemens", "kanariemeer",
)  # fmt: skip


def test_nothing_that_is_kept_tells_what_was_planted(
    sqlite_database: Database, confidant: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    person(sqlite_database, Role.CONFIDANT)  # who gets the e-mail
    with sqlite_database.writing() as db:
        mentor = make_mentor(db, first_name="kanariemens")
        db.commit()
    walk = Walked(sqlite_database, set(CANARIES))
    app = app_that_says_all(sqlite_database)
    anybody, desk = app.test_client(), signed_in(app, sqlite_database, confidant)
    told = {
        "about": "mentor", "who": "kanarienaam", "words": "kanariewoorden",
        "teller": "kanarieverteller", "contact": "kanariebereik",
    }  # fmt: skip
    assert fill(desk, "/complaints/type-in", **told, came_by="phone").status_code == 303
    here = the_only(sqlite_database)
    fill(desk, here, f"{here}/take-on")
    walk.saw(fill(desk, here, f"{here}/find", name="kanariem"))
    linked = fill(desk, here, f"{here}/concerned", person=f"mentor:{mentor.id}")
    assert linked.status_code == 303
    made = fill(desk, here, f"{here}/link")
    link = next(part for part in made.text.split() if "/complaints/told/" in part)
    assert fill(desk, here, f"{here}/notes", words="kanarienotitie").status_code == 303
    path = link.partition("<code>")[2].partition("</code>")[0].partition("8000")[2]
    assert fill(anybody, path, f"{path}/more", more="kanariemeer").status_code == 303
    walk.saw(desk.get(here))
    closed = fill(desk, here, f"{here}/close", outcome="solved", letter="kanariebrief")
    assert closed.status_code == 303
    for client, shown in ((anybody, path), (desk, here), (desk, "/complaints"), (desk, "/today")):
        walk.saw(client.get(shown))
    walk.got(anybody.get(f"{path}/letter"))
    run_jobs(sqlite_database)
    walk.spoken = "".join(capfd.readouterr()).encode()
    assert_nothing_tells(walk, papers=1)
