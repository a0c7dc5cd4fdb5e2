"""What consultants, mentors, young people and the coordinator meet on the pages of matching."""

import io
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlmodel import col, select
from werkzeug.test import TestResponse

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job
from mentorship.matching.models import Match, MatchStatus, PairRule
from mentorship.matching.rounds.models import MatchRound, Proposal, RoundStatus
from mentorship.mentors import services as mentors
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees.models import Mentee, Stage
from tests.accounts.people import Person, person
from tests.matching.pool import finish_round, ready_mentor, waiting_mentee

COLUMNS = "nummer;naam;plaats;beschikbaar;wacht_sinds;geboortejaar"


def main_of(answer: TestResponse) -> Tag:
    main = BeautifulSoup(answer.text, "html.parser").find("main")
    assert isinstance(main, Tag)
    return main


def words(answer: TestResponse) -> str:
    return " ".join(main_of(answer).get_text(" ").split())


def fill(client: FlaskClient, path: str, to: str | None = None, **fields: object) -> TestResponse:
    page = main_of(client.get(path))
    hidden = {
        str(one["name"]): str(one.get("value", ""))
        for one in page.find_all("input", attrs={"type": "hidden"})
    }
    return client.post(to or path, data=hidden | fields)


@pytest.fixture
def mentor_user(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR)


@pytest.fixture
def pool(sqlite_database: Database, consultant: Person, mentor_user: Person) -> dict[str, UUID]:
    """One mentor who signs in, one young person here and one in another House who fit."""
    with sqlite_database.writing() as db:
        mentor = ready_mentor(db, consultant, user=mentor_user, first_name="Jolanda")
        yara = waiting_mentee(db, consultant, first_name="Yara")
        far = waiting_mentee(db, consultant, first_name="Noor", place="Den Helder")
        other = ready_mentor(db, consultant, "NHN", first_name="Bram", place="Alkmaar")
        alien = waiting_mentee(db, consultant, "NHN", first_name="Zoë", place="Alkmaar")
        db.commit()
        return {
            "mentor": mentor.id, "yara": yara.id, "far": far.id, "other": other.id,
            "alien": alien.id,
        }  # fmt: skip


def solve(database: Database, page: str) -> None:
    """At once, in this process; what the worker does is another test's."""
    with database.writing() as db:
        row = db.get_one(MatchRound, UUID(page.rpartition("/")[2]))
        finish_round(db, row)
        db.commit()


def start(client: FlaskClient, scope: str = "KEN") -> str:
    answer = fill(client, "/matching", "/matching/rounds", scope=scope)
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def proposal_page(client: FlaskClient, round_page: str) -> str:
    links = main_of(client.get(round_page)).find_all("a", href=re.compile("/proposals/"))
    return str(links[0]["href"])


def decide(client: FlaskClient, page: str, outcome: str = "choose", **more: str) -> TestResponse:
    return fill(client, page, f"{page}/decide", outcome=outcome, reason="Past goed.", **more)


def made_link(client: FlaskClient, match_id: UUID) -> TestResponse:
    """The page of the match that shows it, once."""
    page = f"/matching/matches/{match_id}"
    answer = fill(client, page, f"{page}/link")
    assert (answer.status_code, answer.location) == (303, page)
    return client.get(page)


def test_a_round_from_its_start_to_the_match(
    signed_in: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    consultant: Person,
    mentor_user: Person,
    pool: dict[str, UUID],
) -> None:
    deciding = signed_in(consultant)
    page = start(deciding)
    assert "Staat in de rij" in words(deciding.get(page))
    assert "data-over" not in deciding.get(f"{page}/progress").text
    solve(sqlite_database, page)
    told = words(deciding.get(page))
    assert "Yara – Jolanda Vis" in told
    assert "Zoë" not in told
    waiting = words(deciding.get(f"{page}/waiting"))
    assert "Noor" in waiting
    assert "verder uit elkaar" in waiting.lower()
    assert re.search(
        r"Bij Jolanda Vis staat het minste in de weg\. .* \d+,\d km; Noor wil tot", waiting
    )
    pair = proposal_page(deciding, page)
    opened = words(deciding.get(pair))
    assert "Punten per criterium" in opened
    assert "regels" in opened
    answer = decide(deciding, pair)
    assert answer.status_code == 303, words(answer)

    asked = signed_in(mentor_user)
    mine = main_of(asked.get("/matching/mine"))
    link = mine.find("a", href=re.compile("/matching/mine/"))
    assert isinstance(link, Tag)
    told = words(asked.get(str(link["href"])))
    assert "Yara" not in told
    assert "Haarlem" not in told
    pdf = asked.get(f"{link['href']}/pdf")
    assert pdf.data.startswith(b"%PDF")
    said = fill(asked, str(link["href"]), f"{link['href']}/answer", answer="yes")
    assert said.status_code == 303
    with sqlite_database.reading() as db:
        match = db.exec(select(Match)).one()
    made = made_link(deciding, match.id)
    address = re.search(r"/matching/answer/mentee/[\w-]+", made.text)
    assert address is not None
    visitor = deciding.application.test_client()
    assert "Jolanda" not in visitor.get(address[0]).text
    thanked = fill(visitor, address[0], answer="yes")
    assert "Dank je" in words(thanked)
    assert visitor.get(address[0]).status_code == 410
    with sqlite_database.reading() as db:
        assert db.exec(select(Match)).one().status is MatchStatus.ACTIVE
        assert db.get_one(Mentee, pool["yara"]).stage is Stage.STARTED


