"""`mentorship match` as a person runs it: what is written, what is said, how it stops."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mentorship.matching.folders import FolderRefused, whole_folder
from mentorship.matching.outcomes import OURS

COMMAND = Path(sys.executable).with_name("mentorship")
NO_PANGO = """
class Raises(OSError): pass
raise OSError("cannot load library 'libpango-1.0-0'")
"""


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "match", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("example")
    done = run("--example", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mentorship match" in done.stdout
    return folder / "mentors.csv", folder / "mentees.csv"


DATE = ("--date", "2026-11-23")


def test_the_main_job(example: tuple[Path, Path], tmp_path: Path) -> None:
    """The README's promise: two files in, a folder with an explained answer out."""
    done = run(*example, "--out", tmp_path / "uitkomst", "--all-pairs", *DATE)
    assert done.returncode == 0, done.stderr
    assert "Van de 12 jongeren krijgen er 9 een voorstel; 3 wachten nog." in done.stdout
    assert {path.name for path in (tmp_path / "uitkomst").iterdir()} == OURS
    certificate = json.loads((tmp_path / "uitkomst" / "round.json").read_text())
    assert certificate["status"] == "optimal"
    assert certificate["seed"] == 0
    assert certificate["date"] == "2026-11-23"
    assert certificate["counts"]["proposals"] == 9
    assert (tmp_path / "uitkomst" / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_the_example_shows_what_a_round_can_say(example: tuple[Path, Path], tmp_path: Path) -> None:
    assert run(*example, "--out", tmp_path / "out", "--no-report", *DATE).returncode == 0
    with (tmp_path / "out" / "unmatched.csv").open() as stream:
        waiting = {row["mentee"]: row for row in csv.DictReader(stream)}
    with (tmp_path / "out" / "proposals.csv").open() as stream:
        reasons = " ".join(row["reasons"] for row in csv.DictReader(stream))
    assert set(waiting) == {"J06", "J10", "J11"}
    assert "travel:12" in waiting["J06"]["blocked_by"]  # the ferry to Texel
    assert "language:12" in waiting["J11"]["blocked_by"]
    assert "excluded:1" in waiting["J10"]["blocked_by"]
    assert len({row["reason"] for row in waiting.values()}) == 2
    for word in ("vastgezet", "mag deze mentor uitlenen", "is niet vervuld", "past bij de wens"):
        assert word in reasons


def test_the_english_example_gives_the_same_answer(
    example: tuple[Path, Path], tmp_path: Path
) -> None:
    assert run("--example", tmp_path / "en", "--language", "en").returncode == 0
    english = (tmp_path / "en" / "mentors.csv", tmp_path / "en" / "mentees.csv")
    pairs = []
    for name, files in (("nl", example), ("en", english)):
        assert run(*files, "--out", tmp_path / f"out-{name}", "--no-report", *DATE).returncode == 0
        pairs.append((tmp_path / f"out-{name}" / "proposals.csv").read_bytes())
    assert pairs[0] == pairs[1]


def test_an_example_never_replaces_a_file_unasked(tmp_path: Path) -> None:
    (tmp_path / "mentees.csv").write_text("mine")
    done = run("--example", tmp_path)
    assert done.returncode == 2
    assert "--overwrite" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mentees.csv"]


def test_help_and_vocabulary_need_no_files() -> None:
    helped, words = run("--help"), run("--vocabulary")
    assert helped.returncode == words.returncode == 0
    assert "MENTORS" in helped.stdout
    assert "voetbal" in words.stdout
    assert "football" in words.stdout


def test_the_command_loads_no_web_application_and_help_loads_next_to_nothing() -> None:
    heavy = ("flask", "sqlmodel", "sqlalchemy", "altair", "weasyprint", "openpyxl", "numpy")
    light = (*heavy, "pydantic", "babel", "mentorship.matching.reading")
    code = "import sys, {}; print([m for m in {} if m in sys.modules])"
    for module, names in (
        ("mentorship.matching.cli", light),
        ("mentorship.matching.commands", heavy),
    ):
        said = subprocess.run(
            [sys.executable, "-c", code.format(module, names)],
            check=True,
            capture_output=True,
            text=True,
        )
        assert said.stdout.strip() == "[]", said.stdout + said.stderr


def test_a_pin_that_breaks_a_rule_is_refused_with_its_sentence(
    example: tuple[Path, Path], tmp_path: Path
) -> None:
    mentees = tmp_path / "mentees.csv"
    text = example[1].read_text(encoding="utf-8-sig")
    mentees.write_text(text.replace(";;;;;M12\n", ";;;;;M08\n").replace(";;;;\n", ";;;;M11\n", 1))
    done = run(example[0], mentees, "--out", tmp_path / "out", *DATE)
    assert done.returncode == 2, done.stderr
    assert "rij 13, kolom vastgezet, ‘M08’: Er is geen dagdeel waarop ze allebei" in done.stderr
    assert "rij 2, kolom vastgezet, ‘M11’" in done.stderr
    assert "De mentor heeft geen vrije plek." in done.stderr
    assert not (tmp_path / "out").exists()


def test_time_that_runs_out_leaves_nothing(example: tuple[Path, Path], tmp_path: Path) -> None:
    done = run(*example, "--out", tmp_path / "deep" / "out", "--time-limit", "0.0001", *DATE)
    assert done.returncode == 3
    assert "niets geschreven" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_killed_optimiser_leaves_nothing(example: tuple[Path, Path], tmp_path: Path) -> None:
    fifo = tmp_path / "mentees.csv"
    os.mkfifo(fifo)
    arguments: list[str | Path] = [
        COMMAND,
        "match",
        example[0],
        fifo,
        "--out",
        tmp_path / "out",
        *DATE,
    ]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) as running:
        child = _child_of(running.pid)
        os.kill(child, signal.SIGKILL)
        fifo.write_bytes(example[1].read_bytes())
        _, said = running.communicate(timeout=60)
    assert running.returncode == 3, said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_an_optimiser_that_fails_leaves_nothing_and_says_so(
    example: tuple[Path, Path], tmp_path: Path
) -> None:
    """A broken installation stands for whatever the optimiser stumbles over."""
    (tmp_path / "ortools.py").write_text('raise RuntimeError("no solver here")')
    done = run(*example, "--out", tmp_path / "out", *DATE, PYTHONPATH=str(tmp_path))
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "RuntimeError: no solver here" in done.stderr
    assert "Er is niets geschreven" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_polite_kill_in_the_middle_cleans_up(example: tuple[Path, Path], tmp_path: Path) -> None:
    arguments: list[str | Path] = [COMMAND, "match", *example, "--out", tmp_path / "out", *DATE]
    with subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert "pdf" in running.stderr.readline()
        assert [path.name[:5] for path in tmp_path.iterdir()] == [".out."]
        running.terminate()
        assert running.wait(timeout=60) != 0
    assert list(tmp_path.iterdir()) == []


