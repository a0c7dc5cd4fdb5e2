"""Looks for planted words wherever the program leaves something: files, logs, jobs, trail, PDFs."""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

import pikepdf
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from mentorship.app import create_app
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job
from mentorship.foundation.trail.chain import AuditEvent
from tests.accounts.people import Person, sign_in_as
from tests.conftest_web import Visitor


def app_that_says_all(database: Database) -> Flask:
    """Its log tells everything that it can tell."""
    settings = database.settings.model_copy(update={"log_level": "DEBUG"})
    app = create_app(settings, database)
    app.test_client_class = Visitor
    return app


def signed_in(app: Flask, database: Database, who: Person) -> FlaskClient:
    client = app.test_client()
    sign_in_as(client, database, who.user)
    return client


@dataclass
class Walked:
    """What a walk through a room left behind, beside the files of the program."""

    database: Database
    planted: set[str] = field(default_factory=set)
    pages: str = ""
    papers: list[TestResponse] = field(default_factory=list)
    spoken: bytes = b""

    def saw(self, answer: TestResponse) -> TestResponse:
        """A page on which planted words may stand: it shows that they really were planted."""
        self.pages += answer.text
        return answer

    def got(self, paper: TestResponse) -> None:
        assert paper.data.startswith(b"%PDF")
        self.papers.append(paper)

    def never_shown(self) -> set[str]:
        """Planted, and yet on no page: then nothing was tried."""
        return {canary for canary in self.planted if canary not in self.pages}

    def tells(self) -> Iterable[str]:
        """Every place where a planted word was found."""
        for canary in sorted(self.planted):
            sought = canary.encode()
            yield from (f"{canary} in {name}" for name, data in self._files() if sought in data)
            yield from (f"{canary} in {name}" for name, text in self._texts() if canary in text)

    def _files(self) -> Iterable[tuple[str, bytes]]:
        yield "the log", self.spoken
        for path in self.database.settings.data_dir.parent.rglob("*"):
            if path.is_file():
                yield path.name, path.read_bytes()

    def _texts(self) -> Iterable[tuple[str, str]]:
        with self.database.reading() as db:
            for row in db.exec(select(Job)):
                yield f"job {row.name}", json.dumps([row.arguments, row.result, row.error])
            for event in db.exec(select(AuditEvent)):
                yield f"event {event.action}", event.details
        for paper in self.papers:
            yield "a name of a file", paper.headers["Content-Disposition"]
            with pikepdf.open(io.BytesIO(paper.data)) as pdf:
                about = pdf.Root.get("/Metadata")
                yield "a PDF", str(pdf.docinfo) + (about.read_bytes().decode() if about else "")


def heard(spoken: bytes) -> bool:
    """Whether the log was really listened to."""
    return spoken.count(b'"event": "request"') > 10


def assert_nothing_tells(walked: Walked, papers: int) -> None:
    """Everything planted was shown, every kind of place was looked at, and none holds a word."""
    assert walked.never_shown() == set()
    files = [path.name for path in walked.database.settings.data_dir.parent.rglob("*")]
    assert any(name.endswith(".eml") for name in files)
    assert any(name.endswith("-wal") for name in files)
    assert len(walked.papers) == papers
    assert heard(walked.spoken)
    assert list(walked.tells()) == []
