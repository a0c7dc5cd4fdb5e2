"""What a consultant asks of a round: what would change, in words; refusals, and who sees whom."""

import re
from urllib.parse import urlencode
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, func, select

from mentorship.accounts.cover import services as cover
from mentorship.accounts.cover.rules import Days
from mentorship.accounts.roles import Role
from mentorship.foundation import erasure
from mentorship.foundation.db import Database
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import services
from mentorship.matching.models import PairRule, RuleKind
from mentorship.matching.rounds import supposing
from mentorship.matching.rounds.models import DroppedPin, MatchRound, Proposal
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import today
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.conftest_web import soup
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import ready_mentor, run_round, waiting_mentee

EVENING = frozenset({"fri-evening"})
People = dict[str, UUID]


@pytest.fixture
def people(sqlite_database: Database, consultant: Person) -> People:
    """Yara has Jolanda; Sam wants her too; Iris could only on Friday, when Bram of NHN can."""
    with sqlite_database.writing() as db:
        jolanda = ready_mentor(db, consultant, first_name="Jolanda")
        bram = ready_mentor(db, consultant, "NHN", first_name="Bram", slots=EVENING)
        yara = waiting_mentee(db, consultant, first_name="Yara", priority=1)
        sam = waiting_mentee(db, consultant, first_name="Sam")
        iris = waiting_mentee(
            db, consultant, first_name="Iris", slots=frozenset({"sun-late"}), priority=3
        )
        row = run_round(db, consultant, None)
        db.commit()
        return {
            "jolanda": jolanda.id, "bram": bram.id, "yara": yara.id, "sam": sam.id,
            "iris": iris.id, "round": row.id,
        }  # fmt: skip


def page_of(people: People, **asked: object) -> str:
    return f"/matching/rounds/{people['round']}/what-if?" + urlencode({"ask": "1", **asked})


def test_from_who_waits_to_who_would_change_and_how_the_points_come_about(
    desk: FlaskClient, people: People, sqlite_database: Database
) -> None:
    waiting = main_of(desk.get(f"/matching/rounds/{people['round']}/waiting"))
    links = waiting.find_all("a", href=re.compile("/what-if"))
    friday = next(str(one["href"]) for one in links if "slot=fri-evening" in one["href"])
    assert "Iris" not in friday
    assert "mentee=" + str(people["iris"]) in friday
    before = _rows(sqlite_database)
    page = main_of(desk.get(friday))
    told = words(page)
    assert "Wat als Iris ook op vrijdagavond kan?" in told
    assert "Dan heeft de ronde als geheel 1 match meer in prioriteit 3" in told
    assert "niets bewaard en niets besloten" in told
    table = [words(row) for row in page.select("table.utrecht-table tbody tr")]
    assert table == ["Iris niemand, blijft wachten Bram Vis"]
    assert "Waar de punten van Iris met Bram Vis vandaan komen" in told
    assert "Gedeeld" not in words(page.find("h1"))
    assert str(people["iris"]) in str(page.find("a", href=re.compile("/profile")))
    assert _rows(sqlite_database) == before  # looked at, and nothing written


