"""Two phones in a real browser that two mentors use by turns, on a network that chance steers."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route
from sqlmodel import select

from mentorship.foundation.db import Database
from mentorship.trajectories.sessions import queries
from mentorship.trajectories.sessions.models import SessionLog
from tests.accounts.people import Person
from tests.conftest_web import sign_in_with
from tests.soak import budget
from tests.trajectories.sessions.told import make_pair

SHELL = "/offline?language=nl"
STEPS = 9
# The form as a person sends it, and who the phone says it keeps it for.
_LOG = """async ([note, waits]) => {
  const asked = indexedDB.open("one-on-one", 1);
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const got = db.transaction("holder").objectStore("holder").get("now");
  await new Promise((done) => { got.onsuccess = done; });
  db.close();
  const form = document.querySelector("form[data-offline-form]");
  form.elements.note.value = note;
  form.requestSubmit(form.querySelector("button[type=submit]"));
  while (waits && form.querySelector("[aria-busy]")) await new Promise((go) => setTimeout(go, 5));
  return {user: got.result?.user || null, isKept: waits && form.elements.note.value === ""};
}"""
_REST = "() => !document.querySelector('[data-on-phone]')?.hasAttribute('aria-busy')"
WAITING = """async () => {
  const asked = indexedDB.open("one-on-one", 1);
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const got = db.transaction("envelopes").objectStore("envelopes").getAll();
  await new Promise((done) => { got.onsuccess = done; });
  db.close();
  return got.result;
}"""
# Of one person; a question to a busy machine that took too long is asked again by the page itself.
_GONE = f"async (user) => !(await ({WAITING})()).some((one) => one.user === user)"
_PATIENT = 90_000


@dataclass
class Phone:
    """A browser of its own; `dice` say what becomes of what it sends."""

    context: BrowserContext
    dice: Random = field(default_factory=Random)
    page: Page | None = None
    is_online: bool = True
    is_calm: bool = True
    late: list[dict[str, Any]] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)

    def open(self, path: str = SHELL) -> Page:
        if self.page is None or self.page.is_closed():
            self.page = self.context.new_page()
        self.page.goto(path)
        self.rest()
        return self.page

    def rest(self) -> None:
        assert self.page is not None
        self.page.wait_for_function(_REST)

    def steer(self, route: Route) -> None:
        """The network: it passes on, drops, loses the answer, doubles, or delivers much later."""
        act = "pass" if self.is_calm else self.dice.choice(
            ["pass", "pass", "drop", "lose", "double", "late"]
        )  # fmt: skip
        self.tried[f"network: {act}"] += 1
        request = route.request
        if act == "late":
            self.late.append({"data": request.post_data, "headers": request.headers})
        if act in ("lose", "double"):
            answer = route.fetch()
            if act == "double":
                answer = route.fetch()
                route.fulfill(response=answer)
                return
        if act == "pass":
            route.continue_()
        else:
            route.abort()

    def deliver_late(self) -> None:
        """What the network held back arrives now, in any order, some of it twice."""
        self.dice.shuffle(self.late)
        for sent in self.late:
            self.context.request.post("/offline/envelopes", **sent)
        self.late = [sent for sent in self.late if self.dice.random() < 0.3]

    def online(self, is_online: bool) -> None:
        self.is_online = is_online
        self.context.set_offline(not is_online)


@dataclass
class Written:
    """What the phones said; `perhaps` was written in a tab that was killed at that moment."""

    kept: dict[str, str] = field(default_factory=dict)
    perhaps: dict[str, str] = field(default_factory=dict)


class World:
    """Two mentors and two phones that both of them use."""

    def __init__(self, app: Flask, database: Database, phones: list[Phone]) -> None:
        self.app, self.database, self.phones = app, database, phones
        with database.writing() as db:
            self.pairs = [make_pair(db), make_pair(db)]
            db.commit()
        for phone, pair in zip(phones, self.pairs, strict=True):
            self.sign_in(phone, pair.person)
            page = phone.open("/my-match")
            page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
            phone.open()

    def sign_in(self, phone: Phone, who: Person) -> None:
        if phone.page is None or phone.page.is_closed():
            phone.page = phone.context.new_page()
        sign_in_with(phone.page, self.app, self.database, who)

    def run(self, seed: int) -> Written:
        dice = budget.dice("offline", seed)
        written = Written()
        for phone in self.phones:
            phone.dice, phone.is_calm, phone.late = dice, False, []
        for step in range(STEPS):
            self.step(dice, dice.choice(self.phones), f"note-{seed}-{step}.", written)
        self.settle()
        return written

    def step(self, dice: Random, phone: Phone, note: str, written: Written) -> None:
        act = dice.choice(
            ["log"] * 6 + ["network"] * 3 + ["send", "sign in", "sign in", "sign out", "kill",
             "late", "reload"]
        )  # fmt: skip
        phone.tried[act] += 1
        if act == "log":
            self.log(phone, note, written)
        elif act == "network":
            phone.online(not phone.is_online)
            phone.rest()
        elif act == "send":
            self.send(phone)
        elif act == "sign in" and phone.is_online:
            self.sign_in(phone, dice.choice(self.pairs).person)
            self.send(phone)
        elif act == "sign out" and phone.is_online:
            self.sign_out(phone)
        elif act == "kill":
            self.kill(phone, note, written, dice.randrange(0, 30))
        elif act == "late" and phone.is_online:
            phone.deliver_late()
        elif act == "reload":
            phone.open("/my-match" if dice.random() < 0.3 else SHELL)
            if not phone.page.locator("html[data-shell]").count():
                phone.open()

    def log(self, phone: Phone, note: str, written: Written) -> None:
        assert phone.page is not None
        told = phone.page.evaluate(_LOG, [note, True])
        phone.rest()
        if told["isKept"]:
            written.kept[note] = told["user"]
        else:
            assert told["user"] is None, "a phone that knows for whom has to keep it"

    def kill(self, phone: Phone, note: str, written: Written, after: int) -> None:
        assert phone.page is not None
        told = phone.page.evaluate(_LOG, [note, False])
        phone.page.wait_for_timeout(after)
        phone.page.close()
        if told["user"]:
            written.perhaps[note] = told["user"]
        phone.open()

    def send(self, phone: Phone) -> None:
        """As on every page that is opened; the button is there when something waits."""
        assert phone.page is not None
        button = phone.page.locator("[data-on-phone-send]")
        if button.is_visible():
            button.click()
            phone.rest()
        else:
            phone.open()

    def sign_out(self, phone: Phone) -> None:
        page = phone.open("/my-match")
        if page.get_by_role("button", name="Uitloggen").count():
            page.get_by_role("button", name="Uitloggen").click()
            page.wait_for_url(lambda url: "my-match" not in url)
        phone.open()

    def settle(self) -> None:
        """The network is back, and everybody signs in once more on both phones."""
        for phone in self.phones:
            phone.is_calm = True
            phone.online(True)
            assert phone.page is not None
            phone.rest()
            for pair in self.pairs:
                user = str(pair.person.id)
                if not phone.page.evaluate(_GONE, user):
                    self.sign_in(phone, pair.person)
                    self.send(phone)
                    phone.page.wait_for_function(_GONE, arg=user, timeout=_PATIENT)
            phone.deliver_late()
            assert phone.page.evaluate(WAITING) == []

    def stored(self) -> dict[str, list[str]]:
        """By note: who is said to have written it, once for each time it is stored."""
        by_trajectory = {pair.trajectory.id: str(pair.person.id) for pair in self.pairs}
        found: dict[str, list[str]] = {}
        with self.database.reading() as db:
            logs = list(db.exec(select(SessionLog)))
            told = queries.told_of(db, logs)
            for log in logs:
                assert by_trajectory[log.trajectory_id] == str(log.logged_by)
                found.setdefault(told[log.id].note, []).append(str(log.logged_by))
        return found