def _child_of(pid: int) -> int:
    """The spawned process: the one whose command line says so."""
    for _attempt in range(200):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        time.sleep(0.02)
    raise AssertionError("no child process")


def test_without_pango_everything_but_the_pdf_is_there(
    example: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "weasyprint.py").write_text(NO_PANGO)
    out = tmp_path / "out"
    done = run(*example, "--out", out, *DATE, PYTHONPATH=str(tmp_path / "broken"))
    assert done.returncode == 0
    assert {path.name for path in out.iterdir()} == OURS - {"pairs.csv", "report.pdf"}
    (told,) = [line for line in done.stderr.splitlines() if "libpango" in line]
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in told


def test_a_folder_is_put_in_place_whole_or_not_at_all(tmp_path: Path) -> None:
    def stop_halfway() -> None:
        with whole_folder(tmp_path / "a" / "b" / "out", OURS, overwrite=False) as folder:
            (folder / "half.csv").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_halfway()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    out = tmp_path / "file" / "out"
    with pytest.raises(FolderRefused, match="file"), whole_folder(out, OURS, overwrite=False):
        pass


def test_notes_put_in_the_folder_while_a_round_runs_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def run_while_somebody_writes() -> None:
        with whole_folder(out, OURS, overwrite=True) as folder:
            (folder / "round.json").write_text("{}")
            out.mkdir()
            (out / "notes.txt").write_text("mine")

    with pytest.raises(FolderRefused, match=r"notes\.txt"):
        run_while_somebody_writes()
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "notes.txt"]


def test_a_missing_argument_is_bad_usage(example: tuple[Path, Path]) -> None:
    assert run(example[0]).returncode == 2
    assert run(*example).returncode == 2
    assert run(*example, "--out", "x", "--date", "gisteren").returncode == 2
    assert run(example[0], example[0].parent / "absent.csv", "--out", "x").returncode == 2
    assert not Path("x").exists()
