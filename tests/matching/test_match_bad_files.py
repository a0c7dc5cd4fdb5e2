"""What `mentorship match` says about wrong files: row, column, value, remedy; and no output."""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.matching.oracle.command import Written, match
from tests.matching.oracle.generator import DAY, invent
from tests.matching.oracle.people import Rules
from tests.matching.oracle.writing import Style, write

MENTORS = """id,place,slots,capacity,gender,refused_themes
v1,Alkmaar,mon-evening|wed-evening,1,woman,
v2,Haarlem,mon-evening,2,man,work
v3,Hoorn,sat-morning,,,
"""
MENTEES = """id,place,slots,waiting_since,wish_gender,pinned
j1,Alkmaar,mon-evening,2026-01-05,,
j2,Haarlem,mon-evening,2026-01-12,woman,
j3,Hoorn,sat-morning,2026-02-01,,
"""
SETTINGS = """[vocabulary]
interests = ["football", "cooking", "music"]
themes = ["work", "school", "family"]
"""


def given(
    folder: Path,
    mentors: str | bytes = MENTORS,
    mentees: str | bytes = MENTEES,
    *,
    settings: str | bytes = SETTINGS,
    suffix: str = ".csv",
) -> list[object]:
    """The three files in a folder, and the arguments that name them."""
    files = {
        folder / f"mentors{suffix}": mentors,
        folder / "mentees.csv": mentees,
        folder / "settings.toml": settings,
    }
    for path, content in files.items():
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    one, other, rules = files
    return [one, other, "--settings", rules, "--date", DAY.isoformat()]


def refused(folder: Path, arguments: list[object], language: str = "en") -> str:
    """What the command says: exit 2, no traceback, and nothing in the folder that was not there."""
    before = {path.name for path in folder.iterdir()}
    done = match(*arguments, "--out", folder / "out", "--language", language, timeout=60)
    said = done.stderr + done.stdout
    assert done.returncode == 2, said
    assert "Traceback" not in said
    assert {path.name for path in folder.iterdir()} == before
    return said


def accepted(folder: Path, arguments: list[object]) -> tuple[Written, str]:
    done = match(*arguments, "--out", folder / "out", "--no-report", "--language", "en")
    assert done.returncode == 0, done.stderr + done.stdout
    return Written(folder / "out"), done.stderr


def line(said: str, row: int, *words: str, of: str = "row") -> str:
    """The one line that tells of this row and holds every word."""
    found = [
        text
        for text in said.splitlines()
        if re.search(rf"\b{of} {row}\b", text, re.IGNORECASE)
        and all(word.lower() in text.lower() for word in words)
    ]
    assert len(found) == 1, f"row {row}, {words}: {said}"
    return found[0]


def test_every_error_of_both_files_is_told_at_once_with_its_remedy(tmp_path: Path) -> None:
    mentors = """id,place,slots,capacity,interests,languages,max_travel_km,birth_year,gender,ready
v1,Alkmar,mon-evening,1,,,,,,
v2,Haarlem,mon-evening,-1,,,,,,
v2,Hoorn,sat-morning,1,,,,,,
v4,Hoorn,sat-morning,1,footbal|music,,,,,
v5,Hoorn,sat-mornin,1,,,,,,
v6,Hoorn,sat-morning,1,,dutch,,,,
v7,Hoorn,sat-morning,1,,,-3,,,
v8,Hoorn,sat-morning,1,,,,1890,,
v9,Hoorn,sat-morning,1,,,,,femail,
v10,Hoorn,sat-morning,1,,,,,,perhaps
,Hoorn,sat-morning,1,,,,,,
v12,,sat-morning,1,,,,,,
v13,Hoorn,,1,,,,,,
v14,Hoorn,sat-morning,11,,,,,,
v15,Hoorn,sat-morning,1.5,,,,,,
v16,Hoorn,sat-morning,many,,,,,,
"""
    mentees = """id,place,slots,waiting_since,priority,wish_gender,wish_age_min,themes,pinned
j1,Alkmaar,mon-evening,2026-02-30,,,,,
j2,Alkmaar,mon-evening,31/01/2026,,,,,
j3,Alkmaar,mon-evening,,,,,,
j4,Alkmaar,mon-evening,2026-01-31,4,,,,
j5,Alkmaar,mon-evening,2026-01-31,,woman?,,,
j6,Alkmaar,mon-evening,2026-01-31,,,old!,,
j7,Alkmaar,mon-evening,2026-01-31,,,,shool,
j8,Alkmaar,mon-evening,2026-01-31,,,,,v99
j9,Alkmaar,mon-evenin|fri-lat,2026-01-31,,,,,
"""
    said = refused(tmp_path, given(tmp_path, mentors, mentees))
    assert "Alkmaar" in line(said, 2, "place", "Alkmar")
    line(said, 3, "capacity", "-1", "0", "10")
    line(said, 4, "id", "v2", "3")
    assert "football" in line(said, 5, "interests", "footbal")
    assert "sat-morning" in line(said, 6, "slots", "sat-mornin")
    assert "nl" in line(said, 7, "languages", "dutch")
    line(said, 8, "max_travel_km", "-3")
    line(said, 9, "birth_year", "1890", "1920")
    assert "woman" in line(said, 10, "gender", "femail")
    line(said, 11, "ready", "perhaps", "yes")
    line(said, 15, "capacity", "11", "10")
    line(said, 16, "capacity", "1.5")
    line(said, 17, "capacity", "many")
    for row, column, value in (
        (2, "waiting_since", "2026-02-30"),
        (3, "waiting_since", "31/01/2026"),
    ):
        assert re.search(r"31-01-2026|2026-01-31", line(said, row, column, value))
    line(said, 4, "waiting_since")
    line(said, 5, "priority", "4", "3")
    assert "woman" in line(said, 6, "wish_gender", "woman?")
    line(said, 7, "wish_age_min", "old!")
    assert "school" in line(said, 8, "themes", "shool")
    line(said, 9, "pinned", "v99")
    assert "fri-late" in said
    assert "mon-evening" in said
    for row, column in ((12, "id"), (13, "place"), (14, "slots")):
        line(said, row, column)