def _rows(database: Database) -> list[int]:
    with database.reading() as db:
        tables = (MatchRound, Proposal, PairRule, DroppedPin)
        return [db.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_reading_who_took_part_leaves_a_trace(
    desk: FlaskClient, people: People, sqlite_database: Database, consultant: Person
) -> None:
    def read() -> int:
        with sqlite_database.reading() as db:
            events = db.exec(select(AuditEvent).where(col(AuditEvent.actor_id) == consultant.id))
            return sum("round_mentor.snapshot" in event.details for event in events)

    assert main_of(desk.get(page_of(people, change="seat").replace("ask=1&", "")))
    before = read()
    assert "Jolanda Vis één plek meer" in words(
        main_of(desk.get(page_of(people, change="seat", mentor=people["jolanda"])))
    )
    assert read() == before + 1


def test_each_change_is_answered(desk: FlaskClient, people: People) -> None:
    def told(**asked: object) -> str:
        return words(main_of(desk.get(page_of(people, **asked))))

    seat = told(change="seat", mentor=people["jolanda"])
    assert "Sam niemand, blijft wachten Jolanda Vis" in seat
    assert "1 match meer in prioriteit 2" in seat
    pin = told(change="pin", mentee=people["sam"], mentor=people["jolanda"])
    assert "1 match minder in prioriteit 1" in pin
    assert "Yara Jolanda Vis niemand, blijft wachten" in pin
    assert "Dit paar vastzetten" in pin
    assert "Bij deze twee staat geen regel in de weg." in pin
    ban = told(change="ban", mentee=people["yara"], mentor=people["jolanda"])
    assert "Sam niemand, blijft wachten Jolanda Vis" in ban
    weight = told(change="weight", criterion="travel", weight="0")
    assert "in elke prioriteit evenveel matches" in weight
    assert "punten meer" not in weight
    same = told(change="travel", mentee=people["sam"], mentee_km="2,5")
    assert "Sam 2,5 km verder reist" in same
    assert "Niemand krijgt een ander voorstel" in same
    assert "Ook dan blijft Sam wachten. Er zijn mentoren die passen, maar hun plekken gaan" in same
    assert "Ook dan blijft" not in seat
    assert "was in deze ronde al zo" in told(change="wish", mentee=people["sam"], wish="wish_age")
    tongue = told(change="language", mentor=people["bram"], language="ar")
    assert "Niemand krijgt een ander voorstel" in tongue


def test_a_pin_that_breaks_a_rule_says_which(desk: FlaskClient, people: People) -> None:
    told = words(main_of(desk.get(
        page_of(people, change="pin", mentee=people["iris"], mentor=people["jolanda"])
    )))  # fmt: skip
    assert "Er is geen dagdeel waarop ze allebei kunnen." in told
    assert "Dit paar vastzetten" not in told


def test_a_pin_that_takes_the_place_of_another_pin_says_so(
    desk: FlaskClient, people: People, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        yara = db.get_one(Mentee, people["yara"])
        services.lay_down(db, yara, people["jolanda"], RuleKind.PIN, "Past.", consultant.id)
        row = run_round(db, consultant)
        db.commit()
        people["round"] = row.id
    address = page_of(people, change="pin", mentee=people["sam"], mentor=people["jolanda"])
    told = words(main_of(desk.get(address)))
    assert "De plek van Jolanda Vis is vastgezet voor Yara." in told
    assert "vrije plek" not in told


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"change": "pin"}, "Kies een jongere."),
        ({"change": "slot", "slot": "sun-late"}, "Kies een jongere of een mentor, niet allebei."),
        ({"change": "slot", "slot": "always", "mentee": "sam"}, "Kies een van de antwoorden"),
        ({"change": "travel"}, "Kies wie verder reist."),
        ({"change": "travel", "mentee": "sam"}, "Vul in hoeveel kilometer verder."),
        ({"change": "travel", "mentee": "sam", "mentee_km": "ver"}, "Vul een getal in boven 0"),
        ({"change": "travel", "mentee": "sam", "mentee_km": "0"}, "Vul een getal in boven 0"),
        ({"change": "travel", "mentor_km": "3"}, "Kies wie zoveel verder reist."),
        ({"change": "weight", "criterion": "travel", "weight": "-1"}, "Vul een getal in van 0"),
        ({"change": "weight", "criterion": "travel", "weight": "x"}, "Vul een heel getal in"),
        ({"change": "seat", "mentor": "not-an-id"}, "Kies een van de antwoorden"),
    ],
)
def test_bad_input_is_told_and_stays(
    desk: FlaskClient, people: People, asked: dict[str, str], said: str
) -> None:
    known = {name: str(people.get(value, value)) for name, value in asked.items()}
    answer = desk.get(page_of(people, **known))
    assert answer.status_code == 422
    assert said in answer.text
    if "mentee_km" in asked:
        assert f'value="{asked["mentee_km"]}"' in answer.text
        assert re.search(rf'value="{people["sam"]}" selected', answer.text)


def test_only_the_form_of_a_known_change(desk: FlaskClient, people: People) -> None:
    page = main_of(desk.get(f"/matching/rounds/{people['round']}/what-if?change=everything"))
    assert page.find("form") is None
    assert len(page.select("nav a")) == 8