def test_of_who_stopped_no_page_and_no_link_tells_anything_more(
    signed_in: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    consultant: Person,
    mentor_user: Person,
    pool: dict[str, UUID],
) -> None:
    deciding = signed_in(consultant)
    page = start(deciding)
    solve(sqlite_database, page)
    decide(deciding, proposal_page(deciding, page))
    with sqlite_database.reading() as db:
        match = db.exec(select(Match)).one()
    made = made_link(deciding, match.id)
    address = re.search(r"/matching/answer/mentor/[\w-]+", made.text)
    assert address is not None
    visitor, asked = deciding.application.test_client(), signed_in(mentor_user)
    mine = f"/matching/mine/{match.id}"
    told = "Leeftijd"
    assert all(told in words(who.get(at)) for who, at in ((visitor, address[0]), (asked, mine)))
    stopped = fill(deciding, f"/mentees/{pool['yara']}/stop", wanted_by="young_person")
    assert stopped.status_code == 303
    assert visitor.get(address[0]).status_code == 410
    assert told not in words(asked.get(mine))
    assert asked.get(f"{mine}/pdf").status_code == 404
    listed = asked.get("/matching/mine")
    assert listed.status_code == 200
    assert "Het ging niet door" in words(listed)


def test_in_a_regional_round_other_houses_people_have_no_name(
    signed_in: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    consultant: Person,
    pool: dict[str, UUID],
) -> None:
    client = signed_in(consultant)
    page = start(client, "region")
    solve(sqlite_database, page)
    told = words(client.get(page))
    assert "Jongere 1" in told
    for name in ("Zoë", "Bram"):
        assert name not in told
    with sqlite_database.reading() as db:
        alien = db.exec(select(Proposal).where(Proposal.mentee_id == pool["alien"])).one()
    assert client.get(f"{page}/proposals/{alien.id}").status_code == 404
    decided = f"{page}/proposals/{alien.id}/decide"
    assert fill(client, "/matching", decided, outcome="wait", reason="x").status_code == 404


def test_what_changed_meanwhile_is_told_with_the_text_that_was_typed(
    signed_in: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    consultant: Person,
    pool: dict[str, UUID],
) -> None:
    client = signed_in(consultant)
    page = start(client)
    solve(sqlite_database, page)
    pair = proposal_page(client, page)
    with sqlite_database.writing() as db:
        mentors.pause(db, db.get_one(Mentor, pool["mentor"]), today(db), today(db))
        db.commit()
    answer = decide(client, pair)
    assert answer.status_code == 409
    assert "pauzeert tot en met 02-03-2026" in words(answer)
    assert "Past goed." in words(answer)


def test_a_reason_is_needed_for_each_decision(
    signed_in: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    consultant: Person,
    pool: dict[str, UUID],
) -> None:
    client = signed_in(consultant)
    page = start(client)
    solve(sqlite_database, page)
    pair = proposal_page(client, page)
    answer = fill(client, pair, f"{pair}/decide", outcome="wait", reason=" ")
    assert answer.status_code == 422
    assert "Schrijf de reden op" in words(answer)


def test_a_round_is_cancelled_and_a_second_one_waits_for_the_first(
    signed_in: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    consultant: Person,
    pool: dict[str, UUID],
) -> None:
    client = signed_in(consultant)
    page = start(client)
    assert start(client) == page
    assert fill(client, page, f"{page}/cancel").status_code == 303
    assert "geannuleerd" in words(client.get(page))
    assert start(client) != page
    with sqlite_database.reading() as db:
        row = db.get_one(MatchRound, UUID(page.rpartition("/")[2]))
        assert row.status is RoundStatus.CANCELLED
        assert db.exec(select(Job).where(col(Job.name) == "matching.solve")).all()


