"""What a cell, a sheet and a settings file mean, whichever way a person writes them."""

import io
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.foundation.i18n import speaking
from mentorship.matching.assignment.model import SLOTS, Criterion, Objective, Wish
from mentorship.matching.cells import day, metres, slot_spellings, slots
from mentorship.matching.faults import BadInput, CellError, ListError, printable
from mentorship.matching.files import Setting
from mentorship.matching.reading import BothFiles, read_both
from mentorship.matching.round_settings import read_settings
from mentorship.profiles.languages import language_codes
from mentorship.profiles.vocabulary import shipped_vocabulary

TODAY = date(2026, 11, 23)
MENTORS = (
    "id,place,max_travel_km,capacity,gender,birth_year,languages,slots,interests,themes,ready\n"
    'M1,Alkmaar,"12,5",2,woman,1990,nl|en,mon-evening|wed-late,board games|cooking,school,yes\n'
)
MENTEES = (
    "id,place,slots,waiting_since,priority,wish_gender,wish_age_min,excluded,pinned\n"
    "J1,Den Burg,mon-evening,2026-06-01,1,woman!,30,,M1\n"
)
DUTCH_MENTORS = (
    "nummer;plaats;max_reisafstand_km;capaciteit;geslacht;geboortejaar;talen;beschikbaar;"
    "interesses;themas;inzetbaar\n"
    "M1;Alkmaar;12,5;2;vrouw;1990;nl|en;ma-avond|wo-laat;bordspellen|koken;school;ja\n"
)
DUTCH_MENTEES = (
    "nummer;plaats;beschikbaar;wacht_sinds;prioriteit;wens_geslacht;wens_leeftijd_min;"
    "uitgesloten;vastgezet\n"
    "J1;Den Burg;ma-avond;01-06-2026;1;vrouw!;30;;M1\n"
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., BothFiles]:
    def _read(mentors: str | bytes = MENTORS, mentees: str | bytes = MENTEES) -> BothFiles:
        for name, content in (("mentors.csv", mentors), ("mentees.csv", mentees)):
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        setting = Setting(TODAY, shipped_vocabulary())
        return read_both(tmp_path / "mentors.csv", tmp_path / "mentees.csv", setting)

    return _read


def faults_of(read: Callable[..., BothFiles], *files: str | bytes) -> list[str]:
    with speaking("en"), pytest.raises(BadInput) as bad:
        read(*files)
    with speaking("en"):
        return [str(fault) for fault in bad.value.faults.shown]


def people(files: BothFiles) -> tuple[object, object]:
    return files.mentors.people, files.mentees.people


