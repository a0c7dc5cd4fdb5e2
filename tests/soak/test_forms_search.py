"""Every route with nonsense: no error of ours, no foreign text, no word taken for markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mentorship.foundation import audit, drafts, vault
from mentorship.foundation.drafts import Draft
from mentorship.referrals.models import Referral
from tests.accounts.people import sign_in_as
from tests.conftest_web import csrf
from tests.house.route_matrix import WHO, Stage, expected
from tests.once import Once
from tests.soak import budget, nonsense

OURS_TO_SEE = ("Traceback (most", 'File "/', "sqlalchemy", "werkzeug.", "jinja2.", nonsense.SUM)
PATIENCE = 30  # seconds for one answer, on a slow machine
REFUSED = ("401", "403", "404", "405")
METHODS = ("POST", "POST", "POST", "POST", "POST", "GET", "HEAD", "PUT", "PATCH", "DELETE")


@dataclass
class Visitor:
    """A person with a browser that stays as it was: signed in, or not at all."""

    client: FlaskClient
    cookie: dict[str, object]
    token: str


@dataclass
class Site:
    """The stage, its visitors, and all that was seen of its forms."""

    stage: Stage
    visitors: dict[str, Visitor]
    names: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    welcome: dict[str, list[str]] = field(default_factory=dict)
    is_touched: bool = True
    own_text_seen: int = 0

    def __post_init__(self) -> None:
        """Who gets further than a refusal, by route; the reviewed table knows."""
        for who, column in expected().items():
            for (route, method, record), answer in column.items():
                asks = method == "POST" and record != "foreign"
                if asks and answer[:3] not in REFUSED and "/sign-in" not in answer:
                    self.welcome.setdefault(route, []).append(who)

    def learn(self, route: str, page: str) -> None:
        """Which fields a page has, and which answers its own buttons and lists would give."""
        for tag in BeautifulSoup(page, "html.parser").find_all(attrs={"name": True}):
            name, value = str(tag["name"]), str(tag.get("value") or "")
            self.names.setdefault(route, [])
            if name not in self.names[route]:
                self.names[route].append(name)
            options = [str(option.get("value") or "") for option in tag.find_all("option")]
            answers = self.known.setdefault(name, [])
            answers.extend(one for one in (value, *options) if one and one not in answers)


@pytest.fixture(scope="module")
def site(once: Once) -> Iterator[Site]:
    stage = Stage(once.copy_of("stage", Stage.build))
    _plant(stage)
    visitors = {who: _visitor(stage, who) for who in WHO}
    stage.keep()
    yield Site(stage, visitors)
    assert audit.verify(stage.database).problems == ()
    stage.close()


def _plant(stage: Stage) -> None:
    """Every draft and referral says in its text whose it is."""
    with stage.database.writing() as db:
        for draft in db.exec(select(Draft)).all():
            fields = {"need": _canary(draft.owner_id), "first_name": "Yara"}
            drafts.save(db, draft.owner_id, draft.id, fields=fields, version=draft.version)
        for referral in db.exec(select(Referral)).all():
            vault.write(db, referral, need=_canary(referral.id), first_name=_canary(referral.id))
            db.add(referral)
        db.commit()


def _canary(whose: UUID) -> str:
    return f"canarie{whose.hex}"


def _visitor(stage: Stage, who: str) -> Visitor:
    client = stage.app.test_client()
    if who != "anonymous":
        sign_in_as(client, stage.database, stage.world.people[who].user)
    token = csrf(client)
    with client.session_transaction() as session:
        return Visitor(client, dict(session), token)


def test_no_nonsense_makes_the_program_stumble_or_tell(site: Site, tried: dict[str, int]) -> None:
    rules = sorted(site.stage.app.url_map.iter_rules(), key=lambda rule: rule.rule)
    with_forms = [rule for rule in rules if "POST" in (rule.methods or ())]
    assert len(with_forms) > 20
    for number in budget.rounds(30, 40_000, at_most=200):
        dice = budget.dice("forms", number)
        rule = dice.choice(with_forms if dice.random() < 0.8 else rules)
        may = site.welcome.get(rule.rule, WHO)
        who = dice.choice(may if dice.random() < 0.75 else WHO)
        answer = _try(site, dice, rule, who, f"forms {number}: {rule.rule}")
        tried[f"{answer}"] = tried.get(f"{answer}", 0) + 1
    tried["routes with a form"] = len(with_forms)
    tried["answers with own text"] = site.own_text_seen


def _try(site: Site, dice: Random, rule: Rule, who: str, about: str) -> int:
    """The status of one request; the database is as it was before, whatever the last one did."""
    record = dice.choice(("own", "own", "own", "foreign"))
    values = site.stage.world.of(rule, who, record)
    if None in values.values():  # what everybody may see is nobody else's
        record, values = "own", site.stage.world.of(rule, who, "own")
    address = _address(site, dice, rule, values)
    visitor, about = site.visitors[who], f"{about} as {who} at {address[:200]!r}"
    _put_back(site, visitor)
    if rule.rule not in site.names:
        with visitor.client.get(address) as page:
            if page.status_code == 200 and page.mimetype == "text/html":
                site.learn(rule.rule, page.get_data(as_text=True))
        _put_back(site, visitor)
    fields = nonsense.form(dice, site.names.get(rule.rule, []), site.known, visitor.token)
    method, sent = dice.choice(METHODS), nonsense.body(dice, fields)
    started = monotonic()
    with visitor.client.open(address, method=method, **sent) as answer:
        _expect_composed(answer, f"{method} {about}")
        _expect_nothing_of_others(site, who, answer, values if record == "foreign" else {}, about)
        assert monotonic() - started < PATIENCE, about
        site.is_touched = str(answer.status_code) not in REFUSED
        answer.request.environ["wsgi.input"].close()  # a large body is a file of the test client
        return answer.status_code


def _address(site: Site, dice: Random, rule: Rule, values: dict[str, object]) -> str:
    if dice.random() < 0.1:
        odd = [quote(nonsense.value(dice, [])[:3_000]), str(uuid4())]
        path = re.sub("<[^>]+>", lambda _: dice.choice(odd), rule.rule)
    else:
        with site.stage.app.test_request_context():
            path = urlsplit(site.stage.app.url_for(rule.endpoint, **values)).path
    if dice.random() < 0.2:
        name = dice.choice(["next", "page", "q", "language", *site.known])
        path += f"?{quote(name)}={quote(nonsense.value(dice, [])[:3_000])}"
    return path


def _put_back(site: Site, visitor: Visitor) -> None:
    if site.is_touched:
        site.stage.put_back()
    with visitor.client.session_transaction() as session:
        session.clear()
        session.update(visitor.cookie)


def _expect_composed(answer: TestResponse, about: str) -> None:
    assert answer.status_code < 500, about
    text = answer.get_data(as_text=True)
    assert not [word for word in OURS_TO_SEE if word in text], about
    if answer.mimetype == "text/html":
        assert nonsense.SCRIPT not in text, about
    location = urlsplit(answer.headers.get("Location", "/"))
    assert location.netloc in ("", "localhost", "127.0.0.1:8000"), f"{about} → {location}"


def _expect_nothing_of_others(
    site: Site, who: str, answer: TestResponse, foreign: dict[str, object], about: str
) -> None:
    found = {
        UUID(one) for one in re.findall(r"canarie([0-9a-f]{32})", answer.get_data(as_text=True))
    }
    strangers = {person.id for person in site.stage.world.strangers.values()}
    others = {person.id for name, person in site.stage.world.people.items() if name != who}
    assert not found & (strangers | others | set(foreign.values())), about
    site.own_text_seen += bool(found)