def test_a_pin_that_breaks_a_rule_is_refused_with_its_sentence(
    signed_in: Callable[[Person], FlaskClient],
    sqlite_database: Database,
    consultant: Person,
    pool: dict[str, UUID],
) -> None:
    client = signed_in(consultant)
    page = f"/matching/pairs/new/{pool['far']}"
    fields = {"mentor": str(pool["mentor"]), "kind": "pin", "reason": "Kennen elkaar."}
    answer = fill(client, page, **fields)
    assert answer.status_code == 422
    assert "verder uit elkaar" in words(answer)
    assert fill(client, page, **(fields | {"kind": "ban"})).status_code == 303
    with sqlite_database.reading() as db:
        rule = db.exec(select(PairRule)).one()
    assert "Noor – Jolanda Vis" in words(client.get("/matching/pairs"))
    assert fill(client, "/matching/pairs", f"/matching/pairs/{rule.id}/end").status_code == 303
    assert "Er is niets vastgelegd" in words(client.get("/matching/pairs"))


def test_settings_keep_their_history_and_refuse_what_a_file_may_not_say(
    signed_in: Callable[[Person], FlaskClient], sqlite_database: Database
) -> None:
    client = signed_in(person(sqlite_database, Role.COORDINATOR))
    assert "nog niets gewijzigd" in words(client.get("/matching/settings/history"))
    shown = BeautifulSoup(client.get("/matching/settings").text, "html.parser")
    fields = {
        str(one["name"]): str(one.get("value", ""))
        for one in shown.main.find_all("input")
        if one.get("type") != "checkbox" and (one.get("type") != "radio" or one.has_attr("checked"))
    }
    fields |= {"allowed": "y", "detour_metres": "Texel = 15000", "caseload": ""}
    same = client.post("/matching/settings", data=fields | {"reason": "Zomaar"})
    assert "Niets verschilt" in words(same)
    wrong = client.post(
        "/matching/settings",
        data=fields | {"caseload": "XXX = 3", "weight_travel": "-1", "reason": "Test"},
    )
    assert "is onbekend" in words(wrong)
    assert wrong.status_code == 422
    changed = client.post(
        "/matching/settings",
        data=fields | {"floor": "3500", "caseload": "NHN = 5", "reason": "Hogere lat."},
    )
    assert changed.status_code == 303
    told = words(client.get("/matching/settings/history"))
    assert "Hogere lat." in told
    assert "3.500" in told
    late = client.post(
        "/matching/settings", data=fields | {"seen": "0", "floor": "1", "reason": "Laat"}
    )
    assert "Een collega" in words(late)


def test_a_file_is_looked_at_first_and_then_written(
    signed_in: Callable[[Person], FlaskClient], sqlite_database: Database, consultant: Person
) -> None:
    client = signed_in(consultant)
    bad = f"{COLUMNS}\nJ1;;Harlem;ma-avnd;2026-01-01;2007\n"
    answer = upload(client, bad, "mentees")
    assert answer.status_code == 422
    told = words(answer)
    assert "Bedoel je Haarlem" in told or "Bedoelt u Haarlem" in told
    assert "2 fouten" in told
    good = f"{COLUMNS}\nJ1;Yara Vis;Haarlem;ma-avond|wo-avond;2026-01-01;2007\n"
    looked = upload(client, good, "mentees")
    assert looked.status_code == 200
    hidden = {
        str(one["name"]): str(one.get("value", ""))
        for one in main_of(looked).find_all("input", attrs={"type": "hidden"})
    }
    for _ in range(2):  # pressed twice it is written once
        answer = client.post("/matching/files/import/write", data=hidden | {"has_consent": "y"})
        assert answer.status_code == 303, words(answer)
    with sqlite_database.reading() as db:
        young = db.exec(select(Mentee)).one()
        assert (young.stage, str(young.waiting_since)) == (Stage.WAITING, "2026-01-01")
    taken_out = client.get("/matching/files/mentees")
    assert "J1;Yara;Haarlem" in taken_out.data.decode("utf-8-sig")
    again = upload(client, taken_out.data.decode("utf-8-sig"), "mentees")
    assert "er is dus niets te schrijven" in words(again)


def upload(client: FlaskClient, text: str, kind: str) -> TestResponse:
    page = main_of(client.get("/matching/files"))
    token = page.find("input", attrs={"name": "csrf_token"})
    assert isinstance(token, Tag)
    return client.post(
        "/matching/files/import",
        data={
            "csrf_token": str(token["value"]),
            "kind": kind,
            "file": (io.BytesIO(text.encode()), "bestand.csv"),
        },
        content_type="multipart/form-data",
    )
