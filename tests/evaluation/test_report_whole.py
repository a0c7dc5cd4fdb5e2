"""The report of everything about three hundred trajectories, as somebody reads who has only it."""

import csv
import io
import json
import re
from collections.abc import Mapping

import pikepdf
import pytest

from mentorship.evaluation.measures.aspects import QUESTIONS
from mentorship.evaluation.measures.registry import measures
from mentorship.evaluation.package.archive import unpacked
from mentorship.evaluation.package.pages import REPORT
from mentorship.foundation.db import Database
from mentorship.foundation.i18n import speaking
from tests.evaluation.pdf_words import words_of
from tests.evaluation.simulated_bundles import TABLES, THREE, World, simulated_programme
from tests.evaluation.world import release
from tests.factories import FixedNow
from tests.once import Once

Files = Mapping[str, bytes]


@pytest.fixture
def world(sqlite_database: Database, fixed_now: FixedNow, once: Once) -> World:
    return simulated_programme(sqlite_database, fixed_now, once)


def test_a_stranger_finds_a_table_or_a_reason_and_every_method(world: World) -> None:
    with world.database.reading() as db:
        everything = [*(one.id for one in measures(db) if one.id != "expenses"), *TABLES]
    bundle_id = world.ask(*THREE, measures=everything)
    files = unpacked(release(world.database, bundle_id, world.around.officer))
    said = flat(words_of(files[REPORT]))
    _expect_questions(said)
    _expect_reasons(said, files)
    _expect_methods(files)
    _expect_survival(said, files)
    _expect_attachments(files)


def flat(text: str) -> str:
    """Wherever lines are broken."""
    return "".join(text.split())


def _expect_questions(said: str) -> None:
    with speaking("nl"):
        places = [said.index(flat(str(question))) for question in QUESTIONS]
    assert places == sorted(places)
    for one in (
        "De training van mentoren. Een training is voor een groep mentoren",
        "Wat er in exitgesprekken is gezegd. Genoteerd is of er een gesprek was",
        "Het programma heeft er geen toegevoegd. Er is er dus ook geen ingevuld.",
        "Contact met partners vóór de aanmeldingen.",
        "Van 01-01-2024 tot en met 02-03-2026 is er in het programma geen verandering genoteerd",
    ):
        assert flat(one) in said, one
    assert "het vaakst “geen antwoord”" not in said


def _expect_reasons(said: str, files: Files) -> None:
    """Everything that disclosure.json says is never counted stands on paper in both languages."""
    told = json.loads(files["disclosure.json"])
    assert len({one["question"]["nl"] for one in told["never_counted"]}) == 7  # all but how much
    codebook = files["codebook.html"].decode()
    for one in told["never_counted"]:
        assert flat(f"{one['what']['nl']}. {one['why']['nl']}") in said
        assert one["why"]["nl"] in files["methods.md"].decode()
    assert "A training is given to a group of mentors" in codebook
    assert [one["table"] for one in told["not_asked_for"]] == ["expenses"]
    assert flat("Onkosten van mentoren per traject") in said


def _expect_methods(files: Files) -> None:
    rows = csv.DictReader(io.StringIO(files["codebook.csv"].decode(), newline=""))
    codebook = {row["table"]: row for row in rows if row["category"] == "*"}
    methods = files["methods.md"].decode()
    for table, parts in {
        "attrition": ("Kaplan", "(1958)", "3, 6, 9", "12", "Aalen", "(1978)", "Greenwood (1926)"),
        "goals-before": ("T = 50 + 10", "√((1 − ρ) × Σw² + ρ × (Σw)²)", "Sherman", "1968"),
        "goals-after": ("ρ = 0", "−2", "+2"),
        "ladder-after": ("Cantril", "1965"),
        "support-contacts": ("Elements of Effective Practice", "2015", "B.5.1"),
        "formal-closure": ("2015", "B.6.4", "B.6.10"),
    }.items():
        for part in parts:
            for language in ("nl", "en"):
                assert part in codebook[table][f"meaning_{language}"], (table, part)
            assert part in methods, part
    assert "edition 4 of 2015" in codebook["reviews-in-time"]["meaning_en"]
    assert "editie 4 uit 2015" in methods
    assert "ρ = 0,3 (" in methods
    assert "een pauze niet stil" in methods


def _expect_survival(said: str, files: Files) -> None:
    """Worked out here from the CSV, span by span; the PDF shows the same row."""
    rows = csv.DictReader(io.StringIO(files["data/attrition.csv"].decode(), newline=""))
    told = {row["category"]: int(row["count"]) for row in rows}
    whole = left = sum(told.values())
    survival, early, planned = 1.0, 0, 0
    for month in (3, 6, 9, 12):
        ended, closed = told[f"early-{month}"], told[f"planned-{month}"]
        survival *= 1 - ended / left
        early, planned = early + ended, planned + closed
        line = f"{month}{left}{ended}{closed}0{survival:.0%}"
        after = rf"\d+%tot\d+%{early / whole:.0%}{planned / whole:.0%}"
        assert re.search(re.escape(line) + after, said), line
        left -= ended + closed


def _expect_attachments(files: Files) -> None:
    with pikepdf.open(io.BytesIO(files[REPORT])) as pdf:
        inside = {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}
        assert {str(one.AFRelationship) for one in pdf.Root.AF} == {"/Data"}
    tables = [path for path in files if path.startswith("data/") and path.endswith(".csv")]
    assert len(tables) > 30
    assert inside == {path.removeprefix("data/"): files[path] for path in tables}
