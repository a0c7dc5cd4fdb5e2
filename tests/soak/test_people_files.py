"""Spoilt files of people: words about what is wrong or a whole outcome, never anything else."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from time import monotonic

import openpyxl
import pytest

from mentorship.foundation.i18n import speaking
from mentorship.matching.examples import write_example
from mentorship.matching.faults import BadInput
from mentorship.matching.files import Setting
from mentorship.matching.reading import read_both
from mentorship.matching.round_settings import read_settings
from tests.soak import budget
from tests.soak.spoiling import spoilt_csv, spoilt_xlsx, with_part

DAY = date(2026, 11, 20)
MENTORSHIP = Path(sys.executable).with_name("mentorship")
PATIENCE = 60  # seconds for one file, on a slow machine
MOST_MEMORY = 700  # MiB, of a program that takes 170 for an ordinary round


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Good files by their name: in both languages, as CSV and as XLSX."""
    found: dict[str, bytes] = {}
    for language in ("nl", "en"):
        folder = tmp_path_factory.mktemp(language)
        with speaking(language):
            for path in write_example(folder, language, overwrite=False):
                kind = path.stem
                found[f"{kind}-{language}.csv"] = path.read_bytes()
                found[f"{kind}-{language}.xlsx"] = _as_workbook(path.read_text("utf-8-sig"))
    return found


def _as_workbook(text: str) -> bytes:
    separator = ";" if ";" in text.splitlines()[0] else ","
    book, stream = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    for line in text.splitlines():
        book.active.append([cell.strip('"') for cell in line.split(separator)])
    book.save(stream)
    return stream.getvalue()


def test_the_examples_themselves_can_be_read(examples: dict[str, bytes], tmp_path: Path) -> None:
    for language in ("nl", "en"):
        for suffix in ("csv", "xlsx"):
            names = f"mentors-{language}.{suffix}", f"mentees-{language}.{suffix}"
            _write(tmp_path, examples, names)
            read = read_both(*(tmp_path / name for name in names), _setting())
            assert len(read.mentors.people) == len(read.mentees.people) == 12


def test_every_spoilt_file_is_read_or_refused_in_words(
    examples: dict[str, bytes], tmp_path: Path, tried: dict[str, int]
) -> None:
    setting = _setting()
    for number in budget.rounds(60, 60_000, at_most=200):
        dice = budget.dice("file", number)
        names = _spoil_one(dice, examples, tmp_path)
        with _at_most(PATIENCE, f"file {number}: {names}"):
            outcome = _read(tmp_path, names, setting, f"file {number}: {names}")
        tried[outcome] = tried.get(outcome, 0) + 1
    assert tried["refused"] > tried["read"] > 0


def _spoil_one(dice: Random, examples: dict[str, bytes], folder: Path) -> tuple[str, str]:
    """Both good files, one of them spoilt; which may also carry the other's ending or place."""
    language = dice.choice(("nl", "en"))
    suffixes = dice.choices(("csv", "xlsx"), k=2)
    names = f"mentors-{language}.{suffixes[0]}", f"mentees-{language}.{suffixes[1]}"
    _write(folder, examples, names)
    victim = dice.choice(names)
    spoil = spoilt_xlsx if victim.endswith("xlsx") else spoilt_csv
    (folder / victim).write_bytes(spoil(dice, examples[victim]))
    return names if dice.random() < 0.95 else (names[1], names[0])


def _read(folder: Path, names: tuple[str, str], setting: Setting, about: str) -> str:
    try:
        read_both(*(folder / name for name in names), setting)
    except BadInput as bad:
        _expect_plain_words(list(bad.faults.lines()), about)
        return "refused"
    except Exception as error:
        raise AssertionError(f"{about}: {type(error).__name__}: {error}") from error
    return "read"


def _expect_plain_words(lines: list[str], about: str) -> None:
    assert lines, about
    assert all(line.strip() and line.isprintable() for line in lines), about


def test_the_command_writes_a_whole_outcome_or_nothing(
    examples: dict[str, bytes], tmp_path: Path, tried: dict[str, int]
) -> None:
    for number in budget.rounds(2, 400, at_most=200):
        dice, folder = budget.dice("command", number), tmp_path / str(number)
        folder.mkdir()
        names = _spoil_one(dice, examples, folder)
        before = sorted(path.name for path in folder.iterdir())
        status, said, _ = _match(folder, names)
        about = f"command {number}: {names}: {said[-2000:]}"
        assert status in (0, 2), about
        assert "Traceback" not in said, about
        written = {"out"} if status == 0 else set()
        assert {path.name for path in folder.iterdir()} == {*before, *written}, about
        if written:
            assert {path.name for path in (folder / "out").iterdir()} == {
                "proposals.csv", "unmatched.csv", "round.json"
            }, about  # fmt: skip
        tried[f"exit {status}"] = tried.get(f"exit {status}", 0) + 1


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
TEXT = b'<c t="inlineStr"><is><t>%s</t></is></c>'
MEGABYTE = b"a" * 1_000_000


def _row(*cells: bytes, number: int = 1) -> bytes:
    return b'<row r="%d">' % number + b"".join(TEXT % cell for cell in cells) + b"</row>"


HEADER = _row(b"id", b"place", b"slots")


def _one_cell_of(megabytes: int) -> list[bytes]:
    before, after = (SHEET + HEADER + _row(b"@@", number=2) + END).split(b"@@")
    return [before, *[MEGABYTE] * megabytes, after]