def workbook(text: str, *, separator: str = ",") -> bytes:
    """The rows as a person's spreadsheet would hold them: numbers and dates as such."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.splitlines():
        sheet.append([typed(cell) for cell in line.replace('"12,5"', "12.5").split(separator)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def typed(cell: str) -> object:
    if re.fullmatch(r"\d+(\.\d+)?", cell):
        return float(cell)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return datetime.fromisoformat(cell)
    return cell or None


@pytest.mark.parametrize(
    ("mentors", "mentees"),
    [
        pytest.param(DUTCH_MENTORS, DUTCH_MENTEES, id="dutch"),
        pytest.param("\ufeff" + DUTCH_MENTORS, "\ufeff" + DUTCH_MENTEES, id="dutch-bom"),
        pytest.param("sep=;\r\n" + DUTCH_MENTORS, DUTCH_MENTEES, id="excel-hint"),
        pytest.param(DUTCH_MENTORS, MENTEES, id="one-of-each"),
        pytest.param(MENTORS.upper().replace("NL|EN", "NL|en"), MENTEES, id="capitals"),
        pytest.param(MENTORS.replace("max_travel_km", " Max Travel km "), MENTEES, id="spaces"),
        pytest.param(MENTORS + "\n , ,,\n", MENTEES + "\n\n", id="blank-rows"),
        pytest.param(workbook(MENTORS), workbook(MENTEES), id="workbook"),
        pytest.param(workbook(DUTCH_MENTORS, separator=";"), DUTCH_MENTEES, id="dutch-workbook"),
    ],
)
def test_the_same_people_whatever_the_kind_of_file(
    read: Callable[..., BothFiles], mentors: str | bytes, mentees: str | bytes
) -> None:
    assert people(read(mentors, mentees)) == people(read())


def test_a_row_becomes_a_person(read: Callable[..., BothFiles]) -> None:
    files = read()
    (mentor,), (mentee,) = files.mentors.people, files.mentees.people
    assert (mentor.max_travel_m, mentor.seats, mentor.free_seats, mentor.house) == (
        12_500, 2, 2, "NHN",
    )  # fmt: skip
    assert mentor.slots == {"mon-evening", "wed-late"}
    assert mentor.interests == {"board_games", "cooking"}
    assert (mentee.location.municipality, mentee.priority) == ("Texel", 1)
    assert mentee.wish_gender == Wish("woman", is_condition=True)
    assert mentee.wish_age_min == Wish(30, is_condition=False)
    assert (mentee.max_travel_m, mentee.languages) == (15_000, frozenset({"nl"}))
    assert not files.warnings.count


def test_rows_are_counted_as_a_spreadsheet_does_even_with_lines_inside_a_cell(
    read: Callable[..., BothFiles],
) -> None:
    mentors = 'id,name,place,slots\nM1,"two\nlines",Alkmaar,mon-evening\n\nM2,,Alkmar,mon-evening\n'
    (said,) = faults_of(read, mentors)
    assert "row 4" in said
    assert "Did you mean Alkmaar" in said


def test_coordinates_go_without_a_place_and_then_no_house_is_known(
    read: Callable[..., BothFiles],
) -> None:
    mentors = 'id,breedtegraad,lengtegraad,slots\nM1,"52,5",4.75,mon-evening\n'
    (mentor,) = read(mentors, MENTEES.replace(",M1", ",M1")).mentors.people
    assert (mentor.location.latitude, mentor.location.longitude) == (52.5, 4.75)
    assert (mentor.house, mentor.location.municipality) == (None, None)
    (half,) = faults_of(read, mentors.replace("4.75", ""))
    assert "both latitude and longitude" in half


def test_somebody_far_away_has_no_house(read: Callable[..., BothFiles]) -> None:
    (mentor,) = read(MENTORS.replace("Alkmaar", "Maastricht")).mentors.people
    assert mentor.house is None


def test_an_exclusion_of_somebody_absent_warns_and_a_pin_on_nobody_is_an_error(
    read: Callable[..., BothFiles],
) -> None:
    files = read(MENTORS, MENTEES.replace("30,,M1", "30,M11|X99,M1"))
    with speaking("en"):
        told = list(files.warnings.lines())
    assert len(told) == 2
    assert "row 2, column excluded, “M11”" in told[0]
    assert "Did you mean M1" in told[0]
    assert "Check the id" in told[1]
    (said,) = faults_of(read, MENTORS, MENTEES.replace(",M1\n", ",M2\n"))
    assert "column pinned, “M2”" in said


@pytest.mark.parametrize("id_", ["M|1", "2;=1+1", "2,=1+1", 'M"1', "M\t1", "M\x071"])
def test_an_id_that_would_fall_apart_in_a_list_or_a_spreadsheet_is_refused(
    read: Callable[..., BothFiles], id_: str
) -> None:
    cell = '"{}"'.format(id_.replace('"', '""'))
    told = faults_of(read, MENTORS.replace("M1,", f"{cell},"), MENTEES.replace(",M1", ","))
    assert [line[:29] for line in told] == ["mentors.csv, row 2, column id"]


def book(*rows: list[object], sheets: int = 1) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for number in range(1, sheets):
        made.create_sheet(f"Blad{number + 1}").append(["id"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_formula_stops_nothing_in_a_column_that_is_not_used(
    read: Callable[..., BothFiles],
) -> None:
    head: list[object] = ["id", "name", "shoe", "place", "slots"]
    files = read(book(head, ["M1", '="Anna "&B9', "=1/0", "Alkmaar", "mon-evening"]))
    assert [person.id for person in files.mentors.people] == ["M1"]
    (told,) = faults_of(read, book(head, ["M1", '="Anna"', "", "=D9", "mon-evening"]))
    assert "column place" in told
    assert "Anna" not in told


def test_only_the_first_sheet_is_read_and_that_is_told(read: Callable[..., BothFiles]) -> None:
    row: list[object] = ["M1", "Alkmaar", "mon-evening"]
    files = read(book(["id", "place", "slots"], row, sheets=3))
    with speaking("en"):
        (told,) = files.warnings.lines()
    assert "“Sheet”: Only this first sheet is read" in told


def test_coordinates_without_a_place_are_told_once(read: Callable[..., BothFiles]) -> None:
    mentors = "id,latitude,longitude,place,slots\nM0,53.05,4.8,Den Burg,mon-evening\n"
    mentors += "M1,53.055,4.798,,mon-evening\nM2,53.055,4.798,,mon-evening\n"
    with speaking("en"):
        (told,) = read(mentors).warnings.lines()
    assert told.startswith("mentors.csv, row 3: 2 rows have coordinates without a place")
    assert "No ferry is counted" in told


def test_a_pin_on_nobody_is_told_beside_the_other_faults_of_its_row(
    read: Callable[..., BothFiles],
) -> None:
    told = faults_of(read, MENTORS, MENTEES.replace("mon-evening", "mon-evenin").replace("M1", "X"))
    assert ["column slots" in told[0], "column pinned, “X”" in told[1], len(told)] == [
        True,
        True,
        2,
    ]


def test_without_a_column_of_ids_no_pin_is_blamed(read: Callable[..., BothFiles]) -> None:
    (told,) = faults_of(read, MENTORS.replace("id,", "key,"))
    assert "column id" in told


@pytest.mark.parametrize(("low", "high", "stops"), [("40!", "30!", True), ("40!", "30", False)])
def test_conditions_that_nobody_can_meet_are_an_error(
    read: Callable[..., BothFiles], low: str, high: str, stops: bool
) -> None:
    mentees = MENTEES.replace("_min,", "_min,wish_age_max,").replace(",30,", f",{low},{high},")
    if stops:
        (told,) = faults_of(read, MENTORS, mentees)
    else:
        with speaking("en"):
            (told,) = read(MENTORS, mentees).warnings.lines()
    assert "column wish_age_min" in told
    assert "wish_age_max" in told


def test_one_file_for_both_is_refused(tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text(MENTORS)
    file = tmp_path / "all.csv"
    with speaking("en"), pytest.raises(BadInput) as bad:
        read_both(file, file, Setting(TODAY, shipped_vocabulary()))
    with speaking("en"):
        assert "both the mentors and the mentees" in str(bad.value.faults.shown[0])


def test_a_setting_is_called_a_setting(tmp_path: Path) -> None:
    with speaking("en"), pytest.raises(BadInput) as bad:
        read_settings(settings_file(tmp_path, "floor = -1\n"))
    with speaking("en"):
        assert str(bad.value.faults.shown[0]).startswith("settings.toml, setting floor, “-1”")


def test_a_list_with_nothing_in_it_is_no_answer(read: Callable[..., BothFiles]) -> None:
    mentors = MENTORS.replace("mon-evening|wed-late", "|").replace("nl|en", "| |")
    told = faults_of(read, mentors)
    assert [re.findall(r"column (\w+)", line) for line in told] == [["languages"], ["slots"]]


def test_coordinates_may_have_as_many_decimals_as_a_map_gives(
    read: Callable[..., BothFiles],
) -> None:
    mentors = MENTORS.replace(",place,", ",latitude,longitude,").replace(
        "Alkmaar", "52.63167000000000314,4.748610000000000042"
    )
    assert read(mentors).mentors.people[0].location.latitude == 52.63167


def test_names_never_leave_the_file(read: Callable[..., BothFiles]) -> None:
    mentors = MENTORS.replace("id,", "name,id,").replace("M1,", "Kanarie Testpersoon,M1,")
    assert "Kanarie" not in repr(read(mentors))


@pytest.mark.parametrize("written", ["2026-01-31", "31-01-2026", "31-1-2026"])
def test_both_ways_of_writing_a_date(written: str) -> None:
    assert day(written) == date(2026, 1, 31)


@given(st.text(max_size=12))
def test_no_text_breaks_the_readers_of_cells(text: str) -> None:
    for read_cell in (day, metres, slots):
        with suppress(CellError, ListError):
            read_cell(text)
    assert printable(text).isprintable()


@pytest.mark.parametrize("km", ["0", "-5", "0,0004", "1e9", "nan", "inf", "٣", "40001", "1.000,5"])
def test_a_distance_that_is_none(km: str) -> None:
    with pytest.raises(CellError):
        metres(km)


def test_every_slot_has_an_english_a_dutch_and_mixed_spellings() -> None:
    assert set(slot_spellings().values()) == set(SLOTS)
    assert len(slot_spellings()) == (7 + 7) * (4 + 4)
    assert slots("ma-ochtend | Wed-Evening|zo–laat") == {"mon-morning", "wed-evening", "sun-late"}


def test_the_vocabulary_knows_both_languages_and_holds_no_belief_or_origin() -> None:
    vocabulary = shipped_vocabulary()
    for tags in (vocabulary.interests, vocabulary.themes):
        assert len(tags.tags) > 25
        for tag in tags.tags:
            assert tags.find(tag.english.upper()) is tags.find(tag.dutch) is tag
    words = " ".join(t.english + " " + t.dutch for t in vocabulary.interests.tags)
    words += " ".join(t.english + " " + t.dutch for t in vocabulary.themes.tags)
    never = r"relig|church|kerk|mosq|moskee|koran|bibl|bijbel|faith|geloof|islam|christ|pray|bidden"
    never += r"|politi|ideolog|cultur|ethni|migra|refugee|vlucht|nation|herkomst|origin|addict"
    assert not re.search(never, words, re.IGNORECASE)


def test_languages_are_the_codes_of_two_letters() -> None:
    assert {"nl", "en", "ar", "tr", "pl", "so", "ti"} <= language_codes()
    assert all(re.fullmatch("[a-z]{2}", code) for code in language_codes())


def settings_file(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder / "settings.toml"


def test_settings_left_out_keep_their_default(tmp_path: Path) -> None:
    text = '[weights]\ntravel = 40\n[detour_metres]\nHoorn = 500\n[vocabulary]\nthemes = ["school"]'
    settings = read_settings(settings_file(tmp_path, text))
    assert settings.policy.weights[Criterion.TRAVEL] == 40
    assert settings.policy.weights[Criterion.SLOTS] == 20
    assert dict(settings.policy.detour_metres) == {"Texel": 15_000, "Hoorn": 500}
    assert [tag.id for tag in settings.vocabulary.themes.tags] == ["school"]
    assert settings.vocabulary.interests.find("voetbal") is not None
    plain = settings.as_plain(Objective.MAX_MIN)
    assert (plain["objective"], plain["floor"]) == ("max-min", 3000)
    assert plain["waiting"] == {"points_per_week": 40, "weeks_at_most": 26}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flor = 1", ("flor", "unknown", "floor")),
        ("[weights]\ntravl = 1", ("weights.travl", "travel")),
        ("[weights]\ntravel = -1", ("weights.travel", "-1", "at least 0")),
        ("floor = 3000.5", ("floor", "whole number")),
        ('floor = "3000"', ("floor", "whole number")),
        ("[lending]\nallowed = 1", ("lending.allowed", "true or false")),
        ("[caseload]\nNNH = 2", ("caseload.NNH", "House", "NHN")),
        ("[detour_metres]\nTexl = 1", ("detour_metres.Texl", "Texel")),
        ('[vocabulary]\nthemes = ["a", "A"]', ("vocabulary.themes", "once")),
        ("floor 3000", ("row 1", "TOML")),
    ],
)
def test_a_wrong_setting_is_told_with_its_remedy(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    with speaking("en"):
        with pytest.raises(BadInput) as bad:
            read_settings(settings_file(tmp_path, text))
        (said,) = bad.value.faults.lines()
    for word in ("settings.toml", *words):
        assert word in said


def test_a_terminal_obeys_nothing_that_stands_in_a_cell() -> None:
    assert printable("\x1b[2Jrood\nregel") == "�[2Jrood�regel"
    assert len(printable("x" * 5000)) <= 60