def test_of_another_house_only_what_the_page_of_the_round_shows(
    app: Flask, people: People, sqlite_database: Database, consultant: Person
) -> None:
    other = app.test_client()
    there = person(sqlite_database, Role.MENTOR_CONSULTANT, "NHN")
    sign_in_as(other, sqlite_database, there.user)
    form = other.get(page_of(people, change="pin").replace("ask=1&", "")).text
    assert "Yara" not in form
    answer = other.get(page_of(people, change="seat", mentor=people["jolanda"]))
    told = words(main_of(answer))
    assert "Veiligheidshuis Kennemerland niemand, blijft wachten een mentor van Zorg" in told
    assert not re.search("Yara|Sam|Iris", answer.text)
    with sqlite_database.writing() as db:
        house = run_round(db, consultant)
        db.commit()
        assert other.get(f"/matching/rounds/{house.id}/what-if").status_code == 404
    refused = other.get(page_of(people, change="ban", mentee=people["sam"], mentor=people["bram"]))
    assert refused.status_code == 422


def test_after_an_erasure_it_says_why_there_is_no_answer(
    desk: FlaskClient, people: People, sqlite_database: Database
) -> None:
    with sqlite_database.reading() as db:
        gone = db.get_one(Mentor, people["bram"]).subject_id
    erasure.erase(sqlite_database, gone)
    told = words(main_of(desk.get(page_of(people, change="seat", mentor=people["jolanda"]))))
    assert "Iemand uit deze ronde is gewist" in told


def test_a_round_that_is_too_large_is_not_computed(
    desk: FlaskClient, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supposing, "MOST_PEOPLE", 4)
    page = main_of(desk.get(page_of(people, change="seat", mentor=people["jolanda"])))
    assert "te groot" in words(page)
    assert page.find("form") is None


def test_a_pin_is_laid_down_by_the_page_that_is_there_for_it(
    desk: FlaskClient, people: People, sqlite_database: Database, consultant: Person
) -> None:
    address = page_of(people, change="pin", mentee=people["sam"], mentor=people["jolanda"])
    leads = main_of(desk.get(address)).find("a", string="Dit paar vastzetten")
    assert leads is not None
    form = main_of(desk.get(str(leads["href"])))  # type: ignore[index]
    assert form.select_one("input[name=kind][value=pin][checked]")
    assert form.select_one(f'option[value="{people["jolanda"]}"][selected]')


def test_a_deputy_asks_about_the_covered_and_reads_no_other_name(
    app: Flask, people: People, sqlite_database: Database, consultant: Person
) -> None:
    with sqlite_database.writing() as db:
        colleague, deputy = (
            make_person(db, Role.MENTOR_CONSULTANT, code) for code in ("KEN", "NHN")
        )
        verbs.take_over(db, db.get_one(Mentee, people["yara"]), consultant.id)
        verbs.take_over(db, db.get_one(Mentee, people["sam"]), colleague.id)
        people["round"] = run_round(db, consultant).id
        days = Days(today(db), today(db))
        cover.arrange(db, consultant.id, deputy.id, days, by=consultant.id)
        db.commit()
    client = app.test_client()
    sign_in_as(client, sqlite_database, deputy.user)
    form = main_of(client.get(page_of(people, change="ban").replace("ask=1&", "")))
    offered = [one.text for one in form.select("select[name=mentee] option[value]")]
    assert offered == ["Kies een jongere", "Yara"]
    answer = client.get(page_of(people, change="seat", mentor=people["jolanda"]))
    assert "Ook bij 1 jongere van een collega verandert het voorstel." in words(main_of(answer))
    assert "Sam" not in words(soup(answer.text))


def test_where_the_program_answers_the_round_itself_otherwise_nothing_is_compared(
    desk: FlaskClient, people: People, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        proposal = db.exec(select(Proposal).where(Proposal.mentee_id == people["yara"])).one()
        proposal.mentor_id = people["bram"]
        db.commit()
    told = words(main_of(desk.get(page_of(people, change="seat", mentor=people["jolanda"]))))
    assert "andere versie van het programma" in told
    assert "Wie een ander voorstel zou krijgen" not in told
