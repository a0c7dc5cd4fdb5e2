"""Drafts and one-time links in any order of steps, against a model that fits on a page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from mentorship.foundation import audit, drafts, links, upkeep
from mentorship.foundation.db import Database
from mentorship.foundation.drafts import Draft, DraftChanged, DraftTooLong, DraftUnknown
from mentorship.foundation.jobs import Job, JobStatus
from mentorship.foundation.links import LinkExpired, LinkUnknown, LinkUsed
from mentorship.foundation.queues.runs import run_job
from tests.factories import FixedNow
from tests.soak import budget

KIND = "soak.letter"
FIELDS = st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3)
BROWSERS = st.sampled_from(["telephone", "desk"])
DAYS = st.sampled_from([0, 1, 7, 29, 30, 31, 89, 91])


@dataclass
class Kept:
    """What the model knows of one draft; `seen` is the version each browser has open."""

    subject_id: UUID
    version: int
    updated_at: datetime
    fields: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)


class Browsers(RuleBasedStateMachine):
    """One owner, two browsers, and somebody else who guesses."""

    drafts = Bundle("drafts")
    steps = 0

    def __init__(self, database: Database, clock: FixedNow) -> None:
        super().__init__()
        self.database, self.clock, self.owner = database, clock, uuid4()
        self.kept: dict[UUID, Kept] = {}
        self.gone: dict[UUID, UUID] = {}  # discarded: the key goes as well
        self.handed_over: dict[UUID, UUID] = {}  # the record it became holds the key
        self.sealed: set[UUID] = set()

    @initialize(target=drafts)
    def one_at_least(self) -> UUID:
        return self.start("desk")

    @rule(target=drafts, browser=BROWSERS)
    def start(self, browser: str) -> UUID:
        with self.database.writing() as db:
            draft = drafts.start(db, self.owner, KIND)
            db.commit()
        self.kept[draft.id] = Kept(draft.subject_id, draft.version, self.clock())
        self.kept[draft.id].seen[browser] = draft.version
        return draft.id

    @rule(draft=drafts, browser=BROWSERS)
    def open(self, draft: UUID, browser: str) -> None:
        with self.database.reading() as db:
            if (kept := self.kept.get(draft)) is None:
                with pytest.raises(DraftUnknown):
                    drafts.load(db, self.owner, draft)
                return
            kept.seen[browser] = drafts.load(db, self.owner, draft).version

    @rule(draft=drafts, browser=BROWSERS, fields=FIELDS, is_kept=st.booleans())
    def save(self, draft: UUID, browser: str, fields: dict[str, str], is_kept: bool) -> None:
        """Without `is_kept` the request breaks off before its commit: nothing happened."""
        kept = self.kept.get(draft)
        version = kept.seen.get(browser, 0) if kept else 1
        with self.database.writing() as db:
            save = self._saving(db, draft, fields, version)
            if kept is None:
                with pytest.raises(DraftUnknown):
                    save()
            elif version == kept.version:
                saved = save()
                assert saved.version > kept.version
                if is_kept:
                    db.commit()
                    kept.fields, kept.version = fields, saved.version
                    kept.updated_at, kept.seen[browser] = self.clock(), saved.version
                    self.sealed.add(kept.subject_id)
            elif fields == kept.fields:  # a double click
                assert save().version == kept.version
            else:
                with pytest.raises(DraftChanged) as changed:
                    save()
                told = changed.value
                assert (told.mine, told.theirs) == (fields, kept.fields)
                assert told.version == kept.version

    def _saving(
        self, db: Any, draft: UUID, fields: dict[str, str], version: int
    ) -> Callable[[], Draft]:
        return lambda: drafts.save(db, self.owner, draft, fields=fields, version=version)

    @rule(draft=drafts)
    def save_too_much(self, draft: UUID) -> None:
        with self.database.writing() as db, pytest.raises((DraftTooLong, DraftUnknown)):
            drafts.save(db, self.owner, draft, fields={"need": "é" * 200_001}, version=1)

    @rule(draft=drafts)
    def somebody_else_guesses(self, draft: UUID) -> None:
        stranger = uuid4()
        with self.database.writing() as db:
            for guess in (drafts.load, drafts.discard, drafts.hand_over):
                with pytest.raises(DraftUnknown):
                    guess(db, stranger, draft)
            with pytest.raises(DraftUnknown):
                drafts.save(db, stranger, draft, fields={}, version=1)
            assert drafts.list_of(db, stranger, KIND) == []
            db.commit()

    @rule(draft=drafts, is_kept=st.booleans())
    def discard(self, draft: UUID, is_kept: bool) -> None:
        self._end(drafts.discard, draft, self.gone, is_kept)

    @rule(draft=drafts, is_kept=st.booleans())
    def hand_over(self, draft: UUID, is_kept: bool) -> None:
        self._end(drafts.hand_over, draft, self.handed_over, is_kept)

    def _end(
        self, end: Callable[..., None], draft: UUID, ended: dict[UUID, UUID], is_kept: bool
    ) -> None:
        with self.database.writing() as db:
            if draft not in self.kept:
                with pytest.raises(DraftUnknown):
                    end(db, self.owner, draft)
                return
            end(db, self.owner, draft)
            if is_kept:
                db.commit()
                ended[draft] = self.kept.pop(draft).subject_id

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.clock.advance(days=days, seconds=1)

    @rule()
    def the_clock_tidies_up(self) -> None:
        long_ago = self.clock() - drafts.KEPT_AFTER_CHANGE
        upkeep.expire(self.database)
        for draft in [one for one, kept in self.kept.items() if kept.updated_at < long_ago]:
            self.gone[draft] = self.kept.pop(draft).subject_id

    @rule()
    def the_worker_works(self) -> None:
        with self.database.reading() as db:
            waiting = list(db.exec(select(Job.id).where(col(Job.status) == JobStatus.WAITING)))
        for job_id in waiting:
            run_job(self.database, Event(), job_id)
        held = self.database.keys.find([*self.gone.values(), *self.handed_over.values()])
        assert not held.keys() & set(self.gone.values())
        assert set(self.handed_over.values()) & self.sealed <= held.keys()

    @invariant()
    def every_draft_is_as_it_was_left(self) -> None:
        type(self).steps += 1
        with self.database.reading() as db:
            for draft, kept in self.kept.items():
                opened = drafts.load(db, self.owner, draft)
                assert (opened.fields, opened.version) == (kept.fields, kept.version)
                assert opened.subject_id == kept.subject_id
            listed = [row.updated_at for row in drafts.list_of(db, self.owner, KIND)]
            assert listed == sorted((kept.updated_at for kept in self.kept.values()), reverse=True)


@dataclass
class Issued:
    """What the model knows of one link."""

    purpose: str
    target: UUID
    expires_at: datetime
    is_used: bool = False
    is_forgotten: bool = False


class Links(RuleBasedStateMachine):
    """Links of two purposes for a few targets, opened and spent in any order."""

    tokens = Bundle("tokens")
    purposes = st.sampled_from(["soak.invitation", "soak.reset"])
    steps = 0

    def __init__(self, database: Database, clock: FixedNow) -> None:
        super().__init__()
        self.database, self.clock = database, clock
        self.targets = [uuid4(), uuid4()]
        self.issued: dict[str, Issued] = {}

    @initialize(target=tokens)
    def one_at_least(self) -> str:
        return self.issue("soak.invitation", 0, 7)

    @rule(target=tokens, purpose=purposes, which=st.integers(0, 1), days=st.sampled_from([1, 7]))
    def issue(self, purpose: str, which: int, days: int) -> str:
        with self.database.writing() as db:
            token = links.issue(db, purpose, self.targets[which], timedelta(days=days))
            db.commit()
        expires_at = self.clock() + timedelta(days=days)
        self.issued[token] = Issued(purpose, self.targets[which], expires_at)
        return token

    @rule(token=tokens, purpose=purposes)
    def find(self, token: str, purpose: str) -> None:
        with self.database.reading() as db:
            self._expect(lambda: links.find(db, purpose, token), token, purpose)

    @rule(token=tokens, purpose=purposes, is_kept=st.booleans())
    def use(self, token: str, purpose: str, is_kept: bool) -> None:
        with self.database.writing() as db:
            if self._expect(lambda: links.use(db, purpose, token), token, purpose) and is_kept:
                db.commit()
                self.issued[token].is_used = True

    @rule(token=tokens)
    def spoil(self, token: str) -> None:
        with self.database.writing() as db:
            for spoilt in (token[:-1], token + "a", token.swapcase(), "", token * 40):
                with pytest.raises(LinkUnknown):
                    links.use(db, self.issued[token].purpose, spoilt)

    @rule(purpose=purposes, which=st.integers(0, 1))
    def withdraw(self, purpose: str, which: int) -> None:
        with self.database.writing() as db:
            links.withdraw(db, purpose, self.targets[which])
            db.commit()
        for link in self.issued.values():
            if (link.purpose, link.target) == (purpose, self.targets[which]) and not link.is_used:
                link.expires_at = min(link.expires_at, self.clock())

    @rule(days=DAYS)
    def time_passes(self, days: int) -> None:
        self.clock.advance(days=days)

    @rule()
    def the_clock_tidies_up(self) -> None:
        upkeep.expire(self.database)
        for link in self.issued.values():
            link.is_forgotten |= link.expires_at < self.clock() - timedelta(days=90)

    def _expect(self, ask: Callable[[], links.Link], token: str, purpose: str) -> bool:
        """Whether the link was good; if not, for the reason that the model knows."""
        type(self).steps += 1
        link = self.issued[token]
        why: type[Exception] | None = None
        if link.is_forgotten or link.purpose != purpose:
            why = LinkUnknown
        elif link.is_used:
            why = LinkUsed
        elif link.expires_at <= self.clock():
            why = LinkExpired
        if why is not None:
            with pytest.raises(why):
                ask()
            return False
        assert ask() == links.Link(link.target, link.expires_at)
        return True


@pytest.mark.parametrize("machine", [Browsers, Links])
def test_any_order_of_steps_ends_as_the_model_says(
    machine: type[Browsers | Links], database: Database, fixed_now: FixedNow, tried: dict[str, int]
) -> None:
    start = seed(budget.SEED)(lambda: machine(database, fixed_now))
    run_state_machine_as_test(
        start,
        settings=settings(
            max_examples=budget.examples(8, 120),
            stateful_step_count=budget.examples(15, 50),
            deadline=None,
            database=None,
            print_blob=True,
            # Shrinking on a database takes longer than the search; the blob plays it again.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert audit.verify(database).problems == ()
    tried["steps"], machine.steps = machine.steps, 0
