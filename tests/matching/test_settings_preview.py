"""What a coordinator sees of settings before saving them: numbers, and nobody in particular."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, func, select

from mentorship.accounts.roles import Role
from mentorship.foundation import erasure
from mentorship.foundation.db import Database, Db
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.matching import services, settings_history
from mentorship.matching.models import MatchingSettings
from mentorship.matching.round_settings import settings_of
from mentorship.matching.rounds.models import MatchRound
from mentorship.matching.rounds.previewing import Differences, Untold, preview
from mentorship.matching.words.previewed import previewed_words
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person, person, sign_in_as
from tests.matching.at_the_desk import main_of, words
from tests.matching.pool import ready_mentor, run_round, waiting_mentee

FEW = 5
NOW = settings_of({})
UNREACHABLE = settings_of({"floor": 20_000})
ADDRESS = "/matching/settings"


def make_round(db: Db, by: Person, young: int = 6, house: str = "KEN") -> MatchRound:
    """Of these young people three get Jolanda."""
    place = "Haarlem" if house == "KEN" else "Alkmaar"
    ready_mentor(db, by, house, seats=3, first_name="Jolanda", place=place)
    for number in range(young):
        waiting_mentee(db, by, house, first_name=f"Yara{number}", place=place)
    return run_round(db, by, house)


@pytest.fixture
def coordinator(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.COORDINATOR)


@pytest.fixture
def client(app: Flask, sqlite_database: Database, coordinator: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, sqlite_database, coordinator.user)
    return client


def asked(client: FlaskClient, **changed: str) -> dict[str, str]:
    """The form as the browser sends it with the button that only looks."""
    main = main_of(client.get(ADDRESS))
    fields = {
        str(one["name"]): str(one.get("value", ""))
        for one in main.find_all("input")
        if one.get("type") != "checkbox" and (one.get("type") != "radio" or one.has_attr("checked"))
    }
    texts = {str(one["name"]): one.text.strip() for one in main.find_all("textarea")}
    button = main.find("button", attrs={"name": "preview"})
    assert button is not None
    assert button.text == "Bekijk wat er verandert"
    return fields | texts | {"allowed": "y", "preview": "1"} | changed


def test_the_coordinator_sees_numbers_before_saving(
    client: FlaskClient, sqlite_database: Database, consultant: Person, coordinator: Person
) -> None:
    assert "nog geen ronde klaar" in words(
        main_of(client.post(ADDRESS, data=asked(client, floor="20000")))
    )
    with sqlite_database.writing() as db:
        make_round(db, consultant)
        make_round(db, consultant, 1, "NHN")
        db.commit()
    answer = client.post(ADDRESS, data=asked(client, floor="20000"))
    page = main_of(answer)
    told = [words(one) for one in page.select("section li")]
    assert told[0].startswith("Ronde van ")
    assert told[0].endswith(
        "Kennemerland: 3 van de 6 jongeren krijgen een ander voorstel. "
        "De ronde heeft 3 matches minder in prioriteit 2."
    )
    assert "minder dan 5 jongeren mee: we vertellen niets" in told[1]
    assert not {"Yara", "Jolanda"} & set(answer.text.split())
    assert page.select_one("input[name=floor]")["value"] == "20000"  # type: ignore[index]
    with sqlite_database.reading() as db:
        assert db.exec(select(func.count()).select_from(MatchingSettings)).one() == 0
        read = select(AuditEvent).where(col(AuditEvent.actor_id) == coordinator.id)
        assert any("round_mentee.snapshot" in event.details for event in db.exec(read))


def test_bad_input_is_told_as_on_saving_and_nobody_is_read(
    client: FlaskClient, sqlite_database: Database, consultant: Person, coordinator: Person
) -> None:
    with sqlite_database.writing() as db:
        make_round(db, consultant)
        db.commit()
    for changed, said in (
        ({}, "Niets verschilt"),
        ({"weight_travel": "-1"}, "minstens 0"),
        ({"weight_travel": "101"}, "van 0 tot en met 100"),
        ({"weight_travel": "veel"}, "Vul een heel getal in"),
        ({"caseload": "XXX = 3"}, "is onbekend"),
        ({"detour_metres": "Texel"}, "het teken ="),
        ({"floor": ""}, "Vul een heel getal in"),
    ):
        answer = client.post(ADDRESS, data=asked(client, **changed))
        assert answer.status_code == 422
        assert said in answer.text
        assert "Wat er verandert" not in answer.text
    with sqlite_database.reading() as db:
        read = select(AuditEvent).where(col(AuditEvent.actor_id) == coordinator.id)
        assert not any("round_mentee" in event.details for event in db.exec(read))


def test_it_compares_with_what_counts_now_and_not_with_what_counted_then(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT, "KEN")
    make_round(db, by)
    content = settings_history.plain(settings_history.current(db)) | {"floor": 20_000}
    services.change_settings(db, content, "Hoger.", by.id, seen=0)
    now = settings_history.current(db)
    (one,) = preview(db, now, NOW, FEW)
    assert one.found == Differences(6, 3, {2: 3})


def test_priorities_of_few_young_people_are_told_together(db: Db) -> None:
    by = make_person(db, Role.MENTOR_CONSULTANT, "KEN")
    waiting_mentee(db, by, priority=1)
    make_round(db, by, young=5)
    (one,) = preview(db, NOW, UNREACHABLE, FEW)
    assert one.found == Differences(6, 3, {0: -3})


@pytest.fixture
def twice(database: Database) -> tuple[Database, list[MatchRound]]:
    """Two rounds of one House; in the second somebody new took part."""
    with database.writing() as db:
        by = make_person(db, Role.MENTOR_CONSULTANT, "KEN")
        older = make_round(db, by)
        older.created_at -= timedelta(days=1)
        waiting_mentee(db, by, first_name="Nieuw", priority=1)
        newer = run_round(db, by)
        db.commit()
    return database, [older, newer]


def test_after_an_erasure_an_older_round_is_taken_and_a_large_one_is_left(
    twice: tuple[Database, list[MatchRound]],
) -> None:
    database, (older, newer) = twice

    def told() -> tuple[object, object]:
        with database.reading() as db:
            (one,) = preview(db, NOW, UNREACHABLE, FEW)
            return one.row.id, one.found

    assert told()[0] == newer.id
    with database.reading() as db:
        priority = db.exec(select(Mentee).where(col(Mentee.priority) == 1)).one()
        others = db.exec(select(Mentee).where(col(Mentee.priority) == 2)).all()
    erasure.erase(database, priority.subject_id)
    assert told() == (older.id, Differences(6, 3, {2: -3}))
    with database.writing() as db:
        row = db.get_one(MatchRound, older.id)
        row.certificate = {**(row.certificate or {}), "counts": {"mentees": 900, "mentors": 101}}
        db.commit()
    assert told() == (older.id, Untold.TOO_MANY)
    erasure.erase(database, others[0].subject_id)
    with database.writing() as db:
        row = db.get_one(MatchRound, older.id)
        row.certificate = {**(row.certificate or {}), "counts": {"mentees": 6, "mentors": 1}}
        db.commit()
    assert told() == (newer.id, Untold.ERASED)


@pytest.mark.parametrize(
    ("found", "moved", "more"),
    [
        (Differences(8, 0, {1: 0, 2: 0}), "Geen van de 8 jongeren krijgt", "elke prioriteit even"),
        (Differences(8, 1, {0: 0}), "Minder dan 3 van de 8 jongeren", "heeft evenveel matches."),
        (
            Differences(8, 6, {0: -1}),
            "Minstens 6 van de 8 jongeren",
            "heeft 1 of 2 matches minder.",
        ),
        (
            Differences(8, 5, {1: 2, 2: -4}),
            "5 van de 8 jongeren krijgen",
            "1 of 2 matches meer in prioriteit 1, 4 matches minder in prioriteit 2.",
        ),
        (Untold.TOO_MANY, "Er deden te veel mensen mee", "op deze pagina te berekenen."),
    ],
)
def test_small_numbers_are_told_as_a_range(
    found: Differences | Untold, moved: str, more: str
) -> None:
    told = previewed_words(found, FEW)
    assert told.startswith(moved)
    assert more in told


def test_one_and_two_of_a_few_read_the_same() -> None:
    def told(moved: int, more: int) -> str:
        return previewed_words(Differences(7, moved, {2: more}), FEW)

    assert told(1, 1) == told(2, 2)
    assert told(5, -1) == told(6, -2) == told(7, -1)


def test_the_weights_are_added_up_and_have_a_bound(
    client: FlaskClient, sqlite_database: Database, coordinator: Person
) -> None:
    """Also where an older version holds more than the form takes now."""
    assert "De gewichten zijn samen 100: een volmaakte match heeft 10.000 punten." in words(
        main_of(client.get(ADDRESS))
    )
    refused = client.post(ADDRESS, data=asked(client, weight_travel="99999"))
    assert refused.status_code == 422
    assert "Vul een getal in van 0 tot en met 100." in refused.text
    with sqlite_database.writing() as db:
        content = settings_history.plain(settings_history.current(db))
        content["weights"] = content["weights"] | {"travel": 99_999}
        services.change_settings(db, content, "Van vroeger.", coordinator.user.id, seen=0)
        db.commit()
    page = main_of(client.get(ADDRESS))
    told = words(page)
    assert "samen 100.079. Een volmaakte match heeft nu 10.007.900 punten" in told
    assert "de ondergrens van 3.000 telt daardoor minder" in told
    looking, saving = page.select("form.oo-form .oo-actions button")
    assert (looking["name"], saving.get("name")) == ("preview", None)
    assert "utrecht-button--primary-action" in looking["class"]
