"""Every format of a bundle's tables tells the same cells, read back by other people's programs."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import fastparquet
import openpyxl
import pandas
import pikepdf
import pyreadstat
import pytest

from mentorship.evaluation.disclosure.rules import Limits
from mentorship.evaluation.disclosure.verdicts import judge
from mentorship.evaluation.package.build import files_of
from mentorship.evaluation.package.columns import TABLE_COLUMNS
from mentorship.evaluation.package.content import Change, Content, Measured
from mentorship.evaluation.package.records import RecordColumn, RecordsAnswer, RecordsTold
from mentorship.evaluation.package.resources import Resource
from mentorship.evaluation.package.workbook import distinct_names, workbook
from mentorship.evaluation.tables import Words
from tests.evaluation.samples import cohort, content, counted, level, specification, words

# Past what one field of the formats takes: 8 and 255 bytes in a .sav, 31 signs in a workbook.
LONG_CODE, LONG_NAME = "a-code-of-more-than-eight", "trajectories-by-who-ended-them-and-why"
LONG_LABEL = Words("één " * 60, "long " * 60)
EDGES = 'Ω ‘aanhaling’, "twee"; het eerste\nen het tweede'
Rows = list[tuple[Any, ...]]
Read = Callable[[str], Rows]


def told() -> Content:
    """With a structural zero, long names and texts that a spreadsheet would run."""
    finest = level("per kind", **{"none": "d", LONG_CODE: "a", "b": "b", "c": "c"})
    named = replace(
        finest,
        groups=tuple(
            replace(one, label=LONG_LABEL) if one.code == LONG_CODE else one
            for one in finest.groups
        ),
    )
    spec = specification(named, name=LONG_NAME, population="more")
    numbers = counted(cohort("2024-1", impossible="d", a=20, b=21, c=22))
    one = Measured(
        judge(spec, ["2024-1"], numbers, (), Limits()), words("Who ended it?"), LONG_LABEL
    )
    plain = content()
    changes = tuple(
        Change(date(2024, 2, number), "staff", words("staff"), text)
        for number, text in enumerate(("=1+1", EDGES, "123", "https://voorbeeld.nl"), start=1)
    )
    return replace(
        plain, measured=(*plain.measured, one), changes=changes, records=RecordsAnswer(rows())
    )


def rows() -> RecordsTold:
    """With codes that a spreadsheet would take for a day, a number or a formula."""
    ages = RecordColumn(
        "age_band",
        words("Age"),
        words("By year."),
        {"12-15": words("12 to 15"), "16-17": words("16 or 17")},
        words("groups"),
        is_known=True,
    )
    steps = RecordColumn(
        "end_steps",
        words("Steps"),
        words("All of them."),
        {"=1+1": words("both"), "1-5": words("one")},
        words("steps"),
        is_known=False,
    )
    told = (("0123e4567890", "12-15", "1-5"), ("123456789012", "16-17", "=1+1"))
    return RecordsTold((ages, steps), told, k=1, l=1)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return files_of(told())


@pytest.fixture(scope="module")
def resources(files: dict[str, bytes]) -> list[dict[str, Any]]:
    described: list[dict[str, Any]] = json.loads(files["datapackage.json"])["resources"]
    return described


def path_of(resource: dict[str, Any], ending: str) -> str:
    [path] = [one["path"] for one in resource["alternatives"] if one["format"] == ending]
    return str(path)


def names_of(resource: dict[str, Any]) -> list[str]:
    return [field["name"] for field in resource["schema"]["fields"]]


def as_csv_says(files: dict[str, bytes], resource: dict[str, Any]) -> Rows:
    """Typed as the data package says: an empty cell is missing."""
    types = {"string": str, "integer": int, "date": date.fromisoformat}
    kinds = [types[field["type"]] for field in resource["schema"]["fields"]]
    text = files[resource["path"]].decode()
    _header, *rows = csv.reader(io.StringIO(text, newline=""))
    return [
        tuple(kind(cell) if cell else None for kind, cell in zip(kinds, row, strict=True))
        for row in rows
    ]


def test_the_tables_are_those_that_the_other_tests_are_about(
    files: dict[str, bytes], resources: list[dict[str, Any]]
) -> None:
    rows = {one["name"]: as_csv_says(files, one) for one in resources}
    assert rows[LONG_NAME][0] == ("none", "none (nl)", "none", None)
    assert rows[LONG_NAME][1] == (LONG_CODE, LONG_LABEL.nl.strip(), LONG_LABEL.en.strip(), 20)
    assert [row[0] for row in rows["context"]] == [date(2024, 2, day) for day in (1, 2, 3, 4)]
    assert [row[2] for row in rows["context"]] == ["'=1+1", EDGES, "123", "https://voorbeeld.nl"]
    assert None in rows["codebook"][1]


def test_parquet_tells_the_same_with_its_types(
    files: dict[str, bytes], resources: list[dict[str, Any]]
) -> None:
    stored = {"string": "BYTE_ARRAY, STRING", "integer": "INT64", "date": "INT32, DATE"}
    for one in resources:
        read = fastparquet.ParquetFile(io.BytesIO(files[path_of(one, "parquet")]))
        columns = read.to_pandas()
        assert list(columns.columns) == names_of(one)
        rows = [
            tuple(
                None if pandas.isna(cell) else cell.date() if isinstance(cell, datetime) else cell
                for cell in row
            )
            for row in columns.itertuples(index=False)
        ]
        assert rows == as_csv_says(files, one), one["name"]
        text = read.schema.text
        for field in one["schema"]["fields"]:
            assert f"{field['name']}: {stored[field['type']]}" in text


def test_spss_reads_the_same_with_labels(
    files: dict[str, bytes], resources: list[dict[str, Any]], tmp_path: Path
) -> None:
    for one in resources:
        path = tmp_path / "read.sav"
        path.write_bytes(files[path_of(one, "sav")])
        columns, about = pyreadstat.read_sav(path)
        fields = one["schema"]["fields"]
        assert list(columns.columns) == names_of(one)
        rows = [
            tuple(None if pandas.isna(cell) or cell == "" else cell for cell in row)
            for row in columns.itertuples(index=False)
        ]
        assert rows == as_csv_says(files, one), one["name"]
        assert about.column_names_to_labels == {one["name"]: one["title_nl"] for one in fields}
        formats = about.original_variable_types
        assert {formats[one["name"]] for one in fields if one["type"] == "integer"} <= {"F8.0"}
        assert {formats[one["name"]] for one in fields if one["type"] == "date"} <= {"SDATE10"}
        assert one["title_nl"].startswith(about.file_label)


def test_rows_about_single_people_are_texts_in_every_format(
    files: dict[str, bytes], resources: list[dict[str, Any]]
) -> None:
    (about,) = (one for one in resources if one["name"] == "records")
    assert as_csv_says(files, about) == [
        ("0123e4567890", "12-15", "1-5"), ("123456789012", "16-17", "'=1+1"),
    ]  # fmt: skip
    assert about["schema"]["primaryKey"] == ["pseudonym"]
    assert "There are no dates in it" in files["codebook.csv"].decode()
    assert "geen datums" in files["codebook.html"].decode()


def test_no_row_about_a_single_person_is_in_the_report(files: dict[str, bytes]) -> None:
    """It is passed on more easily than a bundle."""
    with pikepdf.open(io.BytesIO(files["report.pdf"])) as pdf:
        inside = {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}
    assert "totals.csv" in inside
    assert not [name for name, data in inside.items() if b"0123e4567890" in data]


def test_spss_knows_what_the_codes_are_called(files: dict[str, bytes], tmp_path: Path) -> None:
    """Cut where SPSS itself stops showing, and in the middle of no letter."""
    for table in ("first-table", LONG_NAME):
        path = tmp_path / "read.sav"
        path.write_bytes(files[f"data/{table}.sav"])
        columns, about = pyreadstat.read_sav(path)
        labels = about.variable_value_labels["category"]
        assert list(labels) == list(columns["category"])
        for code, label in zip(columns["category"], columns["label_nl"], strict=True):
            cut = len(label.encode()) > 120
            assert (label.startswith(labels[code]) and cut) or labels[code] == label
            assert not cut or 117 <= len(labels[code].encode()) <= 120
        names = about.column_names_to_labels
        assert (names["category"], names["count"]) == ("Kind (nl)", "people (nl)")


def sheets(files: dict[str, bytes]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))


def test_the_workbook_has_the_same_on_a_sheet_for_each(
    files: dict[str, bytes], resources: list[dict[str, Any]]
) -> None:
    book = sheets(files)
    names = {
        one["name"]: other["sheet"]
        for one in resources
        for other in one["alternatives"]
        if other["format"] == "xlsx"
    }
    assert book.sheetnames == ["Uitleg", *names.values()]
    assert max(len(name) for name in book.sheetnames) == 31
    for one in resources:
        sheet = book[names[one["name"]]]
        header, *rows = sheet.iter_rows(values_only=True)
        assert list(header) == names_of(one)
        read = [
            tuple(cell.date() if isinstance(cell, datetime) else cell for cell in row)
            for row in rows
        ]
        assert read == as_csv_says(files, one), one["name"]
        kinds = [type(cell) for row in read for cell in row]
        assert float not in kinds  # 20 is no 20.0
        assert sheet.freeze_panes == "A2"
        assert all(8 <= column.width <= 62 for column in sheet.column_dimensions.values())


def test_the_first_sheet_explains_the_others(files: dict[str, bytes]) -> None:
    book = sheets(files)
    explained = [row for row in book["Uitleg"].iter_rows(values_only=True) if any(row)]
    said = {row[0]: row for row in explained}
    assert said["first-table"][:5] == (
        "first-table", "Table first-table (nl)", "per kind (nl)", 63, "people (nl)",
    )  # fmt: skip
    assert {name for name in book.sheetnames if name != "Uitleg"} <= said.keys()
    assert said["Vernietigen uiterlijk op"][1] == "31-12-2026"


def test_no_cell_of_the_workbook_is_anything_but_text_number_or_day(
    files: dict[str, bytes],
) -> None:
    with zipfile.ZipFile(io.BytesIO(files["tables.xlsx"])) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
        # What compression makes of it differs from machine to machine.
        assert {part.compress_type for part in parts.infolist()} == {zipfile.ZIP_STORED}
    pages = [text for name, text in texts.items() if name.startswith("xl/worksheets/sheet")]
    assert len(pages) > 4
    for page in pages:
        assert not re.search(r"<f[ />]", page)
    # A text that looks like an address or a number stays one.
    assert not [name for name in texts if "externalLink" in name]
    assert "voorbeeld.nl" not in "".join(text for name, text in texts.items() if "_rels" in name)


def test_a_text_that_begins_like_a_formula_stays_one_without_its_guard_too() -> None:
    texts = ("=1+1", "{=SUM(A1)}", '=HYPERLINK("x")', "https://voorbeeld.nl", "0123")
    one = Resource("texts", "", words("Texts"), TABLE_COLUMNS[:1], tuple((text,) for text in texts))
    book = openpyxl.load_workbook(io.BytesIO(workbook(content(), (one,))))
    cells = [cell for (cell,) in book["texts"].iter_rows(min_row=2)]
    assert tuple((cell.value, cell.data_type) for cell in cells) == tuple(
        (text, "s") for text in texts
    )
    assert not any(cell.hyperlink for cell in cells)


def test_no_format_is_made_by_anybody(files: dict[str, bytes], tmp_path: Path) -> None:
    """They say the day of the release and nothing about the machine."""
    book = sheets(files).properties
    assert (book.creator or "", book.lastModifiedBy or "") == ("", "")
    assert {book.created, book.modified} == {datetime(2026, 3, 2)}  # noqa: DTZ001
    path = tmp_path / "read.sav"
    path.write_bytes(files["data/first-table.sav"])
    assert pyreadstat.read_sav(path)[1].creation_time == datetime(2026, 3, 2)  # noqa: DTZ001
    read = fastparquet.ParquetFile(io.BytesIO(files["data/first-table.parquet"]))
    assert not read.key_value_metadata


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["a", "b"], ["a", "b"]),
        (["same", "Same", "SAME"], ["same", "Same~2", "SAME~3"]),
        (["x" * 31, "x" * 40, "x" * 50], ["x" * 31, "x" * 29 + "~2", "x" * 29 + "~3"]),
    ],
)
def test_no_two_sheets_are_called_the_same(wanted: list[str], given: list[str]) -> None:
    assert distinct_names(wanted) == given
