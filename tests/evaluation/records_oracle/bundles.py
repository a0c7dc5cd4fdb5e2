"""Bundles about a region: asked for and released by the program, and read back from their bytes."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any
from uuid import UUID, uuid4

from mentorship.accounts.roles import Role
from mentorship.evaluation import releasing, rules, services, signing
from mentorship.evaluation.judging import basis_of, judged_bundle
from mentorship.evaluation.measures.crossed import CrossedMeasure
from mentorship.evaluation.measures.per_trajectory import POPULATION
from mentorship.evaluation.measures.registry import CROSSED, measures
from mentorship.evaluation.models import EvaluationBundle
from mentorship.evaluation.open_figures import services as open_figures
from mentorship.evaluation.package import json_files
from mentorship.evaluation.package.archive import packed, unpacked
from mentorship.evaluation.package.build import bundle as built
from mentorship.evaluation.package.csv_files import table_csv
from mentorship.evaluation.package.resources import resources_of
from mentorship.evaluation.records.columns import known_columns
from mentorship.evaluation.releasing import Prepared
from mentorship.evaluation.tables import Specification
from tests.accounts.people import make_person
from tests.evaluation.records_oracle.people import AGE, GENDER, HALF_YEAR, HOUSE, PARTNER, Ladders
from tests.evaluation.records_oracle.region import Region
from tests.evaluation.records_oracle.told import Group, Records, Row, Table, Values
from tests.evaluation.world import wanted

# What the files call the five columns, and from which tables the others are.
CALLED = {
    "age_band": AGE,
    "gender": GENDER,
    "house": HOUSE,
    "partner": PARTNER,
    "half_year": HALF_YEAR,
}
SECRETS = {
    "end_kind": "closure-by-kind",
    "duration": "duration",
    "meetings": "sessions-met",
    "end_steps": "formal-closure",
}
SIDES = "row", "column"
VALUES = {
    "end_kind": ("planned", "unplanned", "one_sided"),
    "duration": ("3", "6", "9", "12", "later"),
    "meetings": ("0", "1-5", "6-12", "13-26", "27-"),
    "end_steps": ("formal", "part", "none"),
}


@dataclass(frozen=True, slots=True)
class Bundle:
    half_years: tuple[str, ...]
    files: dict[str, bytes]
    tables: tuple[Table, ...]
    records: Records | None
    about: dict[str, Any] | None  # what disclosure.json says of records


def vocabulary(region: Region, half_years: Sequence[str]) -> Ladders:
    """What values are called so many steps up, as the codebook tells everybody."""
    found = {}
    with region.database.reading() as db:
        for one in known_columns(db, list(half_years)):
            found[CALLED[one.name]] = [
                {part: group.code for group in level.groups for part in group.parts}
                for level in one.dimension.levels
            ]
    return found


def ask(
    region: Region,
    half_years: Sequence[str],
    tables: Sequence[str],
    *,
    with_records: bool,
    to: UUID | None = None,
) -> UUID | None:
    """None where nothing at all could be told."""
    changed = {"recipient_id": to} if to else {}
    given = wanted(
        region.around, measures=tables, cohorts=half_years, with_records=with_records, **changed
    )
    by, key = region.around.coordinator.id, uuid4()
    with region.database.reading() as db:
        try:
            services.check(db, given, by, key)
        except rules.NothingToTell:
            return None
    with region.database.writing(actor=None) as db:
        bundle = services.specify(db, given, by, key)
        db.commit()
        return bundle.id


def another_evaluator(region: Region) -> UUID:
    with region.database.writing() as db:
        found = make_person(db, Role.EVALUATOR)
        db.commit()
        return found.id


def release(region: Region, bundle_id: UUID) -> Bundle:
    """What it tells as CSV, and into the ledger; without the drawings, which take most time."""
    files, prepared = _prepared(region, bundle_id)
    with region.database.writing() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        releasing.release(db, bundle, prepared, region.around.officer.id)
        half_years = tuple(sorted(bundle.cohorts))
        db.commit()
    return read(region, half_years, files)


def preview(region: Region, bundle_id: UUID) -> Bundle:
    files, _ = _prepared(region, bundle_id)
    with region.database.reading() as db:
        half_years = tuple(sorted(db.get_one(EvaluationBundle, bundle_id).cohorts))
    return read(region, half_years, files)


def publish(region: Region, year: int) -> Bundle:
    """A year for everybody."""
    with region.database.reading() as db:
        seen = open_figures.seen_of(open_figures.look(db, year))
    with region.database.writing() as db:
        figures = open_figures.propose(db, year, region.around.coordinator.id)
        open_figures.publish(db, figures, seen, region.around.officer.id)
        told = figures.told["tables"]
        db.commit()
    half_years = f"{year}-1", f"{year}-2"
    (ends,) = [one for one in told if one["table"] == "closure-by-kind"]
    with region.database.reading() as db:
        (specification,) = [
            one.specify(db, half_years) for one in measures(db) if one.id == ends["table"]
        ]
    parts, cells = _parts(specification), dict[Group, int | None]()
    for row in ends["rows"]:
        of_row = _together(row["category"], parts)
        cells[frozenset((part,) for part in of_row)] = row["count"]
    tables = [Table(("end_kind",), frozenset(half_years), cells)] if cells else []
    if ends["total"] is not None:
        tables.append(_of_all(half_years, ends["total"]))
    return Bundle(half_years, {}, tuple(tables), None, None)


def _of_all(half_years: Sequence[str], number: int) -> Table:
    every = frozenset((value,) for value in VALUES["end_kind"])
    return Table(("end_kind",), frozenset(half_years), {every: number})


def _prepared(region: Region, bundle_id: UUID) -> tuple[dict[str, bytes], Prepared]:
    with region.database.reading() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        found = judged_bundle(db, bundle)
        content, basis = releasing.content_of(db, bundle, found), basis_of(db, bundle)
    files = {one.path("csv"): table_csv(one) for one in resources_of(content)}
    files[json_files.DISCLOSURE] = json_files.disclosure(content)
    earlier = tuple(one.id for one in content.earlier)
    return files, Prepared(packed(files), found, basis, earlier)


def whole(region: Region, bundle_id: UUID) -> bytes:
    """With everything that goes out."""
    key = signing.signing_key(region.database.keys)
    with region.database.reading() as db:
        bundle = db.get_one(EvaluationBundle, bundle_id)
        content = releasing.content_of(db, bundle, judged_bundle(db, bundle))
    return built(content, key)


def read_archive(region: Region, half_years: Sequence[str], archive: bytes) -> Bundle:
    return read(region, tuple(sorted(half_years)), unpacked(archive))


def read(region: Region, half_years: tuple[str, ...], files: dict[str, bytes]) -> Bundle:
    tables = tuple(_tables(region, half_years, files))
    about = json.loads(files[json_files.DISCLOSURE]).get("records")
    return Bundle(half_years, files, tables, _records(region, half_years, files), about)


def _lines(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    """None of a file that isn't there."""
    return list(csv.DictReader(io.StringIO(files.get(name, b"").decode(), newline="")))


