"""What README and the pages for users and operators name exists: commands, settings, paths."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from gunicorn.config import KNOWN_SETTINGS

from mentorship.cli import main
from mentorship.foundation.settings import Settings
from mentorship.matching import outcomes
from mentorship.matching.assignment.model import Policy
from mentorship.matching.examples import NAMES
from mentorship.matching.headers import MENTEES, MENTORS
from mentorship.matching.round_settings import read_settings

ROOT = Path(__file__).parents[2]
# Decisions and evidence tell of their own day; these pages tell of today.
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FILES, OPERATING = ROOT / "docs" / "files.md", ROOT / "docs" / "operating.md"

FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINKED = re.compile(r"\]\((?!https?:)([^)#]+)\)")
SETTING = re.compile(r"MENTORSHIP_[A-Z_]*[A-Z]")
PATH = re.compile(r"[\w.-]*(/[\w.*-]+)+/?|[\w.-]+/|[\w-]+\.(md|py|csv|json|html|pdf|yml|toml)")

# Made when the program runs, so not in the tree.
MADE_IN = ("var/", "example/", "outcome/", "/srv/")
MADE = {
    *outcomes.OURS, *NAMES, "key-encryption-keys.json",
    "checkpoint-000000001.json", "audit-public-key.pem",
}  # fmt: skip
GUNICORN = {flag for setting in KNOWN_SETTINGS for flag in setting.cli or ()}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def _quoted(page: Path) -> list[str]:
    return QUOTED.findall(FENCED.sub("", page.read_text()))


def _typed(page: Path) -> Iterator[list[str]]:
    """Every line somebody may type, in words; a remark behind it is left out."""
    blocks = [block for language, block in FENCED.findall(page.read_text()) if not language]
    for line in [*_quoted(page), *(line for block in blocks for line in block.splitlines())]:
        if re.match(r"(\.venv/bin/)?(mentorship|gunicorn|make) ", line):
            yield shlex.split(line, comments=True)


def _commands(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield command
        if isinstance(command, click.Group):
            yield from _commands(command)


def _options(command: click.Command) -> set[str]:
    return {"--help", *(option for param in command.params for option in param.opts)}


def _command(words: list[str]) -> click.Command:
    """The command that these words begin with; a wrong one is an error."""
    command: click.Command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]
    return command


@each_page
def test_every_command_exists_with_its_options(page: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for program, *words in _typed(page):
        used = {word for word in words if word.startswith("--")}
        if program.endswith("mentorship"):
            command = _command(words)
            assert used <= _options(command), f"{command.name}: {used - _options(command)}"
        elif program == "gunicorn":
            assert used <= GUNICORN
        else:
            assert words[0] in targets, f"there is no make {words[0]}"


@each_page
def test_every_option_exists(page: Path) -> None:
    known = GUNICORN.union(*map(_options, _commands(main)))
    named = {text.split()[0] for text in _quoted(page) if text.startswith("--")}
    assert not named - known


@each_page
def test_every_setting_exists(page: Path) -> None:
    known = {f"MENTORSHIP_{name.upper()}" for name in Settings.model_fields}
    assert not set(SETTING.findall(page.read_text())) - known


@each_page
def test_every_path_exists(app: Flask, page: Path) -> None:
    routes = {rule.rule for rule in app.url_map.iter_rules()}
    paths = {text for text in _quoted(page) if PATH.fullmatch(text)} - MADE
    for path in {path for path in paths if not path.startswith(MADE_IN)}:
        exists = path in routes if path.startswith("/") else any(ROOT.glob(path.rstrip("/")))
        assert exists, f"{page.name} names {path}"
    for path in LINKED.findall(page.read_text()):
        assert (page.parent / path).exists(), f"{page.name} links to {path}"


def _rows(page: Path) -> Iterator[list[str]]:
    """The cells of every table row that begins with a quoted name."""
    for line in page.read_text().splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_the_columns_of_the_files_are_all_told() -> None:
    told = {cells[0].strip("`"): cells[1].strip("`") for cells in _rows(FILES) if len(cells) == 4}
    assert told == {**MENTORS, **MENTEES}


def test_the_columns_of_the_outcome_are_all_told() -> None:
    told = set(_quoted(FILES))
    assert told >= {*outcomes.PROPOSAL_COLUMNS, *outcomes.UNMATCHED_COLUMNS, *outcomes.PAIR_COLUMNS}
    assert told >= outcomes.OURS


def test_the_settings_are_all_told_with_their_defaults() -> None:
    told = {cells[0].strip("`"): cells[1] for cells in _rows(OPERATING) if "MENTOR" in cells[0]}
    fields = {f"MENTORSHIP_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert list(told) == list(fields)
    for name, field in fields.items():
        if field.default is not None and not field.is_required() and not field.default_factory:
            assert told[name] == f"`{field.default}`"


def test_the_settings_file_in_the_docs_holds_the_defaults(tmp_path: Path) -> None:
    defaults, others = [text for kind, text in FENCED.findall(FILES.read_text()) if kind == "toml"]
    (tmp_path / "defaults.toml").write_text(defaults)
    (tmp_path / "others.toml").write_text(others)
    assert read_settings(tmp_path / "defaults.toml").policy == Policy()
    told = read_settings(tmp_path / "others.toml")
    assert told.policy.caseload == {"NHN": 20}
    assert told.consultants == {"anna": 4, "b. de vries": 0}


def test_the_errors_in_the_docs_are_those_of_the_program(tmp_path: Path) -> None:
    mentors, mentees = tmp_path / "mentors.csv", tmp_path / "mentees.csv"
    mentors.write_text("id,plaats,slots\nM1,Alkmar,ma-avond\nM1,Alkmaar,ma-avond\n")
    mentees.write_text("id,place,slots,waiting_since\n")
    command = [sys.executable, "-c", "from mentorship.cli import main; main()", "match"]
    command += [str(mentors), str(mentees), "--out", str(tmp_path / "outcome"), "--language", "en"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr in FILES.read_text()