def _entities_in_entities() -> list[bytes]:
    entities = [b'<!ENTITY a "%s">' % (b"lol" * 1000)]
    for inner, outer in zip(b"abcdefghi", b"bcdefghij", strict=True):
        entities.append(b'<!ENTITY %c "%s">' % (outer, b"&%c;" % inner * 10))
    declared = b'<?xml version="1.0"?><!DOCTYPE x [' + b"".join(entities) + b"]>"
    return [declared, SHEET, HEADER, _row(b"&j;", number=2), END]


def _unpacked_to(size: int) -> list[bytes]:
    return [SHEET, HEADER, *[_row(b"x", number=2) * 10_000] * (size // 500_000), END]


# What a mail filter lets through and a reader must not choke on: (part of the file, its content).
BOMBS: dict[str, tuple[str, Callable[[], list[bytes]]]] = {
    "a cell of 900 megabytes": ("sheet1.xml", lambda: _one_cell_of(900)),
    "a cell of 40 megabytes": ("sheet1.xml", lambda: _one_cell_of(40)),
    "a row that is ten billion rows down": (
        "sheet1.xml",
        lambda: [SHEET, HEADER, _row(b"v1", number=10**10), END],
    ),
    "entities in entities": ("sheet1.xml", _entities_in_entities),
    "rows in rows": ("sheet1.xml", lambda: [SHEET, HEADER, b"<row>" * 200_000, END]),
    "rows that unpack to 300 megabytes": ("sheet1.xml", lambda: _unpacked_to(300_000_000)),
    "styles of 100 megabytes": ("styles.xml", lambda: _one_cell_of(100)),
    "an attribute of 100 megabytes": (
        "sheet1.xml",
        lambda: [SHEET, HEADER, b'<row x="', *[MEGABYTE] * 100, b'"></row>', END],
    ),
}
FLOODS: dict[str, Callable[[], bytes]] = {
    "one line of 60 megabytes": lambda: b"id,place,slots\n" + MEGABYTE * 60,
    "a header of 60 megabytes": lambda: MEGABYTE * 60,
    "a header of two million columns": lambda: b"id,place,slots," + b"x," * 2_000_000,
    "a quotation that never ends": lambda: b'id,place,slots\n"' + b"a\n" * 20_000_000,
    "five million blank rows": lambda: b"id,place,slots\n" + b"\n" * 5_000_000,
    "a row of three million cells": lambda: b"id,place,slots\n" + b"a," * 3_000_000,
    "sixty thousand unknown places": lambda: (
        b"id,place,slots\n" + b"".join(b"v%d,Xyzzy%d,mon-evening\n" % (n, n) for n in range(60_000))
    ),
}
IN_SHORT = (
    "a quotation that never ends",
    "a row that is ten billion rows down",
    "a cell of 900 megabytes",
)


@pytest.mark.parametrize("name", [n for n in BOMBS if budget.IS_LONG or n in IN_SHORT])
def test_a_small_file_that_unpacks_to_much_is_refused_in_time_and_memory(
    name: str, examples: dict[str, bytes], tmp_path: Path, tried: dict[str, int]
) -> None:
    part, pieces = BOMBS[name]
    content = with_part(examples["mentors-en.xlsx"], part, pieces)
    _expect_refused_in_bounds(examples, tmp_path, "bomb.xlsx", content, tried)


@pytest.mark.parametrize("name", [n for n in FLOODS if budget.IS_LONG or n in IN_SHORT])
def test_a_text_of_millions_is_answered_in_time_and_memory(
    name: str, examples: dict[str, bytes], tmp_path: Path, tried: dict[str, int]
) -> None:
    _expect_refused_in_bounds(examples, tmp_path, "flood.csv", FLOODS[name](), tried)


def _expect_refused_in_bounds(
    examples: dict[str, bytes], folder: Path, name: str, content: bytes, tried: dict[str, int]
) -> None:
    (folder / name).write_bytes(content)
    _write(folder, examples, ("mentees-en.csv",))
    status, said, memory = _match(folder, (name, "mentees-en.csv"))
    assert status == 2 or (status == 0 and b"\n\n\n" in content), said[-2000:]
    assert "Traceback" not in said
    assert memory < MOST_MEMORY
    tried["MiB of memory"] = memory


# A child's highest memory counts what its parent held at the fork, and a test process holds much:
# so a small process stands between.
MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[3:], timeout=int(sys.argv[1])).returncode
open(sys.argv[2], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""


def _match(folder: Path, names: tuple[str, str]) -> tuple[int, str, int]:
    """Exit status, all that was said, and the memory in MiB at its highest."""
    highest = folder.parent / f"{folder.name}-memory.txt"
    command = [MENTORSHIP, "match", *names, "--out", "out", "--no-report", "--date", str(DAY)]
    with (folder.parent / f"{folder.name}-said.txt").open("w+b") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", MEASURED, str(PATIENCE), highest, *command],
            cwd=folder,
            stdout=said,
            stderr=said,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        )
        timer = monotonic() + PATIENCE
        with _at_most(PATIENCE + 5, f"{names}", process):
            process.wait()
        assert monotonic() < timer, names
        said.seek(0)
        memory = int(highest.read_text()) // 1024
        return process.returncode, said.read().decode("utf-8", "replace"), memory


@contextmanager
def _at_most(
    seconds: int, about: str, process: subprocess.Popen[bytes] | None = None
) -> Iterator[None]:
    """Ends what hangs, instead of hanging along."""

    def stop(*_: object) -> None:
        if process is not None:
            process.kill()
            process.wait()
        raise AssertionError(f"{about} took more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _setting() -> Setting:
    return Setting(DAY, read_settings(None).vocabulary)


def _write(folder: Path, examples: dict[str, bytes], names: tuple[str, ...]) -> None:
    for name in names:
        (folder / name).write_bytes(examples[name])
