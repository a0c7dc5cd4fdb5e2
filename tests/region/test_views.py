"""What a coordinator sees and does with the region and its organisations, page by page."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorship.foundation.access import Permission
from mentorship.foundation.db import Database
from mentorship.region import queries, services
from mentorship.region.models import Organisation, OrganisationType
from tests.conftest_web import soup
from tests.region.colleagues import signed_in

ALL = "/region/organisations"
NEW = "/region/organisations/new"


@pytest.fixture
def region(sqlite_database: Database) -> Database:
    with sqlite_database.writing() as db:
        services.seed_region(db)
        db.commit()
    return sqlite_database


@pytest.fixture
def coordinator(app: Flask, region: Database) -> FlaskClient:
    signed_in(app, Permission.REGION_READ, Permission.ORGANISATION_MANAGE)
    return app.test_client()


def add(database: Database, name: str, kind: OrganisationType) -> Organisation:
    with database.writing() as db:
        organisation = services.add_organisation(db, name, kind)
        db.commit()
    return organisation


def in_database(database: Database) -> list[tuple[str, str, bool]]:
    with database.reading() as db:
        return [(o.name, o.type.value, o.is_active) for o in queries.organisations(db)]


def send(client: FlaskClient, path: str, **values: str) -> TestResponse:
    """Opens the form, fills it in as a person does, and sends it."""
    form = soup(client.get(path).text).find("form", class_="oo-form")
    filled = {
        item["name"]: item.get("value", "")
        for item in form.find_all("input", type=["hidden", "text"])
    }
    chosen = form.find("option", selected=True)
    filled["municipality"] = chosen["value"] if chosen else ""
    return client.post(path, data={**filled, **values})


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_the_region_shows_each_house_with_its_municipalities_and_places(coordinator: FlaskClient):
    page = soup(coordinator.get("/region").text)
    assert page.h1.text == "De regio"
    assert len(page.find_all("h2")) == 3
    places = {pair.dt.text: pair.dd.text for pair in page.select("main dl > div")}
    assert len(places) == 32
    assert "Spaarndam" in places["Haarlemmermeer"]
    assert "'t Zand" in places["Schagen"]


def test_an_empty_list_says_what_to_do(coordinator: FlaskClient):
    assert "Er zijn nog geen organisaties" in coordinator.get(ALL).text


def test_an_added_organisation_stands_under_its_type(coordinator: FlaskClient, region: Database):
    answer = send(coordinator, NEW, name=" Duin  College ", type="school", municipality="GM0448")
    assert (answer.status_code, answer.headers["Location"]) == (303, ALL)
    page = soup(coordinator.get(ALL).text)
    assert "Duin College is toegevoegd." in text_of(page)
    section = page.find("section", attrs={"aria-labelledby": "type-school"})
    assert [cell.text for cell in section.select("tbody th, tbody td")] == [
        "Duin College",
        "Texel",
        "In gebruik",
    ]
    assert in_database(region) == [("Duin College", "school", True)]


def test_police_comes_with_the_promise_of_neutral_words(coordinator: FlaskClient, region: Database):
    add(region, "Politie Kust", OrganisationType.POLICE)
    assert "voor u afgesloten" in text_of(soup(coordinator.get(ALL).text))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"type": "school"}, "Vul de naam van de organisatie in."),
        ({"name": "–", "type": "school"}, "Vul een naam in met letters of cijfers."),
        ({"name": "Duin"}, "Kies het soort organisatie."),
        ({"name": "Gemeente", "type": "municipality"}, "Kies welke gemeente dit is."),
        ({"name": "duin-college", "type": "care"}, "Er is al een organisatie met deze naam."),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_is_lost(
    coordinator: FlaskClient, region: Database, values: dict[str, str], message: str
):
    add(region, "Duin College", OrganisationType.SCHOOL)
    answer = send(coordinator, NEW, **values)
    page = soup(answer.text)
    assert answer.status_code == 422
    assert message in page.find(id="error-summary").text
    target = page.select_one("#error-summary a")["href"].removeprefix("#")
    assert page.find(id=target) is not None
    assert page.find(id="name")["value"] == values.get("name", "")
    assert len(in_database(region)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Duin", "type": "family"},
        {"name": "Duin", "type": "school", "municipality": "GM0363"},
        {"name": "x" * 1_000_000, "type": "school"},
        {"name": "Duin\x00", "type": "", "municipality": "'; DROP TABLE organisation"},
    ],
)
def test_what_no_form_offers_is_refused(
    coordinator: FlaskClient, region: Database, values: dict[str, str]
):
    assert send(coordinator, NEW, **values).status_code == 422
    assert in_database(region) == []


def test_a_double_click_adds_one(coordinator: FlaskClient, region: Database):
    form = soup(coordinator.get(NEW).text).find("form", class_="oo-form")
    hidden = {item["name"]: item.get("value", "") for item in form.find_all("input", type="hidden")}
    twice = [
        coordinator.post(NEW, data={**hidden, "name": "Duin", "type": "care", "municipality": ""})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in twice] == [303, 303]
    assert in_database(region) == [("Duin", "care", True)]


def test_back_and_another_name_in_the_same_form_adds_it_after_a_question(
    coordinator: FlaskClient, region: Database
):
    page = coordinator.get(NEW)
    for name in ("Duin", "Strand", "Strand"):
        form = soup(page.text).find("form", class_="oo-form")
        hidden = {item["name"]: item["value"] for item in form.find_all("input", type="hidden")}
        sent = {**hidden, "name": name, "type": "care", "municipality": ""}
        answer = coordinator.post(NEW, data=sent)
        if answer.status_code == 422:
            assert "al eerder verstuurd" in text_of(soup(answer.text))
            assert in_database(region) == [("Duin", "care", True)]
            page = answer
    assert in_database(region) == [("Duin", "care", True), ("Strand", "care", True)]


def test_a_new_name_is_saved_and_the_type_stays(coordinator: FlaskClient, region: Database):
    duin = add(region, "Duin", OrganisationType.SCHOOL)
    answer = send(coordinator, f"{ALL}/{duin.id}", name="Strand", type="police")
    assert answer.status_code == 303
    assert in_database(region) == [("Strand", "school", True)]


def test_the_change_of_a_colleague_is_not_overwritten(coordinator: FlaskClient, region: Database):
    duin = add(region, "Duin", OrganisationType.SCHOOL)
    path = f"{ALL}/{duin.id}"
    form = soup(coordinator.get(path).text).find("form", class_="oo-form")
    seen = {item["name"]: item.get("value", "") for item in form.find_all("input", type="hidden")}
    send(coordinator, path, name="Strand")
    answer = coordinator.post(path, data={**seen, "name": "Kust", "municipality": ""})
    assert answer.status_code == 422
    assert "Iemand anders heeft deze organisatie intussen gewijzigd" in answer.text
    assert soup(answer.text).find(id="name")["value"] == "Kust"
    assert in_database(region) == [("Strand", "school", True)]


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 5000])
def test_a_made_up_version_changes_nothing(
    coordinator: FlaskClient, region: Database, version: str
):
    duin = add(region, "Duin", OrganisationType.SCHOOL)
    answer = send(coordinator, f"{ALL}/{duin.id}", name="Strand", version=version)
    assert answer.status_code == 422
    assert in_database(region) == [("Duin", "school", True)]


def test_closing_and_opening_again(coordinator: FlaskClient, region: Database):
    duin = add(region, "Duin", OrganisationType.SCHOOL)
    token = {
        "csrf_token": soup(coordinator.get(ALL).text).find("input", {"name": "csrf_token"})["value"]
    }
    coordinator.post(f"{ALL}/{duin.id}/deactivate", data=token)
    assert in_database(region) == [("Duin", "school", False)]
    assert "Gesloten" in coordinator.get(ALL).text
    assert "Weer openen" in coordinator.get(f"{ALL}/{duin.id}").text
    coordinator.post(f"{ALL}/{duin.id}/activate", data=token)
    assert in_database(region) == [("Duin", "school", True)]


def test_an_unknown_organisation_is_a_page_that_does_not_exist(coordinator: FlaskClient):
    assert coordinator.get(f"{ALL}/{uuid4()}").status_code == 404
    assert coordinator.get(f"{ALL}/not-an-id").status_code == 404


def test_a_form_of_another_website_is_refused(coordinator: FlaskClient, region: Database):
    answer = coordinator.post(NEW, data={"name": "Duin", "type": "school", "municipality": ""})
    assert answer.status_code == 400
    assert in_database(region) == []


@pytest.mark.parametrize(
    ("permissions", "opened"),
    [
        ((), {}),
        ((Permission.REGION_READ,), {"/region"}),
        ((Permission.ORGANISATION_MANAGE,), {ALL, NEW}),
    ],
)
def test_each_page_asks_its_own_permission(
    app: Flask, region: Database, permissions: tuple[Permission, ...], opened: set[str]
):
    signed_in(app, *permissions)
    client = app.test_client()
    for path in ("/region", ALL, NEW):
        assert client.get(path).status_code == (200 if path in opened else 403), path


def test_the_pages_speak_english_too(app: Flask, coordinator: FlaskClient):
    page = soup(coordinator.get("/region").text)
    token = page.find("input", {"name": "csrf_token"})["value"]
    switch = page.find("button", {"name": "language", "value": "en"}).find_parent("form")["action"]
    coordinator.post(switch, data={"csrf_token": token, "language": "en", "back": "/region"})
    assert soup(coordinator.get("/region").text).h1.text == "The region"
    assert "Add an organisation" in coordinator.get(NEW).text


def test_the_telephone_number_of_a_house_is_on_the_page_for_whoever_is_in_doubt(
    coordinator: FlaskClient, region: Database
):
    page = "/region/houses/KEN/phone"
    assert send(coordinator, page, phone="geen idee").status_code == 422
    assert send(coordinator, page, phone="023 - 000 00 00").status_code == 303
    assert "Telefoon: 023 - 000 00 00" in text_of(soup(coordinator.get("/region").text))
    assert "023 - 000 00 00" in coordinator.get("/referrals/leaflet").text
    assert send(coordinator, page, phone="").status_code == 303
    assert "023 - 000 00 00" not in coordinator.get("/referrals/leaflet").text
    assert coordinator.get("/region/houses/NERGENS/phone").status_code == 404


def test_of_two_colleagues_the_second_does_not_overwrite_the_telephone_number(
    coordinator: FlaskClient,
):
    page = "/region/houses/KEN/phone"
    form = soup(coordinator.get(page).text).find("form", class_="oo-form")
    seen = {item["name"]: item["value"] for item in form.find_all("input", type="hidden")}
    assert send(coordinator, page, phone="023 111 11 11").status_code == 303
    late = coordinator.post(page, data={**seen, "phone": "023 222 22 22"})
    assert late.status_code == 422
    assert "intussen gewijzigd" in text_of(soup(late.text))
    assert "023 222 22 22" in late.text  # to be copied
    assert "023 111 11 11" in text_of(soup(coordinator.get("/region").text))


@pytest.mark.parametrize("page", ["/region/houses/KEN/phone", NEW])
def test_a_form_with_a_mistake_is_shown_while_somebody_else_writes(
    coordinator: FlaskClient, region: Database, page: str
):
    form = soup(coordinator.get(page).text).find("form", class_="oo-form")
    seen = {item["name"]: item["value"] for item in form.find_all("input", type="hidden")}
    with region.writing() as db:
        services.add_organisation(db, "Nog niet bewaard", OrganisationType.SCHOOL)
        assert coordinator.post(page, data={**seen, "phone": "geen idee"}).status_code == 422