def _records(
    region: Region, half_years: tuple[str, ...], files: dict[str, bytes]
) -> Records | None:
    if "data/records.csv" not in files:
        return None
    lines = _lines(files, "data/records.csv")
    assert list(lines[0]) == ["pseudonym", *CALLED, *SECRETS]
    rows = tuple(
        Row(
            line["pseudonym"],
            tuple(line[column] for column in CALLED),
            {column: line[column] for column in SECRETS},
        )
        for line in lines
    )
    ladder = vocabulary(region, half_years)[HALF_YEAR]
    said = {row.looks[-1] for row in rows}
    level = next(one for one in ladder if said <= {one[half_year] for half_year in half_years})
    return Records(frozenset(half_years), {one: level[one] for one in half_years}, rows)


def _tables(
    region: Region, half_years: tuple[str, ...], files: dict[str, bytes]
) -> Iterator[Table]:
    """What they say about the secret columns, and how many there are in all."""
    about = frozenset(half_years)
    with region.database.reading() as db:
        parts = {one.id: _parts(one.specify(db, list(half_years))) for one in measures(db)}
    for id_, (columns, group_of) in READ.items():
        cells: dict[Group, int | None] = {}
        for line in _lines(files, f"data/{id_}.csv"):
            together = _together(line["category"], parts[id_])
            group = frozenset[Values]().union(*map(group_of, together))
            cells[group] = (cells.get(group) or 0) + int(line["count"])
        if cells and all(one.isdisjoint(other) for one, other in combinations(cells, 2)):
            yield Table(columns, about, cells)
    for crossed in CROSSED:
        if lines := _lines(files, f"data/{crossed.id}.csv"):
            own = tuple(parts[one.id] for one in (crossed.rows, crossed.columns))
            yield _crossed(crossed, about, lines, own)
    for line in _lines(files, "data/totals.csv"):
        if line["population"] == POPULATION:
            yield _of_all(half_years, int(line["count"]))


def _crossed(
    crossed: CrossedMeasure,
    about: frozenset[str],
    lines: list[dict[str, str]],
    parts: Sequence[dict[str, frozenset[str]]],
) -> Table:
    cells: dict[Group, int | None] = {}
    for line in lines:
        both = (_together(line[side], own) for side, own in zip(SIDES, parts, strict=True))
        cells[frozenset(product(*both))] = int(line["count"]) if line["count"] else None
    return Table((*READ[crossed.rows.id][0], *READ[crossed.columns.id][0]), about, cells)


def _parts(specification: Specification) -> dict[str, frozenset[str]]:
    return {g.code: g.parts for level in specification.dimension.levels for g in level.groups}


def _together(code: str, parts: dict[str, frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(parts[one] for one in code.split("+")))


def _itself(part: str) -> Group:
    return frozenset({(part,)})


def _kind(part: str) -> Group:
    """Other tables about ends tell of the kind whether it was planned."""
    return _itself(part) if part == "planned" else frozenset({("unplanned",), ("one_sided",)})


def _kind_and_time(part: str) -> Group:
    kind, _, time = part.partition("-")
    kinds = ("planned",) if kind == "planned" else ("unplanned", "one_sided")
    return frozenset((one, time) for one in kinds)


# From which table which columns can be read, and how.
READ: dict[str, tuple[tuple[str, ...], Callable[[str], Group]]] = {
    **{measure: ((column,), _itself) for column, measure in SECRETS.items()},
    "closure-by-reason": (("end_kind",), _kind),
    "closure-by-whom": (("end_kind",), _kind),
    "attrition": (("end_kind", "duration"), _kind_and_time),
}
