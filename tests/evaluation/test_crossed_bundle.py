"""From three hundred trajectories to a crossed table in a bundle: asked, judged, released, read."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlmodel import select

from mentorship.cli import main
from mentorship.evaluation import counting, judging, queries, signing
from mentorship.evaluation.disclosure.rules import Rule
from mentorship.evaluation.measures.crossed import CROSSED
from mentorship.evaluation.models import CohortCount, ReleasedTable
from mentorship.evaluation.package.archive import unpacked
from mentorship.foundation.db import Database
from tests.evaluation.pdf_words import words_of
from tests.evaluation.simulated_bundles import (
    NOW,
    POOLED,
    REFUSED,
    TABLES,
    THREE,
    TOLD,
    World,
    simulated_programme,
)
from tests.evaluation.test_views import browser, words
from tests.evaluation.world import release, with_threshold
from tests.factories import FixedNow
from tests.once import Once


@pytest.fixture
def world(sqlite_database: Database, fixed_now: FixedNow, once: Once) -> World:
    return simulated_programme(sqlite_database, fixed_now, once)


def rows_of(files: dict[str, bytes], table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"data/{table}.csv"].decode(), newline="")))


def test_a_crossed_table_goes_the_whole_way(world: World, tmp_path: Path, app: Flask) -> None:
    """Its two tables come along by themselves; nothing hidden is in any file."""
    bundle_id = world.ask(*THREE)
    archive = release(world.database, bundle_id, world.around.officer)
    files = unpacked(archive)
    _expect_true_cells(world, files)
    _expect_verified(archive, tmp_path, world)
    _expect_told_to_people(files, world, app, bundle_id)


def _expect_true_cells(world: World, files: dict[str, bytes]) -> None:
    rows, counted = rows_of(files, TOLD), world.cells(TOLD)
    assert sum(counted.values()) > 200
    assert {row["state"] for row in rows} == {"told", "hidden"}
    for row in rows:
        assert (row["count"] != "") == (row["state"] == "told")
        if row["state"] == "told":
            assert int(row["count"]) == counted[row["row"], row["column"]]
    for part in ("row", "column"):
        whole = {row[part]: int(row[f"{part}_total"]) for row in rows}
        assert sum(whole.values()) == sum(counted.values())
    package = json.loads(files["datapackage.json"])
    crossed = {one["name"]: one for one in package["resources"] if "crosses" in one}
    assert set(crossed) == {TOLD, POOLED}
    for one in crossed.values():
        assert all(f"data/{part}.csv" in files for part in one["crosses"])
    _expect_pooled(rows_of(files, POOLED), rows_of(files, "sessions-met"), world.cells(POOLED))


def _expect_pooled(
    rows: list[dict[str, str]], alone: list[dict[str, str]], counted: Counter[tuple[str, str]]
) -> None:
    """Groups that are one row in a table of its own are one row where it is crossed."""
    assert {row["row"] for row in rows} == {row["category"] for row in alone}
    together = [row["category"] for row in alone if "+" in row["category"]]
    assert len(together) == 1
    totals = {row["row"]: row["row_total"] for row in rows}
    assert {row["category"]: row["count"] for row in alone} == totals
    for row in rows:
        inside = row["row"].split("+")
        if row["state"] == "told":
            assert int(row["count"]) == sum(counted[one, row["column"]] for one in inside)


def _expect_verified(archive: bytes, folder: Path, world: World) -> None:
    file, key = folder / "bundle.zip", folder / "key.pem"
    file.write_bytes(archive)
    key.write_bytes(signing.public_pem(world.database.keys))
    found = CliRunner().invoke(main, ["bundle", "verify", str(file), "--public-key", str(key)])
    assert found.exit_code == 0, found.output


def _expect_told_to_people(
    files: dict[str, bytes], world: World, app: Flask, bundle_id: UUID
) -> None:
    kept_back = json.loads(files["disclosure.json"])
    about = {one["table"]: one for one in kept_back["crossed_tables"]}
    assert about[REFUSED]["reasons"] == ["needs_both_tables"]
    assert about[TOLD]["attacker"]["values_found"] == 0
    hidden = [row for row in rows_of(files, TOLD) if row["state"] == "hidden"]
    assert about[TOLD]["cells_hidden"] == len(hidden)
    report, methods = words_of(files["report.pdf"]), files["methods.md"].decode()
    assert "verborgen" in report
    assert "laat zien hoe twee tabellen over dezelfde mensen samenhangen" in report
    assert "Kruist de tabellen `formal-closure` en `closure-by-kind`." in methods
    assert "Een van de twee tabellen waaruit deze is gemaakt, staat er niet in." in methods
    mine = browser(app, world.database, world.around.evaluator)
    page = words(mine.get(f"/evaluation/{bundle_id}").text)
    assert "Welke stappen er aan het einde gezet zijn, per soort einde" in page
    assert f"{len(hidden)} getallen zijn verborgen" in page
    assert "Van de 9 getallen zijn er" in report


def test_what_was_told_is_kept_and_held_against_later_ones(world: World) -> None:
    world.release(*THREE[:2])
    with world.database.reading() as db:
        kept = {
            row.measure: row for row in db.exec(select(ReleasedTable)) if row.across is not None
        }
        known = queries.crossed_releases(db)
    assert kept
    assert {one.specification for one in known} == set(kept)
    for row in kept.values():
        told = [number for number in row.rows.values() if number is not None]
        assert told
        assert all(number <= sum(world.cells(row.measure).values()) for number in told)
    later = world.release(*THREE)
    again = world.release(*THREE[:2])
    for table, row in kept.items():
        assert {
            f"{one['row']}|{one['column']}": int(one["count"]) if one["count"] else None
            for one in rows_of(again, table)
        } == row.rows, "asked for again it is the same table"
    assert json.loads(later["manifest.json"])["earlier_releases"]
    _expect_seen(world)


def _expect_seen(world: World) -> None:
    """The privacy officer releases what was looked at and nothing else."""
    with world.database.reading() as db:
        judged = [judging.judged(db, TABLES, THREE) for _ in range(2)]
        assert judging.seen(judged[0], []) == judging.seen(judged[1], [])
        less = judging.judged(db, [POOLED], THREE)
        assert judging.seen(less, []) != judging.seen(judged[0], [])


def test_a_half_year_told_of_before_it_was_counted_stays_out(world: World) -> None:
    """Its tables are kept as they were; who would be counted anew may be others."""
    with world.database.writing() as db:
        for row in db.exec(select(CohortCount).where(CohortCount.population == "trajectories")):
            row.frozen_at = NOW
            if row.measure == "formal-closure" and row.cohort == "2024-1":
                one_more = {"part": row.counts["part"] + 1, "none": row.counts["none"] - 1}
                row.counts = {**row.counts, **one_more}
            if row.measure == TOLD and row.cohort == "2024-1":
                db.delete(row)
        db.commit()
    counting.recount(world.database)
    with world.database.reading() as db:
        (found,) = judging.judged(db, [TOLD], THREE).crossed
        (without,) = judging.judged(db, [TOLD], THREE[1:]).crossed
    assert found.verdict.broken == (Rule.NOT_CROSSED,)
    assert without.verdict.table is not None


def test_of_one_that_is_not_told_the_page_says_which_half_years_would_help(
    world: World, app: Flask
) -> None:
    with_threshold(world.database, 8)
    bundle_id = world.ask("2024-2", measures=[TOLD])
    mine = browser(app, world.database, world.around.coordinator)
    page = words(mine.get(f"/bundles/{bundle_id}").text)
    assert (
        "Welke stappen er aan het einde gezet zijn, per soort einde: een deel ervan kan wel "
        "verteld worden over deze halfjaren samen (eerste helft van 2024 en tweede helft van "
        "2024), met de twee tabellen die gekruist worden." in page
    )
    with world.database.reading() as db:
        (found,) = judging.judged(db, [TOLD], THREE[:2]).crossed
    assert found.verdict.table is not None


def test_tables_that_are_crossed_make_no_ring() -> None:
    """Per population: as many crossings as tables less one for each group that hangs together."""
    together: dict[str, set[str]] = {}
    for one in CROSSED:
        parts = (one.rows.id, one.columns.id)
        known = [together.setdefault(part, {part}) for part in parts]
        assert known[0] is not known[1], f"{one.id} closes a ring"
        merged = known[0] | known[1]
        together.update(dict.fromkeys(merged, merged))
