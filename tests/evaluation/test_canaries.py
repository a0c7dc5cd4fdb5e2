"""What is planted about people is in no file of a bundle, nor in its metadata, mail or logs."""

import io
import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pyreadstat
import pytest
from flask import Flask
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.evaluation import counting
from mentorship.evaluation.models import CohortCount, EvaluationBundle
from mentorship.evaluation.package.archive import unpacked
from mentorship.foundation.db import Database, Db
from mentorship.matching import services as matching
from mentorship.matching.matches.rules import Reply
from mentorship.matching.models import AnsweredBy, Side
from mentorship.referrals.models import TriageOutcome
from tests.accounts.people import Person, make_person
from tests.canaries import Walked, app_that_says_all, heard, signed_in
from tests.conftest_web import csrf, soup
from tests.evaluation.pdf_words import words_of
from tests.evaluation.test_measures import chosen
from tests.evaluation.test_views import ASKED, post
from tests.evaluation.world import AUTUMN, NOW, Office, make_bundles, programme
from tests.factories import FixedNow
from tests.mentors.jobs import run_jobs
from tests.referrals.senders import decide, make_referrer, send

NAME, NEED = "Kanarieyara", "kanarieverhaal over school"
REASON, PLACE = "kanariereden van het einde", "Kanarieveld achter de kerk"
PLANTED = {NAME, NEED, REASON, PLACE}
EVERYTHING = [
    "referrals-by-partner", "referrals-by-outcome", "matches-by-answer", "time-to-match",
    "matches-by-house", "mentors-trained",
]  # fmt: skip


def a_history(db: Db, fixed_now: FixedNow) -> None:
    """Three referrals and three matches in the autumn, with words that nobody outside may read."""
    by: Person = make_person(db, Role.MENTOR_CONSULTANT)
    sender = make_referrer(db)
    for _ in range(3):
        told = {"first_name": NAME, "need": NEED, "contact_details": PLACE}
        decide(db, send(db, sender, **told), TriageOutcome.DECLINE, by)
        match, _mentee = chosen(db, by, fixed_now)
        for side in (Side.MENTOR, Side.MENTEE):
            matching.answer(db, match, Reply(side, is_yes=True), AnsweredBy.CONSULTANT)
        matching.end_match(db, match, REASON, looks_again=False)


@pytest.fixture
def around(sqlite_database: Database, fixed_now: FixedNow) -> Office:
    around = programme(sqlite_database, fixed_now)
    fixed_now.moment = AUTUMN
    with sqlite_database.writing() as db:
        a_history(db, fixed_now)
        db.commit()
    fixed_now.moment = NOW
    counting.recount(sqlite_database)
    return around


def bundle_of(app: Flask, database: Database, around: Office) -> bytes:
    """Asked for, released and downloaded over the pages."""
    coordinator = signed_in(app, database, around.coordinator)
    wanted = {**ASKED, "measures": EVERYTHING, "recipient": str(around.evaluator.id)}
    page = post(coordinator, "/bundles/new", **wanted).headers["Location"]
    officer = signed_in(app, database, around.officer)
    seen = soup(officer.get(f"{page}/release").text).select_one('input[name="seen"]')
    assert seen is not None
    assert post(officer, f"{page}/release", seen=seen["value"]).status_code == 303
    make_bundles(database)
    evaluator = signed_in(app, database, around.evaluator)
    with database.reading() as db:
        bundle_id = db.exec(select(EvaluationBundle)).one().id
    mine = f"/evaluation/{bundle_id}"
    pages = [one.get(path) for one in (coordinator, officer) for path in ("/bundles", page)]
    pages += [evaluator.get(path) for path in ("/evaluation", mine, "/evaluation/public-key")]
    for one in pages:  # nor on any page on the way
        assert one.status_code == 200
        assert not [canary for canary in PLANTED if canary in one.text]
    return evaluator.post(f"{mine}/download", data={"csrf_token": csrf(evaluator)}).data