def test_the_dutch_file_is_answered_in_dutch_and_in_its_own_column_names(tmp_path: Path) -> None:
    mentors = "nummer;plaats;beschikbaar;capaciteit\nv1;Harlem;ma-avond;-2\n"
    mentees = "nummer;plaats;beschikbaar;wacht_sinds\nj1;Hoorn;maandag;5 januari\n"
    said = refused(tmp_path, given(tmp_path, mentors, mentees), language="nl")
    assert "Haarlem" in line(said, 2, "plaats", "Harlem", of="rij")
    line(said, 2, "capaciteit", "-2", of="rij")
    assert "ma-ochtend" in line(said, 2, "beschikbaar", "maandag", of="rij")
    line(said, 2, "wacht_sinds", "5 januari", of="rij")


def test_three_hundred_wrong_rows_of_a_hundred_thousand(tmp_path: Path) -> None:
    """The first hundred are shown, all are counted, and nobody waits for minutes."""
    rows = [f"v{n},52.5,4.8,mon-evening,{-1 if n % 333 == 0 else 1}" for n in range(1, 100_001)]
    mentors = "\n".join(["id,latitude,longitude,slots,capacity", *rows]) + "\n"
    said = refused(tmp_path, given(tmp_path, mentors))
    shown = re.findall(r"\brow (\d+)\b", said, re.IGNORECASE)
    assert [int(row) for row in shown] == [n * 333 + 1 for n in range(1, 101)]
    assert "300" in said
    assert said.count("-1") == 100


def zipped(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_formula_in_a_sheet_is_an_error_with_its_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "place", "slots", "capacity"]]
    rows += [["v1", "Alkmaar", "mon-evening", 1], ["v2", "Alkmaar", "mon-evening", "=1+1"]]
    said = refused(tmp_path, given(tmp_path, zipped(rows), suffix=".xlsx"))
    line(said, 3, "capacity", "=1+1")


def test_numbers_and_dates_of_a_spreadsheet_are_read_as_people_see_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Id ", "Place", "Slots", "Max travel km", "Capacity", None]]
    rows += [[7, " Alkmaar", "mon-evening", 7.5, 1.0, None], [None] * 6, [12, "Hoorn", "Mon-Evening", 15, 0, None]]  # fmt: skip  # noqa: E501
    found, _ = accepted(tmp_path, given(tmp_path, zipped(rows), suffix=".xlsx"))
    assert [(row["mentee"], row["mentor"]) for row in found.proposals] == [("j1", "7")]
    assert found.round["counts"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["empty"]),
        (b"\n\n\n", ["empty"]),
        (bytes(range(256)) * 40, ["csv", "xlsx"]),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", ["pdf"]),
        ("id,place,slots\nv1,Café,mon-evening\n".encode("latin-1"), ["utf-8"]),
        (b"id;place,slots\nv1;Alkmaar,mon-evening\n", ["place", "slots"]),
        (b"number,town,when\nv1,Alkmaar,mon-evening\n", ["id", "place", "slots"]),
        (b"id,place\nv1,Alkmaar\n", ["slots"]),
        (b"id,slots\nv1,mon-evening\n", ["place", "latitude"]),
        (b"id,place,slots,Place \nv1,Alkmaar,mon-evening,Hoorn\n", ["place", "twice"]),
        (b"id,place,slots,plaats\nv1,Alkmaar,mon-evening,Hoorn\n", ["place", "plaats", "twice"]),
        ("id,place,slots\nv1,Alkmaar,mon-evening\n".encode("utf-16"), ["utf-8"]),
    ],
    ids=[
        "empty", "blank-lines", "binary", "pdf", "latin-1", "two-delimiters",
        "foreign-header", "no-slots", "no-place-nor-coordinates", "a-column-twice",
        "a-column-in-both-languages", "utf-16",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, content: bytes, words: list[str]
) -> None:
    said = refused(tmp_path, given(tmp_path, content))
    assert "mentors.csv" in said
    assert not [word for word in words if word not in said.lower()], said


