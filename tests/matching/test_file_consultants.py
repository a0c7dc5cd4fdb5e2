"""Caseloads of consultants the file way: a column of the mentees and a table of the settings."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentorship.cli import main

MENTORS = "id,place,slots,capacity\nM1,Haarlem,mon-evening,4\nM2,Alkmaar,mon-evening,4\n"
MENTEES = """id,place,slots,waiting_since,consultant
J1,Haarlem,mon-evening,2026-01-05,anna
J2,Haarlem,mon-evening,2026-01-05,anna
J3,Haarlem,mon-evening,2026-01-05,b. de vries
J4,Haarlem,mon-evening,2026-01-05,
"""
CAPS = '[consultants]\nanna = 1\n"b. de vries" = 1\n'


@pytest.fixture
def match(tmp_path: Path):
    def run(mentees: str = MENTEES, settings: str = CAPS, language: str = "en") -> Result:
        files = {"mentors.csv": MENTORS, "mentees.csv": mentees, "settings.toml": settings}
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        command = ["match", str(tmp_path / "mentors.csv"), str(tmp_path / "mentees.csv")]
        command += ["--out", str(tmp_path / "out"), "--settings", str(tmp_path / "settings.toml")]
        command += ["--date", "2026-03-02", "--language", language, "--overwrite"]
        return CliRunner().invoke(main, command)

    return run


def rows(tmp_path: Path, name: str) -> list[dict[str, str]]:
    with (tmp_path / "out" / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_who_waits_for_a_place_reads_with_whom_and_the_report_what_one_more_wins(
    match, tmp_path: Path
) -> None:
    answer = match(language="nl")
    assert answer.exit_code == 0, answer.output
    assert {row["mentee"] for row in rows(tmp_path, "proposals.csv")} > {"J3", "J4"}
    (waits,) = rows(tmp_path, "unmatched.csv")
    assert waits["mentee"] in ("J1", "J2")
    assert "Het is vol bij anna in deze ronde." in waits["reason"]
    report = " ".join((tmp_path / "out" / "report.html").read_text().split())
    assert "Het is vol bij anna; een mentor erbij helpt dan niet." in report
    told = json.loads((tmp_path / "out" / "round.json").read_text())
    assert told["settings"]["consultants"] == {"anna": 1, "b. de vries": 1}
    assert told["objective"]["matched"] == 3


def test_without_a_caseload_the_column_changes_nothing(match, tmp_path: Path) -> None:
    def fingerprint() -> str:
        told = json.loads((tmp_path / "out" / "round.json").read_text())
        assert told["objective"]["matched"] == 4
        return str(told["input_sha256"])

    assert match(settings="").exit_code == 0
    with_column = fingerprint()
    bare = "\n".join(line.rpartition(",")[0] for line in MENTEES.splitlines())
    assert match(bare, "").exit_code == 0
    assert fingerprint() == with_column


def test_a_dutch_header_and_a_pin_that_finds_no_place(match) -> None:
    dutch = "nummer;plaats;beschikbaar;wacht_sinds;consultant;vastgezet\n"
    dutch += "J1;Haarlem;ma-avond;05-01-2026;anna;M1\n"
    answer = match(dutch, "[consultants]\nanna = 0\n")
    assert answer.exit_code == 2
    assert "row 2, column vastgezet" in answer.output
    assert "The consultant of the mentee can't take on more young people" in answer.output


@pytest.mark.parametrize(
    ("mentees", "settings", "said"),
    [
        (
            MENTEES.replace("J2,Haarlem", "J2,Alkmaar"),
            CAPS,
            ("mentees.csv, row 3, column consultant, “anna”", "KEN and NHN", "name for each House"),
        ),
        (MENTEES, "[consultants]\nanna = -1\n", ("consultants.anna", "at least 0")),
        (MENTEES, '[consultants]\nanna = "veel"\n', ("consultants.anna", "whole number")),
        (MENTEES, '[consultants]\n"a|b" = 1\n', ("consultants.a|b", "can't hold")),
        (MENTEES, '[consultants]\n"" = 1\n', ("settings.toml", "column consultant")),
        (MENTEES, "[consultant]\nanna = 1\n", ("consultant", "unknown", "consultants")),
        (MENTEES.replace(",anna", ",an|na"), CAPS, ("column consultant", "can't hold")),
    ],
)
def test_what_cannot_be_is_told_with_its_place_and_remedy(
    match, tmp_path: Path, mentees: str, settings: str, said: tuple[str, ...]
) -> None:
    answer = match(mentees, settings)
    assert answer.exit_code == 2, answer.output
    for words in said:
        assert words in answer.output
    assert not (tmp_path / "out").exists()


def test_a_consultant_whom_nobody_has_is_noted(match) -> None:
    answer = match(settings=CAPS + "ana = 2\n")
    assert answer.exit_code == 0, answer.output
    assert "settings.toml, setting consultants.ana" in answer.output
    assert "Nobody in the file of mentees has this consultant." in answer.output
