"""Writes invented people to the files a programme would bring: CSV or XLSX, English or Dutch."""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from .people import Mentee, Mentor, Person, Wish

DUTCH_COLUMNS = {
    "id": "nummer",
    "name": "naam",
    "place": "plaats",
    "latitude": "breedtegraad",
    "longitude": "lengtegraad",
    "house": "huis",
    "max_travel_km": "max_reisafstand_km",
    "capacity": "capaciteit",
    "gender": "geslacht",
    "birth_year": "geboortejaar",
    "languages": "talen",
    "slots": "beschikbaar",
    "interests": "interesses",
    "dislikes": "geen_interesse",
    "themes": "themas",
    "refused_themes": "geweigerde_themas",
    "ready": "inzetbaar",
    "standing": "staand_voorstel",
    "excluded": "uitgesloten",
    "waiting_since": "wacht_sinds",
    "priority": "prioriteit",
    "wish_gender": "wens_geslacht",
    "wish_age_min": "wens_leeftijd_min",
    "wish_age_max": "wens_leeftijd_max",
    "pinned": "vastgezet",
    "consultant": "consultant",
}
PERSON = [
    "id",
    "name",
    "place",
    "latitude",
    "longitude",
    "house",
    "max_travel_km",
    "gender",
    "birth_year",
    "languages",
    "slots",
    "interests",
    "dislikes",
    "themes",
    "excluded",
]
COLUMNS = {
    Mentor: [*PERSON, "capacity", "refused_themes", "ready", "standing"],
    Mentee: [
        *PERSON,
        "waiting_since",
        "priority",
        "wish_gender",
        "wish_age_min",
        "wish_age_max",
        "pinned",
        "consultant",
    ],
}
REQUIRED = {"id", "slots", "waiting_since"}
DUTCH_VALUES = {
    "woman": "vrouw", "man": "man", "other": "anders", "True": "ja", "False": "nee",
    "mon": "ma", "tue": "di", "wed": "wo", "thu": "do", "fri": "vr", "sat": "za", "sun": "zo",
    "morning": "ochtend", "afternoon": "middag", "evening": "avond", "late": "laat",
}  # fmt: skip
ENGLISH_VALUES = {"True": "yes", "False": "no"}


@dataclass(frozen=True)
class Style:
    """How a file looks; `untidy` adds the case and spaces people leave in headers."""

    suffix: str = ".csv"
    header: str = "en"
    values: str = "en"
    delimiter: str = ","
    bom: bool = False
    decimal_comma: bool = False
    dutch_dates: bool = False
    untidy: bool = False
    drop_empty: bool = False
    shuffle: int | None = None
    newline: str = "\r\n"


def write(people: Sequence[Person], folder: Path, stem: str, style: Style) -> Path:
    """The file `folder/stem` with one row per person, in the given style."""
    people = list(people)
    columns = list(COLUMNS[type(people[0])])
    if style.drop_empty:
        columns = [
            name
            for name in columns
            if name in REQUIRED or any(getattr(one, name) not in ("", (), None) for one in people)
        ]
    if style.shuffle is not None:
        dice = random.Random(style.shuffle)
        dice.shuffle(people)
        dice.shuffle(columns)
    header = [_header(name, style) for name in columns]
    rows = [[_cell(name, getattr(one, name), style) for name in columns] for one in people]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}{style.suffix}"
    if style.suffix == ".xlsx":
        _write_xlsx(path, header, rows)
    else:
        encoding = "utf-8-sig" if style.bom else "utf-8"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=style.delimiter, lineterminator=style.newline)
            writer.writerows([header, *([str(cell) for cell in row] for row in rows)])
    return path


def _header(name: str, style: Style) -> str:
    shown = DUTCH_COLUMNS[name] if style.header == "nl" else name
    return f"  {shown.replace('_', ' ').title()} " if style.untidy else shown


def _word(text: str, style: Style) -> str:
    return (DUTCH_VALUES if style.values == "nl" else ENGLISH_VALUES).get(text, text)


def _cell(name: str, value: Any, style: Style) -> Any:
    match value:
        case None | "" | ():
            return ""
        case bool():
            return _word(str(value), style)
        case Wish():
            return f"{_word(str(value.value), style)}{'!' if value.condition else ''}"
        case tuple():
            return "|".join(
                "-".join(_word(bit, style) for bit in item.split("-")) for item in value
            )
        case date():
            return _day(value, style)
        case str() if name != "max_travel_km":
            return _word(value, style)
        case int():
            return value
        case _:
            return _number(value, style)


def _day(value: date, style: Style) -> date | str:
    if style.dutch_dates:
        return value.strftime("%d-%m-%Y")
    return value if style.suffix == ".xlsx" else value.isoformat()


def _number(value: float | str, style: Style) -> float | str:
    if style.decimal_comma:
        return str(value).replace(".", ",")
    return float(value) if style.suffix == ".xlsx" else str(value)


def _write_xlsx(path: Path, header: list[str], rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate([header, *rows], start=1):
        for letter, cell in enumerate(row, start=1):
            if cell != "":
                target = sheet.cell(number, letter, cell)
                if isinstance(cell, str):
                    target.data_type = "s"  # an id that begins with = is text, no formula
    book.save(path)