def test_a_file_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(text.split(",")) for text in MENTORS.splitlines()]
    for number, (content, suffix) in enumerate(((zipped(rows), ".csv"), (MENTORS, ".xlsx"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        found, _ = accepted(folder, given(folder, content, suffix=suffix))
        assert len(found.proposals) == 3


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    arguments = given(tmp_path)
    assert "nowhere.csv" in refused(tmp_path, [tmp_path / "nowhere.csv", *arguments[1:]])


def test_ragged_rows_and_a_header_that_comes_back(tmp_path: Path) -> None:
    mentors = """id,place,slots,capacity
v1,Alkmaar,mon-evening,1
v2,Alkmaar,mon-evening,1,5
v3,Alkmaar
id,place,slots,capacity
v5,Alkmaar,mon-evening
"""
    said = refused(tmp_path, given(tmp_path, mentors))
    line(said, 3, "header")
    line(said, 4, "slots")
    assert re.search(r"\brow 5\b", said, re.IGNORECASE)
    assert not re.search(r"\brow [26]\b", said, re.IGNORECASE)


def test_untidy_but_right_files_are_read(tmp_path: Path) -> None:
    """Spaces, case, decimal commas, both languages, `!`, blank lines, no newline at the end."""
    mentors = (
        "\ufeff NUMMER ;Max Reisafstand KM;Breedtegraad;lengtegraad; Beschikbaar;"
        "Geslacht;birth_year\r\n"
        "v1;7,5;52,5;4,8;Ma-Avond | wed-evening;VROUW;1990\r\n"
        "\r\n"
        ";;;;;;\r\n"
        "v2;7,5;52,5;4,8;mon-evening;man;1990"
    )
    mentees = (
        "id,latitude,longitude,slots,waiting_since,wens_geslacht,wish_age_max\n"
        'j1,"52,5",4.8,ma-avond,31-01-2026,Vrouw!,40!\n'
        "j2,52.5,4.8,ma-avond,2026-01-31,woman!,35!\n"
    )
    found, warned = accepted(tmp_path, given(tmp_path, mentors, mentees))
    assert [(row["mentee"], row["mentor"]) for row in found.proposals] == [("j1", "v1")]
    assert {"wish_age:2", "wish_gender:1"} == set(found.unmatched[0]["blocked_by"].split("|"))
    assert [line for line in warned.splitlines() if "coordinates without a place" not in line] == []


def test_an_unknown_column_is_only_a_warning(tmp_path: Path) -> None:
    mentors = MENTORS.replace("refused_themes", "shoe_size")
    found, warned = accepted(tmp_path, given(tmp_path, mentors.replace(",work", ",43")))
    assert "shoe_size" in warned
    assert found.proposals


@pytest.mark.parametrize(
    ("mentees", "row", "words"),
    [
        # j1 is pinned to somebody who shares no slot with them, and lives too far away.
        (MENTEES.replace("2026-01-05,,", "2026-01-05,,v3"), 2, ["pinned", "v3"]),
        (MENTEES.replace("2026-01-12,woman,", "2026-01-12,woman!,v2"), 3, ["pinned", "v2"]),
        (
            MENTEES.replace("2026-01-05,,", "2026-01-05,,v1")
            + "j4,Alkmaar,mon-evening,2026-01-05,,v1\n",
            5,
            ["pinned", "v1"],
        ),
    ],
    ids=["slots", "condition", "capacity"],
)
def test_a_pin_that_breaks_a_rule_is_refused_with_the_rule(
    tmp_path: Path, mentees: str, row: int, words: list[str]
) -> None:
    line(refused(tmp_path, given(tmp_path, mentees=mentees)), row, *words)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("flor = 3000\n", ["flor", "floor"]),
        ("[weights]\ntravels = 20\n", ["travels", "travel"]),
        ("[weights]\ntravel = -1\n", ["travel", "-1"]),
        ('floor = "high"\n', ["floor", "high"]),
        ("[caseload]\nXYZ = 3\n", ["xyz", "nhn"]),
        ("[detour_metres]\nTexl = 15000\n", ["texl", "texel"]),
        ("floor = = 3\n", ["settings.toml"]),
        (b"floor = \xff\n", ["settings.toml"]),
    ],
    ids=["key", "criterion", "negative", "type", "house", "municipality", "no-toml", "no-text"],
)
def test_a_wrong_setting_is_named(tmp_path: Path, settings: str | bytes, words: list[str]) -> None:
    said = refused(tmp_path, given(tmp_path, settings=settings)).lower()
    assert not [word for word in words if word not in said], said


@pytest.mark.parametrize(
    "option",
    [["--date", "tomorrow"], ["--objective", "fastest"], ["--seed", "x"], ["--language", "fy"]],
    ids=lambda option: option[0],
)
def test_a_wrong_option_is_named(tmp_path: Path, option: list[str]) -> None:
    arguments = [*given(tmp_path)[:4], "--out", tmp_path / "out", *option]
    done = match(*arguments)
    assert done.returncode == 2
    assert option[0] in done.stderr
    assert not (tmp_path / "out").exists()


def inside(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_existing_folder_is_only_replaced_when_asked(tmp_path: Path) -> None:
    out, mentors = tmp_path / "out", tmp_path / "mentors.csv"
    arguments = [*given(tmp_path), "--out", out, "--no-report", "--language", "en"]
    out.mkdir()
    assert match(*arguments).returncode == 0, "an empty folder is as good as none"
    kept = inside(out)
    said = match(*arguments)
    assert said.returncode == 2
    assert "--overwrite" in said.stderr
    assert inside(out) == kept
    mentors.write_text(MENTORS.replace("Alkmaar", "Nergenshuizen"))
    assert match(*arguments, "--overwrite").returncode == 2
    assert inside(out) == kept
    mentors.write_text(MENTORS.replace("v1", "w1"))
    assert match(*arguments, "--overwrite").returncode == 0
    assert inside(out)["proposals.csv"] == kept["proposals.csv"].replace(b"v1", b"w1")
    assert set(inside(out)) == set(kept)
    assert {path.name for path in tmp_path.iterdir()} == {
        "mentors.csv", "mentees.csv", "settings.toml", "out",
    }  # fmt: skip


def test_a_folder_with_somebodys_own_notes_is_never_replaced(tmp_path: Path) -> None:
    arguments = [*given(tmp_path), "--out", tmp_path / "out", "--no-report", "--overwrite"]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    assert "notes.txt" in match(*arguments).stderr
    assert inside(tmp_path / "out") == {"notes.txt": b"mine"}


def test_a_time_limit_that_is_over_leaves_nothing(tmp_path: Path) -> None:
    """Exit 3: stopped before proof."""
    rnd = invent(3, 500, ample=True, bare=True, rules=Rules())
    arguments = [
        write(rnd.mentors, tmp_path, "mentors", Style()),
        write(rnd.mentees, tmp_path, "mentees", Style()),
    ]
    done = match(*arguments, "--out", tmp_path / "out", "--time-limit", "0.001")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"mentors.csv", "mentees.csv"}


def test_the_example_files_are_good_files(tmp_path: Path) -> None:
    assert match("--example", tmp_path / "example").returncode == 0
    mentors, mentees = sorted(
        (tmp_path / "example").glob("ment*.csv"), key=lambda path: "mentees" in path.name
    )
    done = match(mentors, mentees, "--out", tmp_path / "out", "--no-report")
    assert done.returncode == 0, done.stderr
    assert len(Written(tmp_path / "out").proposals) >= 6


def test_the_vocabulary_is_printed(tmp_path: Path) -> None:
    """What is printed may be filled in: the first interest of the list is accepted."""
    done = match("--vocabulary", "--language", "en")
    assert done.returncode == 0
    assert "interests" in done.stdout.lower()
    assert "themes" in done.stdout.lower()


def test_a_formula_among_the_names_of_the_columns_is_no_column_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "place", "slots", '=CONCAT("capa","city")']]
    rows += [["v1", "Alkmaar", "mon-evening", 0]]
    said = refused(tmp_path, given(tmp_path, zipped(rows), suffix=".xlsx"))
    line(said, 1, "column D", "=CONCAT", "outcome")


def test_a_column_without_a_name_is_told_once_when_it_holds_something(tmp_path: Path) -> None:
    mentors = """id,place,slots,,capacity,
v1,Alkmaar,mon-evening,,1,
v2,Haarlem,mon-evening,woman,2,
v3,Hoorn,sat-morning,man,,
"""
    _, said = accepted(tmp_path, given(tmp_path, mentors))
    assert "column F" not in said
    line(said, 3, "column D", "no name", "first row")
    assert said.count("column D") == 1
