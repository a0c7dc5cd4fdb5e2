"""What a person meets at the door: signing in, losing a password, an invitation, giving roles."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.accounts import credentials, demo, grants, invitations, jobs, queries, services
from mentorship.accounts.models import RoleGrant, SignIn, User
from mentorship.accounts.passwords import HashCost, Passwords
from mentorship.accounts.roles import Role
from mentorship.accounts.services import NewUser
from mentorship.accounts.views.user_pages import MOST_OFFERED
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job
from mentorship.foundation.outbox import OutboxMail
from mentorship.region.models import OrganisationType
from mentorship.region.services import add_organisation
from tests.accounts.people import PASSWORD, Person, person, sign_in_as
from tests.conftest_web import csrf
from tests.factories import FixedNow

NEW_PASSWORD = "de fiets staat nog bij de bakker"


@pytest.fixture
def coordinator(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.COORDINATOR)


@pytest.fixture
def privacy_officer(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.PRIVACY_OFFICER)


@pytest.fixture
def mentor(sqlite_database: Database) -> Person:
    return person(sqlite_database, Role.MENTOR)


def main_of(response: TestResponse) -> str:
    main = BeautifulSoup(response.text, "html.parser").find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def submit(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Opens the page and sends its form with these fields."""
    page = BeautifulSoup(client.get(path).text, "html.parser").find("main")
    assert page is not None
    hidden = {
        str(field["name"]): str(field["value"])
        for field in page.find_all("input", attrs={"type": "hidden"})
        if field.get("name") in ("csrf_token", "submission")
    }
    return client.post(path, data=hidden | fields)


def press(client: FlaskClient, page: str, path: str) -> TestResponse:
    """Presses a button of a page that sends to another address."""
    found = BeautifulSoup(client.get(page).text, "html.parser").find(
        "input", attrs={"name": "csrf_token"}
    )
    assert found is not None
    return client.post(path, data={"csrf_token": str(found["value"])})


def pass_password(client: FlaskClient, someone: Person, onward: str = "") -> TestResponse:
    path = f"/sign-in?next={onward}" if onward else "/sign-in"
    return submit(client, path, email=someone.email, password=someone.password)


def sign_in(client: FlaskClient, someone: Person, now: FixedNow, onward: str = "") -> TestResponse:
    answer = pass_password(client, someone, onward)
    return submit(client, answer.location, code=someone.code(now()))


def test_password_and_code_lead_to_where_one_was_going(
    client: FlaskClient, mentor: Person, fixed_now: FixedNow
) -> None:
    refused = client.get("/account?tab=1")
    assert (refused.status_code, refused.location) == (303, "/sign-in?next=/account?tab%3D1")
    answer = sign_in(client, mentor, fixed_now, "/account?tab%3D1")
    assert (answer.status_code, answer.location) == (303, "/account?tab=1")
    assert "Fenna Roodenburg" in main_of(client.get("/account"))


def test_the_password_alone_opens_nothing(client: FlaskClient, mentor: Person) -> None:
    assert pass_password(client, mentor).location == "/sign-in/second-factor?next=/"
    assert client.get("/account").status_code == 303


def test_signing_in_gives_a_new_id_and_the_cookie_holds_no_user(
    client: FlaskClient, mentor: Person, fixed_now: FixedNow
) -> None:
    tokens = set()
    for _ in range(2):
        sign_in(client, mentor, fixed_now)
        with client.session_transaction() as cookie:
            tokens.add(cookie["_user_id"])
            assert str(mentor.id) not in str(dict(cookie))
        press(client, "/account", "/sign-out")
        fixed_now.advance(seconds=30)
    assert len(tokens) == 2


