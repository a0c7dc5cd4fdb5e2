"""The pages of a trajectory, in the order in which a consultant meets them."""

from datetime import timedelta
from uuid import UUID

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import format_date
from mentorship.mentors.queries import today
from mentorship.trajectories import queries
from mentorship.trajectories.closure.models import ExitTalk
from mentorship.trajectories.models import FirstMeeting, Phase, Trajectory
from tests.accounts.people import Person, person, sign_in_as
from tests.trajectories.pairs import matched, started


def text_of(page: object) -> str:
    return " ".join(
        BeautifulSoup(page.get_data(as_text=True), "html.parser").main.get_text().split()
    )  # type: ignore[attr-defined,union-attr]


def send(desk: FlaskClient, address: str, **fields: object) -> object:
    page = desk.get(address)
    assert page.status_code == 200, page.status_code
    html = BeautifulSoup(page.get_data(as_text=True), "html.parser")
    known = {
        one["name"]: one.get("value", "")
        for one in html.select("main form input[type=hidden][name]")
    }
    return desk.post(address, data={**known, **fields}, follow_redirects=True)


def new_match(database: Database, by: Person) -> UUID:
    with database.writing() as db:
        match = matched(db, by)
        db.commit()
    return match.id


def test_a_consultant_takes_a_pair_from_plan_to_aftercare(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    match_id = new_match(sqlite_database, consultant)
    with sqlite_database.reading() as db:
        day = today(db)
    said = text_of(desk.get("/trajectories?list=to-plan"))
    assert "Yara met Jolanda" in said

    page = send(
        desk, f"/trajectories/matches/{match_id}/first-meeting",
        day=format_date(day), clock="16:00", place="Bibliotheek aan het plein",
    )  # fmt: skip
    assert "Bibliotheek aan het plein" in text_of(page)
    with sqlite_database.reading() as db:
        trajectory = db.exec(select(Trajectory)).one()
    at = f"/trajectories/{trajectory.id}"
    assert "Wennen aan elkaar" in text_of(
        send(desk, f"{at}/first-meeting", outcome="held", minutes="90")
    )
    signed = send(
        desk, f"{at}/agreement", signed_on=format_date(day), meetings="4", hours="6",
        months="12", language="nl", by_all="y",
    )  # fmt: skip
    assert "6 uur per maand" in text_of(signed)
    paper = desk.get(f"{at}/agreement/print")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert "Vertrouwen opbouwen" in text_of(
        send(desk, f"{at}/phase", phase="building_trust", on=format_date(day))
    )
    send(desk, f"{at}/pause", from_on=format_date(day), reason="holiday",
         expected_on=format_date(day + timedelta(days=14)))  # fmt: skip
    assert "Pauze" in text_of(desk.get(at))
    send(desk, f"{at}/resume", on=format_date(day))
    send(desk, f"{at}/exit-talk", side="mentee", talked_on=format_date(day), held="yes",
         topics=["feelings", "positives"], notes="Fijn gesprek.", minutes="45")  # fmt: skip
    send(desk, f"{at}/contact", choice="now_and_then", agreed_on=format_date(day))
    ended = send(
        desk, f"{at}/end", kind="planned", reason="goals_reached", ended_by="together",
        ended_on=format_date(day), what_next="aftercare", was_celebrated="y",
        explanation="Met een etentje. " * 200,
    )  # fmt: skip
    assert "Nazorg" in text_of(ended)
    assert "Fijn gesprek." in text_of(ended)
    again = desk.get(f"/trajectories/mentees/{trajectory.mentee_id}")
    assert again.headers["Location"].endswith(at)
    assert desk.get(f"{at}/contact/print").mimetype == "application/pdf"
    too_early = send(desk, f"{at}/aftercare/3", held_on=format_date(day), outcome="well")
    assert "te vroeg" in text_of(too_early)
    with sqlite_database.reading() as db:
        found = db.get_one(Trajectory, trajectory.id)
        assert queries.standing_of(db, found).phase is Phase.AFTERCARE
        assert db.exec(select(FirstMeeting.minutes)).one() == 90
        assert db.exec(select(ExitTalk.minutes)).one() == 45


def test_answers_that_do_not_fit_are_told_and_nothing_is_lost(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        trajectory, day = started(db, consultant, ago=timedelta(days=20)), today(db)
        db.commit()
    at = f"/trajectories/{trajectory.id}"
    page = send(
        desk, f"{at}/end", kind="planned", reason="no_click", ended_by="mentor",
        ended_on="31-02-2026", what_next="aftercare", explanation="Ze willen allebei door.",
    )  # fmt: skip
    said = text_of(page)
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "Ze willen allebei door." in said
    assert "De doelen zijn bereikt" in said
    page = send(
        desk, f"{at}/exit-talk", side="mentee", talked_on=format_date(day), held="yes",
        notes="Fijn gesprek.", minutes="een uur",
    )  # fmt: skip
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "Vul een heel getal in van 1 tot en met 600." in text_of(page)
    page = send(desk, f"{at}/extend", new_end="01-01-2099", reason="Langer.")
    assert page.status_code == 409  # type: ignore[attr-defined]
    assert "Langer." in text_of(page)


def test_a_file_in_aftercare_is_handed_over_on_its_page(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        trajectory = started(db, consultant, ago=timedelta(days=20))
        day = format_date(today(db))
        db.commit()
    one = f"/trajectories/{trajectory.id}"
    send(
        desk, f"{one}/end", kind="planned", reason="goals_reached", ended_by="together",
        ended_on=day, what_next="aftercare",
    )  # fmt: skip
    file = f"/mentees/{trajectory.mentee_id}"
    html = BeautifulSoup(desk.get(file).get_data(as_text=True), "html.parser")
    ways = {link["href"] for link in html.select("main a[href]")}
    assert f"{file}/transfer" in ways
    assert f"{file}/stop" not in ways
    send(desk, f"{file}/transfer", house="NHN", reason="Verhuisd naar Alkmaar.")
    assert desk.get(file).status_code == desk.get(one).status_code == 404


def test_planning_twice_with_one_page_plans_once(
    desk: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    match_id = new_match(sqlite_database, consultant)
    address = f"/trajectories/matches/{match_id}/first-meeting"
    html = BeautifulSoup(desk.get(address).get_data(as_text=True), "html.parser")
    fields = {
        one["name"]: one.get("value", "")
        for one in html.select("main form input[type=hidden][name]")
    }
    fields |= {"day": "01-09-2026", "clock": "16:00", "place": "Buurthuis"}
    assert {desk.post(address, data=fields).status_code for _ in range(3)} == {303}
    with sqlite_database.reading() as db:
        assert len(db.exec(select(FirstMeeting)).all()) == 1


def test_another_house_finds_no_such_trajectory(
    client: FlaskClient, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        trajectory = started(db, consultant)
        db.commit()
    stranger = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    sign_in_as(client, sqlite_database, stranger.user)
    for page in ("", "/phase", "/end", "/agreement/print"):
        assert client.get(f"/trajectories/{trajectory.id}{page}").status_code == 404
    assert "Yara" not in text_of(client.get("/trajectories"))
