"""Session logs written without a network, in any order of events, in a real browser.

Chance drops, doubles, delays and reorders what is sent, signs people out and in, switches phones
and kills tabs. Afterwards every log that a phone said it kept is stored once, under who wrote it.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from mentorship.foundation.db import Database
from tests.browser.phones import Phone, World
from tests.conftest_web import OpenPage
from tests.factories import FixedNow
from tests.soak import budget

SHORT, LONG = 5, 300


@pytest.fixture
def phones(open_page: OpenPage, fixed_now: FixedNow) -> Iterator[list[Phone]]:
    made = []
    for _ in range(2):
        page = open_page()
        phone = Phone(page.context, page=page)
        phone.context.clock.set_fixed_time(fixed_now.moment)
        phone.context.route("**/offline/envelopes", phone.steer)
        # Who signs out is asked when something wasn't sent yet; these two always say yes.
        phone.context.on("dialog", lambda dialog: dialog.accept())
        made.append(phone)
    yield made
    for phone in made:
        phone.context.unroute_all(behavior="ignoreErrors")


def test_every_log_is_stored_once_under_who_wrote_it(
    app: Flask, sqlite_database: Database, phones: list[Phone], tried: dict[str, int]
) -> None:
    world = World(app, sqlite_database, phones)
    before: dict[str, list[str]] = {}
    for seed in range(budget.examples(SHORT, LONG)):
        written = world.run(seed)
        stored = world.stored()
        new = {note: who for note, who in stored.items() if note not in before}
        assert all(stored[note] == who for note, who in before.items()), seed
        certain = {note: who for note, who in new.items() if note not in written.perhaps}
        assert certain == {note: [who] for note, who in written.kept.items()}, seed
        assert all(
            who == [written.perhaps[note]] for note, who in new.items() if note in written.perhaps
        ), seed
        before = stored
    tried["schedules"] = seed + 1
    tried["logs stored"] = len(before)
    for what in {*phones[0].tried, *phones[1].tried}:
        tried[what] = sum(phone.tried[what] for phone in phones)