def test_wrong_and_unknown_get_word_for_word_the_same_answer(
    client: FlaskClient, mentor: Person, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        closed = db.get_one(User, person(sqlite_database, Role.TRAINER).id)
    pages = []
    for email in (mentor.email, "niemand@voorbeeld.example"):
        answer = submit(client, "/sign-in", email=email, password="een heel ander wachtwoord")
        assert answer.status_code == 422
        pages.append(_without_secrets(answer.text).replace(email, "EMAIL"))
    assert pages[0] == pages[1]
    assert closed.is_open


def test_closed_while_the_password_is_checked_is_refused_like_a_wrong_password(
    app: Flask, client: FlaskClient, mentor: Person, sqlite_database: Database
) -> None:
    class Slow(Passwords):
        """Somebody closes the account in the time that hashing takes."""

        def verify(self, known: str | None, password: str) -> bool:
            with sqlite_database.writing() as db:
                services.disable(db, db.get_one(User, mentor.id), None)
                db.commit()
            return super().verify(known, password)

    app.extensions["passwords"] = Slow(HashCost(memory_kib=64, passes=1))
    answer = submit(client, "/sign-in", email=mentor.email, password=PASSWORD)
    assert answer.status_code == 422
    assert "klopt niet" in main_of(answer)
    with sqlite_database.reading() as db:
        assert db.exec(select(SignIn)).all() == []


def test_after_too_many_tries_known_and_unknown_wait_until_the_same_time(
    client: FlaskClient, mentor: Person
) -> None:
    pages = []
    for email in (mentor.email, "niemand@voorbeeld.example"):
        for _ in range(8):
            submit(client, "/sign-in", email=email, password="een heel ander wachtwoord")
        answer = submit(client, "/sign-in", email=email, password=PASSWORD)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "600"
        assert "10:10" in main_of(answer)
        pages.append(_without_secrets(answer.text).replace(email, "EMAIL"))
    assert pages[0] == pages[1]


def test_the_hash_gets_todays_price_at_sign_in(
    client: FlaskClient, mentor: Person, sqlite_database: Database
) -> None:
    old = Passwords(HashCost(memory_kib=32, passes=1)).hash(PASSWORD)
    _set_hash(sqlite_database, mentor, old)
    pass_password(client, mentor)
    with sqlite_database.reading() as db:
        fresh = queries.get_credential(db, mentor.id).password_hash
    assert fresh is not None
    assert "m=64" in fresh


def test_a_code_works_once_also_in_another_browser(
    app: Flask, mentor: Person, fixed_now: FixedNow
) -> None:
    first, second = app.test_client(), app.test_client()
    pass_password(second, mentor)
    assert sign_in(first, mentor, fixed_now).status_code == 303
    again = submit(second, "/sign-in/second-factor", code=mentor.code(fixed_now()))
    assert again.status_code == 422
    assert second.get("/account").status_code == 303


def test_a_second_click_on_the_code_does_not_sign_out(
    client: FlaskClient, mentor: Person, fixed_now: FixedNow
) -> None:
    page = BeautifulSoup(client.get(pass_password(client, mentor).location).text, "html.parser")
    token = str(page.find("input", attrs={"name": "csrf_token"})["value"])
    fields = {"csrf_token": token, "code": mentor.code(fixed_now())}
    for _ in range(2):
        answer = client.post("/sign-in/second-factor", data=fields, follow_redirects=True)
        assert answer.status_code == 200
    assert client.get("/account").status_code == 200


def test_a_recovery_code_stands_in_for_the_phone(
    client: FlaskClient, mentor: Person, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        credentials.renew_recovery_codes(db, db.get_one(User, mentor.id))
        code = credentials.unseen_recovery_codes(db, mentor.user)[0]
        credentials.keep_recovery_codes(db, mentor.user)
        db.commit()
    pass_password(client, mentor)
    assert submit(client, "/sign-in/recovery-code", code=code).status_code == 303
    assert client.get("/account").status_code == 200


def test_waiting_too_long_for_the_code_says_what_to_do(
    client: FlaskClient, mentor: Person, fixed_now: FixedNow
) -> None:
    answer = pass_password(client, mentor, "/account")
    fixed_now.advance(minutes=11)
    late = client.get(answer.location)
    assert late.location == "/sign-in?next=/account&again=1"
    assert "duurde" in main_of(client.get(late.location))


@pytest.mark.parametrize("target", [
    "https://evil.example/", "//evil.example", "/%5Cevil.example", "%5C%5Cevil.example",
    "javascript:alert(1)", "/%09/evil.example", "%20//evil.example", "evil.example", "%0d%0a//x",
])  # fmt: skip
def test_nobody_is_led_to_another_site(
    client: FlaskClient, mentor: Person, fixed_now: FixedNow, target: str
) -> None:
    answer = sign_in(client, mentor, fixed_now, target)
    assert answer.status_code == 303
    assert answer.location == "/"


def test_a_lost_role_closes_the_page_at_the_next_click(
    client: FlaskClient, coordinator: Person, sqlite_database: Database
) -> None:
    person(sqlite_database, Role.COORDINATOR)
    sign_in_as(client, sqlite_database, coordinator.user)
    assert client.get("/users").status_code == 200
    with sqlite_database.writing() as db:
        grants.end_role(db, queries.effective_grants(db, coordinator.id)[0], None)
        db.commit()
    assert client.get("/users").status_code == 403
    assert client.get("/account").status_code == 200


def test_a_closed_account_is_out_at_the_next_click(
    client: FlaskClient, mentor: Person, sqlite_database: Database
) -> None:
    sign_in_as(client, sqlite_database, mentor.user)
    with sqlite_database.writing() as db:
        services.disable(db, db.get_one(User, mentor.id), None)
        db.commit()
    assert client.get("/account").location.startswith("/sign-in")


def test_a_form_that_is_sent_after_signing_out_comes_back_with_its_text(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    sign_in_as(client, sqlite_database, mentor.user)
    fields = {"name": "Een lange naam die niet verloren gaat", "language": "nl"}
    page = BeautifulSoup(client.get("/account/details").text, "html.parser")
    fields["csrf_token"] = str(page.find("input", attrs={"name": "csrf_token"})["value"])
    fixed_now.advance(days=8)
    answer = client.post("/account/details", data=fields)
    assert answer.status_code == 401
    assert fields["name"] in answer.text
    sign_in(client, mentor, fixed_now)
    assert client.post("/account/details", data=fields).status_code == 303
    assert fields["name"] in main_of(client.get("/account"))


def test_a_device_can_be_signed_out_from_another(
    app: Flask, mentor: Person, sqlite_database: Database
) -> None:
    here, there = app.test_client(), app.test_client()
    for client in (here, there):
        sign_in_as(client, sqlite_database, mentor.user)
    assert main_of(here.get("/account/sign-ins")).count("Firefox, Linux") >= 2
    assert press(here, "/account/sign-ins", "/account/sign-ins/end-others").status_code == 303
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_looking_does_not_write_a_moment_more_than_once_a_minute(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    sign_in_as(client, sqlite_database, mentor.user)
    start = fixed_now()
    for seconds, seen in ((59, 0), (2, 61), (58, 61)):
        fixed_now.advance(seconds=seconds)
        client.get("/account")
        with sqlite_database.reading() as db:
            row = db.exec(select(SignIn)).one()
            assert (row.last_seen_at - start).total_seconds() == seen


def test_changing_the_password_asks_for_the_old_one_and_a_strong_new_one(
    client: FlaskClient, mentor: Person, sqlite_database: Database
) -> None:
    sign_in_as(client, sqlite_database, mentor.user)
    for current, password, repeat, status in (
        ("niet mijn wachtwoord", NEW_PASSWORD, NEW_PASSWORD, 422),
        (PASSWORD, "fenna.roodenburg", "fenna.roodenburg", 422),
        (PASSWORD, NEW_PASSWORD, "iets anders dan dat", 422),
        (PASSWORD, NEW_PASSWORD, NEW_PASSWORD, 303),
    ):
        fields = {"password_now": current, "password": password, "password_again": repeat}
        assert submit(client, "/account/password", **fields).status_code == status
    assert client.get("/account").status_code == 200


def test_a_password_does_not_come_back_in_any_answer(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    typed = {
        "password_now": PASSWORD,
        "password": NEW_PASSWORD,
        "password_again": "nog iets heel anders",
    }
    sign_in_as(client, sqlite_database, mentor.user)
    wrong = submit(client, "/account/password", **typed)
    grown_old = client.post("/account/password", data=typed | {"csrf_token": "grown-old"})
    fixed_now.advance(days=8)
    signed_out = client.post("/account/password", data=typed)
    answers = (wrong, grown_old, signed_out)
    assert [answer.status_code for answer in answers] == [422, 400, 401]
    for answer in answers:
        assert not [word for word in typed.values() if word in answer.text]


def test_a_forgotten_password_gets_the_same_answer_for_everybody(
    client: FlaskClient, mentor: Person
) -> None:
    answers = {
        submit(client, "/forgotten-password", email=email).location
        for email in (mentor.email, "niemand@voorbeeld.example")
    }
    assert answers == {"/forgotten-password/sent"}
    assert client.get("/forgotten-password/sent").status_code == 200


def test_a_reset_link_works_once_keeps_the_second_factor_and_then_says_what_happened(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    link = _reset_link(client, sqlite_database, mentor)
    weak = {"password": "welkom2026welkom", "password_again": "welkom2026welkom"}
    assert submit(client, link, **weak).status_code == 422
    strong = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    assert submit(client, link, **strong).location == "/sign-in"
    used = client.get(link)
    assert used.status_code == 410
    assert "al gebruikt" in main_of(used)
    changed = Person(mentor.user, mentor.email, mentor.secret, NEW_PASSWORD)
    assert sign_in(client, changed, fixed_now).status_code == 303


def test_an_expired_and_a_broken_link_say_what_to_do(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    link = _reset_link(client, sqlite_database, mentor)
    broken = client.get(link[:-5])
    assert broken.status_code == 404
    assert "stukje" in main_of(broken)
    fixed_now.advance(hours=1, seconds=1)
    expired = client.get(link)
    assert expired.status_code == 410
    assert "/forgotten-password" in expired.text


def test_an_invitation_from_the_coordinator_to_ten_recovery_codes(
    app: Flask, coordinator: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    inviting, invited = app.test_client(), app.test_client()
    sign_in_as(inviting, sqlite_database, coordinator.user)
    answer = submit(
        inviting, "/users/invite", name="Joost Kapteijn", email="joost@voorbeeld.example",
        language="nl", role="mentor", house="KEN", organisation="",
    )  # fmt: skip
    assert answer.status_code == 303
    assert "tweede persoon" in main_of(inviting.get(answer.location))
    link = _mailed(sqlite_database, "/invitation/")
    strong = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    second = submit(invited, link, **strong).location
    page = invited.get(second)
    assert "<svg" in page.text
    assert "style=" not in page.text
    secret = _secret_in(page)
    joost = Person(coordinator.user, "joost@voorbeeld.example", secret, NEW_PASSWORD)
    assert submit(invited, second, code="000000").status_code == 422
    assert submit(invited, second, code=joost.code(fixed_now())).status_code == 303
    codes = re.findall(r"\w{4}-\w{4}-\w{4}-\w{4}", invited.get("/account/recovery-codes").text)
    assert len(set(codes)) == 10
    assert submit(invited, "/account/recovery-codes").status_code == 303
    assert codes[0] not in invited.get("/account/recovery-codes").text
    assert invited.get(link).status_code == 410
    assert invited.get("/users").status_code == 403


def test_codes_that_nobody_wrote_down_yet_are_not_for_whoever_finds_the_screen_open(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        credentials.renew_recovery_codes(db, db.get_one(User, mentor.id))
        code = credentials.unseen_recovery_codes(db, mentor.user)[0]
        db.commit()
    page = "/account/recovery-codes?next=/account"
    sign_in_as(client, sqlite_database, mentor.user)
    assert code in client.get(page).text
    fixed_now.advance(minutes=10)
    asked = client.get(page)
    assert asked.status_code == 303
    confirmed = submit(client, asked.location, code=mentor.code(fixed_now()))
    assert confirmed.location == page
    shown = client.get(page)
    assert code in shown.text
    fixed_now.advance(minutes=30)  # who wrote them down slowly is asked nothing
    kept = client.post(page, data=_hidden(shown))
    assert (kept.status_code, kept.location) == (303, "/account")
    assert client.get(page).status_code == 200  # how many are left is no secret


def test_among_many_organisations_one_is_searched_and_then_chosen(
    client: FlaskClient, coordinator: Person, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        for number in range(MOST_OFFERED):
            add_organisation(db, f"Basisschool {number}", OrganisationType.SCHOOL)
        college = add_organisation(db, "Het Dúincollege", OrganisationType.SCHOOL)
        db.commit()
    sign_in_as(client, sqlite_database, coordinator.user)

    def offered(page: TestResponse) -> list[str]:
        options = BeautifulSoup(page.text, "html.parser").select("#organisation option")
        return [option.get_text() for option in options]

    first = client.get("/users/invite")
    assert len(offered(first)) == MOST_OFFERED + 1
    fields = {"name": "Joost Kapteijn", "csrf_token": csrf(client, "/users/invite")}
    found = client.post("/users/invite", data=fields | {"part_of_name": "duin", "look": "1"})
    assert found.status_code == 200
    assert offered(found) == ["Geen organisatie", "Het Dúincollege"]
    assert "Joost Kapteijn" in found.text
    answer = submit(
        client, "/users/invite", name="Joost Kapteijn", email="joost@voorbeeld.example",
        language="nl", role="referrer", house="", organisation=str(college.id),
    )  # fmt: skip
    assert answer.status_code == 303


def test_an_invitation_that_is_sent_twice_is_one(
    client: FlaskClient, coordinator: Person, sqlite_database: Database
) -> None:
    sign_in_as(client, sqlite_database, coordinator.user)
    page = BeautifulSoup(client.get("/users/invite").text, "html.parser").find("main")
    fields = {
        "name": "Joost Kapteijn", "email": "joost@voorbeeld.example", "language": "nl",
        "role": "trainer", "house": "", "organisation": "",
    }  # fmt: skip
    for hidden in page.find_all("input", attrs={"type": "hidden"}):
        fields[str(hidden["name"])] = str(hidden["value"])
    pages = {client.post("/users/invite", data=fields).location for _ in range(2)}
    assert len(pages) == 1
    with sqlite_database.reading() as db:
        assert len(db.exec(select(OutboxMail)).all()) == 1
    del fields["submission"]
    assert client.post("/users/invite", data=fields).status_code == 422


def test_back_and_another_name_in_the_same_form_invites_nobody_in_silence(
    client: FlaskClient, coordinator: Person, sqlite_database: Database
) -> None:
    sign_in_as(client, sqlite_database, coordinator.user)
    page = client.get("/users/invite")
    first = {
        "name": "Joost Kapteijn", "email": "joost@voorbeeld.example", "language": "nl",
        "role": "trainer", "house": "", "organisation": "",
    }  # fmt: skip
    assert client.post("/users/invite", data=_hidden(page) | first).status_code == 303
    other = first | {"name": "Pien Verhulst", "email": "pien@voorbeeld.example"}
    refused = client.post("/users/invite", data=_hidden(page) | other)
    assert refused.status_code == 422
    assert "al eerder verstuurd" in main_of(refused)
    assert "Pien Verhulst" in refused.text
    again = client.post("/users/invite", data=_hidden(refused) | other)
    assert again.status_code == 303
    assert "Pien Verhulst" in main_of(client.get(again.location))


def test_only_a_long_sign_in_outlives_the_browser(
    app: Flask, mentor: Person, coordinator: Person, fixed_now: FixedNow
) -> None:
    lasting = {}
    for someone in (mentor, coordinator):
        answer = sign_in(app.test_client(), someone, fixed_now)
        cookies = answer.headers.getlist("Set-Cookie")
        lasting[someone.id] = any(
            cookie.startswith("mentorship=") and "Expires=" in cookie for cookie in cookies
        )
    assert lasting == {mentor.id: True, coordinator.id: False}


def test_the_door_speaks_english_too(client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    page = main_of(client.get("/sign-in"))
    assert "Forgot your password?" in page
    assert "Wachtwoord" not in page


def test_codes_that_were_not_kept_are_shown_at_the_next_sign_in(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        credentials.renew_recovery_codes(db, db.get_one(User, mentor.id))
        db.commit()
    answer = sign_in(client, mentor, fixed_now, "/account/sign-ins")
    assert answer.location == "/account/recovery-codes?next=/account/sign-ins"
    assert submit(client, answer.location).location == "/account/sign-ins"


def test_the_second_step_of_an_invitation_waits_for_the_first(
    client: FlaskClient, sqlite_database: Database
) -> None:
    link = _invite(sqlite_database)
    assert client.get(f"{link}/second-factor").location == link


def test_a_case_role_opens_after_the_second_person_and_not_before(
    app: Flask, coordinator: Person, privacy_officer: Person, sqlite_database: Database
) -> None:
    asking, agreeing = app.test_client(), app.test_client()
    sign_in_as(asking, sqlite_database, coordinator.user)
    sign_in_as(agreeing, sqlite_database, privacy_officer.user)
    trainer = person(sqlite_database, Role.TRAINER)
    path = f"/users/{trainer.id}/roles"
    assert submit(asking, path, role="mentor_consultant", house="").status_code == 422
    assert submit(asking, path, role="mentor_consultant", house="KEN").status_code == 303
    grant = _grant_of(sqlite_database, trainer, Role.MENTOR_CONSULTANT)
    approve = f"/users/roles/{grant.id}/approve"
    for own in (asking.get(approve), press(asking, "/account", approve)):
        assert "Iemand anders" in main_of(own)
    assert _grant_of(sqlite_database, trainer, Role.MENTOR_CONSULTANT).is_pending
    for _ in range(2):
        assert press(agreeing, "/account", approve).status_code == 303
    assert _grant_of(sqlite_database, trainer, Role.MENTOR_CONSULTANT).is_effective


def test_the_privacy_officer_decides_but_does_not_invite_or_close(
    client: FlaskClient, coordinator: Person, privacy_officer: Person, sqlite_database: Database
) -> None:
    sign_in_as(client, sqlite_database, privacy_officer.user)
    assert client.get("/users").status_code == 200
    assert client.get("/users/invite").status_code == 403
    for path in (f"/users/{coordinator.id}/disable", f"/users/{coordinator.id}/roles"):
        assert client.get(path).status_code == 403
    held = _grant_of(sqlite_database, coordinator, Role.COORDINATOR)
    assert client.get(f"/users/roles/{held.id}/end").status_code == 404


def test_nobody_closes_or_promotes_their_own_account(
    client: FlaskClient, coordinator: Person, sqlite_database: Database
) -> None:
    sign_in_as(client, sqlite_database, coordinator.user)
    for path in ("disable", "roles", "start-over"):
        assert client.get(f"/users/{coordinator.id}/{path}").status_code == 404


def test_giving_a_role_asks_for_the_second_factor_after_ten_minutes(
    client: FlaskClient, coordinator: Person, mentor: Person, sqlite_database: Database,
    fixed_now: FixedNow,
) -> None:  # fmt: skip
    sign_in_as(client, sqlite_database, coordinator.user)
    fixed_now.advance(minutes=11)
    path = f"/users/{mentor.id}/roles"
    asked = client.get(path)
    assert asked.location == f"/account/confirm?next={path}"
    assert submit(client, asked.location, code="000000").status_code == 422
    confirmed = submit(client, asked.location, code=coordinator.code(fixed_now()))
    assert confirmed.location == path
    assert client.get(path).status_code == 200


def test_a_role_that_a_closed_organisation_holds_up_is_shown_as_such(
    app: Flask, coordinator: Person, sqlite_database: Database
) -> None:
    expert = person(sqlite_database, Role.MUNICIPAL_EXPERT)
    asking, referring = app.test_client(), app.test_client()
    sign_in_as(asking, sqlite_database, coordinator.user)
    sign_in_as(referring, sqlite_database, expert.user)
    organisation = f"/region/organisations/{expert.user.organisation_id}"
    assert referring.get("/referrals").status_code == 200
    press(asking, organisation, f"{organisation}/deactivate")
    assert referring.get("/referrals").status_code == 403
    pages = asking.get(f"/users/{expert.id}"), asking.get("/users"), referring.get("/account")
    for page in pages:
        assert "Organisatie gesloten" in main_of(page)
    grant = submit(asking, f"/users/{expert.id}/roles", role="referrer", house="")
    assert grant.status_code == 422
    assert "is gesloten" in main_of(grant)
    press(asking, organisation, f"{organisation}/activate")
    assert referring.get("/referrals").status_code == 200
    assert "Organisatie gesloten" not in main_of(asking.get(f"/users/{expert.id}"))


def test_somebody_unknown_is_the_same_404_as_nobody(
    client: FlaskClient, coordinator: Person, sqlite_database: Database
) -> None:
    sign_in_as(client, sqlite_database, coordinator.user)
    nobody = UUID(int=0)
    for path in (f"/users/{nobody}", f"/users/roles/{nobody}/approve"):
        assert client.get(path).status_code == 404


def test_the_demo_offers_its_accounts_and_lets_them_in_without_a_second_step(
    client: FlaskClient, sqlite_database: Database
) -> None:
    with sqlite_database.writing() as db:
        demo.mark_demo_database(db)
        new = NewUser("Sem Verzonnen", "sem@demo.example")
        user = demo.create_demo_account(db, new, Role.COORDINATOR)
        db.commit()
    page = client.get("/sign-in")
    assert "Programmacoördinator" in main_of(page)
    assert press(client, "/sign-in", f"/sign-in/demo/{user.id}").status_code == 303
    assert client.get("/users").status_code == 200
    assert client.get("/users/invite").status_code == 200


def test_outside_the_demo_database_there_is_no_short_way_in(
    client: FlaskClient, mentor: Person
) -> None:
    assert "Demo:" not in main_of(client.get("/sign-in"))
    assert press(client, "/sign-in", f"/sign-in/demo/{mentor.id}").status_code == 404


@pytest.mark.parametrize("fields", [
    {}, {"email": "x" * 300, "password": PASSWORD}, {"email": "a@b.nl", "password": "x" * 5000},
    {"email": "a\x00b@c.nl", "password": "\x00"}, {"email": "💩", "password": "💩" * 20},
])  # fmt: skip
def test_nonsense_gets_words_and_no_crash(client: FlaskClient, fields: dict[str, str]) -> None:
    assert submit(client, "/sign-in", **fields).status_code == 422


def test_no_password_reaches_a_file_of_the_program(
    client: FlaskClient, mentor: Person, sqlite_database: Database, fixed_now: FixedNow,
    tmp_path: Path,
) -> None:  # fmt: skip
    sign_in(client, mentor, fixed_now)
    canaries = (PASSWORD, mentor.secret, mentor.email, "Roodenburg")
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        content = file.read_bytes()
        assert not any(canary.encode() in content for canary in canaries), file.name


def _hidden(page: TestResponse) -> dict[str, str]:
    main = BeautifulSoup(page.text, "html.parser").find("main")
    assert main is not None
    found = main.find_all("input", attrs={"type": "hidden"})
    return {str(field["name"]): str(field["value"]) for field in found}


def _without_secrets(page: str) -> str:
    """Leaves out what is made anew for every answer."""
    return re.sub(r'(value|nonce|inlineStyleNonce&#34;:&#34;|content)="[^"]*"', r"\1", page)


def _set_hash(database: Database, someone: Person, known: str) -> None:
    with database.writing() as db:
        queries.get_credential_locked(db, someone.id).password_hash = known
        db.commit()


def _reset_link(client: FlaskClient, database: Database, someone: Person) -> str:
    submit(client, "/forgotten-password", email=someone.email)
    with database.reading() as db:
        asked = db.exec(select(Job).where(Job.name == credentials.SEND_RESET)).one()
    jobs.send_reset(database, attempt_id=UUID(asked.arguments["attempt_id"]))
    return _mailed(database, "/reset/")


def _mailed(database: Database, path: str) -> str:
    with database.reading() as db:
        for mail in db.exec(select(OutboxMail)).all():
            body = queries.vault.read(db, mail, "body", purpose=queries.Purpose.MESSAGING) or ""
            if path in body:
                return path + body.partition(path)[2].split()[0]
    raise AssertionError(f"no mail leads to {path}")


def _invite(database: Database) -> str:
    with database.writing() as db:
        user = services.add_user(db, NewUser("Joost Kapteijn", "joost@voorbeeld.example"))
        address = invitations.send_invitation(db, user)
        db.commit()
    return "/invitation/" + address.rpartition("/")[2]


def _secret_in(page: TestResponse) -> str:
    shown = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.text)
    assert shown is not None
    return shown[1].replace(" ", "")


def _grant_of(database: Database, someone: Person, role: Role) -> RoleGrant:
    with database.reading() as db:
        return db.exec(
            select(RoleGrant).where(RoleGrant.user_id == someone.id, RoleGrant.role == role)
        ).one()


def test_the_top_of_each_page_tells_in_which_role_one_is_here(
    client: FlaskClient, sqlite_database: Database
) -> None:
    consultant = person(sqlite_database, Role.MENTOR_CONSULTANT, house_code="KEN")
    sign_in_as(client, sqlite_database, consultant.user)
    header = BeautifulSoup(client.get("/account").text, "html.parser").header
    assert header is not None
    assert "Mentorconsultant (Kennemerland)" in header.get_text(" ")
    client.post("/sign-out", data={"csrf_token": csrf(client)})
    visitor = BeautifulSoup(client.get("/").text, "html.parser")
    assert visitor.select_one(".oo-header__role") is None
