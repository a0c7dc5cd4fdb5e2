"""Fixtures for tests of pages: the application, a client, a live server and a real browser."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.routing import Rule
from werkzeug.serving import WSGIRequestHandler, make_server

from mentorship.app import create_app
from mentorship.foundation import catalogues, i18n
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings
from tests.accounts.people import Person, sign_in_as

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# The first is the same Chromium without windows: a page opens in a quarter of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds: nothing takes that long, but a busy machine makes one wait


@pytest.fixture(autouse=True, scope="session")
def _catalogues_say_what_was_last_written() -> None:
    """Tests read the Dutch as it stands in the .po files now, not as it was at set-up."""
    for room in catalogues.rooms():
        source = catalogues.path_of(room)
        compiled = source.with_suffix(".mo")
        if source.exists() and (
            not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
        ):
            catalogues.compile_room(room)
    i18n.forget_catalogues()


class Visitor(FlaskClient):
    """A browser on one of our pages: with what it sends, it tells where it comes from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_REFERER"] = "http://localhost/"


class _Compiled(BytecodeCache):
    """Templates compiled once for all applications of this process, by their content."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


_ADDRESSES: dict[tuple[object, ...], Rule] = {}
_compile = Rule.compile


def _compiled_once(rule: Rule) -> None:
    """How an address is read and written: Werkzeug works it out anew for each application."""
    key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, repr(rule.defaults))
    if key not in _ADDRESSES:
        _compile(rule)
        _ADDRESSES[key] = rule
        return
    known = _ADDRESSES[key]
    rule._parts, rule._trace, rule._converters = known._parts, known._trace, known._converters
    rule.arguments = {*known.arguments}
    rule._build = known._build.__func__.__get__(rule, None)  # type: ignore[attr-defined]
    rule._build_unknown = known._build_unknown.__func__.__get__(rule, None)  # type: ignore[attr-defined]


Rule.compile = _compiled_once  # type: ignore[method-assign]


def application(settings: Settings, database: Database) -> Flask:
    """The real one, that compiles no template twice in all tests."""
    app = create_app(settings, database)
    app.jinja_env.bytecode_cache = _COMPILED
    return app


@pytest.fixture
def app(sqlite_database: Database) -> Flask:
    app = application(sqlite_database.settings, sqlite_database)
    app.test_client_class = Visitor
    app.config["TESTING"] = False  # errors become pages here too, as for everybody
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class _Handler(WSGIRequestHandler):
    """Closes an answer that the browser walked away from, which Werkzeug itself forgets to do."""

    def connection_dropped(
        self, error: BaseException, environ: dict[str, Any] | None = None
    ) -> None:
        if answer := (environ or {}).get("tests.answer"):
            answer.close()


def _keeping_the_answer(app: Flask) -> "WSGIApplication":
    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        environ["tests.answer"] = body = app(environ, start_response)
        return body

    return answer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application on a free port, many requests at a time."""
    server = make_server(
        "127.0.0.1", 0, _keeping_the_answer(app), threaded=True, request_handler=_Handler
    )
    # How often it looks whether it may stop, in seconds: every test with a browser waits for that.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


def executable() -> str:
    """The first of the browsers that this machine has."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise RuntimeError(f"no browser found: install one of {', '.join(BROWSERS)}")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    arguments = ["--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable(), args=arguments)
        yield launched
        launched.close()


@pytest.fixture(autouse=True)
def _no_browser_stays_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """One that looks whether a round is done would go on looking through all tests after it."""
    if "browser" not in request.fixturenames:
        yield
        return
    browser: Browser = request.getfixturevalue("browser")
    before = {*browser.contexts}
    yield
    for context in {*browser.contexts} - before:
        context.close()


OpenPage = Callable[[], Page]


@pytest.fixture
def open_page(browser: Browser, live_server: str) -> OpenPage:
    """Each page in a browser of its own, on a phone; `page.goto("/sign-in")` finds the server."""

    def open_one() -> Page:
        context = browser.new_context(base_url=live_server, viewport=PHONE, locale="nl-NL")
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    return open_one


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


PageOf = Callable[[Person | None], Page]


@pytest.fixture
def page_of(open_page: OpenPage, app: Flask, sqlite_database: Database) -> PageOf:
    """A page in a browser of its own, in which this person is signed in, or nobody."""

    def open_for(who: Person | None) -> Page:
        page = open_page()
        if who is not None:
            sign_in_with(page, app, sqlite_database, who)
        return page

    return open_for


def sign_in_with(page: Page, app: Flask, database: Database, who: Person) -> None:
    """Gives this browser a new sign-in, without the pages for it."""
    client = app.test_client()
    sign_in_as(client, database, who.user)
    let_in(page, client)


def let_in(page: Page, client: FlaskClient) -> None:
    """The browser gets the sign-in that this client has."""
    name = client.application.config["SESSION_COOKIE_NAME"]
    if cookie := client.get_cookie(name):
        where = {"domain": "127.0.0.1", "path": "/"}
        page.context.add_cookies([{"name": name, "value": cookie.value, **where}])  # type: ignore[list-item]


def soup(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def csrf(client: FlaskClient, path: str = "/about") -> str:
    """The token that the forms of this client carry."""
    found = soup(client.get(path).text).find("input", attrs={"name": "csrf_token"})
    assert found is not None, f"{path} holds no form"
    return str(found["value"])
