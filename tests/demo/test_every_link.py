"""Whoever signs in to the demo and follows what stands on the pages never meets an error."""

from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, SoupStrainer
from flask import Flask
from flask.testing import FlaskClient

from mentorship.accounts.demo import demo_choices
from mentorship.accounts.models import User
from mentorship.foundation.db import Database
from tests.accounts.people import sign_in_as
from tests.conftest_web import application
from tests.demo.region import MOMENTS

# Of each kind of page this many are opened: a list of hundreds holds many of the same.
OF_EACH_KIND = 2
_LINKS = SoupStrainer("a", href=True)  # the rest of a page isn't made into a tree
PAPERS = ("/pdf", "/print", "/paper", "/receipt", "/calendar", "/files/")


def test_no_link_leads_to_an_error(filled_at: Callable[[datetime], Database]) -> None:
    filled = filled_at(MOMENTS[0])
    app = application(filled.settings, filled)
    with filled.reading() as db:
        people = [(one.role, db.get_one(User, one.user_id)) for one in demo_choices(db)]
    wrong: list[tuple[object, ...]] = []
    for role, user in people:
        client = app.test_client()
        sign_in_as(client, filled, user)
        seen = _walk(app, client)
        assert len(seen) > 5, role
        wrong += [(role, status, path, found) for path, (status, found) in seen.items() if found]
    assert not wrong


def _walk(app: Flask, client: FlaskClient) -> dict[str, tuple[int, str]]:
    """Path by path the status, and where the link to it stood when that is an error."""
    routes = app.url_map.bind("localhost")
    seen: dict[str, tuple[int, str]] = {}
    kinds: Counter[str] = Counter()
    waiting = deque([("/", "")])
    while waiting:
        path, on = waiting.popleft()
        rule, _ = routes.match(urlsplit(path).path, return_rule=True)
        kinds[rule.rule] += 1
        if path in seen or kinds[rule.rule] > OF_EACH_KIND or path.endswith(PAPERS):
            continue
        answer = client.get(path, follow_redirects=True)
        seen[path] = answer.status_code, on if answer.status_code >= 400 else ""
        if answer.mimetype == "text/html":
            for link in BeautifulSoup(answer.text, "html.parser", parse_only=_LINKS).select("a"):
                to = urldefrag(urljoin(path, str(link["href"]))).url
                if to.startswith("/"):
                    waiting.append((to, path))
    return seen