def in_sav(data: bytes) -> str:
    """Its texts are cut in pieces of eight: only a reader puts them together again."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "read.sav")
        path.write_bytes(data)
        columns, about = pyreadstat.read_sav(path)
    return f"{columns.to_dict('list')} {vars(about)}"


def words_in(files: dict[str, bytes]) -> str:
    """Everything that can be read in them, the pages, metadata and files of the report too."""
    told = [data.decode(errors="replace") for data in files.values()]
    told += [in_sav(data) for path, data in files.items() if path.endswith(".sav")]
    told.append(words_of(files["report.pdf"]))
    with pikepdf.open(io.BytesIO(files["report.pdf"])) as pdf:
        told.append(str(dict(pdf.docinfo)) + pdf.Root.Metadata.read_bytes().decode())
        told += [
            str(one.get("/Alt", "")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)
        ]
        for name, one in pdf.attachments.items():
            told.append(f"{name} {one.description} {one.get_file().read_bytes().decode()}")
    return "\n".join(told)


def test_nothing_about_anybody_leaves_in_a_bundle(
    sqlite_database: Database,
    around: Office,
    fixed_now: FixedNow,
    capfd: pytest.CaptureFixture[str],
) -> None:
    walk = Walked(sqlite_database, set(PLANTED))
    app = app_that_says_all(sqlite_database)
    archive = bundle_of(app, sqlite_database, around)
    run_jobs(sqlite_database)
    walk.spoken = "".join(capfd.readouterr()).encode()
    assert heard(walk.spoken)
    assert list(walk.tells()) == []  # database, key store, mail, jobs, trail, log

    files = unpacked(archive)
    told = words_in(files)
    assert "Evaluatie van ONE-on-ONE" in words_of(files["report.pdf"])  # it is really read
    assert {path for path in files if path.startswith("data/")} >= {
        f"data/mentors-trained.{ending}" for ending in ("csv", "parquet", "sav")
    }
    assert "eerste helft van 2025" in in_sav(files["data/mentors-trained.sav"])
    for canary in PLANTED:
        assert canary not in told
        assert canary not in str(files.keys())
    # No day on which something happened to somebody, and nobody's id.
    days = set(re.findall(r"\d{4}-\d{2}-\d{2}|\d{2}-\d{2}-\d{4}", told))
    # Of the bundle: first day of its first half-year, its release, its last days.
    ours = {"2025-01-01", "01-01-2025", "2026-03-02", "02-03-2026", "31-05-2026", "31-12-2026"}
    assert days <= ours, days - ours
    with sqlite_database.reading() as db:
        known = {str(bundle.id) for bundle in db.exec(select(EvaluationBundle))}
        assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", told)) <= known
        rows = db.exec(select(CohortCount)).all()
        kept = str([(row.counts, row.contributors) for row in rows])
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", kept)
    # What two tables keep about who came through whom can't be laid side by side either.
    through = {
        (row.measure, one) for row in rows for who in row.contributors.values() for one in who
    }
    named = [one for _, one in through if not one.endswith(":")]
    assert len({measure for measure, _ in through}) > 4
    assert len(named) == len(set(named))
    assert str(NOW.date() - timedelta(days=147)) not in told


def test_nothing_about_anybody_is_in_the_open_figures(
    sqlite_database: Database,
    around: Office,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Nor the name of who published them."""
    walk = Walked(sqlite_database, set(PLANTED))
    app = app_that_says_all(sqlite_database)
    coordinator = signed_in(app, sqlite_database, around.coordinator)
    page = post(coordinator, "/bundles/open-figures/years/2025").headers["Location"]
    officer = signed_in(app, sqlite_database, around.officer)
    seen = soup(officer.get(f"{page}/publish").text).select_one('input[name="seen"]')
    assert seen is not None
    assert post(officer, f"{page}/publish", seen=seen["value"]).status_code == 303
    run_jobs(sqlite_database)
    visitor = app.test_client()
    files = ("", "/figures.csv", "/figures.json", "/datapackage.json")
    told = "\n".join(visitor.get(f"/open-figures{name}").text for name in files)
    assert "Gestarte matches" in told
    assert "Roodenburg" not in told
    inside = "".join(client.get(page).text for client in (coordinator, officer))
    assert not [canary for canary in PLANTED if canary in told + inside]
    walk.spoken = "".join(capfd.readouterr()).encode()
    assert heard(walk.spoken)
    assert list(walk.tells()) == []
