"""A mentor in a tram: the page without persons, what is said, and what a lost phone gives away."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import APIResponse, Browser, BrowserContext, Dialog, Page, Route, expect
from sqlmodel import select

from mentorship.foundation.db import Database
from mentorship.trajectories.sessions import queries
from mentorship.trajectories.sessions.models import SessionLog
from tests.browser.accessibility import assert_accessible
from tests.browser.phones import SHELL, WAITING
from tests.conftest_web import PATIENCE, PHONE, OpenPage, executable, sign_in_with
from tests.factories import FixedNow
from tests.trajectories.pairs import PLACE
from tests.trajectories.sessions.told import Pair, make_pair, met

CANARY, SEEN, NEXT_PLACE = "Kanarie zingt zacht", "Kanarie op het scherm", "Kanarieplein"


@pytest.fixture
def pair(sqlite_database: Database) -> Pair:
    with sqlite_database.writing() as db:
        made = make_pair(db)
        made.log(db, met(db, 3, note=SEEN, next_place=NEXT_PLACE))
        db.commit()
    return made


def _notes(database: Database) -> list[str]:
    with database.reading() as db:
        logs = list(db.exec(select(SessionLog)))
        return sorted(one.note for one in queries.told_of(db, logs).values())


def _ready(page: Page, app: Flask, database: Database, pair: Pair) -> None:
    """Signed in, and the phone has the page for later."""
    sign_in_with(page, app, database, pair.person)
    page.goto("/my-match")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "async () => Boolean(await caches.match('/offline'))"
        " && !document.querySelector('[data-on-phone]').hasAttribute('aria-busy')"
    )


def test_in_a_tunnel_and_out_again(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    page.get_by_label("Notitie").fill(CANARY)
    page.context.set_offline(True)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Op deze telefoon bewaard, versleuteld")).to_be_visible()
    expect(page.get_by_text("1 sessie wacht op deze telefoon")).to_be_visible()
    expect(page.locator("#note")).to_have_value("")
    expect(page.locator("[data-draft-said]")).to_have_text("")
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_text("Je bent nog ingelogd")).to_be_visible()
    expect(page.get_by_text("1 sessie wacht op deze telefoon")).to_be_visible()

    page.goto("/my-match")  # no network: the page that names nobody takes its place
    expect(page.get_by_role("heading", level=1)).to_have_text("Zonder netwerk")
    for call in ("112", "08000113", "08002000"):
        expect(page.locator(f"a[href='tel:{call}']")).to_be_visible()
    expect(page.locator("[data-offline-matches]")).to_be_hidden()
    expect(page.get_by_role("button", name="Gooi weg wat beschadigd is")).to_be_hidden()
    page.get_by_role("button", name="Nu versturen").click()
    expect(page.get_by_text("Er is nog steeds geen netwerk")).to_be_visible()
    assert_accessible(page, "sessions-offline")
    assert _notes(sqlite_database) == [SEEN]

    page.context.set_offline(False)
    expect(page.get_by_text("1 sessie is verstuurd en opgeslagen")).to_be_visible()
    expect(page.get_by_role("link", name="Verder naar “Mijn match”")).to_be_visible()
    expect(page.get_by_text("Er is nu geen netwerk")).to_be_hidden()
    assert _notes(sqlite_database) == sorted([SEEN, CANARY])


def test_what_the_phone_said_stays_when_an_older_question_finds_no_network(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    held: list[Route] = []
    page.route("**/offline/holder", lambda route: held.append(route))  # noqa: PLW0108 — Playwright can't take a built-in
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    page.get_by_label("Notitie").fill(CANARY)
    page.context.set_offline(True)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Op deze telefoon bewaard, versleuteld")).to_be_visible()
    held[0].abort()
    page.wait_for_function(
        "() => !document.querySelector('[data-on-phone]').hasAttribute('aria-busy')"
    )
    expect(page.get_by_text("Op deze telefoon bewaard, versleuteld")).to_be_visible()


def test_what_the_phone_said_outlives_an_older_question_that_was_answered_late(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/offline/holder", lambda route: held.append((route, route.fetch())))
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    page.get_by_label("Notitie").fill(CANARY)
    while not held:
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    page.get_by_role("button", name="Opslaan").click()
    said = page.get_by_text("Op deze telefoon bewaard, versleuteld")
    expect(said).to_be_visible()
    route, answer = held[0]
    route.fulfill(response=answer)
    page.wait_for_function(
        "() => !document.querySelector('[data-on-phone]').hasAttribute('aria-busy')"
    )
    expect(said).to_be_visible()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("held_on", "over een week", "Schrijf de datum als dag-maand-jaar"),
        ("held_on", "morgen", "Deze dag moet nog komen"),
        ("other_minutes", "9999", "vul een heel getal in van 1 tot en met 720"),
        ("kilometres", "-3", "vul een heel getal in van 0 tot en met 1.000"),
        ("expenses", "abc", "Vul euro's in"),
        ("next_on", "12-3", "Vul ook de tijd"),
    ],
)
def test_a_phone_says_at_the_field_what_it_can_not_keep(
    open_page: OpenPage, fixed_now: FixedNow, name: str, typed: str, said: str
) -> None:
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    page.goto(SHELL)
    page.evaluate(
        "async () => { const box = document.querySelector('[data-on-phone]'); "
        "while (box.hasAttribute('aria-busy')) await new Promise((go) => setTimeout(go, 5)); }"
    )
    page.evaluate(HOLDS)
    for fold in page.locator("main details").all():
        fold.evaluate("(one) => { one.open = true; }")
    page.locator(f"#{name}").fill(typed)
    page.get_by_role("button", name="Op deze telefoon bewaren").click()
    found = page.locator(".oo-field__error")
    expect(found).to_contain_text(said)
    expect(found).to_be_in_viewport()
    assert page.evaluate(WAITING) == []
    page.locator(f"#{name}").fill("01032026" if name == "held_on" else "")
    page.get_by_role("button", name="Op deze telefoon bewaren").click()
    expect(page.get_by_text("1 sessie wacht op deze telefoon")).to_be_visible()


def test_in_a_tunnel_too_another_moment_beside_an_appointment_is_asked_about(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        pair.log(db, met(db, 1, next_at=fixed_now.moment + timedelta(days=3)))
        db.commit()
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    page.context.set_offline(True)
    page.locator("#next_on").fill("9-3")
    page.locator("#next_clock").fill("19:30")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".oo-field__error")).to_contain_text("Je vulde hieronder een ander moment")
    assert page.evaluate(WAITING) == []
    page.get_by_label("we zien elkaar op een ander moment").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("1 sessie wacht op deze telefoon")).to_be_visible()


def test_worried_in_a_tunnel_there_are_numbers_to_call(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair
) -> None:
    page = open_page()
    page.goto("/sign-in")
    expect(page.locator("footer a[href='tel:112']")).to_be_visible()
    sign_in_with(page, app, sqlite_database, pair.person)
    page.goto("/concerns/mine")  # and never yet on the page of the match
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/concerns/mine")
    expect(page.get_by_text("Je kunt nu geen melding versturen")).to_be_visible()
    expect(page.locator("a[href='tel:08000113']")).to_be_in_viewport()


def test_who_signs_out_loses_nothing_and_leaves_nothing_to_seal_with(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    page.route("**/offline/envelopes", lambda route: route.abort())
    page.goto(SHELL)
    page.get_by_role("button", name="Op deze telefoon bewaren").click()
    expect(page.get_by_text("1 sessie wacht op deze telefoon")).to_be_visible()
    page.goto("/my-match")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        (dialog.accept if len(asked) > 1 else dialog.dismiss)()

    page.on("dialog", answer)
    for _ in range(2):
        with page.expect_event("dialog"):
            page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(lambda url: "my-match" not in url)
    question = "1 sessie is nog niet verstuurd. Ze blijft op deze telefoon. Toch uitloggen?"
    assert asked == [question] * 2
    page.goto(SHELL)
    expect(page.get_by_text("1 sessie wacht op iemand anders")).to_be_visible()
    page.get_by_role("button", name="Op deze telefoon bewaren").click()
    expect(page.get_by_text("Deze telefoon weet niet voor wie")).to_be_visible()
    page.unroute("**/offline/envelopes")
    sign_in_with(page, app, sqlite_database, pair.person)
    page.goto("/my-match")
    expect(page.get_by_text("1 sessie is verstuurd en opgeslagen")).to_be_visible()


def test_a_page_of_somebody_else_keeps_nothing_under_who_signed_in_since(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    with sqlite_database.writing() as db:
        other = make_pair(db)
        db.commit()
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    page.get_by_label("Notitie").fill(CANARY)
    _ready(page.context.new_page(), app, sqlite_database, other)
    page.context.set_offline(True)
    page.get_by_role("button", name="Opslaan").click()
    expect(
        page.get_by_text("Er is niets bewaard: deze pagina is van iemand anders")
    ).to_be_visible()
    expect(page.locator("#note")).to_have_value(CANARY)
    assert page.evaluate(WAITING) == []

    page.goto(f"/my-match/{pair.trajectory.id}/log")  # the kept page, at an address of the first
    expect(
        page.get_by_text("Er is niets bewaard: deze pagina is van iemand anders")
    ).to_be_visible()
    page.get_by_role("button", name="Op deze telefoon bewaren").click()
    assert page.evaluate(WAITING) == []
    page.goto("/my-match")
    page.get_by_role("button", name="Op deze telefoon bewaren").click()
    expect(page.get_by_text("1 sessie wacht op deze telefoon")).to_be_visible()
    (kept,) = page.evaluate(WAITING)
    assert (kept["user"], kept["trajectory"]) == (str(other.person.id), str(other.trajectory.id))


# Of the first that waits a letter of its sealed text is changed, as on a broken disk.
DAMAGE = """async () => {
  const asked = indexedDB.open("one-on-one", 1);
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const store = db.transaction("envelopes", "readwrite").objectStore("envelopes");
  const got = store.openCursor();
  await new Promise((done) => {
    got.onsuccess = () => {
      const one = got.result.value;
      const first = one.sealed[0] === "A" ? "B" : "A";
      got.result.update({ ...one, sealed: first + one.sealed.slice(1) }).onsuccess = done;
    };
  });
  db.close();
}"""


def test_one_that_can_not_be_stored_holds_up_no_other(
    open_page: OpenPage, app: Flask, sqlite_database: Database, pair: Pair, fixed_now: FixedNow
) -> None:
    page = open_page()
    page.context.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    page.context.set_offline(True)
    page.goto("/my-match")
    for count, note in enumerate(("damaged", "stuck", CANARY), 1):
        page.get_by_label("Notitie").fill(note)
        page.get_by_role("button", name="Op deze telefoon bewaren").click()
        expect(page.get_by_text(re.compile(f"^{count} sessies? wacht"))).to_be_visible()
    page.evaluate(DAMAGE)
    stuck = page.evaluate(WAITING)[1]["id"]

    def steer(route: Route) -> None:
        if route.request.post_data_json["id"] == stuck:
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/offline/envelopes", steer)
    page.context.set_offline(False)
    expect(page.get_by_text("1 sessie is verstuurd en opgeslagen")).to_be_visible()
    expect(page.get_by_text("1 sessie kon nu niet worden verstuurd")).to_be_visible()
    expect(page.get_by_text("1 sessie op deze telefoon is beschadigd")).to_be_visible()
    assert _notes(sqlite_database) == sorted([SEEN, CANARY])

    page.get_by_role("button", name="Gooi weg wat beschadigd is").click()
    expect(page.get_by_text("telefoon is beschadigd")).to_have_count(0)
    assert [one["id"] for one in page.evaluate(WAITING)] == [stuck]
    page.unroute("**/offline/envelopes")
    page.goto("/my-match")
    expect(page.get_by_text("1 sessie is verstuurd en opgeslagen")).to_be_visible()
    assert page.evaluate(WAITING) == []
    assert _notes(sqlite_database) == sorted([SEEN, CANARY, "stuck"])


# A phone that knows for whom it seals, without a sign-in: any public key will do.
HOLDS = """async () => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const now = {
    user: crypto.randomUUID(), trajectories: [crypto.randomUUID()],
    key: btoa(String.fromCharCode(...raw)),
  };
  const asked = indexedDB.open("one-on-one", 1);
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const put = db.transaction("holder", "readwrite").objectStore("holder").put(now, "now");
  await new Promise((done) => { put.onsuccess = done; });
  db.close();
}"""


@pytest.fixture
def profile(browser: Browser, tmp_path: Path, live_server: str) -> Iterator[BrowserContext]:
    """A browser that keeps its folder, as a phone does."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", base_url=live_server, viewport=PHONE, locale="nl-NL",
        executable_path=executable(),
        args=["--no-sandbox"] if os.geteuid() == 0 else [],
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_the_folder_of_a_lost_phone_holds_nothing_readable(
    profile: BrowserContext, tmp_path: Path, app: Flask, sqlite_database: Database, pair: Pair,
    fixed_now: FixedNow,
) -> None:  # fmt: skip
    page = profile.new_page()
    profile.clock.set_fixed_time(fixed_now.moment)
    _ready(page, app, sqlite_database, pair)
    page.goto(f"/my-match/{pair.trajectory.id}/log")
    page.goto("/my-match")
    profile.set_offline(True)
    page.goto("/my-match")
    page.get_by_label("Notitie").fill(CANARY)
    page.get_by_role("button", name="Op deze telefoon bewaren").click()
    expect(page.get_by_text("1 sessie wacht op deze telefoon")).to_be_visible()
    profile.set_offline(False)
    page.route("**/offline/envelopes", lambda route: route.abort())
    page.goto("/my-match")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(lambda url: "my-match" not in url)
    page.close()
    profile.close()
    files = [path for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files)
    assert str(pair.person.id).encode() in held.replace(b"\x00", b"")  # the envelope is there
    names = ["Jolanda", "Fenna Roodenburg", pair.person.email, PLACE, SEEN, NEXT_PLACE, CANARY]
    for text in names:
        for written in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            assert written not in held, text
